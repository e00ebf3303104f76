"""Layers for images: the same few weights at every place, and a maximum.

A convolution is a dense layer that looks through a small window, moved over
the image. `windows` copies what it sees at every place into columns, and
matrix products do the rest. Begin with `conv2d`.

Inside, examples are the last axis in memory, so that numpy's loops run over
many numbers in a row. Arrays come and go as (n, channels, height, width).
"""

import numpy as np

from dlcourse.checks import (
    Array,
    check_bias,
    check_count,
    check_same_shape,
    check_shape,
)


def conv2d(X: Array, W: Array, b: Array) -> Array:
    """From X (n, c, h, w), W (f, c, k, k), b (f,) to Z (n, f, oh, ow).

    oh = h - k + 1 and ow = w - k + 1: each filter is laid over every place
    where it fits, multiplied and added up. Raises ValueError where the
    shapes do not fit.

    >>> X = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(X, np.ones((1, 1, 2, 2)), np.zeros(1))[0, 0]
    array([[ 8., 12.],
           [20., 24.]])
    """
    check_filters(X, W)
    check_bias(b, len(W))
    f, _, k, _ = W.shape
    n, _, h, w = X.shape
    Z = product_by_rows(W.reshape(f, -1), windows(X, k))
    Z += b[:, None, None]
    return examples_first(Z.reshape(f, h - k + 1, w - k + 1, n))


def conv2d_backward(
    dZ: Array, X: Array, W: Array
) -> tuple[Array, Array, Array]:
    """From dZ (n, f, oh, ow), X (n, c, h, w), W (f, c, k, k) to dX, dW, db.

    Each has the shape of what it belongs to; db is (f,). The first layer
    needs no dX: conv2d_backward_weights alone saves half of the work.
    """
    check_filters(X, W)
    k = W.shape[-1]
    n, _, h, w = X.shape
    check_shape("dZ", dZ, (n, len(W), h - k + 1, w - k + 1))
    return conv2d_backward_input(dZ, W), *conv2d_backward_weights(dZ, X)


def conv2d_backward_input(dZ: Array, W: Array) -> Array:
    """From dZ (n, f, oh, ow), W (f, c, k, k) to dX (n, c, h, w)."""
    check_images("dZ", dZ)
    check_images("W", W)
    _, c, k, _ = W.shape
    n, f, oh, ow = dZ.shape
    dZ_rows = examples_last(dZ).reshape(f, oh, ow * n)
    dcolumns = product_by_rows(W.reshape(f, -1).T, dZ_rows)
    return windows_backward(dcolumns.reshape(c, k, k, oh, ow, n))


def conv2d_backward_weights(dZ: Array, X: Array) -> tuple[Array, Array]:
    """From dZ (n, f, oh, ow), X (n, c, h, w) to dW (f, c, k, k), db (f,).

    k is what X is larger than dZ, plus 1. The sum over all places is taken
    row by row of the image: each product then fits in the cache.
    """
    check_images("dZ", dZ)
    check_images("X", X)
    c, h = X.shape[1:3]
    n, f, oh, ow = dZ.shape
    k = h - oh + 1
    dZ_rows = examples_last(dZ).reshape(f, oh, ow * n)
    X_rows = windows(X, k)
    dW = dZ_rows.transpose(1, 0, 2) @ X_rows.transpose(1, 2, 0)
    db = dZ_rows.sum(axis=1).sum(axis=1)  # faster than both at once
    return dW.sum(axis=0).reshape(f, c, k, k), db


def product_by_rows(W: Array, rows: Array) -> Array:
    """From W (f, m), rows (m, oh, p) to their product (f, oh, p).

    Taken row by row of the image: each product then fits in the cache.
    """
    shape = len(W), *rows.shape[1:]
    Z = np.empty(shape, np.result_type(W, rows))
    np.matmul(W, rows.transpose(1, 0, 2), out=Z.transpose(1, 0, 2))
    return Z


def windows(X: Array, k: int) -> Array:
    """From X (n, c, h, w) to what windows see, (c k k, oh, ow n).

    Place (i, j) of every window is one shifted copy of the images: k k
    copies of large blocks, instead of a small copy for every window.
    """
    n, c, h, w = X.shape
    oh, ow = h - k + 1, w - k + 1
    images = examples_last(X)
    columns = np.empty((c, k, k, oh, ow, n), X.dtype)
    for i in range(k):
        for j in range(k):
            columns[:, i, j] = images[:, i : i + oh, j : j + ow]
    return columns.reshape(c * k * k, oh, ow * n)


