"""Whether a global generator was used is seen without reading its state."""

import random

import numpy as np
import pytest

from dlcourse.grade.sandbox import session
from dlcourse.grade.sandbox.session import Drawn


@pytest.fixture(autouse=True)
def generators():
    """Put the process's own generators back afterwards."""
    numpys, pythons = np.random.get_state(), random.getstate()
    yield
    np.random.set_state(numpys)
    random.setstate(pythons)


@pytest.mark.parametrize(
    "use",
    [
        random.random,
        lambda: random.seed(1),
        lambda: [random.getrandbits(32) for _ in range(624)],
        lambda: random.gauss(0, 1),
        np.random.rand,
        lambda: np.random.seed(1),
        np.random.normal,
    ],
)
@pytest.mark.parametrize("peeking", [True, False])
def test_whatever_is_drawn_leaves_another_mark(use, peeking, monkeypatch):
    """Also where Python's words cannot be looked at where they lie."""
    if not peeking:
        monkeypatch.setattr(session, "python_words", lambda: None)
    drawn = Drawn()
    before = drawn.mark()
    assert drawn.mark() == before

    use()

    assert drawn.mark() != before


@pytest.mark.parametrize("normal", [np.random.normal, random.gauss])
def test_a_spare_normal_is_seen_to_go(normal):
    """Two are made at once; the second leaves all words as they are."""
    np.random.seed(1)
    random.seed(1)
    drawn = Drawn()
    normal(0, 1)
    before = drawn.mark()

    normal(0, 1)

    assert drawn.mark() != before


def test_a_spare_normal_that_came_along_is_seen_to_go():
    """The far side may have drawn one of the two, and this side the other."""
    np.random.seed(1)
    np.random.normal()
    drawn = Drawn()
    drawn.agree(spare=True)
    before = drawn.mark()

    np.random.normal()

    assert drawn.mark() != before
