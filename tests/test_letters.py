"""A novel as numbers: to letters, to examples, to counts and bits."""

from importlib.resources import files

import numpy as np
import pytest

from dlcourse import letters

K = len(letters.SIGNS)


def test_the_novel_is_there_with_its_license():
    """Sixteen chapters, small enough to carry, and where they come from."""
    text = letters.pride()
    data = files("dlcourse") / "data"

    assert text.startswith("PRIDE AND PREJUDICE\n\nBy Jane Austen")
    assert text.count("\nChapter ") == 16
    assert 140_000 < len(text.encode()) < 150_000
    notice = (data / "pride-LICENSE.txt").read_text(encoding="utf-8")
    assert "public domain" in notice
    assert "janeaustenr" in notice


def test_text_survives_as_numbers():
    """What is in the signs comes back; the rest becomes one space."""
    found = letters.words(letters.codes("Mr. Bennet\n\n  replied: _no_; 5!"))

    assert found == "mr. bennet replied no ; !"


def test_windows_are_signs_and_the_sign_that_follows():
    """Written out for a short text."""
    X, y = letters.windows(letters.codes("abcde"), 3)

    assert [letters.words(row) for row in X] == ["abc", "bcd"]
    assert letters.words(y) == "de"


@pytest.mark.parametrize("length", [5, 9])
def test_a_text_that_is_too_short_is_refused(length):
    """A window and the sign after it must fit; the error counts them."""
    with pytest.raises(ValueError, match=f"has 5 .* need {length + 1}"):
        letters.windows(letters.codes("abcde"), length)


def test_a_row_has_a_one_for_each_of_its_signs():
    """At the place of the sign, within the part of its position."""
    X = letters.one_hot(np.array([[0, 2], [33, 1]]))

    assert X.shape == (2, 2 * K)
    assert X.sum() == 4
    assert np.flatnonzero(X[0]).tolist() == [0, K + 2]
    assert np.flatnonzero(X[1]).tolist() == [33, K + 1]


def test_counts_are_the_shares_of_what_followed():
    """After an a came b twice and c once; after z nothing ever."""
    text = letters.codes("abacab")
    a, b, c, z = letters.codes("abcz")

    P = letters.shares_after(text, np.array([[a], [z]]), extra=1e-9)

    assert P.sum(axis=1) == pytest.approx(1)
    assert (P[0, b], P[0, c]) == pytest.approx((2 / 3, 1 / 3))
    assert P[1] == pytest.approx(np.full(K, 1 / K))


def test_what_never_followed_is_unlikely_but_possible():
    """The extra count: 1 of 34 more, beside the two that were met."""
    text = letters.codes("abab")

    P = letters.shares_after(text, letters.codes("a")[:, None], extra=1.0)

    assert P.min() == pytest.approx(1 / (2 + K))


def test_counting_after_nothing_gives_the_shares_of_the_signs():
    """A row without signs: all places of the text are alike."""
    text = letters.codes("xabbb")

    P = letters.shares_after(text, np.zeros((3, 0), int), extra=1e-9)

    assert P.shape == (3, K)
    assert P[0, letters.codes("b")[0]] == pytest.approx(3 / 4)


def test_rows_of_signs_have_numbers_of_their_own():
    """Two rows have one number only if they are the same row."""
    rows = np.random.default_rng(0).integers(0, K, (500, 3))

    numbers = letters.row_number(rows)

    assert len(set(numbers)) == len({tuple(row) for row in rows.tolist()})


def test_bits_count_doublings_of_doubt():
    """Even odds among eight cost three bits; a sure right answer none."""
    even, sure = np.full((4, 8), 1 / 8), np.eye(8)[:4]

    assert letters.bits(even, np.arange(4)) == 3
    assert letters.bits(sure, np.arange(4)) == 0
