"""Figures that move in a page without a kernel: a slider over frames.

`dlcourse.widgets.MovingFigure` hands over all frames. They become one
drawing: what is the same in several frames stands there once, and each part
that changes is marked with the frames it belongs to. moving.js, loaded by
the pages that need it, shows one frame at a time; without it one stands.
"""

import gzip
import json
import os
from collections.abc import Callable
from functools import cache
from html import escape
from itertools import takewhile
from typing import Any
from xml.etree.ElementTree import Element

from docutils import nodes
from sphinx.application import Sphinx

from dlbook.figures import Drawings, Figure, enlarge
from dlbook.handed import copy, renderer, visit_drawn
from dlbook.markup import html
from dlcourse.widgets import BUILDING, MIME

SCRIPT = "moving.js"
BUTTON = '<button type="button" class="dl-play">Play</button>'
HEAVIEST = 150_000  # bytes of a figure, packed as a server sends it


class moving(nodes.General, nodes.Element):
    """A moving figure: `given` as it came, then `drawn` as HTML."""


Renderer = renderer(MIME, moving)


def overlay(
    frames: list[Element], rest: int, text: Callable[[Element], str] = html
) -> Element:
    """One element that holds the children of all, each of them once.

    The frames must be alike. Children that all frames begin or end with are
    shared; what stands between is marked with the frames it belongs to.
    `rest` is the frame that is seen at first; `text` writes an element.
    """
    whole = head(frames[0])
    rows = [list(frame) for frame in frames]
    before = common(rows, text)
    after = common([row[before:][::-1] for row in rows], text)
    middles = [row[before : len(row) - after] for row in rows]
    whole.extend(rows[0][:before])
    if len({len(row) for row in middles}) == 1:
        for column in zip(*middles):
            whole.extend(place(list(column), rest, text))
    else:
        whole.extend(marked(middles, rest, text))
    whole.extend(rows[0][len(rows[0]) - after :])
    return whole


def common(rows: list[list[Element]], text: Callable[[Element], str]) -> int:
    """How many elements all rows begin with."""
    columns = zip(*(map(text, row) for row in rows))
    return len(list(takewhile(lambda column: len({*column}) == 1, columns)))


def place(
    column: list[Element], rest: int, text: Callable[[Element], str]
) -> list[Element]:
    """What stands in one place of the drawing, over all frames."""
    if len({text(element) for element in column}) == 1:
        return column[:1]
    heads = {html(head(element)) for element in column}
    if len(heads) == 1 and all(len(element) for element in column):
        return [overlay(column, rest, text)]
    return marked([[element] for element in column], rest, text)


def head(element: Element) -> Element:
    """The element without its children."""
    alone = Element(element.tag, element.attrib)
    alone.text = element.text
    return alone


def marked(
    rows: list[list[Element]], rest: int, text: Callable[[Element], str]
) -> list[Element]:
    """Each different row as a group that knows the frames it is shown in."""
    frames_with: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        frames_with.setdefault("".join(map(text, row)), []).append(number)
    groups = []
    for drawn, numbers in frames_with.items():
        if drawn:
            seen = rest in numbers
            kind = "dl-frame dl-on dl-rest" if seen else "dl-frame"
            at = " ".join(map(str, numbers))
            groups.append(Element("g", {"class": kind, "data-at": at}))
            groups[-1].extend(rows[numbers[0]])
    return groups


def take_definitions(root: Element) -> dict[str, Element]:
    """Take out, in place, what is only referred to; give it by its id."""
    taken = {}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "defs":
                parent.remove(child)
                taken |= {each.get("id", ""): each for each in child}
    taken.pop("", None)
    return taken


class Moving:
    """A moving figure on its way into a page; `prefix` is for its ids."""

    def __init__(self, given: dict[str, Any], prefix: str):
        self.given, self.prefix = given, prefix
        self.unknown_colors: set[str] = set()
        self.growth = 1.0

    def drawing(self) -> str:
        """All frames as one inline SVG."""
        figures = [Figure(svg) for svg in self.given["pictures"]]
        definitions = Element("defs")
        found: dict[str, Element] = {}
        for figure in figures:
            figure.clean(self.prefix)
            found |= take_definitions(figure.root)
            figure.describe(self.given["alt"])
            self.unknown_colors |= figure.unknown_colors
        definitions.extend(found.values())
        whole = overlay(
            [figure.root for figure in figures],
            self.given["rest"],
            cache(html),  # each is asked for many times
        )
        whole.set("aria-describedby", f"{self.prefix}words")
        whole.insert(0, definitions)
        self.growth = enlarge(whole)
        return html(whole)

    def controls(self) -> str:
        """A labeled slider for each control, and the frame in words."""
        words = escape(self.given["words"][self.given["rest"]])
        parts = []
        for number, control in enumerate(self.given["controls"]):
            name = f"{self.prefix}control{number}"
            playable = self.given["play"] and number == 0
            parts.append(
                f'<div class="dl-control"><label for="{name}">'
                f"{escape(control['label'])}</label>"
                f'<input type="range" id="{name}" min="0" '
                f'max="{control["count"] - 1}" value="{control["rest"]}" '
                f'data-start="{control["start"]}" '
                f'aria-valuetext="{words}" autocomplete="off">'
                f"{BUTTON if playable else ''}</div>"
            )
        parts.append(
            f'<output id="{self.prefix}words" aria-live="off">{words}</output>'
        )
        return f'<div class="dl-controls">{"".join(parts)}</div>'

    def inline(self) -> str:
        """The figure as HTML."""
        words = escape(json.dumps(self.given["words"], ensure_ascii=False))
        return (
            f'<div class="dl-moving" data-words="{words}" '
            f'data-play="{self.given["play"]}">'
            f"{self.drawing()}{self.controls()}</div>\n"
        )


class DrawMoving(Drawings):
    """Draw every moving figure of a page."""

    def run(self, **kwargs: Any) -> None:
        """Walk over the moving figures of one page."""
        for number, node in enumerate(self.document.findall(moving), start=1):
            figure = Moving(node["given"], f"m{number}-")
            node["drawn"] = figure.inline()
            del node["given"]
            self.check(node, figure)
            weight = len(gzip.compress(node["drawn"].encode()))
            if weight > HEAVIEST:
                self.warn(
                    node,
                    "weight",
                    f"moving figure {number} has {weight:,} bytes, and "
                    f"{HEAVIEST:,} are allowed: take fewer frames or points",
                )


def ask_for_script(
    app: Sphinx, page: str, template: str, context: dict, document: Any
) -> None:
    """Load the script in a page with a moving figure, and in no other."""
    if document is not None and any(document.findall(moving)):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Add the node and its drawing; tell kernels that a book is built."""
    os.environ[BUILDING] = "1"
    app.add_node(moving, html=(visit_drawn, None))
    app.add_post_transform(DrawMoving)
    app.connect("builder-inited", lambda app: copy(app, SCRIPT))
    app.connect("html-page-context", ask_for_script)
