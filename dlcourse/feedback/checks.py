"""Checks of a student's function, and the comparisons that they make.

`check` is for checks whose text the student sees; `hidden_check` for those
that run when the work is graded. Of a failed hidden check a student learns
that it failed, never its numbers.
"""

import functools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from dlcourse.feedback.calls import error_words
from dlcourse.feedback.diagnosis import advise, diagnose, load_table
from dlcourse.feedback.failure import CheckFailed, Explained, Stopped
from dlcourse.feedback.hints import name_of, offer
from dlcourse.feedback.likeness import likeness
from dlcourse.feedback.panel import collect
from dlcourse.feedback.session import NOW, Outcome
from dlcourse.feedback.smallest import smallest_failure

# Right answers differ in the order of their sums; wrong ones differ by more.
RTOL, ATOL = 1e-6, 1e-9
NAN = "(nan is no number: it is what 0 / 0 gives, or inf - inf.)"
UNKNOWN = "This is not one of the mistakes we know."


def check(test: Callable[..., None]) -> Callable[..., None]:
    """The test, made to print that it passed or to fail with one message.

    The message is that of the known mistake, where it is one, and else what
    the test itself saw. The same trouble twice in a row offers a hint.
    """

    @functools.wraps(test)
    def run(*functions: Callable) -> None:
        name = name_of(functions[0])
        try:
            warned = watch(test, functions)
        except Exception as error:
            words, mistake = explain(name_taken(test) or error, functions[0])
            if NOW.again(name, mistake or test.__name__):
                words += offer(name)
            collect(Outcome(name, first_line(test), False, words))
            raise CheckFailed(
                f"failed: {first_line(test)}\n{words}", mistake
            ) from None
        advice = advice_words(warned, functions[0])
        print("\n  ".join([f"passed: {first_line(test)}", *advice]))
        collect(Outcome(name, first_line(test), True, "\n".join(advice)))

    return run


def hidden_check(test: Callable[..., None]) -> Callable[..., None]:
    """Like check, but a failure shows no numbers of the check.

    A known mistake is named, since its message speaks of other numbers.
    """

    @functools.wraps(test)
    def run(*functions: Callable) -> None:
        try:
            watch(test, functions)
        except Exception as error:
            known = diagnose(functions[0])
            words = f"A hidden check of {name_of(functions[0])} failed."
            more = known.message if known else further(error, functions[0])
            words = f"{words}\n{more}".rstrip()
            raise CheckFailed(
                words, known.mistake if known else None
            ) from None

    return run


def name_taken(test: Callable) -> Explained | None:
    """Why a check cannot run whose np is numpy no more."""
    taken = getattr(test, "__globals__", {}).get("np", np)
    if taken is np:
        return None
    return Explained(
        "The check could not run: np is numpy no more, but of the type "
        f"{type(taken).__name__}.\n"
        "Everything that begins with np. needs it, the checks as well.\n"
        "Which of your cells gives this name to something else? Change it, "
        "then restart the kernel and run all cells."
    )


def further(error: Exception, function: Callable) -> str:
    """What can be said without an array, of this check or another."""
    return str(error) if isinstance(error, Explained) else likeness(function)


def explain(error: Exception, function: Callable) -> tuple[str, str | None]:
    """What to say of a failed check, and the known mistake behind it.

    Where none is known: what was seen, and the smallest input that goes
    wrong, if one is found.
    """
    known = diagnose(function)
    if known:
        return known.message, known.mistake
    if isinstance(error, Explained):
        return str(error), None
    if isinstance(error, NameError):
        return f"The check could not run.\n{error_words(error)}", None
    words = (
        str(error)
        if isinstance(error, CheckFailed)
        else f"The check cannot use what {name_of(function)} gave back.\n"
        f"{type(error).__name__}: {error}"
    )
    like = likeness(function)
    unknown = load_table().mistakes.get(name_of(function)) and not like
    lines = [
        UNKNOWN if unknown else "",
        words,
        like,
        smallest_failure(function, isinstance(error, Stopped)),
    ]
    return "\n".join(line for line in lines if line), None


def advice_words(warned: list[str], function: Callable) -> list[str]:
    """What we know to say of numpy's warnings, else the warnings."""
    known = advise(function) if warned else None
    words = known.message.splitlines() if known else warned
    return [f"advice: {line}" for line in words]


def watch(test: Callable[..., None], functions: tuple) -> list[str]:
    """Run the test and give back what numpy warned of, in words.

    A warning never fails a check, and never reaches stderr: nbgrader would
    take marks for it.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        test(*functions)
    return sorted({str(warning.message) for warning in caught})


def first_line(test: Callable) -> str:
    """The property that a test checks: its docstring's first line."""
    return (test.__doc__ or test.__name__).strip().splitlines()[0]


def expect(seen: Any, expected: Any, hint: str) -> None:
    """Raise CheckFailed unless seen equals expected, shape first.

    Both may be numbers or arrays. `hint` is the smallest next step, a
    question; the message adds what was seen, with its numbers.
    """
    want = np.asarray(expected, float)
    try:
        if seen is None:
            raise TypeError("numpy would take None for nan")
        have = np.asarray(seen, float)
    except (TypeError, ValueError):
        raise CheckFailed(
            f"{no_numbers(seen)}, but {shape_words(want)} is expected.\n{hint}"
        ) from None
    if have.shape != want.shape:
        raise CheckFailed(
            f"Your result is {shape_words(have)}, but {shape_words(want)} "
            f"is expected.\n{hint}"
        )
    wrong = ~np.isclose(have, want, rtol=RTOL, atol=ATOL)
    if wrong.any():
        raise CheckFailed(f"{first_gap(have, want, wrong)}\n{hint}")


def expect_true(condition: Any, seen: str, hint: str) -> None:
    """Raise CheckFailed with what was seen and a hint unless condition."""
    if not condition:
        raise CheckFailed(f"{seen}\n{hint}")


def shape_words(A: np.ndarray) -> str:
    """How to speak of an array's shape.

    >>> shape_words(np.zeros((2, 3))), shape_words(np.float64(1))
    ('an array of shape (2, 3)', 'one number')
    """
    return f"an array of shape {A.shape}" if A.ndim else "one number"


def no_numbers(seen: Any) -> str:
    """What a result is that numpy cannot take for numbers.

    >>> no_numbers(["yes", "no"])
    "Your result holds 'yes'"
    >>> no_numbers([[1, 2], [3]])
    'The rows of your result have different shapes'
    >>> no_numbers({})
    'Your result is of the type dict'
    """
    if not isinstance(seen, (list, tuple, np.ndarray)):
        return f"Your result is of the type {type(seen).__name__}"
    try:
        entries = np.asarray(seen).ravel()
    except ValueError:
        return "The rows of your result have different shapes"
    return f"Your result holds {entries[:1].tolist()[0]!r:.40}"


def first_gap(have: np.ndarray, want: np.ndarray, wrong: np.ndarray) -> str:
    """The first place where two arrays differ, in words."""
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    nan = f" {NAN}" if np.isnan(have[where]) else ""
    if not where:
        return f"Your result is {have:.6g}, but {want:.6g} is expected.{nan}"
    index = ", ".join(map(str, where))
    return (
        f"{wrong.sum()} of {wrong.size} numbers differ. At [{index}] yours "
        f"is {have[where]:.6g}, but {want[where]:.6g} is expected.{nan}"
    )
