"""tests/demo.py, `make demo`: a class is made, graded and reported."""

import contextlib
import io

import pytest

from dlcourse.grade.verdicts import Verdicts
from tests import demo

CLASS = 12


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A small class, and what the command printed."""
    course = tmp_path_factory.mktemp("demo") / "course"
    printed = io.StringIO()
    call = ["--no-open", "--course", str(course), "--students", str(CLASS)]
    with contextlib.redirect_stdout(printed):
        status = demo.main(call)
    assert status == 0
    return course, printed.getvalue()


def test_the_class_is_graded_and_its_report_has_an_address(shown):
    """All of it, the hostile ones too; the last line can be opened."""
    course, printed = shown

    assert f"{CLASS - 1} graded, 1 refused" in printed
    assert printed.splitlines()[-1].startswith("file://")
    assert printed.splitlines()[-1].endswith("/course/report.html")
    text = (course / "report.html").read_text()
    assert f">{CLASS}<" in text
    assert "What to talk about tomorrow" in text


def test_no_hostile_student_gets_a_mark_and_some_honest_ones_do(shown):
    """What an instructor sees first is that it holds."""
    course, _ = shown
    with Verdicts(course, demo.ASSIGNMENT) as verdicts:
        rows = {
            row.student: row.as_json(demo.ASSIGNMENT)["points"]
            for row in verdicts.all()
        }

    hostile = {name.replace("_", "-") for name in demo.HOSTILE}
    assert hostile <= rows.keys()
    assert {rows[name] for name in hostile} <= {0.0, None}
    assert any(rows[name] for name in rows.keys() - hostile)


def test_it_is_the_same_class_each_time(shown):
    """So that two people who look at it see the same."""
    course, _ = shown

    again = demo.notebooks(course, CLASS)

    assert len(again) == CLASS
    for student, content in again.items():
        place = course / "submitted" / student / demo.NOTEBOOK
        assert place.read_bytes() == content
