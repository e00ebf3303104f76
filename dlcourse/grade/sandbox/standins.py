"""What stands on one side for something that stays on the other.

A function of the student's is a real function in the judge: it can be called,
named, looked at with inspect. A class is a real class, its instances are
instances of it. Whatever is done to one of them is asked of the other side.

The judge must not ask everything. An object whose class the course does not
know could answer `result == expected` or `result - expected` as it likes,
after it has seen what is expected. So of such an object the judge may read
attributes, items and its length, and call it; comparing it, calculating with
it or turning it into a number raises CannotCross. Of a class that the
course's own solution defines, the judge asks for what that solution defines.
"""

import ast
import builtins
import contextlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from numbers import Number
from types import CodeType, FunctionType, GeneratorType
from typing import Any

import numpy as np

from .crossing import CannotCross

Ask = Callable[..., Any]

MOST_DRAWS = 100_000  # of one generator
LONGEST_TEXT = 1 << 16
LONGEST_DEFAULT, MOST_DEFAULTS = 200, 2000  # characters
NO_VALUE = (ValueError, SyntaxError, MemoryError, RecursionError, TypeError)
LAMBDA = "<lambda>"


def dunders(names: str) -> frozenset[str]:
    """The methods that operations call, by their short names."""
    return frozenset(f"__{name}__" for name in names.split())


HARMLESS = dunders(
    "call len getitem setitem delitem iter next enter exit str repr reversed"
)
# What could answer a check by looking at what the check expects.
COMPARING = dunders("eq ne lt le gt ge")
CALCULATING = dunders(
    "bool int float complex index abs neg pos invert round contains array "
    "format hash add sub mul truediv floordiv mod divmod pow matmul and or "
    "xor lshift rshift radd rsub rmul rtruediv rfloordiv rmod rdivmod rpow "
    "rmatmul rand ror rxor rlshift rrshift iadd isub imul itruediv ifloordiv "
    "imod ipow imatmul iand ior ixor"
)
OPERATIONS = HARMLESS | COMPARING | CALCULATING
REFUSED = (COMPARING | CALCULATING) - {"__hash__", "__format__"}


def operations_of(kind: type) -> list[str]:
    """The operations that a class defines beyond what every object has."""
    return sorted(
        name
        for name in OPERATIONS
        if getattr(kind, name, None) is not getattr(object, name, None)
        and getattr(kind, name, None) is not None
    )


def signature_info(function: Any) -> list | None:
    """A function's parameters: name, kind, whether it has a default, which."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [
        [
            p.name,
            int(p.kind),
            p.default is not p.empty,
            repr(p.default) if is_plain(p.default) else None,
        ]
        for p in parameters
    ]


def is_plain(value: Any) -> bool:
    """Whether the text of a default value is all of it."""
    if type(value) is tuple:
        return all(map(is_plain, value))
    known = (bool, int, float, str, bytes, type(None))
    return type(value) in known and len(repr(value)) < LONGEST_DEFAULT


def default_from(known: bool, text: Any) -> Any:
    """A default value again, from signature_info's."""
    if not known:
        return inspect.Parameter.empty
    if isinstance(text, str) and len(text) < MOST_DEFAULTS:
        with contextlib.suppress(*NO_VALUE):
            return ast.literal_eval(text)
    return Default()


def annotations_info(function: Any) -> dict[str, str]:
    """What a function says of its parameters' types: their names."""
    if not isinstance(function, FunctionType):
        return {}
    return {
        str(name): kind.__name__ if isinstance(kind, type) else str(kind)
        for name, kind in function.__annotations__.items()
    }


def annotation_from(name: Any) -> Any:
    """Python's own type of that name, or the text."""
    found = getattr(builtins, str(name), None)
    if str(name) == "None":
        return None
    return found if isinstance(found, type) else text_of(name, None)


class Default:
    """What stands for a default value that stays on the other side."""

    def __repr__(self) -> str:
        return "..."


def signature_from(info: Any) -> inspect.Signature | None:
    """The signature that signature_info told of; None if it cannot be."""
    if not isinstance(info, list) or len(info) > 100:
        return None
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    list(inspect._ParameterKind)[kind],
                    default=default_from(bool(known), text),
                )
                for name, kind, known, text in info
            ]
        )
    except (TypeError, ValueError, IndexError):
        return None


def text_of(value: Any, otherwise: str | None) -> str | None:
    """A text from the far side, not too long, or otherwise."""
    if not isinstance(value, str):
        return otherwise
    return value[:LONGEST_TEXT]


def name_of(info: dict[str, Any]) -> str:
    """The name of something of the far side's, safe to show."""
    name = info.get("name")
    if isinstance(name, str) and (name.isidentifier() or name == LAMBDA):
        return name[:100]
    return "something"


