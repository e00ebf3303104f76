"""`dlcourse export`: the gradebook's marks in a table for Canvas or Moodle.

What the platforms read was taken from their sources. Canvas
(lib/gradebook_importer.rb of instructure/canvas-lms): the columns Student, ID,
SIS User ID, SIS Login ID and Section, then a column for each assignment,
"title (id)"; students are found by ID, else by SIS ids, else by name; the row
"Points Possible" is read, the row "Manual Posting" is not. Moodle
(grade/import/csv of moodle/moodle): any columns, of which the teacher names
the one that identifies users (id, ID number, email or username) and those that
hold grades; an empty field is no grade, and one unknown user stops the import.
Its grading worksheet (mod/assign/feedback/offline) needs Identifier, Grade and
"Last modified (grade)" as they were downloaded.

With the platform's own table, `--roster`, all its rows and columns stay as
they are, and the marks are filled in.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlcourse.grade.collecting import some
from dlcourse.grade.course import Course, find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import can_be_there, database_words, unknown
from dlcourse.grade.roster import (
    Roster,
    gradebook_students,
    read_roster,
)
from dlcourse.grade.sheet import Sheet, plain, write_sheet

CANVAS, MOODLE = "canvas", "moodle"
CANVAS_COLUMNS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
MOODLE_COLUMNS = ["Username", "First name", "Last name", "Email address"]
POINTS_POSSIBLE = "    Points Possible"  # with Canvas' own spaces
CANVAS_TITLE = re.compile(r"(.+?) \(\d+\)")
# "Assignment: 3_loss (Real)"; percentages, letters and feedback are no points.
MOODLE_TITLE = re.compile(r"(?!Feedback:)(?:[^:]+: ?)?(.+?)(?: \(Real\))?")


@dataclass(frozen=True)
class Wanted:
    """An assignment, and the platform's column for it if that was said."""

    name: str
    column: str = ""


@dataclass(frozen=True)
class Scores:
    """What the gradebook has of an assignment, by student."""

    points: float
    marks: dict[str, float] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)  # somebody must look


@dataclass
class Exported:
    """What was written, and what needs a look."""

    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def words(self) -> list[str]:
        """What a person should read."""
        marks = ", ".join(
            f"{count} of {name}" for name, count in self.counts.items()
        )
        lines = [f"{self.path}: marks: {marks}"]
        return lines + [f"  {line}" for line in self.problems + self.hints]


def parse_wanted(words: Iterable[str]) -> list[Wanted]:
    """Assignments from words such as 3_loss or "3_loss=Exercise 3 (7)".

    >>> parse_wanted(["1_search", "3_loss=Week 3"])[1]
    Wanted(name='3_loss', column='Week 3')
    """
    found = []
    for word in words:
        name, equals, column = word.partition("=")
        if equals and not column.strip():
            raise CourseError(f"{word!r}: there is no column behind the =")
        found.append(Wanted(name.strip(), column.strip()))
    names = [wanted.name for wanted in found]
    if twins := sorted({name for name in names if names.count(name) > 1}):
        raise CourseError(f"{twins[0]} is named twice")
    return found


def export(
    wanted: list[Wanted],
    folder: Path | None = None,
    *,
    to: str,
    path: Path,
    roster: Path | None = None,
    column: str | None = None,
    partial: bool = False,
) -> Exported:
    """Write the marks of these assignments for a platform.

    `roster` is its own table; `column` is that table's with the names that
    students have here. `partial` gives marks too where cells wait for a
    person. Raises CourseError, with nothing written.
    """
    course = open_course(find_course(folder))
    scores = read_scores(course, [one.name for one in wanted])
    done = Exported(path)
    for name, found in scores.items():
        if found.open and not partial:
            for student in found.open:
                found.marks.pop(student)
            done.problems.append(
                f"{name}: {len(found.open)} without a mark, for cells of "
                f"theirs wait for a person: {some(found.open)}; --partial "
                "gives what they have"
            )
    if roster:
        if roster.exists() and path.exists() and path.samefile(roster):
            raise CourseError(
                f"{path} is the roster itself; give another file with -o"
            )
        known = read_roster(roster, column)
        students = gradebook_students(course)
        sheet = filled(known, to, wanted, scores, students, done)
    else:
        if named := [one.name for one in wanted if one.column]:
            raise CourseError(
                f"a column for {named[0]} is named, but of which table? Give "
                "--roster FILE"
            )
        sheet = fresh(to, scores, gradebook_students(course))
        done.counts = {name: len(one.marks) for name, one in scores.items()}
    write_sheet(path, sheet)
    return done


