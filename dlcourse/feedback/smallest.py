"""The smallest input on which a function goes wrong.

Where no known mistake fits, a small example says more than a large one. The
inputs (`small_inputs.py`) grow from one number on; the library's own function
says what is right. Where results alone do not tell, what a witness sees is
compared. Where chance decides the results, or the library holds no such
function, nothing is searched.
"""

import copy
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

import dlcourse
from dlcourse.feedback.calls import quiet
from dlcourse.feedback.small_inputs import INPUTS, Arguments, count
from dlcourse.feedback.witness import WITNESSES

LONGEST = 0.5  # seconds of search: a slow function is slow often enough
FEW_NUMBERS = 6  # so many are shown, of more the shapes
RTOL, ATOL = 1e-6, 1e-9  # as in every check


def smallest_failure(function: Callable, stopped: bool = False) -> str:
    """The smallest input that goes wrong, in words; "" if none is found.

    Where the check saw that the function `stopped` with an error, an input
    on which it stops is looked for first.
    """
    found = ""
    name = getattr(function, "__name__", "")
    right = getattr(dlcourse, name, None)
    if name not in INPUTS or right is None:
        return ""
    watch = WITNESSES.get(name, lambda f: f)
    end = time.monotonic() + LONGEST
    with quiet(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for arguments in INPUTS[name]():
            if time.monotonic() > end:
                break
            wanted = watch(right)(*copy.deepcopy(arguments))
            try:
                given = watch(function)(*copy.deepcopy(arguments))
            except Exception as error:
                return failing(name, arguments, type(error).__name__)
            if not alike(given, wanted):
                found = found or failing(name, arguments, "", given, wanted)
                if not stopped:
                    break
    return found


def failing(
    name: str,
    arguments: Arguments,
    error: str,
    given: Any = None,
    wanted: Any = None,
) -> str:
    """What goes in, and if that is little, what comes out and should."""
    start = "The smallest input that we found: "
    if count(arguments) > FEW_NUMBERS or name in WITNESSES:
        words = ", ".join(map(shape_of, arguments))
        return f"{start}{words}."
    words = ", ".join(map(shown, arguments))
    if error:
        return f"{start}{name}({words}) stops with {error}."
    have, want = shown(given), shown(wanted)
    if have == want:  # they differ in later digits
        have, want = shown(given, 10), shown(wanted, 10)
    return f"{start}{name}({words}) gives {have} and should give {want}."


def alike(given: Any, wanted: Any) -> bool:
    """Whether a result is right, in shape and values."""
    if isinstance(wanted, dict):
        return (
            isinstance(given, dict)
            and given.keys() == wanted.keys()
            and all(alike(given[key], wanted[key]) for key in wanted)
        )
    if isinstance(wanted, str):
        return isinstance(given, str) and given == wanted
    if isinstance(wanted, (tuple, list)):
        return (
            isinstance(given, (tuple, list))
            and len(given) == len(wanted)
            and all(map(alike, given, wanted))
        )
    try:
        have, want = np.asarray(given, float), np.asarray(wanted, float)
    except (TypeError, ValueError):
        return False
    return have.shape == want.shape and np.allclose(
        have, want, rtol=RTOL, atol=ATOL
    )


def shown(value: Any, digits: int = 4) -> str:
    """A small value as one would type it, its numbers to a few digits.

    >>> shown(np.array([[1.0, 2 / 3]])), shown({"b": np.zeros(1)})
    ('[[1, 0.6667]]', '{"b": [0]}')
    """
    inner = partial(shown, digits=digits)
    if isinstance(value, dict):
        items = (f'"{key}": {inner(value[key])}' for key in value)
        return f"{{{', '.join(items)}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(inner, value))})"
    if isinstance(value, list) or (
        isinstance(value, np.ndarray) and value.ndim
    ):
        return f"[{', '.join(map(inner, value))}]"
    if isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, str) or value is None:
        return repr(value)
    if callable(value):
        return getattr(value, "__name__", "f")
    try:
        return f"{float(value) + 0:.{digits}g}"  # + 0: no -0
    except (TypeError, ValueError):
        return f"a {type(value).__name__}"


def shape_of(value: Any) -> str:
    """A value by its shape, a dictionary by those of its entries."""
    if isinstance(value, dict):
        items = (f"{key} {np.shape(value[key])}" for key in value)
        return f"a dictionary with {', '.join(items)}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, np.random.Generator):
        return "rng"
    return f"shape {np.shape(value)}" if np.ndim(value) else shown(value)
