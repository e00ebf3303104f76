"""A course of 10,000: does its time grow evenly, and its memory not at all?

Two jobs, whole commands. What one submission takes is the difference of two
classes; its growth is that of the last 9,000 over that of the first 1,000.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from .measure import Row, give, say
from .throughput import graded

SIZES = 100, 1_000, 10_000
EVEN_REACH = 1.1
JOBS = "2"


def main():
    """Grade three classes, each in a fresh course."""
    measured = []
    with TemporaryDirectory() as folder:
        for size in SIZES:
            say(f"  a class of {size:,}")
            course = Path(folder) / str(size)
            measured.append(graded(course, size, "--jobs", JOBS))
    small, middle, large = SIZES
    first, second, third = measured

    def more(column, after, before, sizes):
        return (after[column] - before[column]) / (sizes[1] - sizes[0])

    clock, cpu = (
        (
            more(column, third, second, (middle, large)),
            more(column, second, first, (small, middle)),
        )
        for column in (0, 1)
    )
    enough = (os.cpu_count() or 1) >= int(JOBS)
    give([
        Row(
            f"CPU of one submission in a class of {large:,}", "s", cpu[0],
            f"in a class of {middle:,}", cpu[1], cpu[0] / cpu[1], EVEN_REACH,
        ),
        Row(
            f"one submission in a class of {large:,}, two jobs, by the clock",
            "s", clock[0], f"in a class of {middle:,}", clock[1],
            clock[0] / clock[1], EVEN_REACH if enough else None,
        ),
        Row(
            f"largest process, a class of {large:,}", "MB",
            third[2] / (1 << 20), f"a class of {middle:,}",
            second[2] / (1 << 20), third[2] / second[2], EVEN_REACH,
        ),
    ])


if __name__ == "__main__":
    main()
