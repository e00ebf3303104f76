"""Digits that a reader draws, made to look like those of the data.

The digits of the data were 32 by 32 dots, brought to one size, before the
ink in each square of 4 by 4 dots was counted. `centered` and `count_ink` do
this to a drawing; `as_dots` goes back, near enough to move an image by less
than a pixel. `dlcourse.board` lets a reader draw.
"""

from __future__ import annotations  # numpy.random loads only when used

import numpy as np

from dlcourse.checks import Array

__all__ = ["as_dots", "centered", "count_ink", "moved", "placed"]

CELLS = 8  # across an image of the data
DOTS = 32  # across a drawing
WIDE = 20  # dots: how wide nearly every digit of the data is, of 32
STRETCH = 2  # times wider than it was: more would make a bar of a plain 1


def count_ink(dots: Array) -> Array:
    """From dots (n, 32, 32), 0 or 1, to X (n, 64), ink from 0 to 16.

    Alpaydin and Kaynak (1998) made the images of the data in this way.
    """
    size = DOTS // CELLS
    squares = dots.reshape(-1, CELLS, size, CELLS, size)
    return squares.sum(axis=(2, 4)).reshape(-1, CELLS * CELLS)


def as_dots(X: Array) -> Array:
    """From X (n, 64), ink from 0 to 16, to dots (n, 32, 32) that look alike.

    The ink is spread between the middles of the pixels, and the darkest
    places become dots, as many as the image counts.
    """
    return np.array([_dots(image.reshape(CELLS, CELLS)) for image in X])


def _dots(image: Array) -> Array:
    place = (np.arange(DOTS) + 0.5) / (DOTS // CELLS) + 0.5
    before = place.astype(int)
    part = place - before
    spread = np.pad(image, 1)
    for _ in range(2):  # down, then across
        upper, lower = spread[before], spread[before + 1]
        spread = (upper + (lower - upper) * part[:, None]).T
    count = round(image.sum())
    if count == 0:
        return np.zeros((DOTS, DOTS))
    palest = np.sort(spread, axis=None)[-count]
    return (spread >= palest).astype(float)


def sampled(dots: Array, rows: Array, columns: Array) -> Array:
    """The dots (32, 32) at places rows, columns (32, 32); outside it is 0."""
    rows, columns = np.floor(rows).astype(int), np.floor(columns).astype(int)
    inside = (rows >= 0) & (rows < DOTS) & (columns >= 0) & (columns < DOTS)
    return np.where(inside, dots[rows % DOTS, columns % DOTS], 0)


def placed(
    dots: Array, *, size: float = 1, right: float = 0, down: float = 0
) -> Array:
    """dots (n, 32, 32), `size` times as large, its corner moved by dots."""
    middles = np.arange(DOTS) + 0.5
    rows, columns = np.meshgrid(
        (middles - down) / size, (middles - right) / size, indexing="ij"
    )
    return np.array([sampled(one, rows, columns) for one in dots])


def moved(dots: Array, rng: np.random.Generator) -> Array:
    """dots (n, 32, 32), each a little moved, stretched, leaned and turned.

    Up to 3 dots to each side, 15 % in height, 22 % in width, .3 dots a line
    and .15 radians.
    """
    rows, columns = np.mgrid[:DOTS, :DOTS] + 0.5 - DOTS / 2
    limits = np.array([3, 3, 0.15, 0.22, 0.3, 0.15])
    out = np.empty_like(dots)
    for number, one in enumerate(dots):
        down, right, tall, wide, lean, turn = limits * rng.uniform(-1, 1, 6)
        r, c = (rows - down) / (1 + tall), (columns - right) / (1 + wide)
        cos, sin = np.cos(turn), np.sin(turn)
        out[number] = sampled(
            one,
            r * cos + c * sin + DOTS / 2,
            c * cos - r * sin - lean * r + DOTS / 2,
        )
    return out


def centered(dots: Array) -> Array:
    """dots (n, 32, 32), each in the middle, 32 dots high and 20 wide.

    What is narrow, as a plain 1 is, becomes at most twice as wide for its
    height as it was; what is flat, at most twice as high. Without ink
    nothing changes.
    """
    return np.array([_centered(one) for one in dots])


def _centered(dots: Array) -> Array:
    if not dots.any():
        return dots
    top, height = _stretch_of_ink(dots, axis=1)
    left, width = _stretch_of_ink(dots, axis=0)
    tall = min(DOTS, height * STRETCH * WIDE / width)
    wide = min(WIDE, width * STRETCH * DOTS / height)
    rows = _source(top, height, tall)
    columns = _source(left, width, wide)
    return sampled(dots, rows[:, None], columns[None])


def _stretch_of_ink(dots: Array, axis: int) -> tuple[int, int]:
    """Where the ink begins, seen along an axis, and how far it reaches."""
    places = np.flatnonzero(dots.any(axis=axis))
    return int(places[0]), int(places[-1] - places[0] + 1)


def _source(start: int, length: int, becomes: float) -> Array:
    """For each of 32 places, where it comes from; -1 where nothing does."""
    share = (np.arange(DOTS) + 0.5 - (DOTS - becomes) / 2) / becomes
    inside = (share >= 0) & (share < 1)
    return np.where(inside, start + share * length, -1)
