"""Which known mistake is this?

A table, made by `dlcourse release` and put beside the notebook, maps
fingerprints to messages. It holds no answer and no check: only hashes of what
wrong functions do, and what to say to whoever wrote one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.feedback.probes import PROBES

TABLE_FILE = "mistakes.json"


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake: its id, and what the student should read."""

    mistake: str
    message: str


def diagnose(function: Callable) -> Diagnosis | None:
    """The known mistake that the function makes, or None."""
    name = getattr(function, "__name__", "")
    table = load_table().get(name)
    if not table or name not in PROBES:
        return None
    found = table.get(fingerprint(name, function))
    return Diagnosis(**found) if found else None


def load_table(folder: Path | None = None) -> dict[str, dict[str, dict]]:
    """{function: {fingerprint: {mistake, message}}}; empty without a file."""
    path = (folder or Path.cwd()) / TABLE_FILE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # a notebook that was moved alone still has its checks
