"""What hangs or ends the judge itself costs one check, and no more."""

from dlcourse.grade.model import GRADED, LOCKED, SOLUTION, Limits, Verdict
from dlcourse.grade.worker import Worker
from tests.hostile.arena import Arena
from tests.hostile.jobs import job

TREE = "tree = [1.0]\nfor _ in range(60):\n    tree = [tree, tree]\n"
RIGHT = "def same(x):\n    return x\n"


def judged(arena: Arena, check: str, student: str) -> Verdict:
    """The verdict on this check between two others."""
    return Worker.run(
        arena.worker,
        job(
            (LOCKED, "import ctypes"),
            (SOLUTION, RIGHT, student),
            (GRADED, "assert same(1) == 1"),
            (GRADED, check),
            (GRADED, "assert same(2) == 2"),
            limits=Limits(cell_seconds=0.2, submission_seconds=30),
        ),
    )


def points(verdict: Verdict) -> list[float]:
    """The points of the three."""
    return [check.points for check in verdict.checks]


def test_lists_that_take_for_ever_to_compare_hang_one_check(arena: Arena):
    """Comparing two such trees is one step in C, which no alarm ends."""
    student = f"{TREE}def same(x):\n    return tree if x == 7 else x\n"
    check = "import copy\nassert same(7) == copy.deepcopy(same(7))"
    verdict = judged(arena, check, student)

    assert points(verdict) == [1, 0, 1]
    assert "never ended" in verdict.checks[1].message
    assert not verdict.trouble


def test_a_check_that_ends_the_judge_costs_itself_alone(arena: Arena):
    """A crash in C, here of the check's own, leaves the others their marks."""
    verdict = judged(arena, "ctypes.string_at(same(0))", RIGHT)

    assert points(verdict) == [1, 0, 1]
    assert "ended the judge" in verdict.checks[1].message
    assert not verdict.trouble
