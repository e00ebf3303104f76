"""What formgrader and nbgrader's feedback make of a student's words.

They show markdown with the HTML that stands in it, scripts included, in the
page of the person who grades. The line `c.HTMLExporter.filters` of a course's
configuration puts this in its place.
"""

import re
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import (
    InvalidNotebook,
    IPythonRenderer,
    MarkdownWithMath,
)

# Commands of MathJax that are no mathematics: links that run scripts, styles
# that cover the page, names of its parts, further extensions.
NO_MATH = re.compile(
    r"\\(href|url|style|class|cssId|data|require|unicode|mmlToken|html\w*"
    r"|includegraphics|enclose|bbox|tip|texttip|mathtip|toggle|action)"
    r"(?![A-Za-z])"
)
ELSEWHERE = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2}")
# Only these parts of the text are looked through for formulas.
IGNORED, FORMULA = "tex2jax_ignore", "tex2jax_process"


class Escaping(IPythonRenderer):
    """nbconvert's renderer, without what does more than to show words."""

    def block_mermaidjs(self, code: str) -> str:
        """A diagram as the text that describes it."""
        return self.block_code(code)

    def block_math(self, body: str) -> str:
        """A formula on its own line."""
        return formula(super().block_math(mathematics(body)))

    def inline_math(self, body: str) -> str:
        """A formula."""
        return formula(super().inline_math(mathematics(body)))

    def latex_environment(self, name: str, body: str) -> str:
        """A formula of several lines."""
        return formula(super().latex_environment(name, mathematics(body)))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture of this notebook's; one from elsewhere as a link."""
        if ELSEWHERE.match(url):
            return self.link(text or url, url, title)
        try:
            return super().image(text, url, title)
        except InvalidNotebook:  # the attachment is not there
            return f"[{self.escape_html(text or url)}: not shown]"


def mathematics(body: str) -> str:
    r"""A formula's text, with what is no mathematics as the words it is.

    >>> mathematics(r"\href{javascript:x}{a} + \frac{1}{2}")
    '\\mathrm{href}{javascript:x}{a} + \\frac{1}{2}'
    """
    return NO_MATH.sub(r"\\mathrm{\1}", body)


def formula(text: str) -> str:
    """A formula where MathJax looks for it."""
    return f'<span class="{FORMULA}">{text}</span>'


@pass_context
def markdown(context: Any, source: str) -> str:
    """Markdown as nbconvert shows it, but with HTML as the text that it is.

    Formulas and attached pictures stay. Headings have no names, which could
    be those of formgrader's own fields.
    """
    cell = context.get("cell", {})
    renderer = Escaping(
        escape=True,
        allow_harmful_protocols=False,
        exclude_anchor_links=True,
        attachments=cell.get("attachments", {}),
    )
    page = MarkdownWithMath(renderer=renderer).render(source)
    return f'<div class="{IGNORED}">{page}</div>'
