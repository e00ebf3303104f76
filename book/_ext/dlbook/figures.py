"""Figures as part of the page: inline SVG that follows the reader's theme.

matplotlib writes the colors of `dlcourse.palette`; here each becomes a CSS
property, whose value for light and dark stands in book/_static/course.css.
A figure without alternative text, or with a color that no theme knows, is a
warning.
"""

import os
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from dlbook.markup import drop_blanks, html, parse
from dlcourse.palette import COLORS

log = logging.getLogger(__name__)

PROPERTIES = {color: f"var(--dl-{name})" for name, color in COLORS.items()}
PROPERTIES["#000000"] = PROPERTIES[COLORS["ink"]]

# CSS pixels in a point, times what makes 11 points the size of the text.
POINT = 4 / 3 * 1.15
# On a phone 390 pixels wide a figure gets so many of them (course.css), and
# its smallest words are made as large as can be read, within reason: words
# that grow more meet their neighbors.
PHONE, SMALLEST, MOST = 375, 9, 1.22
SIZE = re.compile(r"font-size:([\d.]+)px")
GROWS = r"font-size:calc(\1px*var(--dl-words,1))"
SHORTEST = 15  # letters: less is a name, and tells nobody what there is to see


class Figure:
    """An SVG that matplotlib wrote, on its way into a page."""

    def __init__(self, svg: str):
        self.root = parse(svg)
        self.unknown_colors: set[str] = set()
        self.growth = 1.0

    def inline(self, alt: str, prefix: str) -> str:
        """The figure as HTML; `prefix` makes its ids the page's only ones."""
        self.clean(prefix)
        self.describe(alt)
        self.growth = enlarge(self.root)
        return html(self.root)

    def clean(self, prefix: str) -> None:
        """Leave what a page needs, in its colors, with ids of its own."""
        self.remove_what_leaks()
        for element in self.root.iter():
            self.follow_theme(element)
            shorten(element)
        self.rename_ids(prefix)
        drop_blanks(self.root, keep=frozenset({"text", "tspan"}))

    def remove_what_leaks(self) -> None:
        """Take out metadata, and styles that would reach the whole page."""
        for parent in list(self.root.iter()):
            for child in list(parent):
                if child.tag in ("metadata", "style"):
                    parent.remove(child)

    def follow_theme(self, element: Element) -> None:
        """Exchange known colors for properties, and fonts for the page's."""
        for name in ("fill", "stroke"):
            if name in element.attrib:
                element.set(name, self.themed(element.get(name, "")))
        if "style" in element.attrib:
            style = declarations(element.attrib["style"])
            style.pop("font-family", None)
            if element.tag == "text":
                style.setdefault("fill", "#000000")
            style = {name: self.themed(value) for name, value in style.items()}
            element.set(
                "style",
                ";".join(f"{name}:{value}" for name, value in style.items()),
            )

    def themed(self, value: str) -> str:
        """A value of CSS, with the palette's colors as properties."""
        if not value.startswith("#"):
            return value
        if value not in PROPERTIES:
            self.unknown_colors.add(value)
        return PROPERTIES.get(value, value)

    def rename_ids(self, prefix: str) -> None:
        """Keep the ids that something points to, and make them our own."""
        used = set()
        for element in self.root.iter():
            for name, value in element.attrib.items():
                target, renamed = point_to(name, value, prefix)
                if target:
                    used.add(target)
                    element.set(name, renamed)
        for element in self.root.iter():
            name = element.attrib.pop("id", None)
            if name in used:
                element.set("id", prefix + name)

    def describe(self, alt: str) -> None:
        """Name the figure for a screen reader, and size it in pixels."""
        box = [float(part) for part in self.root.get("viewBox", "").split()]
        self.root.attrib = {
            "class": "dl-figure",
            "role": "img",
            "aria-label": alt,
            "viewBox": " ".join(f"{part:g}" for part in box),
            "width": f"{box[2] * POINT:.0f}",
            "height": f"{box[3] * POINT:.0f}",
        }


def enlarge(root: Element) -> float:
    """Let words of a figure grow on a phone; by how much they would have to.

    Words whose letters stand one by one, as in an exponent, cannot grow.
    """
    wide = float(root.get("viewBox", "0 0 1 1").split()[2])
    scale = min(1, PHONE / (POINT * wide)) * POINT
    words = [each for each in root.iter("text") if each.text]
    growing = SMALLEST / scale / min(map(size, words), default=SMALLEST)
    still = SMALLEST / scale / min(map(size, root.iter("tspan")), default=99)
    if growing > 1:
        root.set("style", f"--dl-growth:{min(growing, MOST):.3f}")
        for each in words:
            each.set("style", SIZE.sub(GROWS, each.get("style", "")))
    return max(growing, MOST * still if still > 1 else 0, 1)


