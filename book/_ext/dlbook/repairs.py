"""What docutils and the theme write that a screen reader trips over.

Each repair has a test in tests/browser/test_repairs.py which fails when the
defect is gone upstream, so that the repair can go too.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

LOGO, HOME = "navbar-logo.html", "home.html"


def visit_citation(self: Any, node: nodes.citation) -> None:
    """Open a source as an item of its list.

    docutils gives it a role that is deprecated, and that no div may have.
    """
    HTML5Translator.visit_citation(self, node)
    self.body[-1] = self.starttag(
        node, "div", classes=[node.tagname], role="listitem"
    )


def depart_citation(self: Any, node: nodes.citation) -> None:
    """Close a source."""
    HTML5Translator.depart_citation(self, node)


def visit_entry(self: Any, node: nodes.entry) -> None:
    """Open a cell of a table; one that heads nothing is no head.

    docutils makes every cell of the first row a head, empty ones too.
    """
    HTML5Translator.visit_entry(self, node)
    if not node.astext().strip():
        self.body[-1] = self.starttag(node, "td", "")
        self.context[-1] = "</td>\n"


def depart_entry(self: Any, node: nodes.entry) -> None:
    """Close a cell of a table."""
    HTML5Translator.depart_entry(self, node)


def set_landmark(
    app: Sphinx, page: str, template: str, context: dict, document: Any
) -> None:
    """Put the logo, the one part of the sidebar outside, into a landmark."""
    context["sidebars"] = [
        HOME if name.endswith(LOGO) else name
        for name in context.get("sidebars") or []
    ]


def setup(app: Sphinx) -> None:
    """Exchange what docutils writes; and the theme's logo, last of all."""
    for node, visit, depart in (
        (nodes.citation, visit_citation, depart_citation),
        (nodes.entry, visit_entry, depart_entry),
    ):
        app.add_node(node, override=True, html=(visit, depart))
    app.connect("html-page-context", set_landmark, priority=900)
