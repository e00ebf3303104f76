"""Which known mistake is this?

A table, made by `dlcourse release` and put beside the notebook, maps
fingerprints to messages, and functions to hints. It holds no answer and no
check: only hashes of what wrong functions do, and what to say to whoever
wrote one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.feedback.calls import quiet
from dlcourse.feedback.fingerprint import (
    calm_fingerprint,
    fingerprint,
    warned_fingerprint,
)
from dlcourse.feedback.own_probes import probes_of

TABLE_FILE = "mistakes.json"


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake: its id, and what the student should read."""

    mistake: str
    message: str


@dataclass(frozen=True)
class Table:
    """What is known of an assignment's functions, by their names."""

    mistakes: dict[str, dict[str, dict]] = field(default_factory=dict)
    hints: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)  # how many checks
    small: dict[str, dict] = field(default_factory=dict)  # right results
    probes: dict[str, list] = field(default_factory=dict)  # of its own


def diagnose(function: Callable) -> Diagnosis | None:
    """The known mistake that the function makes, or None.

    Whoever makes one and cannot bear huge numbers besides is told of the one.
    """
    return look_up(function, fingerprint) or look_up(
        function, calm_fingerprint
    )


def advise(function: Callable) -> Diagnosis | None:
    """What is known of a right answer that numpy warns of, or None."""
    return look_up(function, warned_fingerprint)


def look_up(
    function: Callable, key_of: Callable[[str, Callable, list], str]
) -> Diagnosis | None:
    """The row of the function's table under its key, or None."""
    name = getattr(function, "__name__", "")
    table = load_table()
    rows = table.mistakes.get(name)
    probes = probes_of(name, table.probes) if rows else []
    if not rows or not probes:
        return None
    with quiet():
        found = rows.get(key_of(name, function, probes))
    return Diagnosis(**found) if found else None


def load_table(folder: Path | None = None) -> Table:
    """The table beside the notebook; an empty one without a file.

    An older file, of mistakes alone, is read too.
    """
    path = (folder or Path.cwd()) / TABLE_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Table()  # a notebook that was moved alone still has its checks
    if not isinstance(content, dict):
        return Table()
    if "mistakes" not in content:
        content = {"mistakes": content}
    known = Table.__dataclass_fields__
    return Table(**{k: v for k, v in content.items() if k in known})
