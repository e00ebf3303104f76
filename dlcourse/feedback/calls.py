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
    "unexpected keyword argument": "A function takes only the names that "
    "stand in its def line.",
    "does not have enough dimensions": "A @ B needs an array on both sides, "
    "and one of them is a single number: do the arguments come in the order "
    "of the task?",
    "only integers, slices": "An array was asked for an entry by something "
    "that is no number of a place. Is it meant to be a dictionary, and do the "
    "arguments come in the order of the task?",
    "'dict' object has no attribute": "What stands in a dictionary is had by "
    'its name in brackets, as in parameters["W1"].',
    "'list' object has no attribute": "A list is no array: np.array makes one "
    "of it.",
    "indices must be integers or slices, not tuple": "A list takes one index; "
    "of a list of pairs, pairs[0][1] is a number of the first pair.",
    "ufunc 'bitwise_xor'": "In Python a power is written **; ^ is something "
    "else.",
    "unsupported operand type(s) for ^": "In Python a power is written **; ^ "
    "is something else.",
    "for -: 'dict'": "Dictionaries cannot be subtracted: each of their "
    "entries can.",
    "for *: 'float' and 'dict'": "A dictionary cannot be multiplied: each of "
    "its entries can.",
    "Cannot cast ufunc": "An array of whole numbers holds no decimals: make a "
    "new array instead of changing this one.",
    "object is not callable": "Something else has the name of this function: "
    "was a value given to it, as in sum = 0?",
    "object is not subscriptable": "Brackets ask for a part of something, and "
    "this has none.",
    "values to unpack": "On the left there must be as many names as things "
    "come back.",
    "dtype('<U": "There is text where numbers should be. Looping over a "
    "dictionary, or unpacking it, gives its names.",
    "expected 1D vector": "One list of numbers is needed here.",
    "has no len()": "A single number has no length.",
    "slice indices must be integers": "A place is counted in whole numbers, "
    "and a product with a fraction is none until it is rounded.",
}
# What kinds of errors mean, whose texts do not say it.
PLAIN_KINDS: dict[type[BaseException], str] = {
    KeyError: "The dictionary has no entry of this name: names are spelled as "
    "in the task, capital letters too.",
    EOFError: "Nobody can answer input() while the checks run: what is needed "
    "comes in as arguments.",
    RecursionError: "The function calls itself without an end.",
    ZeroDivisionError: "Can what is divided by be 0 here?",
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
    plain += [PLAIN_KINDS[k] for k in PLAIN_KINDS if isinstance(error, k)]
    return "\n".join([words, *plain])


def cell_of(name: str) -> str:
    """Which cell a frame's line stands in, as far as its name tells.

    >>> cell_of("dense"), cell_of("<module>")
    ('the cell of dense', 'the cell')
    """
    return "the cell" if name.startswith("<") else f"the cell of {name}"
