"""What was judged before: COURSE/.dlcourse/verdicts.db, one SQLite file.

A row is written last, when everything else of a submission is in its place;
so whoever is stopped at any moment grades again what has no row, and no more.
"""

import contextlib
import datetime
import functools
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from dlcourse.grade.errors import CourseError, GradeError, StoppedError
from dlcourse.grade.model import Verdict

VERDICTS = Path(".dlcourse") / "verdicts.db"
# Full, held by another process, closed to us; the file itself is sound.
NOT_NOW = (
    *("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN"),
    "SQLITE_IOERR",
)
GRADED_NOW = "graded"
REFUSED = "refused"
INFRASTRUCTURE = "infrastructure"
TABLE = """
create table if not exists verdict (
    assignment text not null,
    student text not null,
    notebook text not null,
    key text not null,
    status text not null,
    reason text not null,
    max_points real not null,
    manual text not null,
    verdict text not null,
    primary key (assignment, student, notebook)
)
"""
# What was said before, where a later verdict says something else.
EARLIER = """
create table if not exists earlier (
    assignment text not null,
    student text not null,
    notebook text not null,
    until text not null,
    status text not null,
    reason text not null,
    points text not null
)
"""
COLUMNS = "student, notebook, key, status, reason, max_points, manual, verdict"


@functools.cache
def of_tier(tier: str) -> Verdict:
    """A verdict that says only this: one for all rows held in short."""
    return Verdict(tier=tier)


@dataclass(frozen=True)
class Kept:
    """What is known of one notebook of one student.

    `key` is the content that was judged: of the submission, the checks and
    the grader. `manual` are the grade_ids that a person marks.
    """

    student: str
    notebook: str
    key: str
    status: str
    reason: str = ""
    max_points: float = 0.0
    manual: tuple[str, ...] = ()
    verdict: Verdict = field(default_factory=Verdict)

    def in_short(self) -> Self:
        """The same without what each check said, to be held for a class."""
        return replace(self, verdict=of_tier(self.verdict.tier))

    def as_json(self, assignment: str) -> dict[str, Any]:
        """The line of `dlcourse grade --json`."""
        graded = self.status == GRADED_NOW
        checks = self.verdict.checks if graded else ()
        return {
            "student": self.student,
            "assignment": assignment,
            "notebook": self.notebook,
            "status": self.status,
            "reason": self.reason,
            "points": sum(c.points for c in checks) if graded else None,
            "max_points": self.max_points,
            "manual": list(self.manual),
            "tier": self.verdict.tier,
            "seconds": round(self.verdict.seconds, 3),
            "checks": [
                {
                    "id": check.id,
                    "points": check.points,
                    "max_points": check.max_points,
                    "passed": check.passed,
                    "message": check.message,
                    "mistake": check.mistake,
                }
                for check in checks
            ],
        }


@dataclass(frozen=True)
class Earlier:
    """What was said of one notebook of one student, until a later verdict."""

    student: str
    notebook: str
    until: str
    status: str
    reason: str
    points: dict[str, float]  # by grade_id


class Verdicts:
    """The verdicts of a course's assignment. Raises CourseError."""

    def __init__(self, course: Path, assignment: str):
        self.assignment = assignment
        self.path = course / VERDICTS
        try:
            self.path.parent.mkdir(exist_ok=True)
            # It speaks of hidden checks: for its owner alone, as the seed.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self.database = sqlite3.connect(self.path, timeout=30)
            self.database.execute("pragma synchronous = normal")
            self.database.execute(TABLE)
            self.database.execute(EARLIER)
        except OSError as error:
            raise CourseError(
                f"{self.path} cannot be written: {error.strerror}"
            ) from None
        except sqlite3.Error as error:
            raise self.broken(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.database.close()

    def broken(self, error: sqlite3.Error) -> GradeError:
        """What to do about a file that is none, or cannot be written."""
        if getattr(error, "sqlite_errorname", "").startswith(NOT_NOW):
            return StoppedError(
                f"{self.path} cannot be written ({error}): mend that; what is "
                "graded is kept, and the same command goes on from there"
            )
        return CourseError(
            f"{self.path} cannot be read ({error}); without it everything "
            "is graded again, so it may be deleted"
        )

    def all(self) -> Iterator[Kept]:
        """Every notebook that was judged, sorted, one after the other."""
        try:
            for row in self.database.execute(
                f"select {COLUMNS} from verdict where assignment = ? "
                "order by student, notebook",
                [self.assignment],
            ):
                yield Kept(
                    student=row[0],
                    notebook=row[1],
                    key=row[2],
                    status=row[3],
                    reason=row[4],
                    max_points=row[5],
                    manual=tuple(json.loads(row[6])),
                    verdict=Verdict.from_data(json.loads(row[7])),
                )
        except sqlite3.Error as error:
            raise self.broken(error) from None

    def put(self, rows: list[Kept]) -> None:
        """Keep these, in place of older ones.

        Outputs are in the autograded notebook and are not kept again. Of an
        older one that said something else, what it said is kept.
        """
        try:
            with self.database:
                for row in rows:
                    self.remember(row)
                self.database.executemany(
                    f"insert or replace into verdict (assignment, {COLUMNS}) "
                    "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            self.assignment,
                            row.student,
                            row.notebook,
                            row.key,
                            row.status,
                            row.reason,
                            row.max_points,
                            json.dumps(row.manual),
                            json.dumps(replace(row.verdict, ran=()).as_data()),
                        )
                        for row in rows
                    ],
                )
        except sqlite3.Error as error:
            raise self.broken(error) from None

    def remember(self, row: Kept) -> None:
        """Keep what was said before this row, if that was something else."""
        old = self.database.execute(
            "select status, reason, verdict from verdict where "
            "assignment = ? and student = ? and notebook = ?",
            [self.assignment, row.student, row.notebook],
        ).fetchone()
        if old is None:
            return
        status, reason = old[:2]
        points = points_of(Verdict.from_data(json.loads(old[2])))
        said = (status, reason, points)
        if said == (row.status, row.reason, points_of(row.verdict)):
            return
        now = datetime.datetime.now(datetime.UTC)
        self.database.execute(
            "insert into earlier values (?, ?, ?, ?, ?, ?, ?)",
            [
                *(self.assignment, row.student, row.notebook),
                *(now.isoformat(timespec="seconds"), status, reason),
                json.dumps(points),
            ],
        )

    def earlier(self) -> list[Earlier]:
        """What was said before and is no longer, the latest last."""
        try:
            rows = self.database.execute(
                "select student, notebook, until, status, reason, points "
                "from earlier where assignment = ? order by rowid",
                [self.assignment],
            ).fetchall()
        except sqlite3.Error as error:
            raise self.broken(error) from None
        return [
            Earlier(who, name, until, status, reason, json.loads(points))
            for who, name, until, status, reason, points in rows
        ]


def points_of(verdict: Verdict) -> dict[str, float]:
    """{grade_id: points} of a verdict."""
    return {check.id: check.points for check in verdict.checks}


def assignments_in(course: Path) -> list[str]:
    """Which assignments of this course have verdicts, in order."""
    return sorted(column(course, "assignment"))


def students_in(course: Path) -> set[str]:
    """Who has a verdict in this course; nobody, where there are none."""
    return column(course, "student")


def column(course: Path, name: str) -> set[str]:
    """What stands in a column; nothing, where there are no verdicts."""
    path = course / VERDICTS
    if not path.is_file():
        return set()
    try:
        address = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as found:
            rows = found.execute(f"select distinct {name} from verdict")
            return {value for (value,) in rows}
    except sqlite3.Error:
        return set()
