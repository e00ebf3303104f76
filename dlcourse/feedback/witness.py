"""What a function does where its results alone do not tell.

Random results differ from one right answer to the next, and the order of a
loop's calls leaves no trace in what it returns. A witness runs such a
function and gives back words and numbers that are the same for all who make
the same mistake. Add one to WITNESSES, under the function's name.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np

from dlcourse.feedback.spy import counting_steps, numbers, rows_of
from dlcourse.losses import cross_entropy
from dlcourse.metrics import accuracy
from dlcourse.network import forward

MOST_BATCHES = 100  # of a generator that never ends
FEW = 10  # epochs
TURNED = 0.2  # yes to everybody gets more
HARDLY, WELL = 0.82, 0.935  # shares of right answers
GUESSED, MOST = 0.3, 0.7  # shares of digits that are read rightly
FAINT, PAPER = 1000.0, 5  # what is not scaled is nearly 5 everywhere
EXPLODED = 4.0  # a loss that no start has, unless it was made worse
TINY, ROUGHLY = 1e-9, 1e-3
PARTING = "; "
ENOUGH = 20  # so many are not batched in their order by chance


class Words(str):
    """What a witness says, told apart from a text that a student returns."""


def said(words: list[str]) -> Words:
    """The words as one text."""
    return Words(PARTING.join(words))


def minibatches_witness(minibatches: Callable) -> Callable:
    """Sizes, what is in the batches, and whether they are shuffled anew."""

    def watched(X: Any, y: Any, size: int, rng: Any) -> Words:
        known = np.array(X)
        first, second, other = (
            drawn(minibatches(X, y, size, generator))
            for generator in (rng, rng, np.random.default_rng(1))
        )
        words = [f"{len(first)} batch{'es' * (len(first) != 1)}"]
        words += [f"a batch of shapes {shapes(pair)}" for pair in first]
        if not all(is_pair(pair, known) for pair in first):
            return said(words)
        order = [row for X_part, _ in first for row in rows_of(X_part)]
        labels = [label for _, y_part in first for label in numbers(y_part)]
        given = rows_of(known)
        words.append(f"each example once: {yes(sorted(order) == given)}")
        if len(given) >= ENOUGH:
            there, again = len(order), alike(first, second)
            seeded = [
                drawn(minibatches(X, y, size, np.random.default_rng(2)))
                for _ in range(2)
            ]
            words += [
                f"each label with its row: {yes(order == labels)}",
                f"rows in their old order: {yes(order == given[:there])}",
                f"labels in their old order: {yes(labels == given[:there])}",
                f"neighbors in one batch: {yes(neighbors(first))}",
                f"the same order for the same seed: {yes(alike(*seeded))}",
                f"the same order in a second call: {yes(again)}",
                f"the same order with another rng: {yes(alike(first, other))}",
            ]
        return said(words)

    return watched


def drawn(batches: Iterable) -> list:
    """The batches as a list, however they come."""
    return [
        tuple(pair) if isinstance(pair, list) else pair
        for pair in islice(batches, MOST_BATCHES)
    ]


def yes(condition: bool) -> str:
    """A fact as a word."""
    return "yes" if condition else "no"


def shapes(values: Any) -> str:
    """The shapes of the parts of a pair, or of whatever came instead.

    >>> shapes((np.zeros((2, 3)), 1.0)), shapes([[[1], [2, 3]]])
    ('(2, 3) ()', 'ragged')
    """
    parts = values if isinstance(values, (tuple, list)) else [values]
    try:
        return " ".join(str(np.shape(part)) for part in parts)
    except ValueError:
        return "ragged"


def is_pair(pair: Any, X: np.ndarray) -> bool:
    """Whether it is a part of X and as many labels."""
    return (
        isinstance(pair, (tuple, list))
        and len(pair) == 2
        and np.shape(pair[0])[1:] == X.shape[1:]
        and np.shape(pair[1]) == np.shape(pair[0])[:1]
    )


def neighbors(pairs: list) -> bool:
    """Whether each batch holds examples that stood side by side."""
    return all(np.ptp(rows_of(X_part)) < len(X_part) for X_part, _ in pairs)


def alike(one: list, two: list) -> bool:
    """Whether two lists of pairs hold the same examples in one order."""
    return [rows_of(part) for part, _ in one] == [
        rows_of(part) for part, _ in two
    ]


def train_witness(train: Callable) -> Callable:
    """What the loop returned, and its calls in their order."""

    def watched(*data_and_numbers: Any) -> list:
        steps, calls = counting_steps(size=2)
        result = train(steps, {"count": np.array(0.0)}, *data_and_numbers)
        return [result, Words(calls)]

    return watched


def train_val_split_witness(train_val_split: Callable) -> Callable:
    """Sizes, what is in the parts, and whether they are drawn from rng."""

    def watched(X: Any, y: Any, fraction: float, rng: Any) -> Words:
        known = np.array(X)
        first, second, other = (
            train_val_split(X, y, fraction, generator)
            for generator in (rng, rng, np.random.default_rng(1))
        )
        words = [f"shapes {shapes(first)}"]
        fits = isinstance(first, (tuple, list)) and len(first) == 4
        if not fits or not (
            is_pair(first[:2], known) and is_pair(first[2:], known)
        ):
            return said(words)
        trained, judged = rows_of(first[0]), rows_of(first[2])
        given = rows_of(known)
        labels, labels_val = numbers(first[1]), numbers(first[3])
        apart = not set(trained) & set(judged)
        labels_stay = given in both_ways(labels, labels_val)
        words += [
            f"y belongs to X: {yes(trained == labels)}",
            f"y_val belongs to X_val: {yes(judged == labels_val)}",
            f"no example in both parts: {yes(apart)}",
            f"none twice in X: {yes(len(set(trained)) == len(trained))}",
            f"none twice in X_val: {yes(len(set(judged)) == len(judged))}",
        ]
        if len(given) >= ENOUGH:
            one, same = (
                rows_of(
                    train_val_split(X, y, fraction, np.random.default_rng(2))[
                        2
                    ]
                )
                for _ in range(2)
            )
            words += [
                f"the same ones aside for the same seed: {yes(one == same)}",
                f"labels in their old order: {yes(labels_stay)}",
                f"the last ones aside: {yes(trained + judged == given)}",
                f"the first ones aside: {yes(judged + trained == given)}",
                "the same ones aside in a second call: "
                f"{yes(judged == rows_of(second[2]))}",
                "the same ones aside with another rng: "
                f"{yes(judged == rows_of(other[2]))}",
            ]
        return said(words)

    return watched


def learn_admissions_witness(learn_admissions: Callable) -> Callable:
    """Shapes, how long it learned, how far it came; no exact numbers."""

    def watched(X: Any, y: Any, X_val: Any, y_val: Any, rng: Any) -> Words:
        result = learn_admissions(X, y, X_val, y_val, rng)
        kinds = [type(part).__name__ for part in parts(result)]
        if kinds != ["dict", "list"]:
            return said([f"{type(result).__name__} of {kinds[:2]}"])
        parameters, history = result
        words = [f"{key} {np.shape(parameters[key])}" for key in parameters]
        if np.shape(parameters["W1"]) != (2, 8):
            return said(words)
        first, last = (
            cross_entropy(forward(parameters, X_val), y_val),
            history[-1][1],
        )
        losses = [pair[0] for pair in history]
        return said(
            [
                *words,
                f"learned for {span(len(history))} epochs",
                f"alike {np.ptp(parameters['W1'], axis=1).max() < TINY}",
                f"history ends here {abs(first - last) < ROUGHLY}",
                f"exploded {not max(losses) < EXPLODED}",
                level(accuracy(forward(parameters, X), y)),
            ]
        )

    return watched


def both_ways(one: list, two: list) -> list[list]:
    """The two lists as one, in either order."""
    return [one + two, two + one]


def read_digits_witness(read_digits: Callable) -> Callable:
    """Shape, and about how much is right: of all digits, and of one alone."""

    def watched(X: Any, y: Any, X_new: Any, y_new: Any, rng: Any) -> Words:
        labels = read_digits(X, y, X_new, rng)
        if labels is None:
            return said(["nothing"])
        words = [f"labels of shape {np.shape(labels)}"]
        if np.shape(labels) != np.shape(y_new):
            return said(words)
        decimals = np.asarray(labels, float) - np.rint(labels)
        if np.abs(decimals).max() > ROUGHLY:
            return said([*words, "with decimals"])
        words += [
            f"one digit {len(set(numbers(labels))) == 1}",
            share_words(labels, y_new),
            f"less one {share_words(np.asarray(labels) - 1, y_new)}",
        ]
        if words[2] != "guessed":  # and if ink is measured otherwise?
            faint = X / FAINT + PAPER, y, X_new / FAINT + PAPER
            if share_words(read_digits(*faint, rng), y_new) == "guessed":
                return said([words[0], "the unit of the pixels matters"])
        if "most" in words:  # and if it sees pictures of one digit alone?
            one = y_new == y_new[0]
            mixed, alone = (
                read_digits(X, y, pictures, np.random.default_rng(0))
                for pictures in (X_new, X_new[one])
            )
            same = np.mean(np.equal(np.asarray(mixed)[one], alone))
            words.append(f"read alike alone {same > MOST}")
        return said(words)

    return watched


def share_words(labels: Any, y: Any) -> str:
    """How much is right, in steps that chance does not cross."""
    right = np.mean(np.rint(np.asarray(labels, float)) == y)
    return "guessed" if right < GUESSED else "some" if right < MOST else "most"


def parts(result: Any) -> Any:
    """The parts of two results, or nothing."""
    return result if isinstance(result, (tuple, list)) else ()


def span(epochs: int) -> str:
    """How many epochs, in words."""
    return "1" if epochs == 1 else "few" if epochs < FEW else "many"


def level(share: float) -> str:
    """How much is right, in steps so wide that chance does not cross them."""
    if share < TURNED:
        return "nearly all wrong"
    return "hardly" if share < HARDLY else "nearly" if share < WELL else "well"


WITNESSES: dict[str, Callable[[Callable], Callable]] = {
    "minibatches": minibatches_witness,
    "train": train_witness,
    "learn_admissions": learn_admissions_witness,
    "read_digits": read_digits_witness,
    "train_val_split": train_val_split_witness,
}
