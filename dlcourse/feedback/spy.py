"""A box of tools that only counts, to see what a training loop does.

Its parameters count the steps taken, its scores are that count, and its loss
is their mean: so a batch that is measured after two steps has the loss 2, and
everything a loop should write down can be worked out in one's head. Examples
that are set aside, for validation, cost half a step more.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

Calls = list[tuple]
SET_ASIDE = 1000  # examples with this first input or more are validation


def counting_steps(size: int) -> tuple[SimpleNamespace, Calls]:
    """A box of five tools, and the list in which its calls are noted.

    The examples are told apart by the first column of X. Noted are:
    ("batches", rows, labels), ("backward", count, rows, labels) and
    ("update", count, slope, learning rate). The batches have `size`
    examples, the last one what is left; each call begins one row later.
    """
    calls: Calls = []

    def batches(X: Any, y: Any) -> Iterator[tuple]:
        asked = sum(call[0] == "batches" for call in calls)
        calls.append(("batches", rows_of(X), numbers(y)))
        order = np.roll(np.arange(len(y)), -asked)
        return (
            (X[order[i : i + size]], y[order[i : i + size]])
            for i in range(0, len(y), size)
        )

    def forward(parameters: dict, X: Any) -> np.ndarray:
        aside = np.asarray(X, float)[:, :1] >= SET_ASIDE
        return float(parameters["count"]) + 0.5 * aside

    def loss(Z: Any, y: Any) -> float:
        if len(Z) != len(y):
            raise ValueError(f"{len(Z)} rows of scores for {len(y)} labels")
        return float(np.mean(Z))

    def backward(parameters: dict, X: Any, y: Any) -> dict:
        count = float(parameters["count"])
        calls.append(("backward", count, rows_of(X), numbers(y)))
        # A slope of its own for each batch and each state.
        return {"count": np.array(100 * count + rows_of(X)[0])}

    def update(
        parameters: dict, gradients: dict, learning_rate: float
    ) -> dict:
        count, slope = (float(d["count"]) for d in (parameters, gradients))
        calls.append(("update", count, slope, float(learning_rate)))
        return {"count": np.array(count + 1)}

    return SimpleNamespace(
        batches=batches,
        forward=forward,
        loss=loss,
        backward=backward,
        update=update,
    ), calls


def rows_of(X: Any) -> list[float]:
    """The first column of X (n, d): which examples they are."""
    return numbers(np.asarray(X, float)[:, 0])


def numbers(values: Any) -> list[float]:
    """The values as plain numbers, without their last digits."""
    return np.round(np.asarray(values, float), 6).ravel().tolist()
