"""The drawing board: what it reads, hands to a page, and shows elsewhere."""

import base64
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import datasets, forward, softmax, standardize
from dlcourse.board import MIME, DrawDigit
from dlcourse.drawing import centered, count_ink
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


def test_the_board_reads_as_the_chapter_does():
    """Scaled as `standardize` does it, then forward and softmax."""
    board = make()
    X, _ = datasets.digits(part="test")
    digits = X[:50]

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


def test_the_book_gets_the_board_and_a_notebook_64_buttons(monkeypatch):
    """Both have a picture and words for where nothing can be drawn."""
    board = make()

    notebook = board._repr_mimebundle_()
    monkeypatch.setenv(BUILDING, "1")
    book = board._repr_mimebundle_()

    widget = "application/vnd.jupyter.widget-view+json"
    assert set(notebook) == {"image/svg+xml", "text/plain", widget}
    assert set(book) == {"image/svg+xml", "text/plain", MIME}
    assert book[MIME]["words"] == notebook["text/plain"]
    assert plt.get_fignums() == []


def test_without_ipywidgets_a_picture_is_shown(monkeypatch):
    """A notebook on a machine without them shows the first example."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)

    assert set(make()._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}


def test_with_a_kernel_a_cell_that_is_inked_is_read():
    """The words are those of the ink, in its place or centered."""
    board = make()
    grid, tools, words, picture = board.widget().children
    clear, center = tools.children
    corner, before = np.zeros((1, 32, 32)), picture.value
    corner[0, :4, :4] = 1
    assert words.value == "Ink some cells."

    grid.children[0].value = True

    assert words.value == board.words(count_ink(centered(corner))[0])
    assert picture.value != before
    center.value = False
    assert words.value == board.words(count_ink(corner)[0])
    clear.click()
    assert words.value == "Ink some cells."
    assert not any(button.value for button in grid.children)


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
