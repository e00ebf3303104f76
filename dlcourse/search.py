"""Learning as a search: guess a line, score it, keep the best.

This is machine learning at its plainest. `random_search` never uses what it
has found; `hill_climb` looks near its best guess, and that is the first use
of feedback.
"""

import numpy as np

from dlcourse.checks import Array, check_count, check_matrix, check_same_shape

# The data lie in 0..1, so lines with weights and bias in -1..1 reach them all.
GUESS_RANGE = 1.0


def admit(X: Array, w: Array, b: float) -> Array:
    """From X (n, d), w (d,), b to answers (n,): 1 where X @ w + b >= 0.

    >>> admit(np.array([[0.9, 0.8], [0.1, 0.2]]), np.ones(2), -1.0)
    array([1, 0])
    """
    check_matrix("X", X)
    if np.shape(w) != (X.shape[1],):
        raise ValueError(
            f"w has shape {np.shape(w)}, but X has {X.shape[1]} columns: "
            f"w must have shape ({X.shape[1]},)"
        )
    return (X @ w + b >= 0).astype(int)


def fraction_correct(guesses: Array, y: Array) -> float:
    """From guesses (n,) and answers y (n,) to the share that is right."""
    check_same_shape("guesses", guesses, "y", y)
    return float(np.mean(guesses == y))


def random_search(
    X: Array, y: Array, tries: int, rng: np.random.Generator
) -> tuple[Array, float, float]:
    """The best of `tries` random lines on X (n, d), y (n,): w (d,), b, best.

    `best` is the fraction correct of that line.
    """
    check_count("tries", tries)
    best = -1.0
    for _ in range(tries):
        w = rng.uniform(-GUESS_RANGE, GUESS_RANGE, X.shape[1])
        b = rng.uniform(-GUESS_RANGE, GUESS_RANGE)
        score = fraction_correct(admit(X, w, b), y)
        if score > best:
            best, best_w, best_b = score, w, b
    return best_w, float(best_b), best


def hill_climb(
    X: Array,
    y: Array,
    tries: int,
    rng: np.random.Generator,
    *,
    step: float = 0.1,
) -> tuple[Array, float, float]:
    """Like random_search, but each try is a small random step from the best.

    `step` is the spread of a step. A step that scores as well is taken too,
    or a flat stretch would end the climb.
    """
    check_count("tries", tries)
    w, b, best = random_search(X, y, 1, rng)
    for _ in range(tries - 1):
        near_w = w + step * rng.standard_normal(len(w))
        near_b = b + step * rng.standard_normal()
        score = fraction_correct(admit(X, near_w, near_b), y)
        if score >= best:
            w, b, best = near_w, float(near_b), score
    return w, b, best
