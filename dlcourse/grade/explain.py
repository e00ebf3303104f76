"""Why a student has these points: each check, its input, seen and expected.

The submission is judged once more, with the same checks and the same seed,
and what the checks do is noted on the way (tracing.py). No mark is touched.
"""

import contextlib
import datetime
import json
import platform
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dlcourse.grade.arrange import arrange
from dlcourse.grade.batch import Grading
from dlcourse.grade.course import Course, find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_files import grades_of
from dlcourse.grade.feedback_page import Grades
from dlcourse.grade.gradebook import Record
from dlcourse.grade.model import GRADED, LOCKED, Check, Job, JobCell, Verdict
from dlcourse.grade.starting import Judging, Starter
from dlcourse.grade.submission import shown
from dlcourse.grade.verdicts import GRADED_NOW, Kept, Verdicts
from dlcourse.grade.void import reasons_of, voided

TRACED = ("@check", "@hidden_check")  # what a cell of ours has in it
MODULE = '__import__("dlcourse.grade.tracing", fromlist=["trace"])'
LINE = re.compile(r"in line (\d+) of ")
PACKAGES = ("dlcourse", "numpy", "nbgrader")


@dataclass(frozen=True)
class Told:
    """What one check of a cell did. A cell of another course has none."""

    property: str
    hidden: bool
    passed: bool
    input: str = ""
    gave: str = ""
    compared: str = ""
    expected: str = ""
    seen: str = ""  # the failure, hidden numbers included
    message: str = ""  # the failure as the student reads it
    mistake: str | None = None


@dataclass(frozen=True)
class CellTold:
    """A graded cell: its points then and now, and what its checks did."""

    check: Check  # as it was graded, with what does not count
    again: Check | None  # as it is judged now, None if it was not
    hidden: bool  # whether its text is kept from students, in part
    line: str  # of an ordinary cell the line that failed
    checks: tuple[Told, ...]

    @property
    def differs(self) -> bool:
        """Whether it has other points than when it was graded."""
        if self.again is None or self.check.void:
            return False
        return self.again.points != self.check.points


@dataclass(frozen=True)
class Explained:
    """One notebook of a student, and all that its points rest on."""

    student: str
    assignment: str
    notebook: str
    status: str
    reason: str
    when: str
    tier: str
    seconds: float
    notes: tuple[str, ...]
    changed: bool  # the submission, the checks or the grader, since then
    versions: tuple[tuple[str, str], ...]
    cells: tuple[CellTold, ...]
    grades: Grades | None
    trouble: str = ""  # why it could not be judged again


def explain(
    student: str,
    assignment: str,
    folder: Path | None = None,
    *,
    unsandboxed: bool = False,
    start: Callable[[], Judging] | None = None,
) -> list[Explained]:
    """Each notebook of a student. Raises GradeError."""
    course = open_course(find_course(folder))
    with contextlib.ExitStack() as stack:
        record = stack.enter_context(Record(course, assignment))
        verdicts = stack.enter_context(Verdicts(course.root, assignment))
        rows = [row for row in verdicts.all() if row.student == student]
        if not rows:
            raise CourseError(unknown(student, assignment, verdicts.all()))
        grading = Grading(course, record, verdicts)
        known = [row for row in rows if row.notebook in grading.notebooks]
        start = start or Starter(assignment, course.root, unsandboxed)
        judge = Again(grading, start)
        return [
            one(course, grading, row, judge)
            for row in tqdm(known, desc=student, disable=None, leave=False)
        ]


def unknown(student: str, assignment: str, rows: Iterable[Kept]) -> str:
    """That there is nothing of a student, and what is alike."""
    names = sorted({row.student for row in rows})
    alike = [name for name in names if student.lower() in name.lower()]
    said = ", ".join(map(shown, (alike or names)[:5])) or "nobody"
    return (
        f"nothing of {assignment!r} by {shown(student)} is graded; "
        f"{'did you mean' if alike else 'there are'} {said}"
        + (
            f" and {len(names) - 5} more"
            if len(names) > 5 > len(alike)
            else ""
        )
    )


def one(
    course: Course, grading: Grading, row: Kept, judge: "Again"
) -> Explained:
    """All about one notebook."""
    assignment = grading.assignment
    graded = row.status == GRADED_NOW
    found = judge.run(row) if graded else Run({}, [], True, "")
    reasons = reasons_of(course.root, assignment)
    sources = {
        cell.id: cell
        for cell in grading.notebooks[row.notebook].notebook.cells
    }
    return Explained(
        student=row.student,
        assignment=assignment,
        notebook=row.notebook,
        status=row.status,
        reason=row.reason,
        when=when(course, assignment, row),
        tier=row.verdict.tier,
        seconds=row.verdict.seconds,
        notes=row.verdict.notes,
        changed=not found.same and graded,
        versions=(("Python", platform.python_version()), *versions()),
        cells=tuple(
            CellTold(
                check,
                found.checks.get(check.id),
                sources[check.id].source != sources[check.id].released,
                failed_line(check, sources[check.id].source),
                tuple(told(found.notes, check)),
            )
            for check in voided(row.verdict, reasons).checks
            if check.id in sources
        ),
        grades=gradebook_says(grading, row),
        trouble=found.trouble,
    )


