"""The student's side of the talk: runs in the sandbox.

It does what the judge asks, until the judge hangs up. Whatever happens here
is the student's: nothing that it says is believed.
"""

import builtins
import contextlib
import copy
import functools
import importlib
import inspect
import io
import operator
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .crossing import CannotCross, Crossing, importable
from .files import Lent
from .kinds import Attributes
from .session import MISSING, Session, last_line, nearest_builtin
from .standins import (
    FarIterator,
    annotations_info,
    builtin_exception,
    far_class,
    far_exception,
    far_function,
    far_instance,
    operations_of,
    signature_info,
)
from .wire import BadFrame, Channel, Closed

CACHED: Any = type(functools.cache(len))
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    functools.partial,
    CACHED,
    operator.itemgetter,
    operator.attrgetter,
    operator.methodcaller,
    np.ufunc,
    np.vectorize,
)
CELL = "<ipython-input"
NO_ERRORS_OF = {"__main__", "unittest", "doctest"}
MOST_WARNINGS = 100
LONGEST_WARNING = 1000


def serve(sock: Any, shell: Any, limits: dict[str, Any]) -> None:
    """Answer the judge's frames until it hangs up."""
    inside = Inside(Channel(sock), shell)
    try:
        inside.loop()
    except (Closed, BadFrame):
        return


