"""What a unit does with its weighted sum, and the slope of what it did.

Each activation is a pair: `relu` goes forward, `relu_backward` carries a
gradient back. The backward needs nothing but the function's own output A, so
a network has only its activations to remember. With `out` the result is
written into an array that is already there, as in numpy.
"""

import numpy as np

from dlcourse.checks import (
    Array,
    check_numbers,
    check_same_shape,
    check_scores,
)


def relu(Z: Array, *, out: Array | None = None) -> Array:
    """From Z (n, k) to A (n, k): Z where it is positive, 0 elsewhere.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(Z, 0, out=out)


def relu_backward(dA: Array, A: Array, *, out: Array | None = None) -> Array:
    """From dA (n, k), A (n, k) to dZ (n, k): passed where a unit was on.

    The slope at exactly 0 is taken as 0, by convention.
    """
    check_same_shape("dA", dA, "A", A)
    return np.multiply(dA, A > 0, out=out)


def sigmoid(Z: Array, *, out: Array | None = None) -> Array:
    """From Z (n, k) to A (n, k), between 0 and 1: 1 / (1 + exp(-Z)).

    Only exp of numbers not above 0 is taken, which can never overflow.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    check_numbers("Z", Z)
    E = np.exp(-np.abs(Z))
    return np.divide(np.where(Z >= 0, 1, E), 1 + E, out=out)


def sigmoid_backward(
    dA: Array, A: Array, *, out: Array | None = None
) -> Array:
    """From dA (n, k), A (n, k) to dZ (n, k): the slope is A (1 - A)."""
    check_same_shape("dA", dA, "A", A)
    return np.multiply(dA, A * (1 - A), out=out)


def tanh(Z: Array, *, out: Array | None = None) -> Array:
    """From Z (n, k) to A (n, k), between -1 and 1."""
    return np.tanh(Z, out=out)


def tanh_backward(dA: Array, A: Array, *, out: Array | None = None) -> Array:
    """From dA (n, k), A (n, k) to dZ (n, k): the slope is 1 - A ** 2."""
    check_same_shape("dA", dA, "A", A)
    return np.multiply(dA, 1 - A * A, out=out)


def softmax(Z: Array) -> Array:
    """From scores Z (n, k) to probabilities P (n, k); each row sums to 1.

    The largest score of a row is subtracted first: the result is the same,
    and exp never overflows. Raises ValueError for a row whose largest score
    is not finite.

    >>> softmax(np.array([[1000.0, 1000.0]]))
    array([[0.5, 0.5]])
    """
    check_scores(Z)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_backward(dP: Array, P: Array) -> Array:
    """From dP (n, k), P (n, k) to dZ (n, k).

    Raising one score lowers the other probabilities of its row, hence the
    sum. Together with a loss of log P it simplifies: see
    `losses.cross_entropy_grad`.
    """
    check_same_shape("dP", dP, "P", P)
    return P * (dP - (dP * P).sum(axis=1, keepdims=True))


# A new activation is one more pair of functions and one more row here.
ACTIVATIONS = {
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "tanh": (tanh, tanh_backward),
}
