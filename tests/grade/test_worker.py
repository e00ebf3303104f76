"""What the process that judges gets ready for."""

import pytest

from dlcourse.grade.model import GRADED, LOCKED, SOLUTION, Job, JobCell
from dlcourse.grade.worker import seems_to_draw

PLAIN = JobCell(SOLUTION, "f", "def f(x):\n    return x")


@pytest.mark.parametrize(
    "job",
    [
        Job((PLAIN, JobCell(LOCKED, text="%matplotlib inline"))),
        Job((PLAIN, JobCell(GRADED, judge="axes.plot([1])"))),
        Job((PLAIN,), files={"mine.py": b"from pylab import plot"}),
        Job((PLAIN,), course_files={"a/b.py": b"import dlcourse.plots"}),
    ],
)
def test_a_notebook_that_may_draw_is_known(job):
    """By the word alone, on either side, in cells and files."""
    assert seems_to_draw(job)


def test_most_notebooks_do_not_draw():
    """Nothing is imported for their sake."""
    assert not seems_to_draw(Job((PLAIN,), files={"data.csv": b"1,2"}))