class Inside(Session):
    """The sandbox's end."""

    def __init__(self, channel: Channel, shell: Any):
        crossing = Crossing(
            -1,
            describe=self.describe,
            stand_in=self.stand_in,
            reference=reference,
            resolve=resolve,
            stays=self.stays,
            attributes=self.attributes,
        )
        super().__init__(channel, crossing, shell.namespace)
        self.shell = shell
        self.declared: frozenset[str] = frozenset()
        self.captured: Any = None
        self.errstate: dict[str, Any] = {}
        self.kept: dict[int, tuple[Any, Attributes]] = {}  # by id()
        self.naming = False  # whether names are told just now
        self.lent: dict[str, Any] = {}
        self.patches: list[list] = []
        self.files: Lent | None = None
        self.shown = {"stdout": 0, "stderr": 0}
        self.warned: list[warnings.WarningMessage] = []

    def loop(self) -> None:
        """One frame after the other."""
        while True:
            header = self.take()
            match header.get("do"):
                case "run":
                    self.run(header["text"], header["number"])
                case "names":
                    self.tell_names(header)
                case "ask":
                    self.serve(header)

    def check_number(self, header: dict[str, Any]) -> None:
        """Answers carry the number of the judge's last frame."""
        self.number = header["n"]

    def run(self, text: str, number: int) -> None:
        """Run a cell of the student's."""
        outputs, ok = self.shell.run(text, number)
        self.crossing.begin()
        self.transmit({"do": "ran", "outputs": outputs, "ok": ok})

    def tell_names(self, header: dict[str, Any]) -> None:
        """What the names stand for now; from here on they are watched."""
        self.crossing.end_watch()
        self.declared = frozenset(header["declared"])
        self.crossing.common = {
            name: kind
            for name in header["common"]
            if isinstance(kind := self.space.get(name), type)
            and kind.__name__ == name
        }
        self.names = dict.fromkeys(header["names"], MISSING)
        self.crossing.begin()
        self.naming = True
        self.transmit({"do": "return", "value": None})
        self.naming = False
        self.crossing.watch()

    # --------------------------------------------------------- asked

    def perform(
        self, operation: str, on: Any, args: list, kwargs: dict[str, Any]
    ) -> Any:
        """Anything may be asked of the student's own objects."""
        if self.depth > 1:
            return act(operation, on, args, kwargs)
        with (
            self.shell.capture() as self.captured,
            warnings.catch_warnings(record=True) as self.warned,
            np.errstate(**self.errstate),
            self.otherwise(),
        ):
            warnings.simplefilter("always")
            self.shown = {"stdout": 0, "stderr": 0}
            return act(operation, on, args, kwargs)

    @contextlib.contextmanager
    def otherwise(self) -> Iterator[None]:
        """Names and parts of modules are what the judge says they are."""
        places = []
        for name, node in self.lent.items():
            places.append((self.space, name, node))
        for module, name, node in self.patches:
            if module in sys.modules:
                places.append((vars(sys.modules[module]), name, node))
        before = [(where, n, where.get(n, MISSING)) for where, n, _ in places]
        try:
            for where, name, node in places:
                where[name] = self.value_of([node])
            yield
        finally:
            for where, name, value in before:
                if value is MISSING:
                    where.pop(name, None)
                else:
                    where[name] = value

    def take_extras(self, header: dict[str, Any]) -> None:
        """numpy's treatment of overflow and the like, as the judge has it.

        And what is to be otherwise, if something is asked from outside.
        """
        self.errstate = header.get("errstate", {})
        if self.depth == 0:
            self.lent = header.get("lent", {})
            self.patches = header.get("patches", [])
            files = header.get("files")
            self.files = None if files is None else Lent(files)

    def extras(self) -> dict[str, Any]:
        """What was printed and warned of since the last frame."""
        extras: dict[str, Any] = {}
        if self.files and self.depth == 1:
            files = self.files.changed()
            if files:
                extras["files"] = files
        out = []
        for name in self.shown if self.captured else ():
            text = self.captured.text(name)
            if len(text) > self.shown[name]:
                out.append([name, text[self.shown[name] :]])
                self.shown[name] = len(text)
        if out:
            extras["out"] = out
        if self.warned:
            extras["warn"] = [
                [w.category.__name__, str(w.message)[:LONGEST_WARNING]]
                for w in self.warned[:MOST_WARNINGS]
            ]
            self.warned.clear()
        return extras

    def passed_on(self) -> tuple[type[BaseException], ...]:
        """sys.exit() in a function ends that call and nothing else."""
        return (BaseException,)

    def line_of(self, error: BaseException) -> list | None:
        """The student's own line, if one is in the traceback."""
        return last_line(error, CELL)

    # ---------------------------------------------- what crosses how

    def stays(self, value: Any) -> bool:
        """Instances of the classes that the course asks for stay whole."""
        kind = type(value)
        return kind.__name__ in self.declared and kind.__module__ == "__main__"

    def attributes(self, value: Any) -> Attributes | None:
        """The attributes of a function that has a name or has some."""
        owner: Any = value
        if isinstance(value, CACHED):
            owner = types.SimpleNamespace(
                cache_info=value.cache_info, cache_clear=value.cache_clear
            )
        elif not isinstance(value, types.FunctionType) or not (
            self.naming or any(name[:2] != "__" for name in vars(value))
        ):
            return None
        return self.kept.setdefault(id(value), (value, Attributes(owner)))[1]

    def describe(self, value: Any) -> dict[str, Any]:
        """What the judge is told of something that stays here."""
        if isinstance(value, type):
            return self.describe_class(value)
        if isinstance(value, types.ModuleType):
            return {"kind": "module", "name": value.__name__}
        if isinstance(value, FUNCTIONS):
            return {
                "kind": "function",
                "name": getattr(value, "__name__", None),
                "doc": getattr(value, "__doc__", None),
                "signature": signature_info(value),
                "annotations": annotations_info(value),
                "generator": inspect.isgeneratorfunction(value),
                "holds": remembers(value),
            }
        kind = type(value)
        drawn = isinstance(value, Iterator) and not self.own_class(kind)
        if drawn and not isinstance(value, io.IOBase):
            return {
                "kind": "iterator",
                "name": type(value).__name__,
                "holds": True,
            }
        return {
            "kind": "instance",
            "holds": True,
            "class": self.crossing.known_node(kind) or self.class_node(kind),
        }

    def class_node(self, kind: type) -> Any:
        """A class's node; numpy's own stay here, as their objects do."""
        node = self.crossing.encode(kind)
        if node[0] == "ref" and node[1] != "__main__":
            return self.crossing.keep(kind)
        return node

    def own_class(self, kind: type) -> bool:
        """Whether the student wrote the class."""
        return kind.__module__ == "__main__"

    def describe_class(self, kind: type) -> dict[str, Any]:
        """A class: its name, what it can do, what it is built on."""
        bases = [
            self.crossing.encode(base)
            for base in kind.__bases__
            if self.own_class(base)
        ]
        return {
            "kind": "class",
            "holds": True,
            "name": kind.__name__,
            "doc": kind.__doc__,
            "operations": operations_of(kind),
            "signature": signature_info(kind),
            "fields": hasattr(kind, "_fields"),
            "methods": [
                name
                for name, value in vars(kind).items()
                if isinstance(value, types.FunctionType)
            ],
            "bases": bases,
            "exception": nearest_builtin(kind)
            if issubclass(kind, BaseException)
            else None,
        }

    def stand_in(self, number: int, info: dict[str, Any]) -> Any:
        """What stands here for something of the judge's."""
        match info["kind"]:
            case "function":
                return far_function(self.ask, number, info)
            case "iterator":
                return FarIterator(self.ask, number)
            case "class":
                if info.get("exception"):
                    base = builtin_exception(info["exception"]) or Exception
                    return far_exception(info["name"], base, number=number)
                kind = self.kind_from(info)
                type.__setattr__(kind, "__far_id__", number)
                return kind
        return far_instance(self.kind_from(info), number)

    def kind_from(self, info: dict[str, Any]) -> type:
        """A class that stands for one of the judge's."""
        return far_class(self.ask, info["name"], frozenset(info["operations"]))


