"""dlcourse/grade/feedback_files.py and `dlcourse feedback`."""

import shutil
from dataclasses import replace

import pytest

from dlcourse.__main__ import main
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_files import write_feedback
from dlcourse.grade.grading import grade
from dlcourse.grade.model import Verdict
from tests.grade.courses import (
    RIGHT,
    PlainWorker,
    build,
    change,
    hand_in,
    nbgrader,
)

TIME = "2026-11-20 10:00:00 UTC"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A course with four students: right, wrong, refused, our failure."""
    root = build(tmp_path_factory.mktemp("course"))
    for student, answers in (
        ("alice", RIGHT),
        ("bob", {"relu": "def relu(z):\n    return z", "why": "<b>why</b>"}),
        ("dora", {"relu": "broken"}),
    ):
        folder = hand_in(root, student, answers, TIME)
        (folder / "submission_secret.txt").write_text(f"secret {student}")
    torn = root / "submitted" / "carol" / "ps1" / "lines.ipynb"
    torn.parent.mkdir(parents=True)
    torn.write_text('{"cells": [')
    grade("ps1", root, start=BreaksOnBroken)
    return root


@pytest.fixture
def course(template, tmp_path):
    """A copy of it, for one test."""
    return shutil.copytree(template, tmp_path / "course", symlinks=True)


class BreaksOnBroken(PlainWorker):
    """Fails on our side for one student."""

    def run(self, job):
        if any("broken" in cell.text for cell in job.cells):
            return Verdict(trouble="the sandbox broke")
        verdict = super().run(job)
        return replace(verdict, notes=("A cell was stopped after 30 s.",))


def page(course, student):
    """The text of a student's page."""
    path = course / "feedback" / student / "ps1" / "lines.html"
    return path.read_text(encoding="utf-8")


def test_each_student_who_was_judged_gets_a_page(course):
    """Points, what is left to a person, and the notebook."""
    written = write_feedback("ps1", course)

    assert [path.parent.parent.name for path in written.pages] == [
        *("alice", "bob", "carol")
    ]
    assert "<strong>2.5</strong> of 15 points" in page(course, "alice")
    assert "Up to 9 more are still to be given" in page(course, "alice")
    assert "Handed in 20 November 2026, 10:00 UTC" in page(course, "alice")
    assert "return</span>" in page(course, "alice")
    assert "A check of test_relu failed." in page(course, "bob")
    assert "A cell was stopped after 30 s." in page(course, "bob")


def test_a_refused_submission_gets_a_page_with_the_reason(course):
    """And no points."""
    write_feedback("ps1", course)

    assert "This notebook could not be graded" in page(course, "carol")
    assert "no readable JSON" in page(course, "carol")
    assert "points</p>" not in page(course, "carol")


def test_who_was_not_judged_through_our_fault_gets_no_page(course):
    """The instructor reads who, and what to do."""
    written = write_feedback("ps1", course)

    assert not (course / "feedback" / "dora").exists()
    (words,) = written.missing
    assert "dora" in words
    assert "grade it again" in words


def test_an_older_page_stays_where_our_fault_came_later(course):
    """A student never loses what was there."""
    shutil.rmtree(course / "submitted" / "bob")
    folder = hand_in(course, "bob", {"relu": "broken"}, TIME)
    write_feedback("ps1", course)
    before = page(course, "bob")

    grade("ps1", course, students=["bob"], start=BreaksOnBroken)
    written = write_feedback("ps1", course)

    assert folder.is_dir()
    assert page(course, "bob") == before
    assert any("grade it again" in words for words in written.missing)


def test_no_page_holds_hidden_checks_or_what_marks_are_given_for(course):
    """Nor any other student's name."""
    write_feedback("ps1", course)

    for student in ("alice", "bob", "carol"):
        html = page(course, student)
        for secret in ("relu(-1)", "HIDDEN", "MARK SCHEME", "all\n==="):
            assert secret not in html
        others = {"alice", "bob", "carol", "dora"} - {student}
        assert not any(f">{other}<" in html for other in others)


