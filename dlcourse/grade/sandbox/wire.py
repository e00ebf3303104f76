"""Frames between the judge and the sandbox: JSON and raw bytes, never pickle.

A frame is

    4 bytes   length of the header, big-endian
    4 bytes   number of buffers, big-endian
    header    one JSON object, UTF-8
    buffers   each 8 bytes of length, big-endian, then the bytes

The two sides take turns: the judge numbers its frames, and each frame of the
sandbox carries the number of the judge's last one, so that a late or an
invented reply is told from a true one. What the far side sends is not to be
trusted: sizes are checked before a byte is kept, and whatever is out of order
raises BadFrame. What the headers mean stands in session.py, how values are
written in crossing.py.
"""

import json
import select
import socket
import struct
import time
from typing import Any

MOST_HEADER = 16 << 20  # bytes; a list of half a million numbers fits
MOST_BUFFERS = 10_000
MOST_BYTES = 64 << 20  # in one frame, all buffers together
CHUNK = 1 << 20
AHEAD = 1 << 14  # most frames are shorter, and come in one piece
START = struct.Struct(">II")
LENGTH = struct.Struct(">Q")

Frame = tuple[dict[str, Any], list[bytes]]


class WireError(Exception):
    """The far side cannot be talked to any more."""


class Closed(WireError):
    """The far side has gone."""


class BadFrame(WireError):
    """The far side sent what no honest side sends."""


class OutOfTime(WireError):
    """The far side did not answer in time."""


class Channel:
    """One end of a stream socket, seen as frames.

    `most` is the number of bytes that a header may have; between processes
    that trust each other it may be more than the usual.
    """

    def __init__(self, sock: socket.socket, most: int = MOST_HEADER):
        self.sock, self.most = sock, most
        self.sock.setblocking(False)
        self.early = bytearray()  # read, but not yet handed on as a frame

    def send(
        self,
        header: dict[str, Any],
        buffers: list[bytes],
        deadline: float | None = None,
    ) -> None:
        """Send one frame, or raise Closed or OutOfTime.

        `deadline` is a time of time.monotonic(); None waits for ever.
        """
        text = ENCODER.encode(header).encode()
        if len(text) > self.most or sum(map(len, buffers)) > MOST_BYTES:
            raise BadFrame("more data than a frame may hold")
        parts = [START.pack(len(text), len(buffers)), text]
        for buffer in buffers:
            parts += [LENGTH.pack(len(buffer)), buffer]
        rest = memoryview(b"".join(parts))
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except BlockingIOError:
                self.wait(deadline, write=True)
            except OSError:
                raise Closed("the far side has gone") from None

    def receive(self, deadline: float | None = None) -> Frame:
        """The next frame, or Closed, BadFrame or OutOfTime.

        One that was late is not lost: with more time the rest can be read.
        """
        header_length, count = START.unpack(self.part(0, START.size, deadline))
        if header_length > self.most or count > MOST_BUFFERS:
            raise BadFrame("a frame longer than any may be")
        text = self.part(START.size, header_length, deadline)
        end = START.size + header_length
        buffers: list[bytes] = []
        total = 0
        for _ in range(count):
            (length,) = LENGTH.unpack(self.part(end, LENGTH.size, deadline))
            total += length
            if total > MOST_BYTES:
                raise BadFrame("a frame longer than any may be")
            end += LENGTH.size
            buffers.append(self.part(end, length, deadline))
            end += length
        del self.early[:end]
        return parse(text), buffers

    def part(self, start: int, length: int, deadline: float | None) -> bytes:
        """Some bytes of the frame that comes, waited for if need be."""
        while (missing := start + length - len(self.early)) > 0:
            try:
                some = self.sock.recv(max(AHEAD, min(missing, CHUNK)))
            except BlockingIOError:
                self.wait(deadline)
                continue
            except OSError:
                raise Closed("the far side has gone") from None
            if not some:
                raise Closed("the far side has gone")
            self.early += some
        return bytes(memoryview(self.early)[start : start + length])

    def wait(self, deadline: float | None, *, write: bool = False) -> None:
        """Until bytes can be read or written, or OutOfTime."""
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise OutOfTime("no answer in time")
        ends = [self.sock]
        select.select([] if write else ends, ends if write else [], [], left)

    def close(self) -> None:
        """Hang up."""
        self.sock.close()


def parse(text: bytes) -> dict[str, Any]:
    """A header's JSON object, or BadFrame."""
    try:
        header = DECODER.decode(text.decode())
    except (ValueError, RecursionError, MemoryError):
        raise BadFrame("a header that is no JSON") from None
    if not isinstance(header, dict):
        raise BadFrame("a header that is no object")
    return header


def refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON; values write them in words."""
    raise ValueError(name)


# json.dumps and json.loads make new ones for each frame.
ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
DECODER = json.JSONDecoder(parse_constant=refuse_constant)
