"""Small inputs for the transfer functions, the smallest first.

As in `small_inputs.py`. The library holds none of these functions: what is
right for each input stands in the table that `dlcourse release` makes.
"""

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np

from dlcourse.feedback.small_inputs import (
    SIZES,
    Arguments,
    by_size,
    guesses_and_answers,
    one_table,
    scores_and_labels,
    slopes_and,
    steps,
    table,
    twins,
)

DOTS = [(1, 1), (3, 7), (7, 0), (0, 4)]  # line and column: inside, at edges
MOVES = [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (2, 3), (-2, -4), (7, -7)]
INK = 16.0


def both_kinds() -> list[Arguments]:
    """Guesses and answers (n,), where both answers occur."""
    return [
        (guesses, y) for guesses, y in guesses_and_answers() if np.ptp(y) == 1
    ]


def students_and_limits() -> list[Arguments]:
    """X (n, d) and lowest (d,), one number just enough."""
    inputs = []
    for n, d in itertools.product(SIZES, repeat=2):
        for start in range(3):
            X = table(n, d, start=start)
            inputs += [(X, X[0]), (X, table(d, start=start + 4))]
    return by_size(iter(inputs))


def students_and_values() -> list[Arguments]:
    """X (n, 2), y (n,) and values (m,)."""
    return by_size(
        (table(n, 2, start=s), np.arange(n) % 2, table(m, start=s + 1))
        for n, m in itertools.product((1, 2, 3, 4), (1, 2, 3))
        for s in range(3)
    )


def and_numbers(
    inputs: Callable[[], list[Arguments]], *numbers: float
) -> list[Arguments]:
    """The inputs, each with every number behind it."""
    return [
        (*arguments, number) for arguments in inputs() for number in numbers
    ]


def columns_and_gains() -> list[Arguments]:
    """dZ (n, d), X (n, d) and gain (d,)."""
    return by_size(
        (table(n, d, start=s), table(n, d, start=s + 3), table(d, start=s + 5))
        for n, d in itertools.product(SIZES, repeat=2)
        for s in range(3)
    )


def gradients_and_limits() -> list[Arguments]:
    """Gradients, long, short and of 0, and a limit."""
    shapes: list[dict[str, tuple[int, ...]]] = [
        {"b1": (1,)},
        {"W1": (1, 1), "b1": (1,)},
        {"W1": (2, 2)},
    ]
    return [
        ({key: scale * table(*shape) for key, shape in one.items()}, limit)
        for one in shapes
        for scale in (1.0, 0.0)
        for limit in (1.0, 2.0, 10.0)
    ]


def steps_with_velocity() -> list[Arguments]:
    """Parameters, velocity, gradients, a learning rate and what is kept."""
    return [
        (
            *({key: table(n, start=s + i) for key in keys} for i in range(3)),
            rate,
            kept,
        )
        for keys in (["w"], ["W1", "b1"])
        for n in (1, 2)
        for s in range(2)
        for rate in (0.5, 1.0)
        for kept in (0.25, 1.0)
    ]


def rankings() -> list[Arguments]:
    """Z (n, m) without equal scores in a row, y (n,), and every k."""
    return by_size(
        (table(n, m, start=s), (np.arange(n) + first) % m, k)
        for n, m in itertools.product(SIZES, repeat=2)
        for s in range(3)
        for first in range(m)
        for k in range(1, m + 1)
    )


def guesses_of_classes() -> list[Arguments]:
    """Guesses and labels (n,) of k classes, each of which occurs."""
    return [
        (np.array(guesses), np.array(y), k)
        for n in SIZES
        for k in SIZES[:n]
        for y in itertools.product(range(k), repeat=n)
        if set(y) == set(range(k))
        for guesses in itertools.product(range(k), repeat=n)
    ]


def pictures_and_moves() -> list[Arguments]:
    """X (n, 64), one dot on each, and where to: right and down."""
    inputs = []
    for n in (1, 2):
        for right, down in MOVES:
            for place in range(len(DOTS)):
                X = np.zeros((n, 8, 8))
                for picture in range(n):
                    X[picture][DOTS[(place + picture) % len(DOTS)]] = INK
                inputs.append((X.reshape(n, 64), right, down))
    return inputs


TRANSFER_INPUTS: dict[str, Callable[[], list[Arguments]]] = {
    "balanced_accuracy": both_kinds,
    "admit_corner": students_and_limits,
    "grid_search": students_and_values,
    "leaky_relu": partial(and_numbers, one_table, 0.1, 0.5),
    "softplus": one_table,
    "elu": one_table,
    "huber_loss": partial(and_numbers, twins, 1.0, 0.5, 2.0),
    "hinge_loss": scores_and_labels,
    "smoothed_cross_entropy": partial(
        and_numbers, scores_and_labels, 0.2, 0.5
    ),
    "leaky_relu_backward": partial(
        and_numbers, slopes_and([2.0, -0.2, 0.5, -1.0]), 0.1, 0.5
    ),
    "huber_loss_grad": partial(and_numbers, twins, 1.0, 0.5, 2.0),
    "scale_backward": columns_and_gains,
    "clip_gradients": gradients_and_limits,
    "decay_step": partial(and_numbers, steps, 0.5, 0.25),
    "momentum_step": steps_with_velocity,
    "top_k_accuracy": rankings,
    "recall_by_class": guesses_of_classes,
    "shift_images": pictures_and_moves,
}
