"""How good the answers are, in numbers for people.

The loss is what training follows; accuracy is what we care about. It jumps
from one value to the next, so it has no useful slope to follow.
"""

import numpy as np

from dlcourse.checks import Array, check_classes


def accuracy(Z: Array, y: Array) -> float:
    """From scores Z (n, k) and labels y (n,) to the share that is right.

    The largest score wins, the first of equals.

    >>> accuracy(np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([1, 1]))
    0.5
    """
    check_classes(Z, y)
    return float(np.mean(Z.argmax(axis=1) == y))


def confusion_matrix(Z: Array, y: Array) -> Array:
    """From scores Z (n, k), labels y (n,) to counts (k, k).

    Row: the true class. Column: the class with the largest score.

    >>> Z = np.array([[1.0, 3.0], [2.0, 0.0], [0.0, 1.0]])
    >>> confusion_matrix(Z, np.array([1, 1, 1]))
    array([[0, 0],
           [1, 2]])
    """
    check_classes(Z, y)
    counts = np.zeros((Z.shape[1], Z.shape[1]), int)
    np.add.at(counts, (y, Z.argmax(axis=1)), 1)
    return counts
