"""The workers of a call: which library they have, when they are started."""

import contextlib
import glob
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dlcourse.feedback.asked import ASKED, assignment_of
from dlcourse.grade.cells import Caps, parse_notebook
from dlcourse.grade.course import one_line
from dlcourse.grade.errors import CourseError, GradeError, SubmissionError
from dlcourse.grade.model import Job, Verdict
from dlcourse.grade.verdicts import students_in

BUILDS = Path(".dlcourse") / "build"
AHEAD = 2  # submissions a worker has: one at work, one for when that ends
WORTH_A_WORKER = 40  # its start costs as much as some 20 submissions


class Judging(Protocol):
    """What runs jobs: worker.Worker, or a test's own."""

    tier: str

    def run(self, job: Job) -> Verdict: ...

    def close(self) -> None: ...


@dataclass
class Starter:
    """How the worker of an assignment is started: called, it gives one."""

    assignment: str
    root: Path
    unsandboxed: bool = False
    made: Path | None = None

    def __call__(self) -> Judging:
        from dlcourse.grade.worker import Worker

        return Worker(build=self.library(), unsandboxed=self.unsandboxed)

    def library(self) -> Path:
        """The students' part of `dlcourse`, made once. Raises CourseError.

        Not in a second thread: CPython 3.11 may fail where two threads parse
        Python at the same time.
        """
        if self.made is None:
            from dlcourse.grade.student_build import student_build

            builds = self.root.resolve() / BUILDS
            known = library_for(self.assignment, self.root)
            try:
                self.made = student_build(known, builds)
            except OSError as error:
                raise CourseError(
                    f"{builds} cannot be written: {error.strerror}"
                ) from None
        return self.made


def seems_new(root: Path, assignment: str, force: bool) -> bool:
    """Whether there is a submission that was never graded.

    A guess from where courses usually keep them, which costs nothing.
    """
    paths = (root / "submitted").glob(f"*/{glob.escape(assignment)}")
    there = {path.parent.name for path in paths}
    return bool(there) and (force or bool(there - students_in(root)))


def library_for(assignment: str, root: Path) -> str | None:
    """Whose part of `dlcourse` the students have; None for other courses.

    An assignment of this course may have another name in another course, so
    its functions say it. They are looked for where courses usually are.
    """
    if assignment in ASKED:
        return assignment
    ids = []
    for path in (root / "source" / assignment).glob("*.ipynb"):
        with contextlib.suppress(OSError, SubmissionError):
            cells = parse_notebook(path.read_bytes(), Caps(text=10**9))
            ids += [cell.id for cell in cells]
    return assignment_of(ids)


@dataclass(frozen=True)
class Ran:
    """What came of a submission's jobs, and which walls were around them."""

    tier: str
    verdicts: dict[str, Verdict]


class Running(Protocol):
    """What a batch gives its jobs to: a Pool here, or a cluster."""

    @property
    def is_full(self) -> bool: ...

    def submit(self, jobs: Mapping[str, Job]) -> "Future[Ran]": ...


def ran_by(worker: Judging, jobs: Mapping[str, Job]) -> Ran:
    """What a worker says of a submission's jobs, one after the other."""
    verdicts = {}
    for name, job in jobs.items():
        try:
            verdicts[name] = worker.run(job)
        except Exception as error:  # whatever it is, the next may do
            verdicts[name] = Verdict(
                tier=worker.tier, trouble=our_failure(error)
            )
    return Ran(worker.tier, verdicts)


class Lane:
    """One worker, and a thread that waits for what it says."""

    def __init__(self, start: Callable[[], Judging]):
        self.threads = ThreadPoolExecutor(1)
        self.warm: Future[Judging] = self.threads.submit(start)
        self.load = 0

    def submit(self, jobs: Mapping[str, Job]) -> "Future[Ran]":
        """Run them, one after the other, after all that came before."""
        self.load += 1
        future = self.threads.submit(self.run, jobs)
        future.add_done_callback(lambda _: self.ended())
        return future

    def ended(self) -> None:
        """One submission less is to be done."""
        self.load -= 1

    def run(self, jobs: Mapping[str, Job]) -> Ran:
        """In the thread: the verdicts. Raises the worker's SandboxError."""
        return ran_by(self.warm.result(), jobs)

    def close(self, *, now: bool) -> None:
        """End it: at once, or after all that it still has to do."""
        self.threads.shutdown(wait=not now, cancel_futures=now)
        if self.warm.done() and self.warm.exception() is None:
            self.warm.result().close()


class Pool:
    """The workers of a call: one at first, more while there is work.

    The first may start while the command does other things. Another one is
    started when all have something to do, up to `jobs`.
    """

    def __init__(self, start: Callable[[], Judging], jobs: int = 1):
        self.start, self.jobs = start, jobs
        self.lanes: list[Lane] = []

    def __enter__(self) -> "Pool":
        return self

    def begin(self) -> Lane:
        """Start one more; not its library, which all of them share."""
        if isinstance(self.start, Starter):
            self.start.library()
        self.lanes.append(Lane(self.start))
        return self.lanes[-1]

    @property
    def is_full(self) -> bool:
        """Whether each has one at work and one waiting."""
        return len(self.lanes) >= self.jobs and all(
            lane.load >= AHEAD for lane in self.lanes
        )

    def submit(self, jobs: Mapping[str, Job]) -> "Future[Ran]":
        """Have them run by who has least to do."""
        lane = min(self.lanes, key=lambda lane: lane.load, default=None)
        if lane is None or (lane.load and len(self.lanes) < self.jobs):
            lane = self.begin()
        return lane.submit(jobs)

    def __exit__(self, kind: object, *exception: object) -> None:
        for lane in self.lanes:
            lane.close(now=kind is not None)


def our_failure(error: Exception) -> str:
    """What failed on our side, in a line."""
    words = one_line(error)
    if isinstance(error, GradeError):
        return words
    return f"{type(error).__name__}: {words}"


def jobs_that_pay(submissions: int) -> int:
    """How many workers to use: the cores, but none for a handful."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        cores = os.cpu_count() or 1
    return max(1, min(cores, submissions // WORTH_A_WORKER))
