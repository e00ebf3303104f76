"""Grades the submissions of one assignment, some at a time.

    submission -> harden -> Job -> worker -> Verdict -> autograded, gradebook

What is unchanged since it was graded is not run again. What fails on our
side changes no mark and is said: "infrastructure". Nothing stops the batch.
"""

import errno
import functools
import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dlcourse.feedback.seeds import SEED_FILE
from dlcourse.grade.arrange import Placed, arrange, job_cell
from dlcourse.grade.autograded import GradedCopy, as_bytes, replaced_folder
from dlcourse.grade.course import Course, one_line
from dlcourse.grade.errors import (
    CourseError,
    StoppedError,
    SubmissionError,
    UnwrittenError,
)
from dlcourse.grade.gradebook import Record
from dlcourse.grade.marks import Marks, marks_of, refused_marks
from dlcourse.grade.model import Job, Limits, Verdict
from dlcourse.grade.starting import Judging, Ran, Running, our_failure
from dlcourse.grade.submission import Submission, read_submission, shown
from dlcourse.grade.table import CourseNotebook
from dlcourse.grade.verdicts import (
    GRADED_NOW,
    INFRASTRUCTURE,
    REFUSED,
    Kept,
    Verdicts,
)
from dlcourse.grade.void import reasons_of, voided

PACKAGE = Path(__file__).parent.parent
MB = 1_000_000
# The disk is full, or closed to us.
CLOSED = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM),
    errno.EIO,
}
NO_TEXT = "the name of its folder is no text in UTF-8; rename the folder"
GIVE_UP = 3  # submissions in a row that could not be written


@dataclass(frozen=True)
class Settings:
    """What the judge is told beside the cells."""

    limits: Limits
    follow_through: bool
    seed: int | None


@dataclass(frozen=True)
class Ready:
    """A submission that may be run: its notebooks' cells, and their jobs."""

    student: str
    handed_in: Submission
    keys: dict[str, str]
    placed: dict[str, list[Placed]]
    jobs: dict[str, Job]


# What is known of a notebook, its marks, and its graded copy: both are None
# where something of ours failed.
Graded = tuple[Kept, Marks | None, dict[str, Any] | None]


