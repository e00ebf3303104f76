"""Pictures made of cells: images, weights, arrays, a confusion matrix.

Each function draws on `ax`, or on a new figure if none is given, and returns
the axes. Begin with `images`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isqrt
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle

from dlcourse.diagrams import LETTER, blank
from dlcourse.palette import COLORS, SMALL, axes

Array = np.ndarray

# Pixels cannot change with the theme, so they fade from clear
# to colors halfway between light and dark: 4:1 on white and black.
INK = LinearSegmentedColormap.from_list("ink", ["#2f7bd600", "#2f7bd6"])
SIGNED = LinearSegmentedColormap.from_list(
    "signed",
    [(0, "#2f7bd6"), (0.5, "#2f7bd600"), (0.5, "#c2600f00"), (1, "#c2600f")],
)

TILE = 0.62  # inches across one small picture, wide enough for its label


def images(
    X: Array,
    y: Array | None = None,
    predicted: Array | None = None,
    *,
    columns: int = 8,
    ax: Axes | None = None,
) -> Axes:
    """X (n, d) or (n, h, w) as small pictures with labels y (n,) below.

    With `predicted` (n,), a wrong guess is said in words: "9, is 4".
    """
    notes = [""] * len(X)
    if y is not None:
        notes = [str(label) for label in y]
    if y is not None and predicted is not None:
        notes = [
            f"{guess}" if guess == label else f"{guess}, is {label}"
            for guess, label in zip(predicted, y)
        ]
    scale = Normalize(0, max(float(np.max(X)), 1e-12))
    return _tiles(X, notes, INK, scale, columns, ax)


def weights(
    W: Array,
    *,
    names: Sequence[str] | None = None,
    columns: int = 8,
    ax: Axes | None = None,
) -> Axes:
    """Each column of W (d, k) as a picture: orange positive, blue negative.

    All pictures share one scale, the same on both sides of 0, shown beside.
    """
    notes = list(names) if names else [""] * W.shape[1]
    limit = max(float(np.abs(W).max()), 1e-12)
    scale = Normalize(-limit, limit)
    ax = _tiles(W.T, notes, SIGNED, scale, columns, ax)
    ticks = [-limit, 0, limit]
    bar = ax.figure.colorbar(
        ScalarMappable(scale, SIGNED),
        ax=ax,
        ticks=ticks,
        shrink=0.8,
        aspect=14,
    )
    bar.ax.set_yticklabels([f"−{limit:.2g}", "0", f"+{limit:.2g}"])
    bar.outline.set_edgecolor(COLORS["grid"])
    return ax


def _tiles(X, notes, colors, scale, columns, ax) -> Axes:
    pictures = [_picture(row) for row in np.asarray(X, dtype=float)]
    columns = min(columns, len(pictures))
    rows = ceil(len(pictures) / columns)
    room = 1.32 if any(notes) else 1.1
    ax = axes(ax, (TILE * columns * 1.1, TILE * rows * room))
    for place, (picture, note) in enumerate(zip(pictures, notes)):
        x, top = place % columns * 1.1, -(place // columns) * room
        box = (x, x + 1, top - 1, top)
        ax.imshow(
            picture,
            extent=box,
            interpolation="none",
            cmap=colors,
            norm=scale,
        )
        frame = Rectangle((x, top - 1), 1, 1, fill=False, linewidth=0.8)
        frame.set_edgecolor(COLORS["grid"])
        ax.add_patch(frame)
        ax.text(
            x + 0.5, top - 1.04, note, ha="center", va="top", fontsize=SMALL
        )
    ax.set(xlim=(-0.05, columns * 1.1 - 0.05), ylim=(-rows * room, 0.05))
    ax.set_axis_off()
    return ax


def _picture(row: Array) -> Array:
    if row.ndim == 2:
        return row
    side = isqrt(row.size)
    if side * side != row.size:
        raise ValueError(
            f"a picture has {row.size} pixels, which is no square: "
            "give pictures as (n, h, w)"
        )
    return row.reshape(side, side)


def confusion(
    matrix: Array,
    *,
    names: Sequence[Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """matrix (k, k): how often class i (row) was taken for class j."""
    matrix = np.asarray(matrix)
    k = len(matrix)
    side = 0.36 * k + 1
    ax = axes(ax, (side, side))
    errors = matrix * (1 - np.eye(k))
    limit = 1.6 * max(float(errors.max()), 1)  # so that numbers stay legible
    ax.imshow(errors, cmap=SIGNED, norm=Normalize(-limit, limit))
    for i, j in np.argwhere(matrix):
        weight = "normal" if i == j else "bold"
        ax.text(
            j,
            i,
            matrix[i, j],
            ha="center",
            va="center",
            fontsize=SMALL,
            weight=weight,
        )
    for i in range(k):
        frame = Rectangle((i - 0.5, i - 0.5), 1, 1, fill=False, clip_on=False)
        frame.set_edgecolor(COLORS["muted"])
        ax.add_patch(frame)
    labels = [str(name) for name in (names or range(k))]
    ax.set_xticks(range(k), labels)
    ax.set_yticks(range(k), labels)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlabel="the network says", ylabel="it is")
    return ax


def activations(
    trace: Sequence[Array],
    *,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One example on its way: a strip of cells for each layer's values.

    `trace` holds a vector (d,) or a row (1, d) for each layer, as
    `Network.forward(x[None])` returns it. Strips have their own scale.
    """
    strips = [np.ravel(values) for values in trace]
    count = len(strips)
    if names is None:
        names = ["X", *(f"A{k}" for k in range(1, count - 1)), "Z"]
    ax = axes(ax, (5.0, 0.55 * count + 0.2))
    for row, (strip, name) in enumerate(zip(strips, names)):
        limit = max(float(np.abs(strip).max()), 1e-12)
        ax.imshow(
            strip[None],
            extent=(0, 10, -row - 0.8, -row),
            cmap=SIGNED,
            norm=Normalize(-limit, limit),
            interpolation="none",
        )
        frame = Rectangle((0, -row - 0.8), 10, 0.8, fill=False)
        frame.set_edgecolor(COLORS["grid"])
        ax.add_patch(frame)
        ax.text(-0.15, -row - 0.4, name, ha="right", va="center")
        ax.text(
            10.15,
            -row - 0.4,
            f"{strip.size} values\nup to {limit:.2g}",
            va="center",
            fontsize=SMALL,
            color=COLORS["muted"],
        )
    ax.set(xlim=(-1.2, 12.2), ylim=(-count, 0.1), aspect="auto")
    ax.set_axis_off()
    return ax


