"""`dlcourse feedback`: a page for each notebook that was graded or refused.

Marks and comments come from the gradebook, messages from the judge's
verdicts, the notebook from autograded/. The pages lie where nbgrader puts
its own, so that `nbgrader release_feedback` hands them out.
"""

import contextlib
import json
import os
import secrets
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dlcourse.grade.course import Course, find_course, one_line, open_course
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.feedback_page import Grades, Score, feedback_page
from dlcourse.grade.gradebook import Record
from dlcourse.grade.submission import shown
from dlcourse.grade.table import CourseNotebook
from dlcourse.grade.verdicts import INFRASTRUCTURE, REFUSED, Kept, Verdicts
from dlcourse.grade.void import reasons_of, settle, voided

# What `nbgrader release_feedback` reads beside the page. It stops for all
# where one of them is missing.
TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
LONGEST = 1000  # bytes of these
OUR_FAULT = "it could not be graded, for a reason of ours; grade it again"


@dataclass(frozen=True)
class Written:
    """What a call did."""

    folder: Path
    pages: tuple[Path, ...]
    missing: tuple[str, ...]  # student and notebook, and why

    def words(self) -> list[str]:
        """What a person should read."""
        count = len(self.pages)
        return [
            f"{count} {'page' if count == 1 else 'pages'} in {self.folder}",
            *(f"  no page for {words}" for words in self.missing),
        ]


def write_feedback(assignment: str, folder: Path | None = None) -> Written:
    """Write the pages of an assignment. Raises CourseError."""
    course = open_course(find_course(folder))
    with (
        Record(course, assignment) as record,
        Verdicts(course.root, assignment) as verdicts,
    ):
        submissions = sorted(
            record.gradebook.assignment_submissions(assignment),
            key=lambda submission: submission.student.id,
        )
        if not submissions:
            raise CourseError(
                f"nothing of {assignment!r} is graded; run: dlcourse grade "
                f"{assignment}"
            )
        settle(course.root, record, verdicts)
        reasons = reasons_of(course.root, assignment)
        kept = {
            (row.student, row.notebook): replace(
                row, verdict=voided(row.verdict, reasons)
            )
            for row in verdicts.all()
        }
        known = {notebook.name: notebook for notebook in record.notebooks}
        pages: list[Path] = []
        recorded = {submission.student.id for submission in submissions}
        missing = [
            f"{shown(row.student)}, {row.notebook}.ipynb: {OUR_FAULT}"
            for row in kept.values()
            if row.student not in recorded
        ]
        for submission in tqdm(
            submissions,
            desc=assignment,
            unit="student",
            disable=None,
            leave=False,
        ):
            student = submission.student.id
            for notebook in sorted(submission.notebooks, key=by_name):
                try:
                    text = page_of(
                        course,
                        assignment,
                        submission,
                        notebook,
                        known[notebook.name],
                        kept.get((student, notebook.name)),
                    )
                except SubmissionError as reason:
                    missing.append(
                        f"{shown(student)}, {notebook.name}.ipynb: {reason}"
                    )
                else:
                    pages.append(
                        write(course, assignment, student, notebook.name, text)
                    )
    root = course.root / course.directory.feedback_directory
    return Written(root, tuple(pages), tuple(missing))


def by_name(notebook: Any) -> str:
    """To sort by."""
    return notebook.name


def write(
    course: Course, assignment: str, student: str, name: str, text: str
) -> Path:
    """Put a page where nbgrader would; its path. Raises CourseError."""
    folder = course.folder(
        course.directory.feedback_directory, student, assignment
    )
    page = folder / f"{name}.html"
    content = {
        page.name: text.encode("utf-8", "replace"),
        **files_beside(course.submitted(student, assignment), folder),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in content.items():
            write_at_once(course, folder / file, data)
    except OSError as error:
        raise CourseError(
            f"{page} cannot be written: {error.strerror}"
        ) from None
    return page


def page_of(
    course: Course,
    assignment: str,
    submission: Any,
    notebook: Any,
    known: CourseNotebook,
    row: Kept | None,
) -> str:
    """The page of one notebook. Raises SubmissionError if there is none."""
    student = submission.student.id
    if row and row.status == INFRASTRUCTURE:
        raise SubmissionError(OUR_FAULT)
    refused = row.reason if row and row.status == REFUSED else ""
    folder = course.autograded(student, assignment)
    return feedback_page(
        None if refused else graded_copy(folder / f"{notebook.name}.ipynb"),
        known.notebook,
        row.verdict if row else None,
        grades_of(notebook, known, submission.timestamp),
        student=student,
        assignment=assignment,
        refused=refused,
    )


def graded_copy(path: Path) -> dict[str, Any]:
    """The autograded notebook as plain data. Raises SubmissionError."""
    try:
        notebook = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise SubmissionError("it was not graded") from None
    except (OSError, ValueError) as error:
        raise SubmissionError(
            f"its graded copy cannot be read ({one_line(error)}); grade it "
            "again"
        ) from None
    if not isinstance(notebook, dict):
        raise SubmissionError("its graded copy is no notebook; grade it again")
    return notebook


def grades_of(notebook: Any, course: CourseNotebook, timestamp: Any) -> Grades:
    """What the gradebook says, an nbgrader.api.SubmittedNotebook."""
    order = {
        cell.id: place for place, cell in enumerate(course.notebook.cells)
    }
    rows = sorted(notebook.grades, key=lambda grade: order.get(grade.name, 0))
    return Grades(
        scores=tuple(map(score_of, rows)),
        comments={
            comment.name: comment.manual_comment
            for comment in notebook.comments
            if comment.manual_comment
        },
        late_penalty=notebook.late_submission_penalty or 0.0,
        handed_in=f"{timestamp:%d %B %Y, %H:%M} UTC" if timestamp else "",
    )


def score_of(grade: Any) -> Score:
    """An nbgrader.api.Grade: what a person gave counts before the judge."""
    given = (
        grade.auto_score if grade.manual_score is None else grade.manual_score
    )
    return Score(
        grade.name,
        None if given is None else given + (grade.extra_credit or 0.0),
        grade.max_score,
        by_hand=grade.manual_score is not None or bool(grade.extra_credit),
    )


def files_beside(submitted: Path, folder: Path) -> dict[str, bytes]:
    """What nbgrader's exchange put into a submission, or stands in for it.

    A secret of ours names a page that nobody can ask for; it stays the same.
    """
    secret = small_file(submitted / SECRET) or small_file(folder / SECRET)
    return {
        TIMESTAMP: small_file(submitted / TIMESTAMP),
        SECRET: secret or secrets.token_hex(32).encode(),
    }


def small_file(path: Path) -> bytes:
    """The content of a small ordinary file; of anything else nothing.

    A student may have put a link or a device there.
    """
    with contextlib.suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= LONGEST:
            return path.read_bytes()
    return b""


def write_at_once(course: Course, path: Path, content: bytes) -> None:
    """The file, whole or as it was before."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.chmod(0o664 if course.directory.groupshared else 0o644)
    os.replace(draft, path)
