"""The wrong answers of an assignment, and the table made from them.

`mistakes.py` stands beside `exercise.py`. Each wrong answer is a function
whose name is the mistake's id:

    @mistake("dense", '''With X all zeros yours gives 0. ...''')
    def bias_left_out(X, W, b):
        return X @ W
"""

import runpy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.grade.errors import ExerciseError


@dataclass(frozen=True)
class Mistake:
    """A wrong answer: whose it is, its id, its message, its code."""

    of: str
    id: str
    message: str
    wrong: Callable


# Every mistake of the file that is being read, in its order: a second one of
# the same name would otherwise replace the first without a word.
WRITTEN: list[Mistake] = []


def mistake(of: str, message: str) -> Callable[[Callable], Mistake]:
    """Turn a wrong function into a Mistake of the function named `of`.

    The message has three lines: what was seen, with its number; why it is
    wrong; the smallest next step, as a question.
    """
    text = "\n".join(line.strip() for line in message.strip().splitlines())

    def wrap(wrong: Callable) -> Mistake:
        WRITTEN.append(Mistake(of, wrong.__name__, text, wrong))
        return WRITTEN[-1]

    return wrap


def read_mistakes(path: Path) -> list[Mistake]:
    """The mistakes in a file, in their order; none if there is no file."""
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
    ids = [known.id for known in found]
    twins = sorted({i for i in ids if ids.count(i) > 1})
    if twins:
        raise ExerciseError(
            f"{path}: two mistakes are called {', '.join(twins)}"
        )
    return found


def mistake_table(mistakes: list[Mistake]) -> dict[str, dict[str, dict]]:
    """{function: {fingerprint: {mistake, message}}} for the students.

    Raises ExerciseError if two mistakes cannot be told apart.
    """
    table: dict[str, dict[str, dict]] = {}
    for known in mistakes:
        rows = table.setdefault(known.of, {})
        key = fingerprint(known.of, known.wrong)
        if key in rows:
            raise ExerciseError(
                f"{known.id} and {rows[key]['mistake']} do the same on every "
                f"probe of {known.of}: give {known.of} another probe"
            )
        rows[key] = {"mistake": known.id, "message": known.message}
    return table
