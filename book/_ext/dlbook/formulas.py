"""Formulas as MathML, made while the book is built.

docutils' own converter does the work: the page needs no script and no other
host, and a command that the converter does not know fails the build.
"""

import re
from html import escape
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from dlbook import letters
from dlbook.markup import drop_blanks, html, parse

log = logging.getLogger(__name__)

OPENING = re.compile(r"[(\[“‘]*$")
CLOSING = re.compile(r"[)\]”’.,;:!?%]*")
SCRIPTS = ("msub", "msup", "msubsup")
APPLY = "\N{FUNCTION APPLICATION}"
THIN = "0.167em"  # TeX's thin space, which stands around log and its like


def mathml(tex: str, *, block: bool = False) -> str:
    """A formula as MathML.

    Raises MathError, with the reason, if it cannot be converted.
    """
    text = tex2mathml(tex, as_block=block)
    root = parse(text.replace("&ApplyFunction;", APPLY))
    drop_blanks(root, keep=frozenset({"mtext"}))
    letters.color(root)
    for row in list(root.iter()):
        join_points(row)
        space_functions(row)
        if block and row.tag == "mtable" and row.get("class") == "ams-align":
            row.set("displaystyle", "true")  # sums with their limits above
    return html(root)


def join_points(row: Element) -> None:
    """Make a point and the digits after it one number, in place.

    The converter takes the point of .9 for an operator, with a space.
    """
    for left, right in reversed(list(pairwise(list(row)))):
        number = right[0] if right.tag in SCRIPTS else right
        if (left.tag, left.text, number.tag) == ("mo", ".", "mn"):
            number.text = f".{number.text}"
            row.remove(left)


def space_functions(row: Element) -> None:
    """Put thin spaces around function names in a row, in place."""
    spaced = list(row)
    for left, right in reversed(list(pairwise(list(row)))):
        before = left.tag != "mo" and is_function(right)
        after = left.text == APPLY and right.tag != "mo"
        if before or after:
            place = spaced.index(right)
            spaced.insert(place, Element("mspace", width=THIN))
    row[:] = spaced


def is_function(element: Element) -> bool:
    """True for the name of a function: an identifier of several letters."""
    text = element.text or ""
    return element.tag == "mi" and text.isascii() and len(text) > 1


def render(node: Any, *, block: bool) -> str:
    """MathML for a node; where that fails, the source and a warning."""
    try:
        return mathml(node.astext(), block=block)
    except MathError as error:
        log.warning(
            "no MathML for %r: %s",
            node.astext(),
            error,
            location=node,
            type="dlbook",
            subtype="math",
        )
        return f"<code>{escape(node.astext())}</code>"


class KeepTogether(SphinxPostTransform):
    """Let no line begin with the comma after a formula, or end before it.

    A browser takes a formula for a picture, and breaks the line on both
    sides of one, whatever stands there.
    """

    default_priority = 500
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Walk over the formulas of one page that stand in a line."""
        for formula in list(self.document.findall(nodes.math)):
            before, after = neighbors(formula)
            head, tail = OPENING.search(before), CLOSING.match(after)
            if head[0] or tail[0]:
                keep_together(formula, head[0], tail[0])


def neighbors(node: nodes.Element) -> tuple[str, str]:
    """The text just before a node, and the text just after it."""
    siblings, place = node.parent, node.parent.index(node)
    before = siblings[place - 1] if place else None
    after = siblings[place + 1] if place + 1 < len(siblings) else None
    return tuple(
        side.astext() if isinstance(side, nodes.Text) else ""
        for side in (before, after)
    )


def keep_together(formula: nodes.Element, head: str, tail: str) -> None:
    """Put a formula, and the signs that belong to it, into one box."""
    siblings, place = formula.parent, formula.parent.index(formula)
    if tail:
        text = siblings[place + 1].astext()
        siblings[place + 1] = nodes.Text(text[len(tail) :])
    if head:
        text = siblings[place - 1].astext()
        siblings[place - 1] = nodes.Text(text[: -len(head)])
    box = nodes.inline("", "", classes=["dl-together"])
    siblings[place] = box
    box += [nodes.Text(head)] * bool(head)
    box += formula
    box += [nodes.Text(tail)] * bool(tail)


def visit_math(self: Any, node: nodes.math) -> None:
    """Write a formula in a line."""
    self.body.append(self.starttag(node, "span", "", CLASS="math"))
    self.body.append(render(node, block=False) + "</span>")
    raise nodes.SkipNode


def visit_math_block(self: Any, node: nodes.math_block) -> None:
    """Write a formula of its own, in a box that scrolls if it is wide."""
    self.body.append(self.starttag(node, "div", "", CLASS="math dl-equation"))
    self.body.append(
        '<div class="dl-scroll" tabindex="0" role="group" '
        f'aria-label="equation">{render(node, block=True)}</div>'
    )
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the renderer; _config.yml chooses it by its name."""
    app.add_post_transform(KeepTogether)
    app.add_html_math_renderer(
        "dlbook", (visit_math, None), (visit_math_block, None)
    )
