"""Frames: what goes through the wire, and what is refused."""

import json
import socket
import threading
import time
from pathlib import Path

import jsonschema
import pytest

from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION
from dlcourse.grade.sandbox import wire
from dlcourse.grade.sandbox.crossing import READERS
from dlcourse.grade.sandbox.wire import (
    BadFrame,
    Channel,
    Closed,
    OutOfTime,
)
from tests.grade.plain_sandbox import verdict_on

SCHEMA = json.loads(
    Path(wire.__file__).with_name("frames.schema.json").read_text()
)
TALK = (
    (LOCKED, "import numpy as np, warnings"),
    (OWN, "print('mine')\ntotal = 0"),
    (
        SOLUTION,
        "class Box:\n    def __len__(self): return 3\n"
        "def box():\n    return Box()\n"
        "def apply(f, x):\n    global total\n    total += 1\n"
        "    warnings.warn('loud')\n    print('said')\n    x[0] = f(x)\n"
        "    return x\n"
        "def draws(rng, n):\n    for _ in range(n):\n"
        "        yield rng.normal(), np.random.rand()\n"
        "def wrong(key):\n    raise KeyError(key)",
    ),
    (
        GRADED,
        "x = np.arange(3.0)\n"
        "with np.errstate(all='raise'):\n"
        "    assert apply(lambda a: a.sum(), x) is x\n"
        "assert x[0] == 3 and total == 1 and len(box()) == 3\n"
        "assert len(list(draws(np.random.default_rng(1), 4))) == 4\n"
        "try:\n    wrong((1, 2.5, None, b'x', 2**70, float('nan')))\n"
        "except KeyError:\n    pass\n"
        "def stop(a):\n    raise ValueError('no')\n"
        "try:\n    apply(stop, [1])\nexcept ValueError:\n    pass\n"
        "kept = apply\ndel apply",
    ),
)


@pytest.fixture
def ends():
    """Both ends of a wire."""
    one, other = socket.socketpair()
    yield Channel(one), other
    one.close()
    other.close()


def soon():
    """When something must have come, on a busy machine too."""
    return time.monotonic() + 60


def test_a_frame_comes_as_it_was_sent(ends):
    """The header is JSON, the buffers are bytes."""
    channel, other = ends
    sent = {"do": "run", "text": "π"}, [b"", b"\0\1"]

    channel.send(*sent, soon())

    assert Channel(other).receive(soon()) == sent


def test_a_long_frame_is_sent_piece_by_piece(ends):
    """More than a socket holds at once, in both directions."""
    channel, other = ends
    long = bytes(range(256)) * 20_000
    far = Channel(other)
    thread = threading.Thread(target=lambda: channel.send({}, [long]))

    thread.start()
    header, (buffer,) = far.receive(soon())
    thread.join()

    assert (header, buffer) == ({}, long)


def test_two_frames_in_one_piece_are_two(ends):
    """What was read too early is kept."""
    channel, other = ends
    far = Channel(other)
    channel.send({"a": 1}, [b"x"], soon())
    channel.send({"b": 2}, [], soon())

    assert far.receive(soon()) == ({"a": 1}, [b"x"])
    assert far.receive(soon()) == ({"b": 2}, [])


@pytest.mark.parametrize(
    "raw",
    [
        wire.START.pack(wire.MOST_HEADER + 1, 0),
        wire.START.pack(2, wire.MOST_BUFFERS + 1) + b"{}",
        wire.START.pack(2, 1) + b"{}" + wire.LENGTH.pack(wire.MOST_BYTES + 1),
        wire.START.pack(2, 0) + b"[]",
        wire.START.pack(2, 0) + b"{,",
        wire.START.pack(9, 0) + b'{"a":NaN}',
        wire.START.pack(3, 0) + b"\xff\xfe\xfd",
        wire.START.pack(200_000, 0) + b"[" * 200_000,
        wire.START.pack(20_002, 0) + b'"' + b"9" * 20_000 + b'"',
        wire.START.pack(20_000, 0) + b"9" * 20_000,
    ],
)
def test_a_bad_frame_is_refused(ends, raw):
    """Too long, no JSON, no object: refused before it is used."""
    channel, other = ends
    threading.Thread(target=other.sendall, args=(raw,)).start()

    with pytest.raises(BadFrame):
        channel.receive(soon())


def test_a_far_side_that_hangs_up_is_noticed(ends):
    """In the middle of a frame as well."""
    channel, other = ends
    other.sendall(wire.START.pack(10, 0) + b"{")
    other.close()

    with pytest.raises(Closed):
        channel.receive(soon())


def test_a_far_side_that_does_not_answer_is_waited_for_no_longer(ends):
    """Until the deadline, whatever has come of a frame."""
    channel, other = ends
    other.sendall(wire.START.pack(10, 0) + b"{")

    with pytest.raises(OutOfTime):
        channel.receive(time.monotonic() + 0.05)


def test_a_frame_that_was_late_can_still_be_read(ends):
    """At any place of it; what came in time is not lost."""
    channel, other = ends
    whole = {"do": "ran", "outputs": ["x"]}, [b"abc", b"defg"]
    one, two = socket.socketpair()
    with one, two:
        Channel(one).send(*whole)
        data = two.recv(1000)
    for place in range(len(data)):
        other.send(data[:place])
        with pytest.raises(OutOfTime):
            channel.receive(time.monotonic())
        other.send(data[place:])

        assert channel.receive(soon()) == whole


def test_a_far_side_that_does_not_read_is_waited_for_no_longer(ends):
    """A full socket ends at the deadline, too."""
    channel, _ = ends

    with pytest.raises(OutOfTime):
        channel.send({}, [bytes(8 << 20)], time.monotonic() + 0.05)


def test_the_schema_tells_every_tag_of_a_value():
    """A new way of writing values is written down."""
    node = SCHEMA["$defs"]["node"]["oneOf"][1]

    assert set(node["prefixItems"][0]["enum"]) == set(READERS)


def test_every_frame_of_a_whole_talk_is_as_the_schema_says(monkeypatch):
    """Callbacks, generators, errors, names, warnings and prints included."""
    frames = []
    send, receive = Channel.send, Channel.receive

    def keep_sent(self, header, buffers, deadline=None):
        frames.append(json.loads(json.dumps(header)))
        send(self, header, buffers, deadline)

    def keep_received(self, deadline=None):
        header, buffers = receive(self, deadline)
        frames.append(json.loads(json.dumps(header)))
        return header, buffers

    monkeypatch.setattr(Channel, "send", keep_sent)
    monkeypatch.setattr(Channel, "receive", keep_received)
    verdict = verdict_on(*TALK)

    assert [check.message for check in verdict.checks] == [""]
    judge = jsonschema.Draft202012Validator(SCHEMA)
    for frame in frames:
        assert [error.message for error in judge.iter_errors(frame)] == []
    seen = {key for frame in frames for key in frame}
    assert seen >= {"state", "bind", "random", "errstate", "out", "warn"}
    kinds = {frame["do"] for frame in frames}
    assert kinds == {"run", "ran", "names", "ask", "return", "raise"}


def test_a_frame_that_is_not_in_the_schema_is_told():
    """The schema refuses something, too."""
    judge = jsonschema.Draft202012Validator(SCHEMA)

    assert not judge.is_valid({"n": 1, "do": "run", "text": "1"})
    assert not judge.is_valid({"n": 1, "do": "return", "value": ["zz"]})
    assert not judge.is_valid({"n": 0, "do": "ran", "outputs": [], "ok": 1})
