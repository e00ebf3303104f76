"""Probes of the transfer functions, which the library does not hold.

As in `probes.py`: fixed inputs on which every known mistake shows its own
face. There are three functions for each assignment, in its order.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Arguments = tuple[Any, ...]


def balanced_accuracy_probes() -> list[Arguments]:
    """No to everybody, two shares that differ, all right."""
    y = np.array([1, 0, 1, 0, 1])
    return [
        (np.zeros(4, int), np.array([1, 0, 0, 0])),
        (np.array([1, 1, 0, 0, 1]), y),
        (np.array([1, 1, 0, 1, 1, 0]), np.array([1, 0, 0, 0, 1, 0])),
        (y, y),
    ]


def admit_corner_probes() -> list[Arguments]:
    """Just enough, too little of one number or the other or both."""
    X = np.array([[3.0, 5.0], [9.0, 4.0], [1.0, 7.0], [1.0, 4.0], [6.0, 8.0]])
    three = np.array([[0.5, 1.0, 2.0], [0.5, 3.0, -1.0], [4.0, 1.5, 2.5]])
    return [
        (X, np.array([2.0, 5.0])),
        (three, np.array([0.25, 1.0, 2.0])),
        (X[:1], np.array([2.0, 4.0])),
    ]


def grid_search_probes() -> list[Arguments]:
    """Students of whom one line of the grid alone is right about all."""
    rng = np.random.default_rng(20200417)
    X = rng.integers(-19, 20, (400, 2)) / 8 + 1 / 16
    values = np.array([-1.0, 0.5, 2.0])
    first = (X @ np.array([2.0, 0.5]) - 1 >= 0).astype(int)
    second = (X @ np.array([-1.0, 2.0]) + 0.5 >= 0).astype(int)
    return [
        (X, first, values),
        (X, second, values),
        (X[:40], second[:40], values),
    ]


def leaky_relu_probes() -> list[Arguments]:
    """Scores below, at and above 0, with two slopes."""
    Z = np.array([[-3.0, 2.0, 0.0], [1.5, -0.5, 4.0]])
    return [(Z, 0.2), (np.array([[7.0, -8.0]]), 0.5)]


def softplus_probes() -> list[Arguments]:
    """Scores at the corner, on both sides, far away."""
    return [
        (np.array([[0.0, 3.0, -2.0]]),),
        (np.array([[1000.0, -1000.0], [0.5, 1.5]]),),
    ]


def elu_probes() -> list[Arguments]:
    """Scores at the bend, on both sides, far away."""
    return [
        (np.array([[3.0, -2.0, 0.0]]),),
        (np.array([[1000.0, -1000.0], [0.5, -0.25]]),),
    ]


def huber_loss_probes() -> list[Arguments]:
    """Gaps of both signs, small and large, with three deltas."""
    P = np.array([[1.0, 2.5, -1.0], [0.0, 3.0, 4.0]])
    Y = np.array([[2.0, 1.0, -1.5], [0.25, 5.0, 1.0]])
    return [(P, Y, 1.0), (P, Y, 2.0), (P[0], Y[0], 0.5)]


def scores() -> np.ndarray:
    """Four examples, three classes, no two scores of a row alike."""
    return np.array(
        [
            [1.0, 2.0, 3.5],
            [0.5, -1.0, 0.25],
            [-2.0, 4.0, 1.25],
            [3.0, 0.0, 2.0],
        ]
    )


def hinge_loss_probes() -> list[Arguments]:
    """Ordinary scores, guessing among ten, one that is far ahead."""
    y = np.array([2, 0, 2, 1])
    return [
        (scores(), y),
        (np.zeros((2, 10)), np.array([0, 9])),
        (np.array([[3.0, 0.0]]), np.array([0])),
        (np.array([[0.0, 2.0]]), np.array([0])),
    ]


def smoothed_cross_entropy_probes() -> list[Arguments]:
    """Ordinary scores, guessing among ten, one that is far ahead."""
    y = np.array([2, 0, 2, 1])
    return [
        (scores(), y, 0.3),
        (scores(), y, 0.1),
        (np.zeros((2, 10)), np.array([0, 9]), 0.4),
        (np.array([[1000.0, 0.0]]), np.array([0]), 0.25),
        (np.array([[60.0, 0.0], [0.0, 1.0]]), np.array([1, 1]), 0.25),
    ]


def leaky_relu_backward_probes() -> list[Arguments]:
    """Slopes of both signs at units fully on and leaking; one example."""
    A = np.array([[-0.6, 2.5, 0.5], [4.0, -0.2, 3.0]])
    dA = np.array([[5.0, -3.0, 1.0], [0.5, -2.0, 6.0]])
    one = np.array([[7.0, -8.0]]), np.array([[0.25, -1.5]])
    return [(dA, A, 0.2), (*one, 0.5)]


def huber_loss_grad_probes() -> list[Arguments]:
    """Gaps of both signs, small and large, with three deltas."""
    return huber_loss_probes()


def scale_backward_probes() -> list[Arguments]:
    """Three examples with two columns, a square table, one example."""
    dZ = np.array([[1.0, 0.5], [-2.0, 3.0], [1.5, -1.0]])
    X = np.array([[2.0, -1.0], [0.5, 4.0], [-3.0, 1.5]])
    square = np.array([[1.0, -2.0], [3.0, 0.25]])
    return [
        (dZ, X, np.array([2.0, -1.5])),
        (square, X[:2], np.array([0.5, 3.0])),
        (dZ[:1], X[:1], np.array([-2.0, 4.0])),
    ]


def clip_gradients_probes() -> list[Arguments]:
    """Lengths above and below the limit, two arrays and one, zeros."""
    two = {"W1": np.array([[3.0]]), "b1": np.array([4.0])}
    long = {"W1": np.array([[6.0, -8.0]]), "b1": np.zeros(2)}
    zeros = {"W1": np.zeros((1, 2)), "b1": np.zeros(2)}
    return [(two, 1.0), (two, 10.0), (long, 7.0), (zeros, 1.0)]


def some_parameters() -> tuple[dict, dict]:
    """Parameters and gradients of both signs, and of 0."""
    parameters = {
        "W1": np.array([[1.5, -2.0], [0.0, 4.0]]),
        "b1": np.array([3.0, -0.5]),
    }
    gradients = {
        "W1": np.array([[2.0, 1.0], [-3.0, 0.25]]),
        "b1": np.array([-1.0, 5.0]),
    }
    return parameters, gradients


def decay_step_probes() -> list[Arguments]:
    """Weights of both signs and of 0, biases, two rates and decays."""
    return [(*some_parameters(), 0.25, 0.2), (*some_parameters(), 0.5, 0.1)]


def momentum_step_probes() -> list[Arguments]:
    """Velocities with and against the slopes, and none at all."""
    parameters, gradients = some_parameters()
    velocity = {
        "W1": np.array([[2.0, -1.0], [0.0, 3.0]]),
        "b1": np.array([0.5, -4.0]),
    }
    gradients["W1"][0, 0] = 1.0
    none = {key: np.zeros_like(v) for key, v in velocity.items()}
    return [
        (parameters, velocity, gradients, 0.1, 0.75),
        (parameters, none, gradients, 0.5, 0.9),
    ]


def top_k_accuracy_probes() -> list[Arguments]:
    """Five labels on the places 1, 2, 3, 5 and 5 of five classes."""
    Z = np.array(
        [
            [5.0, 1.0, 2.0, 4.0, 3.0],
            [0.5, 2.5, 3.5, 1.5, -1.0],
            [-2.0, 1.0, 4.0, 2.0, 6.0],
            [3.0, -4.0, 1.0, 2.0, 7.0],
            [1.0, 2.0, -3.0, 5.0, 0.0],
        ]
    )
    y = np.array([0, 1, 3, 1, 2])
    return [(Z, y, k) for k in (1, 2, 3, 4, 5)]


def recall_by_class_probes() -> list[Arguments]:
    """Three classes of four, two and two; two classes, all right."""
    y = np.array([0, 0, 1, 2, 0, 1, 0, 2])
    guesses = np.array([0, 0, 1, 1, 0, 2, 2, 2])
    return [(guesses, y, 3), (np.array([1, 0]), np.array([1, 0]), 2)]


def shift_images_probes() -> list[Arguments]:
    """Two pictures, all pixels different, moved every way."""
    X = np.arange(1.0, 129.0).reshape(2, 64)
    return [
        (X, right, down) for right, down in [(2, 1), (-1, -3), (1, 0), (0, -2)]
    ]


TRANSFER_PROBES: dict[str, Callable[[], list[Arguments]]] = {
    "balanced_accuracy": balanced_accuracy_probes,
    "admit_corner": admit_corner_probes,
    "grid_search": grid_search_probes,
    "leaky_relu": leaky_relu_probes,
    "softplus": softplus_probes,
    "elu": elu_probes,
    "huber_loss": huber_loss_probes,
    "hinge_loss": hinge_loss_probes,
    "smoothed_cross_entropy": smoothed_cross_entropy_probes,
    "leaky_relu_backward": leaky_relu_backward_probes,
    "huber_loss_grad": huber_loss_grad_probes,
    "scale_backward": scale_backward_probes,
    "clip_gradients": clip_gradients_probes,
    "decay_step": decay_step_probes,
    "momentum_step": momentum_step_probes,
    "top_k_accuracy": top_k_accuracy_probes,
    "recall_by_class": recall_by_class_probes,
    "shift_images": shift_images_probes,
}
