"""What dlcourse hands to a page in place of a picture, as a node of the page.

A moving figure, a drawing board and sounds come in a MIME type of their own.
entry_points.txt names for each of them what `renderer` gives here.
"""

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.fileutil import copy_asset


def renderer(mime: str, kind: type[nodes.Element]) -> type:
    """How myst-nb shows what comes in this type: a node that was given it."""

    class Renderer:
        mime_priority_overrides: ClassVar = [("html", mime, 1)]

        @staticmethod
        def handle_mime(
            renderer: Any, data: Any, inline: bool
        ) -> list[nodes.Element] | None:
            """The node; None for any other output."""
            if data.mime_type != mime:
                return None
            return [kind(given=data.content)]

    return Renderer


def visit_drawn(self: Any, node: nodes.Element) -> None:
    """Write a node that was drawn before."""
    self.body.append(node["drawn"])
    raise nodes.SkipNode


def copy(app: Sphinx, *names: str) -> None:
    """Put files from beside this one where pages look for them."""
    if app.builder.format == "html":
        for name in names:
            here = Path(__file__).with_name(name)
            copy_asset(str(here), str(app.outdir / "_static"))
