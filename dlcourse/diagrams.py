"""Pictures of ideas: boxes and arrows, drawn by code in the course's colors.

Each function draws on `ax`, or on a new figure if none is given, and returns
the axes. One unit is one inch, so text and boxes keep their proportions.
Begin with `network`; the others are for the first chapters and for backprop.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import (
    Circle,
    Ellipse,
    FancyArrowPatch,
    FancyBboxPatch,
    Patch,
)

from dlcourse.palette import COLORS, SMALL, axes

LETTER = 0.098  # inches a letter of 11 points takes, with room to spare
HIGH = 0.42  # inches: the height of a box with one line of text
MOST = 6  # neurons of a layer that are drawn; more become three dots


def blank(ax: Axes | None, width: float, height: float) -> Axes:
    """Axes without axes, `width` by `height` inches, 0 at the bottom left."""
    ax = axes(ax, (width, height))
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.set_axis_off()
    return ax


def box_width(text: str) -> float:
    """Inches that a box needs for the longest line of its text."""
    return 0.3 + LETTER * max(len(row) for row in text.split("\n"))


def box(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    color: str = "ink",
    weight: str = "normal",
) -> FancyBboxPatch:
    """Draw a box of text with its middle at (x, y); return the box."""
    width, height = box_width(text), HIGH + 0.18 * text.count("\n")
    patch = FancyBboxPatch(
        (x - width / 2, y - height / 2),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=COLORS["paper"],
        edgecolor=COLORS[color],
        linewidth=1.4,
    )
    ax.add_patch(patch)
    ax.text(x, y, text, ha="center", va="center", weight=weight)
    return patch


def arrow(
    ax: Axes,
    start: Sequence[float],
    end: Sequence[float],
    *,
    color: str = "muted",
    linestyle: str = "-",
    bend: float = 0.0,
    boxes: tuple[Patch | None, Patch | None] = (None, None),
) -> None:
    """An arrow from start to end; `bend` curves it to its left.

    Where it starts or ends in the middle of a box, name it in `boxes`, and
    the arrow stops at its edge.
    """
    room = 3  # points between an arrow and what it points to
    ax.add_patch(
        FancyArrowPatch(
            (start[0], start[1]),
            (end[0], end[1]),
            arrowstyle="-|>",
            mutation_scale=11,
            linewidth=1.4,
            shrinkA=room,
            shrinkB=room,
            color=COLORS[color],
            linestyle=linestyle,
            connectionstyle=f"arc3,rad={bend}",
            patchA=boxes[0],
            patchB=boxes[1],
        )
    )


def flow(
    inputs: Sequence[str],
    middle: str,
    outputs: Sequence[str],
    *,
    ax: Axes | None = None,
) -> Axes:
    """What goes into a box, and what comes out: rules and data, say."""
    left = max(map(box_width, inputs))
    right = max(map(box_width, outputs))
    gap, core = 0.55, box_width(middle) + 0.1
    height = 0.62 * max(len(inputs), len(outputs)) + 0.1
    ax = blank(ax, left + right + core + 2 * gap + 0.1, height)
    x, y = 0.05 + left + gap + core / 2, height / 2
    center = box(ax, x, y, middle, color="weights", weight="bold")
    x_in, x_out = 0.05 + left / 2, x + core / 2 + gap + right / 2
    for text, row in zip(inputs, _rows(len(inputs), height)):
        source = box(ax, x_in, row, text, color="data")
        arrow(ax, (x_in, row), (x, y), boxes=(source, center))
    for text, row in zip(outputs, _rows(len(outputs), height)):
        result = box(ax, x_out, row, text, color="activations")
        arrow(ax, (x, y), (x_out, row), boxes=(center, result))
    return ax


def _rows(count: int, height: float) -> np.ndarray:
    return height * (1 - (np.arange(count) + 0.5) / count)


def nested(
    *names: str, notes: Sequence[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Sets, each inside the one before it: AI, machine learning, ...

    `notes` (one for each name) stand below the names in small text.
    """
    count = len(names)
    width, height = 5.0, 0.85 * count + 0.75
    ax = blank(ax, width, height)
    roles = ["muted", "data", "weights", "activations", "gradient"]
    for depth, name in enumerate(names):
        wide = (width - 0.1) * (1 - 0.16 * depth)
        high = height - 0.06 - 0.85 * depth
        ax.add_patch(
            Ellipse(
                (width / 2, 0.03 + 0.05 * depth + high / 2),
                wide,
                high,
                facecolor=COLORS["paper"],
                linewidth=1.6,
                edgecolor=COLORS[roles[depth % len(roles)]],
            )
        )
        top = 0.03 + 0.05 * depth + high - 0.3
        ax.text(width / 2, top, name, ha="center", va="center", weight="bold")
        if notes:
            ax.text(
                width / 2,
                top - 0.22,
                notes[depth],
                ha="center",
                va="center",
                fontsize=SMALL,
                color=COLORS["muted"],
            )
    return ax


