"""Splitting and scaling: nothing is lost, nothing leaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse import standardize, train_val_split


@given(n=st.integers(0, 30), fraction=st.floats(0, 1))
def test_a_split_keeps_every_example_with_its_label(n, fraction):
    """Each example lands in one part, and its label goes with it."""
    X, y = np.arange(n)[:, None] * 10.0, np.arange(n)

    parts = train_val_split(X, y, fraction, np.random.default_rng(0))

    X_train, y_train, X_val, y_val = parts
    assert len(X_val) == round(n * fraction)
    assert sorted([*y_train, *y_val]) == list(range(n))
    assert X_train[:, 0].tolist() == (10 * y_train).tolist()
    assert X_val[:, 0].tolist() == (10 * y_val).tolist()


def test_a_split_is_drawn_at_random():
    """The validation part is not simply the end of the data."""
    X, y = np.zeros((100, 1)), np.arange(100)

    *_, y_val = train_val_split(X, y, 0.2, np.random.default_rng(0))

    assert sorted(y_val) not in (list(range(20)), list(range(80, 100)))


@pytest.mark.parametrize(
    ("rows", "fraction", "message"),
    [
        (3, 0.5, "X has 2 rows, but y has 3 labels"),
        (2, 1.5, "fraction is 1.5"),
        (2, -0.1, "fraction is -0.1"),
        (2, np.nan, "fraction is nan"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(rows, fraction, message):
    """As many labels as examples, and a share between 0 and 1."""
    with pytest.raises(ValueError, match=message):
        train_val_split(
            np.zeros((2, 1)), np.zeros(rows), fraction, np.random.default_rng()
        )


def test_training_features_get_mean_zero_and_spread_one():
    """And validation is scaled by what was measured on training."""
    train = np.array([[1.0, 5.0], [3.0, 5.0]])
    val = np.array([[2.0, 5.0], [5.0, 5.0]])

    new_train, new_val = standardize(train, val)

    assert new_train.tolist() == [[-1.0, 0.0], [1.0, 0.0]]
    assert new_val.tolist() == [[0.0, 0.0], [3.0, 0.0]]


def test_a_constant_feature_becomes_exactly_zero():
    """Even where its mean is rounded: 0.1 a thousand times."""
    train = np.full((1000, 1), 0.1)

    new_train, new_val = standardize(train, train[:1])

    assert not new_train.any()
    assert not new_val.any()


def test_one_example_becomes_zeros():
    """Every feature of a single example is constant."""
    one = np.array([[1.0, 2.0]])

    assert standardize(one, one)[0].tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(
    ("train", "val", "message"),
    [
        (np.ones((2, 3)), np.ones((2, 2)), "train has 3 columns, but val has"),
        (np.ones((0, 3)), np.ones((2, 3)), r"train has shape \(0, 3\)"),
        (np.ones(3), np.ones((2, 3)), r"train has shape \(3,\)"),
        (np.array([[np.nan]]), np.ones((1, 1)), r"train holds nan at \(0, 0"),
        (np.ones((1, 1)), np.array([[np.inf]]), r"val holds inf at \(0, 0"),
    ],
)
def test_features_that_cannot_be_scaled_are_refused(train, val, message):
    """A missing entry would spread over its whole column."""
    with pytest.raises(ValueError, match=message):
        standardize(train, val)
