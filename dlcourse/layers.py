"""A dense layer: every output is a weighted sum of every input, plus a bias.

`dense` goes forward; `dense_backward` carries the slopes of the loss back
through the same sums.
"""

from dlcourse.checks import Array, check_bias, check_shape, check_weights


def dense(X: Array, W: Array, b: Array) -> Array:
    """From X (n, d), W (d, k), b (k,) to the scores Z (n, k).

    Raises ValueError where the shapes do not fit.

    >>> import numpy as np
    >>> dense(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.ones(1))
    array([[12.]])
    """
    check_weights(X, W)
    check_bias(b, W.shape[1])
    return X @ W + b


def dense_backward(
    dZ: Array, X: Array, W: Array
) -> tuple[Array, Array, Array]:
    """From dZ (n, k), X (n, d), W (d, k) to dX (n, d), dW (d, k), db (k,).

    Z = X W + b, so a change of X reaches Z through W, a change of W through
    X, and a change of b touches every row once. Raises ValueError where the
    shapes do not fit.
    """
    check_weights(X, W)
    check_shape("dZ", dZ, (X.shape[0], W.shape[1]))
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
