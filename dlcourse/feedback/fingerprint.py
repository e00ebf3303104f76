"""What a function does on its probes, as one short hash.

Two functions with the same fingerprint make the same mistake. It holds values
to four digits, shapes, kinds of errors and changed arguments. It does not hold
what differs between machines: the last digits, dtypes, texts of errors.
"""

import contextlib
import copy
import hashlib
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from dlcourse.feedback.calls import same
from dlcourse.feedback.own_probes import Arguments, calm, probes_of
from dlcourse.feedback.searching import search_face
from dlcourse.feedback.witness import WITNESSES, Words

DIGITS = 4  # float32 has 7, and loses a few in every sum
TINY = 1e-6  # below this a number may be a rounding error of 0
# Round numbers, such as .25 or exp(-2.5), often stand just where rounding
# turns from down to up; a factor without an end moves them away.
OFF_THE_EDGE = np.pi / np.e
ENCOUNTERED = " encountered in "  # numpy: "overflow encountered in exp"


def fingerprint(
    name: str, function: Callable, probes: list[Arguments] | None = None
) -> str:
    """The hash of what the function does on the probes of this name.

    A function that the library does not know brings its own.
    """
    look = FACES.get(name, partial(face, name))
    watched = WITNESSES[name](function) if name in WITNESSES else function
    faces = [look(watched, probe) for probe in probes or probes_of(name)]
    return hashlib.sha256(repr(faces).encode()).hexdigest()[:16]


def calm_fingerprint(
    name: str, function: Callable, probes: list[Arguments] | None = None
) -> str:
    """The fingerprint on the probes without huge numbers, "" without such."""
    some = calm(probes or probes_of(name))
    return f"calm {fingerprint(name, function, some)}" if some else ""


def warned_fingerprint(
    name: str, function: Callable, probes: list[Arguments] | None = None
) -> str:
    """The fingerprint and the kinds of numpy's warnings on the probes.

    Right answers all have one fingerprint; what some of them warn of tells
    them apart. Without a warning nothing follows the fingerprint.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for probe in probes or probes_of(name):
            with (
                np.errstate(all="warn", under="ignore"),
                contextlib.suppress(Exception),
            ):
                function(*copy.deepcopy(probe))
    texts = [str(warning.message) for warning in caught]
    kinds = {
        text.partition(ENCOUNTERED)[0] for text in texts if ENCOUNTERED in text
    }
    plain = fingerprint(name, function, probes)
    return " ".join([plain, *sorted(kinds)])


def face(name: str, function: Callable, arguments: tuple) -> str:
    """What one call does, in words that are the same on every machine."""
    given = copy.deepcopy(arguments)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            result = function(*given)
        except Exception as error:
            return f"raised {type(error).__name__}"
        summary = SUMMARIES.get(name, canonical)
        words = summary(result, arguments)
    changed = [
        number
        for number, (before, after) in enumerate(zip(arguments, given))
        if not same(before, after)
    ]
    return f"{words}; changed {changed}" if changed else words


def canonical(result: Any, arguments: tuple = ()) -> str:
    """A result as text: its shape and its values to four digits."""
    if isinstance(result, Words):
        return result
    if isinstance(result, dict):
        items = [f"{key}: {canonical(result[key])}" for key in sorted(result)]
        return f"{{{', '.join(items)}}}"
    if isinstance(result, (tuple, list)) and not numeric(result):
        return f"({', '.join(map(canonical, result))})"
    try:
        values = np.asarray(result, float)
    except (TypeError, ValueError):
        return f"a {type(result).__name__}"
    texts = [digits(value) for value in values.ravel()]
    return f"{values.shape}: {' '.join(texts)}"


def numeric(values: Any) -> bool:
    """Whether a list or tuple is one array of numbers."""
    try:
        return np.asarray(values, float).dtype.kind == "f"
    except (TypeError, ValueError):
        return False


def digits(value: float) -> str:
    """A few digits of a number; nan, infinities and zeros in one form each."""
    if not np.isfinite(value):
        return str(float(value))
    if abs(value) < TINY:
        return "0"
    return f"{value * OFF_THE_EDGE:.{DIGITS}g}"


def spread_summary(result: Any, arguments: tuple) -> str:
    """For `initialize`: shapes and coarse statistics, not the random draws."""
    n_in = arguments[0]
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return f"not two results but a {type(result).__name__}"
    try:
        W, b = (np.asarray(value, float) for value in result)
    except (TypeError, ValueError):
        return "not two arrays"
    level = np.sqrt(2 / n_in)  # the spread that is right
    return (
        f"W {W.shape} mean {round(W.mean() / level, 1) + 0:.1f} "
        f"spread {W.std() / level:.1f}; "
        f"b {b.shape} {biases_words(b)}"
    ).replace("-0.0", "0.0")


def biases_words(b: np.ndarray) -> str:
    """Whether all biases are 0, all alike, or drawn."""
    if not np.any(b):
        return "zeros"
    return f"all {digits(b.flat[0])}" if np.ptp(b) == 0 else "drawn"


def drawn_face(initialize: Callable, arguments: tuple) -> str:
    """For `initialize`: besides one result, where its numbers come from."""
    words = face("initialize", initialize, arguments)
    n_in, n_out = arguments[:2]
    if not words.startswith(f"W {(n_in, n_out)}"):
        return words
    with contextlib.suppress(Exception):
        W, again, other = (
            np.asarray(
                initialize(n_in, n_out, np.random.default_rng(seed))[0], float
            )
            for seed in (0, 0, 1)
        )
        units, inputs = (len(np.unique(M, axis=0)) for M in (W.T, W))
        if not np.allclose(W, again):
            words += "; not again"
        elif np.ptp(W) and np.allclose(W, other):
            words += "; never new"
        if 1 in (units, inputs) and np.ptp(W):
            words += "; all columns alike" if units == 1 else "; rows alike"
    return words


def three_decimals(result: Any) -> Any:
    """For `standardize`: roots and quotients of float32 are not exact."""
    if isinstance(result, (tuple, list)) and not numeric(result):
        return tuple(map(three_decimals, result))
    return np.round(result, 3) if numeric(result) else result


# What one call does, where its plain values would not do.
SUMMARIES: dict[str, Callable[[Any, tuple], str]] = {
    "initialize": spread_summary,
    "standardize": lambda result, _: canonical(three_decimals(result)),
}

# Functions whose mistakes show only over several calls.
FACES: dict[str, Callable[[Callable, tuple], str]] = {
    "random_search": search_face,
    "initialize": drawn_face,
}
