"""How the weights move, once the slopes are known.

`sgd_step` is the plain rule on a dictionary of arrays, as in the exercises.
The classes do the same, and better rules, on one flat vector, in place.
"""

import numpy as np

from dlcourse.checks import Array, check_same_shape
from dlcourse.network import Parameters


def sgd_step(
    parameters: Parameters, gradients: Parameters, learning_rate: float
) -> Parameters:
    """New parameters, each moved a little against its slope.

    Both dictionaries have the same keys and shapes; the old parameters stay
    as they were.

    >>> sgd_step({"w": np.array([1.0])}, {"w": np.array([2.0])}, 0.25)
    {'w': array([0.5])}
    """
    if parameters.keys() != gradients.keys():
        raise ValueError(
            f"parameters has the keys {sorted(parameters)}, but gradients has "
            f"{sorted(gradients)}: they must be the same"
        )
    for key in parameters:
        check_same_shape(
            f"gradients[{key!r}]", gradients[key], "its parameter", parameters[key]
        )
    return {
        key: parameters[key] - learning_rate * gradients[key]
        for key in parameters
    }


class SGD:
    """Stochastic gradient descent: a step against the slope.

    Robbins and Monro (1951), A Stochastic Approximation Method.
    """

    def __init__(self, learning_rate: float):
        self.learning_rate = positive("learning_rate", learning_rate)
        self.change = np.empty(0)

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place by -learning_rate * dtheta (p,)."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        if self.change.shape != theta.shape:
            self.change = np.empty_like(theta)
        np.multiply(dtheta, self.learning_rate, out=self.change)
        theta -= self.change


class Momentum:
    """SGD on a running sum of the slopes: it keeps its speed down a valley.

    Polyak (1964), Some methods of speeding up the convergence of iteration
    methods.
    """

    def __init__(self, learning_rate: float, momentum: float = 0.9):
        self.learning_rate = positive("learning_rate", learning_rate)
        self.momentum = share("momentum", momentum)
        self.velocity = np.empty(0)
        self.change = np.empty(0)

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place along the velocity that dtheta changes."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        if self.velocity.shape != theta.shape:
            self.velocity = np.zeros_like(theta)
            self.change = np.empty_like(theta)
        self.velocity *= self.momentum
        self.velocity += dtheta
        np.multiply(self.velocity, self.learning_rate, out=self.change)
        theta -= self.change


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
        self.beta1, self.beta2 = share("beta1", beta1), share("beta2", beta2)
        self.epsilon = positive("epsilon", epsilon)
        self.mean = np.empty(0)
        self.square = np.empty(0)
        self.change = np.empty(0)
        self.steps = 0

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place by the mean slope over its usual size."""
        check_same_shape("theta", theta, "dtheta", dtheta)
        if self.mean.shape != theta.shape:
            self.mean, self.square = np.zeros_like(theta), np.zeros_like(theta)
            self.change = np.empty_like(theta)
            self.steps = 0
        self.steps += 1
        average(self.mean, dtheta, self.beta1, self.change)
        average(self.square, dtheta * dtheta, self.beta2, self.change)
        # Both averages began at 0; these factors make up for it.
        mean_scale = 1 / (1 - self.beta1**self.steps)
        square_scale = 1 / (1 - self.beta2**self.steps)
        np.multiply(self.square, square_scale, out=self.change)
        np.sqrt(self.change, out=self.change)
        self.change += self.epsilon
        np.divide(self.mean, self.change, out=self.change)
        self.change *= self.learning_rate * mean_scale
        theta -= self.change


def average(running: Array, new: Array, keep: float, scratch: Array) -> None:
    """Turn running (p,) in place into keep * running + (1 - keep) * new."""
    running *= keep
    np.multiply(new, 1 - keep, out=scratch)
    running += scratch


def positive(name: str, value: float) -> float:
    """The value, or ValueError if it is not a finite number above 0."""
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}, but it must be above 0")
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