def read_scores(course: Course, names: list[str]) -> dict[str, Scores]:
    """The marks of these assignments, late penalties taken off.

    Raises CourseError for an assignment that the gradebook does not know.
    """
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SQLAlchemyError

    if not can_be_there(course, names[0]):
        raise CourseError(unknown(course, names[0], []))
    try:
        with Gradebook(course.db_url, course.directory.course_id) as book:
            found = {}
            for name in names:
                try:
                    assignment = book.find_assignment(name)
                except MissingEntry:
                    known = [other.name for other in book.assignments]
                    raise CourseError(unknown(course, name, known)) from None
                found[name] = scores_of(book, assignment)
            return found
    except SQLAlchemyError as error:
        raise CourseError(
            f"the gradebook cannot be used: {database_words(error)}"
        ) from None


def scores_of(book: Any, assignment: Any) -> Scores:
    """What the gradebook has of one assignment, in three queries."""
    from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import and_, func, or_, select

    mine = SubmittedAssignment.assignment_id == assignment.id
    undecided = or_(
        Grade.needs_manual_grade,
        and_(Grade.auto_score.is_(None), Grade.manual_score.is_(None)),
    )
    joined = (
        select(SubmittedAssignment.student_id)
        .select_from(SubmittedAssignment)
        .join(
            SubmittedNotebook,
            SubmittedNotebook.assignment_id == SubmittedAssignment.id,
        )
        .where(mine)
        .group_by(SubmittedAssignment.student_id)
    )
    graded = joined.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    points = book.db.execute(graded.add_columns(func.sum(Grade.score)))
    taken_off = book.db.execute(
        joined.add_columns(func.sum(SubmittedNotebook.late_submission_penalty))
    )
    waiting = book.db.execute(graded.where(undecided))
    penalty = {student: lost or 0.0 for student, lost in taken_off}
    return Scores(
        float(assignment.max_score),
        {
            student: max(0.0, (gained or 0.0) - penalty.get(student, 0.0))
            for student, gained in points
        },
        sorted(student for (student,) in waiting),
    )


def written(mark: float) -> str:
    """A mark as both platforms read it.

    >>> written(7.0), written(2 / 3)
    ('7', '0.6667')
    """
    return f"{mark:.4f}".rstrip("0").rstrip(".")


def fresh(
    to: str, scores: Mapping[str, Scores], students: list[dict[str, Any]]
) -> Sheet:
    """A table of our own: a row for each student who has a mark."""
    rows = []
    if to == CANVAS:
        most = [written(one.points) for one in scores.values()]
        rows.append([POINTS_POSSIBLE, *[""] * 4, *most])
    for student in students:
        marks = [
            written(one.marks[student["id"]])
            if student["id"] in one.marks
            else ""
            for one in scores.values()
        ]
        if any(marks):
            rows.append([*told(student, to), *marks])
    columns = CANVAS_COLUMNS if to == CANVAS else MOODLE_COLUMNS
    return Sheet([*columns, *scores], rows)


def told(student: Mapping[str, str], to: str) -> list[str]:
    """The columns that say who a student is."""
    first, last = student["first_name"], student["last_name"]
    if to == MOODLE:
        return [student["id"], first, last, student["email"]]
    name = ", ".join(part for part in (last, first) if part)
    whole = name or student["id"]
    return [whole, student["lms_user_id"], "", student["id"], ""]


def filled(
    roster: Roster,
    to: str,
    wanted: Iterable[Wanted],
    scores: Mapping[str, Scores],
    students: Iterable[Mapping[str, str]],
    done: Exported,
) -> Sheet:
    """The platform's own table with the marks in it."""
    sheet = roster.sheet
    assert sheet is not None
    refuse_other_platform(sheet, to)
    known = {student["id"]: student for student in students}
    rows, lost = rows_of(roster, known)
    used: dict[int, str] = {}
    for one in wanted:
        found = scores[one.name]
        column = column_of(sheet, to, one)
        if column is None:
            sheet = sheet.with_column(one.name)
            column = len(sheet.header) - 1
            if to == CANVAS:
                set_points(sheet, column, found.points)
            done.hints.append(
                f"{one.name} is no column of {sheet.name}: it is a new one; "
                f'name another, if it has one: "{one.name}=COLUMN"'
            )
        if column in used:
            raise CourseError(
                f"{used[column]} and {one.name} would both go into the column "
                f"{sheet.header[column]!r}"
            )
        used[column] = one.name
        if other := other_points(sheet, to, column, found.points):
            done.problems.append(
                f"{one.name} has {written(found.points)} points here, and "
                f"{other} there"
            )
        for student, mark in found.marks.items():
            if student in rows:
                sheet.rows[rows[student]][column] = written(mark)
        without = [name for name in found.marks if name not in rows]
        done.counts[one.name] = len(found.marks) - len(without)
        if without:
            done.problems.append(
                f"{one.name}: {len(without)} with a mark, but without a row "
                f"in {sheet.name}: "
                + some([f"{name}{lost.get(name, '')}" for name in without])
            )
    return sheet


