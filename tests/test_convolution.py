"""Convolution and pooling against the loops of a first lecture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse import (
    conv2d,
    conv2d_backward,
    conv2d_backward_weights,
    max_pool2d,
    max_pool2d_backward,
)
from dlcourse.convolution import windows, windows_backward

sizes = st.integers(1, 3)


def conv2d_in_loops(X, W, b):
    """The definition, one place at a time."""
    n, _, h, w = X.shape
    f, _, k, _ = W.shape
    Z = np.empty((n, f, h - k + 1, w - k + 1))
    for i, j in np.ndindex(Z.shape[2:]):
        seen = X[:, None, :, i : i + k, j : j + k]
        Z[:, :, i, j] = (seen * W).sum(axis=(2, 3, 4)) + b
    return Z


@given(n=sizes, c=sizes, f=sizes, k=sizes, more=st.integers(0, 3))
def test_a_convolution_is_its_definition(n, c, f, k, more):
    """Every filter over every place, in the right order of the axes."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, c, k + more, k + 1))
    W, b = rng.standard_normal((f, c, k, k)), rng.standard_normal(f)

    expected = pytest.approx(conv2d_in_loops(X, W, b), rel=1e-10, abs=1e-12)

    Z = conv2d(X, W, b)

    assert expected == Z


def test_the_way_back_of_windows_counts_how_often_a_pixel_is_seen():
    """A corner is seen once, the middle by all four windows."""
    ones = np.ones_like(windows(np.ones((1, 1, 3, 3)), 2))

    seen = windows_backward(ones.reshape(1, 2, 2, 2, 2, 1))

    assert seen[0, 0].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_the_first_layer_may_leave_out_dX():
    """The weights' part alone gives the same numbers."""
    rng = np.random.default_rng(0)
    X, W = rng.standard_normal((2, 3, 5, 5)), rng.standard_normal((4, 3, 2, 2))
    dZ = rng.standard_normal((2, 4, 4, 4))

    dW, db = conv2d_backward_weights(dZ, X)

    assert dW.tolist() == conv2d_backward(dZ, X, W)[1].tolist()
    assert db.tolist() == conv2d_backward(dZ, X, W)[2].tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_images_keep_their_dtype(dtype):
    """float32 in, float32 out, everywhere."""
    X, W = np.ones((2, 1, 5, 5), dtype), np.ones((3, 1, 2, 2), dtype)

    Z = conv2d(X, W, np.ones(3, dtype))
    A = max_pool2d(Z)

    back = max_pool2d_backward(A, Z, A)
    arrays = Z, A, back, *conv2d_backward(back, X, W)
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


@given(n=sizes, c=sizes, h=sizes, w=sizes, size=sizes)
def test_a_pool_keeps_the_largest_of_each_square(n, c, h, w, size):
    """The definition, one square at a time."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, c, h * size, w * size))

    A = max_pool2d(X, size)

    squares = X.reshape(n, c, h, size, w, size)
    assert A.tolist() == squares.max(axis=(3, 5)).tolist()


def test_the_first_of_equals_gets_the_slope():
    """Row by row, and only one: the slopes of a square add up to dA."""
    X = np.array([[[[1.0, 2.0], [2.0, 2.0]]]])

    dX = max_pool2d_backward(np.full((1, 1, 1, 1), 5.0), X, max_pool2d(X))

    assert dX[0, 0].tolist() == [[0.0, 5.0], [0.0, 0.0]]


def test_arguments_stay_as_they_are():
    """Nothing is written but what is given back."""
    X, W = np.ones((2, 1, 4, 4)), np.ones((1, 1, 3, 3))
    dZ, b = np.ones((2, 1, 2, 2)), np.ones(1)
    A = max_pool2d(X)

    conv2d(X, W, b)
    conv2d_backward(dZ, X, W)
    max_pool2d_backward(A, X, A)

    assert all((array == 1).all() for array in (X, W, dZ, b, A))


def test_an_array_of_its_own_is_given_back():
    """A pool of size 1 copies: a later change stays where it is made."""
    X = np.zeros((1, 1, 2, 2))

    max_pool2d(X, 1)[...] = 7

    assert not X.any()


@pytest.mark.parametrize(
    ("X", "W", "b", "message"),
    [
        ((2, 5, 5), (1, 1, 2, 2), 1, r"X has shape \(2, 5, 5\).*X\[:, None\]"),
        ((2, 1, 5, 5), (1, 2, 2), 1, r"W has shape \(1, 2, 2\)"),
        ((2, 3, 5, 5), (1, 1, 2, 2), 1, "X has 3 channels, but W has 1"),
        ((2, 1, 5, 5), (1, 1, 2, 3), 1, "windows of 2 x 3"),
        ((2, 1, 5, 5), (1, 1, 6, 6), 1, "windows of 6 x 6.*images of 5 x 5"),
        ((2, 1, 5, 5), (3, 1, 2, 2), 1, r"b has shape \(1,\).*\(3,\)"),
    ],
)
def test_filters_that_do_not_fit_are_refused(X, W, b, message):
    """The error names the argument, what was found and what fits."""
    with pytest.raises(ValueError, match=message):
        conv2d(np.ones(X), np.ones(W), np.ones(b))


def test_slopes_of_another_shape_are_refused():
    """dZ has the shape of Z, dA that of A, and A that of the pool."""
    X, W = np.ones((2, 1, 4, 4)), np.ones((1, 1, 3, 3))
    A = max_pool2d(X)

    with pytest.raises(ValueError, match=r"dZ has shape \(2, 1, 3, 3\)"):
        conv2d_backward(np.ones((2, 1, 3, 3)), X, W)
    with pytest.raises(ValueError, match=r"dA has shape \(2, 1, 1, 1\)"):
        max_pool2d_backward(A[:, :, :1, :1], X, A)
    with pytest.raises(ValueError, match=r"A has shape \(2, 1, 4, 4\)"):
        max_pool2d_backward(X, X, X)


@pytest.mark.parametrize(
    ("X", "size", "error", "message"),
    [
        (np.ones((1, 1, 5, 4)), 2, ValueError, "images of 5 x 4.*2 x 2"),
        (np.ones((1, 1, 4, 4)), 0, ValueError, "size is 0"),
        (np.ones((4, 4)), 2, ValueError, r"X has shape \(4, 4\)"),
        ([[1.0]], 2, TypeError, "X is a list"),
    ],
)
def test_images_that_do_not_divide_are_refused(X, size, error, message):
    """A border that falls away in silence is a border forgotten."""
    with pytest.raises(error, match=message):
        max_pool2d(X, size)
