"""Values on their way between the judge and the sandbox.

A value becomes a node, which json can write, and a value again:

    null true 3 2.5 "text"            themselves
    ["f", "nan"]                      a float that JSON does not know
    ["i", "-0x1f"]                    a whole number of more than 63 bits
    ["c", re, im] ["b", hex]          complex, bytes
    ["s", dtype, hex] ["d", dtype]    a numpy scalar, a numpy dtype
    ["t", [...]] ["fs", [...]]        tuple, frozenset
    ["nt", name, fields, [...]]       a named tuple
    ["r", a, b, c] ["sl", a, b, c]    range, slice
    ["frac", p, q] ["dec", text]      Fraction, Decimal
    ["at", kind, text] ["dt", d, s, us]   date, datetime or time; timedelta
    ["p", text] ["re", text, flags]   Path, a regular expression
    ["v", id, start, shape, steps]    a view of an array that is shared
    ["ma", data, mask]                a masked array
    ["er", class, [...], {...}]       an exception, its args and attributes
    ["kv", [...]] "iv" "vv"           a dict's keys, items, values
    ["e"] ["ni"]                      Ellipsis, NotImplemented
    ["m", id]                         what can change: see below
    ["h", id, info]                   something that stays with the sender
    ["y", id]                         something that stayed with the receiver
    ["ref", module, name]             what both sides can import, or have
                                      from a locked cell (module __main__)
    ["en", name, member]              a member of such an Enum

What can change stands in the frame's state, [id, kind, content], when it is
new or has changed; kinds.py tells how. Ids of the judge's are even, those of
the sandbox odd. Both sides go by the same rules for when an id is forgotten:
at the end of the outermost call, or, for what came up during a call, before
the next frame when MOST_NESTED others have come up since. If the call gave
back something that stays in the sandbox, a generator for one, or if it was a
method's or another function's that remembers, what it was given and gave back
may be held on to, so that is forgotten later, too.
"""

import contextlib
import datetime
import json
import math
import re
import sys
from collections import namedtuple
from collections.abc import Callable, ItemsView, KeysView, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

import numpy as np

from .kinds import (
    ARRAY,
    ATTRIBUTES,
    KINDS,
    OBJECTS,
    WRONG,
    Attributes,
    Kind,
    Node,
    dtype_node,
    dtype_of,
    kind_of,
    shape_of,
)
from .wire import BadFrame

MOST_NESTED = 16  # each costs a comparison at every switch of side
MOST_KEPT = 48
MOST_DEPTH = 50  # of tuples in tuples
MOST_DIGITS = 4096
RECORD = "record"
FAR_LINE = "far_line"  # of an exception: where the student's code raised it
WIDE = 1 << 63


class CannotCross(TypeError):
    """A value that has no form on the other side; its text names it."""


@dataclass
class Shared:
    """Something that can change, and what the far side knows of it."""

    value: Any
    kind: str
    known: Any = None  # content, as both sides had it last; None: untold
    muted: bool = False  # it holds what cannot cross
    nested: bool = False  # forgotten when others have come up since
    kept: bool = False  # for longer than its call


