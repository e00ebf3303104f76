"""Lines of handwriting: composed of single digits, cut, and read whole.

`compose` sets digits side by side, so close that some touch. `cut` takes the
line apart at columns without ink. `best_path` leaves the cuts open and picks
those that together read best.
"""

from __future__ import annotations  # numpy.random loads only when used

import numpy as np

from dlcourse.checks import Array, check_not_empty

HEIGHT = 10  # pixels of a line: a digit has 8, and room to move by one
WIDEST = 10  # columns of a cutout: a digit has 8 at most, and a little room
FAINT = 0.7  # ink in a column that may be dust: two specks at most
SPECK = 0.02  # the share of pixels with dust


def compose(
    images: Array,
    rng: np.random.Generator,
    *,
    gaps: tuple[int, int] = (-1, 2),
    dust: float = SPECK,
) -> tuple[Array, Array]:
    """A line (10, w), ink from 0 to 1, and where its digits stand (k, 2).

    images (k, 8, 8), ink from 0 to 1, lose their empty columns and are set
    side by side. Between two are `gaps` columns, from the least to the most;
    fewer than 0 let them overlap. Each moves up or down by a pixel at most,
    and a share `dust` of all pixels gets a speck.
    """
    check_not_empty("images", images)
    digits = [trimmed(image) for image in images]
    widths = [digit.shape[1] for digit in digits]
    spaces = rng.integers(gaps[0], gaps[1] + 1, len(digits))
    left = 2 + np.cumsum([0, *(np.add(widths, spaces)[:-1])])
    places = np.stack([left, left + widths], axis=1)
    line = np.zeros((HEIGHT, places[-1, 1] + 2), np.float32)
    for digit, (start, stop) in zip(digits, places):
        top = rng.integers(0, HEIGHT - len(digit) + 1)
        part = line[top : top + len(digit), start:stop]
        np.maximum(part, digit, out=part)
    specks = rng.random(line.shape) < dust
    faint = 0.4 * rng.random(line.shape, np.float32)
    line[specks] = np.maximum(line, faint)[specks]
    return line, places


def trimmed(image: Array) -> Array:
    """The image (h, w) without the empty columns at its sides."""
    inked = np.flatnonzero(image.any(axis=0))
    if not len(inked):
        raise ValueError("an image has no ink, so it shows no digit")
    return image[:, inked[0] : inked[-1] + 1]


def cut(line: Array, widest: int = 8) -> Array:
    """Where a line (h, w) falls apart: (k, 2), first column and the next.

    Columns with little ink end a piece; one of a single column is dust. A
    piece that is wider than `widest` is cut again at its faintest column.
    """
    ink = line.sum(axis=0)
    full = np.concatenate([[False], ink > FAINT, [False]])
    edges = np.flatnonzero(full[1:] != full[:-1]).reshape(-1, 2)
    pieces = [
        piece
        for start, stop in edges
        for piece in halved(ink, start, stop, widest)
        if piece[1] - piece[0] > 1
    ]
    return np.array(pieces, int).reshape(-1, 2)


def halved(
    ink: Array, start: int, stop: int, widest: int
) -> list[tuple[int, int]]:
    """The piece, or its parts, each of `widest` columns at most."""
    if stop - start <= widest:
        return [(start, stop)]
    rim = (stop - start) // 4  # a cut near the rim leaves no digit
    middle = start + rim + int(np.argmin(ink[start + rim : stop - rim]))
    return halved(ink, start, middle, widest) + halved(
        ink, middle, stop, widest
    )


def cutouts(line: Array, places: Array) -> Array:
    """The pieces of a line (h, w) at places (k, 2), centered: (k, h, 10)."""
    room = np.zeros((len(places), len(line), WIDEST), np.float32)
    for window, (start, stop) in zip(room, places):
        width = min(stop - start, WIDEST)
        left = (WIDEST - width) // 2
        window[:, left : left + width] = line[:, start : start + width]
    return room


def candidates(line: Array, narrowest: int = 2, widest: int = 9) -> Array:
    """Every piece of a line (h, w) that may be a digit: places (m, 2)."""
    end = line.shape[1]
    return np.array(
        [
            (start, start + width)
            for start in range(end)
            for width in range(narrowest, min(widest, end - start) + 1)
        ]
    )


def best_path(places: Array, gains: Array, ink: Array) -> list[int]:
    """Which places (m, 2), left to right, together gain the most.

    gains (m,) is what each place brings; a column that none covers costs its
    ink (w,). Places must be sorted by their start. This is dynamic
    programming: the best way to the end is the best way to each column,
    extended.
    """
    best = np.full(len(ink) + 1, -np.inf)
    best[0] = 0
    back = [(0, -1)] * len(best)
    by_start: list[list[int]] = [[] for _ in ink]
    for number, (start, _) in enumerate(places):
        by_start[start].append(number)
    for column, cost in enumerate(ink):
        ways = [(column + 1, -float(cost), -1)]
        ways += [(places[i][1], gains[i], i) for i in by_start[column]]
        for stop, gain, number in ways:
            if best[column] + gain > best[stop]:
                best[stop] = best[column] + gain
                back[stop] = (column, number)
    path, column = [], len(ink)
    while column:
        column, number = back[column]
        path += [number] * (number >= 0)
    return path[::-1]
