"""One visual language for every picture of the course.

Nothing is told by color alone: each of the five things a network is made of
has a color, a marker and a line style, and every class has a color and a
marker. `use_style` is the one call that a chapter's first cell needs.
"""

from importlib.resources import files
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import NullFormatter

# The light theme. The book's style sheet holds both themes by these names;
# each color has a contrast of 4.5 or more with the page behind it.
COLORS = {
    "ink": "#1b1f24",
    "muted": "#59636e",
    "grid": "#d0d7de",
    "paper": "#ffffff",
    "data": "#005fcc",
    "weights": "#a84300",
    "activations": "#0f766e",
    "loss": "#9d174d",
    "gradient": "#6d28d9",
    "class-1": "#8a5a00",
    "class-2": "#1a7034",
    "class-3": "#a40e26",
}

ROLES = {
    "data": {"marker": "o", "linestyle": "-"},
    "weights": {"marker": "s", "linestyle": "--"},
    "activations": {"marker": "D", "linestyle": "-."},
    "loss": {"marker": "X", "linestyle": "-"},
    "gradient": {"marker": ">", "linestyle": ":"},
}

CLASS_COLORS = ("data", "class-1", "class-2", "class-3")
CLASS_MARKERS = "o^sDvPX<>*"

SMALL = 9  # points: the smallest text in a figure


def use_style() -> None:
    """Set the course's look; in a notebook, figures also become SVG."""
    plt.style.use(str(files("dlcourse") / "data" / "dlcourse.mplstyle"))
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    if get_ipython() is not None:
        set_matplotlib_formats("svg", metadata={"Date": None})


def role(name: str) -> dict[str, Any]:
    """The color, marker and line style of a role, as arguments of plot.

    Raises ValueError for a name that is not in `ROLES`.

    >>> role("loss")
    {'color': '#9d174d', 'marker': 'X', 'linestyle': '-'}
    """
    if name not in ROLES:
        raise ValueError(
            f"role is {name!r}, but it must be one of {', '.join(ROLES)}"
        )
    return {"color": COLORS[name], **ROLES[name]}


def line_of(name: str) -> dict[str, Any]:
    """A role without its marker, for smooth lines.

    >>> line_of("weights")
    {'color': '#a84300', 'linestyle': '--'}
    """
    style = role(name)
    return {"color": style["color"], "linestyle": style["linestyle"]}


def class_style(label: int) -> dict[str, Any]:
    """The color and marker of a class: ten classes, ten markers.

    >>> class_style(1)
    {'color': '#8a5a00', 'marker': '^'}
    """
    color = CLASS_COLORS[label % len(CLASS_COLORS)]
    marker = CLASS_MARKERS[label % len(CLASS_MARKERS)]
    return {"color": COLORS[color], "marker": marker}


def axes(ax: Axes | None, size: tuple[float, float] | None = None) -> Axes:
    """`ax` itself, or the axes of a new figure of `size` in inches."""
    return plt.subplots(figsize=size)[1] if ax is None else ax


def tens(*scales: Axis) -> None:
    """Label logarithmic scales in one line, as code does: 100, 0.01, 1e-5.

    The small raised numbers of 10 to the minus 5 cannot be read on a phone.
    """
    for scale in scales:
        scale.set_major_formatter(lambda value, _: power(value))
        scale.set_minor_formatter(NullFormatter())


def power(value: float) -> str:
    """A power of ten as Python takes it, without needless zeros.

    >>> power(1000), power(0.01), power(1e-5), power(1e9)
    ('1000', '0.01', '1e-5', '1e9')
    """
    digits, sign, exponent = f"{value:g}".partition("e")
    return f"{digits}e{int(exponent)}" if sign else digits


def legend(ax: Axes) -> None:
    """Put the labels in one row above the axes, clear of the picture."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, borderpad=0)
