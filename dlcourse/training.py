"""The training loop, in two forms.

`train` is the loop of the exercises, its five steps handed in as functions.
`fit` trains a `Network` and hands out a record after every epoch, so that a
progress bar or a plot can follow along. `save` and `load` keep parameters.
"""

from __future__ import annotations  # numpy.random loads only when used

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dlcourse.checks import (
    Array,
    check_count,
    check_not_empty,
    check_same_length,
    check_same_shape,
)
from dlcourse.losses import cross_entropy
from dlcourse.metrics import accuracy
from dlcourse.network import Network, Parameters

History = list[tuple[float, float]]


def minibatches(
    X: Array, y: Array, size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """Pairs (X, y) of `size` examples; each example once, in random order.

    X (n, ...) and y (n,) are shuffled together; the last pair may be smaller.
    Raises ValueError for a size below 1 or for X and y of unlike length.
    """
    check_count("size", size)
    check_same_length(X, y)
    return _batches(X, y, size, rng.permutation(len(X)))


def _batches(
    X: Array, y: Array, size: int, order: Array
) -> Iterator[tuple[Array, Array]]:
    for start in range(0, len(order), size):
        batch = order[start : start + size]
        yield X[batch], y[batch]


def train(
    steps: Any,
    parameters: Parameters,
    X: Array,
    y: Array,
    X_val: Array,
    y_val: Array,
    epochs: int,
    learning_rate: float,
) -> tuple[Parameters, History]:
    """The trained parameters, and (loss, validation loss) of every epoch.

    X is (n, d), y (n,); X_val and y_val alike. `steps` has .batches(X, y),
    .forward(parameters, X), .loss(Z, y), .backward(parameters, X, y) and
    .update(parameters, gradients, learning_rate).
    """
    check_count("epochs", epochs, least=0)
    check_not_empty("y", y)
    history: History = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(
                parameters, gradients, learning_rate
            )
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


def best_epoch(history: History) -> int:
    """The index of the smallest validation loss, the first of equals.

    >>> best_epoch([(2.0, 2.1), (1.0, 1.5), (0.5, 1.9)])
    1
    """
    if not history:
        raise ValueError(
            "history is empty, but one epoch is needed at least"
        )
    return int(np.nanargmin([val_loss for _, val_loss in history]))


class Optimizer(Protocol):
    """Whatever has a `step` that moves theta (p,) in place."""

    def step(self, theta: Array, dtheta: Array) -> None:
        """Move theta (p,) in place, by the slopes dtheta (p,)."""


@dataclass(frozen=True)
class Epoch:
    """What one pass over the training data came to.

    loss: mean over the pass, each batch before its update; accuracy: on all
    training data after the pass; val_*: the same on validation data, or None.
    """

    number: int
    loss: float
    accuracy: float
    val_loss: float | None = None
    val_accuracy: float | None = None


def fit(
    network: Network,
    X: Array,
    y: Array,
    optimizer: Optimizer,
    *,
    epochs: int,
    size: int,
    rng: np.random.Generator,
    X_val: Array | None = None,
    y_val: Array | None = None,
) -> Iterator[Epoch]:
    """Train the network in place; a record after each epoch, from number 1.

    X (n, d), y (n,); `size` examples a batch. Nothing happens until the
    records are asked for: write `for epoch in fit(...)` or `list(fit(...))`.

    Raises ValueError or TypeError at once, before any training, where data,
    labels or sizes do not fit.
    """
    check_count("epochs", epochs)
    check_count("size", size)
    check_not_empty("X", X)
    network.check(X, y)
    if X_val is not None and y_val is not None:
        network.check(X_val, y_val)
    elif (X_val is None) != (y_val is None):
        raise ValueError(
            "X_val and y_val go together: give both or none"
        )
    X = np.asarray(X, network.theta.dtype)
    return _fit(
        network, X, y, optimizer, epochs, size, rng, X_val, y_val
    )


def _fit(
    network: Network,
    X: Array,
    y: Array,
    optimizer: Optimizer,
    epochs: int,
    size: int,
    rng: np.random.Generator,
    X_val: Array | None,
    y_val: Array | None,
) -> Iterator[Epoch]:
    dtheta = np.empty_like(network.theta)
    for number in range(1, epochs + 1):
        total = 0.0
        for X_batch, y_batch in minibatches(X, y, size, rng):
            loss, _ = network.gradient(X_batch, y_batch, out=dtheta)
            optimizer.step(network.theta, dtheta)
            total += loss * len(y_batch)
        yield Epoch(
            number,
            total / len(y),
            accuracy(network.trace(X)[-1], y),  # `fit` checked X
            *_measure(network, X_val, y_val),
        )


def _measure(
    network: Network, X_val: Array | None, y_val: Array | None
) -> tuple[float | None, float | None]:
    if X_val is None or y_val is None:
        return None, None
    Z = network.trace(X_val)[-1]
    return cross_entropy(Z, y_val), accuracy(Z, y_val)


def save(path: str | Path, network: Network) -> None:
    """Write the network's parameters, W1, b1, W2, ..., to an .npz file."""
    named: dict[str, Any] = dict(network.as_dict())
    with open(path, "wb") as file:  # numpy would change a name
        np.savez(file, **named)


def load(path: str | Path, network: Network) -> None:
    """Fill the network's theta (p,) in place from a file of `save`.

    Raises ValueError, and changes nothing, if a name or a shape differs.
    """
    with np.load(path, allow_pickle=False) as saved:
        read = {name: saved[name] for name in saved.files}
    expected = network.as_dict()
    if read.keys() != expected.keys():
        raise ValueError(
            f"{path} holds {', '.join(read)}, but the network has "
            f"{', '.join(expected)}: it was saved from another one"
        )
    for name, values in read.items():
        check_same_shape(
            f"{name} in {path}", values, f"{name} here", expected[name]
        )
    for name, values in read.items():
        expected[name][...] = values
