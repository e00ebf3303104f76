"""What a class has understood and what not, in numbers.

From the judge's verdicts, and from the gradebook, where persons have marked.
The records stand in seen.py.
"""

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dlcourse.grade.chapters import Book
from dlcourse.grade.course import Course, find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_page import name_of
from dlcourse.grade.gradebook import Record
from dlcourse.grade.model import GRADED, MANUAL, SOLUTION, Check
from dlcourse.grade.seen import (
    Change,
    CheckSeen,
    Function,
    Mistake,
    Named,
    Report,
    Seen,
)
from dlcourse.grade.verdicts import (
    GRADED_NOW,
    INFRASTRUCTURE,
    REFUSED,
    Earlier,
    Kept,
    Verdicts,
    assignments_in,
)
from dlcourse.grade.void import reasons_of, settle, voided

NOT_WRITTEN = ("is not written yet", "NotImplementedError")
QUOTED = re.compile(r"""['"].*['"]""", re.DOTALL)


def read_report(
    folder: Path | None, names: Sequence[str], book: Book
) -> Report:
    """The report of these assignments, or of all. Raises CourseError."""
    course = open_course(find_course(folder))
    known = assignments_in(course.root)
    for name in names:
        if name not in known:
            raise CourseError(
                f"nothing of {name!r} is graded in {course.root}; "
                + (f"there are {', '.join(known)}" if known else "so far")
            )
    if not known:
        raise CourseError(
            f"nothing is graded in {course.root}; run: dlcourse grade "
            "ASSIGNMENT"
        )
    found = [
        one(course, name, book)
        for name in tqdm(
            names or known, desc="assignments", disable=None, leave=False
        )
    ]
    return Report(
        str(course.directory.course_id or course.root.name),
        tuple(seen for seen, _, _ in found),
        tuple(row for _, named, _ in found for row in named),
        tuple(change for _, _, changes in found for change in changes),
    )


def one(
    course: Course, name: str, book: Book
) -> tuple[Seen, list[Named], list[Change]]:
    """An assignment: the class, then by name."""
    with contextlib.ExitStack() as stack:
        record = stack.enter_context(Record(course, name))
        verdicts = stack.enter_context(Verdicts(course.root, name))
        settle(course.root, record, verdicts)
        reasons = reasons_of(course.root, name)
        notebooks = {notebook.name for notebook in record.notebooks}
        raw = [row for row in verdicts.all() if row.notebook in notebooks]
        rows = [
            replace(row, verdict=voided(row.verdict, reasons)) for row in raw
        ]
        graded = [row for row in rows if row.status == GRADED_NOW]
        return (
            Seen(
                name=name,
                graded=len(graded),
                refused=count(rows, REFUSED),
                infrastructure=count(rows, INFRASTRUCTURE),
                **marks_in(record),
                functions=tuple(functions_of(record, graded, book)),
                checks=tuple(checks_of(raw, reasons)),
                reasons=frequent(
                    without_names(row.reason)
                    for row in rows
                    if row.status == REFUSED
                ),
                tiers=frequent(row.verdict.tier for row in graded),
                seconds=tuple(sorted(row.verdict.seconds for row in graded)),
                lesson=book.lesson(name),
            ),
            [named(name, row) for row in rows],
            changes_of(name, raw, rows, verdicts.earlier()),
        )


def count(rows: Iterable[Kept], status: str) -> int:
    """How many have this status."""
    return sum(row.status == status for row in rows)