class Crossing:
    """One side's table of what the far side knows, and both directions.

    `describe(value)` says, for a value that stays here, what the far side is
    told of it, or raises CannotCross; `stays(value)` is true for those that
    stay though they could be copied; `attributes(value)` gives the Attributes
    of a function, or None; `stand_in(id, info)` makes the object
    that stands for one of the far side's; `resolve(module, name)` finds what
    both can import; `reference(value)` names it, or gives None.
    """

    def __init__(
        self,
        first_id: int,
        *,
        describe: Callable[[Any], dict[str, Any]],
        stand_in: Callable[[int, dict[str, Any]], Any],
        reference: Callable[[Any], tuple[str, str] | None],
        resolve: Callable[[str, str], Any],
        stays: Callable[[Any], bool] = lambda value: False,
        attributes: Callable[[Any], Any] = lambda value: None,
    ):
        self.next_id = first_id
        self.describe, self.stand_in = describe, stand_in
        self.reference, self.resolve = reference, resolve
        self.stays, self.attributes = stays, attributes
        self.own: dict[int, Any] = {}  # what stays here
        self.own_ids: dict[int, int] = {}
        self.told: set[int] = set()
        self.far: dict[int, Any] = {}  # stand-ins
        self.arrived: list[Any] = []  # those that came with an answer
        self.shared: dict[int, Shared] = {}
        self.shared_ids: dict[int, int] = {}
        self.watched: set[int] = set()  # shared for longer than a call
        self.holding = False  # whether the sandbox may hold on to what crosses
        self.holders: set[int] = set()  # its objects that remember
        self.nested = False  # whether what comes up now is forgotten early
        self.untrimmed = False  # since the last frame
        self.named: dict[tuple[str, str], Any] = {}  # as ["ref", ...]
        self.untold: dict[int, Any] = {}  # what stays here, new in this frame
        self.looking: Shared  # what is written just now
        self.common: dict[str, type] = {}  # classes of the locked cells
        self.records = Kind(
            object, self.read_record, self.make_record, fill_record
        )
        self.masks = True  # whether arrays that arrive may keep a mask
        self.buffers: list[bytes] = []
        self.depth = 0

    # ------------------------------------------------------- there

    def new_id(self) -> int:
        """The next id of this side's."""
        self.next_id += 2
        return self.next_id

    def encode(self, value: Any) -> Node:
        """The value as a node. Raises CannotCross."""
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if -WIDE < value < WIDE else ["i", wide(value)]
        if kind is float:
            return value if math.isfinite(value) else ["f", repr(value)]
        if kind is tuple:
            return ["t", self.encode_all(value)]
        found = self.known_node(value)
        if found is not None:
            return found
        if self.stays(value):
            return self.keep(value)
        name = RECORD if self.is_record(value) else kind_of(value)
        if name == ARRAY and value.base is not None:
            view = self.view_node(value)
            if view is not None:
                return view
        if name is not None:
            return ["m", self.share(value, name)]
        return self.encode_other(value)

    def known_node(self, value: Any) -> Node | None:
        """The node of what has an id already."""
        number = self.shared_ids.get(id(value))
        if number is not None:
            return ["m", number]
        number = self.own_ids.get(id(value))
        if number is not None:
            info = self.untold.get(number) or self.told_again(value)
            return ["h", number, info] if info else ["h", number]
        for name, known in self.named.items():
            if known is value:
                return ["ref", *name]
        try:
            number = object.__getattribute__(value, "__far_id__")
        except AttributeError:
            return None
        return ["y", number] if self.far.get(number) is value else None

    def encode_other(self, value: Any) -> Node:
        """What is neither a plain number or text nor a container."""
        for kind, write in OTHERS:
            if isinstance(value, kind):
                return write(self, value)
        if isinstance(value, tuple):
            fields = getattr(type(value), "_fields", None)
            if fields is None:
                return ["t", self.encode_all(value)]
            name = type(value).__name__
            return ["nt", name, list(fields), self.encode_all(value)]
        if isinstance(value, Enum) and self.is_common(type(value)):
            return ["en", type(value).__name__, value.name]
        if isinstance(value, type) and self.is_common(value):
            return ["ref", "__main__", value.__name__]
        named = self.reference(value)
        if named is not None:
            self.named[named] = value
            return ["ref", *named]
        return self.keep(value)

    def view_node(self, value: np.ndarray) -> Node | None:
        """The node of a view of an array that is shared, or None."""
        ground = ground_of(value)
        for number, shared in self.shared.items():
            whole = shared.value
            if (
                shared.kind == ARRAY
                and ground_of(whole) is ground
                and whole.dtype == value.dtype
                and whole.flags.c_contiguous
                and value.itemsize
            ):
                away = address(value) - address(whole)
                steps = [step // value.itemsize for step in value.strides]
                start, shape = away // value.itemsize, list(value.shape)
                odd = [b % value.itemsize for b in (away, *value.strides)]
                if not any(odd) and fits(start, shape, steps, whole.size):
                    return ["v", number, start, shape, steps]
        return None

    def read_view(
        self, number: int, start: int, shape: Node, steps: Node
    ) -> np.ndarray:
        """A view of a shared array, made again."""
        shared = self.shared[number]
        lengths = shape_of(shape)
        plain = type(start) is int and all(type(s) is int for s in steps)
        if shared.kind != ARRAY or not plain or len(steps) != len(lengths):
            raise ValueError("no view of an array")
        whole = shared.value
        if not (
            whole.flags.c_contiguous
            and fits(start, lengths, steps, whole.size)
        ):
            raise ValueError("a view of what is not there")
        return np.lib.stride_tricks.as_strided(
            whole.reshape(-1)[start:],
            lengths,
            [step * whole.itemsize for step in steps],
        )

    def is_common(self, kind: type) -> bool:
        """Whether a locked cell made the class, on both sides."""
        return self.common.get(kind.__name__) is kind

    def is_record(self, value: Any) -> bool:
        """Whether the attributes are all of it: the other side has its class.

        A subclass of a list or a number crosses as what it is built on.
        """
        kind = type(value)
        return (
            self.is_common(kind)
            and kind.__new__ is object.__new__
            and hasattr(value, "__dict__")
        )

    def read_record(self, value: Any, encode: Any) -> Node:
        pairs = [[key, encode(item)] for key, item in vars(value).items()]
        return [type(value).__name__, pairs]

    def make_record(self, node: Node) -> Any:
        kind = self.common[node[0]]
        if kind.__new__ is not object.__new__:
            raise ValueError("no class of a record")
        return object.__new__(kind)

    def found(self, module: str, name: str) -> Any:
        """What a reference names."""
        if module == "__main__":
            return self.common[name]
        if (module, name) in self.named:
            return self.named[module, name]
        value = self.resolve(module, name)
        self.named[module, name] = value  # and so it goes back
        return value

    def encode_all(self, values: Any) -> list[Node]:
        """Each value as a node, not too deep."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self.depth = 0
            raise CannotCross("values nested too deep cannot cross")
        nodes = [self.encode(value) for value in values]
        self.depth -= 1
        return nodes

    def share(self, value: Any, kind: str) -> int:
        """Give what can change an id."""
        if kind == ARRAY:
            try:
                dtype_node(value.dtype)
            except WRONG:
                raise CannotCross(
                    f"an array of dtype {value.dtype} cannot cross"
                ) from None
        number = self.new_id()
        self.remember(number, Shared(value, kind, nested=self.nested))
        return number

    def remember(self, number: int, shared: Shared) -> None:
        """Enter something that can change."""
        self.shared[number] = shared
        self.shared_ids[id(shared.value)] = number

    def keep(self, value: Any) -> Node:
        """A node for what stays here."""
        info = self.describe(value)
        info.update(self.told_again(value))
        number = self.new_id()
        self.hold(number, info)
        self.own[number] = value
        self.own_ids[id(value)] = number
        self.untold[number] = info
        return ["h", number, info]

    def told_again(self, value: Any) -> dict[str, Any]:
        """What is told of a thing each time: a function's attributes."""
        kept = self.attributes(value)
        if kept is None or id(kept) in self.shared_ids:
            return {}
        return {ATTRIBUTES: ["m", self.share(kept, ATTRIBUTES)]}

    def attach(self, value: Any, info: Any) -> None:
        """Give a stand-in the attributes that it is told to have."""
        if isinstance(info, dict) and ATTRIBUTES in info:
            kept = self.decode(info[ATTRIBUTES])
            if isinstance(kept, Attributes):
                kept.move_to(value)

    def hold(self, number: int, info: dict[str, Any]) -> None:
        """Note that something of the sandbox's may hold on to values."""
        if number % 2 == 1:
            self.holding = True
            if info.get("holds"):
                self.holders.add(number)

    def asked_of(self, node: Node) -> None:
        """Something is asked of what this node stands for."""
        if isinstance(node, list) and len(node) > 1:
            number = node[1]
            if type(number) is int and number in self.holders:
                self.holding = True

    def begin(self) -> None:
        """Start a frame."""
        self.trim()
        self.buffers, self.depth = [], 0

    def sent(self) -> None:
        """The frame is on its way: the far side knows all that it tells."""
        self.untold.clear()
        self.untrimmed = True

    def undo(self) -> None:
        """Forget what a frame would have told that was not sent."""
        self.drop_untold(0)
        for number in list(self.shared):
            if self.shared[number].known is None:
                self.forget(number)

    def drop_untold(self, first: int) -> None:
        """Forget what stays here, from the first of the untold on."""
        for number in list(self.untold)[first:]:
            self.own_ids.pop(id(self.own.pop(number, None)), None)
            del self.untold[number]

    def try_out(self, value: Any) -> Node:
        """The value's node, if all that it holds can cross, too."""
        start = done = len(self.shared)
        untold = len(self.untold)
        try:
            node = self.encode(value)
            while done < len(self.shared):
                for shared in list(self.shared.values())[done:]:
                    done += 1
                    if shared.kind != ARRAY:
                        self.row(shared.kind).read(shared.value, self.encode)
        except (CannotCross, *WRONG):
            self.depth = 0
            for number in list(self.shared)[start:]:
                self.forget(number)
            self.drop_untold(untold)
            raise
        return node

    def changes(self) -> tuple[list[Node], list[bytes]]:
        """The frame's state and buffers: all that is new or has changed.

        Raises CannotCross for a content that cannot; then nothing has been
        told, and what cannot cross is not looked at again.
        """
        before = {n: shared.known for n, shared in self.shared.items()}
        try:
            return self.all_news()
        except (CannotCross, *WRONG):
            for number, shared in self.shared.items():
                shared.known = before.get(number)
            self.looking.muted = True
            raise

    def all_news(self) -> tuple[list[Node], list[bytes]]:
        """As changes; raises in the middle of it."""
        state: list[Node] = []
        done = 0
        while done < len(self.shared):  # contents may hold further ones
            for number in list(self.shared)[done:]:
                done += 1
                self.looking = self.shared[number]
                content = self.news(self.looking)
                if content is not None:
                    state.append([number, self.shared[number].kind, content])
        return state, self.buffers

    def news(self, shared: Shared) -> Node | None:
        """The content if the far side does not know it."""
        if shared.muted:
            return None
        if shared.kind == ARRAY:
            array = shared.value
            raw = array.tobytes()
            here = (array.dtype, array.shape, raw)
            if here == shared.known:
                return None
            shared.known = here
            self.buffers.append(raw)
            place = len(self.buffers) - 1
            shape, free = list(array.shape), bool(array.flags.writeable)
            return [dtype_node(array.dtype), shape, place, free]
        idle = shared.kind == ATTRIBUTES and shared.known is not None
        if idle and shared.value.untouched():
            return None
        content = self.row(shared.kind).read(shared.value, self.encode)
        known = json.dumps(content)
        if known == shared.known:
            return None
        shared.known = known
        return content

    # -------------------------------------------------------- back

    def row(self, kind: str) -> Kind:
        """The row of KINDS, with what it leaves out."""
        more = {RECORD: self.records, "objects": OBJECTS}
        return more.get(kind) or KINDS[kind]

    def empty(self, kind: str, content: Node, buffers: list[bytes]) -> Any:
        """A new one of a kind, still without its content."""
        if kind != ARRAY:
            return self.row(kind).make(content)
        array = array_from(content, buffers).copy()
        array.flags.writeable = bool(content[3])
        return array

    def absorb(self, state: Node, buffers: list[bytes]) -> None:
        """Take over what is new or has changed. Raises BadFrame."""
        try:
            for number, kind, content in filter(self.is_new, state):
                value = self.empty(kind, content, buffers)
                self.remember(number, Shared(value, kind, nested=self.nested))
            for number, kind, content in state:
                self.take(self.shared[number], kind, content, buffers)
            for number, _, _ in state:
                self.learn(self.shared[number])
        except WRONG as error:
            raise BadFrame(f"a state that cannot be: {error}") from None

    def is_new(self, entry: Node) -> bool:
        """Whether an id is unknown here; it must be the far side's."""
        number = entry[0]
        if type(number) is not int:
            raise ValueError("no id")
        if number not in self.shared and number % 2 == self.next_id % 2:
            raise ValueError("an id of this side's that is not shared")
        return number not in self.shared

    def take(
        self, shared: Shared, kind: str, content: Node, buffers: list[bytes]
    ) -> None:
        """Put the content into what is shared."""
        if kind != shared.kind:
            raise ValueError(f"{shared.kind} became {kind}")
        if kind != ARRAY:
            self.row(kind).fill(shared.value, content, self.decode)
            return
        array = array_from(content, buffers)
        target = shared.value
        if (array.dtype, array.shape) != (target.dtype, target.shape):
            raise ValueError("an array became another kind of array")
        if target.flags.writeable:
            target[...] = array

    def learn(self, shared: Shared) -> None:
        """Note that both sides have the same content now."""
        if shared.kind == ARRAY:
            array = shared.value
            shared.known = (array.dtype, array.shape, array.tobytes())
        else:
            content = self.row(shared.kind).read(shared.value, self.encode)
            shared.known = json.dumps(content)

    def decode(self, node: Node) -> Any:
        """The value of a node. Raises BadFrame."""
        if node is None or type(node) in (bool, int, float, str):
            return node
        try:
            return READERS[node[0]](self, *node[1:])
        except WRONG as error:
            raise BadFrame(f"a value that cannot be: {error}") from None

    def decode_all(self, nodes: Node) -> list[Any]:
        """The values of several nodes."""
        if not isinstance(nodes, list):
            raise ValueError("no list of values")
        return [self.decode(node) for node in nodes]

    def read_shared(self, number: int) -> Any:
        return self.shared[number].value

    def read_far(self, number: int, info: Any = None) -> Any:
        """The stand-in for something of the far side's."""
        if type(number) is not int or number % 2 == self.next_id % 2:
            raise ValueError("no id of the far side's")
        if number not in self.far:
            if not isinstance(info, dict):
                raise ValueError("something that was never described")
            self.far[number] = self.stand_in(number, info)
            self.hold(number, info)
        self.attach(self.far[number], info)
        self.arrived.append(self.far[number])
        return self.far[number]

    def read_own(self, number: int) -> Any:
        """Something of this side's that comes back."""
        if number not in self.own:
            raise ValueError("something that is not known here (any more)")
        return self.own[number]

    # --------------------------------------------------- forgetting

    def trim(self) -> None:
        """Forget what came up during a call, but for the newest.

        Once between two frames, when the values of the last one have been
        read: of a list of many lists, none may be missing.
        """
        if not self.untrimmed:
            return
        self.untrimmed = False
        passing = [
            (number, shared.kept)
            for number, shared in self.shared.items()
            if (shared.nested or shared.kept) and number not in self.watched
        ]
        if len(passing) <= MOST_NESTED:
            return
        for long, most in ((True, MOST_KEPT), (False, MOST_NESTED)):
            numbers = [number for number, kept in passing if kept is long]
            for number in numbers[: max(0, len(numbers) - most)]:
                self.forget(number)

    def end_call(self) -> None:
        """Forget what was shared for the length of a call."""
        for number in list(self.shared):
            shared = self.shared[number]
            if self.holding:
                shared.kept = True
            elif not shared.kept and number not in self.watched:
                self.forget(number)
        self.holding = False

    def watch(self) -> None:
        """Share what is shared now until `end_watch`."""
        self.watched = set(self.shared)

    def end_watch(self) -> None:
        """Forget everything that can change."""
        self.watched.clear()
        for number in list(self.shared):
            self.forget(number)
        self.holding = False

    def forget(self, number: int) -> None:
        """Drop one id of something that can change."""
        shared = self.shared.pop(number)
        self.shared_ids.pop(id(shared.value), None)

    def revoke(self) -> None:
        """Nothing that stayed here may be used from the far side any more."""
        self.own.clear()
        self.own_ids.clear()


def ground_of(array: np.ndarray) -> Any:
    """The array or buffer whose memory it is."""
    while isinstance(array, np.ndarray) and array.base is not None:
        array = array.base
    return array


def address(array: np.ndarray) -> int:
    """Where its first entry lies."""
    return array.__array_interface__["data"][0]


def fits(start: int, shape: Any, steps: Any, size: int) -> bool:
    """Whether all entries of a view lie within so many."""
    if 0 in shape:
        return False
    ends = [(n - 1) * step for n, step in zip(shape, steps)]
    lowest = start + sum(end for end in ends if end < 0)
    highest = start + sum(end for end in ends if end > 0)
    return lowest >= 0 and highest < size


def fill_record(target: Any, node: Node, decode: Callable[..., Any]) -> None:
    items = {str(key): decode(item) for key, item in node[1]}
    vars(target).clear()
    vars(target).update(items)


def array_from(content: Node, buffers: list[bytes]) -> np.ndarray:
    """The array that a content tells of, over the buffer's own bytes."""
    text, shape, place, _ = content
    if type(place) is not int or place < 0:
        raise ValueError("no buffer")
    dtype, raw = dtype_of(text), buffers[place]
    lengths = shape_of(shape)
    if not dtype.itemsize:  # a large array of nothing would get memory
        raise ValueError("an array of nothing")
    if math.prod(lengths) * dtype.itemsize != len(raw):
        raise ValueError("an array of another size than its bytes")
    if not raw:
        return np.empty(lengths, dtype)
    return np.frombuffer(raw, dtype).reshape(lengths)


def wide(value: int) -> str:
    """A large whole number as text."""
    text = hex(value)
    if len(text) > MOST_DIGITS:
        raise CannotCross("a whole number of that length cannot cross")
    return text


def read_wide(crossing: Crossing, text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError("too long")
    return int(text, 16)


def read_float(crossing: Crossing, text: str) -> float:
    if text not in ("nan", "inf", "-inf"):
        raise ValueError("no such float")
    return float(text)


def read_scalar(crossing: Crossing, dtype: str, raw: str) -> Any:
    return np.frombuffer(bytes.fromhex(raw), dtype_of(dtype))[0]


def read_named(
    crossing: Crossing, name: str, fields: list[str], nodes: list[Node]
) -> Any:
    kind = crossing.common.get(name)
    if getattr(kind, "_fields", None) != tuple(fields):
        kind = named(name, tuple(fields))
    # mypy cannot know that what has these _fields can be called.
    return kind(*crossing.decode_all(nodes))  # type: ignore[misc]


def read_member(crossing: Crossing, name: str, member: str) -> Any:
    kind = crossing.common[name]
    if not issubclass(kind, Enum):
        raise ValueError("no Enum")
    return kind[member]


@lru_cache(maxsize=256)
def named(name: str, fields: tuple[str, ...]) -> Any:
    """A class of named tuples; to make one takes long."""
    # mypy wants names that stand in the source; these come over the wire.
    return namedtuple(name, fields)  # type: ignore[misc]


def read_decimal(crossing: Crossing, text: str) -> Decimal:
    number = Decimal(text)
    if number.is_finite() and abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError("a number too long to be calculated with")
    return number


def write_scalar(crossing: Crossing, value: np.generic) -> Node:
    try:
        return ["s", dtype_node(value.dtype), value.tobytes().hex()]
    except WRONG:
        raise CannotCross(
            f"a number of dtype {value.dtype} cannot cross"
        ) from None


def write_time(crossing: Crossing, value: Any) -> Node:
    return ["at", type(value).__name__, value.isoformat()]


def read_time(crossing: Crossing, kind: str, text: str) -> Any:
    if kind not in ("date", "datetime", "time"):
        raise ValueError("no such time")
    return getattr(datetime, kind).fromisoformat(text)


def write_regex(crossing: Crossing, value: re.Pattern) -> Node:
    return ["re", crossing.encode(value.pattern), value.flags]


def read_regex(crossing: Crossing, node: Node, flags: int) -> re.Pattern:
    return regex(crossing.decode(node), flags)


@lru_cache(maxsize=64)
def regex(text: Any, flags: int) -> re.Pattern:
    """A regular expression; to read one takes long."""
    try:
        return re.compile(text, flags)
    except re.error as error:
        raise ValueError(str(error)) from None


def write_masked(crossing: Crossing, value: Any) -> Node:
    parts = (np.asarray(value.data), np.ma.getmaskarray(value))
    return ["ma", *map(crossing.encode, parts)]


def read_masked(crossing: Crossing, data: Node, mask: Node) -> Any:
    """The array; what is masked is no number where nobody asked for masks.

    numpy's own comparisons take whatever is masked for equal.
    """
    array = np.ma.MaskedArray(crossing.decode(data), crossing.decode(mask))
    if crossing.masks:
        return array
    plain = np.array(array.data)
    if not np.any(array.mask):
        return plain
    if plain.dtype.kind in "biu":
        plain = plain.astype(float)
    plain[np.ma.getmaskarray(array)] = np.nan
    return plain


def write_error(crossing: Crossing, error: BaseException) -> Node:
    return [
        "er",
        crossing.encode(type(error)),
        crossing.encode_all(error_args(error)),
        error_attributes(crossing, error),
    ]


def error_args(error: BaseException) -> tuple:
    """What the exception is made of; an OSError names its file."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return error.errno, error.strerror, error.filename
    return error.args


def error_attributes(crossing: Crossing, error: BaseException) -> Node:
    """The nodes of what an exception has besides, if they can cross."""
    nodes: dict[str, Node] = {}
    for name, value in vars(error).items():
        if not name.startswith("__") and name != FAR_LINE:
            with contextlib.suppress(CannotCross, *WRONG):
                nodes[name] = crossing.encode(value)
    return nodes


def read_error(
    crossing: Crossing, kind: Node, args: Node, attributes: Node
) -> BaseException:
    found = crossing.decode(kind)
    if not (isinstance(found, type) and issubclass(found, BaseException)):
        raise ValueError("no class of exceptions")
    values = tuple(crossing.decode_all(args))
    return made_error(crossing, found, values, attributes)


def made_error(
    crossing: Crossing,
    kind: type[BaseException],
    args: tuple,
    attributes: Node,
) -> BaseException:
    """An exception again, as it was where it was made."""
    try:
        error = kind(*args)
    except Exception:
        error = kind.__new__(kind)
    error.args = args
    for name, node in dict(attributes or {}).items():
        if not name.startswith("__"):
            vars(error)[name] = crossing.decode(node)
    return error


def write_numbers(tag: str, *names: str) -> Callable[[Crossing, Any], Node]:
    """Write an object by some of its attributes."""

    def write(crossing: Crossing, value: Any) -> Node:
        return [tag, *(crossing.encode(getattr(value, n)) for n in names)]

    return write


def read_numbers(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make an object again from some nodes."""

    def read(crossing: Crossing, *nodes: Node) -> Any:
        return make(*(crossing.decode(node) for node in nodes))

    return read


# Subclasses of these lose what their class adds: only the data cross.
OTHERS: list[tuple[Any, Callable[[Crossing, Any], Node]]] = [
    (np.generic, write_scalar),
    (bool, lambda _, value: bool(value)),
    (int, lambda crossing, value: crossing.encode(int.__int__(value))),
    (float, lambda crossing, value: crossing.encode(float.__float__(value))),
    (str, lambda _, value: str.__str__(value)),
    (complex, write_numbers("c", "real", "imag")),
    (bytes, lambda _, value: ["b", bytes.hex(value)]),
    (frozenset, lambda crossing, v: ["fs", crossing.encode_all(v)]),
    (range, write_numbers("r", "start", "stop", "step")),
    (slice, write_numbers("sl", "start", "stop", "step")),
    (Fraction, write_numbers("frac", "numerator", "denominator")),
    (Decimal, lambda _, value: ["dec", str(value)]),
    ((datetime.date, datetime.time), write_time),  # a datetime is a date
    (
        datetime.timedelta,
        write_numbers("dt", "days", "seconds", "microseconds"),
    ),
    (PurePath, lambda _, value: ["p", str(value)]),
    (re.Pattern, write_regex),
    (np.ma.MaskedArray, write_masked),
    (BaseException, write_error),
    (TracebackType, lambda *_: None),
    (np.dtype, lambda _, value: ["d", dtype_node(value)]),
    (type(...), lambda *_: ["e"]),
    (type(NotImplemented), lambda *_: ["ni"]),
    (KeysView, lambda crossing, v: ["kv", crossing.encode_all(v)]),
    (ItemsView, lambda crossing, v: ["iv", crossing.encode_all(v)]),
    (ValuesView, lambda crossing, v: ["vv", crossing.encode_all(v)]),
]
READERS: dict[str, Callable[..., Any]] = {
    "f": read_float,
    "i": read_wide,
    "c": read_numbers(complex),
    "b": lambda _, text: bytes.fromhex(text),
    "s": read_scalar,
    "d": lambda _, text: dtype_of(text),
    "t": lambda crossing, nodes: tuple(crossing.decode_all(nodes)),
    "fs": lambda crossing, nodes: frozenset(crossing.decode_all(nodes)),
    "nt": read_named,
    "r": read_numbers(range),
    "sl": read_numbers(slice),
    "frac": read_numbers(Fraction),
    "dec": read_decimal,
    "at": read_time,
    "dt": read_numbers(datetime.timedelta),
    "p": lambda _, text: Path(text),
    "re": read_regex,
    "v": Crossing.read_view,
    "ma": read_masked,
    "er": read_error,
    "kv": lambda crossing, v: dict.fromkeys(crossing.decode_all(v)).keys(),
    "iv": lambda crossing, v: dict(crossing.decode_all(v)).items(),
    "vv": lambda crossing, v: dict(enumerate(crossing.decode_all(v))).values(),
    "e": lambda _: ...,
    "ni": lambda _: NotImplemented,
    "m": Crossing.read_shared,
    "h": Crossing.read_far,
    "y": Crossing.read_own,
    "ref": Crossing.found,
    "en": read_member,
}


def importable(value: Any) -> tuple[str, str] | None:
    """The module and name under which a value can be imported, or None."""
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(
        value, "__name__", None
    )
    if not isinstance(module, str) or not isinstance(name, str):
        if type(value).__name__ == "ufunc":
            module, name = "numpy", value.__name__
        else:
            return None
    if module == "__main__" or "<locals>" in name:
        return None
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return (module, name) if found is value else None
