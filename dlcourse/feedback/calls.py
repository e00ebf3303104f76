"""Run a student's function and say clearly what went wrong in it.

`call` hands over copies, so a function that changes its arguments harms no
later check, and tells when that happens.
"""

import contextlib
import copy
import io
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dlcourse.feedback.failure import CheckFailed, Explained, Stopped

OURS = Path(__file__).resolve().parent.parent
# A number that went up by h and down again may miss its last digit: that is
# rounding, and no change.
ROUNDING = 1e-12
MOST_LINES = 3  # of a chain of the student's functions, the last ones
# What Python and numpy say to beginners most often, and what it means.
PLAIN = {
    "truth value of an array": "`if`, `and`, `not` and `max` need one yes or "
    "no, and this array has one for each entry.",
    "mismatch in its core dimension": "A @ B needs as many columns in A as "
    "there are rows in B.",
    "could not be broadcast": "Read from the right, the numbers of two shapes "
    "must be equal, or one of them 1.",
    "out of bounds": "n entries have the indices 0 to n - 1.",
    "converted to Python scalars": "One number is needed here, and an array "
    "came; the functions of math take one, those of numpy take arrays.",
    "not associated with a value": "The line that sets it has not run: does "
    "it run in every case?",
    "positional argument": "The checks hand over what the task names, in that "
    "order.",
}


def call(function: Callable, *arguments: Any) -> Any:
    """What the function returns for the arguments, given by position.

    Raises CheckFailed if it is not written yet, raises, returns None or
    changes one of its arguments.
    """
    name = getattr(function, "__name__", "your function")
    # A generator is handed over itself: two draws from it must differ.
    given = tuple(
        value
        if isinstance(value, np.random.Generator)
        else copy.deepcopy(value)
        for value in arguments
    )
    try:
        result = function(*given)
    except NotImplementedError:
        raise Explained(f"{name} is not written yet.") from None
    except CheckFailed:
        raise
    except Exception as error:
        raise Stopped(
            f"{name} stopped with an error, called with "
            f"{describe(arguments)}.\n{error_words(error)}"
        ) from None
    if result is None:
        raise Explained(
            f"{name} returned None.\n"
            "A function without a return line gives back nothing.\n"
            "Which value should its last line return?"
        )
    for position, (before, after) in enumerate(zip(arguments, given), start=1):
        if not same(before, after):
            raise Explained(
                f"{name} changed its argument number {position}.\n"
                "The caller still needs it as it was.\n"
                "Which line writes into it, and what could it make instead?"
            )
    return result


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without what a function prints: its writer did not call it."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def same(a: Any, b: Any) -> bool:
    """Whether two arguments hold equal values, arrays and dicts included.

    >>> w = np.array([0.3])
    >>> same(w, w + 1e-5 - 2e-5 + 1e-5), same(w, w + 1e-5)
    (True, False)
    """
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.shape(a) == np.shape(b) and np.allclose(
            a, b, rtol=ROUNDING, atol=ROUNDING
        )
    if isinstance(a, np.random.Generator):
        return True  # drawing from it is what it is for
    return bool(a == b)


def describe(arguments: tuple) -> str:
    """The arguments in a few words: arrays by their shape.

    >>> describe((np.zeros((2, 3)), 4))
    'an array of shape (2, 3), 4'
    """
    words = [
        f"an array of shape {value.shape}"
        if isinstance(value, np.ndarray)
        else f"a {type(value).__name__}"
        if isinstance(value, (dict, np.random.Generator))
        else "a function"
        if callable(value)
        else repr(value)[:40]
        for value in arguments
    ]
    return ", ".join(words) or "no arguments"


def error_words(error: BaseException) -> str:
    """The error's text, and the lines of the student's that led to it."""
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if (
            frame.line
            and not path.is_relative_to(OURS)
            and ("site-packages" not in path.parts)
        ):
            place = f"line {frame.lineno} of {cell_of(frame.name)}"
            lines.append(f"\nin {place}: {frame.line}")
    where = "".join(lines[-MOST_LINES:])
    far_line = getattr(error, "far_line", None)  # it ran somewhere else
    if far_line:
        where = f"\nin line {far_line[0]} of the cell: {far_line[1]}"
    words = f"{type(error).__name__}: {error}{where}"
    if isinstance(error, NameError) and error.name:
        words += (
            f"\n`{error.name}` comes from a cell that is gone or stands below "
            "or has not run, or it is misspelled."
        )
    plain = [PLAIN[said] for said in PLAIN if said in str(error)]
    return "\n".join([words, *plain])


def cell_of(name: str) -> str:
    """Which cell a frame's line stands in, as far as its name tells.

    >>> cell_of("dense"), cell_of("<module>")
    ('the cell of dense', 'the cell')
    """
    return "the cell" if name.startswith("<") else f"the cell of {name}"
