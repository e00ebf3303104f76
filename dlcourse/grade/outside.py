"""The judge's side of the talk with the sandbox.

Nothing that comes from there is believed: frames are checked (sandbox/),
students' objects answer only what cannot forge a mark (standins.py), and of
the judge's own objects only those that the instructor hands over can be
called from there.
"""

import functools
import socket
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from dlcourse.grade.lending import AsItWas, Lending
from dlcourse.grade.sandbox.crossing import (
    CannotCross,
    Crossing,
    importable,
)
from dlcourse.grade.sandbox.files import Handed
from dlcourse.grade.sandbox.inside import (
    act,
    is_standard,
    reference,
    resolve,
)
from dlcourse.grade.sandbox.session import MISSING, Session
from dlcourse.grade.sandbox.standins import (
    HARMLESS,
    OPERATIONS,
    REFUSED,
    FarClass,
    FarIterator,
    builtin_exception,
    far_class,
    far_exception,
    far_function,
    far_instance,
    name_of,
    operations_of,
    signature_from,
    signature_info,
    teach_inspect,
    text_of,
)
from dlcourse.grade.sandbox.wire import BadFrame, Channel, WireError

FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    functools.partial,
    np.ufunc,
)
CONSTANTS = (int, float, str, tuple, list, dict, set, type(None))
DRAWING = ("__next__", "send", "throw")  # what may say that it is at its end
STREAMS = {"stdout", "stderr"}
MOST_WARNINGS = 100
MOST_METHODS = 200  # of one class
# Objects of these modules' classes may be handed to a student's function.
HANDED = ("__main__", "dlcourse", "unittest.mock", "_io")
CALM = np.geterr()


