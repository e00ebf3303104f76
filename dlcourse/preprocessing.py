"""What is done with data before a network sees it.

Part of it is set aside to measure on, and every feature is brought to the
same scale, measured on the training part alone.
"""

from __future__ import annotations  # numpy.random loads only when used

import numpy as np

from dlcourse.checks import (
    Array,
    check_finite,
    check_matrix,
    check_not_empty,
    check_same_length,
)


def train_val_split(
    X: Array, y: Array, fraction: float, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """From X (n, d), y (n,) to X, y to train on, X_val, y_val to judge by.

    round(n * fraction) randomly chosen examples go to validation. Raises
    ValueError if X and y differ in length or the fraction is not in 0..1.
    """
    check_same_length(X, y)
    if not 0 <= fraction <= 1:
        raise ValueError(
            f"fraction is {fraction}, but it is a share between 0 and 1"
        )
    order = rng.permutation(len(X))
    val, train = np.split(order, [round(len(X) * fraction)])
    return X[train], y[train], X[val], y[val]


def standardize(train: Array, val: Array) -> tuple[Array, Array]:
    """From train (n, d), val (m, d) to both with mean 0, spread 1 on train.

    Mean and standard deviation are those of train alone: what is measured
    on validation must not leak. A feature that never changes becomes 0.
    Raises ValueError for other shapes, an empty train, nan or infinity.
    """
    check_matching_columns(train, val)
    # A constant column's std may miss 0 by a rounding error: compare.
    constant = (train == train[0]).all(axis=0)
    mean = np.where(constant, train[0], train.mean(axis=0))
    scale = np.where(constant, 1, train.std(axis=0))
    return (train - mean) / scale, (val - mean) / scale


def check_matching_columns(train: Array, val: Array) -> None:
    """Raise unless train (n, d) and val (m, d) are finite, n at least 1."""
    for name, part in (("train", train), ("val", val)):
        check_matrix(name, part)
        check_finite(name, part)
    check_not_empty("train", train)
    if train.shape[1] != val.shape[1]:
        raise ValueError(
            f"train has {train.shape[1]} columns, but val has "
            f"{val.shape[1]}: both hold the same features"
        )
