"""Grades the submissions of one assignment, one after the other.

    submission -> harden -> Job -> worker -> Verdict -> autograded, gradebook

What is unchanged since it was graded is not run again. What fails on our
side changes no mark and is said: "infrastructure". Nothing stops the batch.
"""

import functools
import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dlcourse.feedback.seeds import SEED_FILE
from dlcourse.grade.arrange import Placed, arrange, job_cell
from dlcourse.grade.autograded import GradedCopy, as_bytes, replaced_folder
from dlcourse.grade.course import Course, one_line
from dlcourse.grade.errors import CourseError, GradeError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.marks import Marks, marks_of, refused_marks
from dlcourse.grade.model import Job, Limits, Verdict
from dlcourse.grade.starting import Judging
from dlcourse.grade.submission import Submission, read_submission, shown
from dlcourse.grade.table import CourseNotebook
from dlcourse.grade.verdicts import (
    GRADED_NOW,
    INFRASTRUCTURE,
    REFUSED,
    Kept,
    Verdicts,
)

PACKAGE = Path(__file__).parent.parent
MB = 1_000_000


@dataclass(frozen=True)
class Settings:
    """What the judge is told beside the cells."""

    limits: Limits
    follow_through: bool
    seed: int | None


class Grading:
    """Grades submissions of one assignment."""

    def __init__(
        self,
        course: Course,
        record: Record,
        verdicts: Verdicts,
        worker: Callable[[], Judging],
    ):
        self.course, self.record, self.verdicts = course, record, verdicts
        self.worker, self.tier = worker, ""
        self.assignment = record.name
        self.notebooks = {row.name: row for row in record.notebooks}
        self.ids = {name: row.marks for name, row in self.notebooks.items()}
        self.copy = GradedCopy(course)
        self.course_files = files_of(course, self.assignment)
        self.settings = settings_of(course, self.assignment)
        sums = {name: sha(file) for name, file in self.course_files.items()}
        self.base = {
            name: digest(
                grader_version(), asdict(row), asdict(self.settings), sums
            )
            for name, row in self.notebooks.items()
        }

    def all(
        self, chosen: Mapping[str, Path], *, force: bool = False
    ) -> list[Kept]:
        """Grade them; what was graded now."""
        recorded = self.record.recorded()
        before: dict[str, dict[str, Kept]] = {}
        for row in () if force else self.verdicts.all():
            if row.student in recorded:
                before.setdefault(row.student, {})[row.notebook] = row
        return [
            row
            for student, folder in tqdm(
                chosen.items(),
                desc=self.assignment,
                unit="submission",
                disable=None,
                leave=False,
            )
            for row in self.one(student, folder, before.get(student, {}))
        ]

    def one(
        self, student: str, folder: Path, known: Mapping[str, Kept]
    ) -> list[Kept]:
        """Grade a submission, unless it is known.

        A fault of ours in one of them must not stop the batch: whatever it
        is, it is said, and the next one follows. Only where there is no
        sandbox at all, SandboxError is raised.
        """
        try:
            handed_in = self.read(folder)
            keys = {name: self.key(name, handed_in) for name in self.notebooks}
            if self.is_done(student, known, keys):
                return []
        except Exception as error:
            return self.trouble(student, error)
        worker = self.worker()
        self.tier = worker.tier
        try:
            return self.judge(student, handed_in, keys, worker)
        except Exception as error:
            return self.trouble(student, error)

    def read(self, folder: Path) -> Submission:
        """What is handed in, and nothing that stands in the course's way."""
        if self.course.through_link(folder):
            reason = "its folder is a link; hand in a folder"
            return Submission(refused=dict.fromkeys(self.notebooks, reason))
        handed_in = read_submission(
            folder, self.ids, ignore=self.course.directory.ignore
        )
        ours = [*self.course_files, *(f"{n}.ipynb" for n in self.notebooks)]
        in_the_way = [
            name
            for name in handed_in.files
            if any(
                own.startswith(f"{name}/") or name.startswith(f"{own}/")
                for own in ours
            )
        ]
        return replace(
            handed_in,
            files={
                name: content
                for name, content in handed_in.files.items()
                if name not in in_the_way
            },
            notes=(
                *handed_in.notes,
                *(
                    f"left out {shown(name)}: the course has that name"
                    for name in in_the_way
                ),
            ),
        )

    def key(self, name: str, handed_in: Submission) -> str:
        """What a verdict depends on, as a hash."""
        return digest(
            self.base[name],
            sha(handed_in.raw.get(name, b"")),
            handed_in.refused.get(name, ""),
            {file: sha(text) for file, text in handed_in.files.items()},
        )

    def is_done(
        self, student: str, known: Mapping[str, Kept], keys: Mapping[str, str]
    ) -> bool:
        """Whether just this was graded, and is still where it belongs."""
        folder = self.course.autograded(student, self.assignment)
        return all(
            name in known
            and known[name].key == key
            and known[name].status != INFRASTRUCTURE
            and (folder / f"{name}.ipynb").is_file()
            for name, key in keys.items()
        )

    def judge(
        self,
        student: str,
        handed_in: Submission,
        keys: Mapping[str, str],
        worker: Judging,
    ) -> list[Kept]:
        """Run what was handed in, write all that follows, keep it.

        Raises GradeError or OSError, with no mark changed.
        """
        folder = self.course.autograded(student, self.assignment)
        files = {**handed_in.files, **self.course_files}
        marks: dict[str, Marks] = {}
        rows = []
        for name, notebook in self.notebooks.items():
            row, given, copy = self.notebook(notebook, handed_in, worker)
            rows.append(replace(row, student=student, key=keys[name]))
            if given and copy:
                marks[name] = given
                files[f"{name}.ipynb"] = as_bytes(copy)
            elif (old := folder / f"{name}.ipynb").is_file():
                files[f"{name}.ipynb"] = old.read_bytes()
        with replaced_folder(self.course, folder, files):
            self.record.write(student, handed_in.timestamp, marks)
        self.verdicts.put(rows)
        return rows

    def single(
        self, student: str, name: str
    ) -> tuple[Kept, dict[str, Any] | None]:
        """Grade one notebook of a student, for nbgrader, which keeps files.

        The verdict, and the graded copy unless something of ours failed.
        Those of the student's notebooks that are missing are refused.
        """
        handed_in = self.read(self.course.submitted(student, self.assignment))
        row, given, copy = self.notebook(
            self.notebooks[name], handed_in, self.worker()
        )
        key = self.key(name, handed_in)
        row = replace(row, student=student, key=key)
        if given:
            gone = handed_in.refused.keys() - handed_in.raw.keys() - {name}
            marks = {
                other: refused_marks(self.notebooks[other]) for other in gone
            }
            marks[name] = given
            self.record.write(student, handed_in.timestamp, marks)
        self.verdicts.put([row])
        return row, copy

    def notebook(
        self, notebook: CourseNotebook, handed_in: Submission, worker: Judging
    ) -> tuple[Kept, Marks | None, dict[str, Any] | None]:
        """The verdict on a notebook, its marks, and its graded copy."""
        row = Kept(
            "",
            notebook.name,
            "",
            GRADED_NOW,
            max_points=notebook.max_points,
            manual=tuple(notebook.manual),
        )
        reason = handed_in.refused.get(notebook.name)
        if reason is not None:
            verdict = Verdict(tier=worker.tier, notes=handed_in.notes)
            return (
                replace(row, status=REFUSED, reason=reason, verdict=verdict),
                refused_marks(notebook),
                self.copy.refused(notebook, reason),
            )
        placed = arrange(notebook.notebook, handed_in.notebooks[notebook.name])
        verdict = worker.run(self.job(notebook, placed, handed_in))
        verdict = replace(verdict, notes=(*handed_in.notes, *verdict.notes))
        if verdict.trouble:
            reason = verdict.trouble
            row = replace(row, status=INFRASTRUCTURE, reason=reason)
            return replace(row, verdict=verdict), None, None
        # What was shown is in the graded copy, and is not held for a class.
        return (
            replace(row, verdict=replace(verdict, ran=())),
            marks_of(notebook, placed, verdict),
            self.copy.notebook(notebook, placed, verdict),
        )

    def job(
        self,
        notebook: CourseNotebook,
        placed: Iterable[Placed],
        handed_in: Submission,
    ) -> Job:
        """All that the worker needs. Files do not count as written ones."""
        files = {**handed_in.files, **self.course_files}
        size = sum(map(len, files.values()))
        limits = self.settings.limits
        return Job(
            cells=tuple(map(job_cell, placed)),
            course_cells=notebook.notebook.cells,
            limits=replace(limits, disk_mb=limits.disk_mb + -(-size // MB)),
            files=handed_in.files,
            course_files=self.course_files,
            seed=self.settings.seed,
            follow_through=self.settings.follow_through,
        )

    def trouble(self, student: str, error: Exception) -> list[Kept]:
        """What failed on our side: no mark is changed, and it is said."""
        words = one_line(error)
        if not isinstance(error, GradeError):
            words = f"{type(error).__name__}: {words}"
        rows = [
            Kept(
                # A folder's name may be no text.
                student.encode("utf-8", "backslashreplace").decode(),
                name,
                "",
                INFRASTRUCTURE,
                words,
                notebook.max_points,
                tuple(notebook.manual),
                Verdict(tier=self.tier, trouble=words),
            )
            for name, notebook in self.notebooks.items()
        ]
        self.verdicts.put(rows)
        return rows


def settings_of(course: Course, assignment: str) -> Settings:
    """The limits, and the seed that the hidden checks draw from."""
    return Settings(
        course.limits(assignment),
        course.judge(assignment).follow_through,
        seed_of(course),
    )


def seed_of(course: Course) -> int | None:
    """The course's seed; None where a public one serves."""
    path = course.root / SEED_FILE
    try:
        return int(path.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CourseError(
            f"{path}, the seed of the hidden checks, cannot be read: "
            f"{one_line(error)}"
        ) from None


def files_of(course: Course, assignment: str) -> dict[str, bytes]:
    """What lies beside the instructor's notebooks, and wins over students'.

    But for what the configuration leaves to the students.
    """
    from nbgrader.utils import find_all_files

    folder = course.source(assignment)
    theirs = course.autograde().exclude_overwriting.get(assignment, [])
    paths = find_all_files(str(folder), [*course.directory.ignore, "*.ipynb"])
    files = {Path(path).relative_to(folder): Path(path) for path in paths}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in sorted(files.items())
        if name.as_posix() not in theirs
    }


def digest(*parts: Any) -> str:
    """A hash of plain data."""
    return sha(json.dumps(parts, sort_keys=True, default=str).encode())


def sha(content: bytes) -> str:
    """The content's hash."""
    return hashlib.sha256(content).hexdigest()


@functools.cache
def grader_version() -> str:
    """A hash of what judges: this package, and what runs the cells."""
    code = {
        str(path.relative_to(PACKAGE)): sha(path.read_bytes())
        for path in PACKAGE.rglob("*.py")
    }
    return digest(code, platform.python_version(), version("numpy"))
