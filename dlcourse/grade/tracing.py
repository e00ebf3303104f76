"""Notes what the checks of a graded cell hand over, see and expect.

It runs in the judge's own process, for `dlcourse explain` alone: `trace`
puts functions that note what they do in the place of those that a course's
checks use. Each check becomes a line of JSON in a file of the instructor's,
which no student's code can reach.
"""

import functools
import json
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from dlcourse.feedback.checks import first_line
from dlcourse.feedback.hints import name_of
from dlcourse.feedback.smallest import shown as typed

MOST_NUMBERS = 60  # of an array; of a larger one the corners are shown
LONGEST = 700  # characters of a value
DIGITS = 6  # as the checks' own messages have them
CHECKS = {"check": False, "hidden_check": True}  # whether it is hidden
BY_NAME = ("call", "expect", "expect_true", *CHECKS)


class Tracer:
    """What is known of the check in hand, and how its cell has gone."""

    def __init__(self, file: Path, cell: str):
        self.file, self.cell = file, cell
        self.note: dict[str, Any] = {}
        self.error: Exception | None = None

    def call(self, plain: Callable) -> Callable:
        """`call`, noting what went in and what came back."""

        def noted(function: Callable, *arguments: Any) -> Any:
            words = ", ".join(map(shown, arguments))
            self.note["input"] = f"{name_of(function)}({words})"
            for word in ("gave", "compared", "expected"):  # of a call before
                self.note.pop(word, None)
            result = plain(function, *arguments)
            self.note["gave"] = shown(result)
            return result

        return noted

    def expect(self, plain: Callable) -> Callable:
        """`expect`, noting what was compared."""

        def noted(seen: Any, expected: Any, hint: str) -> None:
            self.note["compared"] = shown(seen)
            self.note["expected"] = shown(expected)
            plain(seen, expected, hint)

        return noted

    def expect_true(self, plain: Callable) -> Callable:
        """`expect_true`: what was seen is in the failure's own text."""

        def noted(condition: Any, seen: str, hint: str) -> None:
            self.note.pop("compared", None)
            self.note.pop("expected", None)
            plain(condition, seen, hint)

        return noted

    def decorator(self, plain: Callable, hidden: bool) -> Callable:
        """`check` or `hidden_check`; the checks after a failed one run too.

        The cell fails at its end, by `finish`.
        """

        def decorate(test: Callable) -> Callable:
            run = plain(self.watched(test))

            @functools.wraps(test)
            def noted(*functions: Callable) -> None:
                self.note = {
                    "cell": self.cell,
                    "function": name_of(functions[0]),
                    "property": first_line(test),
                    "hidden": hidden,
                    "passed": True,
                }
                try:
                    run(*functions)
                except Exception as error:
                    self.error = self.error or error
                    self.note["passed"] = False
                    self.note["message"] = str(error)
                    self.note["mistake"] = getattr(error, "mistake", None)
                self.write(self.note)

            return noted

        return decorate

    def watched(self, test: Callable) -> Callable:
        """The test, noting what it says before that is put into words."""

        @functools.wraps(test)
        def noted(*functions: Callable) -> None:
            try:
                test(*functions)
            except Exception as error:
                self.note["seen"] = str(error) or type(error).__name__
                raise

        return noted

    def finish(self) -> None:
        """The end of the cell: it fails if one of its checks has failed."""
        self.write({"cell": self.cell, "end": True})
        error, self.error = self.error, None
        if error:
            raise error

    def write(self, note: dict[str, Any]) -> None:
        """Add a line to the file."""
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")


# The functions as the course's imports have bound them, before the first
# cell was traced, and the tracer of the cell in hand.
PLAIN: dict[str, Callable] = {}
NOW: list[Tracer] = []


def trace(names: dict[str, Any], file: str, cell: str) -> None:
    """From here on note what the checks of a cell do, by the names they use.

    A course without these names has nothing to note.
    """
    tracer = Tracer(Path(file), cell)
    NOW[:] = [tracer]
    for name in BY_NAME:
        if callable(names.get(name)):
            PLAIN.setdefault(name, names[name])
    for name, plain in PLAIN.items():
        if name in CHECKS:
            names[name] = tracer.decorator(plain, CHECKS[name])
        else:
            names[name] = getattr(tracer, name)(plain)


def finish() -> None:
    """The end of a traced cell."""
    NOW[0].finish()


def shown(value: Any) -> str:
    """A value in words: its shape first, of a large one the corners alone.

    >>> shown(np.zeros((1, 2))), shown({"b": np.zeros(1)}), shown((1, None))
    ('array (1, 2) [[0, 0]]', '{b: array (1,) [0]}', '(1, None)')
    >>> shown(np.random.default_rng(0)), shown(shown), shown(np.array(2.5))
    ('rng', 'shown', '2.5')
    """
    words = whole(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


def whole(value: Any) -> str:
    """The same, of any length. Nothing of a student's own is asked."""
    kind = type(value)
    if kind is np.ndarray and value.ndim == 0:
        return whole(value[()])
    if kind is np.ndarray and value.dtype.kind in "biuf":
        if value.size <= MOST_NUMBERS:
            return f"array {value.shape} {typed(value, DIGITS)}"
        corners = np.array2string(
            value, threshold=0, edgeitems=2, precision=DIGITS, separator=", "
        )
        return f"array {value.shape} {' '.join(corners.split())}"
    if kind is dict:
        items = (f"{key}: {whole(value[key])}" for key in value)
        return f"{{{', '.join(items)}}}"
    if kind in (list, tuple):
        left, right = "[]" if kind is list else "()"
        return f"{left}{', '.join(map(whole, value))}{right}"
    if isinstance(value, np.random.Generator):
        return "rng"
    if value is None or kind in (str, bool, int):
        return repr(value)
    if kind is float or isinstance(value, np.generic):
        return f"{value:.8g}" if np.isrealobj(value) else str(value)
    if kind is types.FunctionType:
        return str(value.__name__)
    return f"a {kind.__name__}"
