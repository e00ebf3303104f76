"""What to compare on small inputs, where results alone do not tell.

Random results differ from one right answer to the next, and so do equally
good lines. A small witness runs such a function and says in a few sentences
what every right answer has in common. `smallest.py` shows the first sentence
that is not as it should be.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlcourse.feedback.small_inputs import MANY_TRIES
from dlcourse.feedback.spy import counting_steps
from dlcourse.feedback.witness import (
    Words,
    minibatches_witness,
    parts,
    said,
    shapes,
    train_val_split_witness,
    yes,
)
from dlcourse.search import admit, fraction_correct

MANY_DRAWS = 10_000  # so many measure a spread to a hundredth
OFF = 0.05  # five times that
TINY = 1e-9
COUNTED_BATCH = 2


def three_parts(result: Any) -> bool:
    """Whether these are weights, one bias and one share."""
    return (
        isinstance(result, (tuple, list))
        and len(result) == 3
        and [np.ndim(part) for part in result] == [1, 0, 0]
    )


def initialize_witness(initialize: Callable) -> Callable:
    """Shapes, a bias of 0, and of many draws their mean and spread."""

    def watched(n_in: int, n_out: int, rng: Any) -> Words:
        result = initialize(n_in, n_out, rng)
        words = [f"shapes {shapes(result)}"]
        if shapes(result) != shapes((np.zeros((n_in, n_out)), [0.0] * n_out)):
            return said(words)
        W, b = (np.asarray(part, float) for part in result)
        words.append(f"b is {'all 0' if not b.any() else 'not all 0'}")
        if W.size >= MANY_DRAWS:
            level = np.sqrt(2 / n_in)
            mean, spread = W.mean(), W.std()
            if abs(mean) < OFF * level:
                mean = 0.0
            if abs(spread - level) < OFF * level:
                spread = level
            words += [
                f"the mean of W is about {mean:.2g}",
                f"the standard deviation of W is about {spread:.3g}",
            ]
            same, again, other = (
                initialize(n_in, n_out, np.random.default_rng(seed))[0]
                for seed in (1, 1, 2)
            )
            words += [
                f"the same seed, the same W: {yes(np.allclose(same, again))}",
                f"another seed, the same W: {yes(np.allclose(same, other))}",
            ]
        return said(words)

    return watched


def line_words(X: Any, y: Any, result: Any) -> list[str]:
    """Kinds and shapes of w, b and best, and whether best is their share."""
    if not three_parts(result):
        return [f"shapes {shapes(result)}"]
    w, b, best = result
    words = [f"shapes {shapes(result)}"]
    if np.shape(w) == X.shape[1:]:
        share = fraction_correct(admit(X, np.asarray(w, float), b), y)
        words.append(
            "best is the share of the line"
            if abs(best - share) < TINY
            else f"best is {best:.4g}, and the share of the line {share:.4g}"
        )
    return words


def random_search_witness(random_search: Callable) -> Callable:
    """What comes back, and whether `best` belongs to the line.

    About one student, the best of many lines is right.
    """

    def watched(X: Any, y: Any, tries: int, rng: Any) -> Words:
        result = random_search(X, y, tries, rng)
        words = line_words(X, y, result)
        if len(y) == 1 and tries >= MANY_TRIES and three_parts(result):
            words.append(f"the best share is {result[2]:.4g}")
        return said(words)

    return watched


def grid_search_witness(grid_search: Callable) -> Callable:
    """As for `random_search`; besides, the values used, and the best share."""

    def watched(X: Any, y: Any, values: Any) -> Words:
        result = grid_search(X, y, values)
        words = line_words(X, y, result)
        if three_parts(result):
            w, b, best = result
            known = np.isclose(np.append(w, b)[:, np.newaxis], values)
            words += [
                f"w and b {'' if known.any(1).all() else 'not '}"
                "among the values",
                f"the best share is {best:.4g}",
            ]
        return said(words)

    return watched


def train_witness(train: Callable) -> Callable:
    """What the loop called, in its order, and what it returned."""

    def watched(*data_and_numbers: Any) -> Words:
        steps, calls = counting_steps(size=COUNTED_BATCH)
        result = train(steps, {"count": np.array(0.0)}, *data_and_numbers)
        words = [call_words(call) for call in calls]
        if (
            not isinstance(result, (tuple, list))
            or len(result) != 2
            or not isinstance(result[0], dict)
        ):
            kinds = ", ".join(type(part).__name__ for part in parts(result))
            return said(
                [*words, f"came back: {kinds or type(result).__name__}"]
            )
        parameters, history = result
        updates = float(parameters["count"])
        pairs = np.round(np.asarray(history, float), 6) + 0
        return said(
            [
                *words,
                f"parameters after {counted(updates, 'update')}",
                f"history {pairs.tolist()}",
            ]
        )

    return watched


def call_words(call: tuple) -> str:
    """One call of a tool as a student would tell it."""
    tool, *noted = call
    if tool == "batches":
        return f"batches of {counted(len(noted[0]), 'example')} asked for"
    if tool == "backward":
        count, rows, _ = noted
        examples = ", ".join(f"example {row:g}" for row in rows)
        return f"backward after {counted(count, 'update')}, for {examples}"
    count, slope, rate = noted
    return (
        f"update after {counted(count, 'update')}, with the gradient "
        f"{slope:g} and the learning rate {rate:g}"
    )


def shift_images_witness(shift_images: Callable) -> Callable:
    """Where the dots of the pictures are."""

    def watched(X: Any, right: int, down: int) -> Words:
        moved = np.asarray(shift_images(X, right, down), float)
        words = [f"shape {moved.shape}"]
        if moved.shape != X.shape:
            return said(words)
        for number, picture in enumerate(moved.reshape(-1, 8, 8)):
            dots = [
                f"{picture[line, column]:g} in line {line}, column {column}"
                for line, column in np.argwhere(picture)
            ]
            words.append(f"picture {number} has {dots_words(dots)}")
        return said(words)

    return watched


def dots_words(dots: list[str]) -> str:
    """The only dot, or how many there are.

    >>> dots_words([]), dots_words(["a dot"]), dots_words(["a", "b"])
    ('no dot', 'a dot', '2 dots')
    """
    if len(dots) == 1:
        return dots[0]
    return f"{len(dots)} dots" if dots else "no dot"


def counted(number: float, noun: str) -> str:
    """A number of things.

    >>> counted(1, "epoch"), counted(0, "epoch")
    ('1 epoch', '0 epochs')
    """
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


def training_words(*arguments: Any) -> str:
    """What `train` gets, in words."""
    X, _, X_val, _, epochs, rate = arguments
    return (
        f"tools that only count, {counted(len(X), 'example')} in batches of "
        f"{COUNTED_BATCH}, {len(X_val)} for validation, "
        f"{counted(epochs, 'epoch')}, the learning rate {rate:g}"
    )


def moving_words(X: Any, right: int, down: int) -> str:
    """What `shift_images` gets, in words."""
    places = [
        f"a dot in line {place // 8}, column {place % 8}"
        for _, place in np.argwhere(X)
    ]
    return (
        f"{counted(len(X), 'picture')} with {', '.join(places)}, "
        f"right {right}, down {down}"
    )


# Of these the arguments alone would say little.
IN_WORDS: dict[str, Callable[..., str]] = {
    "train": training_words,
    "shift_images": moving_words,
}
SMALL_WITNESSES: dict[str, Callable[[Callable], Callable]] = {
    "initialize": initialize_witness,
    "random_search": random_search_witness,
    "grid_search": grid_search_witness,
    "minibatches": minibatches_witness,
    "train": train_witness,
    "train_val_split": train_val_split_witness,
    "shift_images": shift_images_witness,
}


def watched(name: str, function: Callable) -> Callable:
    """The function, or a witness of it where its results do not tell."""
    witness = SMALL_WITNESSES.get(name)
    return witness(function) if witness else function
