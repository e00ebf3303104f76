"""The judge inside nbgrader: `nbgrader autograde` gives the same marks.

Two lines in a course's nbgrader_config.py put these in place of nbgrader's
own steps; formgrader's button then uses them too. nbgrader reads the notebook
and copies the files; all else is done by batch.py, from what was handed in
and not from nbgrader's copy of it.
"""

import atexit
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import ClearOutput, NbGraderPreprocessor

from dlcourse.grade.batch import Grading
from dlcourse.grade.course import Course
from dlcourse.grade.errors import SubmissionError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.starting import Judging, Starter, library_for
from dlcourse.grade.verdicts import REFUSED, Verdicts


class KeepCells(ClearOutput):
    """For `Autograde.sanitize_preprocessors`: outputs are dropped.

    JudgeCells puts the course's cells where they belong.
    """


class JudgeCells(NbGraderPreprocessor):
    """For `Autograde.autograde_preprocessors`: the judge's marks."""

    def preprocess(
        self, nb: Any, resources: dict[str, Any]
    ) -> tuple[Any, dict[str, Any]]:
        """The graded copy; the marks are in the gradebook by then.

        Raises SubmissionError, with no mark changed, if something of ours
        failed; nbgrader says so and goes on with the next student.
        """
        where = resources["nbgrader"]
        converter = self.parent.parent
        row, copy = grading_of(converter, where["assignment"]).single(
            where["student"], where["notebook"]
        )
        if copy is None:
            raise SubmissionError(f"{row.notebook}.ipynb: {row.reason}")
        if row.status == REFUSED:
            self.log.warning(
                "%s, %s.ipynb is refused: %s",
                row.student,
                row.notebook,
                row.reason,
            )
        return nbformat.from_dict(copy), resources


OPEN: "weakref.WeakKeyDictionary[Any, tuple[str, Grading]]"
OPEN = weakref.WeakKeyDictionary()


def grading_of(converter: Any, assignment: str) -> Grading:
    """What grades for this call of nbgrader; the course is read once."""
    known = OPEN.get(converter)
    if known and known[0] == assignment:
        return known[1]
    course = Course.of(converter.coursedir, converter.config)
    record = Record(course, assignment)
    weakref.finalize(converter, record.close)
    verdicts = Verdicts(course.root, assignment)
    weakref.finalize(converter, verdicts.database.close)
    grading = Grading(
        course, record, verdicts, lambda: WORKER.get(assignment, course.root)
    )
    OPEN[converter] = assignment, grading
    return grading


class OneWorker:
    """The worker of this process; started when it is needed."""

    def __init__(self, start: Callable[..., Callable[[], Judging]] = Starter):
        self.start = start
        self.lock = threading.Lock()
        self.key: tuple[str | None, Path] | None = None
        self.worker: Judging | None = None

    def get(self, assignment: str, root: Path) -> Judging:
        """The worker; another one for another part of the library."""
        with self.lock:
            key = library_for(assignment, root), root
            if self.worker is None or self.key != key:
                self.close()
                self.worker = self.start(assignment, root)()
                self.key = key
            return self.worker

    def close(self) -> None:
        """End the process that it started."""
        if self.worker:
            self.worker.close()
            self.worker = None


WORKER = OneWorker()
atexit.register(WORKER.close)
