"""A novel as numbers: text to letters, letters to examples, and back.

The text is the first sixteen chapters of a novel of 1813. `codes` writes
it in the few signs of `SIGNS`; `windows` makes examples of it: some signs in
a row, and the one that follows. `shares_after` is the rival of a network,
which counts; `bits` is the ruler for both.
"""

from __future__ import annotations  # numpy.random loads only when used

from importlib.resources import files

import numpy as np

from dlcourse.checks import Array, check_count

SIGNS = " abcdefghijklmnopqrstuvwxyz,.;'?!-"


def pride() -> str:
    """Chapters 1 to 16 of "Pride and Prejudice" by Jane Austen (1813).

    In the public domain. Source and license of the copy:
    dlcourse/data/pride-LICENSE.txt.
    """
    source = files("dlcourse") / "data" / "pride.txt"
    return source.read_text(encoding="utf-8")


def codes(text: str) -> Array:
    """The text as numbers (n,): each sign's place in `SIGNS`, from 0.

    Capitals become small. A sign that is not in `SIGNS` becomes a space, and
    of several spaces in a row one stays.
    """
    known = [c if c in SIGNS else " " for c in text.lower()]
    kept = " ".join("".join(known).split())
    return np.array([SIGNS.index(c) for c in kept], int)


def words(numbers: Array) -> str:
    """The text that the numbers (n,) stand for."""
    return "".join(SIGNS[number] for number in numbers)


def windows(numbers: Array, length: int) -> tuple[Array, Array]:
    """X (m, length), signs in a row, and y (m,), the sign after each row."""
    check_count("length", length)
    if len(numbers) <= length:
        raise ValueError(
            f"the text has {len(numbers)} signs, but a window of "
            f"{length} and the sign after it need {length + 1}"
        )
    view = np.lib.stride_tricks.sliding_window_view
    rows = view(numbers, length + 1)
    return rows[:, :-1], rows[:, -1]


def one_hot(X: Array) -> Array:
    """X (m, length), numbers of signs, as (m, length * 34): a 1 for each."""
    count = len(SIGNS)
    return np.eye(count, dtype=np.float32)[X].reshape(len(X), -1)


def shares_after(numbers: Array, X: Array, *, extra: float = 0.1) -> Array:
    """P (m, 34): what followed each row of X (m, before) in the text (n,).

    `extra` is added to every count, so that nothing is impossible. After a
    row that the text does not hold, all signs are equally likely.
    """
    count = len(SIGNS)
    seen, y = windows(numbers, max(X.shape[1], 1))
    pasts, which = np.unique(
        row_number(seen[:, : X.shape[1]]), return_inverse=True
    )
    tally = np.full((len(pasts) + 1, count), extra)
    np.add.at(tally, (which, y), 1)
    asked = row_number(X)
    place = np.minimum(np.searchsorted(pasts, asked), len(pasts) - 1)
    place[pasts[place] != asked] = len(pasts)  # the row of the unseen
    return tally[place] / tally[place].sum(axis=1, keepdims=True)


def row_number(X: Array) -> Array:
    """Each row of X (m, before) as one number, (m,): its digits base 34."""
    return X @ len(SIGNS) ** np.arange(X.shape[1])[::-1]


def bits(P: Array, y: Array) -> float:
    """Mean bits a sign: -log2 of what P (m, k) gave to each y (m,)."""
    return float(-np.log2(P[np.arange(len(y)), y]).mean())
