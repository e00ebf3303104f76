"""dlcourse/feedback/searching.py: random searches told by what they do."""

import random

import numpy as np
import pytest

import dlcourse
from dlcourse.feedback.searching import search_face

RNG = np.random.default_rng(0)
X, Y = dlcourse.datasets.admissions(40, RNG)
PROBE = (X, Y, 20, RNG)


def test_a_right_search_has_one_face():
    """The library's own search is right in every look."""
    assert search_face(dlcourse.random_search, PROBE) == "right"


@pytest.mark.parametrize("spread", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("kind", ["normal", "uniform"])
def test_a_mistake_looks_alike_however_lines_are_drawn(spread, kind):
    """The last line kept is the same mistake, whatever the draw."""

    def last_kept(X, y, tries, rng):
        for _ in range(tries):
            if kind == "normal":
                *w, b = rng.normal(0, spread, X.shape[1] + 1)
            else:
                *w, b = rng.uniform(-spread, spread, X.shape[1] + 1)
        return np.array(w), b, np.mean((X @ w + b >= 0) == y)

    assert search_face(last_kept, PROBE) == "any kept, lines as many"


def test_an_error_is_a_face():
    """A search that stops is told by the kind of its error."""

    def broken(X, y, tries, rng):
        raise KeyError(tries)

    assert search_face(broken, PROBE) == "raised KeyError"


def test_a_look_leaves_everybodys_generators_alone():
    """Neither numpy's own numbers nor Python's go on from elsewhere."""

    def with_foreign_numbers(X, y, tries, rng):
        w, b = np.random.uniform(-1, 1, X.shape[1]), random.random()
        return w, b, np.mean((X @ w + b >= 0) == y)

    before = str(np.random.get_state()), random.getstate()

    search_face(with_foreign_numbers, PROBE)

    assert (str(np.random.get_state()), random.getstate()) == before