def test_a_students_html_stays_text(course):
    """In an answer in words, too."""
    write_feedback("ps1", course)

    assert "&lt;b&gt;why&lt;/b&gt;" in page(course, "bob")


def test_marks_and_comments_given_by_hand_are_shown(course):
    """As formgrader writes them."""
    change(
        course,
        "update grade set manual_score = 3.5, needs_manual_grade = 0 "
        "where cell_id in (select id from base_cell where name = 'why')",
    )
    change(
        course,
        "update comment set manual_comment = 'Well <i>seen</i>.' "
        "where cell_id in (select id from base_cell where name = 'why')",
    )

    write_feedback("ps1", course)

    assert "<strong>6</strong> of 15 points" in page(course, "alice")
    assert "3.5 of 4" in page(course, "alice")
    assert "Well &lt;i&gt;seen&lt;/i&gt;." in page(course, "alice")


def test_nbgrader_hands_the_pages_out(course, tmp_path):
    """`release_feedback` finds the page and what it reads beside it."""
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    write_feedback("ps1", course)

    nbgrader(course, "release_feedback", "ps1", f"--Exchange.root={exchange}")

    found = (exchange / "lines" / "feedback").glob("*.html")
    texts = {path.read_text(encoding="utf-8") for path in found}
    assert texts == {page(course, name) for name in ("alice", "bob", "carol")}


def test_what_a_student_put_in_place_of_the_timestamp_is_not_followed(
    course, tmp_path
):
    """A link to the instructor's file, a folder, or far too much."""
    secret = tmp_path / "secret"
    secret.write_text("the instructor's")
    submitted = course / "submitted"
    stamp = submitted / "alice" / "ps1" / "timestamp.txt"
    stamp.unlink()
    stamp.symlink_to(secret)
    long = submitted / "bob" / "ps1" / "submission_secret.txt"
    long.write_text("x" * 5000)

    write_feedback("ps1", course)

    feedback = course / "feedback"
    assert (feedback / "alice" / "ps1" / "timestamp.txt").read_text() == ""
    put = feedback / "bob" / "ps1" / "submission_secret.txt"
    assert len(put.read_text()) == 64


def test_pages_are_replaced_whole(course):
    """Written again they are the same, and no draft is left."""
    write_feedback("ps1", course)
    before = page(course, "alice")
    secret = course / "feedback" / "carol" / "ps1" / "submission_secret.txt"
    ours = secret.read_text()

    write_feedback("ps1", course)

    assert page(course, "alice") == before
    assert secret.read_text() == ours
    names = {path.name for path in course.glob("feedback/*/ps1/*")}
    assert names == {"lines.html", "timestamp.txt", "submission_secret.txt"}


def test_the_command_says_where_the_pages_are(course, capsys):
    """One line, and one for each page that is missing."""
    status = main(["feedback", "ps1", "--course", str(course)])

    assert status == 0
    assert capsys.readouterr().out.startswith(
        f"3 pages in {course / 'feedback'}\n"
    )


def test_without_a_graded_copy_there_is_no_page(course):
    """As after `nbgrader collect` alone; the others get theirs."""
    shutil.rmtree(course / "autograded" / "alice")

    written = write_feedback("ps1", course)

    assert any("alice" in words for words in written.missing)
    assert "bob" in page(course, "bob")


def test_a_wrong_call_is_told_in_one_line(course, capsys):
    """No such assignment; nothing graded yet."""
    assert main(["feedback", "ps9", "--course", str(course)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    change(course, "delete from grade")
    change(course, "delete from comment")
    change(course, "delete from submitted_notebook")
    change(course, "delete from submitted_assignment")

    with pytest.raises(CourseError, match="run: dlcourse grade ps1"):
        write_feedback("ps1", course)
