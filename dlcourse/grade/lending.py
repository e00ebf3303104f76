"""What a student's function finds otherwise for the length of a call.

With nbgrader checks and answers share one Python. So a graded cell can bind
`input` or `print`, replace `random.randint` with unittest.mock, or change a
constant that the answers read. Here the same is asked of the sandbox, for as
long as the judge has it so.
"""

import builtins
import re
import sys
import types
from typing import Any

from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION, Cell
from dlcourse.grade.names import (
    bound_by,
    imported_by,
    modules_imported_by,
    read_by,
)

# What a check does that writes or reads files.
WITH_FILES = re.compile(r"\bopen\(|Path\(|save|load|listdir|exists|isfile")
# What may replace a part of a module: mock.patch, setattr, an assignment.
REPLACING = re.compile(r"patch|setattr|^\s*(\w+\.)+\w+\s*=[^=]", re.MULTILINE)
MASKS = re.compile(r"\b(np|numpy)\.ma\b|\bimport ma\b|\bmasked_|MaskedA")
OFTEN_REPLACED = ("builtins", "math", "os", "random", "time")
# What Python and its tools change themselves, and what each side has its own.
LEFT_ALONE = ("sys", "warnings", "unittest", "pytest", "IPython", "dlcourse")
OWN_CALLABLES = frozenset(
    name for name in dir(builtins) if not name.startswith("_")
)


class Lending:
    """Knows what a course's checks replace. `names` are the judge's."""

    def __init__(self, cells: tuple[Cell, ...], names: dict[str, Any]):
        self.names = names
        checks = [c.source for c in cells if c.kind == GRADED]
        answers = [c.source for c in cells if c.kind in (SOLUTION, OWN)]
        locked = [c.source for c in cells if c.kind == LOCKED]
        bound = union(bound_by, checks) - union(imported_by, checks)
        read = union(read_by, answers) - union(bound_by, answers)
        self.constants = bound & read - OWN_CALLABLES
        self.shadows = bound & OWN_CALLABLES
        self.both = union(bound_by, locked)
        self.same: dict[str, Any] = {}  # as the sandbox has them, too
        self.modules: list[str] = []
        if any(map(REPLACING.search, checks + locked)):
            used = union(modules_imported_by, checks + answers + locked)
            self.modules = sorted(used | set(OFTEN_REPLACED))
        self.stdin = sys.stdin
        self.files = any(map(WITH_FILES.search, checks))
        every = "\n".join(checks + answers + locked)
        self.masks = MASKS.search(every) is not None
        self.stops = "StopIteration" in every
        self.plain: dict[str, dict[str, Any]] = {}

    def begin(self) -> None:
        """Note how modules are before a check changes any."""
        for name in self.modules:
            module = sys.modules.get(name)
            left = name.split(".")[0] in LEFT_ALONE
            if name not in self.plain and not left and is_module(module):
                self.plain[name] = dict(vars(module))

    def locked_ran(self) -> None:
        """What the locked cells have bound, the sandbox has as well."""
        self.same = {
            name: self.names[name] for name in self.both & self.names.keys()
        }

    def lent(self) -> dict[str, Any]:
        """Names that student's functions are to find bound otherwise."""
        found = {
            name: self.names[name]
            for name in self.constants
            if name in self.names
            and self.names[name] is not self.same.get(name, self)
            and not is_module(self.names[name])
        }
        for name in self.shadows & self.names.keys():
            if callable(self.names[name]):
                found[name] = self.names[name]
        for name, value in self.replaced("builtins"):
            found.setdefault(name, value)
        return found

    def patches(self) -> list[tuple[str, str, Any]]:
        """Parts of modules that are replaced just now."""
        stdin = [("sys", "stdin", sys.stdin)]
        return (stdin if sys.stdin is not self.stdin else []) + [
            (module, name, value)
            for module in self.plain
            if module != "builtins"
            for name, value in self.replaced(module)
        ]

    def replaced(self, module: str) -> list[tuple[str, Any]]:
        """The functions of a module that are other ones just now."""
        plain = self.plain.get(module)
        now = vars(sys.modules[module])
        if plain is None or same(plain, now):
            return []
        return [
            (name, now[name])
            for name, before in plain.items()
            if callable(before)
            and not name.startswith("_")
            and now.get(name, before) is not before
        ]


class AsItWas:
    """Python's own functions, while the judge talks with the sandbox.

    A check that forbids `sum` forbids it to the student, not to us.
    """

    def __init__(self, lending: Lending):
        self.found = lending.replaced("builtins")
        self.plain = lending.plain.get("builtins", {})

    def __enter__(self) -> None:
        for name, _ in self.found:
            setattr(builtins, name, self.plain[name])

    def __exit__(self, *_: object) -> None:
        for name, value in self.found:
            setattr(builtins, name, value)


def same(plain: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether all values are the very same ones."""
    return len(plain) == len(now) and all(
        now.get(name, plain) is value for name, value in plain.items()
    )


def is_module(value: Any) -> bool:
    """Whether the value is a module."""
    return isinstance(value, types.ModuleType)


def union(find: Any, texts: list[str]) -> frozenset[str]:
    """What is found in any of the texts."""
    return frozenset().union(*map(find, texts))
