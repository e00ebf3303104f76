"""Whatever a frame holds, nothing but BadFrame comes of reading it.

Frames as the sandbox sends them are changed at random places: a part left
out, doubled, put elsewhere, or replaced by something that does not belong
there. What the judge then raises would be taken for the check's own error, or
for a failure of the grader's.
"""

import contextlib
import copy
import io
import json
import random
import socket
import warnings

import numpy as np
import pytest

from dlcourse.grade.lending import Lending
from dlcourse.grade.model import GRADED, SOLUTION, Cell
from dlcourse.grade.outside import Outside
from dlcourse.grade.sandbox.crossing import CannotCross, Shared
from dlcourse.grade.sandbox.wire import BadFrame

FRAMES = 400  # of each seed
CELLS = (
    Cell(GRADED, "check", "assert f(open('x').read()) == 1", "", 1.0),
    Cell(SOLUTION, "f", "def f(x):\n    return 1\nclass A:\n    pass", ""),
)
F = {"kind": "function", "name": "f", "signature": [["x", 1, True, "1"]]}
A = {"kind": "class", "name": "A", "operations": ["__len__"], "bases": []}
NODES = [
    *(None, True, 3, 2.5, "text", ["f", "nan"], ["i", "-0x1f"]),
    *(["c", 1.0, 2.0], ["b", "00ff"], ["s", "<f8", "00" * 8], ["d", "<f8"]),
    *(["s", "<U1", "ff" * 4], ["t", [1, 2]], ["fs", [1]], ["r", 1, 5, 1]),
    *(["nt", "P", ["a", "b"], [1, 2]], ["nt", "P", ["K", "\u212a"], [1, 2]]),
    *(["sl", None, 3, None], ["frac", 1, 2], ["frac", 1, 0], ["dec", "1.5"]),
    *(["at", "date", "2020-01-01"], ["dt", 1, 2, 3], ["p", "x"]),
    *(["re", "a+", 32], ["v", 2, 0, [2], [1]], ["v", 2, 0, [9], [0]]),
    *(["ma", ["t", [1, 2]], ["t", [True]]], ["kv", [1]], ["e"], ["ni"]),
    ["er", ["ref", "errors", "ValueError"], ["x"], {"a": 1}],
    ["er", ["ref", "errors", "UnicodeDecodeError"], [1], {}],
    *(["iv", [["t", [1, 2]]]], ["vv", [1]], ["m", 2], ["m", 1001], ["y", 4]),
    *(["h", 1, F], ["h", 3, {"kind": "iterator", "name": "map"}]),
    *(["h", 5, A], ["h", 7, {"kind": "instance", "class": ["h", 5]}]),
    *(["h", 9, {**A, "exception": "ValueError"}], ["en", "A", "b"]),
    *(["ref", "errors", "ValueError"], ["ref", "numpy", "float64"]),
    *(["ref", "dlcourse.grade.errors", "GradeError"], ["ref", "os", "x"]),
]
STATE = [
    *([1001, "list", [1]], [1003, "dict", [["a", 1]]], [1007, "set", [1]]),
    *([1005, "array", ["<f8", [1], 0, True]], [1009, "deque", [None, [1]]]),
    *([1011, "counter", [["a", 1]]], [1015, "namespace", [["a", 1]]]),
    [1013, "default", [["ref", "builtins", "int"], []]],
    *([1017, "bytearray", "00"], [1023, "attributes", [["a", 1]]]),
    *([1025, "objects", [[2], [1, "a"]]], [1027, "record", ["A", []]]),
    *([2, "array", ["<f8", [3], 0, True]], [1029, "ordered", [["a", 1]]]),
]
ERROR = {
    **{"name": "ValueError", "base": "ValueError", "text": "t", "args": [1]},
    **{"attributes": {"a": 1}, "yours": 4, "line": [1, "x"], "id": 3},
    **{"missing": "x", "class": ["ref", "errors", "ValueError"]},
}
ODD = [
    *(None, True, 0, -1, 1, 2, 1001, 2**31, 2**63, -(2**70), 1.5, "", "\0"),
    *("x", "\ud800", "__class__", "__dict__", "|O", "builtins", [], {}, [[]]),
    *({"kind": "class"}, "list", "array", "function", "a" * 20_000),
]


class Frames:
    """What stands for the wire: it holds the one frame to be read."""

    def receive(self, _):
        return self.frame

    def send(self, *_):
        """Nobody listens."""


def talk():
    """The judge's end, with some things already shared."""
    near, far = socket.socketpair()
    with near, far:
        made = Outside(near, {}, {"A": frozenset()}, Lending(CELLS, {}), {})
    made.channel, made.names = Frames(), {"f": None, "g": None}
    array = np.arange(3.0)
    known = (array.dtype, array.shape, array.tobytes())
    made.crossing.remember(2, Shared(array, "array", known))
    made.crossing.own[4] = len
    made.crossing.common = {"A": type("A", (), {})}
    return made


def changed(node, rng, deep=0):
    """A copy that differs here and there."""
    luck = rng.random()
    if luck < 0.06:
        return rng.choice(ODD)
    if luck < 0.12 and deep < 4:
        return copy.deepcopy(rng.choice(NODES))
    if isinstance(node, dict):
        return {
            key: changed(value, rng, deep + 1) if rng.random() < 0.4 else value
            for key, value in node.items()
        }
    if not isinstance(node, list):
        return rng.choice(ODD) if rng.random() < 0.3 else node
    items = [
        changed(item, rng, deep + 1) if rng.random() < 0.35 else item
        for item in node
    ]
    if items and rng.random() < 0.05:
        del items[rng.randrange(len(items))]
    elif rng.random() < 0.05:
        items.insert(rng.randrange(len(items) + 1), rng.choice(ODD))
    return items


def frame(rng):
    """A frame's header, as JSON gives it, and its buffers."""
    news = {
        "state": rng.sample(STATE, rng.randint(1, 4)),
        "bind": {"f": [rng.choice(NODES)]},
        "out": [["stdout", "x"]],
        "warn": [["UserWarning", "x"]],
        "files": {"a.txt": "00"},
    }
    header = {
        n: changed(v, rng) for n, v in news.items() if rng.random() < 0.3
    }
    if rng.random() < 0.5:
        header |= {"do": "return", "value": changed(rng.choice(NODES), rng)}
    else:
        header |= {"do": "raise", "error": changed(ERROR, rng)}
    buffers = [bytes(8), b"", bytes(24)][: rng.randint(0, 3)]
    return json.loads(json.dumps({**header, "n": 0})), buffers


@pytest.mark.parametrize("seed", range(4))
def test_a_frame_is_read_or_refused(seed):
    """An answer, its error, or BadFrame; and the talk can go on."""
    rng = random.Random(seed)
    silent = io.StringIO()
    refused = 0
    for number in range(FRAMES):
        if number % 20 == 0:
            outside = talk()
        outside.number = 0
        outside.channel.frame = frame(rng)
        with (
            contextlib.redirect_stdout(silent),
            contextlib.redirect_stderr(silent),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            refused += isinstance(outcome(outside), BadFrame)

    assert FRAMES / 10 < refused < FRAMES


def outcome(outside):
    """BadFrame or CannotCross, if reading the frame raises one, or None.

    It may raise the error that it tells of; all else fails the test.
    """
    told = []
    plain = outside.error_from
    outside.error_from = lambda data: told.append(plain(data)) or told[0]
    try:
        outside.answer()
    except (BadFrame, CannotCross) as error:
        return error
    except BaseException as error:
        if [error] != told:
            raise
    finally:
        outside.error_from = plain
    return None
