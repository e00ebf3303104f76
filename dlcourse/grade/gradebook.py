"""Marks into nbgrader's own gradebook: one transaction a submission.

What nbgrader's steps SaveAutoGrades and AssignLatePenalties write, row for
row, with one exception: a refused notebook has no automatic score at all,
neither an old one nor 0, and waits for a person.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from dlcourse.grade.arrange import Placed
from dlcourse.grade.course import Course, one_line
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.model import GRADED, Verdict
from dlcourse.grade.table import CourseNotebook, Mark, read_table

NO_RESPONSE = "No response."  # nbgrader's words


@dataclass(frozen=True)
class Marks:
    """What is to be written of one notebook, by grade_id.

    A score of None stays open, for a person to give.
    """

    scores: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    refused: bool = False


@dataclass(frozen=True)
class Rows:
    """The ids that the gradebook gave to a notebook's cells."""

    id: str
    grades: dict[str, str]  # grade_id to the row of its grade cell
    tasks: dict[str, str]
    comments: dict[str, str]


def marks_of(
    notebook: CourseNotebook, placed: Iterable[Placed], verdict: Verdict
) -> Marks:
    """The scores and comments that nbgrader would give.

    Raises SubmissionError if the verdict leaves out a check.
    """
    points = {check.id: check.points for check in verdict.checks}
    scores: dict[str, float | None] = {}
    comments: dict[str, str | None] = {}
    for place in placed:
        if place.cell is None or place.cell.id not in notebook.marks:
            continue
        name, mark = place.cell.id, notebook.marks[place.cell.id]
        unchanged = place.submitted is None or is_unchanged(
            name, mark, place.submitted.source
        )
        if place.cell.kind == GRADED:
            if name not in points:
                raise SubmissionError(f"the judge said nothing of {name}")
            scores[name] = bounded(points[name], mark.points)
        elif mark.grade:
            scores[name] = 0.0 if mark.solution and unchanged else None
        if mark.solution or mark.task:
            silent = unchanged and not mark.task
            comments[name] = NO_RESPONSE if silent else None
    return Marks(scores, comments)


def refused_marks(notebook: CourseNotebook) -> Marks:
    """No score and no comment for any cell."""
    marks = notebook.marks.items()
    return Marks(
        {name: None for name, mark in marks if mark.grade},
        {name: None for name, mark in marks if mark.solution or mark.task},
        refused=True,
    )


def bounded(points: float, most: float) -> float:
    """Points between 0 and the most; what is no number is 0.

    >>> bounded(3, 2), bounded(-1, 2), bounded(float("nan"), 2)
    (2.0, 0.0, 0.0)
    """
    return float(min(points, most)) if points > 0 else 0.0


def is_unchanged(name: str, mark: Mark, source: str) -> bool:
    """Whether a cell is as it was given out, by nbgrader's checksum."""
    import nbformat
    from nbgrader.utils import compute_checksum

    meta = {
        "grade_id": name,
        "grade": mark.grade,
        "solution": mark.solution,
        "locked": mark.locked,
        "points": mark.points,
    }
    node = {
        "source": source,
        "cell_type": mark.cell_type,
        "metadata": {"nbgrader": meta},
    }
    return compute_checksum(nbformat.from_dict(node)) == mark.checksum


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
            self.id = self.assignment.id
            self.duedate = self.assignment.duedate
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
        self.penalty = late_penalty(course)
        self.create_students = course.autograde().create_student

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
                table.c.assignment_id == self.id
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
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self.gradebook.engine.begin() as database:
                write = Write(self, database, student)
                write.submission(timestamp)
                for name, rows in self.rows.items():
                    write.notebook(name, rows, marks.get(name))
        except SQLAlchemyError as error:
            raise SubmissionError(
                f"the gradebook cannot be written: {database_words(error)}"
            ) from None


