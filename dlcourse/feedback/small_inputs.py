"""Small inputs for the functions of the assignments, the smallest first.

Each row of INPUTS gives the arguments with which `smallest.py` calls a
function, one tuple after the other, as the checks would call it.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from dlcourse.feedback.probes import numbered
from dlcourse.feedback.spy import SET_ASIDE

Arguments = tuple[Any, ...]

# Ordinary values, all different, with both signs and a zero; then hard ones.
ORDINARY = [2.0, -1.0, 0.0, 3.0, 0.5, -2.0, 1.0, -3.0, 1.5, 4.0, -0.5, 2.5]
HUGE = [1000.0, -1000.0, 0.0]
EQUAL = [1.0]
SIZES = (1, 2, 3)
SHUFFLED = 20  # so many do not keep their order by chance
MANY_TRIES = 50  # one of so many lines is right about a single student


def count(value: Any) -> int:
    """How many numbers the value holds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (tuple, list)):
        return sum(map(count, value))
    if callable(value) or isinstance(value, np.random.Generator):
        return 0
    return int(np.size(value))


def table(*shape: int, start: int = 0, values: list = ORDINARY) -> np.ndarray:
    """An array of this shape, filled from the values, from `start` on."""
    n = int(np.prod(shape))
    return np.array(
        [values[(start + i) % len(values)] for i in range(n)]
    ).reshape(shape)


def by_size(inputs: Iterator[Arguments]) -> list[Arguments]:
    """Those with the fewest numbers first."""
    return sorted(inputs, key=count)


def scores_inputs() -> Iterator[tuple[int, int, np.ndarray]]:
    """n, k and scores Z (n, k): ordinary, equal and huge."""
    for n, k in itertools.product(SIZES, repeat=2):
        for values in (ORDINARY, EQUAL, HUGE):
            # Of a single score every value counts, of more any three do.
            for start in range(len(values) if n * k == 1 else 3):
                yield n, k, table(n, k, start=start, values=values)


def one_table() -> list[Arguments]:
    """Z (n, k)."""
    return by_size((Z,) for _, _, Z in scores_inputs())


def scores_and_labels() -> list[Arguments]:
    """Z (n, k) and y (n,): every class is the right one at some time."""
    return by_size(
        (Z, (np.arange(n) + first) % k)
        for n, k, Z in scores_inputs()
        for first in range(k)
    )


def twins() -> list[Arguments]:
    """P and Y of one shape."""
    shapes = [(1,), (2,), (3,), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]
    return by_size(
        (table(*shape, start=start), table(*shape, start=start + 4))
        for shape in shapes
        for start in range(3)
    )


def slopes_and(outputs: list[float]) -> Callable[[], list[Arguments]]:
    """dA and A (n, k), where A holds what an activation can give."""
    return lambda: by_size(
        (table(n, k, start=s), table(n, k, start=s, values=outputs))
        for n, k in itertools.product(SIZES, repeat=2)
        for s in range(3)
    )


def lines_and_students() -> list[Arguments]:
    """X (n, d), w (d,) and b, one of them just on the border."""
    inputs = []
    for n, d in itertools.product(SIZES, repeat=2):
        for start in range(3):
            X, w = table(n, d, start=start), table(d, start=start + 3)
            border = -float(X[0] @ w)
            inputs += [(X, w, b) for b in (0.5, border, -1.5, 2.5)]
    return by_size(iter(inputs))


def guesses_and_answers() -> list[Arguments]:
    """Every two lists of at most three answers, 0 or 1."""
    pairs = (
        itertools.product(itertools.product((1, 0), repeat=n), repeat=2)
        for n in SIZES
    )
    return [tuple(map(np.array, pair)) for pair in itertools.chain(*pairs)]


def layers() -> list[Arguments]:
    """X (n, d), W (d, k) and b (k,)."""
    return by_size(
        (table(n, d, start=s), table(d, k, start=s + 3), table(k, start=s + 1))
        for n, d, k in itertools.product(SIZES, repeat=3)
        for s in range(2)
    )


def layers_from_behind() -> list[Arguments]:
    """dZ (n, k), X (n, d) and W (d, k)."""
    return by_size(
        (table(n, k, start=s), table(n, d, start=s + 3), table(d, k, start=4))
        for n, d, k in itertools.product(SIZES, repeat=3)
        for s in range(2)
    )


def networks() -> Iterator[tuple[dict, np.ndarray, int, int]]:
    """Parameters, X (n, d), n and k, of networks with one or two of all."""
    for n, d, h, k in itertools.product((1, 2), repeat=4):
        for s in range(2):
            yield (
                {
                    "W1": table(d, h, start=s),
                    "b1": table(h, start=s + 4),
                    "W2": table(h, k, start=s + 3),
                    "b2": table(k, start=s + 6),
                },
                table(n, d, start=s + 8),
                n,
                k,
            )


def networks_and_inputs() -> list[Arguments]:
    """Parameters and X (n, d)."""
    return by_size((parameters, X) for parameters, X, _, _ in networks())


def networks_and_labels() -> list[Arguments]:
    """Parameters, X (n, d) and y (n,)."""
    return by_size(
        (parameters, X, (np.arange(n) + first) % k)
        for parameters, X, n, k in networks()
        for first in range(k)
    )


