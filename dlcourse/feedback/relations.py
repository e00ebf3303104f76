"""How what a function gives back may hang together with what is right.

A result may be the right one turned round, without its sign, or as many times
too large as there are examples. `likeness.py` asks for the first relation that
holds in all of many trials.
"""

import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import dlcourse
from dlcourse.feedback.alterations import sizes
from dlcourse.feedback.small_inputs import Arguments
from dlcourse.feedback.smallest import alike

DIFFERENT = 2  # so many numbers of times, or it is a constant
PLAIN_FACTORS = {2.0: "twice", 0.5: "half of", 100.0: "100 times"}

# What the arguments of transfer functions are called.
ARGUMENTS = {
    "admit_corner": ("X", "lowest"),
    "balanced_accuracy": ("guesses", "y"),
    "grid_search": ("X", "y", "values"),
    "elu": ("Z",),
    "leaky_relu": ("Z", "slope"),
    "softplus": ("Z",),
    "hinge_loss": ("Z", "y"),
    "huber_loss": ("P", "Y", "delta"),
    "smoothed_cross_entropy": ("Z", "y", "amount"),
    "huber_loss_grad": ("P", "Y", "delta"),
    "leaky_relu_backward": ("dA", "A", "slope"),
    "scale_backward": ("dZ", "X", "gain"),
    "clip_gradients": ("gradients", "limit"),
    "decay_step": ("parameters", "gradients", "learning_rate", "decay"),
    "momentum_step": (
        "parameters",
        "velocity",
        "gradients",
        "learning_rate",
        "keep",
    ),
    "recall_by_class": ("guesses", "y", "k"),
    "shift_images": ("X", "right", "down"),
    "top_k_accuracy": ("Z", "y", "k"),
}


@dataclass(frozen=True)
class Trial:
    """What was given back for the arguments, and what is right there."""

    arguments: Arguments
    wanted: Any
    given: Any = None
    stopped: bool = False

    @property
    def wrong(self) -> bool:
        """Whether it stopped, or gave something else."""
        return self.stopped or not alike(self.given, self.wanted)


def relation(name: str, trials: list[Trial]) -> str:
    """How given and wanted numbers hang together, in all of the trials."""
    try:
        pairs = [
            (np.asarray(t.given, float), np.asarray(t.wanted, float))
            for t in trials
            if t.given is not None
        ]
    except (TypeError, ValueError):
        return ""
    if len(pairs) < len(trials):
        return ""
    for words, made in RELATIONS.items():
        if all(holds(made, g, w) for g, w in pairs):
            return words
    return (
        factor(pairs)
        or factor_of_size(name, trials, pairs)
        or divided_by_another(name, trials, pairs)
        or argument_returned(name, trials)
    )


def holds(made: Callable, g: np.ndarray, w: np.ndarray) -> bool:
    """Whether the given g is what the relation makes of the wanted w."""
    try:
        expected = np.asarray(made(g, w), float)
    except (ValueError, IndexError, np.exceptions.AxisError):
        return False
    return alike(g, expected)


def only(ndim: int, make: Callable) -> Callable:
    """The relation, for wanted arrays with at least so many axes."""

    def made(g: np.ndarray, w: np.ndarray) -> np.ndarray:
        if w.ndim < ndim:
            raise ValueError("too few axes")
        return make(w)

    return made


def backward(of_given: Callable) -> Callable:
    """A relation that makes the wanted number out of the given ones."""

    def made(g: np.ndarray, w: np.ndarray) -> np.ndarray:
        if g.ndim <= w.ndim or not alike(of_given(g), w):
            raise ValueError("another one")
        return g

    return made