class Write:
    """One submission on its way into the gradebook."""

    def __init__(self, record: Record, database: Any, student: str):
        from nbgrader import api

        self.record = record
        self.database = database
        self.student = student
        self.new_id = api.new_uuid
        self.api = api
        self.seconds_late = 0.0
        self.id = ""

    def submission(self, timestamp: datetime.datetime | None) -> None:
        """The rows of the student and of the submission."""
        from sqlalchemy import insert, select, update

        students = self.api.Student.__table__
        if not self.database.execute(
            select(students.c.id).where(students.c.id == self.student)
        ).first():
            if not self.record.create_students:
                raise SubmissionError(
                    f"the gradebook has no student {self.student}, and "
                    "Autograde.create_student is off"
                )
            self.database.execute(insert(students), [{"id": self.student}])
        table = self.api.SubmittedAssignment.__table__
        row = self.database.execute(
            select(table.c.id, table.c.timestamp, table.c.extension)
            .where(table.c.assignment_id == self.record.id)
            .where(table.c.student_id == self.student)
        ).first()
        # Without a timestamp nbgrader keeps the one that it had.
        known, extension = (
            (row.timestamp, row.extension) if row else (None,) * 2
        )
        self.id = row.id if row else self.new_id()
        if row is None:
            values = {
                "id": self.id,
                "assignment_id": self.record.id,
                "student_id": self.student,
                "timestamp": timestamp,
            }
            self.database.execute(insert(table), [values])
        elif timestamp and timestamp != known:
            self.database.execute(
                update(table)
                .where(table.c.id == self.id)
                .values(timestamp=timestamp)
            )
        handed_in, due = timestamp or known, self.record.duedate
        if handed_in and due:
            late = handed_in - due - (extension or datetime.timedelta())
            self.seconds_late = max(0, late.total_seconds())

    def notebook(self, name: str, rows: Rows, marks: Marks | None) -> None:
        """The rows of a notebook: grades, comments and the penalty.

        Without marks only rows that are missing are made.
        """
        from sqlalchemy import insert, select

        table = self.api.SubmittedNotebook.__table__
        found = self.database.execute(
            select(table.c.id)
            .where(table.c.assignment_id == self.id)
            .where(table.c.notebook_id == rows.id)
        ).scalar()
        notebook = found or self.new_id()
        if not found:
            values = {
                "id": notebook,
                "assignment_id": self.id,
                "notebook_id": rows.id,
                "flagged": False,
            }
            self.database.execute(insert(table), [values])
        grades, comments = self.api.Grade.__table__, self.api.Comment.__table__
        cells = [*rows.grades.values(), *rows.tasks.values()]
        self.missing(grades, notebook, cells, {"needs_manual_grade": True})
        self.missing(comments, notebook, [*rows.comments.values()], {})
        if marks:
            self.scores(notebook, rows, marks)
            self.comments(notebook, rows, marks)
            self.late(notebook)

    def missing(
        self, table: Any, notebook: str, cells: list[str], values: dict
    ) -> None:
        """Make the rows that are not there."""
        from sqlalchemy import insert, select

        there = set(
            self.database.execute(
                select(table.c.cell_id).where(table.c.notebook_id == notebook)
            ).scalars()
        )
        new = [
            {
                "id": self.new_id(),
                "notebook_id": notebook,
                "cell_id": cell,
                **values,
            }
            for cell in cells
            if cell not in there
        ]
        if new:
            self.database.execute(insert(table), new)

    def scores(self, notebook: str, rows: Rows, marks: Marks) -> None:
        """The automatic scores; what a person gave stays, to be looked at."""
        from sqlalchemy import Boolean, bindparam, or_, update

        grades = self.api.Grade.__table__
        values = [
            {"cell": rows.grades[name], "score": score, "open": score is None}
            for name, score in marks.scores.items()
            if name in rows.grades
        ]
        if marks.refused:
            values += [
                {"cell": cell, "score": None, "open": True}
                for cell in rows.tasks.values()
            ]
        if values:
            self.database.execute(
                update(grades)
                .where(grades.c.notebook_id == notebook)
                .where(grades.c.cell_id == bindparam("cell"))
                .values(
                    auto_score=bindparam("score"),
                    needs_manual_grade=or_(
                        grades.c.manual_score.is_not(None),
                        bindparam("open", type_=Boolean),
                    ),
                ),
                values,
            )

    def comments(self, notebook: str, rows: Rows, marks: Marks) -> None:
        """The automatic comments; a person's stay."""
        from sqlalchemy import bindparam, update

        table = self.api.Comment.__table__
        values = [
            {"cell": rows.comments[name], "words": words}
            for name, words in marks.comments.items()
            if name in rows.comments
        ]
        if values:
            self.database.execute(
                update(table)
                .where(table.c.notebook_id == notebook)
                .where(table.c.cell_id == bindparam("cell"))
                .values(auto_comment=bindparam("words")),
                values,
            )

    def late(self, notebook: str) -> None:
        """The penalty that the course's plugin gives, within the score."""
        from sqlalchemy import func, select, update

        penalty = None
        if self.seconds_late > 0:
            Grade = self.api.Grade
            score = self.database.execute(
                select(func.coalesce(func.sum(Grade.score), 0.0)).where(
                    Grade.notebook_id == notebook
                )
            ).scalar()
            penalty = self.record.penalty(
                self.student, score, self.seconds_late
            )
        table = self.api.SubmittedNotebook.__table__
        self.database.execute(
            update(table)
            .where(table.c.id == notebook)
            .values(late_submission_penalty=penalty)
        )


def rows_of(notebook: Any) -> Rows:
    """The ids of an nbgrader.api.Notebook's cells."""
    tasks = {cell.name: cell.id for cell in notebook.task_cells}
    solutions = {cell.name: cell.id for cell in notebook.solution_cells}
    return Rows(
        notebook.id,
        {cell.name: cell.id for cell in notebook.grade_cells},
        tasks,
        solutions | tasks,
    )


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