def sum_of_squares(w: np.ndarray) -> float:
    """A function with the slopes 2 w."""
    return float((w**2).sum())


def sum_of_cubes(w: np.ndarray) -> float:
    """A function with the slopes 3 w²."""
    return float((w**3).sum())


def functions_and_places() -> list[Arguments]:
    """f and w, with and without an h."""
    return by_size(
        (f, table(*shape), *h)
        for f in (sum_of_squares, sum_of_cubes)
        for shape in [(1,), (2,), (1, 1), (2, 2)]
        for h in [(), (0.1,)]
    )


def steps() -> list[Arguments]:
    """Parameters, gradients and a learning rate."""
    return by_size(
        (
            {"W1": table(n, n, start=s), "b1": table(n, start=s + 3)},
            {"W1": table(n, n, start=s + 4), "b1": table(n, start=s + 5)},
            rate,
        )
        for n in (1, 2)
        for s in range(2)
        for rate in (0.5, 0.25)
    )


def examples_and_size() -> list[Arguments]:
    """X (n, d), y (n,), the size of a batch, and rng."""
    return [
        (*numbered(n), size, np.random.default_rng(0))
        for n in (1, 2, 3, 4, SHUFFLED)
        for size in SIZES
    ]


def histories() -> list[Arguments]:
    """Every history of at most three epochs with losses from 1 to 3."""
    losses = [
        list(zip(train, val))
        for n in SIZES
        for train in itertools.permutations((1.0, 2.0, 3.0), n)
        for val in itertools.product((1.0, 2.0, 3.0), repeat=n)
    ]
    return [(history,) for history in losses]


def two_parts() -> list[Arguments]:
    """train (n, d) and val (m, d), with and without a constant column."""
    inputs = []
    for n, m, d in itertools.product((2, 3), (1, 2), (1, 2)):
        train, val = table(n, d), table(m, d, start=5)
        still, still_val = train.copy(), val.copy()
        still[:, 0] = still_val[:, 0] = 3.0
        inputs += [(train, val), (still, still_val)]
    return by_size(iter(inputs))


def layer_sizes() -> list[Arguments]:
    """n_in, n_out and rng: small ones, then as many weights as it takes."""
    few = itertools.product(SIZES, repeat=2)
    return [
        (n_in, n_out, np.random.default_rng(0))
        for n_in, n_out in [*few, (1, 10_000), (2, 5_000), (8, 1_250)]
    ]


def students_and_tries() -> list[Arguments]:
    """X (n, d), y (n,), tries and rng, from a few seeds each.

    The last inputs are one student and many tries.
    """
    few = by_size(
        (
            table(n, d, start=seed),
            np.arange(n) % 2,
            tries,
            np.random.default_rng(seed),
        )
        for n, d in itertools.product(SIZES, repeat=2)
        for tries in (1, 2, 5)
        for seed in range(3)
    )
    many = by_size(
        (
            table(1, d, start=start),
            np.array([label]),
            MANY_TRIES,
            np.random.default_rng(seed),
        )
        for d in (1, 2)
        for start in range(3)
        for label in (0, 1)
        for seed in range(3)
    )
    return few + many


def examples_and_epochs() -> list[Arguments]:
    """X, y, X_val, y_val, epochs and a learning rate, for batches of 2."""
    inputs = []
    for n, m, epochs in itertools.product((1, 2, 3), (1, 2), (1, 2, 3)):
        (X, y), (X_val, y_val) = numbered(n), numbered(m)
        inputs.append((X, y, X_val + SET_ASIDE, y_val, epochs, 0.5))
    return by_size(iter(inputs))


def examples_and_fraction() -> list[Arguments]:
    """X (n, d), y (n,), a fraction that leaves some in each part, and rng."""
    return [
        (*numbered(n), fraction, np.random.default_rng(0))
        for n in (2, 3, 4, 5, 7, SHUFFLED)
        for fraction in (0.5, 0.3, 0.6)
        if 0 < round(n * fraction) < n and n * fraction % 1 != 0.5
    ]


INPUTS: dict[str, Callable[[], list[Arguments]]] = {
    "admit": lines_and_students,
    "fraction_correct": guesses_and_answers,
    "dense": layers,
    "relu": one_table,
    "sigmoid": one_table,
    "forward": networks_and_inputs,
    "mean_squared_error": twins,
    "softmax": one_table,
    "cross_entropy": scores_and_labels,
    "accuracy": scores_and_labels,
    "numerical_gradient": functions_and_places,
    "mean_squared_error_grad": twins,
    "relu_backward": slopes_and([2.0, 0.0, 0.5, 1.0]),
    "sigmoid_backward": slopes_and([0.5, 0.25, 0.9, 0.0, 1.0]),
    "dense_backward": layers_from_behind,
    "cross_entropy_grad": scores_and_labels,
    "backprop": networks_and_labels,
    "sgd_step": steps,
    "minibatches": examples_and_size,
    "best_epoch": histories,
    "standardize": two_parts,
    "initialize": layer_sizes,
    "random_search": students_and_tries,
    "train": examples_and_epochs,
    "train_val_split": examples_and_fraction,
}