def windows_backward(dcolumns: Array) -> Array:
    """From dcolumns (c, k, k, oh, ow, n) to dX (n, c, h, w).

    A pixel is seen by up to k k windows, and their slopes add up.
    """
    c, k, _, oh, ow, n = dcolumns.shape
    shape = c, oh + k - 1, ow + k - 1, n
    dimages = np.zeros(shape, dcolumns.dtype)
    for i in range(k):
        for j in range(k):
            dimages[:, i : i + oh, j : j + ow] += dcolumns[:, i, j]
    return examples_first(dimages)


def max_pool2d(X: Array, size: int = 2) -> Array:
    """From X (n, c, h, w) to the largest of every size x size square.

    A has shape (n, c, h / size, w / size). Raises ValueError if h or w
    cannot be divided by size.

    >>> max_pool2d(np.arange(16.0).reshape(1, 1, 4, 4))[0, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    check_squares(X, size)
    first, *others = corners(in_our_order(X), size)
    A = first.copy(order="K")
    for corner in others:
        np.maximum(A, corner, out=A)
    return A


def max_pool2d_backward(
    dA: Array, X: Array, A: Array, size: int = 2
) -> Array:
    """From dA, X (n, c, h, w) and A = max_pool2d(X, size) to dX, X's shape.

    The slope goes to the largest number of each square, and to the first,
    row by row, where several are equal. dA has the shape of A.
    """
    check_squares(X, size)
    check_same_shape("dA", dA, "A", A)
    n, c, h, w = X.shape
    check_shape("A", A, (n, c, h // size, w // size))
    X, A, dA = in_our_order(X), in_our_order(A), in_our_order(dA)
    dX = np.empty_like(X, dtype=dA.dtype)
    free = np.ones_like(A, dtype=bool)
    *others, (_, dlast) = zip(corners(X, size), corners(dX, size))
    for corner, dcorner in others:
        winner = free & (corner == A)
        np.multiply(dA, winner, out=dcorner)
        free ^= winner
    np.multiply(dA, free, out=dlast)  # where no other corner won
    return dX


def corners(X: Array, size: int) -> list[Array]:
    """Views of X (n, c, h, w): place (i, j) of every square, row by row."""
    return [
        X[:, :, i::size, j::size]
        for i in range(size)
        for j in range(size)
    ]


def examples_last(X: Array) -> Array:
    """From X (n, c, h, w) to (c, h, w, n), copied unless it lies so."""
    return np.ascontiguousarray(X.transpose(1, 2, 3, 0))


def examples_first(X: Array) -> Array:
    """From X (c, h, w, n) to a view (n, c, h, w)."""
    return X.transpose(3, 0, 1, 2)


def in_our_order(X: Array) -> Array:
    """X (n, c, h, w), its examples last in memory."""
    return examples_first(examples_last(X))


def check_images(name: str, X: Array) -> None:
    """Raise unless X is an array (TypeError) of four axes (ValueError)."""
    if not isinstance(X, np.ndarray):
        raise TypeError(
            f"{name} is a {type(X).__name__}, but a numpy array is needed"
        )
    if X.ndim != 4:
        raise ValueError(
            f"{name} has shape {X.shape}, but four axes are needed; gray "
            "images (n, h, w) become (n, 1, h, w) with X[:, None]"
        )


def check_filters(X: Array, W: Array) -> None:
    """Raise unless filters W (f, c, k, k) fit on images X (n, c, h, w)."""
    check_images("X", X)
    check_images("W", W)
    _, c, k, width = W.shape
    if k != width or not 1 <= k <= min(X.shape[2:]):
        raise ValueError(
            f"W has windows of {k} x {width}, but they must be square and "
            f"fit in images of {X.shape[2]} x {X.shape[3]}"
        )
    if c != X.shape[1]:
        raise ValueError(
            f"X has {X.shape[1]} channels, but W has {c}: each filter needs "
            "one window of weights for each channel"
        )


def check_squares(X: Array, size: int) -> None:
    """Raise unless images X (n, c, h, w) divide into squares of that size."""
    check_images("X", X)
    check_count("size", size)
    h, w = X.shape[2:]
    if h % size or w % size or 0 in (h, w):
        raise ValueError(
            f"X has images of {h} x {w}, but they must divide into squares "
            f"of {size} x {size}: crop them first"
        )