class Outside(Session):
    """The judge's end. `broken` is what ended the talk, or None."""

    def __init__(
        self,
        sock: socket.socket,
        space: dict[str, Any],
        classes: dict[str, frozenset[str]],
        lending: Lending,
        makers: dict[str, frozenset[str]],
    ):
        crossing = Crossing(
            0,
            describe=self.describe,
            stand_in=self.stand_in,
            reference=both_have,
            resolve=allowed,
        )
        super().__init__(Channel(sock), crossing, space)
        teach_inspect()
        self.lending = lending
        crossing.masks = lending.masks
        self.handed: Handed | None = None
        self.lent: dict[str, Any] = {}
        self.patches: list[tuple[str, str, Any]] = []
        self.classes, self.makers = classes, makers
        self.originals: dict[str, Any] = {}  # as the student bound them
        self.broken: WireError | None = None
        self.asked = ""  # the student's function that was called last

    # -------------------------------------------------------- asking

    def ask(
        self,
        operation: str,
        on: Any,
        args: tuple = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """As Session.ask; remembers what broke, whoever catches it."""
        if self.broken:
            raise type(self.broken)("the sandbox is gone")
        if operation == "subclass":
            return self.make_subclass(on)
        if self.depth == 0:
            self.asked = str(getattr(on, "__name__", "") or type(on).__name__)
        if self.depth == 0:
            self.handed = self.files_for(args, kwargs)
            self.lent = self.lending.lent()
            self.patches = self.lending.patches()
        before, self.crossing.arrived = self.crossing.arrived, []
        try:
            with AsItWas(self.lending):
                result = super().ask(operation, on, args, kwargs)
            self.mark_made(operation, on, args, result)
            return result
        except StopIteration as error:
            if operation in DRAWING or self.lending.stops:
                raise
            # It would end a loop of the check's over map(), and all in it.
            raise RuntimeError(f"{self.asked} raised StopIteration") from error
        except WireError as error:
            self.broken = self.broken or error
            raise
        finally:
            self.crossing.arrived = before
            if self.depth == 0:
                self.handed = None

    def files_for(self, args: tuple, kwargs: Any) -> Handed | None:
        """The files whose names a call hands over, if checks use files."""
        if not self.lending.files:
            return None
        return Handed([*args, *(kwargs or {}).values()])

    def mark_made(
        self, operation: str, on: Any, args: tuple, result: Any
    ) -> None:
        """Note which objects a check has made by itself, of their own class.

        These may be compared with numbers: the check is about their class.
        What another function gave back may not, it could equal anything.
        """
        kind = on if isinstance(on, FarClass) else type(on)
        made: Any = None
        if operation == "__call__":
            made = getattr(on, "__far_maker__", None)
            if isinstance(on, FarClass):
                made = on
        elif operation in self.makers.get(kind.__name__, ()):
            made = kind
        elif operation == "getattr" and isinstance(result, types.FunctionType):
            named = args[0] in self.makers.get(kind.__name__, ())
            vars(result)["__far_maker__"] = kind if named else None
        for value in self.crossing.arrived:
            if isinstance(type(value), FarClass):
                ours = isinstance(made, FarClass) and isinstance(value, made)
                object.__setattr__(value, "__far_made__", ours)

    def make_subclass(self, kind: Any) -> None:
        """Make a class over there that a check has built on a student's.

        Its own methods stay here, and are called from there.
        """
        base = next(k for k in kind.__mro__ if "__far_id__" in vars(k))
        own = {
            name: value
            for name, value in vars(kind).items()
            if isinstance(value, types.FunctionType)
            or (not name.startswith("_") and isinstance(value, CONSTANTS))
        }
        made = self.ask("subclassed", base, (kind.__name__, own))
        number = vars(made)["__far_id__"]
        self.crossing.far[number] = kind
        type.__setattr__(kind, "__far_id__", number)

    def with_ask(self) -> dict[str, Any]:
        """What the student's code is to find otherwise while it runs."""
        if self.depth:
            return {}
        more: dict[str, Any] = {}
        if self.handed:
            more["files"] = self.handed.files()
        if not (self.lent or self.patches):
            return more
        return more | {
            "lent": {n: self.node_of(value) for n, value in self.lent.items()},
            "patches": [
                [module, name, self.node_of(value)]
                for module, name, value in self.patches
            ],
        }

    def start(self, text: str, number: int) -> None:
        """Let the sandbox run a cell of the student's."""
        self.crossing.nested = False
        self.crossing.begin()
        self.next_number()
        self.transmit({"do": "run", "text": text, "number": number})

    def ran(self) -> tuple[Any, bool]:
        """The outputs of that cell, unchecked, and whether it went well."""
        header = self.take()
        if header.get("do") != "ran":
            raise BadFrame("an answer to something else")
        return header.get("outputs"), header.get("ok") is True

    def bind(self, names: list[str]) -> None:
        """Bind the names to what they are for the student now.

        What the judge did meanwhile to the names bound before is undone in
        the sandbox, and what it handed over can no longer be used there.
        """
        kept = {
            name: self.space[name] for name in self.names if name in self.space
        }
        for name, original in self.originals.items():
            self.space[name] = original
        self.crossing.nested = False
        self.crossing.begin()
        self.next_number()
        try:
            self.transmit(
                {
                    "do": "names",
                    "names": names,
                    "declared": sorted(self.classes),
                    "common": sorted(self.crossing.common),
                }
            )
            for name in self.originals:
                self.space.pop(name, None)
            self.space.update(
                (name, value)
                for name, value in kept.items()
                if value is not self.originals.get(name, MISSING)
            )
            self.crossing.end_watch()
            self.crossing.revoke()
            self.names = dict.fromkeys(names, MISSING)
            self.answer()
        except WireError as error:
            self.broken = error
            raise
        self.crossing.watch()
        self.originals = {
            name: value
            for name, value in self.names.items()
            if value is not MISSING
        }

    def take_names(self, bind: Any) -> None:
        """As Session's; what the student's code binds is there to stay."""
        super().take_names(bind)
        for name in bind:
            self.originals[name] = self.names[name]
            if self.names[name] is MISSING:
                del self.originals[name]

    def next_number(self) -> None:
        """The judge counts."""
        self.number += 1

    def check_number(self, header: dict[str, Any]) -> None:
        """Whether the frame answers the last one."""
        if header.get("n") != self.number or type(header.get("n")) is not int:
            raise BadFrame("an answer to another question")

    def extras(self) -> dict[str, Any]:
        """numpy's treatment of overflow and the like, if it is not plain."""
        errstate = {
            key: value if value in ("ignore", "warn", "raise") else "warn"
            for key, value in np.geterr().items()
        }
        return {} if errstate == CALM else {"errstate": errstate}

    def take_extras(self, header: dict[str, Any]) -> None:
        """Print what was printed there, and warn of what was warned of."""
        try:
            for name, text in header.get("out", ()):
                if name in STREAMS and isinstance(text, str):
                    getattr(sys, name).write(text)
            if "files" in header and self.handed:
                self.handed.take(header["files"])
            said = list(header.get("warn", ()))[:MOST_WARNINGS]
            rows = [(str(name), str(text)) for name, text in said]
        except (TypeError, ValueError):
            raise BadFrame("news that are no news") from None
        for name, text in rows:
            kind = builtin_exception(name)
            if kind is None or not issubclass(kind, Warning):
                kind = UserWarning
            warnings.warn_explicit(
                text, kind, "student's code", 0, module="__main__"
            )

    # --------------------------------------------------------- asked

    def perform(
        self, operation: str, on: Any, args: list, kwargs: dict[str, Any]
    ) -> Any:
        """Do what the student's code asks of an object it was handed."""
        if isinstance(on, FUNCTIONS):
            allowed = operation == "__call__"
        elif operation in ("getattr", "setattr", "delattr"):
            name = args[0] if args else None
            allowed = isinstance(name, str) and not name.startswith("_")
        elif isinstance(on, type):
            allowed = operation == "__call__"
        elif is_iterator(on):
            allowed = operation in ("__next__", "__iter__", "close", "send")
        else:
            allowed = operation in operations_of(type(on))
        if not allowed:
            raise CannotCross(
                f"{operation} cannot be done with what the check handed over"
            )
        return act(operation, on, args, kwargs)

    def kept_error(self, error: BaseException) -> int | None:
        """The very error may come back, through the student's function."""
        number = self.crossing.new_id()
        self.crossing.own[number] = error
        return number

    # ---------------------------------------------- what crosses how

    def describe(self, value: Any) -> dict[str, Any]:
        """What the sandbox is told of an object of the judge's."""
        if isinstance(value, FUNCTIONS):
            return {
                "kind": "function",
                "name": getattr(value, "__name__", None),
                "doc": getattr(value, "__doc__", None),
                "signature": signature_info(value),
            }
        kind = value if isinstance(value, type) else type(value)
        if is_iterator(value):
            return {"kind": "iterator"}
        if not str(kind.__module__).startswith(HANDED):
            raise CannotCross(
                f"an object of the type {kind.__name__} cannot be handed to "
                "a student's function"
            )
        info: dict[str, Any] = {
            "kind": "class" if isinstance(value, type) else "instance",
            "name": kind.__name__,
            "operations": operations_of(kind),
        }
        if issubclass(kind, BaseException):
            info["exception"] = next(
                b.__name__
                for b in kind.__mro__
                if builtin_exception(b.__name__) is b
            )
        return info

    def stand_in(self, number: int, info: dict[str, Any]) -> Any:
        """What stands here for something of the student's."""
        match info.get("kind"):
            case "function":
                return far_function(self.ask, number, info)
            case "iterator":
                return FarIterator(self.ask, number, info.get("name"))
            case "module":
                why = f"{info.get('name')} is a module"
                return far_instance(unreadable_class(why), number)
            case "class":
                return self.stand_in_class(number, info)
            case "instance":
                kind = self.crossing.decode(info.get("class"))
                if isinstance(kind, FarClass):
                    return far_instance(kind, number)
                if isinstance(kind, type) and issubclass(kind, BaseException):
                    return kind.__new__(kind)
                why = "an object of an unknown class"
                return far_instance(unreadable_class(why), number)
        raise ValueError("something of an unknown kind")

    def stand_in_class(self, number: int, info: dict[str, Any]) -> type:
        """A class of the student's.

        Of one that the course's solution defines, what the solution defines
        is asked for; of any other only what cannot answer a check.
        """
        name = name_of(info)
        kinds = self.crossing.decode_all(info.get("bases", []))
        if info.get("exception") is not None:
            base = builtin_exception(info["exception"]) or Exception
            built_on = tuple(b for b in kinds if issubclass(b, BaseException))
            return far_exception(name, *(built_on or (base,)), number=number)
        own = self.classes.get(name)
        told = frozenset(
            o for o in info.get("operations", ()) if isinstance(o, str)
        )
        ours = self.crossing.common.values()
        bases = tuple(b for b in kinds if isinstance(b, FarClass) or b in ours)
        methods = [m for m in info.get("methods", ()) if is_method(m)]
        kind = far_class(
            self.ask,
            name,
            told & OPERATIONS & (HARMLESS | (own or frozenset())),
            refused=frozenset() if own is not None else REFUSED,
            bases=bases,
            inherited=methods[:MOST_METHODS],
        )
        type.__setattr__(kind, "__far_id__", number)
        type.__setattr__(kind, "__doc__", text_of(info.get("doc"), None))
        signature = signature_from(info.get("signature"))
        if signature is not None:
            type.__setattr__(kind, "__signature__", signature)
        if info.get("fields") is True:
            type.__setattr__(kind, "__far_fields__", True)
        return kind

    def unreadable(self, why: str) -> Any:
        """An object of which nothing can be asked; it says why."""
        return far_instance(unreadable_class(why), 0)


def unreadable_class(why: str) -> type:
    """The class of an object that only says why it did not cross."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise CannotCross(why)

    methods: dict[str, Any] = dict.fromkeys(
        OPERATIONS - {"__hash__", "__repr__", "__str__", "__format__"}, refuse
    )
    methods |= {"__getattr__": refuse, "__hash__": object.__hash__}
    return type("Unreadable", (), methods)


def is_method(name: Any) -> bool:
    """Whether it may be the name of a method that super() finds."""
    return isinstance(name, str) and (
        name == "__init__" or (name.isidentifier() and name[:2] != "__")
    )


def is_iterator(value: Any) -> bool:
    """Whether items are all that is asked of it; a mock can do anything."""
    ours = str(type(value).__module__).startswith(HANDED)
    return isinstance(value, Iterator) and not ours


def both_have(value: Any) -> tuple[str, str] | None:
    """Functions and classes that the sandbox can import for itself.

    The course's own library is another one over there, so its functions are
    called here.
    """
    if isinstance(value, types.MethodDescriptorType):
        return "builtins", value.__qualname__  # str.upper
    if not (isinstance(value, (type, *FUNCTIONS))):
        return None
    if isinstance(value, (types.MethodType, functools.partial)):
        return None
    found = importable(value)
    if found is None or found[0].split(".")[0] == "dlcourse":
        return None
    if isinstance(value, type):
        return reference(value) or found
    return found


def allowed(module: str, name: str) -> Any:
    """What the sandbox may name: Python's and numpy's own classes.

    Not every exception: those of the grader, and of the course's checks, mean
    something to the judge.
    """
    if module not in ("errors", "builtins", "numpy"):
        found = vars(sys.modules.get(module, types)).get(name)
        error = isinstance(found, type) and issubclass(found, BaseException)
        if error and is_standard(module) and is_standard(found.__module__):
            return found
        raise ValueError("a name that only the sandbox can have")
    found = resolve(module, name)
    if found is None or reference(found) != (module, name):
        raise ValueError("a name that only the sandbox can have")
    return found
