"""What a caller asks of a child, as bytes on the wire before all else."""

import json
import math
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MEGABYTE = 1 << 20
PAGE = 4096
LENGTH = struct.Struct("!I")


@dataclass(frozen=True)
class Order:
    """What a child is asked for: its limits and the files beside it."""

    limits: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def send(self, wire: socket.socket) -> None:
        """Write it into the wire."""
        sizes = {name: len(data) for name, data in self.files.items()}
        head = json.dumps({"limits": dict(self.limits), "files": sizes})
        wire.sendall(LENGTH.pack(len(head)) + head.encode())
        for data in self.files.values():
            wire.sendall(data)

    def megabytes(self) -> int:
        """Room for the files, which fill whole pages of memory."""
        pages = sum(len(data) // PAGE + 1 for data in self.files.values())
        return math.ceil(pages * PAGE / MEGABYTE)

    @classmethod
    def receive(cls, wire: socket.socket) -> "Order":
        """Read it from the wire."""
        (length,) = LENGTH.unpack(read(wire, LENGTH.size))
        head = json.loads(read(wire, length))
        files = {n: read(wire, size) for n, size in head["files"].items()}
        return cls(head["limits"], files)


def read(wire: socket.socket, length: int) -> bytes:
    """Exactly so many bytes."""
    data = bytearray()
    while len(data) < length:
        some = wire.recv(min(length - len(data), MEGABYTE))
        if not some:
            raise EOFError("the caller is gone")
        data += some
    return bytes(data)
