"""A board to draw a digit on, read by a network inside the page.

`dlcourse.board.DrawDigit` hands over the weights and some digits. The page
holds them, an empty board and empty bars; draw.js, loaded by the pages that
need it, runs the network. Without scripts, and on paper, the first digit on
its way through the network stands there.
"""

import gzip
import json
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from dlbook.assets import ALONE
from dlbook.figures import Drawings, Figure
from dlbook.handed import copy, renderer, visit_drawn
from dlcourse.board import COLUMNS, MIME
from dlcourse.drawing import CELLS, DOTS

FILES = ("draw.js", "draw.css")
HEAVIEST = 40_000  # bytes of the weights and digits, as a server packs them

HELP = (
    "Draw with the mouse or a finger. With the keyboard: arrow keys move on "
    "the 8 by 8 cells, Space inks a cell, Backspace empties it."
)
WAITING = "The board is empty: draw a digit, or load one."


class draw(nodes.General, nodes.Element):
    """A drawing board: `given` as it came, then `drawn` as HTML."""


Renderer = renderer(MIME, draw)


def cells(count: int) -> str:
    """Empty cells, for draw.js to fill."""
    return "<i></i>" * count


def bars() -> str:
    """A row for each digit: its name, a bar, and a number."""
    return "".join(
        f"<li><b>{digit}</b><i></i><span>–</span></li>" for digit in range(10)
    )


def loaders(labels: list[int]) -> str:
    """A button for each digit that can be put on the board."""
    return "".join(
        f'<button type="button" data-load="{number}" '
        f'aria-label="Load test digit {number + 1}, a {label}">{label}'
        "</button>"
        for number, label in enumerate(labels)
    )


def live(given: dict[str, Any], prefix: str) -> str:
    """The board, what the network makes of it, and the buttons."""
    hidden = given["sizes"][1]
    return (
        '<div class="dl-draw-live">'
        '<div class="dl-draw-part"><p>you draw</p>'
        '<div class="dl-draw-board" tabindex="0" role="application" '
        f'aria-label="Drawing board, {CELLS} by {CELLS} cells" '
        f'aria-describedby="{prefix}help">'
        f'<canvas width="{DOTS}" height="{DOTS}"></canvas><span></span></div>'
        "</div>"
        '<div class="dl-draw-part"><p>it sees</p>'
        f'<div class="dl-draw-cells dl-draw-seen" aria-hidden="true">'
        f"{cells(CELLS * CELLS)}</div></div>"
        '<div class="dl-draw-part"><p>hidden units</p>'
        f'<div class="dl-draw-cells dl-draw-hidden" aria-hidden="true" '
        f'style="--columns:{COLUMNS}">{cells(hidden)}</div></div>'
        '<div class="dl-draw-part dl-draw-last"><p>it says</p>'
        f'<ol class="dl-draw-bars">{bars()}</ol></div>'
        '<div class="dl-draw-tools">'
        '<button type="button" class="dl-draw-clear">Clear</button>'
        '<button type="button" class="dl-draw-erase" aria-pressed="false">'
        "Eraser</button>"
        '<label><input type="checkbox" checked autocomplete="off"> center '
        "and scale my drawing</label>"
        '<span class="dl-draw-load" role="group" '
        'aria-label="Test digits"><span>Test digits</span> '
        f"{loaders(given['labels'])}</span></div>"
        f'<output aria-live="polite">{WAITING}</output>'
        f'<p class="dl-draw-help" id="{prefix}help">{HELP}</p></div>'
    )


class Board:
    """A drawing board on its way into a page; `prefix` is for its ids."""

    def __init__(self, given: dict[str, Any], prefix: str):
        self.given, self.prefix = given, prefix
        self.still = Figure(given["picture"])

    def data(self) -> str:
        """What draw.js needs, as JSON."""
        names = ("sizes", "theta", "mean", "scale", "examples", "labels")
        chosen = {name: self.given[name] for name in names}
        return json.dumps(chosen, separators=(",", ":"))

    def inline(self) -> str:
        """The board as HTML."""
        picture = self.still.inline(self.given["alt"], self.prefix)
        return (
            '<div class="dl-draw">'
            f'<script type="application/json">{self.data()}</script>'
            f"{live(self.given, self.prefix)}"
            f'<div class="dl-draw-still">{picture}'
            f"<p>{escape(self.given['words'])}</p></div></div>\n"
        )


class DrawBoards(Drawings):
    """Put every drawing board of a page into it."""

    def run(self, **kwargs: Any) -> None:
        """Walk over the boards of one page."""
        for number, node in enumerate(self.document.findall(draw), start=1):
            board = Board(node["given"], f"d{number}-")
            node["drawn"] = board.inline()
            del node["given"]
            self.check(node, board.still)
            weight = len(gzip.compress(board.data().encode()))
            if weight > HEAVIEST:
                self.warn(
                    node,
                    "weight",
                    f"drawing board {number} has {weight:,} bytes of weights "
                    f"and digits, and {HEAVIEST:,} are allowed: take fewer "
                    "hidden units or examples",
                )


def ask_for_files(
    app: Sphinx, page: str, template: str, context: dict, document: Any
) -> None:
    """Load script and style in a page with a board, and in no other."""
    if document is not None and any(document.findall(draw)):
        app.add_js_file("draw.js", loading_method="defer")
        app.add_css_file("draw.css", **{ALONE: page})


def setup(app: Sphinx) -> None:
    """Add the node and its drawing."""
    app.add_node(draw, html=(visit_drawn, None))
    app.add_post_transform(DrawBoards)
    app.connect("builder-inited", lambda app: copy(app, *FILES))
    app.connect("html-page-context", ask_for_files)