def refuse_other_platform(sheet: Sheet, to: str) -> None:
    """Raise CourseError unless the table is one that the platform imports."""
    if to == CANVAS:
        needed = ["ID", "Section"]
        whole = sheet.has("Student") or sheet.has("LastName")
        if not whole or not all(map(sheet.has, needed)):
            raise CourseError(
                f"{sheet.name} is no gradebook of Canvas: Student, ID and "
                "Section are needed, as its page Grades exports them"
            )
    elif sheet.has("SIS Login ID"):
        raise CourseError(
            f"{sheet.name} is a gradebook of Canvas; use --to canvas, or "
            "Moodle's own table"
        )


def rows_of(
    roster: Roster, students: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, int], dict[str, str]]:
    """{student: row}, and why some have none. Nobody gets another's row."""
    rows: dict[str, int] = {}
    lost: dict[str, str] = {}
    for student, told_of in students.items():
        others = (told_of["email"], told_of["lms_user_id"])
        try:
            person = roster.row_of(student, others)
        except LookupError as error:
            lost[student] = f" ({error})"
            continue
        if person:
            rows[student] = person.row
    taken: dict[int, list[str]] = {}
    for student, row in rows.items():
        taken.setdefault(row, []).append(student)
    for several in taken.values():
        if len(several) > 1:
            for student in several:
                del rows[student]
                lost[student] = f" (one row fits {' and '.join(several)})"
    return rows, lost


def column_of(sheet: Sheet, to: str, wanted: Wanted) -> int | None:
    """Where an assignment's marks go, None if there is no such column.

    Raises CourseError for a column that was named and is not there, or where
    two could be meant.
    """
    if to == MOODLE and sheet.has("Identifier") and not wanted.column:
        if not sheet.has("Grade"):
            raise CourseError(
                f"{sheet.name} has no column Grade; name the one that holds "
                f'grades: "{wanted.name}=COLUMN"'
            )
        return sheet.columns["grade"]
    title = CANVAS_TITLE if to == CANVAS else MOODLE_TITLE
    name = plain(wanted.column or wanted.name)
    places = [
        place
        for place, header in enumerate(sheet.header)
        if plain(header) == name
    ] or [
        place
        for place, header in enumerate(sheet.header)
        if (match := title.fullmatch(header)) and plain(match[1]) == name
    ]
    if len(places) > 1:
        both = " and ".join(repr(sheet.header[place]) for place in places[:2])
        raise CourseError(
            f"{sheet.name} has {both}; name one of them: "
            f'"{wanted.name}=COLUMN"'
        )
    if wanted.column and not places:
        raise CourseError(
            f"{sheet.name} has no column {wanted.column!r}; it has "
            f"{', '.join(sheet.header[:12])}"
        )
    return places[0] if places else None


def set_points(sheet: Sheet, column: int, points: float) -> None:
    """Say in Canvas' own row how many points a new column can have."""
    for row in sheet.rows:
        if row[0].strip() == POINTS_POSSIBLE.strip():
            row[column] = written(points)


def other_points(sheet: Sheet, to: str, column: int, points: float) -> str:
    """How many points the platform gives, if it is another number."""
    if to == CANVAS:
        rows = (r for r in sheet.rows if r[0].strip() == "Points Possible")
        there = next((row[column].strip() for row in rows), "")
    else:
        grades = sheet.header[column] == "Grade" and sheet.rows
        there = sheet.cell(sheet.rows[0], "Maximum Grade") if grades else ""
    try:
        same = float(there.replace(",", ".")) == points
    except ValueError:
        return ""
    return "" if same else there
