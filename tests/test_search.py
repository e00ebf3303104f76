"""Search: what a line admits, and what searching promises."""

import numpy as np
import pytest

from dlcourse import admit, fraction_correct, hill_climb, random_search
from dlcourse.datasets import admissions

SEARCHES = [random_search, hill_climb]


def test_a_student_on_the_line_is_admitted():
    """X @ w + b of exactly 0 is a yes."""
    X = np.array([[1.0], [2.0], [3.0]])

    assert admit(X, np.array([1.0]), -2.0).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("X", "w", "b", "message"),
    [
        (np.ones((2, 2)), np.ones(3), 0.0, r"w has shape \(3,\).*2 columns"),
        (np.ones((2, 2)), np.ones((2, 1)), 0.0, r"w has shape \(2, 1\)"),
        (np.ones((2, 2)), np.ones(2), np.ones(2), r"b has shape \(2,\)"),
        (np.ones(2), np.ones(2), 0.0, r"X has shape \(2,\)"),
    ],
)
def test_a_line_that_does_not_fit_is_refused(X, w, b, message):
    """One weight for each column, and one bias for all."""
    with pytest.raises(ValueError, match=message):
        admit(X, w, b)


def test_fraction_correct_refuses_a_column_of_answers():
    """(n,) against (n, 1) would compare everyone with everyone."""
    with pytest.raises(ValueError, match=r"\(2,\).*\(2, 1\)"):
        fraction_correct(np.ones(2), np.ones((2, 1)))
    with pytest.raises(ValueError, match="empty"):
        fraction_correct(np.ones(0), np.ones(0))


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("tries", [1, 50])
def test_the_best_is_the_score_of_the_line_found(search, tries):
    """What is reported is what the line gets, not a score on the way."""
    X, y = admissions(200, np.random.default_rng(0))

    w, b, best = search(X, y, tries, np.random.default_rng(1))

    assert best == fraction_correct(admit(X, w, b), y)
    assert w.shape == (2,)
    assert isinstance(b, float)


@pytest.mark.parametrize("search", SEARCHES)
def test_more_tries_are_never_worse(search):
    """The best so far is kept: with the same chance, more is no less."""
    X, y = admissions(200, np.random.default_rng(0))

    bests = [
        search(X, y, tries, np.random.default_rng(1))[2]
        for tries in (1, 10, 100, 1000)
    ]

    assert bests == sorted(bests)
    assert bests[-1] > 0.85


@pytest.mark.parametrize("search", SEARCHES)
def test_no_tries_are_refused(search):
    """Without one try there is no line to give back."""
    with pytest.raises(ValueError, match="tries is 0"):
        search(np.ones((1, 1)), np.ones(1), 0, np.random.default_rng(0))
