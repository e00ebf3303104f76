"""The worker of a call: which library it has, and when it is started."""

import contextlib
import glob
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dlcourse.feedback.asked import ASKED, assignment_of
from dlcourse.grade.cells import Caps, parse_notebook
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.model import Job, Verdict
from dlcourse.grade.verdicts import students_in

BUILDS = Path(".dlcourse") / "build"


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


class Starting:
    """A worker that may start while the command does other things."""

    def __init__(self, start: Callable[[], Judging]) -> None:
        self.start = start
        self.threads = ThreadPoolExecutor(1)
        self.future: Future[Judging] | None = None

    def __enter__(self) -> "Starting":
        return self

    def begin(self) -> "Future[Judging]":
        """Start it, once, in a thread of its own."""
        if self.future is None:
            if isinstance(self.start, Starter):
                self.start.library()
            self.future = self.threads.submit(self.start)
        return self.future

    def worker(self) -> Judging:
        """The worker, once it is warm; its error, where it has one."""
        return self.begin().result()

    def __exit__(self, *exception: object) -> None:
        self.threads.shutdown()
        if self.future and self.future.exception() is None:
            self.future.result().close()