def remembers(function: Any) -> bool:
    """Whether a function may keep what it is given for its next call."""
    if isinstance(function, types.FunctionType):
        return bool(function.__closure__)
    return not isinstance(function, np.ufunc)


def copied(value: Any, deep: bool = False) -> Any:
    """A copy, by the module of that name."""
    return copy.deepcopy(value) if deep else copy.copy(value)


def subclassed(base: type, name: str, own: dict[str, Any]) -> type:
    """A class built on the base, as a check has written it."""
    return type(base)(name, (base,), {"__module__": "__main__", **own})


def act(operation: str, on: Any, args: list, kwargs: dict[str, Any]) -> Any:
    """Do to the object what is asked."""
    plain: dict[str, Callable[..., Any]] = {
        "getattr": getattr,
        "setattr": setattr,
        "delattr": delattr,
        "__next__": next,
        "__iter__": iter,
        "subclassed": subclassed,
        "copied": copied,
    }
    if operation in plain:
        return plain[operation](on, *args)
    if operation == "__call__":
        return on(*args, **kwargs)
    return getattr(on, operation)(*args, **kwargs)


def reference(value: Any) -> tuple[str, str] | None:
    """Python's and numpy's own classes are the same on both sides."""
    if not isinstance(value, type):
        return None
    name: str = value.__name__
    if builtin_exception(name) is value:
        return ("errors", name)
    for module in (builtins, np):
        if vars(module).get(name) is value:
            return (module.__name__, name)
    if issubclass(value, BaseException) and is_standard(value.__module__):
        return importable(value)
    return None


def is_standard(module: str) -> bool:
    """Whether a module is one of Python's own, and none that judges.

    An error of unittest's can say that a test was skipped.
    """
    return module.split(".")[0] in sys.stdlib_module_names - NO_ERRORS_OF


def resolve(module: str, name: str) -> Any:
    """What the judge and the sandbox can both import."""
    if module == "errors":
        return builtin_exception(name)
    try:
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        raise CannotCross(f"{module}.{name} is not at hand here") from None
    return found
