"""One submission's rows in nbgrader's gradebook, within a transaction."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlcourse.grade.errors import SubmissionError
from dlcourse.grade.marks import Marks


@dataclass(frozen=True)
class Target:
    """Where it is written to, and by which rules of the course."""

    assignment: str  # its id
    duedate: datetime.datetime | None
    create_students: bool
    penalty: Callable[[str, float, float], float | None]


@dataclass(frozen=True)
class Rows:
    """The ids that the gradebook gave to a notebook's cells."""

    id: str
    grades: dict[str, str]  # grade_id to the row of its grade cell
    tasks: dict[str, str]
    comments: dict[str, str]


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


class Write:
    """One submission on its way into the gradebook."""

    def __init__(self, target: Target, database: Any, student: str):
        from nbgrader import api

        self.target = target
        self.database = database
        self.student = student
        self.new_id = api.new_uuid
        self.api = api
        self.seconds_late = 0.0
        self.id = ""
        self.is_new = False  # then nothing of it can be there already

    def submission(self, timestamp: datetime.datetime | None) -> None:
        """The rows of the student and of the submission."""
        from sqlalchemy import insert, select, update

        students = self.api.Student.__table__
        if not self.database.execute(
            select(students.c.id).where(students.c.id == self.student)
        ).first():
            if not self.target.create_students:
                raise SubmissionError(
                    f"the gradebook has no student {self.student}, and "
                    "Autograde.create_student is off"
                )
            self.database.execute(insert(students), [{"id": self.student}])
        table = self.api.SubmittedAssignment.__table__
        row = self.database.execute(
            select(table.c.id, table.c.timestamp, table.c.extension)
            .where(table.c.assignment_id == self.target.assignment)
            .where(table.c.student_id == self.student)
        ).first()
        # Without a timestamp nbgrader keeps the one that it had.
        known, extension = (
            (row.timestamp, row.extension) if row else (None,) * 2
        )
        self.is_new = row is None
        self.id = row.id if row else self.new_id()
        if row is None:
            values = {
                "id": self.id,
                "assignment_id": self.target.assignment,
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
        handed_in, due = timestamp or known, self.target.duedate
        if handed_in and due:
            late = handed_in - due - (extension or datetime.timedelta())
            self.seconds_late = max(0, late.total_seconds())

    def notebook(self, rows: Rows, marks: Marks | None) -> None:
        """The rows of a notebook: grades, comments and the penalty.

        Without marks only rows that are missing are made.
        """
        from sqlalchemy import insert, select

        table = self.api.SubmittedNotebook.__table__
        found = (
            None
            if self.is_new
            else self.database.execute(
                select(table.c.id)
                .where(table.c.assignment_id == self.id)
                .where(table.c.notebook_id == rows.id)
            ).scalar()
        )
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

        there = (
            set()
            if self.is_new
            else set(
                self.database.execute(
                    select(table.c.cell_id).where(
                        table.c.notebook_id == notebook
                    )
                ).scalars()
            )
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
            penalty = self.target.penalty(
                self.student, score, self.seconds_late
            )
        table = self.api.SubmittedNotebook.__table__
        self.database.execute(
            update(table)
            .where(table.c.id == notebook)
            .values(late_submission_penalty=penalty)
        )
