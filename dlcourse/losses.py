"""How far the answers are from the right ones, as one number.

Each loss is a pair: the number itself, and `_grad`, its slope with respect to
the scores or guesses, where the way back through a network begins. Both losses
for classes start from scores and not from probabilities, because the logarithm
of a probability that was rounded to 0 is lost, and the score is not.
"""

import numpy as np

from dlcourse.activations import sigmoid, softmax
from dlcourse.checks import (
    Array,
    check_classes,
    check_finite,
    check_labels,
    check_largest,
    check_matrix,
    check_not_empty,
    check_numbers,
    check_same_shape,
)


def mean_squared_error(P: Array, Y: Array) -> float:
    """From guesses P and answers Y, same shape, to their mean squared gap.

    >>> mean_squared_error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    2.0
    """
    check_guesses(P, Y)
    return float(np.mean((P - Y) ** 2))


def mean_squared_error_grad(P: Array, Y: Array) -> Array:
    """From P and Y, same shape, to dP of that shape: 2 (P - Y) / P.size."""
    check_guesses(P, Y)
    return 2 * (P - Y) / P.size


def check_guesses(P: Array, Y: Array) -> None:
    """Raise unless P and Y are finite numbers, at least one, of one shape."""
    check_same_shape("P", P, "Y", Y)
    check_not_empty("P", P)
    for name, values in (("P", P), ("Y", Y)):
        check_numbers(name, values)
        check_finite(name, values)


def cross_entropy(Z: Array, y: Array) -> float:
    """From scores Z (n, k) and labels y (n,) to the mean of -log P[i, y[i]].

    Computed as log(sum(exp(Z))) - Z[i, y[i]], with the row's largest score
    taken out of the sum ("log-sum-exp"), so that huge scores stay exact.

    Raises ValueError for labels out of range, for no examples, and for a row
    whose largest score is not finite; TypeError for labels that are not whole.

    >>> round(cross_entropy(np.zeros((2, 10)), np.array([3, 7])), 4)  # ln 10
    2.3026
    """
    check_classes(Z, y)
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sum - shifted[np.arange(len(y)), y]))


def cross_entropy_grad(Z: Array, y: Array) -> Array:
    """From scores Z (n, k), labels y (n,) to dZ (n, k): (P - one-hot) / n."""
    check_classes(Z, y)
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


def cross_entropy_with_grad(Z: Array, y: Array) -> tuple[float, Array]:
    """Both of the above at once: exp is taken only once. Used in training.

    From scores Z (n, k), labels y (n,) to the loss and dZ (n, k).
    """
    check_matrix("Z", Z)
    check_not_empty("Z", Z)
    check_numbers("Z", Z)
    n, k = Z.shape
    check_labels(y, n, k)
    S = np.array(Z.T, order="C")  # (k, n): numpy is faster on long rows
    top = S.max(axis=0)
    check_largest(top)
    S -= top
    right = y, np.arange(n)
    P = np.exp(S)
    total = P.sum(axis=0)
    loss = float((np.log(total) - S[right]).sum()) / n
    P /= total
    P[right] -= 1
    P /= n
    return loss, P.T


def binary_cross_entropy(z: Array, y: Array) -> float:
    """From scores z (n,) and answers y (n,), 0 or 1, to the mean loss.

    The probability of a 1 is sigmoid(z), and the loss is -log of the
    probability of the right answer, without ever rounding it to 0:
    max(z, 0) - z y + log(1 + exp(-|z|)).

    Raises ValueError for other shapes, no examples, answers that are not 0
    or 1, and scores that are not finite.
    """
    check_binary(z, y)
    return float(
        np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    )


def binary_cross_entropy_grad(z: Array, y: Array) -> Array:
    """From scores z (n,), answers y (n,) to dz (n,): (sigmoid(z) - y) / n."""
    check_binary(z, y)
    return (sigmoid(z) - y) / len(y)


def check_binary(z: Array, y: Array) -> None:
    """Raise unless z (n,) are finite scores and y (n,) 0 or 1."""
    check_same_shape("z", z, "y", y)
    if np.ndim(z) != 1:
        raise ValueError(
            f"z has shape {np.shape(z)}, but one score for each example is "
            "needed, shape (n,); a single column of Z is Z[:, 0]"
        )
    check_not_empty("z", z)
    check_numbers("z", z)
    check_finite("z", z)
    if not np.isin(y, (0, 1)).all():
        raise ValueError(
            f"y holds {y[~np.isin(y, (0, 1))][0]}, but every answer is 0 or 1"
        )


# Each loss beside its gradient; the tests check every row against numbers.
LOSSES = {
    "mean_squared_error": (mean_squared_error, mean_squared_error_grad),
    "cross_entropy": (cross_entropy, cross_entropy_grad),
    "binary_cross_entropy": (binary_cross_entropy, binary_cross_entropy_grad),
}
