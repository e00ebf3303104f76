"""What is done once, before any submission."""

from dlcourse.grade.confine import Sandbox
from dlcourse.grade.judge import Judge
from dlcourse.grade.model import SOLUTION, Job, JobCell, Limits
from dlcourse.grade.rehearsal import rehearse

LOOK = """\
left = sorted({"np", "half", "halves", "In"} & set(dir()))
print(left, __name__, len(In))
"""


def test_a_rehearsal_judges_right_and_wrong_answers():
    """It goes where submissions go: calls, errors, what follows from them."""
    with Sandbox() as box:
        verdict = rehearse(box.rehearsal)

    half, halves = verdict.checks[:2]
    assert (half.points, halves.points) == (0, 1)
    assert halves.followed_through
    assert verdict.notes == ()


def test_a_rehearsal_leaves_nothing_to_those_who_follow():
    """A child finds none of its names, and begins to count at 1."""
    cells = (JobCell(SOLUTION, "look", LOOK),)
    with Sandbox() as box:
        rehearse(box.rehearsal)
        verdict = Judge(
            Job(cells), lambda: box.child(files={}, limits=Limits())
        ).verdict()

    (output,) = verdict.ran[0].outputs
    assert output["text"] == "['In'] __main__ 2\n"