def frequent(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each word and how often, the most frequent first."""
    return tuple(Counter(words).most_common())


def without_names(reason: str) -> str:
    """A reason without what a student called a file.

    >>> without_names("there is no a.ipynb, only 'ann lee.ipynb'")
    'there is no a.ipynb, only a file of another name'
    """
    return QUOTED.sub("a file of another name", reason)


def marks_in(record: Record) -> dict[str, Any]:
    """The marks of the gradebook, and how many wait for a person."""
    from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook

    rows = (
        record.gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
            Grade.score,
            Grade.max_score,
            Grade.auto_score,
            Grade.manual_score,
            Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(
            SubmittedAssignment,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .filter(SubmittedAssignment.assignment_id == record.assignment.id)
    )
    points: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    penalties: dict[str, tuple[str, float]] = {}
    waiting = set()
    for who, notebook, penalty, score, best, auto, by_hand, is_open in rows:
        penalties[notebook] = who, penalty or 0.0
        if is_open and by_hand is None:
            waiting.add(who)
        if auto is not None or by_hand is not None:
            points[who] += score
            most[who] += best
    for who, penalty in penalties.values():
        points[who] -= penalty
    return {
        "marks": tuple(
            sorted(
                100 * min(1.0, max(0.0, points[who] / most[who]))
                for who in most
                if most[who]
            )
        ),
        "waiting": len(waiting & most.keys()),
    }


def functions_of(
    record: Record, graded: Sequence[Kept], book: Book
) -> Iterable[Function]:
    """Each function of the assignment, in its order."""
    for notebook in record.notebooks:
        cells = notebook.notebook.cells
        known = {c.id for c in cells if c.kind in (SOLUTION, MANUAL)}
        rows = [row for row in graded if row.notebook == notebook.name]
        names = dict.fromkeys(
            name_of(cell.id, known) for cell in cells if cell.kind == GRADED
        )
        for name in names:
            checks = [
                [c for c in row.verdict.checks if name_of(c.id, known) == name]
                for row in rows
            ]
            yield function_seen(record.name, name, checks, book)


def function_seen(
    assignment: str, name: str, checks: Sequence[Sequence[Check]], book: Book
) -> Function:
    """What each student's checks of one function say, counted."""
    states = Counter(map(state, checks))
    found: Counter[str] = Counter()
    words: dict[str, tuple[str, ...]] = {}
    other = 0
    for own in checks:
        mistakes = {c.mistake: c for c in own if c.mistake and not c.passed}
        found.update(mistakes.keys())
        for id, check in mistakes.items():
            words.setdefault(str(id), tuple(check.message.split("\n")[1:4]))
        other += not mistakes and state(own) in ("part", "wrong")
    chapter = book.chapter(assignment, name)
    return Function(
        name=name,
        of=len(checks),
        full=states["full"],
        part=states["part"],
        wrong=states["wrong"],
        not_written=states["not written"],
        other=other,
        followed=sum(any(c.followed_through for c in own) for own in checks),
        mistakes=tuple(
            Mistake(assignment, name, id, words[id], n, len(checks), chapter)
            for id, n in found.most_common()
        ),
    )


def state(checks: Sequence[Check]) -> str:
    """How a student's function is, by its checks."""
    if all(check.passed for check in checks):
        return "full"
    if any(check.points > 0 for check in checks):
        return "part"
    texts = [check.message for check in checks]
    unwritten = any(words in text for text in texts for words in NOT_WRITTEN)
    return "not written" if unwritten else "wrong"


def checks_of(
    raw: Sequence[Kept], reasons: Mapping[str, str]
) -> Iterable[CheckSeen]:
    """Each check as the judge saw it, in the order of the notebook."""
    found: dict[str, list[Check]] = {}
    for row in raw:
        if row.status == GRADED_NOW:
            for check in row.verdict.checks:
                found.setdefault(check.id, []).append(check)
    for id, checks in found.items():
        yield CheckSeen(
            id,
            sum(check.passed for check in checks),
            len(checks),
            reasons.get(id, ""),
            any(check.forgeable for check in checks),
        )


def named(assignment: str, row: Kept) -> Named:
    """A row with its student."""
    graded = row.status == GRADED_NOW
    checks = row.verdict.checks if graded else ()
    return Named(
        row.student,
        assignment,
        row.notebook,
        row.status,
        row.reason,
        sum(check.points for check in checks) if graded else None,
        row.max_points,
        tuple(dict.fromkeys(c.mistake for c in checks if c.mistake)),
    )


def changes_of(
    assignment: str,
    raw: Sequence[Kept],
    rows: Sequence[Kept],
    earlier: Sequence[Earlier],
) -> list[Change]:
    """Who has other points than before the last regrade, or before a void."""
    before = {
        (old.student, old.notebook): old
        for old in earlier
        if old.status != INFRASTRUCTURE
    }
    found = []
    for judged, row in zip(raw, rows):
        if row.status == INFRASTRUCTURE:
            continue
        old = before.get((row.student, row.notebook))
        was = old.points if old else by_check(judged)
        now = by_check(row)
        was_refused = old.status == REFUSED if old else now == {}
        changed = [
            id
            for id in dict.fromkeys([*was, *now])
            if was.get(id) != now.get(id)
        ]
        if changed:
            found.append(
                Change(
                    row.student,
                    assignment,
                    row.notebook,
                    None if was_refused else sum(was.values()),
                    sum(now.values()) if row.status == GRADED_NOW else None,
                    row.max_points,
                    tuple(changed),
                    old.until[:10] if old else "",
                )
            )
    return found


def by_check(row: Kept) -> dict[str, float]:
    """{grade_id: points} of what was graded."""
    return {check.id: check.points for check in row.verdict.checks}
