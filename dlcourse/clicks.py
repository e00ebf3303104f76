"""A simulated news site that shows ads: readers, clicks, and how to judge.

Real logs of clicks are secret, and nobody knows the true probability behind
a click. Here both are open: `click_rates` is the truth, `show` throws the
coin. `auc` and `log_loss` judge what a network guesses from the clicks.
"""

from __future__ import annotations  # numpy.random loads only when used

from collections.abc import Sequence

import numpy as np

from dlcourse.checks import (
    Array,
    check_count,
    check_same_length,
    check_same_shape,
)

ADS = ("games", "shoes", "travel", "books")

# Who likes an ad most: age and time of day, each from 0 to 1; how much the
# rate rises there; how far around. Made up; no study of anybody's readers.
FANS = {
    "games": (0.15, 0.85, 0.25, 0.25),
    "shoes": (0.45, 0.50, 0.12, 0.60),
    "travel": (0.75, 0.20, 0.22, 0.25),
    "books": (0.85, 0.85, 0.25, 0.25),
}
BY_CHANCE = 0.02  # everybody's finger slips


def readers(n: int, rng: np.random.Generator) -> Array:
    """Readers (n, 2): age and time of day, both from 0 to 1."""
    check_count("n", n)
    return rng.random((n, 2))


def click_rates(people: Array) -> Array:
    """From readers (n, 2) to the true click probabilities (n, 4), an ad each.

    No ad is liked more at every age, nor at every hour: what counts is
    both together with the ad.
    """
    fans = np.array([FANS[ad] for ad in ADS])
    away = ((people[:, None] - fans[:, :2]) ** 2).sum(axis=2)
    return BY_CHANCE + fans[:, 2] * np.exp(-away / fans[:, 3] ** 2)


def features(people: Array, ads: Array) -> Array:
    """X (n, 6) from readers (n, 2) and ads (n,): age, time, one-hot ad."""
    check_same_length(people, ads)
    return np.concatenate([people, np.eye(len(ADS))[ads]], axis=1)


def show(people: Array, ads: Array, rng: np.random.Generator) -> Array:
    """y (n,): 1 where a reader (n, 2) clicked the ad (n,); a coin each."""
    check_same_length(people, ads)
    rate = click_rates(people)[np.arange(len(ads)), ads]
    return (rng.random(len(ads)) < rate).astype(int)


def click_log(
    n: int,
    rng: np.random.Generator,
    *,
    shares: Sequence[float] | None = None,
) -> tuple[Array, Array]:
    """X (n, 6) of `features`, and y (n,): 1 if clicked.

    Which ad is shown is chance: each equally often, or with the four
    `shares`, which add up to 1.
    """
    people = readers(n, rng)
    ads = rng.choice(len(ADS), n, p=shares)
    return features(people, ads), show(people, ads, rng)


def true_rate(X: Array) -> Array:
    """From X (n, 6) of `features` to the true probabilities (n,)."""
    return click_rates(X[:, :2])[np.arange(len(X)), X[:, 2:].argmax(axis=1)]


def auc(p: Array, y: Array) -> float:
    """The chance that p (n,) puts a clicked example above another one.

    y (n,) is 1 where there was a click. .5 is guessing, 1 is perfect;
    equal guesses count half. Raises ValueError if y holds one kind only.

    >>> auc(np.array([0.1, 0.4, 0.3]), np.array([0, 1, 0]))
    1.0
    """
    check_same_shape("p", p, "y", y)
    clicked, others = np.sort(p[y == 1]), np.sort(p[y == 0])
    if not len(clicked) or not len(others):
        raise ValueError(
            f"y holds {len(clicked)} clicks and {len(others)} others, but "
            "AUC compares pairs of one of each"
        )
    below = np.searchsorted(others, clicked, side="left")
    up_to = np.searchsorted(others, clicked, side="right")
    return float((below + up_to).mean() / 2 / len(others))


def log_loss(p: Array, y: Array) -> float:
    """Cross-entropy from probabilities: p (n,) of a click, y (n,) 0 or 1.

    >>> log_loss(np.array([0.5, 0.5]), np.array([0, 1])).__round__(4)
    0.6931
    """
    check_same_shape("p", p, "y", y)
    return float(-np.log(np.where(y == 1, p, 1 - p)).mean())