@dataclass(frozen=True)
class Table:
    """An array to be drawn by `arrays`: (k,) lies in a row, (n, k) is a grid.

    The cells of `framed`, a mask of its shape, get a thick frame; those of
    `faint` are pale and dashed: numbers that are meant but not stored.
    """

    values: Array
    name: str
    color: str = "ink"
    framed: Array | None = None
    faint: Array | None = None

    @property
    def grid(self) -> Array:
        """The values as rows of cells."""
        return np.atleast_2d(self.values)

    @property
    def width(self) -> float:
        """Inches across: room for the cells, and for the name above them."""
        return max(CELL[0] * self.grid.shape[1], LETTER * len(self.name))


CELL = (0.5, 0.36)  # inches: the width and height of a number in a table
SIGN = 0.34  # inches across a sign between two tables


def arrays(*parts: Table | str, ax: Axes | None = None) -> Axes:
    """Small arrays as tables of numbers, side by side: X @ W = Z.

    `parts` are tables, each a `Table`, and between them signs. One unit is
    one inch.
    """
    wide = sum(
        SIGN if isinstance(part, str) else part.width + 0.1 for part in parts
    )
    tables = [part for part in parts if isinstance(part, Table)]
    high = CELL[1] * max(len(table.grid) for table in tables)
    ax = blank(ax, wide + 0.1, high + 0.45)
    x = 0.05
    for part in parts:
        if isinstance(part, str):
            ax.text(
                x + SIGN / 2,
                high / 2 + 0.05,
                part,
                ha="center",
                va="center",
                fontsize=13,
            )
            x += SIGN
        else:
            _table(part, x + 0.05, high / 2 + 0.05, ax)
            x += part.width + 0.1
    return ax


def _written(value: Any) -> str:
    is_truth = isinstance(value, np.bool_)
    return str(value) if is_truth else f"{value:.4g}".replace("-", "−")


def _table(table: Table, left: float, middle: float, ax: Axes) -> None:
    rows, columns = table.grid.shape
    left += (table.width - CELL[0] * columns) / 2
    top = middle + CELL[1] * rows / 2
    nowhere = np.zeros_like(table.grid, dtype=bool)
    framed, faint = (
        nowhere if mask is None else np.atleast_2d(mask)
        for mask in (table.framed, table.faint)
    )
    for (i, j), value in np.ndenumerate(table.grid):
        corner = (left + CELL[0] * j, top - CELL[1] * (i + 1))
        ax.add_patch(
            Rectangle(
                corner,
                *CELL,
                fill=False,
                edgecolor=COLORS["ink" if framed[i, j] else "grid"],
                linewidth=2 if framed[i, j] else 1,
                linestyle=":" if faint[i, j] else "-",
                zorder=3 if framed[i, j] else 2,
            )
        )
        ax.text(
            corner[0] + CELL[0] / 2,
            corner[1] + CELL[1] / 2,
            _written(value),
            ha="center",
            va="center",
            fontsize=SMALL,
            color=COLORS["muted" if faint[i, j] else table.color],
        )
    ax.text(
        left + CELL[0] * columns / 2,
        top + 0.18,
        table.name,
        ha="center",
        va="center",
        fontsize=10,
    )
