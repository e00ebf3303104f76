"""Probes of the transfer functions, which the library does not hold.

As in `probes.py`: fixed inputs on which every known mistake shows its own
face. There are three functions for each assignment, in its order.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Arguments = tuple[Any, ...]


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


TRANSFER_PROBES: dict[str, Callable[[], list[Arguments]]] = {
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
}
