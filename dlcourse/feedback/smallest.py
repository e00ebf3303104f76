"""The smallest input on which a function goes wrong.

Where no known mistake fits, a small example says more than a large one. The
inputs (`small_inputs.py`) grow from one number on. What is right says the
library's own function or, for a transfer function, the table beside the
notebook. Where results alone do not tell, what a witness sees is compared
(`small_witness.py`). Of the student's own networks there is no small example:
how well one learns shows on many.
"""

import copy
import itertools
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

import dlcourse
from dlcourse.feedback.calls import quiet
from dlcourse.feedback.diagnosis import load_table
from dlcourse.feedback.small_inputs import INPUTS as LIBRARY_INPUTS
from dlcourse.feedback.small_inputs import Arguments, count
from dlcourse.feedback.small_inputs_transfer import TRANSFER_INPUTS
from dlcourse.feedback.small_results import read_results
from dlcourse.feedback.small_witness import IN_WORDS, watched
from dlcourse.feedback.witness import PARTING

LONGEST = 0.5  # seconds of search: a slow function is slow often enough
FEW_NUMBERS = 6  # so many are shown, of more the shapes
RTOL, ATOL = 1e-6, 1e-9  # as in every check
INPUTS = LIBRARY_INPUTS | TRANSFER_INPUTS


def smallest_failure(function: Callable, stopped: bool = False) -> str:
    """The smallest input that goes wrong, in words; "" if none is found.

    Where the check saw that the function `stopped` with an error, an input
    on which it stops is looked for first.
    """
    found = ""
    name = getattr(function, "__name__", "")
    end = time.monotonic() + LONGEST
    with quiet(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for arguments, wanted in examples(name):
            if time.monotonic() > end:
                break
            try:
                given = watched(name, function)(*copy.deepcopy(arguments))
            except Exception as error:
                return failing(name, arguments, type(error).__name__)
            if not alike(given, wanted):
                found = found or failing(name, arguments, "", given, wanted)
                if not stopped:
                    break
    return found


def examples(name: str) -> Iterator[tuple[Arguments, Any]]:
    """Small inputs of the function of this name, and what is right there."""
    inputs = INPUTS[name]() if name in INPUTS else []
    if name in TRANSFER_INPUTS:
        kept = load_table().small.get(name, {})
        yield from zip(inputs, read_results(name, kept))
        return
    for arguments in inputs:
        right = watched(name, getattr(dlcourse, name))
        yield arguments, right(*copy.deepcopy(arguments))


def failing(
    name: str,
    arguments: Arguments,
    error: str,
    given: Any = None,
    wanted: Any = None,
) -> str:
    """What goes in, and if that is little, what comes out and should."""
    start = "The smallest input that we found: "
    few = count(arguments) <= FEW_NUMBERS
    words = ", ".join(map(shown if few else shape_of, arguments))
    call = f"{name}({words})" if few else words
    if name in IN_WORDS:
        few, call = False, IN_WORDS[name](*arguments)
    call = f"{start}{call}"
    if error:
        return f"{call}{'' if few else '. There it'} stops with {error}."
    if isinstance(wanted, str):
        return f"{call}.\n{first_difference(given, wanted)}"
    if not few:
        return f"{call}."
    have, want = shown(given), shown(wanted)
    if have == want:  # they differ in later digits
        have, want = shown(given, 10), shown(wanted, 10)
    return f"{call} gives {have} and should give {want}."


def first_difference(given: str, wanted: str) -> str:
    """The first thing seen by a witness that is not as it should be.

    >>> first_difference("two; three", "two; four")
    'Seen: three. Expected: four.'
    """
    facts = itertools.zip_longest(
        given.split(PARTING), wanted.split(PARTING), fillvalue="nothing more"
    )
    seen, expected = next((a, b) for a, b in facts if a != b)
    return f"Seen: {seen}. Expected: {expected}."


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
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, str) or value is None:
        return repr(value)
    if callable(value):
        return getattr(value, "__name__", "f")
    if isinstance(value, (int, np.integer)):
        return str(value)
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
