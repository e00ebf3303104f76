"""Fixed inputs on which every mistake shows its own face.

A student's function is run on the probes of its name, and what comes back is
looked up among the known mistakes (`diagnosis.py`). The numbers are chosen so
that no two known mistakes look alike and that none of the results, rounded to
six digits, stands near a rounding boundary.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Arguments = tuple[Any, ...]


def dense_probes() -> list[Arguments]:
    """An ordinary layer, a square one, one whose inputs are all zeros."""
    X = np.array([[1.0, 2.0, 3.0], [-4.0, 5.0, 0.5]])
    W = np.array([[1.0, -1.0], [0.25, 2.0], [-2.0, 1.5]])
    square = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0], [2.0, 1.0, 1.0]])
    return [
        (X, W, np.array([10.0, 20.0])),
        (square, square + 1, np.array([1.0, 2.0, 3.0])),
        (np.zeros((2, 3)), W, np.array([1.0, -2.0])),
    ]


def relu_probes() -> list[Arguments]:
    """Negative, zero and positive scores."""
    return [
        (np.array([[-3.0, 2.0, 0.0], [1.5, -0.5, 4.0]]),),
        (np.array([[7.0, -8.0, 0.25]]),),
    ]


def sigmoid_probes() -> list[Arguments]:
    """Ordinary scores, huge ones, whole numbers."""
    return [
        (np.array([[0.0, 1.0, -2.0]]),),
        (np.array([[1000.0, -1000.0, 3.0, 40.0]]),),
        (np.array([[0, 3, -1]]),),
    ]


def initialize_probes() -> list[Arguments]:
    """A layer large enough for its spread to be measured."""
    return [(200, 300, np.random.default_rng(20200417))]


def forward_probes() -> list[Arguments]:
    """A network with a unit that is off, and a square one."""
    wide = {
        "W1": np.array([[1.0, -2.0, 0.5], [0.25, 1.0, -1.0]]),
        "b1": np.array([0.5, -1.0, 0.125]),
        "W2": np.array([[1.0, -1.0], [2.0, 0.5], [-3.0, 1.5]]),
        "b2": np.array([-20.0, 0.75]),
    }
    square = {
        "W1": np.array([[1.0, -2.0], [0.25, 1.0]]),
        "b1": np.array([0.5, -1.0]),
        "W2": np.array([[1.0, -1.0], [2.0, 0.5]]),
        "b2": np.array([3.0, -4.0]),
    }
    X = np.array([[1.0, 2.0], [-3.0, 1.5], [0.5, -1.0]])
    return [(wide, X), (square, X)]


def mean_squared_error_probes() -> list[Arguments]:
    """A table with gaps of both signs, and a row."""
    P = np.array([[1.0, 2.5, -1.0], [0.0, 3.0, 4.0]])
    Y = np.array([[2.0, 1.0, -1.5], [0.25, 5.0, 1.0]])
    return [(P, Y), (P[0], Y[0])]


def scores() -> np.ndarray:
    """Four examples, three classes, no two scores alike."""
    return np.array(
        [
            [1.0, 2.0, 3.5],
            [0.5, -1.0, 0.25],
            [-2.0, 4.0, 1.25],
            [3.0, 0.0, 2.0],
        ]
    )


def softmax_probes() -> list[Arguments]:
    """Ordinary scores, a square table, huge scores, one example."""
    return [
        (scores(),),
        (scores()[:3],),
        (np.array([[1000.0, 1001.0, 999.0], [1.0, 2.0, 0.5]]),),
        (np.array([[0.5, 1.5]]),),
    ]


def cross_entropy_probes() -> list[Arguments]:
    """Ordinary scores, a hopeless example, guessing, one example."""
    y = np.array([2, 0, 2, 1])
    return [
        (scores(), y),
        (np.array([[1000.0, 0.0], [0.0, 1.0]]), np.array([1, 1])),
        (np.array([[100.0, 0.0], [0.0, 1.0]]), np.array([1, 1])),
        (np.array([[1000.0, 0.0]]), np.array([0])),
        (np.zeros((2, 10)), np.array([0, 9])),
        (scores()[:1], y[:1]),
    ]


def accuracy_probes() -> list[Arguments]:
    """Three of four right, a tie, one example."""
    return [
        (scores(), np.array([2, 0, 1, 1])),
        (np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([0, 0])),
        (scores()[:1], np.array([2])),
    ]


PROBES: dict[str, Callable[[], list[Arguments]]] = {
    "dense": dense_probes,
    "relu": relu_probes,
    "sigmoid": sigmoid_probes,
    "initialize": initialize_probes,
    "forward": forward_probes,
    "mean_squared_error": mean_squared_error_probes,
    "softmax": softmax_probes,
    "cross_entropy": cross_entropy_probes,
    "accuracy": accuracy_probes,
}
