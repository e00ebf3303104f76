"""dlcourse/grade/gradebook.py against nbgrader itself, row by row."""

import shutil
import sqlite3

import nbformat
import pytest
from nbgrader.utils import determine_grade

from dlcourse.grade.errors import CourseError
from dlcourse.grade.grading import grade
from tests.grade.courses import (
    CONFIG,
    RIGHT,
    PlainWorker,
    build,
    change,
    graded_copy,
    hand_in,
    nbgrader,
    rows,
    scores,
)

LATE = """
from nbgrader.plugins import LateSubmissionPlugin


class TenthAnHour(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "forgiven":
            return None
        if student_id == "broken":
            raise RuntimeError("no such student")
        return {"hated": 1000, "loved": -1}.get(
            student_id, score * total_seconds_late / 36000
        )
"""
PLUGIN = "c.AssignLatePenalties.plugin_class = 'tenth.TenthAnHour'\n"
DUE = "update assignment set duedate = '2026-01-02 12:00:00.000000'"
ON_TIME, AN_HOUR_LATE = "2026-01-02 11:59:00 UTC", "2026-01-02 13:00:00 UTC"
EVERYTHING = {
    "grades": "select a.student_id, c.name, c.type, auto_score, manual_score,"
    " extra_credit, needs_manual_grade from grade g"
    " join base_cell c on c.id = g.cell_id"
    " join submitted_notebook n on n.id = g.notebook_id"
    " join submitted_assignment a on a.id = n.assignment_id order by 1, 2, 3",
    "comments": "select a.student_id, c.name, c.type, auto_comment,"
    " manual_comment from comment g join base_cell c on c.id = g.cell_id"
    " join submitted_notebook n on n.id = g.notebook_id"
    " join submitted_assignment a on a.id = n.assignment_id order by 1, 2, 3",
    "notebooks": "select a.student_id, b.name, flagged,"
    " late_submission_penalty from submitted_notebook n"
    " join notebook b on b.id = n.notebook_id"
    " join submitted_assignment a on a.id = n.assignment_id order by 1, 2",
    "submissions": "select s.student_id, a.name, timestamp, extension"
    " from submitted_assignment s join assignment a on a.id = assignment_id"
    " order by 1, 2",
    "students": "select id, first_name, last_name, email from student"
    " order by 1",
}


