"""The picture that stands beside a page's address where somebody shares it.

Drawn by the build in the course's own colors: the page's title, and a small
network whose neurons have the five shapes. A picture is drawn once: its name
holds what it was drawn from.
"""

from hashlib import sha256
from itertools import pairwise, product
from pathlib import Path
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlcourse.palette import COLORS, ROLES

WIDTH, HEIGHT = 1200, 630  # pixels, what the large networks ask for
DPI = 100
FOLDER = "_images/cards"
LETTERS = 18  # of the title in a line
FONT = "DejaVu Sans"  # matplotlib brings it: every machine draws the same
COURSE = "A course to read, to do, and to grade"


def write(title: str, site: Path) -> str:
    """The card's path in the site; it is drawn unless it is there."""
    told = (title + Path(__file__).read_text("utf-8") + str(COLORS)).encode()
    name = f"{FOLDER}/{sha256(told).hexdigest()[:16]}.png"
    path = site / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # No date and no version inside: the same title, the same bytes.
        draw(title).savefig(path, dpi=DPI, metadata={"Software": None})
    return name


def draw(title: str) -> Figure:
    """The card: the title on the left, a network on the right."""
    figure = Figure((WIDTH / DPI, HEIGHT / DPI), facecolor=COLORS["paper"])
    page = figure.add_axes((0, 0, 1, 1))
    page.set(xlim=(0, WIDTH / DPI), ylim=(0, HEIGHT / DPI))
    page.set_axis_off()
    network(page)
    roles(page)
    words(page, 3.6, fill(title, LETTERS), color="ink", size=43, weight="bold")
    words(page, 0.85, COURSE, color="muted", size=19)
    return figure


def words(page: Axes, y: float, text: str, *, color: str, **look: Any) -> None:
    """Text at the left edge, with its middle at the height y."""
    look = {"color": COLORS[color], "family": FONT, **look}
    page.text(0.8, y, text, va="center", parse_math=False, **look)


def network(page: Axes) -> None:
    """Two inputs, three hidden neurons, one output, and their weights."""
    layers = [[(8.2, y) for y in (2.5, 4.1)]]
    layers += [[(9.7, y) for y in (1.7, 3.3, 4.9)], [(11.2, 3.3)]]
    for here, there in pairwise(layers):
        for (x1, y1), (x2, y2) in product(here, there):
            line = {"color": COLORS["weights"], "linewidth": 2.5}
            page.plot([x1, x2], [y1, y2], **line)
    for number, layer in enumerate(layers):
        name = "activations" if number else "data"
        marker = {"color": COLORS[name], "marker": ROLES[name]["marker"]}
        page.plot(*zip(*layer), linestyle="", markersize=36, **marker)


def roles(page: Axes) -> None:
    """The five things that networks are made of, in color and shape."""
    for number, name in enumerate(ROLES):
        marker = {"color": COLORS[name], "marker": ROLES[name]["marker"]}
        page.plot(0.95 + 0.45 * number, 5.45, markersize=17, **marker)
