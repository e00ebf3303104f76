"""What a judge is doing just now, for the process that started it.

A judge stops whatever takes too long, but for a single step in C, and cannot
stop its own end. Both would be called our failure, time and again, where it
was a student who sent, say, two lists that take for ever to be compared. So
the judge tells which cell it deals with and until when; if it ends or hangs
there, another judge begins again and leaves that cell out.
"""

import mmap
import struct
import time

NOWHERE = -1  # between cells, where a failure is ours
SLACK = 2.0  # seconds beyond what the judge itself allows
FORM = struct.Struct("=dq")


class Progress:
    """The place of a cell and a deadline, in memory that a fork shares."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, FORM.size)
        self.tell(NOWHERE, 0)

    def tell(self, place: int, seconds: float) -> None:
        """From now on this cell, for so many seconds at most."""
        FORM.pack_into(self.memory, 0, time.monotonic() + seconds, place)

    @property
    def place(self) -> int:
        """The cell that was told last."""
        return int(FORM.unpack_from(self.memory)[1])

    def left(self) -> float:
        """Seconds until the judge must have told something else."""
        deadline, place = FORM.unpack_from(self.memory)
        if place == NOWHERE:
            return float("inf")
        return float(deadline) + SLACK - time.monotonic()
