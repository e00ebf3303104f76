"""Dots, ink and the drawing board: what becomes of a drawing."""

import base64

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import datasets, forward, softmax, standardize
from dlcourse.drawing import (
    MIME,
    DrawDigit,
    as_dots,
    centered,
    count_ink,
    moved,
    placed,
)
from dlcourse.palette import use_style
from dlcourse.widgets import BUILDING


@pytest.fixture(autouse=True)
def figures_closed(monkeypatch):
    monkeypatch.delenv(BUILDING, raising=False)
    with plt.rc_context():
        plt.switch_backend("agg")
        use_style()
        yield
        plt.close("all")


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


# The board


def make(h=12, **changes):
    """A board with random weights and four digits to load."""
    rng = np.random.default_rng(1)
    X, y = datasets.digits(part="test")
    parameters = {
        "W1": rng.normal(0, 0.2, (64, h)),
        "b1": rng.normal(size=h),
        "W2": rng.normal(size=(h, 10)),
        "b2": rng.normal(size=10),
    }
    given = {"examples": X[:4], "labels": y[:4], **changes}
    return DrawDigit(parameters, X, **given)


def test_the_board_reads_as_the_chapter_does(digits):
    """Scaled as `standardize` does it, then forward and softmax."""
    board = make()
    X, _ = datasets.digits(part="test")

    A1, P = board.read(digits)

    _, scaled = standardize(X.astype(float), digits.astype(float))
    Z = forward(board.parameters, scaled)
    assert np.abs(P - softmax(Z)).max() < 1e-5
    assert A1.shape == (50, 12)


def test_the_page_gets_the_very_numbers_of_the_network():
    """The weights in their order, and nothing lost but float32."""
    board = make()

    given = board.board()

    theta = np.frombuffer(base64.b64decode(given["theta"]), "<f4")
    W1 = theta[: 64 * 12].reshape(64, 12)
    assert given["sizes"] == [64, 12, 10]
    assert len(theta) == 64 * 12 + 12 + 12 * 10 + 10
    assert np.array_equal(W1, board.parameters["W1"])
    assert np.array_equal(theta[-10:], board.parameters["b2"])
    assert np.array_equal(given["examples"], board.examples)


def test_what_a_notebook_shows_is_a_picture(monkeypatch):
    """The book gets the board as well; both say the same in words."""
    board = make()

    notebook = board._repr_mimebundle_()
    monkeypatch.setenv(BUILDING, "1")
    book = board._repr_mimebundle_()

    assert set(notebook) == {"image/svg+xml", "text/plain"}
    assert book[MIME]["words"] == notebook["text/plain"] == board.words()
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: make(labels=[1, 2]), "4 digits and labels 2"),
        (lambda: make(examples=[], labels=[]), "one or more"),
        (
            lambda: DrawDigit(
                {"W1": np.ones((2, 3)), "W2": np.ones((3, 10))},
                np.ones((1, 2)),
                examples=[[0, 0]],
                labels=[0],
            ),
            r"W1 has shape \(2, 3\)",
        ),
    ],
)
def test_a_board_that_cannot_work_is_refused(wrong, message):
    """One line says what does not fit."""
    with pytest.raises(ValueError, match=message):
        wrong()
