"""Wrong answers in the book: shown from mistakes.py, never pasted.

`mistake` shows the code as a student would have written it, under the name
of the function it should be, so that it does not say what is wrong. `reveal`
folds away what the course tells whoever writes it. Neither may show a line
of the answer.
"""

import ast
import inspect
from pathlib import Path

import numpy as np
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from dlbook.code import FILE_WIDTH, listing, too_long
from dlbook.folds import fold
from dlcourse.grade.mistakes import Mistake, read_mistakes

log = logging.getLogger(__name__)

TITLE = "What is wrong? Reveal"
TOLD = "What the course tells a student who writes this:"


class FromMistakes(SphinxDirective):
    """A directive about one mistake: its assignment, then its id."""

    required_arguments = 2

    def folder(self) -> Path:
        """The assignment's folder."""
        return Path(self.env.srcdir, "exercises", self.arguments[0])

    def found(self) -> Mistake | None:
        """The mistake that is meant, or None and a warning."""
        path = self.folder() / "mistakes.py"
        self.env.note_dependency(str(path))
        name = self.arguments[1]
        for known in read_mistakes(path):
            if known.id == name:
                return known
        self.warn(f"exercises/{self.arguments[0]} has no mistake {name}")
        return None

    def warn(self, message: str) -> None:
        """Warn, with the directive as the place."""
        log.warning(
            message,
            location=self.get_location(),
            type="dlbook",
            subtype="mistake",
        )


class WrongCode(FromMistakes):
    """Show a mistake's code: ```{mistake} 3_loss winner_takes_all."""

    def run(self) -> list[nodes.Node]:
        """The code, with the name of what it should be above it."""
        known = self.found()
        if known is None:
            return []
        source = as_written(known)
        for line in too_long(source, FILE_WIDTH):
            self.warn(f"{known.id} has a line over {FILE_WIDTH}: {line}")
        path = self.folder() / "exercise.py"
        self.env.note_dependency(str(path))
        for line in shared(source, answer(path, known.of)):
            self.warn(f"{known.id} shows a line of the answer: {line}")
        title = [nodes.Text("A wrong "), nodes.literal("", known.of)]
        return [listing(self, source, title, "dl-mistake")]


class Reveal(FromMistakes):
    """Fold away what is wrong: ```{reveal} 3_loss winner_takes_all.

    The content, the idea in words, follows the mistake's own message.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The fold with the message and the content."""
        known = self.found()
        if known is None:
            return []
        if not self.content:
            self.warn(f"say in words what is wrong in {known.id}")
        told = nodes.block_quote(
            "",
            *[nodes.paragraph("", line) for line in known.message.split("\n")],
            classes=["dl-told"],
        )
        body = [nodes.paragraph("", TOLD), told]
        body += self.parse_content_to_nodes()
        node = fold([nodes.Text(TITLE)], body, "dl-reveal")
        self.set_source_info(node)
        return [node]


def as_written(known: Mistake) -> str:
    """The mistake's code without decorator, named as what it should be."""
    lines = inspect.getsource(known.wrong).splitlines()
    first = ast.parse("\n".join(lines)).body[0].lineno
    head, *rest = lines[first - 1 :]
    return "\n".join([head.replace(known.id, known.of, 1), *rest])


def answer(path: Path, name: str) -> str:
    """The source of the function `name` in an exercise.py, "" without one."""
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_source_segment(text, node) or ""
    return ""


def shared(source: str, other: str) -> list[str]:
    """The statements that both sources hold, in whatever layout.

    >>> shared("def f(x):\\n  y = x\\n  return y + 1", "y = (x)\\ny + 1")
    ['y = x']
    """
    return sorted(statements(source) & statements(other))


def statements(source: str) -> set[str]:
    """The statements that say something by themselves: no heads of blocks.

    >>> sorted(statements("for i in x:\\n  y = i\\n  pass"))
    ['y = i']
    """
    telling = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)
    return {
        ast.unparse(node)
        for node in ast.walk(AsMethods().visit(ast.parse(source)))
        if isinstance(node, telling)
    }


class AsMethods(ast.NodeTransformer):
    """numpy's functions of an array as the array's own: both are one line.

    >>> ast.unparse(AsMethods().visit(ast.parse("np.max(Z, axis=1)")))
    'Z.max(axis=1)'
    """

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """A call, turned if it is one that an array has too."""
        self.generic_visit(node)
        function = node.func
        if (
            isinstance(function, ast.Attribute)
            and ast.unparse(function.value) == "np"
            and hasattr(np.ndarray, function.attr)
            and node.args
        ):
            first, *rest = node.args
            method = ast.Attribute(first, function.attr, ast.Load())
            return ast.Call(method, rest, node.keywords)
        return node


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("mistake", WrongCode)
    app.add_directive("reveal", Reveal)
