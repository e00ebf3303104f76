"""Each chapter as a notebook that runs in JupyterLab, made by the build.

Its cells are the chapter's own; what stands between them is the finished
page in Markdown (see `markdown`). It stands beside the page, without outputs,
and a link below the chapter leads to it. A page without cells has none, nor
has one whose first lines say `no_download: true`.

A chapter may run wrong answers from exercises/*/mistakes.py. The notebook
brings those that it runs, as cells that write them into a folder beside it.
"""

import ast
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import nbformat
from docutils import nodes
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx
from sphinx.util import logging

from dlbook.markdown import NoMarkdown, Writer, is_caption

log = logging.getLogger(__name__)

COURSE_FILES, OWN_FILES = '"../exercises', '"chapter-files'
MAKE_FOLDERS = """\
# The wrong answers that this chapter runs are files of the course: this and
# the next cells write them into a folder beside the notebook.
from pathlib import Path

for name in {names}:
    Path({folder}", name).mkdir(parents=True, exist_ok=True)"""
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
KEPT = {"raises-exception"}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
FIRST = """\
*This notebook is {page} of the course {course}.*

It needs the course's library, and what draws its figures. They come from
the course's repository; in a clone of it, type

    pip install '.[book]'

Run the cells from top to bottom, with Shift and Enter, then change them.
Code that only draws is folded away; a click on the bar beside it opens it.

*Text and figures: CC BY 4.0. Code: BSD-3-Clause.*"""


class Chapter:
    """A page on its way into a notebook."""

    def __init__(self, app: Sphinx, name: str, document: nodes.document):
        self.app, self.name, self.document = app, name, document
        self.base = app.config.html_baseurl
        self.writer = Writer(self.address)

    def address(self, reference: nodes.reference) -> str:
        """Where a reference leads from outside; "" if that is not known."""
        uri = reference.get("refuri", "")
        if reference.get("refid"):
            uri = f"#{reference['refid']}"
        if uri.startswith(("http:", "https:", "mailto:")):
            return uri
        if not self.base:
            return ""
        here = self.app.builder.get_target_uri(self.name)
        return urljoin(self.base + here, uri)

    def notebook(self, source: list[NotebookNode]) -> NotebookNode:
        """The notebook; `source` holds all of the chapter's own cells."""
        done = new_notebook(metadata={"kernelspec": KERNEL})
        codes = iter(
            (k, cell)
            for k, cell in enumerate(source)
            if cell.cell_type == "code"
        )
        add_text(done, self.first())
        done.cells += self.files(source)
        for piece in self.pieces(self.document):
            if isinstance(piece, str):
                add_text(done, piece)
                continue
            for index, cell in codes:  # a removed one stands before it
                done.cells.append(code_cell(cell))
                if index == piece["cell_index"]:
                    break
            for caption in piece.findall(is_caption):
                add_text(done, self.caption(caption))
        done.cells += [code_cell(cell) for _, cell in codes]
        for number, cell in enumerate(done.cells):
            cell.id = f"cell-{number}"
        return done

    def first(self) -> str:
        """What stands above the chapter: where it is from, what it needs."""
        page = f"“{self.app.env.titles[self.name].astext()}”"
        course = f"“{self.app.config.html_title}”"
        if self.base:
            here = self.base + self.app.builder.get_target_uri(self.name)
            page, course = f"[{page}]({here})", f"[{course}]({self.base})"
        return FIRST.format(page=page, course=course)

    def files(self, source: list[NotebookNode]) -> list[NotebookNode]:
        """Cells that write the wrong answers which the chapter runs."""
        code = "\n".join(c.source for c in source if c.cell_type == "code")
        if COURSE_FILES not in code:
            return []
        found = sorted(Path(self.app.srcdir).glob("exercises/*/mistakes.py"))
        used = [path for path in found if path.parent.name in code]
        names = [path.parent.name for path in used]
        cells = [hidden(MAKE_FOLDERS.format(names=names, folder=OWN_FILES))]
        for name, path in zip(names, used):
            text = only(path.read_text(encoding="utf-8"), code)
            file = f"{OWN_FILES[1:]}/{name}/{path.name}"
            cells.append(hidden(f"%%writefile {file}\n{text}"))
        return cells

    def pieces(
        self, node: nodes.Element, level: int = 0
    ) -> Iterator[str | nodes.container]:
        """The page in its order: Markdown, and the containers of cells."""
        for child in node.children:
            if isinstance(child, nodes.section):
                yield from self.pieces(child, level + 1)
            elif is_cell(child):
                yield child
            else:
                yield self.writer.block(child, level)

    def caption(self, caption: nodes.Element) -> str:
        """What stands below a figure, with the number that the page gives."""
        env = self.app.env
        numbers = env.toc_fignumbers.get(self.name, {}).get("figure", {})
        text = self.writer.inline(caption)
        for name in caption.parent["ids"]:
            if name in numbers:
                number = ".".join(map(str, numbers[name]))
                label = self.app.config.numfig_format["figure"] % number
                return f"**{label}** {text}"
        return text


