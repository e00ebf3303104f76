"""Who is in the class: a platform's list, or the students of the gradebook.

`read_roster` takes what the platforms give: Canvas' gradebook, Moodle's
grades, participants or grading worksheet, Brightspace's grades, and the file
that `nbgrader db student import` reads. Its columns say what a student is
called here, how a download's name is recognized, and which row a mark belongs
to.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlcourse.grade.course import Course
from dlcourse.grade.downloads import CANVAS, MOODLE, Handed
from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import can_be_there, database_words
from dlcourse.grade.sheet import Sheet, read_sheet

# Columns that name one student, the best for a folder's name first.
IDS = (
    *("SIS Login ID", "Username", "student_id", "ID number", "SIS User ID"),
    *("OrgDefinedId", "Email address", "Email", "ID", "Identifier"),
)
NBGRADER = ("id", "first_name", "last_name")
FIRST = ("First name", "FirstName", "first_name")
LAST = ("Last name", "Surname", "LastName", "last_name")
WHOLE = ("Student", "Full name", "Name")
# Canvas: rows that are about assignments, and the pretended student.
NO_STUDENT = re.compile(r"\s*(Points Possible|Student, Test|Test Student)?")
LONGEST = 100  # characters of a folder's name


@dataclass(frozen=True)
class Person:
    """A student, under all that a platform may call them."""

    student: str  # the folder's name
    ids: frozenset[str] = frozenset()  # other values that name them alone
    names: frozenset[str] = frozenset()
    number: tuple[str, str] = ("", "")  # the platform, and its own number
    row: int = -1

    def called(self) -> set[str]:
        """All folders' names that a download of theirs could have got."""
        own = {dashed(name) for name in self.names}
        platform, number = self.number
        if platform == CANVAS:
            own |= {f"{squashed(name)}-{number}" for name in self.names}
        if platform == MOODLE:
            own.add(f"participant-{number}")
        return own


@dataclass(frozen=True)
class Roster:
    """The students of a class."""

    people: tuple[Person, ...]
    sheet: Sheet | None = None
    index: dict[str, list[Person]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[Person]] = {}
        for person in self.people:
            for key in keys_of(person):
                index.setdefault(key, []).append(person)
        object.__setattr__(self, "index", index)

    def owner(self, handed: Handed) -> Person | None:
        """Whose file it is; None if nobody is called so.

        Raises LookupError if two are.
        """
        keys = [f"{handed.platform} {handed.number}"]
        if handed.name and handed.platform == CANVAS:
            keys.append(f"one {squashed(handed.name)}")
        elif handed.name:
            keys.append(f"name {ordered(handed.name)}")
        return self.first(keys)

    def row_of(self, student: str, others: Iterable[str]) -> Person | None:
        """Whose mark it is: by the folder's name, else by what else is known.

        Raises LookupError if it could be two.
        """
        return self.first(
            [
                f"student {student.casefold()}",
                f"id {student.casefold()}",
                f"called {student.casefold()}",
                *(f"id {other.casefold()}" for other in others if other),
            ]
        )

    def first(self, keys: Iterable[str]) -> Person | None:
        """The person under the first key that anybody has."""
        for key in keys:
            found = self.index.get(key, [])
            if len(found) == 1:
                return found[0]
            if found:
                raise LookupError(
                    f"{len(found)} students of the roster fit its name"
                )
        return None


def keys_of(person: Person) -> Iterator[str]:
    """Under what a person is looked up, each once."""
    yield f"student {person.student.casefold()}"
    yield from {f"id {value.casefold()}" for value in person.ids}
    yield from {f"called {value.casefold()}" for value in person.called()}
    yield from {f"name {ordered(name)}" for name in person.names}
    yield from {f"one {squashed(name)}" for name in person.names}
    if person.number[1]:
        yield " ".join(person.number)


def read_roster(path: Path, column: str | None = None) -> Roster:
    """The students in a platform's CSV file.

    `column` is the one that says what students are called here. Raises
    CourseError for a file without such columns.
    """
    sheet = read_sheet(path)
    if column and not sheet.has(column):
        raise CourseError(
            f"{path} has no column {column!r}; it has "
            f"{', '.join(sheet.header[:8])}"
        )
    columns: tuple[str, ...] = (column,) if column else IDS
    if not column and all(map(sheet.has, NBGRADER)):
        columns = ("id", *IDS)
    if not any(map(sheet.has, columns)):
        raise CourseError(
            f"{path} has no column that names a student alone, such as "
            f"{', '.join(IDS[:4])}; it has {', '.join(sheet.header[:8])}. "
            "Say which one does: --id COLUMN"
        )
    people = tuple(
        person
        for number, row in enumerate(sheet.rows)
        if (person := person_of(sheet, row, number, columns))
    )
    refuse_twins(path, people)
    return Roster(people, sheet)


