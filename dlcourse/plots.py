"""Pictures of data, functions and training: points, lines and curves.

Call `use_style()` once, in the first cell. Each function draws on `ax`, or
on a new figure if none is given, and returns the axes. Begin with `points`
and `line`. `dlcourse.pictures` shows images and matrices,
`dlcourse.diagrams` draws what has no numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dlcourse.palette import (
    COLORS,
    SMALL,
    axes,
    class_style,
    legend,
    line_of,
    use_style,
)

__all__ = [
    "accuracy_curves",
    "bars",
    "curve",
    "decision_regions",
    "line",
    "loss_curves",
    "loss_landscape",
    "points",
    "sides",
    "tangent",
    "use_style",
]

Array = np.ndarray


def points(
    X: Array,
    y: Array | None = None,
    *,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Scatter X (n, 2), a marker and a color for each class of y (n,).

    `names` (one for each label) go into a legend.
    """
    ax = axes(ax)
    y = np.zeros(len(X), dtype=int) if y is None else np.asarray(y)
    for label in np.unique(y):
        style = class_style(int(label))
        across, up = X[y == label].T
        ax.scatter(
            across,
            up,
            s=22,
            alpha=0.8,
            linewidths=0,
            label=names[label] if names else None,
            color=style["color"],
            marker=style["marker"],
        )
    if names:
        legend(ax)
    return ax


def line(
    w: Array, b: float, *, label: str | None = None, ax: Axes | None = None
) -> Axes:
    """The line w @ x + b = 0 for w (2,), within the limits the axes have.

    Raises ValueError where w is not two weights, or both are 0.
    """
    w = np.asarray(w, dtype=float)
    if w.shape != (2,) or not w.any():
        raise ValueError(
            f"w is {w}, but a line needs two weights that are not both 0"
        )
    ax = axes(ax)
    foot, along = -b * w / (w @ w), np.array([-w[1], w[0]])
    limits = ax.axis()
    ax.axline(foot, foot + along, label=label, **line_of("weights"))
    ax.axis(limits)
    if label:
        legend(ax)
    return ax


