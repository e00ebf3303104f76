"""The benchmarks' table: shown as `make bench` left it, or not at all.

A book is built in seconds and a benchmark takes longer and wants a quiet
machine, so the one does not start the other.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

TABLE = Path("_build") / "bench.md"
NOTHING = (
    "Nothing has been measured on the machine that built this page. "
    "`make bench` measures, and the next `make book` shows it here."
)


class Measurements(SphinxDirective):
    """Show the table of the last `make bench`: ```{measurements}."""

    def run(self) -> list[nodes.Node]:
        """The table and the machine's name, or a line that says why not."""
        path = Path(self.env.srcdir) / TABLE
        self.env.note_dependency(str(path))
        text = path.read_text("utf-8") if path.exists() else NOTHING
        return self.parse_text_to_nodes(text)


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("measurements", Measurements)
