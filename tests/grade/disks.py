"""Grades a course on a disk of its own that is full, closed or locked.

`python -m tests.grade.disks CASE COURSE`: in a mount namespace, so that
nothing of the machine is changed, the course is copied to a small tmpfs and
graded there twice, before and after what is wrong is mended. Prints JSON.
"""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from dlcourse.__main__ import main
from dlcourse.grade import grading
from dlcourse.grade.sandbox import linux
from tests.grade.courses import PlainWorker, change, rows, scores

DISK, ROOM = 8_000_000, 60_000  # bytes of the disk; left when it is full
STATUS_MANUAL = "update grade set manual_score = 1.5 where auto_score = 2"


def own_mounts():
    """What is mounted from now on is mounted for this process alone."""
    if os.geteuid():
        proc = os.open("/proc", os.O_PATH)
        outside = (os.getuid(), os.getgid())
        linux.new_user_namespace(
            linux.NEWNS, user=0, outside=outside, proc=proc
        )
    else:
        linux.unshare(linux.NEWNS)
    linux.mount(None, "/", None, linux.REC | linux.PRIVATE)


@contextmanager
def full(course, room=ROOM):
    """Little room is left, which ends in the middle of the class."""
    path = course.parent / "fill"
    with path.open("wb", 0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, path.stat().st_size - room))
    try:
        yield
    finally:
        path.unlink()


@contextmanager
def very_full(course):
    """Not a byte is left."""
    with full(course, room=0):
        yield


@contextmanager
def closed(course, name="."):
    """A part of the course is read-only, whoever asks."""
    place = str(course / name)
    linux.mount(place, place, None, linux.BIND)
    linux.read_only(place)
    try:
        yield
    finally:
        linux.detach(place)


@contextmanager
def closed_gradebook(course):
    """The gradebook alone is read-only."""
    with closed(course, "gradebook.db"):
        yield


@contextmanager
def locked(course, name="gradebook.db"):
    """Another process writes, and does not end."""
    config = course / "nbgrader_config.py"
    before = config.read_text()
    address = f"sqlite:///{course}/gradebook.db?timeout=0.1"
    config.write_text(f"{before}c.CourseDirectory.db_url = {address!r}\n")
    other = sqlite3.connect(course / name)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.close()
        config.write_text(before)


CASES = {
    case.__name__: case
    for case in (full, very_full, closed, closed_gradebook, locked)
}


def call(course):
    """Status and words of `dlcourse grade`, without a sandbox."""
    words = StringIO()
    grading.Starter = lambda *_: PlainWorker
    with redirect_stderr(words):
        status = main(["grade", "ps1", "--course", str(course)])
    return status, words.getvalue()


def tried(case, course):
    """What is said and kept: before, while and after it is wrong."""
    student = sorted(path.name for path in (course / "submitted").iterdir())
    main(["grade", "ps1", "--course", str(course), "--student", student[0]])
    change(course, STATUS_MANUAL)
    with CASES[case](course):
        status, words = call(course)
    kept = rows(course, "select student_id from submitted_assignment")
    again, silence = call(course)
    return {
        "status": status,
        "words": words,
        "kept": len(kept),
        "again": [again, silence],
        "scores": {name: scores(course, name) for name in student},
    }


if __name__ == "__main__":
    case, course = sys.argv[1], Path(sys.argv[2])
    own_mounts()
    with TemporaryDirectory() as folder, ExitStack() as stack:
        linux.mount("tmpfs", folder, "tmpfs", 0, f"size={DISK}")
        stack.callback(linux.detach, folder)
        copy = Path(folder, course.name)
        shutil.copytree(course, copy)
        grading.Starter = lambda *_: PlainWorker
        print(json.dumps(tried(case, copy)))
