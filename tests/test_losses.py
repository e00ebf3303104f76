"""The losses: known values, both ends, and input that has no loss."""

import numpy as np
import pytest

from dlcourse import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    cross_entropy_with_grad,
    mean_squared_error,
    mean_squared_error_grad,
)

SQUARED = [mean_squared_error, mean_squared_error_grad]
CLASSES = [cross_entropy, cross_entropy_grad, cross_entropy_with_grad]
BINARY = [binary_cross_entropy, binary_cross_entropy_grad]


def test_two_right_answers_cost_nothing():
    """Mean squared error is zero when every guess is right."""
    Y = np.array([0.0, 3.0])

    assert mean_squared_error(Y, Y) == 0


def test_mean_squared_error_is_the_mean_over_all_entries():
    """Not over rows alone: twice the columns are no larger an error."""
    P, Y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 2))

    assert mean_squared_error(P, Y) == 7.5
    assert mean_squared_error_grad(P, Y).tolist() == [[0.5, 1.0], [1.5, 2.0]]


@pytest.mark.parametrize("function", SQUARED)
@pytest.mark.parametrize(
    ("P", "Y", "error", "message"),
    [
        (np.ones((2, 1)), np.ones(2), ValueError, r"\(2, 1\).*\(2,\)"),
        (np.ones(2), 1.0, ValueError, r"P has shape \(2,\).*Y has shape \(\)"),
        (np.ones(0), np.ones(0), ValueError, r"P has shape \(0,\) and is em"),
        (np.array([np.nan]), np.ones(1), ValueError, r"P holds nan at \(0,\)"),
        (np.ones(1), np.array([np.inf]), ValueError, r"Y holds inf at \(0,\)"),
        (np.ones(1, np.uint8), np.ones(1), TypeError, "P has dtype uint8"),
    ],
)
def test_squared_errors_need_matching_numbers(function, P, Y, error, message):
    """A column minus a row is a square to numpy, and never what was meant."""
    with pytest.raises(error, match=message):
        function(P, Y)


def test_not_knowing_costs_the_logarithm_of_the_classes():
    """Equal scores for k classes give a loss of log k, for any label."""
    Z = np.zeros((2, 10))

    loss = cross_entropy(Z, np.array([0, 9]))

    assert loss == pytest.approx(np.log(10), rel=1e-15)


def test_a_sure_wrong_answer_costs_its_distance():
    """Log-sum-exp: a loss of 2000 is not cut off where exp ends."""
    Z = np.array([[1000.0, -1000.0]])

    assert cross_entropy(Z, np.array([1])) == 2000
    assert cross_entropy(Z, np.array([0])) == 0


def test_a_masked_class_costs_nothing_unless_it_was_right():
    """One score of -inf is allowed: the class is ruled out."""
    Z = np.array([[0.0, -np.inf]])

    assert cross_entropy(Z, np.array([0])) == 0
    assert cross_entropy(Z, np.array([1])) == np.inf


def test_one_class_costs_nothing():
    """Where there is one answer only, it is right."""
    Z, y = np.array([[3.0]]), np.array([0])

    assert cross_entropy(Z, y) == 0
    assert cross_entropy_grad(Z, y).tolist() == [[0.0]]


@pytest.mark.parametrize("dtype", [np.int64, np.float32, np.float64])
def test_both_at_once_are_the_same_as_one_by_one(dtype):
    """The form used in training gives what the two formulas give."""
    rng = np.random.default_rng(0)
    Z = rng.integers(-9, 9, (6, 4)).astype(dtype)
    y = np.array([0, 3, 1, 2, 0, 3], np.uint8)

    loss, dZ = cross_entropy_with_grad(Z, y)

    assert loss == pytest.approx(cross_entropy(Z, y), rel=1e-6)
    assert dZ == pytest.approx(cross_entropy_grad(Z, y), rel=1e-5, abs=1e-8)
    assert dZ.dtype == cross_entropy_grad(Z, y).dtype