def size(element: Element) -> float:
    """The size of an element's letters, in the units of its drawing."""
    found = SIZE.search(element.get("style", ""))
    return float(found[1]) if found else 99


def too_small(growth: float) -> str:
    """What to do about words that nobody could read on a phone."""
    return (
        "the smallest words of a figure would have to be "
        f"{growth:.2f} times as large on a phone, and {MOST} is the most: "
        "draw it narrower, and powers of ten with palette.tens"
    )


def unknown(colors: set[str]) -> str:
    """What to do about colors that do not follow the theme."""
    return (
        f"a figure uses {', '.join(sorted(colors))}, which no theme knows: "
        "take colors from dlcourse.palette.COLORS"
    )


def declarations(style: str) -> dict[str, str]:
    """The names and values of a style attribute.

    >>> declarations("fill: none; stroke: #ffffff")
    {'fill': 'none', 'stroke': '#ffffff'}
    """
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def point_to(name: str, value: str, prefix: str) -> tuple[str, str]:
    """The id that an attribute points to, or "", and its value renamed.

    >>> point_to("href", "#m1", "f-")
    ('m1', '#f-m1')
    >>> point_to("style", "clip-path:url(#p1)", "f-")
    ('p1', 'clip-path:url(#f-p1)')
    """
    if name == "href" and value.startswith("#"):
        return value[1:], f"#{prefix}{value[1:]}"
    if "url(#" in value:
        target = value.partition("url(#")[2].partition(")")[0]
        return target, value.replace("url(#", f"url(#{prefix}")
    return "", value


def shorten(element: Element) -> None:
    """Write where it stands with two decimals: a fiftieth of a pixel."""
    for name in {"x", "y"} & set(element.attrib):
        element.set(name, shortened(element.get(name, "")))
    if element.tag == "path" and "d" in element.attrib:
        element.set("d", " ".join(map(shortened, element.get("d").split())))


def shortened(token: str) -> str:
    """A number with at most two decimals; anything else as it is.

    >>> shortened("12.34567"), shortened("M")
    ('12.35', 'M')
    """
    try:
        return f"{round(float(token), 2):g}" if "." in token else token
    except ValueError:
        return token


class Drawings(SphinxPostTransform):
    """A walk over what is drawn in one page; `run` is to be filled in."""

    default_priority = 500  # after myst-nb has chosen among the outputs
    formats = ("html",)

    def check(self, node: nodes.Element, figure: Any) -> None:
        """Warn of colors that no theme knows, and of words too small."""
        if figure.unknown_colors:
            self.warn(node, "color", unknown(figure.unknown_colors))
        if figure.growth > MOST:
            self.warn(node, "words", too_small(figure.growth))

    def warn(self, node: nodes.Element, subtype: str, message: str) -> None:
        """Warn, with the page as the place where a node has none."""
        location = node if node.line else (self.env.docname, None)
        log.warning(message, location=location, type="dlbook", subtype=subtype)


class InlineFigures(Drawings):
    """Replace every SVG image by its drawing, and ask for alternative text."""

    def run(self, **kwargs: Any) -> None:
        """Walk over the images of one page."""
        images = list(self.document.findall(nodes.image))
        for number, image in enumerate(images, start=1):
            alt = " ".join(image.get("alt", "").split())
            if len(alt) < SHORTEST:
                self.warn(
                    image,
                    "alt",
                    f"figure {number} has the alternative text {alt!r}: "
                    "say in a sentence what there is to see",
                )
            if image["uri"].endswith(".svg"):
                self.inline(image, alt, f"f{number}-")

    def inline(self, image: nodes.image, alt: str, prefix: str) -> None:
        """Put one drawing into the page."""
        path = Path(self.env.srcdir, image["uri"])
        figure = Figure(path.read_text(encoding="utf-8"))
        drawing = figure.inline(alt, prefix)
        self.check(image, figure)
        raw = nodes.raw("", drawing, format="html")
        raw.source, raw.line = image.source, image.line
        image.replace_self(raw)


def setup(app: Sphinx) -> None:
    """Add the transform; let kernels draw whatever the shell says."""
    # With MPLBACKEND=Agg in the environment no figure would reach a page.
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    app.add_post_transform(InlineFigures)
