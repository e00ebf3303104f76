"""Every hostile submission gets its true mark, and harms nobody.

Each entry is a file of this folder, named for what it tries; arena.py says
how they are written and graded.
"""

import re

import pytest

from dlcourse.grade.course import open_course
from dlcourse.grade.feedback_files import page_of
from dlcourse.grade.gradebook import Record
from tests.hostile.arena import ENTRIES, SECRET, Arena, load
from tests.hostile.little_course import ASSIGNMENT, FULL

SHOWN = (  # whose pages may hold what must not be there
    "edits_the_checks",
    "gives_back_what_is_huge",
    "lies_about_its_functions",
    "prints_scripts",
    "raises_errors_that_lie",
    "shows_outputs_that_are_none",
    "shows_scripts",
    "writes_halves_of_characters",
)


@pytest.mark.parametrize("name", ENTRIES)
def test_hostile(name: str, arena: Arena):
    """The true mark or a stated refusal; nothing read, changed or left."""
    entry, found = load(name), arena.seen[name]
    mark = getattr(entry, "MARK", 0)

    assert found.row.status == ("refused" if mark is None else "graded")
    assert found.mark == mark
    assert found.score == mark
    assert found.row.reason or mark is not None
    said = getattr(entry, "SAID", "")
    assert said in found.words, found.words[:3000]
    assert SECRET not in found.words
    assert found.left == []
    assert found.after.status == "graded"
    assert found.after.as_json("")["points"] == FULL
    getattr(entry, "held", lambda found: None)(found)


@pytest.mark.parametrize("name", SHOWN)
def test_feedback(name: str, arena: Arena):
    """No page runs what a student wrote, or shows a hidden check."""
    course = open_course(arena.course)
    with Record(course, ASSIGNMENT) as record:
        student = f"{name}-1"
        submission = record.gradebook.find_submission(ASSIGNMENT, student)
        page = page_of(
            course,
            ASSIGNMENT,
            submission,
            submission.notebooks[0],
            record.notebooks[0],
            arena.seen[name].row,
        )

    assert "<script" not in page
    assert not re.search(r"<[^>]*\son\w+=", page)
    for hidden in (SECRET, "HIDDEN TESTS", "default_rng(5)", "0.458145"):
        assert hidden not in page


def test_the_first_student_is_untouched(arena: Arena):
    """What came before all hostile entries still has its mark."""
    assert arena.first.as_json("")["points"] == FULL
