"""What formgrader and nbgrader's feedback make of a student's words.

They show markdown with the HTML that stands in it, scripts included, in the
page of the person who grades. The line `c.HTMLExporter.filters` of a course's
configuration puts this in its place.
"""

from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
)


class Escaping(IPythonRenderer):
    """nbconvert's renderer, which leaves Mermaid's diagrams as they are."""

    def block_mermaidjs(self, code: str) -> str:
        """A diagram as the text that describes it."""
        return self.block_code(code)


@pass_context
def markdown(context: Any, source: str) -> str:
    """Markdown as nbconvert shows it, but with HTML as the text that it is.

    Formulas and attached pictures stay.
    """
    cell = context.get("cell", {})
    renderer = Escaping(
        escape=True,
        allow_harmful_protocols=False,
        attachments=cell.get("attachments", {}),
    )
    return MarkdownWithMath(renderer=renderer).render(source)
