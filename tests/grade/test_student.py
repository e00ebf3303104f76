"""dlcourse/grade/student.py: what students get, made without a course."""

from pathlib import Path

import pytest

from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import assignments, notebook_text
from dlcourse.grade.student import student_notebook

EXERCISES = Path(__file__).parent.parent.parent / "exercises"


@pytest.mark.parametrize("name", assignments(EXERCISES))
def test_no_answer_and_no_hidden_check_is_left(name):
    """The words that mark them, and the names that only they use, are gone."""
    notebook = instructor_notebook(EXERCISES / name / "exercise.py")
    given = notebook_text(notebook)

    text = notebook_text(student_notebook(notebook))

    for word in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "@hidden_check"):
        assert word in given
        assert word not in text
    assert "MARK SCHEME" not in text
    assert notebook_text(notebook) == given