def reshaped(g: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The wanted numbers in the given shape."""
    return w.reshape(g.shape)


# What yours may be, from what is right; those that lose least come first.
RELATIONS: dict[str, Callable[[np.ndarray, np.ndarray], Any]] = {
    "yours is right, but its rows and columns have changed places": only(
        2, lambda w: w.T
    ),
    "the numbers of yours are right, but not its shape": reshaped,
    "yours is 0 everywhere": lambda g, w: np.zeros(w.shape),
    "yours has the wrong sign, and is right otherwise": lambda g, w: -w,
    "yours is right but for the sign, which is never negative": (
        lambda g, w: np.abs(w)
    ),
    "yours is -1 where 0 is right, and right elsewhere": (
        lambda g, w: np.where(w == 0, -1, w)
    ),
    "yours is 1 minus what is right": lambda g, w: 1 - w,
    "yours is what is right, plus 1": lambda g, w: w + 1,
    "yours is what is right, minus 1": lambda g, w: w - 1,
    "yours is what is right, rounded to whole numbers": (
        lambda g, w: np.round(w)
    ),
    "yours is what is right, without its decimals": lambda g, w: np.trunc(w),
    "yours is what is right, rounded down to whole numbers": (
        lambda g, w: np.floor(w)
    ),
    "yours is what is right, rounded to one decimal": (
        lambda g, w: np.round(w, 1)
    ),
    "yours is what is right, rounded to two decimals": (
        lambda g, w: np.round(w, 2)
    ),
    "yours is what is right, rounded to three decimals": (
        lambda g, w: np.round(w, 3)
    ),
    "yours is 0 where what is right is negative, and right elsewhere": (
        lambda g, w: np.maximum(w, 0)
    ),
    "yours is right only from 0 to 1, where it is cut off": (
        lambda g, w: np.clip(w, 0, 1)
    ),
    "yours is the square of what is right": lambda g, w: w**2,
    "yours is the root of what is right": lambda g, w: np.sqrt(w),
    "yours is exp of what is right": lambda g, w: np.exp(w),
    "yours is the log of what is right": lambda g, w: np.log(w),
    "yours is 1 divided by what is right": lambda g, w: 1 / w,
    "yours has the right rows in the reverse order": only(
        1, lambda w: w[::-1]
    ),
    "yours is right, but the last row is missing": only(1, lambda w: w[:-1]),
    "yours is right, but the first row is missing": only(1, lambda w: w[1:]),
    "yours is only the first row of what is right": only(1, lambda w: w[:1]),
    "yours is only the last row of what is right": only(1, lambda w: w[-1:]),
    "yours is only the first entry of what is right": only(
        1, lambda w: w[0]
    ),
    "yours is only the last entry of what is right": only(
        1, lambda w: w[-1]
    ),
    "yours is the sum of all numbers that should come back": only(
        1, np.sum
    ),
    "yours is the mean of all numbers that should come back": only(
        1, np.mean
    ),
    "yours is the sum of the rows that should come back": only(
        2, lambda w: w.sum(axis=0)
    ),
    "yours is the mean of the rows that should come back": only(
        2, lambda w: w.mean(axis=0)
    ),
    "yours is the sum over each row of what should come back": only(
        2, lambda w: w.sum(axis=1)
    ),
    "the mean of what yours gives back would be right": backward(np.mean),
    "the sum of what yours gives back would be right": backward(np.sum),
    "the sum over the rows of yours would be right": backward(
        lambda g: g.sum(axis=0)
    ),
}  # fmt: skip


def factor(pairs: list[tuple[np.ndarray, np.ndarray]]) -> str:
    """Whether yours is the same number of times what is right."""
    found = {f"{value:.6g}" for value in quotients(pairs)}
    if len(found) != 1:
        return ""
    value = float(found.pop())
    if value in (0, 1):
        return ""
    words = PLAIN_FACTORS.get(value, f"{value:.4g} times")
    return f"yours is {words} what is right"


def quotients(pairs: list[tuple[np.ndarray, np.ndarray]]) -> list[float]:
    """Of each pair the number of times; [nan, 0.] where it has several."""
    found = []
    for g, w in pairs:
        big = np.abs(w) > 1e-6  # of 0 everything is a multiple
        if g.shape != w.shape or np.any(np.abs(g[~big]) > 1e-6):
            return [np.nan, 0.0]
        many = g[big] / w[big]
        if many.size and not np.isclose(many, many.flat[0]).all():
            return [np.nan, 0.0]
        found += [float(many.flat[0])] if many.size else []
    return found


def factor_of_size(
    name: str,
    trials: list[Trial],
    pairs: list[tuple[np.ndarray, np.ndarray]],
) -> str:
    """Whether yours is off by how many rows, columns or numbers there are."""
    counted = [sizes(names_of(name, t.arguments), t.arguments) for t in trials]
    for words in what_is_counted(counted):
        many = [one[words] for one in counted]
        if len(set(many)) == 1:
            continue
        for how, power in (("multiplied", 1), ("divided", -1)):
            for times, twice in (
                (1.0, ""),
                (2.0, "twice "),
                (0.5, "half of "),
            ):
                if all(
                    alike(g, times * w * float(n) ** power)
                    for (g, w), n in zip(pairs, many)
                ):
                    by = "by the number of " + words
                    return f"yours is {twice}what is right {how} {by}"
    return ""


def what_is_counted(counted: list[dict[str, int]]) -> list[str]:
    """What there is a number of in all of the trials."""
    return [key for key in counted[0] if all(key in one for one in counted)]


def divided_by_another(
    name: str,
    trials: list[Trial],
    pairs: list[tuple[np.ndarray, np.ndarray]],
) -> str:
    """Whether another number of things was divided by than should be."""
    counted = [sizes(names_of(name, t.arguments), t.arguments) for t in trials]
    for meant, taken in itertools.permutations(what_is_counted(counted), 2):
        many = [(one[meant], one[taken]) for one in counted]
        if len({m / t for m, t in many}) >= DIFFERENT and all(
            alike(g, w * m / t) for (g, w), (m, t) in zip(pairs, many)
        ):
            return (
                f"yours comes out as if divided by the number of {taken}, "
                f"and not by the number of {meant}"
            )
    for taken in what_is_counted(counted):
        many = [(one[taken], one[taken] - 1) for one in counted]
        if len(set(many)) >= DIFFERENT and all(
            t == 0 or alike(g, w * m / t)
            for (g, w), (m, t) in zip(pairs, many)
        ):
            return (
                "yours comes out as if divided by one less than the number "
                f"of {taken}"
            )
    return ""


def argument_returned(name: str, trials: list[Trial]) -> str:
    """Whether yours is one of the arguments, as it came."""
    for place, argument in enumerate(names_of(name, trials[0].arguments)):
        if all(alike(t.given, t.arguments[place]) for t in trials):
            return f"yours gives {argument} back as it came"
    return ""


def names_of(name: str, arguments: Arguments) -> list[str]:
    """What the course calls these arguments."""
    right = getattr(dlcourse, name, None)
    if right is None:
        names = ARGUMENTS.get(name, ())
    else:
        names = tuple(inspect.signature(right).parameters)
    return list(names[: len(arguments)])
