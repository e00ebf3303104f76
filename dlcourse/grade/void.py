"""Checks that do not count: COURSE/.dlcourse/void.json, with the reasons.

Whoever was graded has full points for such a check, and reads why. What the
judge said stays in verdicts.db as it was; a void is laid over it wherever it
is read, so it can be taken back without running anything again.
"""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.marks import Marks
from dlcourse.grade.model import Verdict
from dlcourse.grade.verdicts import GRADED_NOW, Verdicts

VOIDS = Path(".dlcourse") / "void.json"
WORDS = "This check does not count, everybody has full points for it: "
Kinds = dict[str, dict[str, str]]  # {assignment: {grade_id: reason}}


@dataclass(frozen=True)
class Voids:
    """What the file holds.

    `unsettled` are checks of an assignment whose marks do not yet say what
    `reasons` say: who is stopped in the middle goes on there.
    """

    reasons: Kinds
    unsettled: dict[str, list[str]]

    def changed(
        self, assignment: str, add: Mapping[str, str], remove: Collection[str]
    ) -> "Voids":
        """The same with some more and some less, and both unsettled."""
        reasons = {**self.reasons.get(assignment, {}), **add}
        open_ones = {*self.unsettled.get(assignment, []), *add, *remove}
        return Voids(
            self.reasons
            | {
                assignment: {
                    name: why
                    for name, why in reasons.items()
                    if name not in remove
                }
            },
            self.unsettled | {assignment: sorted(open_ones)},
        )

    def settled(self, assignment: str) -> "Voids":
        """The same, when all marks of an assignment say so."""
        return replace(self, unsettled=self.unsettled | {assignment: []})


def read_voids(course: Path) -> Voids:
    """The voids of a course; none without a file. Raises CourseError."""
    path = course / VOIDS
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Voids(dict(content["void"]), dict(content["unsettled"]))
    except FileNotFoundError:
        return Voids({}, {})
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise CourseError(
            f"{path}, the checks that do not count, is no longer what "
            "`dlcourse grade --void` writes; mend it, or delete it and void "
            "them again"
        ) from None


def reasons_of(course: Path, assignment: str) -> dict[str, str]:
    """{grade_id: why it does not count} of an assignment."""
    return read_voids(course).reasons.get(assignment, {})


def write_voids(course: Path, voids: Voids) -> None:
    """Keep them, all or nothing. Raises CourseError."""
    path = course / VOIDS
    content: dict[str, Any] = {
        "void": {name: why for name, why in voids.reasons.items() if why},
        "unsettled": {
            name: ids for name, ids in voids.unsettled.items() if ids
        },
    }
    try:
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written: {error.strerror}"
        ) from None


def voided(verdict: Verdict, reasons: Mapping[str, str]) -> Verdict:
    """The verdict with full points for what does not count, and the reason.

    A verdict without checks (refused, or ours failed) stays as it is.
    """
    if not reasons:
        return verdict
    return replace(
        verdict,
        checks=tuple(
            replace(
                check,
                points=check.max_points,
                message=WORDS + reasons[check.id],
                hint=WORDS + reasons[check.id],
                mistake=None,
                followed_through=False,
                void=reasons[check.id],
            )
            if check.id in reasons
            else check
            for check in verdict.checks
        ),
    )


def settle(course: Path, record: Record, verdicts: Verdicts) -> None:
    """Bring the gradebook to what the file says, where it is not there yet.

    Scores and comments by hand stay. Raises GradeError.
    """
    voids = read_voids(course)
    ids = voids.unsettled.get(record.name, [])
    if not ids:
        return
    reasons = voids.reasons.get(record.name, {})
    marks: dict[str, dict[str, Marks]] = {}
    for row in verdicts.all():
        if row.status == GRADED_NOW:
            marks.setdefault(row.student, {})[row.notebook] = Marks(
                {
                    check.id: check.points
                    for check in voided(row.verdict, reasons).checks
                    if check.id in ids
                }
            )
    for student in sorted(record.recorded().intersection(marks)):
        record.write(student, None, marks[student])
    write_voids(course, voids.settled(record.name))
