"""How the contents of things that can change are written as plain data.

A list, a dict, an array or a generator of random numbers that crosses keeps
its identity for as long as a call lasts: it is sent once, with a number, and
after that only when it has changed. Each kind has a row in KINDS: how its
content is read, how an empty one is made, and how content is put into one
that is there already. The far side may send anything: whatever does not fit
raises one of WRONG, and crossing.py makes BadFrame of it.
"""

import math
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

Node = Any  # what json can write
Encode = Callable[[Any], Node]
Decode = Callable[[Node], Any]

# What decoding can raise when the far side sends nonsense.
WRONG = (
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,  # Fraction(1, 0), Decimal("x")
    RecursionError,
    MemoryError,
    SyntaxError,  # a named tuple whose fields are twins
    SystemError,  # a text of characters that are none
    np.ma.MAError,
)
ARRAY, ATTRIBUTES = "array", "attributes"
NUMBERS = "biufcSUMm"  # numpy's letters: no objects, no structures
MOST_AXES = 32
MOST_FIELDS = 100  # of a structured array
GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
MT_WORDS, PHILOX_WORDS = 624, 4  # that a place in a state may point at


@dataclass(frozen=True)
class Kind:
    """Read gives the content, make an empty one, fill puts content in."""

    type: type
    read: Callable[[Any, Encode], Node]
    make: Callable[[Node], Any]
    fill: Callable[[Any, Node, Decode], None]


def kind_of(value: Any) -> str | None:
    """The name of the value's kind, or None for what cannot change.

    A subclass counts as what it is built on: its own methods stay where they
    were written.
    """
    kind = type(value)
    if kind in EXACTLY:
        return EXACTLY[kind]
    if isinstance(value, np.ma.MaskedArray):
        return None
    if isinstance(value, np.ndarray):
        return "objects" if value.dtype.hasobject else ARRAY
    for name, row in KINDS.items():
        if isinstance(value, row.type):
            return name
    return None


def read_items(items: Iterable, encode: Encode) -> Node:
    return [encode(item) for item in items]


def fill_list(target: list, node: Node, decode: Decode) -> None:
    target[:] = [decode(item) for item in node]


def fill_deque(target: deque, node: Node, decode: Decode) -> None:
    items = [decode(item) for item in node[1]]
    target.clear()
    target.extend(items)


def fill_set(target: set, node: Node, decode: Decode) -> None:
    items = {decode(item) for item in node}
    target.clear()
    target |= items


def read_pairs(value: dict, encode: Encode) -> Node:
    return [[encode(key), encode(item)] for key, item in dict.items(value)]


def fill_dict(target: dict, node: Node, decode: Decode) -> None:
    items = [(decode(key), decode(item)) for key, item in node]
    target.clear()
    for key, item in items:
        target[key] = item


def read_default(value: defaultdict, encode: Encode) -> Node:
    return [encode(value.default_factory), read_pairs(value, encode)]


def fill_default(target: defaultdict, node: Node, decode: Decode) -> None:
    fill_dict(target, node[1], decode)
    target.default_factory = decode(node[0])


def fill_namespace(
    target: SimpleNamespace, node: Node, decode: Decode
) -> None:
    items = {str(key): decode(item) for key, item in node}
    target.__dict__.clear()
    target.__dict__.update(items)


def fill_bytes(target: bytearray, node: Node, decode: Decode) -> None:
    target[:] = bytes.fromhex(node)


def read_objects(value: np.ndarray, encode: Encode) -> Node:
    return [list(value.shape), read_items(value.ravel(), encode)]


def make_objects(node: Node) -> np.ndarray:
    shape = shape_of(node[0])
    if math.prod(shape) != len(node[1]):
        raise ValueError("an array of objects of another size")
    return np.empty(shape, object)


def fill_objects(target: np.ndarray, node: Node, decode: Decode) -> None:
    items = [decode(item) for item in node[1]]
    if len(items) != target.size or shape_of(node[0]) != target.shape:
        raise ValueError("an array of objects with other contents")
    for place, item in zip(np.ndindex(target.shape), items):
        target[place] = item


def shape_of(node: Node) -> tuple[int, ...]:
    """An array's shape from plain data."""
    if not isinstance(node, list) or len(node) > MOST_AXES:
        raise ValueError("no shape")
    if not all(type(length) is int and length >= 0 for length in node):
        raise ValueError("no shape")
    return tuple(node)


def dtype_node(dtype: np.dtype) -> Node:
    """A dtype as plain data: its text, or its fields one by one."""
    if dtype.names is None:
        node: Node = dtype.str
    else:
        node = [[name, dtype_node(dtype[name])] for name in dtype.names]
    if dtype_of(node) != dtype:
        raise ValueError(f"the dtype {dtype} does not cross")
    return node


def dtype_of(text: Node) -> np.dtype:
    """A numpy dtype of plain numbers or text, or of fields of such."""
    if isinstance(text, list) and 0 < len(text) <= MOST_FIELDS:
        return np.dtype([(str(n), dtype_of(inner)) for n, inner in text])
    if not isinstance(text, str) or len(text) > 16:
        raise ValueError("no dtype")
    return plain_dtype(text)