def test_training_survives_huge_scores():
    """The form used in training takes out the largest score as well."""
    Z, y = np.array([[1000.0, -1000.0], [1e4, 1e4]]), np.array([1, 0])

    loss, dZ = cross_entropy_with_grad(Z, y)

    assert loss == pytest.approx((2000 + np.log(2)) / 2, rel=1e-15)
    assert dZ.tolist() == [[0.5, -0.5], [-0.25, 0.25]]


@pytest.mark.parametrize("function", CLASSES)
def test_a_loss_leaves_its_arguments(function):
    """Scores and labels are read, never written."""
    Z, y = np.array([[1.0, 2.0]]), np.array([0])

    function(Z, y)

    assert (Z.tolist(), y.tolist()) == ([[1.0, 2.0]], [0])


@pytest.mark.parametrize("function", CLASSES)
@pytest.mark.parametrize(
    ("Z", "y", "error", "message"),
    [
        (np.ones((2, 3)), [[0], [1]], ValueError, r"\(2, 1\).*ravel"),
        (np.ones((2, 3)), [0], ValueError, r"\(1,\), but 2 examples"),
        (np.ones((2, 3)), [0.0, 1.0], TypeError, "dtype float64.*astype"),
        (np.ones((2, 3)), [0, 3], ValueError, "label 3.*from 0 to 2"),
        (np.ones((2, 3)), [-1, 0], ValueError, "label -1.*from 0 to 2"),
        (np.ones((0, 3)), [], ValueError, r"Z has shape \(0, 3\).*empty"),
        (np.ones(3), [0], ValueError, r"Z has shape \(3,\).*two axes"),
        (np.array([[np.nan, 1]]), [0], ValueError, "row 0 of Z has nan"),
        (np.array([[np.inf, 1]]), [0], ValueError, "row 0 of Z has inf"),
        (np.array([[-np.inf] * 2]), [0], ValueError, "row 0 of Z has -inf"),
        ([[1.0, 2.0]], [0], TypeError, "Z is a list"),
    ],
)
def test_input_without_a_loss_is_refused(function, Z, y, error, message):
    """The error says what was found; nothing broadcasts in silence."""
    with pytest.raises(error, match=message):
        function(Z, np.array(y))


def test_a_coin_costs_log_two():
    """A score of 0 is a probability of one half, whatever the answer."""
    z, y = np.zeros(2), np.array([0, 1])

    assert binary_cross_entropy(z, y) == pytest.approx(np.log(2))
    assert binary_cross_entropy_grad(z, y).tolist() == [0.25, -0.25]


def test_binary_losses_stay_exact_for_huge_scores():
    """Neither the sure right nor the sure wrong answer overflows."""
    z = np.array([1e4, -1e4])

    assert binary_cross_entropy(z, np.array([1, 0])) == 0
    assert binary_cross_entropy(z, np.array([0, 1])) == 1e4


@pytest.mark.parametrize("function", BINARY)
@pytest.mark.parametrize(
    ("z", "y", "error", "message"),
    [
        (np.ones((2, 1)), np.ones(2), ValueError, r"\(2, 1\).*\(2,\)"),
        (np.ones((2, 1)), np.ones((2, 1)), ValueError, r"Z\[:, 0\]"),
        (np.ones(0), np.ones(0), ValueError, "z has shape .* is empty"),
        (np.ones(2), np.array([0, 2]), ValueError, "y holds 2"),
        (np.array([np.nan]), np.ones(1), ValueError, r"z holds nan at \(0,\)"),
        (np.ones(1, np.uint8), np.ones(1), TypeError, "z has dtype uint8"),
    ],
)
def test_binary_losses_need_scores_and_bits(function, z, y, error, message):
    """One score and one answer, 0 or 1, for each example."""
    with pytest.raises(error, match=message):
        function(z, y)