def everything(course):
    """All that the gradebook says of students, without its row numbers."""
    return {what: rows(course, query) for what, query in EVERYTHING.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with a due date and a plugin, that is only copied."""
    course = build(tmp_path_factory.mktemp("m") / "c", config=CONFIG + PLUGIN)
    (course / "tenth.py").write_text(LATE)
    change(course, DUE)
    return course


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


def run(course, **options):
    """Grade ps1 with a worker that needs no sandbox."""
    return grade("ps1", course, start=PlainWorker, **options)


def hand_in_honestly(course):
    """Submissions of the usual kinds."""
    hand_in(course, "right", RIGHT, ON_TIME)
    hand_in(course, "untouched")
    hand_in(course, "wrong", {"relu": "def relu(z):\n    return z"}, ON_TIME)
    hand_in(course, "broken_code", {"relu": "def relu(z)"}, ON_TIME)
    hand_in(course, "by_hand", {"by_hand": "answer = 2", "why": "So."})
    hand_in(course, "late", RIGHT, AN_HOUR_LATE)
    hand_in(course, "hated", RIGHT, AN_HOUR_LATE)
    hand_in(course, "loved", RIGHT, AN_HOUR_LATE)
    hand_in(course, "forgiven", RIGHT, AN_HOUR_LATE)


def test_the_gradebook_equals_nbgraders_row_by_row(course, tmp_path):
    """Grades, comments, penalties and submissions of honest students."""
    hand_in_honestly(course)
    theirs = shutil.copytree(course, tmp_path / "theirs")
    nbgrader(theirs, "autograde", "ps1")

    run(course)

    found, wanted = everything(course), everything(theirs)
    for what in wanted:
        assert found[what] == wanted[what], what
    # The comparison is of something: penalties, open and partial scores.
    assert ("late", "lines", 0, pytest.approx(0.25)) in found["notebooks"]
    assert scores(course, "right")["test_plot"] == (0.5, None, False)
    assert scores(course, "by_hand")["why"] == (None, None, True)
    assert scores(course, "untouched")["why"] == (0.0, None, False)


def test_nbgraders_own_next_run_leaves_every_row(course, tmp_path):
    """Whoever goes back to plain nbgrader finds what it would have made."""
    hand_in_honestly(course)
    run(course)
    before = everything(course)

    nbgrader(course, "autograde", "ps1", "--force")

    assert everything(course) == before


def by_hand(course, student, value, comment):
    """Grade the written answer, as formgrader does it."""
    where = (
        "cell_id in (select id from base_cell where name = 'why') and "
        "notebook_id in (select n.id from submitted_notebook n join "
        "submitted_assignment a on a.id = n.assignment_id "
        f"where student_id = '{student}')"
    )
    change(
        course,
        f"update grade set manual_score = {value}, extra_credit = 1, "
        f"needs_manual_grade = 0 where {where}",
    )
    change(
        course,
        f"update comment set manual_comment = '{comment}' where {where}",
    )


def comment(course, student, name="why"):
    """The automatic and the manual comment on a cell."""
    return next(
        row[3:]
        for row in rows(course, EVERYTHING["comments"])
        if row[:2] == (student, name)
    )


def test_manual_scores_and_comments_always_stay(course):
    """Whatever is handed in next, good, changed or unreadable."""
    folder = hand_in(course, "ann", RIGHT)
    run(course)
    by_hand(course, "ann", 3.5, "well said")
    hand_in(course, "ann", {**RIGHT, "why": "It is bent."})

    run(course)

    # As nbgrader has it, a person should look at it again.
    assert scores(course, "ann")["why"] == (None, 3.5, True)
    assert comment(course, "ann") == (None, "well said")
    (folder / "lines.ipynb").write_text("{")
    run(course)
    assert scores(course, "ann")["why"] == (None, 3.5, True)
    assert comment(course, "ann") == (None, "well said")


def test_a_score_that_a_person_changed_is_to_be_looked_at_again(course):
    """The checks say something new; the person's word still counts."""
    hand_in(course, "ann", RIGHT)
    run(course)
    change(course, "update grade set manual_score = 1 where auto_score = 2")
    hand_in(course, "ann", {**RIGHT, "relu": "def relu(z):\n    return z"})

    run(course)

    assert scores(course, "ann")["test_relu"] == (0.0, 1.0, True)


def test_regrading_writes_what_nbgrader_would(course, tmp_path):
    """Also over manual scores, from which the penalty is reckoned again."""
    hand_in(course, "ann", RIGHT, AN_HOUR_LATE)
    run(course)
    by_hand(course, "ann", 3.5, "well said")
    theirs = shutil.copytree(course, tmp_path / "theirs")
    nbgrader(theirs, "autograde", "ps1", "--force")

    run(course, force=True)

    assert everything(course) == everything(theirs)


def test_a_refused_notebook_has_no_automatic_score_neither_old_nor_0(course):
    """It waits for a person in formgrader, with every cell open."""
    folder = hand_in(course, "ann", RIGHT)
    run(course)
    assert scores(course, "ann")["test_relu"] == (2.0, None, False)
    change(course, "update grade set needs_manual_grade = 0")
    (folder / "lines.ipynb").write_text("{")

    run(course)

    assert set(scores(course, "ann").values()) == {(None, None, True)}
    assert comment(course, "ann") == (None, None)


def test_a_missing_notebook_is_refused_and_has_no_score(course):
    """Nothing was handed in under its name; that is no 0 of the judge's."""
    folder = hand_in(course, "ann", RIGHT)
    (folder / "lines.ipynb").unlink()

    (row,) = run(course).rows

    assert (row.status, row.reason) == ("refused", "there is no lines.ipynb")
    assert set(scores(course, "ann").values()) == {(None, None, True)}


def test_a_refused_notebook_has_no_old_penalty(course):
    """The penalty is a share of a score that is gone."""
    folder = hand_in(course, "hated", RIGHT, AN_HOUR_LATE)
    run(course)
    assert everything(course)["notebooks"] == [("hated", "lines", 0, 2.5)]
    (folder / "lines.ipynb").write_text("{")

    run(course)

    assert everything(course)["notebooks"] == [("hated", "lines", 0, 0.0)]


def test_an_extension_counts(course):
    """Given in formgrader or by the API, it moves the due date."""
    hand_in(course, "hated", RIGHT, AN_HOUR_LATE)
    run(course)
    change(
        course,
        "update submitted_assignment set extension = '1970-01-01 02:00:00'",
    )

    run(course, force=True)

    assert everything(course)["notebooks"] == [("hated", "lines", 0, None)]


def test_without_a_timestamp_the_known_one_stays(course, tmp_path):
    """As in nbgrader, which may have it from the exchange."""
    folder = hand_in(course, "ann", RIGHT, AN_HOUR_LATE)
    run(course)
    (folder / "timestamp.txt").unlink()

    run(course)

    ((*_, timestamp, _),) = everything(course)["submissions"]
    assert timestamp == "2026-01-02 13:00:00.000000"


def test_a_plugin_that_fails_changes_no_mark_and_stops_nobody(course):
    """It is the course's own program, and its fault is said."""
    hand_in(course, "broken", RIGHT, AN_HOUR_LATE)
    hand_in(course, "zoe", RIGHT)

    summary = run(course)

    (row,) = summary.infrastructure
    assert row.reason == "the course's TenthAnHour failed: no such student"
    assert row.student == "broken"
    assert not scores(course, "broken")
    assert not (course / "autograded" / "broken" / "ps1").exists()
    assert scores(course, "zoe")["test_relu"] == (2.0, None, False)


def test_a_plugin_that_is_not_there_ends_the_call(course):
    """Before anything is graded."""
    (course / "tenth.py").unlink()
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace("tenth.", "nowhere."))
    hand_in(course, "ann", RIGHT)

    with pytest.raises(CourseError, match="plugin_class"):
        run(course)