class Grading:
    """Grades submissions of one assignment.

    `worker` gives the one that `single` needs.
    """

    def __init__(
        self,
        course: Course,
        record: Record,
        verdicts: Verdicts,
        worker: Callable[[], Judging] | None = None,
    ):
        self.course, self.record, self.verdicts = course, record, verdicts
        self.worker, self.tier = worker, ""
        self.unwritten = 0  # the last ones, in a row
        self.assignment = record.name
        self.notebooks = {row.name: row for row in record.notebooks}
        self.ids = {name: row.marks for name, row in self.notebooks.items()}
        self.copy = GradedCopy(course)
        self.void = reasons_of(course.root, self.assignment)
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
        self,
        chosen: Mapping[str, Path],
        pool: Running,
        *,
        force: bool = False,
    ) -> list[Kept]:
        """Grade them; what was graded now.

        Workers run what was handed in, several at a time; everything is
        read and written here, one submission after the other.
        """
        known = {} if force else self.known()
        rows: dict[str, list[Kept]] = {}
        at_work: dict[Future[Ran], Ready] = {}
        with tqdm(
            total=len(chosen),
            desc=self.assignment,
            unit="submission",
            disable=None,
            leave=False,
        ) as bar:
            for student, folder in chosen.items():
                ready = self.ready(student, folder, known.get(student, {}))
                if not isinstance(ready, Ready):
                    rows[student] = ready
                    bar.update()
                    continue
                while pool.is_full:
                    self.collect(at_work, rows, bar)
                at_work[pool.submit(ready.jobs)] = ready
            while at_work:
                self.collect(at_work, rows, bar)
        return [row for student in chosen for row in rows[student]]

    def known(self) -> dict[str, dict[str, Kept]]:
        """What was graded earlier and is in the gradebook, by student."""
        recorded = self.record.recorded()
        before: dict[str, dict[str, Kept]] = {}
        for row in self.verdicts.all():
            if row.student in recorded:
                before.setdefault(row.student, {})[row.notebook] = (
                    row.in_short()
                )
        return before

    def ready(
        self, student: str, folder: Path, known: Mapping[str, Kept]
    ) -> Ready | list[Kept]:
        """What is to be run of a submission, or what is known of it now.

        A fault of ours in one of them must not stop the batch: whatever it
        is, it is said, and the next one follows.
        """
        try:
            if not is_text(student):
                raise SubmissionError(NO_TEXT)
            handed_in = self.read(folder)
            keys = {name: self.key(name, handed_in) for name in self.notebooks}
            if self.is_done(student, known, keys):
                return []
            placed = {
                name: arrange(row.notebook, handed_in.notebooks[name])
                for name, row in self.notebooks.items()
                if name not in handed_in.refused
            }
            jobs = {
                name: self.job(self.notebooks[name], cells, handed_in)
                for name, cells in placed.items()
            }
        except Exception as error:
            return self.trouble(student, error)
        return Ready(student, handed_in, keys, placed, jobs)

    def collect(
        self,
        at_work: dict[Future[Ran], Ready],
        rows: dict[str, list[Kept]],
        bar: Any,
    ) -> None:
        """Wait until some are run, and write all that follows from it.

        An error is raised where all others would meet it too: there is no
        sandbox, the cluster is gone, nothing can be written.
        """
        wait(at_work, return_when=FIRST_COMPLETED)
        for future in [future for future in at_work if future.done()]:
            ready, ran = at_work.pop(future), future.result()
            self.tier = ran.tier
            try:
                kept = self.keep(ready, ran)
                rows[ready.student] = [row.in_short() for row in kept]
                self.unwritten = 0
            except Exception as error:
                rows[ready.student] = self.trouble(ready.student, error)
                self.unwritten += is_about_the_disk(error)
                if self.unwritten == GIVE_UP:
                    raise StoppedError(gave_up(error)) from None
            bar.update()

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

    def keep(self, ready: Ready, ran: Ran) -> list[Kept]:
        """Write all that follows from verdicts, and keep them.

        Raises GradeError or OSError, with no mark changed.
        """
        student, handed_in = ready.student, ready.handed_in
        folder = self.course.autograded(student, self.assignment)
        files = {**handed_in.files, **self.course_files}
        marks: dict[str, Marks] = {}
        rows = []
        for name, notebook in self.notebooks.items():
            if name in handed_in.refused:
                row, given, copy = self.refused(notebook, handed_in, ran.tier)
            else:
                verdict = ran.verdicts[name]
                row, given, copy = self.judged(
                    notebook, handed_in, ready.placed[name], verdict
                )
            rows.append(replace(row, student=student, key=ready.keys[name]))
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
        assert self.worker
        notebook, worker = self.notebooks[name], self.worker()
        if name in handed_in.refused:
            row, given, copy = self.refused(notebook, handed_in, worker.tier)
        else:
            placed = arrange(notebook.notebook, handed_in.notebooks[name])
            verdict = worker.run(self.job(notebook, placed, handed_in))
            row, given, copy = self.judged(
                notebook, handed_in, placed, verdict
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

    def refused(
        self, notebook: CourseNotebook, handed_in: Submission, tier: str
    ) -> Graded:
        """What a notebook gets that cannot be graded: a reason, no score."""
        reason = handed_in.refused[notebook.name]
        verdict = Verdict(tier=tier, notes=handed_in.notes)
        return (
            replace(
                begun(notebook),
                status=REFUSED,
                reason=reason,
                verdict=verdict,
            ),
            refused_marks(notebook),
            self.copy.refused(notebook, reason),
        )

    def judged(
        self,
        notebook: CourseNotebook,
        handed_in: Submission,
        placed: Sequence[Placed],
        verdict: Verdict,
    ) -> Graded:
        """What follows from a verdict."""
        row = begun(notebook)
        verdict = replace(verdict, notes=(*handed_in.notes, *verdict.notes))
        if verdict.trouble:
            reason = verdict.trouble
            row = replace(row, status=INFRASTRUCTURE, reason=reason)
            return replace(row, verdict=verdict), None, None
        # What was shown is in the graded copy, and is not held for a class.
        return (
            replace(row, verdict=replace(verdict, ran=())),
            marks_of(notebook, placed, voided(verdict, self.void)),
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
        words = our_failure(error)
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


def is_about_the_disk(error: Exception) -> bool:
    """Whether what cannot be written has little to do with a submission."""
    number = error.errno if isinstance(error, OSError) else None
    return isinstance(error, UnwrittenError) or number in CLOSED


def gave_up(error: Exception) -> str:
    """That the rest of a class is not tried, and why."""
    return (
        f"{GIVE_UP} submissions in a row could not be written "
        f"({our_failure(error)}): mend that; what is graded is kept, and the "
        "same command goes on from there"
    )


def begun(notebook: CourseNotebook) -> Kept:
    """A row for a notebook, before its verdict."""
    return Kept(
        "",
        notebook.name,
        "",
        GRADED_NOW,
        max_points=notebook.max_points,
        manual=tuple(notebook.manual),
    )


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


def is_text(name: str) -> bool:
    """Whether a gradebook can hold a folder's name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


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
