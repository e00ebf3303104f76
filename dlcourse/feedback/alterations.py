"""Ways to take arguments for others, and what inputs may have in common.

`likeness.py` asks what the right function makes of altered arguments: if a
student's function gives the same for the true ones, that says what it does
with them.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from dlcourse.feedback.small_inputs import Arguments

Altered = Callable[[Arguments], Arguments | None]
USUAL = (0.0, 1.0, 0.5, 0.1, 0.01, 1e-3, 1e-5)  # numbers people write down
HUGE = 100


def alterations(
    names: list[str], like: Arguments
) -> Iterator[tuple[str, Altered]]:
    """What might be taken for what, in words and as a function.

    `like` are arguments of the same kinds. The function gives None where an
    alteration would leave nothing.
    """
    for place, (name, value) in enumerate(zip(names, like)):
        for words, change in changes(name, value):
            yield words, partial(changed, place=place, change=change)
    for one, other in itertools.combinations(range(len(like)), 2):
        if all(isinstance(like[i], (np.ndarray, dict)) for i in (one, other)):
            yield (
                f"{names[one]} and {names[other]} had changed places",
                partial(swapped, one=one, other=other),
            )
    of_examples = [
        place
        for place, name in enumerate(names)
        if name in OF_EXAMPLES and isinstance(like[place], np.ndarray)
    ]
    for words, rows in ROWS.items() if of_examples else ():
        yield words, partial(cut, rows=rows, places=of_examples)


def changed(
    arguments: Arguments, place: int, change: Callable
) -> Arguments | None:
    """The arguments, one of them changed."""
    return tuple(
        change(value) if i == place else value
        for i, value in enumerate(arguments)
    )


def swapped(arguments: Arguments, one: int, other: int) -> Arguments:
    """The arguments, two of them in each other's place."""
    order = list(arguments)
    order[one], order[other] = order[other], order[one]
    return tuple(order)


def cut(
    arguments: Arguments, rows: slice, places: list[int]
) -> Arguments | None:
    """Only some of the examples, in every array that holds examples."""
    if not len(arguments[places[0]][rows]):
        return None
    return tuple(
        value[rows] if i in places else value
        for i, value in enumerate(arguments)
    )


# These have one row, or one entry, for each example.
OF_EXAMPLES = ("X", "y", "Z", "A", "dA", "dZ", "P", "Y", "guesses")
ROWS = {
    "only the first row were there": slice(0, 1),
    "only the last row were there": slice(-1, None),
    "the last row were not there": slice(0, -1),
    "the first row were not there": slice(1, None),
}


def changes(name: str, value: Any) -> Iterator[tuple[str, Callable]]:
    """What one argument might be taken for."""
    if isinstance(value, dict):
        for key, entry in value.items():
            for words, change in changes(f"{key} of {name}", entry):
                yield words, partial(entry_changed, key=key, change=change)
        for one, other in itertools.combinations(value, 2):
            if value[one].ndim == value[other].ndim:
                yield (
                    f"{one} and {other} of {name} had changed places",
                    partial(entries_swapped, one=one, other=other),
                )
    elif isinstance(value, list):  # a history: pairs
        yield (
            f"the two numbers in each pair of {name} had changed places",
            lambda pairs: [(b, a) for a, b in pairs],
        )
    elif isinstance(value, np.ndarray):
        yield from array_changes(name, value)
    elif isinstance(value, (int, float)):
        yield f"{name} had the opposite sign", lambda v: -v
        yield f"{name} were twice as large", lambda v: 2 * v
        yield f"{name} were half as large", lambda v: v / 2
        yield f"{name} were squared", lambda v: v * v
        yield f"{name} were 1 divided by it", lambda v: 1 / v if v else v
        for usual in USUAL:
            yield f"{name} were always {usual:g}", partial(constant, to=usual)


def array_changes(
    name: str, value: np.ndarray
) -> Iterator[tuple[str, Callable]]:
    """What an array might be taken for."""
    yield f"{name} were all 0", np.zeros_like
    if value.dtype.kind == "i":
        yield f"{name} counted from 1", lambda v: v - 1
        return
    yield f"{name} had the opposite sign", np.negative
    yield f"the numbers of {name} had lost their signs", np.abs
    yield f"the numbers of {name} were cut at 0", lambda v: np.maximum(v, 0)
    yield f"{name} were all 1", np.ones_like
    yield f"the numbers of {name} were squared", np.square
    yield (
        f"all numbers of {name} were its first",
        lambda v: np.full_like(v, v.flat[0]),
    )
    if value.ndim == 2:
        yield f"the rows of {name} were its columns", np.transpose
        yield f"all rows of {name} were its first", first_row
        yield f"the rows of {name} came in reverse", lambda v: v[::-1]
        yield f"the last column of {name} were 0", partial(emptied, column=-1)
        yield f"the first column of {name} were 0", partial(emptied, column=0)


def first_row(values: np.ndarray) -> np.ndarray:
    """The first row in place of each."""
    return np.broadcast_to(values[:1], values.shape).copy()


def emptied(values: np.ndarray, column: int) -> np.ndarray:
    """The array, with 0 in one column."""
    values = values.copy()
    values[:, column] = 0
    return values


def constant(_: Any, to: float) -> float:
    """This number, whatever was given."""
    return to


def entry_changed(entries: dict, key: str, change: Callable) -> dict:
    """The dictionary, one of its entries changed."""
    return entries | {key: change(entries[key])}


def entries_swapped(entries: dict, one: str, other: str) -> dict:
    """The dictionary, two of its entries in each other's place."""
    return entries | {one: entries[other], other: entries[one]}