@lru_cache(maxsize=64)
def plain_dtype(text: str) -> np.dtype:
    """A dtype by its text; nearly all are the same few."""
    dtype = np.dtype(text)
    if dtype.kind not in NUMBERS or dtype.hasobject:
        raise ValueError(f"the dtype {dtype} does not cross")
    return dtype


def plain_state(value: Any) -> Any:
    """A bit generator's state with arrays as lists."""
    if isinstance(value, dict):
        return {key: plain_state(item) for key, item in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def safe_state(node: Node) -> Node:
    """A bit generator's state that numpy can use. Raises ValueError.

    numpy believes the place that it names, and would read its words from
    anywhere in memory.
    """
    if not isinstance(node, dict):
        raise ValueError("no state of a generator")
    inner = node.get("state")
    places = [(node.get("buffer_pos", 0), PHILOX_WORDS)]
    if isinstance(inner, dict):
        places.append((inner.get("pos", 0), MT_WORDS))
    for place, most in places:
        if type(place) is not int or not 0 <= place <= most:
            raise ValueError("a place outside of a generator's words")
    return node


def read_generator(value: np.random.Generator, encode: Encode) -> Node:
    return plain_state(value.bit_generator.state)


def make_generator(node: Node) -> np.random.Generator:
    if node["bit_generator"] not in GENERATORS:
        raise ValueError("no generator of numpy's")
    bits = getattr(np.random, node["bit_generator"])(0)
    return np.random.Generator(bits)


def fill_generator(
    target: np.random.Generator, node: Node, decode: Decode
) -> None:
    target.bit_generator.state = safe_state(node)


def read_random_state(value: np.random.RandomState, encode: Encode) -> Node:
    return plain_state(value.get_state(legacy=False))


def fill_random_state(
    target: np.random.RandomState, node: Node, decode: Decode
) -> None:
    target.set_state(safe_state(node))


class Attributes:
    """The attributes that a function's code or a check gives it."""

    def __init__(self, owner: Any = None):
        self.owner = SimpleNamespace() if owner is None else owner
        self.unused = -1  # how many there are if all are Python's own

    def now(self) -> dict[str, Any]:
        """The attributes, but for Python's own."""
        every = vars(self.owner)
        found = {n: v for n, v in every.items() if n[:2] != "__"}
        self.unused = -1 if found else len(every)
        return found

    def untouched(self) -> bool:
        """Whether there were none, and are none; most functions have none."""
        return len(vars(self.owner)) == self.unused

    def put(self, items: dict[str, Any]) -> None:
        """Have these and no others."""
        for name in self.now():
            del vars(self.owner)[name]
        vars(self.owner).update(items)

    def move_to(self, owner: Any) -> None:
        """From now on they are those of another owner."""
        items, self.owner = self.now(), owner
        self.put(items)


def read_attributes(value: Attributes, encode: Encode) -> Node:
    return [[name, encode(item)] for name, item in value.now().items()]


def fill_attributes(target: Attributes, node: Node, decode: Decode) -> None:
    items = {str(name): decode(item) for name, item in node}
    target.put({n: item for n, item in items.items() if n[:2] != "__"})


KINDS: dict[str, Kind] = {
    "list": Kind(list, read_items, lambda _: [], fill_list),
    "counter": Kind(Counter, read_pairs, lambda _: Counter(), fill_dict),
    "ordered": Kind(
        OrderedDict, read_pairs, lambda _: OrderedDict(), fill_dict
    ),
    "default": Kind(
        defaultdict, read_default, lambda _: defaultdict(), fill_default
    ),
    "dict": Kind(dict, read_pairs, lambda _: {}, fill_dict),
    "set": Kind(set, read_items, lambda _: set(), fill_set),
    "deque": Kind(
        deque,
        lambda value, encode: [value.maxlen, read_items(value, encode)],
        lambda node: deque(maxlen=node[0]),
        fill_deque,
    ),
    "namespace": Kind(
        SimpleNamespace,
        lambda value, encode: read_pairs(vars(value), encode),
        lambda _: SimpleNamespace(),
        fill_namespace,
    ),
    "bytearray": Kind(
        bytearray,
        lambda value, _: value.hex(),
        lambda _: bytearray(),
        fill_bytes,
    ),
    "rng": Kind(
        np.random.Generator, read_generator, make_generator, fill_generator
    ),
    "random state": Kind(
        np.random.RandomState,
        read_random_state,
        lambda _: np.random.RandomState(0),
        fill_random_state,
    ),
    ATTRIBUTES: Kind(
        Attributes, read_attributes, lambda _: Attributes(), fill_attributes
    ),
}  # a row above another is looked at first: a Counter is a dict, too
# Most values are of these very types, and isinstance of so many takes long.
EXACTLY = {row.type: name for name, row in KINDS.items()} | {
    FunctionType: None
}
OBJECTS = Kind(np.ndarray, read_objects, make_objects, fill_objects)