def loop(
    steps: Sequence[str], *, center: str = "", ax: Axes | None = None
) -> Axes:
    """Steps on a ring, numbered, with an arrow from each to the next."""
    count = len(steps)
    texts = [f"{k}  {step}" for k, step in enumerate(steps, start=1)]
    widest = max(map(box_width, texts))
    across, up = max(1.75, widest * 0.85), 1.25
    ax = blank(ax, 2 * across + widest + 0.1, 2 * up + 0.7)
    x0, y0 = across + widest / 2 + 0.05, up + 0.35
    turns = np.pi / 2 - 2 * np.pi * np.arange(count + 1) / count
    places = np.stack(
        [x0 + across * np.cos(turns), y0 + up * np.sin(turns)], 1
    )
    boxes = [
        box(ax, x, y, text, color="data")
        for (x, y), text in zip(places, texts)
    ]
    ring = list(zip(places, [*boxes, boxes[0]]))
    for (here, source), (there, target) in pairwise(ring):
        arrow(ax, here, there, bend=-0.2, boxes=(source, target))
    ax.text(x0, y0, center, ha="center", va="center", color=COLORS["muted"])
    return ax


def network(
    sizes: Sequence[int],
    *,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Neurons as circles, weights as lines, a column for each layer.

    `names` (one for each layer) stand below, with the size. A layer of more
    than six neurons shows five of them and three dots.
    """
    if names is None:
        names = ["inputs", *["hidden"] * (len(sizes) - 2), "outputs"]
    gap = max(1.6, 1.0 + 0.09 * max(len(name) for name in names))
    tallest = min(max(sizes), MOST)
    ax = blank(ax, gap * (len(sizes) - 1) + 1.5, 0.42 * tallest + 0.75)
    middle = 0.62 + 0.42 * tallest / 2
    columns = [
        [(0.75 + gap * k, y) for y in _neurons(size, middle)]
        for k, size in enumerate(sizes)
    ]
    for here, there in pairwise(columns):
        for x1, y1 in here:
            for x2, y2 in there:
                ax.plot(
                    [x1, x2],
                    [y1, y2],
                    color=COLORS["weights"],
                    linestyle="-",
                    linewidth=0.7,
                    alpha=0.5,
                )
    for k, (column, size, name) in enumerate(zip(columns, sizes, names)):
        color = "data" if k == 0 else "activations"
        for place in column:
            ax.add_patch(
                Circle(
                    place,
                    0.13,
                    facecolor=COLORS["paper"],
                    linewidth=1.6,
                    edgecolor=COLORS[color],
                    zorder=3,
                )
            )
        if size > MOST:
            x = column[0][0]
            for y in np.array([-0.09, 0, 0.09]) + (column[-1][1] + 0.42):
                ax.add_patch(
                    Circle((x, y), 0.022, color=COLORS[color], zorder=3)
                )
        ax.text(
            0.75 + gap * k,
            0.26,
            f"{name}\n{size}",
            ha="center",
            va="center",
            linespacing=1.35,
        )
    return ax


def _neurons(size: int, middle: float) -> np.ndarray:
    shown = min(size, MOST)
    heights = middle + 0.42 * ((shown - 1) / 2 - np.arange(shown))
    return heights if size <= MOST else np.delete(heights, shown - 2)


def computation_graph(
    nodes: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str]],
    *,
    forward: Mapping[str, str] | None = None,
    backward: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Boxes at (column, row), joined by arrows; row 0 is the lowest.

    `forward` writes a value above a box, `backward` a slope below it and a
    dotted arrow back along each edge that leads to it. `roles` gives a box
    the color of data, weights, activations, loss or gradient.
    """
    forward, backward, roles = forward or {}, backward or {}, roles or {}
    widest = max(map(box_width, nodes))
    gap, edge = widest + 0.75, widest / 2 + 0.25
    far = max(column for column, _ in nodes.values())
    top = max(row for _, row in nodes.values())
    ax = blank(ax, gap * far + 2 * edge, 1.05 * top + 1.15)
    at = {
        name: np.array([edge + gap * column, 0.57 + 1.05 * row])
        for name, (column, row) in nodes.items()
    }
    boxes = {
        name: box(ax, x, y, name, color=roles.get(name, "ink"))
        for name, (x, y) in at.items()
    }
    for start, end in edges:
        back = start in backward
        lift = np.array([0, 0.09 if back else 0])
        both = boxes[start], boxes[end]
        arrow(ax, at[start] + lift, at[end] + lift, boxes=both)
        if back:
            arrow(
                ax,
                at[end] - lift,
                at[start] - lift,
                color="gradient",
                linestyle=":",
                boxes=both[::-1],
            )
    for name, (x, y) in at.items():
        ax.text(
            x,
            y + 0.37,
            forward.get(name, ""),
            ha="center",
            va="center",
            fontsize=10,
        )
        ax.text(
            x,
            y - 0.37,
            backward.get(name, ""),
            ha="center",
            va="center",
            fontsize=10,
            color=COLORS["gradient"],
        )
    return ax
