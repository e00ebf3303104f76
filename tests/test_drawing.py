"""Dots and ink: what becomes of a drawing."""

import numpy as np
import pytest

from dlcourse import datasets
from dlcourse.drawing import as_dots, centered, count_ink, moved, placed


@pytest.fixture(scope="module")
def digits():
    X, _ = datasets.digits(part="test")
    return X[:50]


def box(top, left, height, width):
    """One drawing: a full rectangle."""
    dots = np.zeros((1, 32, 32))
    dots[0, top : top + height, left : left + width] = 1
    return dots


def ink_box(dots):
    """The top, left, height and width of what has ink."""
    rows = np.flatnonzero(dots[0].any(axis=1))
    columns = np.flatnonzero(dots[0].any(axis=0))
    return rows[0], columns[0], len(rows), len(columns)


def test_ink_is_counted_in_squares_of_four_by_four():
    """A full cell counts 16, a cell that is half covered 8."""
    X = count_ink(box(4, 8, 4, 6))

    expected = np.zeros((8, 8))
    expected[1, 2:4] = 16, 8
    assert np.array_equal(X, expected.reshape(1, 64))


def test_an_image_becomes_dots_that_look_like_it(digits):
    """As much ink as before, and nearly all of it in the same cells."""
    X = count_ink(as_dots(digits))

    assert np.abs(X.sum(axis=1) - digits.sum(axis=1)).max() <= 8
    assert np.abs(X - digits).mean() < 1
    assert not as_dots(np.zeros((1, 64))).any()


def test_a_drawing_is_made_smaller_and_moved():
    """A rectangle of half the size stands where it was moved to."""
    dots = placed(box(0, 0, 16, 8), size=0.5, right=3, down=5)

    assert ink_box(dots) == (5, 3, 8, 4)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((3, 2, 16, 10), (0, 6, 32, 20)),  # like the box of the data
        ((3, 2, 16, 16), (0, 6, 32, 20)),  # as wide as high: narrower
        ((8, 20, 16, 2), (0, 12, 32, 8)),  # a bare 1: twice as wide
        ((9, 4, 2, 20), (14, 6, 4, 20)),  # a dash: twice as high
        ((0, 6, 32, 20), (0, 6, 32, 20)),  # in place already
    ],
)
def test_a_drawing_is_brought_to_the_middle_and_to_one_size(given, expected):
    """32 dots high and 20 wide, but no bar is stretched to a block."""
    assert ink_box(centered(box(*given))) == expected


def test_an_empty_board_stays_empty():
    """There is no middle of nothing."""
    assert not centered(np.zeros((1, 32, 32))).any()


def test_the_digits_of_the_data_are_centered_already(digits):
    """Centering moves hardly any of their ink: that is why we do it."""
    again = count_ink(centered(as_dots(digits)))
    small = placed(as_dots(digits), size=0.6, right=1, down=2)
    restored = count_ink(centered(small))

    assert np.abs(again - digits).mean() < 2
    assert np.abs(restored - digits).mean() < 3
    assert np.abs(count_ink(small) - digits).mean() > 4


def test_moved_drawings_differ_a_little(digits):
    """By chance, from `rng`, each for itself, with about as much ink."""
    dots = np.repeat(as_dots(digits[:1]), 20, axis=0)

    copies = moved(dots, np.random.default_rng(0))

    assert len({copy.tobytes() for copy in copies}) == 20
    assert np.array_equal(copies, moved(dots, np.random.default_rng(0)))
    assert 0.7 < copies.sum() / dots.sum() < 1.3
    assert np.abs(copies - dots).mean() < 0.3
