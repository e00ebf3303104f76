"""Several submissions at a time, and one call at a time."""

import fcntl
import os
import shutil
import threading
import time

import pytest

from dlcourse.grade.errors import CourseError, SandboxError
from dlcourse.grade.grading import LOCK, grade
from dlcourse.grade.model import Verdict
from dlcourse.grade.starting import WORTH_A_WORKER, Pool, jobs_that_pay
from tests.grade.courses import (
    MARKS,
    RIGHT,
    PlainWorker,
    build,
    hand_in,
    rows,
)

WRONG = {"relu": "def relu(z):\n    return z"}
CLASS = [f"student{number:02}" for number in range(24)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with a class, every third of whom is wrong."""
    course = build(tmp_path_factory.mktemp("made") / "Kurs für alle")
    for number, student in enumerate(CLASS):
        hand_in(course, student, WRONG if number % 3 == 0 else RIGHT)
    return course


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "Kurs für alle")


def test_two_workers_are_at_work_at_the_same_time(course):
    """Neither waits for the other; the marks are those of one worker."""
    both = threading.Barrier(2, timeout=300)
    met = threading.Event()
    started = []

    class Meeting(PlainWorker):
        def run(self, job):
            if not met.is_set():
                both.wait()
                met.set()
            return super().run(job)

    def start():
        started.append(Meeting())
        return started[-1]

    summary = grade("ps1", course, start=start, jobs=2)
    at_once = rows(course, MARKS)
    grade("ps1", course, start=PlainWorker, force=True)

    assert met.is_set()
    assert len(started) == 2
    assert all(worker.jobs and worker.closed for worker in started)
    assert [row.student for row in summary.now] == CLASS
    assert at_once == rows(course, MARKS)


def test_one_submission_needs_one_worker(course):
    """Another one would start for nothing."""
    started = []

    def start():
        started.append(PlainWorker())
        return started[-1]

    grade("ps1", course, students=[CLASS[0]], start=start, jobs=8)

    assert len(started) == 1


def test_a_small_class_gets_one_worker():
    """A worker's start costs as much as some submissions."""
    assert jobs_that_pay(1) == jobs_that_pay(WORTH_A_WORKER) == 1
    assert 1 <= jobs_that_pay(10_000) <= (os.cpu_count() or 1)


def test_what_fails_in_one_worker_stops_no_other(course):
    """It is said, and the others' marks stand."""

    class Failing(PlainWorker):
        def run(self, job):
            if any("return z" in cell.text for cell in job.cells):
                raise OSError("no space left")
            return super().run(job)

    summary = grade("ps1", course, start=Failing, jobs=3)

    lost = {row.student for row in summary.infrastructure}
    assert lost == set(CLASS[::3])
    assert len(summary.now) == len(CLASS)
    reasons = {row.reason for row in summary.infrastructure}
    assert reasons == {"OSError: no space left"}


def test_a_second_worker_that_cannot_start_is_said(course):
    """As the first one's failure is: there is no sandbox."""

    def start():
        raise SandboxError("no sandbox here")

    with pytest.raises(SandboxError, match="no sandbox here"):
        grade("ps1", course, start=start, jobs=2)


def test_what_still_waits_is_dropped_when_a_call_is_stopped():
    """Ctrl-C waits for nobody's endless loop."""
    entered, gone = threading.Event(), threading.Event()

    class Endless(PlainWorker):
        def run(self, job):
            entered.set()
            gone.wait(600)
            return Verdict()

        def close(self):
            super().close()
            gone.set()

    begun = time.monotonic()
    pool = Pool(Endless)
    running, waiting = pool.submit({"a": None}), pool.submit({"a": None})
    entered.wait(300)

    pool.__exit__(KeyboardInterrupt)

    assert time.monotonic() - begun < 300
    assert waiting.cancelled()
    assert running.result(300)


def test_a_second_call_on_a_course_is_told_to_wait(course):
    """Two would write the same files."""
    path = course / LOCK
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CourseError, match="another `dlcourse grade`"):
            grade("ps1", course, start=PlainWorker)

    assert grade("ps1", course, start=PlainWorker).now