def person_of(
    sheet: Sheet, row: list[str], number: int, columns: Iterable[str]
) -> Person | None:
    """The student of a row, None for a row of another kind."""
    whole = sheet.cell(row, *WHOLE)
    first, last = sheet.cell(row, *FIRST), sheet.cell(row, *LAST)
    if sheet.has("Student") and NO_STUDENT.fullmatch(whole):
        return None
    names = {whole, f"{first} {last}".strip(), f"{last} {first}".strip()}
    found = [cleaned(sheet.cell(row, column)) for column in columns]
    student = next((folder_name(value) for value in found if value), "")
    if not student:
        return None
    values = {cleaned(sheet.cell(row, column)) for column in (*IDS, *columns)}
    return Person(
        student,
        frozenset(values | {folder_name(v) for v in values}) - {""},
        frozenset(names) - {""},
        number_of(sheet, row),
        number,
    )


def number_of(sheet: Sheet, row: list[str]) -> tuple[str, str]:
    """The number that a download's names carry, and of which platform."""
    if sheet.has("Identifier"):  # "Participant 12345", in any language
        found = re.findall(r"\d+$", sheet.cell(row, "Identifier"))
        return MOODLE, "".join(found)
    if all(map(sheet.has, NBGRADER)):
        return CANVAS, sheet.cell(row, "lms_user_id")
    return CANVAS, sheet.cell(row, "ID") if sheet.has("Section") else ""


def cleaned(value: str) -> str:
    """An id as it is meant: Brightspace puts # before each.

    >>> cleaned("#adal")
    'adal'
    """
    return value.removeprefix("#").strip()


def refuse_twins(path: Path, people: Iterable[Person]) -> None:
    """Raise CourseError if two rows name one student."""
    seen: set[str] = set()
    for person in people:
        if person.student.casefold() in seen:
            raise CourseError(
                f"{path} has two rows for {person.student!r}; say which "
                "column names a student alone: --id COLUMN"
            )
        seen.add(person.student.casefold())


def gradebook_students(course: Course) -> list[dict[str, Any]]:
    """The students of the course's gradebook, as nbgrader tells of them.

    None where there is no gradebook yet. Raises CourseError.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    if not can_be_there(course, ""):
        return []
    try:
        with Gradebook(course.db_url, course.directory.course_id) as book:
            return [
                {
                    "id": student.id,
                    "first_name": student.first_name or "",
                    "last_name": student.last_name or "",
                    "email": student.email or "",
                    "lms_user_id": student.lms_user_id or "",
                }
                for student in sorted(book.students, key=lambda s: s.id)
            ]
    except SQLAlchemyError as error:
        raise CourseError(
            f"the gradebook cannot be used: {database_words(error)}"
        ) from None


def gradebook_roster(course: Course) -> Roster:
    """The same as a roster."""
    people = []
    for told in gradebook_students(course):
        first, last = told["first_name"], told["last_name"]
        names = {f"{first} {last}".strip(), f"{last} {first}".strip()}
        values = {told["id"], told["email"], told["lms_user_id"]}
        people.append(
            Person(
                told["id"],
                frozenset(values - {""}),
                frozenset(names - {""}),
                (CANVAS, told["lms_user_id"]),
            )
        )
    return Roster(tuple(people))


def name_from(handed: Handed) -> str:
    """What a student is called where no roster tells.

    The numbers of Moodle and Brightspace change from one assignment to the
    next, so they are left out if there is a name.
    """
    if handed.platform == CANVAS:
        parts = (squashed(handed.name), handed.number)
        return folder_name("-".join(part for part in parts if part))
    if handed.platform == MOODLE and handed.name == "Participant":
        return f"participant-{handed.number}"
    return dashed(handed.name)


def ordered(name: str) -> str:
    """A name's words in a fixed order: "Lovelace, Ada" is "Ada Lovelace".

    >>> ordered("O'Brien, Mary-Ann") == ordered("Mary-Ann OBrien")
    True
    """
    words = re.split(r"[\s,]+", unicodedata.normalize("NFKC", name))
    return " ".join(sorted(filter(None, map(squashed, words))))


def squashed(name: str) -> str:
    """A name's letters and digits alone, as Canvas has it.

    >>> squashed("Lovelace, Ada")
    'lovelaceada'
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]", "", text)


def dashed(name: str) -> str:
    """A name as a folder is called.

    >>> dashed("Ada  Lovelace")
    'ada-lovelace'
    """
    return folder_name(name.casefold())


def folder_name(text: str) -> str:
    """A text with nothing in it that a folder's name cannot have.

    >>> folder_name("../ada b*"), folder_name("ada@example.org")
    ('ada-b', 'ada@example.org')
    """
    text = unicodedata.normalize("NFC", text)
    safe = re.sub(r"[^\w.@+-]+", "-", text)
    safe = re.sub(r"-{2,}|\.{2,}", "-", safe)
    return safe[:LONGEST].strip("-.")
