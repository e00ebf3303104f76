"""The dense layer: its sums, one example, and shapes that do not fit."""

import numpy as np
import pytest

from dlcourse import dense, dense_backward


def test_a_score_is_a_weighted_sum_plus_a_bias():
    """Each output adds up every input times its weight, and its bias."""
    X, W, b = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.ones(1)

    assert dense(X, W, b).tolist() == [[12.0]]


def test_no_examples_give_no_scores():
    """An empty batch goes through: it has no loss, but it has a shape."""
    assert dense(np.zeros((0, 2)), np.ones((2, 3)), np.ones(3)).shape == (0, 3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_layer_keeps_the_dtype(dtype):
    """float32 in, float32 out, forward and backward."""
    X, W, b = np.ones((2, 3), dtype), np.ones((3, 1), dtype), np.ones(1, dtype)

    Z = dense(X, W, b)

    assert {A.dtype for A in (Z, *dense_backward(Z, X, W))} == {Z.dtype}
    assert Z.dtype == dtype


@pytest.mark.parametrize(
    ("X", "W", "b", "message"),
    [
        ((2, 3), (4, 1), (1,), "X has 3 columns, but W has 4 rows"),
        ((3,), (3, 1), (1,), r"X has shape \(3,\).*two axes"),
        ((2, 3), (3,), (1,), r"W has shape \(3,\).*two axes"),
        ((2, 3), (3, 2), (1,), r"b has shape \(1,\).*must have shape \(2,\)"),
        ((2, 3), (3, 2), (2, 2), r"b has shape \(2, 2\)"),
        ((2, 3), (3, 2), (), r"b has shape \(\)"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(X, W, b, message):
    """numpy would broadcast some of these into a wrong answer."""
    with pytest.raises(ValueError, match=message):
        dense(np.ones(X), np.ones(W), np.ones(b))


@pytest.mark.parametrize(
    ("dZ", "X", "W", "message"),
    [
        ((2, 3), (2, 4), (5, 3), "X has 4 columns, but W has 5 rows"),
        ((2, 1), (2, 4), (4, 3), r"dZ has shape \(2, 1\), but \(2, 3\)"),
        ((3,), (1, 4), (4, 3), r"dZ has shape \(3,\), but \(1, 3\)"),
    ],
)
def test_slopes_of_another_shape_are_refused(dZ, X, W, message):
    """dZ has the shape of Z, and X and W fit together."""
    with pytest.raises(ValueError, match=message):
        dense_backward(np.ones(dZ), np.ones(X), np.ones(W))


def test_lists_are_refused_with_the_way_out():
    """A list has no columns; the message says how to make an array."""
    with pytest.raises(TypeError, match=r"X is a list.*np\.array\(X\)"):
        dense([[1.0]], np.ones((1, 1)), np.ones(1))
