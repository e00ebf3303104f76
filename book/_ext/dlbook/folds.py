"""What is folded: plain `details`, by keyboard and without scripts too.

`fold` hides anything behind a title. `quiz` asks a question; each option
opens to say whether it is right, and why.
"""

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

log = logging.getLogger(__name__)

RIGHT, WRONG = "[x] ", "[ ] "


class details(nodes.General, nodes.Element):
    """A fold: a summary, and what shows when it is open."""


class summary(nodes.General, nodes.TextElement):
    """The line of a fold that always shows."""


def fold(title: list[nodes.Node], body: list[nodes.Node], *classes: str):
    """A details node with its summary."""
    node = details(classes=["dl-fold", *classes])
    node += summary("", "", *title)
    node += body
    return node


def warn_of_links(title: list[nodes.Node], location: Any) -> None:
    """Warn of a link in a title: a press would open it, or the fold?"""
    for node in title:
        if any(node.findall(pending_xref)) or any(
            node.findall(nodes.reference)
        ):
            log.warning(
                "a title that opens a fold must hold no link: %r",
                node.astext(),
                location=location,
                type="dlbook",
                subtype="fold",
            )


class Fold(SphinxDirective):
    """Hide the content behind a title: ```{fold} A hint."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"class": directives.class_option}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """The folded content."""
        title, messages = self.parse_inline(self.arguments[0])
        warn_of_links(title, self.get_location())
        classes = self.options.get("class", [])
        node = fold(title, self.parse_content_to_nodes(), *classes)
        self.set_source_info(node)
        return [node, *messages]


class Quiz(SphinxDirective):
    """A question, then a list of options: "[x] right" or "[ ] wrong".

    What follows an option's first paragraph is its reason. Warns of an
    option without a mark or a reason, and of a question without an answer.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The question and its options."""
        content = self.parse_content_to_nodes()
        box = nodes.container(classes=["dl-quiz"])
        self.set_source_info(box)
        box += nodes.paragraph("", "Question", classes=["dl-quiz-title"])
        options = []
        for node in content:
            if isinstance(node, nodes.bullet_list):
                options += [self.option(item) for item in node.children]
                box += options
            else:
                box += node
        if not any("dl-right" in option["classes"] for option in options):
            self.warn("a quiz needs a right option: mark it with [x]")
        return [box]

    def option(self, item: nodes.Element) -> details:
        """One option; it opens to its verdict and its reason."""
        text, *reason = item.children or [nodes.paragraph()]
        mark = text.astext()[:4]
        if mark not in (RIGHT, WRONG):
            self.warn(f"option {text.astext()!r} needs the mark [x] or [ ]")
        if not reason:
            self.warn(f"option {text.astext()!r} needs a reason")
        warn_of_links([text], self.get_location())
        verdict = "Right." if mark == RIGHT else "Not this one."
        kind = "dl-right" if mark == RIGHT else "dl-wrong"
        told = nodes.paragraph("", "", nodes.strong("", verdict))
        return fold(without_mark(text), [told, *reason], "dl-option", kind)

    def warn(self, message: str) -> None:
        """Warn, with the quiz as the place."""
        log.warning(
            message,
            location=self.get_location(),
            type="dlbook",
            subtype="quiz",
        )


def without_mark(paragraph: nodes.Element) -> list[nodes.Node]:
    """The children of an option's paragraph, the mark taken off."""
    first, *rest = paragraph.children or [nodes.Text("")]
    return [nodes.Text(first.astext()[len(RIGHT) :]), *rest]


def visit_details(self: Any, node: details) -> None:
    """Open the fold."""
    self.body.append(self.starttag(node, "details"))


def depart_details(self: Any, node: details) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def visit_summary(self: Any, node: summary) -> None:
    """Open the line that always shows."""
    self.body.append(self.starttag(node, "summary", ""))


def depart_summary(self: Any, node: summary) -> None:
    """Close the line that always shows."""
    self.body.append("</summary>\n")


def setup(app: Sphinx) -> None:
    """Add the nodes and the directives."""
    app.add_node(details, html=(visit_details, depart_details))
    app.add_node(summary, html=(visit_summary, depart_summary))
    app.add_directive("fold", Fold)
    app.add_directive("quiz", Quiz)
