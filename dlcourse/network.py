"""A network: dense layers with an activation between them.

`forward` and `backprop` are the two-layer network of the exercises, written
out. `Network` is the same for any number of layers. All its parameters stand
in one flat vector `theta`; each W and b is a view of a stretch of it. So an
update, a gradient check or a saved file concerns one vector, not many arrays.
"""

from __future__ import annotations  # numpy.random loads only when used

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from dlcourse.activations import ACTIVATIONS, relu, relu_backward
from dlcourse.checks import (
    Array,
    check_count,
    check_finite,
    check_labels,
    check_shape,
)
from dlcourse.initializers import INITIALIZERS, check_dtype
from dlcourse.layers import dense, dense_backward
from dlcourse.losses import cross_entropy_grad, cross_entropy_with_grad

Parameters = dict[str, Array]

# Which initializer suits which activation; the reasons stand with them.
INITIALIZER_FOR = {"relu": "he", "sigmoid": "xavier", "tanh": "xavier"}


def forward(parameters: Parameters, X: Array) -> Array:
    """From "W1" (d, h), "b1", "W2" (h, k), "b2" and X (n, d) to Z (n, k)."""
    A1 = relu(dense(X, parameters["W1"], parameters["b1"]))
    return dense(A1, parameters["W2"], parameters["b2"])


def backprop(parameters: Parameters, X: Array, y: Array) -> Parameters:
    """The slope of the loss in every parameter, under the same keys.

    X is (n, d), y is (n,); the loss is cross_entropy(forward(...), y). Each
    line is the backward of a line of `forward`, in the opposite order.
    """
    A1 = relu(dense(X, parameters["W1"], parameters["b1"]))
    Z2 = dense(A1, parameters["W2"], parameters["b2"])
    dZ2 = cross_entropy_grad(Z2, y)
    dA1, dW2, db2 = dense_backward(dZ2, A1, parameters["W2"])
    dZ1 = relu_backward(dA1, A1)
    _, dW1, db1 = dense_backward(dZ1, X, parameters["W1"])
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


class Network:
    """Dense layers of the given sizes, with an activation between them.

    `theta` (p,) holds every parameter; `layers` are views [(W, b), ...] of
    it, so a change of one is a change of the other.

    >>> net = Network([64, 32, 10], rng=np.random.default_rng(0))
    >>> net.theta.shape, [W.shape for W, b in net.layers]
    ((2410,), [(64, 32), (32, 10)])
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str = "relu",
        dtype: Any = np.float32,
        rng: np.random.Generator,
    ):
        check_sizes(sizes)
        if activation not in ACTIVATIONS:
            raise ValueError(
                f"activation is {activation!r}, but it must be one of "
                f"{', '.join(ACTIVATIONS)}"
            )
        self.sizes = list(sizes)
        self.activation = activation
        p = sum((d + 1) * k for d, k in pairwise(sizes))
        self.theta = np.zeros(p, check_dtype(dtype))
        self.layers = self.views(self.theta)
        draw = INITIALIZERS[INITIALIZER_FOR[activation]]
        for W, _ in self.layers:
            n_in, n_out = W.shape
            W[...] = draw(n_in, n_out, rng, dtype)

    def views(self, vector: Array) -> list[tuple[Array, Array]]:
        """[(W, b), ...] as views of a vector (p,) laid out like theta."""
        layers, start = [], 0
        for d, k in pairwise(self.sizes):
            middle, stop = start + d * k, start + (d + 1) * k
            W, b = vector[start:middle], vector[middle:stop]
            layers.append((W.reshape(d, k), b))
            start = stop
        return layers

    def as_dict(self) -> Parameters:
        """{"W1": ..., "b1": ..., "W2": ...}: views of theta (p,)."""
        return {
            f"{name}{number}": values
            for number, layer in enumerate(self.layers, start=1)
            for name, values in zip("Wb", layer)
        }

    def forward(self, X: Array) -> list[Array]:
        """From X (n, d) to [X, A1, ..., Z]: what every layer made of it.

        Raises ValueError if X has another number of columns, or holds a
        nan or an infinity.
        """
        self.check_columns(X)
        check_finite("X", X)
        return self.trace(X)

    def trace(self, X: Array) -> list[Array]:
        """`forward` without its checks, which `gradient` need not repeat."""
        activate, _ = ACTIVATIONS[self.activation]
        trace = [np.asarray(X, self.theta.dtype)]
        for W, b in self.layers:
            Z = trace[-1] @ W
            Z += b
            trace.append(Z)
            if len(trace) <= len(self.layers):  # the last stays Z
                activate(Z, out=Z)
        return trace

    def gradient(
        self, X: Array, y: Array, *, out: Array | None = None
    ) -> tuple[float, Array]:
        """From X (n, d), y (n,) to the loss and its slope dtheta (p,).

        The loss is the mean cross-entropy. With `out` (p,) the slopes are
        written there, which spares a large new array in every step.
        """
        self.check_columns(X)
        dtheta = np.empty_like(self.theta) if out is None else out
        check_shape("out", dtheta, self.theta.shape)
        _, backward = ACTIVATIONS[self.activation]
        trace = self.trace(X)
        loss, dZ = cross_entropy_with_grad(trace.pop(), y)
        chain = list(zip(self.layers, self.views(dtheta), trace))
        for (W, _), (dW, db), A in reversed(chain):
            np.matmul(A.T, dZ, out=dW)
            dZ.sum(axis=0, out=db)
            if A is not trace[0]:  # the data: nothing learns before it
                dA = dZ @ W.T
                dZ = backward(dA, A, out=dA)
        return loss, dtheta

    def predict(self, X: Array) -> Array:
        """From X (n, d) to the labels (n,) with the largest score."""
        return self.forward(X)[-1].argmax(axis=1)

    def check_columns(self, X: Array) -> None:
        """Raise ValueError unless X has shape (n, d)."""
        if np.ndim(X) != 2 or np.shape(X)[1] != self.sizes[0]:
            raise ValueError(
                f"X has shape {np.shape(X)}, but the first layer takes "
                f"(n, {self.sizes[0]}): one row for each example"
            )

    def check(self, X: Array, y: Array) -> None:
        """Raise unless X (n, d) is finite and y (n,) holds our classes."""
        self.check_columns(X)
        check_finite("X", X)
        check_labels(y, len(X), self.sizes[-1])


def check_sizes(sizes: Sequence[int]) -> None:
    """Raise unless there are two sizes or more, whole and above 0."""
    if len(sizes) < 2:
        raise ValueError(
            f"sizes is {list(sizes)}, but a network needs at least an "
            "input and an output size"
        )
    for size in sizes:
        check_count("every entry of sizes", size)
