"""Code in the book: included from the library, and never cut at the edge.

`library` shows a function of `dlcourse` as it stands in its file, so that
the book cannot differ from what runs. A line of code that the page's column
would cut is a warning.
"""

import ast
import importlib
import inspect
from textwrap import dedent
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import dlcourse
from dlbook.folds import fold

log = logging.getLogger(__name__)

PACKAGE = "dlcourse"
WIDTH = 72  # letters: a cell of a chapter
FOLDED_WIDTH = 79  # letters: a cell that only draws, behind a fold
FILE_WIDTH = 82  # letters: a line of a file, and quotes that `brief` closes


def find(name: str) -> Any:
    """The function or class that a dotted name means.

    Raises LookupError if there is no such name in the library.
    """
    module, _, rest = name.partition(".")
    if module != PACKAGE:
        raise LookupError(f"{name} is not a name of dlcourse")
    found = dlcourse
    for part in rest.split("."):
        if inspect.ismodule(found) and not hasattr(found, part):
            try:
                importlib.import_module(f"{found.__name__}.{part}")
            except ModuleNotFoundError as error:
                raise LookupError(f"dlcourse has no {name}") from error
        if not hasattr(found, part):
            raise LookupError(f"dlcourse has no {name}")
        found = getattr(found, part)
    if not (inspect.isfunction(found) or inspect.isclass(found)):
        raise LookupError(f"{name} is no function and no class")
    return found


def brief(source: str) -> str:
    """The source with each docstring cut to its first line.

    >>> print(brief('def f(x):\\n  \"\"\"One.\\n\\n  Two.\"\"\"\\n  return x'))
    def f(x):
      \"\"\"One.\"\"\"
      return x
    """
    lines = source.splitlines()
    for text in sorted(docstrings(source), key=lambda node: -node.lineno):
        first = lines[text.lineno - 1].rstrip()
        if text.lineno != text.end_lineno:
            first += '"""'
        lines[text.lineno - 1 : text.end_lineno] = [first]
    return "\n".join(lines)


def docstrings(source: str) -> list[ast.stmt]:
    """The statements that are docstrings, inner functions' too."""
    documented = (ast.FunctionDef, ast.ClassDef)
    return [
        node.body[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, documented) and ast.get_docstring(node)
    ]


class Library(SphinxDirective):
    """Show a function of dlcourse: ```{library} dlcourse.losses.softmax.

    `full` keeps the whole docstring; `folded` hides the code behind "write
    yours first".
    """

    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "folded": directives.flag,
        "full": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """The function's source, under the name of its file."""
        name = self.arguments[0]
        try:
            found = find(name)
        except LookupError as error:
            self.warn(str(error), "library")
            return []
        self.env.note_dependency(inspect.getsourcefile(found))
        source = dedent(inspect.getsource(found)).rstrip()
        source = source if "full" in self.options else brief(source)
        for line in too_long(source, FILE_WIDTH):
            self.warn(f"{name} has a line over {FILE_WIDTH}: {line}", "width")
        path = found.__module__.replace(".", "/") + ".py"
        title: list[nodes.Node] = [link(found, nodes.literal("", path))]
        box = listing(self, source, title, "dl-library")
        if "folded" in self.options:
            title = [nodes.Text("Write yours first; then compare with ours")]
            return [fold(title, [box], "dl-answer")]
        return [box]

    def warn(self, message: str, subtype: str) -> None:
        """Warn, with the directive as the place."""
        log.warning(
            message,
            location=self.get_location(),
            type="dlbook",
            subtype=subtype,
        )


def link(found: Any, text: nodes.Node) -> pending_xref:
    """The text as a link to the entry of a function, method or class.

    In a book without that entry the text stands alone.
    """
    name = found.__qualname__
    short = name.partition(".")[0] in dlcourse.__all__
    module = PACKAGE if short else found.__module__
    return pending_xref(
        "",
        text,
        refdomain="py",
        reftype="obj",
        reftarget=f"{module}.{name}",
        refexplicit=True,
        dl_optional=True,
    )


def leave_unlinked(
    app: Sphinx, env: Any, node: pending_xref, content: nodes.Node
) -> nodes.Node | None:
    """The bare text where a book has no entry for a box of `library`."""
    return content if node.get("dl_optional") else None


def listing(
    directive: SphinxDirective, source: str, title: list[nodes.Node], kind: str
) -> nodes.container:
    """Python code with a title above it; `kind` is its CSS class."""
    block = nodes.literal_block(source, source, language="python")
    caption = nodes.caption("", "", *title)
    box = nodes.container("", caption, block, literal_block=True)
    for node in (block, caption, box):
        directive.set_source_info(node)
    box["classes"] += ["dl-listing", kind, "literal-block-wrapper"]
    return box


def too_long(source: str, width: int) -> list[str]:
    """The lines of more than `width` letters.

    >>> too_long("short", 72)
    []
    """
    return [line for line in source.splitlines() if len(line) > width]


def check_cells(app: Sphinx, document: nodes.document) -> None:
    """Warn of code that a page shows and its column would cut."""
    for cell in document.findall(nodes.container):
        if cell.get("nb_element") != "cell_code_source":
            continue
        folded = "tag_hide-input" in cell.parent["classes"]
        width = FOLDED_WIDTH if folded else WIDTH
        for block in cell.findall(nodes.literal_block):
            for line in too_long(block.astext(), width):
                log.warning(
                    "a line of code over %d: %s",
                    width,
                    line,
                    location=block,
                    type="dlbook",
                    subtype="width",
                )


def setup(app: Sphinx) -> None:
    """Add the directive, its links and the check."""
    app.add_directive("library", Library)
    app.connect("missing-reference", leave_unlinked)
    app.connect("doctree-read", check_cells)