def test_students_are_entered_only_if_the_course_wants_it(course):
    """`Autograde.create_student` holds."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.Autograde.create_student = False\n")
    hand_in(course, "ann", RIGHT)
    hand_in(course, "bob", RIGHT)
    change(course, "insert into student (id) values ('bob')")

    (row,) = run(course).infrastructure

    assert (row.student, "no student ann" in row.reason) == ("ann", True)
    assert rows(course, "select id from student") == [("bob",)]
    assert scores(course, "bob")["test_relu"] == (2.0, None, False)


def test_a_gradebook_that_is_locked_costs_only_another_call(course):
    """Formgrader may be writing; nothing is half written."""
    hand_in(course, "ann", RIGHT)
    with open(course / "nbgrader_config.py", "a") as config:
        database = f"sqlite:///{course}/gradebook.db?timeout=0.1"
        config.write(f"c.CourseDirectory.db_url = {database!r}\n")

    class Locking(PlainWorker):
        """Somebody else starts to write while the cells run."""

        def run(self, job):
            self.other = sqlite3.connect(
                course / "gradebook.db", check_same_thread=False
            )
            self.other.execute("begin exclusive")
            return super().run(job)

        def close(self):
            self.other.close()

    (row,) = grade("ps1", course, start=Locking).infrastructure

    assert "database is locked" in row.reason
    assert not scores(course, "ann")
    assert not run(course).infrastructure
    assert scores(course, "ann")["test_relu"] == (2.0, None, False)


def test_an_old_gradebook_says_what_to_do(course):
    """nbgrader upgrades it with a command of its own."""
    hand_in(course, "ann", RIGHT)
    change(course, "alter table student drop column lms_user_id")
    change(course, "alter table notebook drop column kernelspec")

    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        run(course)


def test_nbgrader_reads_the_same_marks_from_the_graded_copy(course):
    """Its own feedback and a later save find what the gradebook has."""
    hand_in_honestly(course)
    run(course)

    for student, *_ in everything(course)["students"]:
        recorded = scores(course, student)
        for cell in graded_copy(course, student).cells:
            mark = cell.metadata.get("nbgrader", {})
            if mark.get("grade"):
                score, most = determine_grade(cell)
                assert score == recorded[mark["grade_id"]][0]
                assert most == mark["points"]


def test_the_graded_copy_is_a_valid_notebook_with_nbgraders_metadata(course):
    """Schema 3 with checksums: formgrader and feedback need them."""
    hand_in(course, "right", RIGHT)
    run(course)
    ours = graded_copy(course, "right")
    nbgrader(course, "autograde", "ps1", "--force")
    theirs = graded_copy(course, "right")

    nbformat.validate(ours)
    assert [cell.source for cell in ours.cells] == [
        cell.source for cell in theirs.cells
    ]
    for mine, their in zip(ours.cells, theirs.cells, strict=True):
        assert mine.cell_type == their.cell_type
        assert mine.metadata.get("nbgrader") == their.metadata.get("nbgrader")


def test_nbgraders_own_feedback_works_on_the_graded_copy(course):
    """Whoever keeps to `nbgrader generate_feedback` can."""
    hand_in(course, "ann", {"relu": "def relu(z):\n    return z"})
    run(course)

    nbgrader(course, "generate_feedback", "ps1")

    page = course / "feedback" / "ann" / "ps1" / "lines.html"
    assert "A check of test_relu failed." in page.read_text()
