"""Taking turns: how the judge and the sandbox talk.

Headers of the judge's frames, `n` counting up from 1:

    {"do": "run", "text": ..., "number": ...}      a cell of the student's
    {"do": "names", "names": [...], "declared": [...]}   what they stand for
    {"do": "ask", "op": ..., "on": node, "args": [...], "kw": {...},
     "lent": {name: node}, "patches": [[module, name, node]],  for that ask
     "files": {name: hex}}
    {"do": "return", "value": node}                to a call of the student's
    {"do": "raise", "error": {...}}                likewise

and of the sandbox's, `n` being that of the frame they answer:

    {"do": "ran", "outputs": [...], "ok": true}
    {"do": "return", ...} {"do": "raise", ...}     to an ask
    {"do": "ask", ...}                             a function of the judge's

Every frame carries besides, where there is any news: `state` (crossing.py),
`bind` (names that were bound anew or deleted, null), `random` (where numpy's
and Python's own generators stand), and the judge's `errstate` (numpy's), the
sandbox's `files` (which were written), `out` (what was printed) and `warn`
(warnings).
"""

import ctypes
import random
import sys
import traceback
from typing import Any

import numpy as np

from .crossing import (
    FAR_LINE,
    CannotCross,
    Crossing,
    error_args,
    error_attributes,
    made_error,
)
from .kinds import WRONG, plain_state, safe_state
from .standins import builtin_exception, far_exception, name_of
from .wire import BadFrame, Channel

MISSING = object()
LONGEST_ERROR = 10_000  # characters
MOST_LINES = 50
WORDS = 625  # of a global generator: 624 and a place among them
# A bound method, which typeshed takes for a function.
PYTHONS = random.getstate.__self__  # type: ignore[attr-defined]


