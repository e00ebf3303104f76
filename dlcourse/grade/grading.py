"""`dlcourse grade`: from submitted/ to marks, with all that belongs to it."""

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dlcourse.grade.batch import Grading
from dlcourse.grade.course import Course, find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.starting import (
    Judging,
    Pool,
    Starter,
    jobs_that_pay,
    seems_new,
)
from dlcourse.grade.submission import shown
from dlcourse.grade.verdicts import (
    GRADED_NOW,
    INFRASTRUCTURE,
    REFUSED,
    Kept,
    Verdicts,
)
from dlcourse.grade.void import reasons_of, settle, voided

if TYPE_CHECKING:
    from dlcourse.grade.cluster import Cluster

LOCK = Path(".dlcourse") / "lock"


@dataclass(frozen=True)
class Summary:
    """What a call did: `now` is what it graded, without what checks said.

    `total` counts the notebooks that were graded now or earlier.
    """

    assignment: str
    root: Path
    notebooks: frozenset[str]
    total: int
    now: tuple[Kept, ...]

    @property
    def rows(self) -> tuple[Kept, ...]:
        """Every verdict of the assignment, read again: they may be many."""
        with Verdicts(self.root, self.assignment) as verdicts:
            return tuple(results(self.root, verdicts, self.notebooks))

    @property
    def infrastructure(self) -> tuple[Kept, ...]:
        """What failed on our side in this call."""
        return tuple(k for k in self.now if k.status == INFRASTRUCTURE)

    def words(self) -> list[str]:
        """What a person should read: how many, and what needs a look."""
        graded = [row for row in self.now if row.status == GRADED_NOW]
        open_ones = [row for row in graded if row.manual]
        parts = [f"{len(graded)} graded"]
        for status in (REFUSED, INFRASTRUCTURE):
            if count := sum(row.status == status for row in self.now):
                parts.append(f"{count} {status}")
        if same := self.total - len(self.now):
            parts.append(f"{same} unchanged")
        lines = [f"{self.assignment}: {', '.join(parts)}"]
        if open_ones:
            lines.append(f"  {len(open_ones)} have cells to grade by hand")
        for row in self.now:
            if row.status != GRADED_NOW:
                lines.append(
                    f"  {row.student}, {row.notebook}.ipynb: "
                    f"{row.status}: {row.reason}"
                )
        return lines


def grade(
    assignment: str,
    folder: Path | None = None,
    *,
    students: Iterable[str] = (),
    force: bool = False,
    unsandboxed: bool = False,
    lines: Path | None = None,
    jobs: int | None = 1,
    cluster: str | None = None,
    start: Callable[[], Judging] | None = None,
) -> Summary:
    """Grade what students handed in, and write everything that follows.

    `lines` is the JSON file; `jobs` is how many are run at a time, None for
    as many as pay; `cluster` is the address of a Dask scheduler, whose
    workers run them instead. Raises CourseError for a wrong call, before
    anything is graded, SandboxError where no sandbox is at hand, and
    ClusterError where there is no cluster, or no more.
    """
    root = find_course(folder)
    if lines:
        check_writable(lines)
    with contextlib.ExitStack() as stack:
        stack.enter_context(alone(root))
        pool = runs_on(
            cluster, start or Starter(assignment, root, unsandboxed)
        )
        stack.enter_context(pool)
        if isinstance(pool, Pool) and seems_new(root, assignment, force):
            pool.begin()  # it warms up while nbgrader is imported
        course = open_course(root)
        chosen = choose(course, assignment, students)
        if isinstance(pool, Pool):
            pool.jobs = jobs or jobs_that_pay(len(chosen))
        record = stack.enter_context(Record(course, assignment))
        verdicts = stack.enter_context(Verdicts(course.root, assignment))
        settle(course.root, record, verdicts)
        grading = Grading(course, record, verdicts)
        now = grading.all(chosen, pool, force=force)
        names = frozenset(notebook.name for notebook in record.notebooks)
        if lines:
            write_lines(lines, assignment, results(root, verdicts, names))
        total = sum(1 for _ in results(root, verdicts, names))
    return Summary(assignment, root, names, total, tuple(now))


def runs_on(cluster: str | None, start: Any) -> "Pool | Cluster":
    """What runs the jobs: workers of this machine, or a cluster's."""
    if cluster is None:
        return Pool(start)
    from dlcourse.grade.cluster import Cluster

    return Cluster(cluster, start)


def results(
    root: Path, verdicts: Verdicts, notebooks: Collection[str]
) -> Iterator[Kept]:
    """Every verdict on these notebooks, with checks that do not count."""
    reasons = reasons_of(root, verdicts.assignment)
    for row in verdicts.all():
        if row.notebook in notebooks:
            yield replace(row, verdict=voided(row.verdict, reasons))


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let no second call grade this course meanwhile. Raises CourseError.

    The lock ends with the process that holds it, however that ends.
    """
    path = root / LOCK
    try:
        path.parent.mkdir(exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written: {error.strerror}"
        ) from None
    with file:
        if not locked(file):
            raise CourseError(
                f"another `dlcourse grade` is at work in {root}; wait until "
                "it has ended"
            )
        yield


def locked(file: IO[str]) -> bool:
    """Whether this process has the file for itself now."""
    try:
        import fcntl
    except ImportError:  # Windows, where no sandbox is either
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def choose(
    course: Course, assignment: str, students: Iterable[str]
) -> dict[str, Path]:
    """The folders to be graded. Raises CourseError if there are none."""
    there = course.students(assignment)
    if not there:
        folder = course.submitted("STUDENT", assignment)
        raise CourseError(
            f"nothing of {assignment!r} is handed in: there is no {folder}"
        )
    wanted = set(students)
    if unknown := sorted(wanted - set(there)):
        raise CourseError(
            f"nothing of {assignment!r} is handed in by "
            f"{', '.join(map(shown, unknown))}"
        )
    return {
        student: path
        for student, path in there.items()
        if not wanted or student in wanted
    }


def check_writable(path: Path) -> None:
    """Raise CourseError unless the JSON can be written, before the work."""
    folder = path.parent
    if path.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise CourseError(f"{path} cannot be written")


def write_lines(path: Path, assignment: str, rows: Iterable[Kept]) -> None:
    """The JSON file, in place of the one that was there."""
    lines = (json.dumps(row.as_json(assignment)) + "\n" for row in rows)
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8") as file:
                file.writelines(lines)  # a pipe or a terminal
            return
        new = path.with_name(f".{path.name}.new")
        with new.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        os.replace(new, path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written: {error.strerror}"
        ) from None
