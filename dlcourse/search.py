"""Learning as a search: guess a line, score it, keep the best.

This is machine learning at its plainest. `random_search` never uses what it
has found; `hill_climb` looks near its best guess, and that is the first use
of feedback.
"""

from __future__ import annotations  # numpy.random loads only when used

import numpy as np

from dlcourse.checks import (
    Array,
    check_count,
    check_matrix,
    check_not_empty,
    check_same_shape,
)

# The data lie in 0..1, so lines with weights and bias in -1..1 reach them.
GUESS_RANGE = 1.0


def admit(X: Array, w: Array, b: float) -> Array:
    """From X (n, d), w (d,), b to answers (n,): 1 where X @ w + b >= 0.

    >>> X = np.array([[0.9, 0.8], [0.1, 0.2]])
    >>> admit(X, np.ones(2), -1.0)
    array([1, 0])
    """
    check_line(X, w, b)
    return (X @ w + b >= 0).astype(int)


def check_line(X: Array, w: Array, b: float) -> None:
    """Raise unless X (n, d) is a matrix, w has shape (d,), b is a number."""
    check_matrix("X", X)
    if np.shape(w) != (X.shape[1],):
        raise ValueError(
            f"w has shape {np.shape(w)}, but X has {X.shape[1]} columns: "
            f"w must have shape ({X.shape[1]},)"
        )
    if np.ndim(b) != 0:
        raise ValueError(
            f"b has shape {np.shape(b)}, but one number is needed"
        )


def fraction_correct(guesses: Array, y: Array) -> float:
    """From guesses (n,) and answers y (n,) to the share that is right.

    >>> fraction_correct(np.array([1, 0]), np.array([1, 1]))
    0.5
    """
    check_same_shape("guesses", guesses, "y", y)
    check_not_empty("y", y)
    return float(np.mean(np.equal(guesses, y)))


def random_line(
    d: int, rng: np.random.Generator
) -> tuple[Array, float]:
    """A line at random: w (d,) and b, each from -1 to 1."""
    return (
        rng.uniform(-GUESS_RANGE, GUESS_RANGE, d),
        rng.uniform(-GUESS_RANGE, GUESS_RANGE),
    )


def random_search(
    X: Array, y: Array, tries: int, rng: np.random.Generator
) -> tuple[Array, float, float]:
    """The best of `tries` random lines on X (n, d), y (n,): w (d,), b, best.

    `best` is the fraction correct of that line.
    """
    check_count("tries", tries)
    check_matrix("X", X)
    w, b = random_line(X.shape[1], rng)
    best = fraction_correct(admit(X, w, b), y)
    for _ in range(tries - 1):
        new_w, new_b = random_line(X.shape[1], rng)
        score = fraction_correct(admit(X, new_w, new_b), y)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


def hill_climb(
    X: Array,
    y: Array,
    tries: int,
    rng: np.random.Generator,
    *,
    step: float = 0.1,
) -> tuple[Array, float, float]:
    """Like random_search, to w (d,), b, best; a try is a step from the best.

    `step` is the spread of a step, which is random. A try that scores as
    well is taken too, or a flat stretch would end the climb.
    """
    check_count("tries", tries)
    w, b, best = random_search(X, y, 1, rng)
    for _ in range(tries - 1):
        new_w = w + step * rng.standard_normal(len(w))
        new_b = b + step * rng.standard_normal()
        score = fraction_correct(admit(X, new_w, new_b), y)
        if score >= best:
            w, b, best = new_w, new_b, score
    return w, b, best
