"""Marks into nbgrader's own gradebook: one transaction a submission.

What nbgrader's steps SaveAutoGrades and AssignLatePenalties write, row for
row, with one exception: a refused notebook has no automatic score at all,
neither an old one nor 0, and waits for a person.
"""

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from dlcourse.grade.course import Course, one_line
from dlcourse.grade.errors import (
    CourseError,
    SubmissionError,
    UnwrittenError,
)
from dlcourse.grade.marks import Marks
from dlcourse.grade.table import read_table
from dlcourse.grade.writing import Target, Write, rows_of


class Record:
    """The gradebook of a course, open for one assignment.

    `notebooks` are those of the assignment. One that the gradebook does not
    know is entered from source/, as nbgrader would. Raises CourseError.
    """

    def __init__(self, course: Course, assignment: str):
        from nbgrader.api import Gradebook, MissingEntry
        from sqlalchemy.exc import SQLAlchemyError

        self.course, self.name = course, assignment
        if not can_be_there(course, assignment):
            raise CourseError(unknown(course, assignment, []))
        check_writable(course)
        try:
            self.gradebook = Gradebook(
                course.db_url, course.directory.course_id
            )
            try:
                self.assignment = self.gradebook.find_assignment(assignment)
            except MissingEntry:
                self.enter(assignment)
                self.assignment = self.gradebook.find_assignment(assignment)
            self.notebooks = read_table(course, self.assignment)
            self.rows = {
                notebook.name: rows_of(notebook)
                for notebook in self.assignment.notebooks
            }
            self.target = Target(
                self.assignment.id,
                self.assignment.duedate,
                course.autograde().create_student,
                late_penalty(course),
            )
            self.gradebook.db.commit()  # nothing is held while cells run
        except SQLAlchemyError as error:
            raise CourseError(
                f"the gradebook cannot be used: {database_words(error)}"
            ) from None
        if not self.notebooks:
            raise CourseError(
                f"{assignment} has no notebooks in the gradebook; run: "
                f"nbgrader generate_assignment {assignment}"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.gradebook.close()

    def enter(self, assignment: str) -> None:
        """Put an assignment of source/ into the gradebook."""
        paths = sorted(self.course.source(assignment).glob("*.ipynb"))
        if not paths:
            known = [other.name for other in self.gradebook.assignments]
            raise CourseError(unknown(self.course, assignment, known))
        nodes = {path.stem: prepared(self.course, path) for path in paths}
        self.gradebook.add_assignment(assignment)
        for name, node in nodes.items():
            save_cells(self.course, assignment, name, node)
        self.gradebook.db.expire_all()

    def recorded(self) -> set[str]:
        """The students who have a submission in the gradebook."""
        from nbgrader.api import SubmittedAssignment
        from sqlalchemy import select

        table = SubmittedAssignment.__table__
        with self.gradebook.engine.connect() as database:
            query = select(table.c.student_id).where(
                table.c.assignment_id == self.target.assignment
            )
            return set(database.execute(query).scalars())

    def write(
        self,
        student: str,
        timestamp: datetime.datetime | None,
        marks: Mapping[str, Marks],
    ) -> None:
        """Enter what the notebooks of a submission got, all or nothing.

        Raises SubmissionError, with nothing changed.
        """
        from sqlalchemy.exc import OperationalError, SQLAlchemyError

        try:
            with self.gradebook.engine.begin() as database:
                write = Write(self.target, database, student)
                write.submission(timestamp)
                for name, rows in self.rows.items():
                    write.notebook(rows, marks.get(name))
        except SQLAlchemyError as error:
            disk = isinstance(error, OperationalError)
            raise (UnwrittenError if disk else SubmissionError)(
                f"the gradebook cannot be written: {database_words(error)}"
            ) from None


def late_penalty(course: Course) -> Any:
    """The function (student, score, seconds late) -> penalty or None.

    Raises CourseError if the course's plugin cannot be had.
    """
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets import TraitError

    try:
        step = AssignLatePenalties(config=course.config)
        step.init_plugin()
    except (TraitError, ImportError) as error:
        raise CourseError(
            f"AssignLatePenalties.plugin_class: {one_line(error)}"
        ) from None
    plugin = step.plugin_inst

    def penalty(student: str, score: float, late: float) -> float | None:
        try:
            given = plugin.late_submission_penalty(student, score, late)
        except Exception as error:  # a program of the course: any of them
            raise SubmissionError(
                f"the course's {type(plugin).__name__} failed: "
                f"{one_line(error)}"
            ) from None
        return None if given is None else max(0, min(given, score))

    return penalty


def can_be_there(course: Course, assignment: str) -> bool:
    """False where neither source/ nor a gradebook can have it.

    A SQLite file is made by looking into it, so it is not looked into.
    """
    from sqlalchemy import make_url

    url = make_url(course.db_url)
    return (
        course.source(assignment).is_dir()
        or url.get_backend_name() != "sqlite"
        or Path(url.database or "").is_file()
    )


def check_writable(course: Course) -> None:
    """Raise CourseError for a gradebook that is there and only to be read.

    SQLite would say so at the first mark, after the work.
    """
    from sqlalchemy import make_url

    url = make_url(course.db_url)
    path = Path(url.database or "")
    if url.get_backend_name() == "sqlite" and path.is_file():
        for place in (path, path.parent):
            if not os.access(place, os.W_OK):
                raise CourseError(
                    f"the gradebook cannot be written: {place} is read-only"
                )


def unknown(course: Course, assignment: str, known: list[str]) -> str:
    """That there is no such assignment, and which there are."""
    folder = course.source(assignment).parent
    there = {path.parent.name for path in folder.glob("*/*.ipynb")}
    names = sorted(there.union(known))
    return f"no assignment {assignment!r} in {course.root}" + (
        f"; there are {', '.join(names)}" if names else ""
    )


def prepared(course: Course, path: Path) -> Any:
    """An instructor's notebook as nbgrader enters it: without answers.

    Raises CourseError.
    """
    import nbformat
    from nbgrader import preprocessors
    from nbgrader.nbgraderformat import MetadataValidator

    from dlcourse.grade.cells import notebook_data

    try:
        node: Any = nbformat.from_dict(notebook_data(path.read_bytes()))
        node.setdefault("metadata", nbformat.from_dict({}))
        if any("AUTOTEST" in str(cell.get("source")) for cell in node.cells):
            raise CourseError(
                f"{path} has tests that nbgrader writes; run: nbgrader "
                f"generate_assignment {path.parent.name}"
            )
        for cell in node.cells:
            if isinstance(cell.source, list):
                cell.source = "".join(cell.source)
            MetadataValidator().upgrade_cell_metadata(cell)
        for name in ("LockCells", "ClearSolutions", "ComputeChecksums"):
            step = getattr(preprocessors, name)(config=course.config)
            node, _ = step.preprocess(node, {})
    except (OSError, SubmissionError, RuntimeError) as error:
        raise CourseError(f"{path}: {one_line(error)}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise CourseError(f"{path} is no valid notebook") from None
    return node


def save_cells(course: Course, assignment: str, name: str, node: Any) -> None:
    """Enter a prepared notebook into the gradebook, by nbgrader's own step."""
    from nbgrader.preprocessors import SaveCells

    where = {
        "notebook": name,
        "assignment": assignment,
        "db_url": course.db_url,
    }
    SaveCells(config=course.config).preprocess(node, {"nbgrader": where})


def database_words(error: Exception) -> str:
    """What a database says, on one line, and what to do about an old one."""
    words = one_line(getattr(error, "orig", None) or error)
    if "no such column" in words or "no such table" in words:
        words += "; was it made by an older nbgrader? nbgrader db upgrade"
    return words
