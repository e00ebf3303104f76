"""Which names a cell binds and reads, found without running it.

From the course's own cells this tells which names of a graded cell stand for
something of the student's.
"""

import ast
import builtins
import itertools
import re
import symtable
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION, Cell

MOST_MAGICS = 100  # lines; the transformer reads the cell anew for each
MAGIC = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.MULTILINE)
NO_PYTHON = (SyntaxError, ValueError, RuntimeError, MemoryError)
BUILTIN = frozenset(dir(builtins)) | {
    *("get_ipython", "display", "__name__", "__builtins__")
}

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@lru_cache(maxsize=4096)
def python_of(text: str) -> str:
    """The cell as Python: IPython's magics and `!` become calls."""
    if plain_tree(text) is not None:
        return text if text.endswith("\n") else f"{text}\n"
    return TransformerManager().transform_cell(text)


@lru_cache(maxsize=256)
def plain_tree(text: str) -> ast.Module | None:
    """The syntax tree of a cell that is Python as it stands, or None.

    Most are, and IPython's transformer takes ten times as long.
    """
    if MAGIC.search(text):
        return None
    try:
        return ast.parse(text)
    except NO_PYTHON:
        return None


def readable(text: str) -> str:
    """As python_of, for a text that may be anyone's. Raises NO_PYTHON."""
    magics = MAGIC.finditer(text)
    if next(itertools.islice(magics, MOST_MAGICS, None), None):
        raise ValueError("more magics than anyone writes")
    return python_of(text)


@lru_cache(maxsize=4096)
def scopes(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The global names that a cell binds, and those that it reads.

    Both are empty for a cell that is no Python.
    """
    try:
        top = symtable.symtable(readable(text), "cell", "exec")
    except NO_PYTHON:
        return frozenset(), frozenset()
    bound = {s.get_name() for s in top.get_symbols() if is_bound(s)}
    read = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    read |= added_to(tree_of(text).body)
    inner = list(top.get_children())
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        for symbol in scope.get_symbols():
            if not symbol.is_global():
                continue
            if is_bound(symbol):
                bound.add(symbol.get_name())
            if symbol.is_referenced():
                read.add(symbol.get_name())
    return frozenset(bound), frozenset(read)


def added_to(statements: list[ast.stmt]) -> set[str]:
    """Names that `+=` and its like change at the top level: read as well."""
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, SCOPES):
            continue
        if isinstance(statement, ast.AugAssign) and isinstance(
            statement.target, ast.Name
        ):
            found.add(statement.target.id)
        for part in ("body", "orelse", "finalbody"):
            found |= added_to(getattr(statement, part, []))
    return found


def is_bound(symbol: symtable.Symbol) -> bool:
    """Whether the scope itself binds the name."""
    return symbol.is_assigned() or symbol.is_imported()


def bound_by(text: str) -> frozenset[str]:
    """The global names that a cell binds."""
    return scopes(text)[0]


def read_by(text: str) -> frozenset[str]:
    """The global names that a cell reads, in its functions too."""
    return scopes(text)[1]


def tree_of(text: str) -> ast.Module:
    """The cell's syntax tree, empty if it is no Python."""
    try:
        return plain_tree(text) or ast.parse(readable(text))
    except NO_PYTHON:
        return ast.Module([], [])


@lru_cache(maxsize=4096)
def imports_of(text: str) -> str:
    """The import statements at the top level of a cell, one a line."""
    return "\n".join(
        ast.unparse(statement)
        for statement in tree_of(text).body
        if isinstance(statement, (ast.Import, ast.ImportFrom))
    )


def imported_by(text: str) -> frozenset[str]:
    """The names that the import statements of a cell bind."""
    return bound_by(imports_of(text))


def modules_imported_by(text: str) -> frozenset[str]:
    """The modules that a cell names in its import statements."""
    found = set()
    for node in ast.walk(tree_of(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


def definitions_in(text: str) -> dict[str, int]:
    """{function or class: line} that a cell defines at its top level."""
    return {
        statement.name: statement.lineno
        for statement in tree_of(text).body
        if isinstance(
            statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        )
    }


def classes_in(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """{class: its methods, inherited ones too} of the cells' classes."""
    classes: dict[str, frozenset[str]] = {}
    for text in texts:
        for statement in tree_of(text).body:
            if isinstance(statement, ast.ClassDef):
                classes[statement.name] = methods_of(statement, classes)
    return classes


def methods_of(
    statement: ast.ClassDef, known: dict[str, frozenset[str]]
) -> frozenset[str]:
    """The methods of one class; a dataclass compares and shows itself."""
    methods = {
        part.name
        for part in statement.body
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))
    } | {
        target.id
        for part in statement.body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    for base in statement.bases:
        if isinstance(base, ast.Name):
            methods |= known.get(base.id, frozenset())
    decorators = " ".join(map(ast.unparse, statement.decorator_list))
    if "dataclass" in decorators:
        methods |= {"__eq__", "__repr__"}
    if "order=True" in decorators or "total_ordering" in decorators:
        methods |= {"__lt__", "__le__", "__gt__", "__ge__"}
    return frozenset(methods)


def makers_in(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """{class: its methods that give back nothing but a new object of it}."""
    return {
        statement.name: frozenset(
            part.name
            for part in statement.body
            if isinstance(part, ast.FunctionDef)
            and makes_only(part, statement.name)
        )
        for text in texts
        for statement in tree_of(text).body
        if isinstance(statement, ast.ClassDef)
    }


def makes_only(function: ast.FunctionDef, kind: str) -> bool:
    """Whether all that it returns are calls of its class."""
    called = {
        ast.unparse(node.value.func)
        if isinstance(node.value, ast.Call)
        else ast.unparse(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value
    } - {"NotImplemented"}
    return bool(called) and called <= {
        *(kind, "cls", "type(self)", "self.__class__")
    }


@dataclass(frozen=True)
class Names:
    """What the course's cells say about names.

    `answers`: {name: place of the cell} that a solution cell binds, imports
    aside; `students`: all that may stand for something of the student's;
    `classes`: {class: methods} that the course's own solution defines, and
    `makers`: those of them that only make a new object of their class.
    """

    answers: dict[str, int]
    students: frozenset[str]
    classes: dict[str, frozenset[str]]
    makers: dict[str, frozenset[str]]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, cells: tuple[Cell, ...]) -> "Names":
        """Read the course's cells; the next job has the same ones."""
        texts = {
            kind: [cell.source for cell in cells if cell.kind == kind]
            for kind in (LOCKED, SOLUTION, GRADED, OWN)
        }
        answers: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if cell.kind == SOLUTION:
                for name in bound_by(cell.source) - imported_by(cell.source):
                    answers.setdefault(name, place)
        judges = BUILTIN.union(
            *map(bound_by, texts[LOCKED] + texts[GRADED]),
            *map(imported_by, texts[SOLUTION] + texts[OWN]),
        )
        read = frozenset().union(*map(read_by, texts[GRADED]))
        defined = set().union(
            *map(definitions_in, texts[SOLUTION] + texts[OWN])
        )
        return cls(
            answers,
            (frozenset(answers) | (read - judges)) - BUILTIN,
            {
                name: methods
                for name, methods in classes_in(
                    texts[LOCKED] + texts[SOLUTION] + texts[OWN]
                ).items()
                if name in defined
            },
            makers_in(texts[SOLUTION] + texts[OWN]),
        )