def far_function(ask: Ask, number: int, info: dict[str, Any]) -> FunctionType:
    """A function that asks the far side to call its own."""

    def function(*args: Any, **kwargs: Any) -> Any:
        return ask("__call__", function, args, kwargs)

    name = name_of(info)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text_of(info.get("doc"), None)
    function.__module__ = "__main__"
    signature = signature_from(info.get("signature"))
    if signature is not None:
        # inspect reads it, and typeshed lists no such attribute.
        function.__signature__ = signature  # type: ignore[attr-defined]
    said = info.get("annotations")
    if isinstance(said, dict) and len(said) < MOST_DEFAULTS:
        function.__annotations__ = {
            name: annotation_from(kind) for name, kind in said.items()
        }
    # Attributes of our own: mypy knows those of every function alone.
    function.__far_id__ = number  # type: ignore[attr-defined]
    if info.get("generator") is True:
        function.__far_generator__ = True  # type: ignore[attr-defined]
    # It is a FunctionType; mypy sees a Callable.
    return function  # type: ignore[return-value]


PLAIN_ISGENERATORFUNCTION = inspect.isgeneratorfunction


def isgeneratorfunction(value: Any) -> bool:
    """As inspect's, which looks at a function's code."""
    far = getattr(value, "__far_generator__", False) is True
    return far or PLAIN_ISGENERATORFUNCTION(value)


def teach_inspect() -> None:
    """Let inspect know of generator functions that stay on the far side."""
    # Ours has a plainer signature than the overloads that it stands for.
    inspect.isgeneratorfunction = isgeneratorfunction  # type: ignore[assignment]


def placed(function: FunctionType, filename: str, line: int) -> None:
    """Say where the function's source stands, for inspect.getsource."""
    code: CodeType = function.__code__
    function.__code__ = code.replace(
        co_filename=filename, co_firstlineno=line, co_name=function.__name__
    )


ITERATORS: dict[str, type] = {
    kind.__name__: kind
    for kind in (GeneratorType, map, filter, zip, enumerate, reversed)
}


class FarIterator:
    """Items drawn one at a time from the far side's iterator.

    isinstance takes it for what it is over there, if Python has that kind.
    """

    def __init__(self, ask: Ask, number: int, kind: Any = ""):
        self.__far_id__ = number
        self.ask, self.drawn = ask, 0
        self.kind = ITERATORS.get(kind) if isinstance(kind, str) else None

    # object has __class__ as an attribute, and a property may stand for it.
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return self.kind or FarIterator

    def __iter__(self) -> Iterator:
        return self

    def __next__(self) -> Any:
        self.drawn += 1
        if self.drawn > MOST_DRAWS:
            raise RuntimeError(
                f"it gave more than {MOST_DRAWS} items and does not end"
            )
        return self.ask("__next__", self, (), {})

    def close(self) -> None:
        """As a generator's."""
        self.ask("close", self, (), {})

    def send(self, value: Any) -> Any:
        """As a generator's."""
        return self.ask("send", self, (value,), {})


def asking(operation: str) -> Callable[..., Any]:
    """A method that asks the far side."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return type(self).__ask__(operation, self, args, kwargs)

    method.__name__ = operation
    return method


def comparing(operation: str) -> Callable[[Any, Any], Any]:
    """A comparison between two objects of the far side's.

    With a number or the like it is asked only of what a check made itself.
    """
    ask, refuse = asking(operation), refusing(operation)

    def method(self: Any, other: Any) -> Any:
        if hasattr(type(other), "__ask__") or self.__far_made__:
            return ask(self, other)
        if isinstance(other, (Number, str, np.ndarray)):
            return refuse(self, other)
        return NotImplemented

    return method


def refusing(operation: str) -> Callable[..., Any]:
    """A method that says why this is not asked."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise CannotCross(
            f"an object of the class {type(self).__name__} came back; "
            "numbers, arrays, texts, lists, tuples and dicts can be compared "
            "and calculated with, such an object cannot"
        )

    return method


def get_attribute(self: Any, name: str) -> Any:
    """An attribute of the far side's object."""
    if name.startswith("__") and name != "__dict__":
        return object.__getattribute__(self, name)
    return type(self).__ask__("getattr", self, (name,), {})


def set_attribute(self: Any, name: str, value: Any) -> None:
    """Set an attribute of the far side's object."""
    type(self).__ask__("setattr", self, (name, value), {})


def delete_attribute(self: Any, name: str) -> None:
    """Delete an attribute of the far side's object."""
    type(self).__ask__("delattr", self, (name,), {})