class Session:
    """One side of the talk. A subclass says what it does when asked."""

    def __init__(
        self, channel: Channel, crossing: Crossing, space: dict[str, Any]
    ):
        self.channel, self.crossing, self.space = channel, crossing, space
        self.depth = 0  # of calls that have not come back
        self.number = 0
        self.names: dict[str, Any] = {}  # watched, as both sides know them
        self.drawn = Drawn()
        self.random: tuple | None = None
        self.deadline: float | None = None

    # ------------------------------------------------ a subclass's part

    def extras(self) -> dict[str, Any]:
        """What this side adds to a frame."""
        return {}

    def with_ask(self) -> dict[str, Any]:
        """What this side adds to an ask."""
        return {}

    def take_extras(self, header: dict[str, Any]) -> None:
        """What this side reads from a frame besides."""

    def perform(
        self, operation: str, on: Any, args: list, kwargs: dict[str, Any]
    ) -> Any:
        """Do to an object of this side's what the far side asks."""
        raise NotImplementedError

    # -------------------------------------------------------- frames

    def transmit(self, header: dict[str, Any]) -> None:
        """Send a frame whose nodes are encoded already."""
        known = dict(self.names)
        bind = self.rebound()
        if bind:
            header["bind"] = bind
        try:
            state, buffers = self.crossing.changes()
        except (CannotCross, *WRONG):
            self.names = known
            self.crossing.undo()
            raise
        if state:
            header["state"] = state
        news = self.random_news()
        if news:
            header["random"] = news
        header.update(self.extras())
        header["n"] = self.number
        self.channel.send(header, buffers, self.deadline)
        self.crossing.sent()

    def take(self) -> dict[str, Any]:
        """The next frame, with everything that comes along taken over."""
        header, buffers = self.channel.receive(self.deadline)
        self.check_number(header)
        self.crossing.trim()
        self.crossing.nested = self.depth > 0
        self.take_extras(header)
        self.take_random(header.get("random"))
        if "state" in header:
            self.crossing.absorb(header["state"], buffers)
        self.take_names(header.get("bind", {}))
        self.crossing.untrimmed = True
        return header

    def check_number(self, header: dict[str, Any]) -> None:
        """Whether the frame is the one that is waited for."""
        raise NotImplementedError

    def ask(
        self,
        operation: str,
        on: Any,
        args: tuple = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """What the far side's object answers, or the error it raises."""
        crossing = self.crossing
        crossing.nested = self.depth > 0
        crossing.begin()
        try:
            header = {
                "do": "ask",
                "op": operation,
                "on": crossing.encode(on),
                "args": crossing.encode_all(args),
                "kw": {
                    key: crossing.encode(value)
                    for key, value in (kwargs or {}).items()
                },
            }
        except (CannotCross, *WRONG):
            crossing.undo()
            raise
        crossing.asked_of(header["on"])
        header.update(self.with_ask())
        self.next_number()
        self.transmit(header)
        self.depth += 1
        try:
            return self.answer()
        finally:
            self.depth -= 1
            if self.depth == 0:
                crossing.end_call()

    def next_number(self) -> None:
        """Count a frame of the judge's; the sandbox repeats its numbers."""

    def answer(self) -> Any:
        """Serve what the far side asks meanwhile, until it answers."""
        while True:
            header = self.take()
            match header.get("do"):
                case "ask":
                    self.serve(header)
                case "return":
                    return self.crossing.decode(header.get("value"))
                case "raise":
                    raise self.error_from(header.get("error"))
                case _:
                    raise BadFrame("an answer to something else")

    def serve(self, header: dict[str, Any]) -> None:
        """Do what the far side asks, and answer."""
        crossing = self.crossing
        self.depth += 1
        try:
            reply = self.reply_to(header)
            self.next_number()
            try:
                self.transmit(reply)
            except (CannotCross, *WRONG) as error:
                self.transmit(self.raised(error))
        finally:
            self.depth -= 1
            if self.depth == 0:
                crossing.end_call()

    def reply_to(self, header: dict[str, Any]) -> dict[str, Any]:
        """The answer to an ask, its value encoded."""
        crossing = self.crossing
        operation = header.get("op")
        on = crossing.decode(header.get("on"))
        crossing.asked_of(header["on"])
        args, kwargs = header.get("args"), header.get("kw")
        if not (isinstance(operation, str) and isinstance(kwargs, dict)):
            raise BadFrame("an ask that asks nothing")
        if not isinstance(args, list):
            raise BadFrame("an ask without arguments")
        values = [crossing.decode(node) for node in args]
        options = {k: crossing.decode(node) for k, node in kwargs.items()}
        try:
            value = self.perform(operation, on, values, options)
            crossing.nested = True
            crossing.begin()
            return {"do": "return", "value": crossing.encode(value)}
        except self.passed_on() as error:
            return self.raised(error)

    def raised(self, error: BaseException) -> dict[str, Any]:
        """The answer to an ask that ended with an error."""
        self.crossing.nested = True
        self.crossing.undo()
        self.crossing.begin()
        return {"do": "raise", "error": self.error_data(error)}

    def passed_on(self) -> tuple[type[BaseException], ...]:
        """The errors that are the far side's to handle."""
        return (Exception,)

    # --------------------------------------------------------- names

    def rebound(self) -> dict[str, Any]:
        """Watched names that were bound anew or deleted on this side."""
        news: dict[str, Any] = {}
        for name, known in self.names.items():
            value = self.space.get(name, MISSING)
            if value is known:
                continue
            self.names[name] = value
            news[name] = None if value is MISSING else [self.node_of(value)]
        return news

    def node_of(self, value: Any) -> Any:
        """The node of a named value; ["x", why] where it has none."""
        try:
            return self.crossing.try_out(value)
        except (CannotCross, *WRONG) as error:
            return ["x", str(error)[:LONGEST_ERROR]]

    def take_names(self, bind: Any) -> None:
        """Bind names as the far side has bound them."""
        if not isinstance(bind, dict):
            raise BadFrame("names that are no names")
        for name, boxed in bind.items():
            if name not in self.names:
                raise BadFrame("a name that nobody asked for")
            mine = self.space.get(name, MISSING)
            ours = mine is not self.names[name]
            value = self.value_of(boxed)
            self.names[name] = value
            if ours:  # bound here meanwhile: that wins
                continue
            if value is MISSING:
                self.space.pop(name, None)
            else:
                self.space[name] = value

    def value_of(self, boxed: Any) -> Any:
        """The value of a name's box: [node], or null for none."""
        if boxed is None:
            return MISSING
        try:
            (node,) = boxed
        except (TypeError, ValueError):
            raise BadFrame("a name without a value") from None
        if isinstance(node, list) and node[:1] == ["x"]:
            return self.unreadable(str(node[1:])[:LONGEST_ERROR])
        return self.crossing.decode(node)

    def unreadable(self, why: str) -> Any:
        """What a name is bound to whose value cannot cross."""
        return None

    # -------------------------------------------------------- random

    def random_news(self) -> list | None:
        """Where the global generators stand, if it is news."""
        mark = self.drawn.mark()
        if mark == self.random:
            return None
        self.random = mark
        numpys = plain_state(np.random.get_state(legacy=False))
        return [numpys, random.getstate()]

    def take_random(self, state: Any) -> None:
        """Put the global generators where the far side's stand."""
        if state is None:
            return
        try:
            numpys, pythons = state
            np.random.set_state(safe_state(numpys))
            version, numbers, gauss = pythons
            random.setstate((version, tuple(numbers), gauss))
            self.drawn.agree(spare=bool(numpys["has_gauss"]))
        except WRONG as error:
            raise BadFrame(f"no state of a generator: {error}") from None
        self.random = self.drawn.mark()

    # -------------------------------------------------------- errors

    def error_data(self, error: BaseException) -> dict[str, Any]:
        """An error as plain data."""
        kind = type(error)
        data: dict[str, Any] = {
            "name": kind.__name__,
            "base": nearest_builtin(kind),
            "text": text_of_error(error),
            "line": self.line_of(error),
        }
        try:
            data["yours"] = vars(error).get("__far_id__")
            data["id"] = self.kept_error(error)
            data["args"] = self.crossing.encode_all(error_args(error))
            data["attributes"] = error_attributes(self.crossing, error)
            if builtin_exception(kind.__name__) is not kind:
                data["class"] = self.crossing.encode(kind)
        except (CannotCross, *WRONG):
            data.pop("attributes", None)
            data.pop("class", None)
            data["args"] = [data["text"]]
        if isinstance(error, NameError) and isinstance(error.name, str):
            data["missing"] = error.name
        return data

    def kept_error(self, error: BaseException) -> int | None:
        """An id under which the very same error can come back, or None."""
        return None

    def line_of(self, error: BaseException) -> list | None:
        """Where it happened: [number, text of the line], or None."""
        return None

    def error_from(self, data: Any) -> BaseException:
        """The error again, of the same class where that can be."""
        if not isinstance(data, dict):
            raise BadFrame("an error that says nothing")
        if type(data.get("yours")) is int:
            found = self.crossing.own.get(data["yours"])
            if isinstance(found, BaseException):
                return found
        kind = self.error_class(data)
        args = self.crossing.decode(["t", data.get("args")])
        try:
            error = made_error(
                self.crossing, kind, args, data.get("attributes")
            )
        except WRONG:
            raise BadFrame("an error that cannot be") from None
        if "__far_id__" in vars(kind):
            text = str(data.get("text"))[:LONGEST_ERROR]
            vars(error)["__far_text__"] = text
        missing = data.get("missing")
        if isinstance(error, NameError) and isinstance(missing, str):
            error.name = missing
        line = data.get("line")
        if isinstance(line, list) and len(line) == 2:
            words = (line[0], str(line[1])[:LONGEST_ERROR])
            setattr(error, FAR_LINE, words)
        if type(data.get("id")) is int:
            # An attribute of our own, which no exception is known to have.
            error.__far_id__ = data["id"]  # type: ignore[attr-defined]
        return error

    def error_class(self, data: dict[str, Any]) -> type[BaseException]:
        """The class of an error: its own, or one that is like it."""
        if "class" in data:
            kind = self.crossing.decode(data["class"])
            if isinstance(kind, type) and issubclass(kind, BaseException):
                return kind
        if data.get("name") == CannotCross.__name__:
            return CannotCross
        base = builtin_exception(data.get("base")) or Exception
        name = data.get("name")
        if name == base.__name__ or not isinstance(name, str):
            return base
        return far_exception(name_of(data), base)


class Drawn:
    """Tells whether a global generator was drawn from or seeded.

    Their states take long to read. Their words can be looked at where they
    lie, and as long as numpy's are as both sides know them, nobody has used
    it; after that its whole state is read, which alone holds a spare normal.
    """

    def __init__(self) -> None:
        # numpy's stubs leave the private generator out.
        bits = np.random.mtrand._rand._bit_generator  # type: ignore[attr-defined]
        address = bits.ctypes.state_address
        self.words = (ctypes.c_uint32 * WORDS).from_address(address)
        self.pythons = python_words()
        self.agree(spare=False)

    def agree(self, *, spare: bool) -> None:
        """Both sides' states are the same just now."""
        self.first = self.glance()
        self.touched = spare

    def glance(self) -> tuple[int, ...]:
        """What changes with every draw but that of a spare normal."""
        return self.words[0], self.words[WORDS - 2], self.words[WORDS - 1]

    def mark(self) -> tuple:
        """What differs whenever anything was drawn."""
        glance = self.glance()
        self.touched = self.touched or glance != self.first
        spare = None
        if self.touched:
            numpys: Any = np.random.get_state(legacy=False)
            spare = (numpys["has_gauss"], numpys["gauss"])
        return (*glance, spare, *self.python_glance(), PYTHONS.gauss_next)

    def python_glance(self) -> tuple[int, ...]:
        """As glance, of Python's own generator."""
        words: Any = self.pythons
        if words is None:
            words = random.getstate()[1]
            return words[-1], words[0], words[-2]
        return words[0], words[1], words[WORDS - 1]


def python_words() -> Any:
    """Where CPython keeps its generator's place and words; None elsewhere."""
    if sys.implementation.name != "cpython":
        return None
    address = id(PYTHONS) + object.__basicsize__
    words = (ctypes.c_uint32 * WORDS).from_address(address)
    state = random.getstate()[1]
    return words if (*words[1:], words[0]) == state else None


def nearest_builtin(kind: type[BaseException]) -> str:
    """The name of the first builtin or numpy class that it is built on."""
    for base in kind.__mro__:
        if builtin_exception(base.__name__) is base:
            return base.__name__
    return "Exception"


def text_of_error(error: BaseException) -> str:
    """str(error), whatever its class does."""
    try:
        return str(error)[:LONGEST_ERROR]
    except Exception:
        return ""


def last_line(error: BaseException, filenames: str) -> list | None:
    """The last frame in a file whose name begins so: [number, text]."""
    found = None
    for frame in traceback.extract_tb(error.__traceback__, MOST_LINES):
        if frame.filename.startswith(filenames):
            found = [frame.lineno, frame.line or ""]
    return found
