"""`dlcourse grade --void`: a check that turned out wrong counts no more.

Nothing is run for it: the gradebook gets full points for everyone who was
graded, and gives them back where the check is taken in again.
"""

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grade.course import find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.grading import (
    alone,
    check_writable,
    results,
    write_lines,
)
from dlcourse.grade.model import GRADED
from dlcourse.grade.verdicts import GRADED_NOW, Kept, Verdicts
from dlcourse.grade.void import read_voids, settle, write_voids


@dataclass(frozen=True)
class Changed:
    """What a call did: checks out, checks in, and the judge's verdicts."""

    assignment: str
    out: tuple[str, ...]
    back: tuple[str, ...]
    rows: tuple[Kept, ...]

    def words(self) -> list[str]:
        """What a person should read."""
        return [
            f"{self.assignment}: {name} {words}: {self.lost(name)}"
            for names, words in (
                (self.out, "does not count"),
                (self.back, "counts again"),
            )
            for name in names
        ]

    def lost(self, name: str) -> str:
        """How many had, or have, lost points by this check."""
        found = [
            check
            for row in self.rows
            if row.status == GRADED_NOW
            for check in row.verdict.checks
            if check.id == name
        ]
        lost = sum(not check.passed for check in found)
        of = f"{lost} of {len(found)}"
        return (
            f"{of} had lost points by it"
            if name in self.out
            else f"{of} have lost points by it"
        )


def void_checks(
    assignment: str,
    folder: Path | None = None,
    *,
    out: Collection[str] = (),
    why: str = "",
    back: Collection[str] = (),
    lines: Path | None = None,
) -> Changed:
    """Let the checks `out` not count, for this reason, and those `back` again.

    Raises CourseError for a wrong call, before anything is changed.
    """
    why = " ".join(why.split())
    if out and not why:
        raise CourseError(
            f"--void {' '.join(out)}: students will ask for the reason; give "
            "it with --why TEXT"
        )
    if why and not out:
        raise CourseError("--why says why a check is void; give --void CHECK")
    root = find_course(folder)
    if lines:
        check_writable(lines)
    with contextlib.ExitStack() as stack:
        stack.enter_context(alone(root))
        course = open_course(root)
        record = stack.enter_context(Record(course, assignment))
        verdicts = stack.enter_context(Verdicts(course.root, assignment))
        voids = read_voids(course.root)
        refuse_unknown(record, "--void", out, checks_of(record))
        known = sorted(voids.reasons.get(assignment, {}))
        refuse_unknown(record, "--unvoid", back, known)
        voids = voids.changed(assignment, dict.fromkeys(out, why), back)
        write_voids(course.root, voids)
        settle(course.root, record, verdicts)
        if lines:
            names = {notebook.name for notebook in record.notebooks}
            rows = results(course.root, verdicts, names)
            write_lines(lines, assignment, rows)
        return Changed(
            assignment, tuple(out), tuple(back), tuple(verdicts.all())
        )


def checks_of(record: Record) -> list[str]:
    """The grade_ids of an assignment's checks, in their order."""
    return [
        cell.id
        for notebook in record.notebooks
        for cell in notebook.notebook.cells
        if cell.kind == GRADED
    ]


def refuse_unknown(
    record: Record, option: str, given: Collection[str], known: list[str]
) -> None:
    """Raise CourseError for a check that is not there, and say which are."""
    for name in given:
        if name not in known:
            what = "check" if option == "--void" else "void check"
            there = ", ".join(dict.fromkeys(known)) or "none"
            raise CourseError(
                f"{option} {name}: {record.name} has no {what} of this name; "
                f"there are: {there}"
            )