@dataclass(frozen=True)
class Run:
    """What judging it once more gave."""

    checks: Mapping[str, Check]
    notes: list[dict[str, Any]]
    same: bool  # just what was graded
    trouble: str


class Again:
    """Judges notebooks once more, and notes what checks do."""

    def __init__(self, grading: Grading, start: Callable[[], Judging]):
        self.grading, self.start = grading, start

    def run(self, row: Kept) -> Run:
        """A notebook's verdict of now. Raises SandboxError without a wall."""
        grading, name = self.grading, row.notebook
        folder = grading.course.submitted(row.student, grading.assignment)
        handed_in = grading.read(folder)
        same = row.key == grading.key(name, handed_in)
        if name in handed_in.refused:
            return Run({}, [], same, handed_in.refused[name])
        placed = arrange(
            grading.notebooks[name].notebook, handed_in.notebooks[name]
        )
        job = grading.job(grading.notebooks[name], placed, handed_in)
        with tempfile.TemporaryDirectory(prefix="explain-") as folder_name:
            file = Path(folder_name, "notes.jsonl")
            verdict = self.judge(with_notes(job, file))
            lines = file.read_text("utf-8") if file.exists() else ""
        return Run(
            {check.id: check for check in verdict.checks},
            [json.loads(line) for line in lines.splitlines()],
            same,
            verdict.trouble,
        )

    def judge(self, job: Job) -> Verdict:
        """The verdict of a worker that is there for it alone."""
        worker = self.start()
        try:
            return worker.run(job)
        finally:
            worker.close()


def with_notes(job: Job, file: Path) -> Job:
    """The job with a cell of ours before each of its checks, and an end."""
    cells: list[JobCell] = []
    for place, cell in enumerate(job.cells):
        if cell.kind == GRADED and any(t in cell.judge for t in TRACED):
            begin = f"{MODULE}.trace(globals(), {str(file)!r}, {cell.id!r})"
            cells.append(JobCell(LOCKED, f"explain {place}", judge=begin))
            end = f"{cell.judge}\n{MODULE}.finish()"
            cell = replace(cell, judge=end)
        cells.append(cell)
    return replace(job, cells=tuple(cells))


def told(notes: Iterable[dict[str, Any]], check: Check) -> Iterable[Told]:
    """What the checks of a cell did, in the attempt that counted.

    A cell that failed was tried again with right earlier functions.
    """
    attempts: list[list[dict[str, Any]]] = [[]]
    for note in notes:
        if note["cell"] != check.id:
            continue
        if note.get("end"):
            attempts.append([])
        else:
            attempts[-1].append(note)
    made = [attempt for attempt in attempts if attempt]
    if not made:
        return []
    counted = made[-1] if check.followed_through else made[0]
    names = Told.__dataclass_fields__
    return [
        Told(**{name: note[name] for name in names if name in note})
        for note in counted
    ]


def failed_line(check: Check, source: str) -> str:
    """The line of the cell that the message of a failed check names."""
    found = LINE.search(check.message)
    lines = source.splitlines()
    if check.passed or not found or not 0 < int(found[1]) <= len(lines):
        return ""
    return lines[int(found[1]) - 1].strip()


def gradebook_says(grading: Grading, row: Kept) -> Grades | None:
    """Points, those by hand too, and comments; None if there are none."""
    from nbgrader.api import MissingEntry

    record = grading.record
    try:
        submission = record.gradebook.find_submission(
            grading.assignment, row.student
        )
    except MissingEntry:
        return None
    for notebook in submission.notebooks:
        if notebook.name == row.notebook:
            return grades_of(
                notebook, grading.notebooks[row.notebook], submission.timestamp
            )
    return None


def when(course: Course, assignment: str, row: Kept) -> str:
    """When the graded copy was written; "" if it is gone."""
    folder = course.autograded(row.student, assignment)
    try:
        seconds = (folder / f"{row.notebook}.ipynb").stat().st_mtime
    except OSError:
        return ""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{moment:%d %B %Y, %H:%M} UTC"


def versions() -> Iterable[tuple[str, str]]:
    """The packages that judge, and their versions."""
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            yield name, version(name)
