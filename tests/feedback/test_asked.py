"""dlcourse/feedback/asked.py: what is at hand in an assignment.

That the table is the exercises' own is tested in grade/test_student_build.py.
"""

import pytest

import dlcourse
from dlcourse.feedback.asked import (
    ASKED,
    assignment_of,
    at_hand,
    is_absent,
    why_absent,
)


def test_what_was_asked_for_is_at_hand_from_then_on():
    """What one assignment asks for, the next one may use."""
    for assignment, following in zip(ASKED, [*ASKED][1:]):
        assert set(at_hand(assignment)) < set(at_hand(following))
        assert not set(ASKED[assignment]) & set(at_hand(assignment))


@pytest.mark.parametrize("assignment", [*ASKED, None])
def test_every_name_that_is_not_at_hand_has_a_reason(assignment):
    """One line, which begins with the name; and none for what is there."""
    for name in [*dlcourse.__all__, "datasets", "tangent", "mnist", "tape"]:
        why = why_absent(name, assignment)

        assert bool(why) == is_absent(name, assignment)
        assert "\n" not in why
        assert not why or why.startswith(f"{name} is ")


def test_an_assignment_is_known_by_most_of_its_functions():
    """A notebook that lost a cell is still the assignment's."""
    assert assignment_of(ASKED["4_backprop"][1:]) == "4_backprop"
    assert assignment_of(["dense", "relu", "tokenize"]) is None
    assert assignment_of([]) is None