class FarClass(type):
    """The class of classes that stand for the far side's.

    Calling one makes an instance over there.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "__far_id__" not in cls.__dict__:  # written here, on a far one
            cls.__ask__("subclass", cls, (), {})
        return cls.__ask__("__call__", cls, args, kwargs)

    def __getattribute__(cls, name: str) -> Any:
        known = type.__getattribute__(cls, "__dict__")
        if name.startswith(("__", "_abc_")) or "__far_id__" not in known:
            return type.__getattribute__(cls, name)
        return cls.__ask__("getattr", cls, (name,), {})

    def __instancecheck__(cls, value: Any) -> bool:
        if "__far_fields__" in cls.__dict__ and isinstance(value, tuple):
            return type(value).__name__ == cls.__name__
        return super().__instancecheck__(value)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name.startswith("__") or "__far_id__" not in cls.__dict__:
            type.__setattr__(cls, name, value)
        else:
            cls.__ask__("setattr", cls, (name, value), {})

    def __delattr__(cls, name: str) -> None:
        cls.__ask__("delattr", cls, (name,), {})

    def __iter__(cls) -> Any:  # an Enum
        return cls.__ask__("__iter__", cls, (), {})

    def __len__(cls) -> int:
        return cls.__ask__("__len__", cls, (), {})

    def __getitem__(cls, key: Any) -> Any:
        return cls.__ask__("__getitem__", cls, (key,), {})

    def __bool__(cls) -> bool:
        return True


def far_class(
    ask: Ask,
    name: str,
    operations: frozenset[str],
    *,
    refused: frozenset[str] = frozenset(),
    bases: tuple[type, ...] = (),
    inherited: Iterable[str] = (),
) -> type:
    """A class whose instances ask the far side for these operations.

    `inherited` are methods that a class built on it here finds by super().
    """
    methods: dict[str, Any] = {
        "__ask__": staticmethod(ask),
        "__far_made__": False,
        "__getattribute__": get_attribute,
        "__setattr__": set_attribute,
        "__delattr__": delete_attribute,
        "__hash__": object.__hash__,
        "__module__": "__main__",
        "__copy__": lambda self: ask("copied", self, (), {}),
        "__deepcopy__": lambda self, _: ask("copied", self, (True,), {}),
    }
    for operation in refused - operations:
        methods[operation] = refusing(operation)
    for method in inherited:
        methods[method] = inheriting(ask, method)
    for operation in operations:
        make = comparing if operation in COMPARING else asking
        methods[operation] = make(operation)
    if refused and "__exit__" in operations:
        methods["__exit__"] = leaving
    made = None
    with contextlib.suppress(Exception):  # the course's own base may refuse
        made = made_class(name, bases, methods)
    return made or FarClass(name, (), methods)


def leaving(self: Any, *args: Any) -> bool:
    """End a `with` block; what failed in the block has failed.

    An object that the course does not know cannot take an assertion back.
    """
    type(self).__ask__("__exit__", self, args, {})
    return False


def inheriting(ask: Ask, name: str) -> Callable[..., Any]:
    """A method of the far class that stands nearest, for super()."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        kind = next(
            k
            for k in type(self).__mro__
            if vars(k).get(name) is method and "__far_id__" in vars(k)
        )
        function = ask("getattr", kind, (name,), {})
        return ask("__call__", function, (self, *args), kwargs)

    method.__name__ = name
    return method


def made_class(
    name: str, bases: tuple[type, ...], methods: dict[str, Any]
) -> type:
    """A class built on others, of a kind that suits them all."""
    kinds = {type(base) for base in bases} - {type, FarClass}
    more = tuple(k for k in kinds if not issubclass(FarClass, k))
    own = any(issubclass(k, FarClass) for k in more)
    meta = (
        type("FarClass", more if own else (FarClass, *more), {})
        if more
        else FarClass
    )
    made = meta(name, bases, methods)
    type.__setattr__(made, "__abstractmethods__", frozenset())
    return made


def far_instance(kind: type, number: int) -> Any:
    """An instance of such a class, without asking for a new one."""
    instance: Any = object.__new__(kind)
    object.__setattr__(instance, "__far_id__", number)
    return instance


def far_exception(
    name: str, *bases: type[BaseException], number: int | None = None
) -> type:
    """A class of exceptions that stands for one of the far side's."""

    def words(self: Any) -> str:
        text = vars(self).get("__far_text__")
        return bases[0].__str__(self) if text is None else text

    return type(
        name,
        bases,
        {"__module__": "__main__", "__far_id__": number, "__str__": words},
    )


def builtin_exception(name: Any) -> type[BaseException] | None:
    """Python's or numpy's own exception or warning of this name."""
    if not isinstance(name, str):
        return None
    found = getattr(builtins, name, None) or NUMPYS.get(name)
    if isinstance(found, type) and issubclass(found, BaseException):
        return found
    return None


def numpys_exceptions() -> dict[str, type[BaseException]]:
    """The exceptions that numpy adds."""
    found = {
        name: value
        for name, value in vars(np.exceptions).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
    return {**found, "LinAlgError": np.linalg.LinAlgError}


NUMPYS = numpys_exceptions()
