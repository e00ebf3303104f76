"""Digits that a reader draws, made to look like those of the data.

The digits of the data were 32 by 32 dots, brought to one size, before the
ink in each square of 4 by 4 dots was counted. `centered` and `count_ink` do
this to a drawing; `as_dots` goes back, near enough to move an image by less
than a pixel. `DrawDigit` is the drawing board of the book, with a network
that reads what is drawn; book/_ext/dlbook/draw.py puts it into a page.
"""

import base64
import io
import os
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from dlcourse import pictures, plots
from dlcourse.activations import relu, softmax
from dlcourse.checks import Array
from dlcourse.layers import dense
from dlcourse.widgets import BUILDING

__all__ = ["DrawDigit", "as_dots", "centered", "count_ink", "moved", "placed"]

MIME = "application/vnd.dlcourse.draw+json"
CELLS = 8  # across an image of the data
DOTS = 32  # across a drawing
WIDE = 20  # dots: how wide nearly every digit of the data is, of 32
STRETCH = 2  # times wider than it was: more would make a bar of a plain 1
NAMES = ("W1", "b1", "W2", "b2")
COLUMNS = 8  # of hidden units, where they are shown as cells


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


class DrawDigit:
    """A board to draw a digit on, and a network that reads it.

    `parameters` are "W1" (64, h), "b1", "W2" (h, 10), "b2", trained on
    X_train (n, 64) after `standardize`; a drawing is scaled by the same mean
    and deviation. `examples` (m, 64) with their `labels` can be put on the
    board; the first is shown, on its way through the network, where nothing
    can be drawn: on paper, and without scripts or outside the book.
    """

    def __init__(
        self,
        parameters: dict[str, Array],
        X_train: Array,
        *,
        examples: Array,
        labels: Sequence[int],
    ):
        shapes = [np.shape(parameters[name]) for name in ("W1", "W2")]
        if shapes[0][0] != CELLS * CELLS or shapes[1][1] != 10:
            raise ValueError(
                f"W1 has shape {shapes[0]} and W2 {shapes[1]}, but a network "
                "that reads digits has (64, h) and (h, 10)"
            )
        if not len(examples) or len(examples) != len(labels):
            raise ValueError(
                f"examples holds {len(examples)} digits and labels "
                f"{len(labels)}: give one label for each, and one or more"
            )
        self.parameters = {
            name: np.asarray(values, np.float32)
            for name, values in parameters.items()
        }
        deviation = X_train.std(axis=0)
        constant = (X_train == X_train[0]).all(axis=0)
        self.mean = X_train.mean(axis=0).astype(np.float32)
        self.scale = np.where(constant, 1, deviation).astype(np.float32)
        self.examples, self.labels = np.asarray(examples), list(labels)

    def read(self, X: Array) -> tuple[Array, Array]:
        """From X (n, 64), ink from 0 to 16, to A1 (n, h) and P (n, 10)."""
        W1, b1, W2, b2, mean, scale = (
            values.astype(float)
            for values in (
                *(self.parameters[name] for name in NAMES),
                self.mean,
                self.scale,
            )
        )
        A1 = relu(dense((X - mean) / scale, W1, b1))
        return A1, softmax(dense(A1, W2, b2))

    def words(self) -> str:
        """What becomes of the first example, in two sentences."""
        A1, P = (layer[0] for layer in self.read(self.examples[:1]))
        first, second = np.argsort(-P)[:2]
        return (
            f"A {self.labels[0]} on its way: of the {len(A1)} hidden units "
            f"{np.count_nonzero(A1)} are on. The network reads {first} "
            f"({P[first]:.1%}), then {second} ({P[second]:.1%})."
        )

    @property
    def alt(self) -> str:
        """What the picture of the first example shows."""
        return (
            f"From left to right: a handwritten {self.labels[0]} of 8 by 8 "
            "pixels; a square for each hidden unit, the stronger the darker, "
            "many of them empty; ten bars, one for each digit, one of them "
            "much longer than the others."
        )

    def picture(self) -> str:
        """The first example, its hidden units and its reading, as SVG."""
        A1, P = (layer[0] for layer in self.read(self.examples[:1]))
        parts = {"width_ratios": [1, 1, 1.5]}
        figure, (left, middle, right) = plt.subplots(
            1, 3, figsize=(6, 2.1), gridspec_kw=parts
        )
        pictures.images(self.examples[:1], ax=left)
        rows = -(-len(A1) // COLUMNS)
        cells = np.zeros(rows * COLUMNS)
        cells[: len(A1)] = A1
        pictures.images(cells.reshape(1, rows, COLUMNS), ax=middle)
        plots.bars(P, [str(digit) for digit in range(10)], ax=right)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(figure)
        return file.getvalue()

    def board(self) -> dict[str, Any]:
        """Everything that a page needs to draw and read without a kernel."""
        theta = np.concatenate(
            [self.parameters[name].ravel() for name in NAMES]
        )
        return {
            "alt": self.alt,
            "words": self.words(),
            "picture": self.picture(),
            "sizes": [CELLS * CELLS, len(self.parameters["b1"]), 10],
            "theta": packed(theta),
            "mean": packed(self.mean),
            "scale": packed(self.scale),
            "examples": self.examples.astype(int).tolist(),
            "labels": [int(label) for label in self.labels],
        }

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, Any]:
        still = {"text/plain": self.words(), "image/svg+xml": self.picture()}
        if os.environ.get(BUILDING):
            return {**still, MIME: self.board()}
        return still


def packed(values: Array) -> str:
    """Numbers as float32 in base64, little end first, for JavaScript."""
    return base64.b64encode(values.astype("<f4").tobytes()).decode()
