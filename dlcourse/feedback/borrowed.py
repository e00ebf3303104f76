"""What a student's cells take from the library that the grader's has not.

At home the whole library is installed, and an answer may be a mere import of
it. While work is graded only a part of it is there (`asked.py`), so that such
an answer fails; better to hear it before.
"""

import ast
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import dlcourse
from dlcourse.feedback.asked import (
    DOWNLOADED,
    GIVES_AWAY,
    at_hand,
    is_absent,
    reason,
)

LIBRARY = "dlcourse"
OWN = "dlcourse.feedback.own"


@dataclass
class Names:
    """What the cells so far have bound, used and taken."""

    modules: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)
    stars: list[str] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


def borrowed(
    cells: Iterable[tuple[ast.Module, bool]],
    assignment: str | None,
    asked: Iterable[str],
) -> list[str]:
    """A note for each name that the grader will not find.

    `cells` are parsed, in the notebook's order, each with whether it is the
    student's: the imports of other cells give names, but are no fault.
    `asked` are the functions that the notebook asks for.
    """
    names = Names()
    for tree, theirs in cells:
        look_at(tree, names, theirs)
    found = dict.fromkeys(
        name
        for path, name in [*names.taken, *from_stars(names, set(asked))]
        for name in missing(path, name, assignment)
    )
    return [
        f"{name} is taken from dlcourse, where the grader will not find it: "
        f"it is {reason(name, assignment)}"
        for name in found
    ]


def look_at(tree: ast.Module, names: Names, theirs: bool) -> None:
    """Note what a cell imports, and what it reads of what was imported."""
    taken: list[tuple[str, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                taken += whole_module(alias, names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            taken += parts_of_module(node, names, theirs)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Call)):
            taken += attribute(node, names)
        elif isinstance(node, ast.Name):
            kind = names.used if is_read(node) else names.bound
            kind.update({node.id} if theirs else ())
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and theirs:
            names.bound.add(node.name)
    if theirs:
        names.taken += taken


def is_read(node: ast.Name) -> bool:
    """Whether a name is read here, and not bound."""
    return isinstance(node.ctx, ast.Load)


def whole_module(alias: ast.alias, names: Names) -> list[tuple[str, str]]:
    """`import dlcourse.tape as t`: a module by a name, or by its first."""
    first, _, rest = alias.name.partition(".")
    if first != LIBRARY:
        return []
    names.modules[alias.asname or first] = (
        alias.name if alias.asname else first
    )
    return [(LIBRARY, rest.partition(".")[0])] if rest else []


def parts_of_module(
    node: ast.ImportFrom, names: Names, theirs: bool
) -> list[tuple[str, str]]:
    """`from dlcourse.losses import a, b as c`, or a star."""
    origin = node.module or ""
    if origin.partition(".")[0] != LIBRARY:
        return []
    taken = []
    for alias in node.names:
        if alias.name == "*":
            names.stars += [origin] if theirs else []
        else:
            names.modules[alias.asname or alias.name] = (
                f"{origin}.{alias.name}"
            )
            taken.append((origin, alias.name))
    return taken


def attribute(
    node: ast.Attribute | ast.Call, names: Names
) -> Iterator[tuple[str, str]]:
    """`d.softmax` for a module d of the library, and the same in words.

    In words: getattr(d, "softmax"), or own("3_loss", "softmax"), which falls
    back on the library.
    """
    if isinstance(node, ast.Attribute):
        found = [(path_of(node.value, names), node.attr)]
    elif not isinstance(node.func, ast.Name):
        found = []
    elif node.func.id == "getattr" and node.args:
        path = path_of(node.args[0], names)
        found = [(path, word) for word in words_in(node.args[1:2])]
    elif names.modules.get(node.func.id) == OWN:
        found = [(LIBRARY, word) for word in words_in(node.args[1:])]
    else:
        found = []
    return ((path, name) for path, name in found if path)


def words_in(arguments: list[ast.expr]) -> list[str]:
    """Those of a call's arguments that are written out as text."""
    return [
        argument.value
        for argument in arguments
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
    ]


def path_of(node: ast.expr, names: Names) -> str:
    """The dotted path that an expression means in the library, or ""."""
    if isinstance(node, ast.Name):
        return names.modules.get(node.id, "")
    if isinstance(node, ast.Attribute):
        path = path_of(node.value, names)
        return f"{path}.{node.attr}" if path else ""
    return ""


def from_stars(names: Names, asked: set[str]) -> Iterator[tuple[str, str]]:
    """What a star brought that is read, or asked for, and bound nowhere."""
    for origin in names.stars:
        for name in sorted((names.used | asked) - names.bound):
            if name in dlcourse.__all__:
                yield origin, name


def missing(path: str, name: str, assignment: str | None) -> list[str]:
    """The name, if the grader will not find it there; else its module."""
    known = {*dlcourse.__all__, *GIVES_AWAY, *DOWNLOADED}
    if name in known and is_absent(name, assignment):
        return [name]
    parts = [*path.split("."), name][1:]
    return [part for part in parts[:1] if is_left_out(part, assignment)]


def is_left_out(module: str, assignment: str | None) -> bool:
    """Whether a module of the library has nothing that is at hand."""
    if module not in {m.name for m in pkgutil.iter_modules(dlcourse.__path__)}:
        return False
    homes = {
        getattr(dlcourse, name).__module__ for name in at_hand(assignment)
    }
    homes.add(f"{LIBRARY}.checks")
    return f"{LIBRARY}.{module}" not in homes and is_absent(module, assignment)
