"""Figures that move: one object, two lives.

With a live kernel a `MovingFigure` is a slider of ipywidgets that draws
anew. While the book is built it is all its frames at once, each with a
sentence that says what there is to see; book/_ext/dlbook/moving.py makes a
slider over them that needs no kernel. Anywhere else it is one frame: the
last, or that of the values where its controls `rest`.
"""

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

__all__ = ["Control", "MovingFigure"]

MIME = "application/vnd.dlcourse.moving+json"
BUILDING = "DLCOURSE_BOOK"  # the environment variable that the book sets
SHORTEST = 15  # letters: less is a name, and tells nobody what there is to see
PAUSE = 400  # milliseconds a frame stays while it plays


@dataclass(frozen=True)
class Control:
    """One slider: its label, and the values it takes.

    It starts at the first value, or at `start`; where nothing can move, as
    on paper, it shows the last, or `rest`.
    """

    label: str
    values: Sequence[Any]
    start: Any = None
    rest: Any = None

    def __post_init__(self) -> None:
        if len(self.values) < 2:
            raise ValueError(
                f"{self.label} has {len(self.values)} values, but what "
                "moves needs two or more"
            )
        for value in (self.start, self.rest):
            if value is not None and value not in self.values:
                raise ValueError(
                    f"{self.label} is to stand at {value}, which is none of "
                    f"its values {list(self.values)}"
                )

    @property
    def first(self) -> int:
        """The number, from 0, of the value that it starts at."""
        return self.number_of(self.start, 0)

    @property
    def last(self) -> int:
        """The number, from 0, of the value that it rests at."""
        return self.number_of(self.rest, len(self.values) - 1)

    def number_of(self, value: Any, otherwise: int) -> int:
        """Where the value stands; `otherwise` for None."""
        return otherwise if value is None else list(self.values).index(value)


class MovingFigure:
    """A picture for every setting of one or more controls.

    `draw` takes a value of each control and returns the axes of a new
    figure; `say` takes the same and returns a sentence for who cannot see
    it. `alt` describes the whole. With `play`, the first control is a
    course in time and gets a button. All frames have one size, and should
    have the same limits, so that only what changes moves.

    >>> from dlcourse import plots
    >>> figure = MovingFigure(
    ...     lambda b: plots.curve(lambda x: x + b, -1, 1),
    ...     [Control("bias b", [0, 1])],
    ...     say=lambda b: f"With b = {b} the line is {b} above the origin.",
    ...     alt="A straight line that rises as the bias grows.",
    ... )
    >>> figure.settings
    [(0,), (1,)]
    """

    def __init__(
        self,
        draw: Callable[..., Axes],
        controls: Sequence[Control],
        *,
        say: Callable[..., str],
        alt: str,
        play: bool = False,
    ):
        if not controls:
            raise ValueError("controls is empty, but one is needed at least")
        if len(" ".join(alt.split())) < SHORTEST:
            raise ValueError(
                f"alt is {alt!r}: say in a sentence what there is to see"
            )
        self.draw, self.say, self.alt = draw, say, " ".join(alt.split())
        self.controls, self.play = list(controls), play

    @property
    def settings(self) -> list[tuple[Any, ...]]:
        """A value of each control, for every frame; the last turns fastest."""
        return list(product(*(control.values for control in self.controls)))

    @property
    def rest(self) -> tuple[Any, ...]:
        """The setting that is shown where nothing can move."""
        return tuple(control.values[control.last] for control in self.controls)

    def picture(self, *values: Any) -> str:
        """One frame as SVG."""
        figure = self.draw(*values).get_figure(root=True)
        assert figure is not None
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(figure)
        return file.getvalue()

    def words(self, *values: Any) -> str:
        """One frame in words. Raises ValueError where there are none."""
        text = self.say(*values)
        if not text.strip():
            raise ValueError(f"say gives nothing for {values}")
        return text

    def frames(self) -> dict[str, Any]:
        """Everything that a page needs to move without a kernel."""
        return {
            "alt": self.alt,
            "play": PAUSE if self.play else 0,
            "rest": self.settings.index(self.rest),
            "controls": [
                {
                    "label": control.label,
                    "count": len(control.values),
                    "start": control.first,
                    "rest": control.last,
                }
                for control in self.controls
            ],
            "words": [self.words(*values) for values in self.settings],
            "pictures": [self.picture(*values) for values in self.settings],
        }

    def widget(self) -> Any:
        """Sliders of ipywidgets above a picture that is drawn anew."""
        import ipywidgets

        sliders = [
            ipywidgets.SelectionSlider(
                options=[(str(value), value) for value in control.values],
                index=control.first,
                description=control.label,
                style={"description_width": "initial"},
            )
            for control in self.controls
        ]
        picture, words = ipywidgets.HTML(), ipywidgets.Label()

        def show(_: Any = None) -> None:
            values = [slider.value for slider in sliders]
            picture.value = self.in_page(self.picture(*values))
            words.value = self.words(*values)

        for slider in sliders:
            slider.observe(show, names="value")
        show()
        rows = [ipywidgets.HBox([slider]) for slider in sliders]
        if self.play:
            last = len(self.controls[0].values) - 1
            button = ipywidgets.Play(max=last, interval=PAUSE)
            ipywidgets.jslink((button, "value"), (sliders[0], "index"))
            rows[0].children = (button, sliders[0])
        return ipywidgets.VBox([*rows, words, picture])

    def in_page(self, svg: str) -> str:
        """The frame without the head of its file, and with its name."""
        from html import escape

        drawing = svg[svg.index("<svg") :]
        return (
            f'<div role="img" aria-label="{escape(self.alt)}">{drawing}</div>'
        )

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, Any]:
        if os.environ.get(BUILDING):
            frames = self.frames()
            still, live = frames["pictures"][frames["rest"]], {MIME: frames}
        else:
            still, live = self.picture(*self.rest), self.view()
        return {"text/plain": self.alt, "image/svg+xml": still, **live}

    def view(self) -> dict[str, Any]:
        """The widget as a notebook shows it; nothing without ipywidgets."""
        try:
            view: dict[str, Any] = self.widget()._repr_mimebundle_()
        except ImportError:
            return {}
        view.pop("text/plain", None)
        return view
