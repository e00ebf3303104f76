"""The simulated readers click as often as we say, and AUC counts pairs."""

import doctest

import numpy as np
import pytest

from dlcourse import clicks

RNG = np.random.default_rng


def test_the_examples_hold():
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(clicks)

    assert tried
    assert not failed


def test_a_rate_is_a_probability():
    """For readers of every age at every time."""
    rates = clicks.click_rates(clicks.readers(10_000, RNG(0)))

    assert rates.shape == (10_000, 4)
    assert rates.min() >= clicks.BY_CHANCE
    assert rates.max() < 0.5


def test_every_ad_is_the_best_for_somebody():
    """Otherwise there would be nothing to choose."""
    rates = clicks.click_rates(clicks.readers(5000, RNG(0)))

    shares = np.bincount(rates.argmax(axis=1), minlength=4) / 5000

    assert shares.min() > 0.1


def test_coins_fall_as_often_as_the_rate_says():
    """One reader, one ad, many times: within five standard errors."""
    people = np.tile([[0.2, 0.9]], (100_000, 1))
    rate = clicks.click_rates(people)[0, 0]

    y = clicks.show(people, np.zeros(100_000, int), RNG(1))

    assert abs(y.mean() - rate) < 5 * np.sqrt(rate * (1 - rate) / 100_000)


def test_a_log_holds_what_was_shown_and_clicked():
    """Age, time and a one for the ad; shares decide how often which."""
    X, y = clicks.click_log(20_000, RNG(0), shares=[0.1, 0.7, 0.1, 0.1])

    assert X.shape == (20_000, 6)
    assert set(y) == {0, 1}
    assert (X[:, 2:].sum(axis=1) == 1).all()
    assert X[:, 3].mean() == pytest.approx(0.7, abs=0.02)


def test_the_true_rate_is_that_of_the_ad_shown():
    """The row's own reader and ad."""
    people = np.array([[0.15, 0.85], [0.75, 0.2]])
    X = clicks.features(people, np.array([0, 2]))

    assert clicks.true_rate(X) == pytest.approx(
        clicks.click_rates(people)[[0, 1], [0, 2]]
    )


def test_the_same_seed_gives_the_same_log():
    """Nothing else is random."""
    first, again = (clicks.click_log(50, RNG(3)) for _ in range(2))

    assert (first[0] == again[0]).all()
    assert (first[1] == again[1]).all()


def test_auc_is_the_share_of_pairs_in_order():
    """Counted pair by pair, with ties half."""
    p = RNG(0).integers(0, 6, 60) / 6
    y = RNG(1).integers(0, 2, 60)

    over = p[y == 1][:, None] - p[y == 0][None]
    pairs = (over > 0).mean() + (over == 0).mean() / 2

    assert clicks.auc(p, y) == pytest.approx(pairs)


def test_auc_needs_both_kinds():
    """A log without clicks has no pairs: said in a line."""
    with pytest.raises(ValueError, match="0 clicks and 3 others"):
        clicks.auc(np.zeros(3), np.zeros(3, int))


def test_the_truth_has_the_smallest_log_loss():
    """Guesses that are all too high or too low cost more."""
    X, y = clicks.click_log(50_000, RNG(0))
    rate = clicks.true_rate(X)

    best = clicks.log_loss(rate, y)

    assert best < clicks.log_loss(rate * 1.5, y)
    assert best < clicks.log_loss(rate * 0.7, y)
