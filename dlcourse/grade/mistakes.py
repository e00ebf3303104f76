"""The wrong answers of an assignment, and the table made from them.

`mistakes.py` stands beside `exercise.py`. Each wrong answer is a function
whose name is the mistake's id:

    @mistake("dense", '''With X all zeros yours gives 0. ...''')
    def bias_left_out(X, W, b):
        return X @ W

An answer that is right, but of which numpy warns, is of the kind "advice":
it loses nothing, and a check that it passes shows the message.

The hints for a function stand there too, from a question to a step in words:

    hint("dense", '''Which ...?''', '''Each ...''', '''First ...''')

A mistake is known by what it does on the probes of its function. The library
has those of this course; other functions bring theirs, inputs on which each
mistake does something else, and may bring further right answers, which the
report of `dlcourse new` tries:

    probes("mine", (np.array([1.0, 2.0]), 3), (np.zeros(2), 1))

    @right("mine")
    def loop(x, n):
        ...
"""

import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlcourse
from dlcourse.feedback.fingerprint import (
    calm_fingerprint,
    fingerprint,
    warned_fingerprint,
)
from dlcourse.feedback.own_probes import Arguments, probes_of, written_probes
from dlcourse.feedback.probes import PROBES
from dlcourse.grade.errors import ExerciseError

KINDS = WRONG, ADVICE = "wrong", "advice"


@dataclass(frozen=True)
class Mistake:
    """A wrong answer: whose it is, its id, its message, its code."""

    of: str
    id: str
    message: str
    wrong: Callable
    kind: str = WRONG


@dataclass(frozen=True)
class Hints:
    """The hints for one function, each nearer to the answer."""

    of: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Probes:
    """The probes of a function that the library does not know."""

    of: str
    written: list[Any]


@dataclass(frozen=True)
class Right:
    """A right answer in other words than ours."""

    of: str
    id: str
    answer: Callable


Record = Mistake | Hints | Probes | Right
# Everything in the file that is being read, in its order: a second mistake of
# the same name would otherwise replace the first without a word.
WRITTEN: list[Record] = []


def mistake(
    of: str, message: str, *, kind: str = WRONG
) -> Callable[[Callable], Mistake]:
    """Turn a wrong function into a Mistake of the function named `of`.

    The message has three lines: what was seen, with its number; why it is
    wrong; the smallest next step, as a question.
    """
    text = flush_left(message)
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, but one of {KINDS} is needed")

    def wrap(wrong: Callable) -> Mistake:
        known = Mistake(of, wrong.__name__, text, wrong, kind)
        WRITTEN.append(known)
        return known

    return wrap


def hint(of: str, *texts: str) -> None:
    """Give the function named `of` its hints, the first first.

    Each is one paragraph; its lines are put together.
    """
    WRITTEN.append(Hints(of, tuple(" ".join(t.split()) for t in texts)))


def probes(of: str, *arguments: Arguments) -> None:
    """Give the function named `of` its probes, a tuple of arguments each."""
    if of in PROBES:
        raise ValueError(f"the library has probes of {of} already")
    if not arguments or not all(isinstance(a, tuple) for a in arguments):
        raise ValueError(
            f"the probes of {of} are tuples of arguments, one at least; of "
            "one argument: (x,)"
        )
    WRITTEN.append(Probes(of, written_probes(arguments)))


def right(of: str) -> Callable[[Callable], Right]:
    """Turn a function into another right answer for the one named `of`."""

    def wrap(answer: Callable) -> Right:
        known = Right(of, answer.__name__, answer)
        WRITTEN.append(known)
        return known

    return wrap


def flush_left(text: str) -> str:
    """The text's lines without the spaces that the code around it asks for."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def read_mistakes(path: Path) -> list[Mistake]:
    """The mistakes in a file, in their order; none if there is no file."""
    return [known for known in read(path) if isinstance(known, Mistake)]


def read_hints(path: Path) -> dict[str, list[str]]:
    """{function: its hints} of a file; none if there is no file."""
    found = [known for known in read(path) if isinstance(known, Hints)]
    refuse_twins(path, "hints for", [known.of for known in found])
    return {known.of: list(known.texts) for known in found}


def read_probes(path: Path) -> dict[str, list[Any]]:
    """{function: its probes} that a file brings, as they are written down."""
    found = [known for known in read(path) if isinstance(known, Probes)]
    refuse_twins(path, "probes of", [known.of for known in found])
    return {known.of: known.written for known in found}


def read_rights(path: Path) -> list[Right]:
    """The further right answers in a file."""
    return [known for known in read(path) if isinstance(known, Right)]


def read(path: Path) -> list[Record]:
    """All that a file says, in its order."""
    if not path.exists():
        return []
    before = len(WRITTEN)
    try:
        runpy.run_path(str(path))
        found = WRITTEN[before:]
    except Exception as error:
        raise ExerciseError(f"{path} cannot be run: {error}") from None
    finally:
        del WRITTEN[before:]
    ids = [known.id for known in found if isinstance(known, (Mistake, Right))]
    refuse_twins(path, "mistakes are called", ids)
    return found


def refuse_twins(path: Path, what: str, names: list[str]) -> None:
    """Raise ExerciseError if a name stands there twice."""
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise ExerciseError(f"{path}: two {what} {', '.join(twins)}")


def key_of(known: Mistake, own: list[Arguments]) -> str:
    """Under what a mistake is looked up, or ExerciseError."""
    plain = fingerprint(known.of, known.wrong, own)
    if known.kind == WRONG:
        return plain
    warned = warned_fingerprint(known.of, known.wrong, own)
    if warned == plain:
        raise ExerciseError(
            f"{known.id} is advice, but numpy warns of nothing on the probes "
            f"of {known.of}"
        )
    return warned


def mistake_table(
    mistakes: list[Mistake], own: Mapping[str, list[Any]] | None = None
) -> dict[str, dict[str, dict]]:
    """{function: {fingerprint: {mistake, message}}} for the students.

    `own` are probes that the files bring. Raises ExerciseError if two
    mistakes cannot be told apart, or if nobody could know one, because there
    are no probes of it.
    """
    table: dict[str, dict[str, dict]] = {}
    for known in mistakes:
        probes = probes_of(known.of, dict(own or {}))
        if not probes:
            raise ExerciseError(
                f"{known.id}: the library has no probes of {known.of}, so no "
                f'mistake in it can be named; add probes("{known.of}", ...) '
                "to its mistakes.py, or leave its @mistake out"
            )
        rows = table.setdefault(known.of, {})
        key = key_of(known, probes)
        if key in rows:
            raise ExerciseError(
                f"{known.id} and {rows[key]['mistake']} do the same on every "
                f"probe of {known.of}: give {known.of} another probe"
            )
        rows[key] = {"mistake": known.id, "message": known.message}
    add_calm_rows(table, mistakes)
    return table


def add_calm_rows(
    table: dict[str, dict[str, dict]], mistakes: list[Mistake]
) -> None:
    """Know each mistake by what it does without huge numbers, too.

    Left out is one that is right there, or is like another there.
    """
    keys = {
        known.id: calm_fingerprint(known.of, known.wrong)
        for known in mistakes
        if known.kind == WRONG and hasattr(dlcourse, known.of)
    }
    for known in mistakes:
        key = keys.get(known.id)
        if (
            key
            and list(keys.values()).count(key) == 1
            and key != calm_fingerprint(known.of, getattr(dlcourse, known.of))
        ):
            row = {"mistake": known.id, "message": known.message}
            table[known.of][key] = row
