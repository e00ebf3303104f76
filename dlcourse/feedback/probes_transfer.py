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


TRANSFER_PROBES: dict[str, Callable[[], list[Arguments]]] = {
    "leaky_relu": leaky_relu_probes,
    "softplus": softplus_probes,
    "elu": elu_probes,
}
