"""What is done with data before a network sees it.

Part of it is set aside to measure on, and every feature is brought to the
same scale, measured on the training part alone.
"""

import numpy as np

from dlcourse.checks import Array, check_matrix, check_not_empty


def train_val_split(
    X: Array, y: Array, fraction: float, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """From X (n, d), y (n,) to X, y to train on and X_val, y_val to judge by.

    round(n * fraction) randomly chosen examples go to validation. Raises
    ValueError if X and y differ in length or the fraction is not in 0..1.
    """
    if len(X) != len(y):
        raise ValueError(
            f"X has {len(X)} rows, but y has {len(y)} labels: "
            "they must be as many"
        )
    if not 0 <= fraction <= 1:
        raise ValueError(
            f"fraction is {fraction}, but it is a share between 0 and 1"
        )
    order = rng.permutation(len(X))
    val, train = np.split(order, [round(len(X) * fraction)])
    return X[train], y[train], X[val], y[val]


def standardize(train: Array, val: Array) -> tuple[Array, Array]:
    """Both parts, (n, d) and (m, d), with mean 0 and spread 1 on train.

    Mean and standard deviation are those of train alone: what is measured on
    validation must not leak. A feature that never changes becomes 0.
    """
    check_matrix("train", train)
    check_not_empty("train", train)
    # A constant column's std may miss 0 by a rounding error: compare values.
    constant = (train == train[0]).all(axis=0)
    mean = np.where(constant, train[0], train.mean(axis=0))
    scale = np.where(constant, 1, train.std(axis=0))
    return (train - mean) / scale, (val - mean) / scale
