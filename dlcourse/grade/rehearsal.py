"""A small notebook of our own, judged before any other.

Python is slow where it goes for the first time: modules are still to be
imported, its byte code is not yet fitted to what it meets. What the judge and
the zygote have done once, every fork of theirs finds done.
"""

from collections.abc import Callable

from dlcourse.grade.confine import Child
from dlcourse.grade.judge import Judge
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    SOLUTION,
    Cell,
    Job,
    JobCell,
    Verdict,
)

ROUNDS = 8  # calls after which CPython begins to fit a function's byte code
IMPORTS = "import numpy as np"
HALF = """\
def half(X):
    return X / 2
"""
WRONG = """\
def half(X):
    return None
"""
TWICE = """\
def halves(X, n):
    print("so many:", n)
    return [half(X) for _ in range(n)]


halves(np.ones(3), 1)
"""
CHECK_HALF = f"""\
for n in range({ROUNDS}):
    np.testing.assert_allclose(half(np.ones((n, 3))), 0.5)
"""
CHECK_TWICE = f"""\
rng = np.random.default_rng(0)
for n in range({ROUNDS}):
    assert len(halves(rng.normal(size=3), n)) == n
    np.testing.assert_allclose(sum(halves(np.ones(3), 4)), 2)
"""


def rehearse(start: Callable[[], Child]) -> Verdict:
    """Judge it, a wrong answer and what follows from it included."""
    cells = [
        Cell(LOCKED, "imports", IMPORTS, IMPORTS),
        Cell(SOLUTION, "half", HALF, WRONG),
        Cell(GRADED, "check-half", CHECK_HALF, CHECK_HALF, 1.0),
        Cell(SOLUTION, "halves", TWICE, ""),
        Cell(GRADED, "check-halves", CHECK_TWICE, CHECK_TWICE, 1.0),
    ]
    answers = [IMPORTS, WRONG, CHECK_HALF, TWICE, CHECK_TWICE]
    job = Job(
        tuple(
            JobCell(
                cell.kind,
                cell.id,
                answer,
                "" if cell.kind == SOLUTION else cell.source,
                cell.points,
            )
            for cell, answer in zip(cells * ROUNDS, answers * ROUNDS)
        ),
        tuple(cells),
    )
    return Judge(job, start).verdict()
