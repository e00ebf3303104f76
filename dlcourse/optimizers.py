"""How the weights move, once the slopes are known.

`sgd_step` is the plain rule on a dictionary of arrays, as in the exercises.
The classes do the same, and better rules, on one flat vector, in place. An
optimizer belongs to one network: it may remember that network's slopes.
"""

from collections.abc import Iterator

import numpy as np

from dlcourse.checks import Array, check_same_shape
from dlcourse.network import Parameters

# 256 KB of float32: a few such arrays fit in a core's second cache.
STRETCH = 65_536


def sgd_step(
    parameters: Parameters, gradients: Parameters, learning_rate: float
) -> Parameters:
    """New parameters, each moved a little against its slope.

    Both dictionaries have the same keys and shapes, or a ValueError is
    raised; the old parameters stay as they were.

    >>> sgd_step({"w": np.array([1.0])}, {"w": np.array([2.0])}, 0.25)
    {'w': array([0.5])}
    """
    check_same_keys(parameters, gradients)
    return {
        key: parameters[key] - learning_rate * gradients[key]
        for key in parameters
    }


def check_same_keys(parameters: Parameters, gradients: Parameters) -> None:
    """Raise ValueError unless both have the same keys and shapes."""
    if parameters.keys() != gradients.keys():
        raise ValueError(
            f"parameters has the keys {sorted(parameters)}, but gradients "
            f"has {sorted(gradients)}: they must be the same"
        )
    for key, values in parameters.items():
        check_same_shape(
            f"gradients[{key!r}]", gradients[key],
            f"parameters[{key!r}]", values,
        )


class SGD:
    """Stochastic gradient descent: a step against the slope.

    Robbins and Monro (1951), A Stochastic Approximation Method.
    """

    def __init__(self, learning_rate: float):
        self.learning_rate = positive("learning_rate", learning_rate)

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place by -learning_rate * dtheta (p,)."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        for w, dw in stretches(theta, dtheta):
            w -= self.learning_rate * dw


class Momentum:
    """SGD on a running sum of the slopes: it keeps its speed down a valley.

    Polyak (1964), Some methods of speeding up the convergence of iteration
    methods.
    """

    def __init__(self, learning_rate: float, momentum: float = 0.9):
        self.learning_rate = positive("learning_rate", learning_rate)
        self.momentum = share("momentum", momentum)
        self.velocity: Array | None = None

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place along the velocity dtheta (p,) changes."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        self.velocity = begun(self.velocity, theta)
        for w, dw, v in stretches(theta, dtheta, self.velocity):
            v *= self.momentum
            v += dw
            w -= self.learning_rate * v


class Adam:
    """A step for each parameter, measured by how large its slopes have been.

    Kingma and Ba (2015), Adam: A Method for Stochastic Optimization; the
    defaults are theirs.
    """

    def __init__(
        self,
        learning_rate: float = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        self.learning_rate = positive("learning_rate", learning_rate)
        self.beta1 = share("beta1", beta1)
        self.beta2 = share("beta2", beta2)
        self.epsilon = positive("epsilon", epsilon)
        self.mean: Array | None = None
        self.square: Array | None = None
        self.steps = 0

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place by the mean slope over its usual size."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        self.mean = begun(self.mean, theta)
        self.square = begun(self.square, theta)
        self.steps += 1
        # Both averages began at 0, and are too small by these factors.
        began1 = 1 - self.beta1**self.steps
        began2 = 1 - self.beta2**self.steps
        vectors = theta, dtheta, self.mean, self.square
        for w, dw, m, s in stretches(*vectors):
            m += (1 - self.beta1) * (dw - m)
            s += (1 - self.beta2) * (dw * dw - s)
            size = np.sqrt(s / began2) + self.epsilon
            w -= self.learning_rate / began1 * m / size


def stretches(*vectors: Array) -> Iterator[tuple[Array, ...]]:
    """The same stretch of every vector (p,), as views, one after another.

    A stretch fits in the processor's cache, and a formula on it makes no
    array as large as theta, which would be fetched from the system and
    given back in every step.
    """
    for start in range(0, len(vectors[0]), STRETCH):
        yield tuple(v[start : start + STRETCH] for v in vectors)


def begun(average: Array | None, theta: Array) -> Array:
    """The average (p,), zeros at first; ValueError for another shape."""
    if average is None:
        return np.zeros_like(theta)
    if average.shape != theta.shape:
        raise ValueError(
            f"theta has shape {theta.shape}, but this optimizer began with "
            f"{average.shape}: make a new one for another network"
        )
    return average


def positive(name: str, value: float) -> float:
    """The value, or ValueError if it is not a finite number above 0."""
    if not (np.isfinite(value) and value > 0):
        raise ValueError(
            f"{name} is {value}, but it must be a finite number above 0"
        )
    return value


def share(name: str, value: float) -> float:
    """The value, or ValueError if it is not at least 0 and below 1."""
    if not 0 <= value < 1:
        raise ValueError(
            f"{name} is {value}, but it must be at least 0 and below 1"
        )
    return value


# A new optimizer is one more class and one more row here.
OPTIMIZERS = {"sgd": SGD, "momentum": Momentum, "adam": Adam}