def sizes(names: list[str], arguments: Arguments) -> dict[str, int]:
    """How many rows, columns and entries the arrays have."""
    found = {}
    for name, value in zip(names, arguments):
        if isinstance(value, np.ndarray) and value.ndim > 1:
            found[f"rows of {name}"] = len(value)
            found[f"columns of {name}"] = value.shape[-1]
            found[f"entries in {name}"] = value.size
        elif isinstance(value, np.ndarray) and value.ndim:
            found[f"entries in {name}"] = value.size
    return found


def features(
    names: list[str], like: Arguments
) -> Iterator[tuple[str, Callable[[Arguments], bool]]]:
    """What an input may have, in words and as a question."""
    for place, (name, value) in enumerate(zip(names, like)):
        asked: dict[str, Callable[[Any], Any]] = {}
        if isinstance(value, np.ndarray):
            tables = value.ndim > 1
            asked = (TABLES if tables else LISTS) | VALUES
            if value.dtype.kind == "i":
                asked = asked | LABELS
        elif isinstance(value, (int, float)):
            asked = NUMBERS
        for words, has in asked.items():
            yield words.format(name), partial(asks, place=place, has=has)


def asks(arguments: Arguments, place: int, has: Callable) -> bool:
    """Whether the argument at that place has it."""
    return bool(has(arguments[place]))


TABLES: dict[str, Callable[[Any], Any]] = {
    "{} has more than one row": lambda v: len(v) > 1,
    "{} has a single row": lambda v: len(v) == 1,
    "{} has more than two rows": lambda v: len(v) > 2,
    "{} has more than one column": lambda v: v.shape[-1] > 1,
    "{} has a single column": lambda v: v.shape[-1] == 1,
    "{} has more than two columns": lambda v: v.shape[-1] > 2,
    "{} has one column, or more than two": lambda v: v.shape[-1] != 2,
    "{} has as many rows as columns": lambda v: len(set(v.shape)) == 1,
    "{} has not as many rows as columns": lambda v: len(set(v.shape)) > 1,
    "{} holds equal numbers in one row": lambda v: any(
        len(set(row)) < len(row) for row in np.atleast_2d(v)
    ),
    "a column of {} holds equal numbers": lambda v: (
        len(v) > 1 and (np.ptp(v, axis=0) == 0).any()
    ),
}
LISTS: dict[str, Callable[[Any], Any]] = {
    "{} has more than one entry": lambda v: v.size > 1,
    "{} has more than two entries": lambda v: v.size > 2,
    "{} has a single entry": lambda v: v.size == 1,
    "{} has one entry, or more than two": lambda v: v.size != 2,
}
VALUES: dict[str, Callable[[Any], Any]] = {
    "{} has numbers of 100 and more": lambda v: np.abs(v).max() >= HUGE,
}
LABELS: dict[str, Callable[[Any], Any]] = {
    "{} has a label other than 0": lambda v: v.max() > 0,
}
NUMBERS: dict[str, Callable[[Any], Any]] = {
    "{} is negative": lambda v: v < 0,
    "{} is positive": lambda v: v > 0,
    "{} is above 1": lambda v: v > 1,
}
# What a single number of an argument may be.
ENTRIES: dict[str, Callable[[Any], Any]] = {
    "where {} is positive": lambda v: v > 0,
    "where {} is negative": lambda v: v < 0,
    "where {} is 0": lambda v: v == 0,
    "where {} is not positive": lambda v: v <= 0,
    "where {} is not negative": lambda v: v >= 0,
    "where {} is not 0": lambda v: v != 0,
    "where {} is 100 or more, or -100 or less": lambda v: np.abs(v) >= HUGE,
    "where {} has decimals": lambda v: v % 1 != 0,
    "where {} is between -1 and 1": lambda v: np.abs(v) < 1,
}
# Where a number of the result may stand, by its line and column.
POSITIONS: dict[str, Callable[[Any, Any, Any, Any], Any]] = {
    "in the first row": lambda i, j, n, k: i == 0,
    "in the last row": lambda i, j, n, k: i == n - 1,
    "in the first column": lambda i, j, n, k: j == 0,
    "in the last column": lambda i, j, n, k: j == k - 1,
    "below the first row": lambda i, j, n, k: i > 0,
    "above the last row": lambda i, j, n, k: i < n - 1,
    "right of the first column": lambda i, j, n, k: j > 0,
    "left of the last column": lambda i, j, n, k: j < k - 1,
    "from the third row on": lambda i, j, n, k: i > 1,
    "from the third column on": lambda i, j, n, k: j > 1,
}


def of_entries(
    names: list[str], inputs: list[Arguments], shapes: list[tuple[int, ...]]
) -> Iterator[tuple[str, list[np.ndarray]]]:
    """For each number of the results whether it is of a kind, in words.

    `shapes` are those of the results.
    """
    for place, name in enumerate(names):
        values = [arguments[place] for arguments in inputs]
        if all(np.shape(v) == shape for v, shape in zip(values, shapes)):
            for words, has in ENTRIES.items():
                found = [np.ravel(has(np.asarray(v))) for v in values]
                yield words.format(name), found
        if name == "y" and all(len(shape) == 2 for shape in shapes):
            yield (
                "in the column that y names",
                [named_columns(*pair) for pair in zip(values, shapes)],
            )
    if all(len(shape) == 2 for shape in shapes):
        for words, stands in POSITIONS.items():
            found = [
                np.ravel(stands(*np.indices(shape), *shape))
                for shape in shapes
            ]
            yield words, found


def named_columns(y: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Which numbers of a table stand in the column of their row's label."""
    return (np.arange(shape[1]) == np.reshape(y, (-1, 1))).ravel()
