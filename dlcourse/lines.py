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
NO_PLACE = -1  # a move that reads nothing: its column is left over


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
    pieces = [
        piece
        for start, stop in inked(ink)
        for piece in halved(ink, start, stop, widest)
        if piece[1] - piece[0] > 1
    ]
    return np.array(pieces, int).reshape(-1, 2)


def inked(ink: Array) -> Array:
    """The stretches of columns with ink: (k, 2), first and the next.

    >>> inked(np.array([0, 3, 4, 0, 0, 5, 2])).tolist()
    [[1, 3], [5, 7]]
    """
    full = np.concatenate([[False], ink > FAINT, [False]])
    changes = full[1:] != full[:-1]  # where a stretch begins or ends
    return np.flatnonzero(changes).reshape(-1, 2)


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
    ink (w,). This is dynamic programming: the best way to the end is the
    best way to each column, extended.

    >>> places = np.array([[0, 2], [2, 4], [0, 4]])
    >>> best_path(places, np.array([-0.1, -0.2, -2.0]), np.ones(4))
    [0, 1]
    """
    return walked_back(best_ways(places, gains, ink))


def best_ways(
    places: Array, gains: Array, ink: Array
) -> list[tuple[int, int]]:
    """The last move of the best way to each column, and to the end (w + 1).

    A move is the column it leaves from, and its place, or `NO_PLACE`.
    """
    best = np.full(len(ink) + 1, -np.inf)  # the gain up to each column
    best[0] = 0
    last = [(0, NO_PLACE)] * len(best)
    for column in range(len(ink)):
        for stop, gain, number in moves(column, places, gains, ink):
            if best[column] + gain > best[stop]:
                best[stop] = best[column] + gain
                last[stop] = column, number
    return last


def moves(
    column: int, places: Array, gains: Array, ink: Array
) -> list[tuple[int, float, int]]:
    """The ways on from a column: where each ends, its gain, its place."""
    here = np.flatnonzero(places[:, 0] == column)
    read = [(int(places[i, 1]), float(gains[i]), int(i)) for i in here]
    return [(column + 1, -float(ink[column]), NO_PLACE), *read]


def walked_back(last: list[tuple[int, int]]) -> list[int]:
    """The numbers of the places on the best way, left to right."""
    path, column = [], len(last) - 1
    while column:
        column, number = last[column]
        if number != NO_PLACE:
            path.append(number)
    return path[::-1]
