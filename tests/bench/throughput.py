"""Submissions a second: one job, two jobs, and two workers of a cluster.

By the clock, for that is what an instructor waits for, so on a machine that
does nothing else. The start, which all have, is left out: it is the
difference of a small class and a larger one, each in a fresh course. CPU
seconds are those of the command and all that it starts; a cluster's workers
are no part of that.
"""

import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.grade.test_cluster import machines

from .grading import NAME, make_course, run
from .measure import Row, give, say

SMALL, LARGE = 40, 440  # submissions
TWICE_REACH = 1.8  # two jobs over one, on two cores or more
CLUSTER_REACH = 1.5  # two workers, and a scheduler beside them


def graded(course, students, *options):
    """Seconds by the clock and of CPU, and bytes of memory, of a class."""
    make_course(course, students)
    begun = time.monotonic()
    cpu, memory = run(course, "dlcourse", "grade", NAME, *options)
    took = time.monotonic() - begun
    done = len(list((course / "autograded").iterdir()))
    assert done == students, f"{done} of {students} were graded"
    shutil.rmtree(course)
    return took, cpu, memory


def each(folder, *options):
    """What one submission more takes: seconds by the clock, and of CPU.

    And how much memory the larger class takes over the smaller one.
    """
    say(f"  {' '.join(options)}")
    course = Path(folder) / "course"
    small = graded(course, SMALL, *options)
    large = graded(course, LARGE, *options)
    more = LARGE - SMALL
    return (
        (large[0] - small[0]) / more,
        (large[1] - small[1]) / more,
        large[2] / small[2],
    )


def main():
    """Measure the three ways."""
    with TemporaryDirectory() as folder:
        one, cpu, growth = each(folder, "--jobs", "1")
        two, cpu_of_two, _ = each(folder, "--jobs", "2")
        dask = Path(folder) / "dask"
        dask.mkdir()
        with machines(dask) as there:
            far, own, _ = each(folder, "--cluster", there.address)
    enough = (os.cpu_count() or 1) >= 2
    give([
        Row(
            "submissions a second, two jobs", "", 1 / two, "one job",
            1 / one, one / two, TWICE_REACH if enough else None,
            at_least=True,
        ),
        Row(
            "submissions a second, two workers of a cluster", "", 1 / far,
            "one job", 1 / one, one / far, CLUSTER_REACH if enough else None,
            at_least=True,
        ),
        Row(
            "CPU of a submission, two jobs", "s", cpu_of_two, "one job", cpu,
            cpu_of_two / cpu,
        ),
        Row(
            "CPU of a submission beside the gradebook, on a cluster", "s",
            own, "one job", cpu, own / cpu,
        ),
        Row(
            f"largest process, a class of {LARGE} over one of {SMALL}", "",
            growth, "flat", 1, growth, 1.1,
        ),
    ])


if __name__ == "__main__":
    main()