def is_cell(node: nodes.Node) -> bool:
    """True for what myst-nb made of a cell with code."""
    kind = isinstance(node, nodes.container) and node.get("nb_element")
    return kind == "cell_code"


def add_text(notebook: NotebookNode, text: str) -> None:
    """Put text at the end: into the last cell, or a new one for a heading."""
    if not text:
        return
    last = notebook.cells[-1] if notebook.cells else None
    begins = text.startswith("#") or len(notebook.cells) == 1
    if last is None or last.cell_type == "code" or begins:
        notebook.cells.append(new_markdown_cell(text))
    else:
        last.source += f"\n\n{text}"


def only(source: str, code: str) -> str:
    """A file of mistakes with those whose names stand in `code`, no hints.

    >>> only("import a\\n@mistake('f', '')\\ndef g(): 0\\nhint('f')", "f")
    'import a'
    """
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        marks = getattr(node, "decorator_list", [])
        wrong = any(calls(mark, "mistake") for mark in marks)
        hint = isinstance(node, ast.Expr) and calls(node.value, "hint")
        if hint or (wrong and f'"{node.name}"' not in code):
            first = min([node.lineno, *(mark.lineno for mark in marks)])
            del lines[first - 1 : node.end_lineno]
    return "\n".join(lines).rstrip()


def calls(node: ast.expr, name: str) -> bool:
    """True for a call of the function `name`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == name


def hidden(source: str) -> NotebookNode:
    """A cell that JupyterLab shows folded."""
    return new_code_cell(source, metadata={"jupyter": {"source_hidden": True}})


def code_cell(cell: NotebookNode) -> NotebookNode:
    """A cell of the chapter, folded in JupyterLab if it is in the page."""
    tags = set(cell.metadata.get("tags", []))
    source = cell.source.replace(COURSE_FILES, OWN_FILES)
    done = hidden(source) if tags & HIDDEN else new_code_cell(source)
    if tags & KEPT:
        done.metadata["tags"] = sorted(tags & KEPT)
    return done


def write_notebook(app: Sphinx, document: nodes.document, name: str) -> None:
    """Write the notebook of a page that has cells, beside the page."""
    path = Path(app.env.doc2path(name))
    unwanted = "no_download" in app.env.metadata[name]
    cells = any(is_cell(node) for node in document.findall(nodes.container))
    if app.builder.name != "html" or path.suffix != ".md":
        return
    if unwanted or not cells:
        return
    text = path.read_text(encoding="utf-8")
    source = read_myst_markdown_notebook(text, app.env.myst_config)
    try:
        notebook = Chapter(app, name, document).notebook(source.cells)
    except NoMarkdown as error:
        log.warning(
            "%s: write it in dlbook/markdown.py, for the download",
            error,
            location=document,
            type="dlbook",
            subtype="download",
        )
        return
    target = Path(app.outdir, f"{name}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def offer(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    document: nodes.document | None,
) -> None:
    """Tell the template of a page's footer that there is a notebook."""
    name = posixpath.basename(page) + ".ipynb"
    if document is not None and Path(app.outdir, f"{page}.ipynb").exists():
        context["download"] = name


def setup(app: Sphinx) -> None:
    """Write when a page is complete, and link when it is shown."""
    app.connect("doctree-resolved", write_notebook, priority=900)
    app.connect("html-page-context", offer)