def decision_regions(
    predict: Callable[[Array], Array],
    X: Array,
    y: Array,
    *,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The points X (n, 2), y (n,), over the areas that `predict` gives.

    `predict` takes (m, 2) and returns labels (m,). A line parts the areas.
    """
    ax = axes(ax)
    low, high = X.min(axis=0), X.max(axis=0)
    margin = 0.05 * (high - low)
    across, up = np.linspace(low - margin, high + margin, 201).T
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    labels = predict(grid.reshape(-1, 2)).reshape(201, 201)
    for label in np.unique(labels):
        inside = (labels == label).astype(float)
        color = class_style(int(label))["color"]
        ax.contourf(across, up, inside, [0.5, 2], colors=[color], alpha=0.14)
        if inside.min() < 1:
            ax.contour(
                across,
                up,
                inside,
                [0.5],
                colors=COLORS["ink"],
                linewidths=1,
            )
    return points(X, y, names=names, ax=ax)


def sides(edge: Array, scores: Array, *, ax: Axes | None = None) -> Axes:
    """Tint both sides of a border, and write "yes" where that is the answer.

    `scores` (m, m) belong to the grid of `edge` (m,), row by row from below;
    the answer is yes where they are 0 or more. The word stands where the
    score is largest.
    """
    ax = axes(ax)
    ends = [min(scores.min(), 0) - 1, -1e-12, max(scores.max(), 0) + 1]
    colors = [COLORS["data"], COLORS["class-1"]]
    ax.contourf(edge, edge, scores, ends, colors=colors, alpha=0.14)
    room = max(1, len(edge) // 10)
    inner = scores[room:-room, room:-room]
    up, across = np.unravel_index(inner.argmax(), inner.shape)
    # Unseen it is there, too: frames of a moving figure share all that is in
    # the same place of each.
    seen = inner.max() >= 0
    ax.text(
        edge[room + across],
        edge[room + up],
        "yes",
        ha="center",
        va="center",
        fontsize=10,
        zorder=4,
        alpha=1 if seen else 0,
        bbox={
            "facecolor": COLORS["paper"],
            "alpha": 0.8 if seen else 0,
            "linewidth": 0,
            "pad": 1.5,
        },
    )
    return ax


def curve(
    f: Callable[[Array], Array],
    low: float,
    high: float,
    *,
    name: str = "activations",
    label: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The graph of f, which takes and returns (m,), from low to high.

    `name` is a role: what the height of the curve is.
    """
    ax = axes(ax)
    x = np.linspace(low, high, 301)
    ax.plot(x, f(x), label=label, **line_of(name))
    if label:
        legend(ax)
    return ax


def tangent(
    f: Callable[[Any], Any],
    x: float,
    *,
    width: float = 1.0,
    label: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The slope of f at x: a dot, and a line `width` to either side."""
    ax = axes(ax)
    step = 1e-5  # near the best for float64 central differences
    slope = (f(x + step) - f(x - step)) / (2 * step)
    ends = np.array([x - width, x + width])
    heights = f(x) + slope * (ends - x)
    ax.plot(ends, heights, label=label, **line_of("gradient"))
    ax.plot([x], [f(x)], marker="o", color=COLORS["gradient"])
    if label:
        legend(ax)
    return ax


def bars(
    values: Sequence[float],
    labels: Sequence[Any] | None = None,
    *,
    name: str = "activations",
    ax: Axes | None = None,
) -> Axes:
    """A bar for each of the values (k,), its number written above it."""
    ax = axes(ax, (5.0, 2.2))
    places = np.arange(len(values))
    drawn = ax.bar(places, values, color=COLORS[name], width=0.65)
    texts = [f"{value:.2f}" for value in values]
    ax.bar_label(drawn, labels=texts, fontsize=SMALL, padding=2)
    ax.set_xticks(places, places if labels is None else labels)
    ax.axhline(0, color=COLORS["muted"], linewidth=0.8, linestyle="-")
    ax.yaxis.set_visible(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(y=0.15)
    return ax


def loss_curves(records: Iterable[Any], *, ax: Axes | None = None) -> Axes:
    """The loss of every epoch: training solid, validation dashed.

    `records` are what `fit` hands out, or the pairs that `train` returns.
    """
    pairs = [
        (record.loss, record.val_loss) if hasattr(record, "loss") else record
        for record in records
    ]
    ax = _two_curves(pairs, "loss", axes(ax))
    ax.set(xlabel="epoch", ylabel="loss")
    ax.set_ylim(bottom=0)
    return ax


def accuracy_curves(records: Iterable[Any], *, ax: Axes | None = None) -> Axes:
    """The accuracy after every epoch, from the records of `fit`."""
    pairs = [(record.accuracy, record.val_accuracy) for record in records]
    ax = _two_curves(pairs, "activations", axes(ax))
    ax.set(xlabel="epoch", ylabel="accuracy")
    return ax


def _two_curves(pairs: Sequence[Any], name: str, ax: Axes) -> Axes:
    numbers = np.arange(1, len(pairs) + 1)
    training, validation = zip(*pairs)
    ax.plot(numbers, training, "-", color=COLORS[name], label="training")
    if None not in validation:
        ax.plot(
            numbers,
            validation,
            "--",
            color=COLORS["ink"],
            linewidth=1.5,
            label="validation",
        )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    legend(ax)
    return ax


def loss_landscape(
    f: Callable[[float, float], float],
    across: tuple[float, float],
    up: tuple[float, float],
    *,
    path: Array | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Lines of equal loss f(u, v), and the steps of a path (m, 2) over it."""
    ax = axes(ax, (4.4, 3.5))
    u, v = np.linspace(*across, 61), np.linspace(*up, 61)
    heights = np.array([[f(a, b) for a in u] for b in v])
    low, high = heights.min(), heights.max()
    # Crowded near the valley, where the steps are small.
    levels = low + (high - low) * np.linspace(0.05, 1, 12) ** 2
    lines = ax.contour(
        u, v, heights, levels, colors=COLORS["loss"], linewidths=0.9
    )
    ax.clabel(lines, levels[3::3], fontsize=SMALL, fmt="%.2g")
    if path is not None:
        _draw_path(np.asarray(path, dtype=float), ax)
    return ax


def _draw_path(path: Array, ax: Axes) -> None:
    color = COLORS["gradient"]
    steps = np.diff(path, axis=0)
    ax.plot(*path.T, "-", color=color, linewidth=1.2)
    ax.quiver(
        *path[:-1].T,
        *steps.T,
        angles="xy",
        scale_units="xy",
        scale=1,
        color=color,
        width=0.006,
    )
    ax.plot(*path[0], "o", color=color)
