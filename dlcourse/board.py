"""A board to draw a digit on, and a network that reads it.

In the book it is a board for mouse, finger and keyboard, with the network in
the page: book/_ext/dlbook/draw.py. With a live kernel it has 64 buttons of
ipywidgets. Anywhere else it is a picture of a digit on its way.
"""

import base64
import io
import os
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from dlcourse.activations import relu, softmax
from dlcourse.checks import Array
from dlcourse.drawing import CELLS, DOTS, centered, count_ink
from dlcourse.layers import dense
from dlcourse.palette import COLORS, SMALL
from dlcourse.widgets import BUILDING

__all__ = ["DrawDigit"]

MIME = "application/vnd.dlcourse.draw+json"
INK = 16  # dots of ink in a full pixel
NAMES = ("W1", "b1", "W2", "b2")
COLUMNS = 8  # of hidden units, where they are shown as cells


class DrawDigit:
    """A board to draw a digit on, and a network that reads it.

    `parameters` are "W1" (64, h), "b1", "W2" (h, 10), "b2", trained on
    X_train (n, 64) after `standardize`; a drawing is scaled by the same mean
    and deviation. `examples` (m, 64) with their `labels` can be put on the
    board; the first is shown, on its way through the network, where nothing
    can be drawn. In a notebook with a kernel the board has 64 buttons.
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

    def words(self, ink: Array) -> str:
        """What becomes of ink (64,), in one sentence or two."""
        A1, P = (layer[0] for layer in self.read(ink[None]))
        first, second = np.argsort(-P)[:2]
        return (
            f"Of the {len(A1)} hidden units {np.count_nonzero(A1)} are on. "
            f"The network reads {first} ({P[first]:.1%}), then {second} "
            f"({P[second]:.1%})."
        )

    @property
    def alt(self) -> str:
        """What the picture of the first example shows."""
        return (
            f"From left to right: a handwritten {self.labels[0]} of 8 by 8 "
            "pixels; a square for each hidden unit, the fuller the more it "
            "is on, many of them empty; ten bars, as long as the probability "
            "of each digit."
        )

    @property
    def still(self) -> str:
        """What stands below the picture of the first example."""
        words = self.words(self.examples[0])
        return f"A {self.labels[0]} of the test data. {words}"

    def picture(self, ink: Array) -> str:
        """Ink (64,), its hidden units and its probabilities, as SVG."""
        A1, P = (layer[0] for layer in self.read(ink[None]))
        figure, (left, middle, right) = plt.subplots(
            1, 3, figsize=(6, 2.2), gridspec_kw={"width_ratios": [1, 1, 1.3]}
        )
        _cells(left, ink / INK, "data")
        _cells(middle, A1 / max(A1.max(), 1e-12), "activations")
        _bars(right, P)
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
            "words": self.still,
            "picture": self.picture(self.examples[0]),
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
        still = {
            "text/plain": self.still,
            "image/svg+xml": self.picture(self.examples[0]),
        }
        if os.environ.get(BUILDING):
            return {**still, MIME: self.board()}
        return {**still, **self.view()}

    def view(self) -> dict[str, Any]:
        """The widget as a notebook shows it; nothing without ipywidgets."""
        try:
            view: dict[str, Any] = self.widget()._repr_mimebundle_()
        except ImportError:
            return {}
        view.pop("text/plain", None)
        return view

    def widget(self) -> Any:
        """A board of ipywidgets: 64 buttons, each inks one cell."""
        import ipywidgets

        side = ipywidgets.Layout(width="28px", height="28px", padding="0")
        buttons = [
            ipywidgets.ToggleButton(
                tooltip=f"row {row}, column {column}", layout=side
            )
            for row in range(1, CELLS + 1)
            for column in range(1, CELLS + 1)
        ]
        clear = ipywidgets.Button(description="Clear")
        center = ipywidgets.Checkbox(True, description="center and scale")
        words, picture = ipywidgets.Label(), ipywidgets.HTML()

        def show(_: Any = None) -> None:
            on = np.array([float(button.value) for button in buttons])
            cells = on.reshape(1, CELLS, CELLS)
            dots = cells.repeat(DOTS // CELLS, 1).repeat(DOTS // CELLS, 2)
            ink = count_ink(centered(dots) if center.value else dots)[0]
            words.value = self.words(ink) if on.any() else "Ink some cells."
            svg = self.picture(ink)
            picture.value = svg[svg.index("<svg") :]

        def empty(_: Any) -> None:
            for button in buttons:
                button.value = False

        for control in (*buttons, center):
            control.observe(show, names="value")
        clear.on_click(empty)
        show()
        columns = f"repeat({CELLS}, 28px)"
        grid = ipywidgets.GridBox(
            buttons,
            layout=ipywidgets.Layout(
                grid_template_columns=columns, grid_gap="1px"
            ),
        )
        tools = ipywidgets.HBox([clear, center])
        return ipywidgets.VBox([grid, tools, words, picture])


def _cells(ax: Axes, values: Array, color: str) -> None:
    """Squares in rows of eight, each as strong as its value, 0 to 1."""
    rows = -(-len(values) // COLUMNS)
    for place in np.flatnonzero(values):
        row, column = divmod(int(place), COLUMNS)
        cell = Rectangle((column, row), 1, 1, alpha=float(values[place]))
        cell.set(facecolor=COLORS[color], linewidth=0)
        ax.add_patch(cell)
    frame = Rectangle((0, 0), COLUMNS, rows, fill=False, linewidth=0.8)
    frame.set(edgecolor=COLORS["muted"], clip_on=False)
    ax.add_patch(frame)
    ax.set(xlim=(0, COLUMNS), ylim=(rows, 0), aspect="equal")
    ax.set_axis_off()


def _bars(ax: Axes, P: Array) -> None:
    """A bar across for each digit, with its probability."""
    digits = range(len(P))
    ax.barh(digits, P, color=COLORS["activations"], height=0.6)
    for digit, share in zip(digits, P):
        ax.text(share + 0.03, digit, f"{share:.1%}", va="center", size=SMALL)
    ax.set(xlim=(0, 1.4), ylim=(9.6, -0.6), xticks=[])
    ax.set_yticks(digits, [str(digit) for digit in digits], size=SMALL)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def packed(values: Array) -> str:
    """Numbers as float32 in base64, little end first, for JavaScript."""
    return base64.b64encode(values.astype("<f4").tobytes()).decode()
