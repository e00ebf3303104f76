"""The drawing board in a page: a small page of its own, in Chromium."""

import io
import json
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from dlcourse import datasets, drawing
from dlcourse.board import MIME, DrawDigit, packed
from dlcourse.palette import use_style
from tests.browser.site import ROOT, served

sys.path.insert(0, str(ROOT / "book" / "_ext"))  # for Sphinx
X, y = datasets.digits(part="test")


def board(h=48):
    """A board whose network has large random weights: nothing cancels."""
    rng = np.random.default_rng(7)
    parameters = {
        "W1": rng.normal(0, 0.3, (64, h)),
        "b1": rng.normal(size=h),
        "W2": rng.normal(0, 0.5, (h, 10)),
        "b2": rng.normal(size=10),
    }
    return DrawDigit(parameters, X, examples=X[:10], labels=y[:10].tolist())


def page_of(data):
    """A notebook with one executed cell that shows a board."""
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "source": ["board"],
        "outputs": [
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {MIME: data, "text/plain": ["a board"]},
            }
        ],
    }
    title = {"cell_type": "markdown", "metadata": {}, "source": ["# Page"]}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        },
        "cells": [
            {**title, "id": "title"},
            {**cell, "id": "board"},
        ],
    }


def build(folder, data):
    """The folder of the built page, and the warnings."""
    source = folder / "source"
    source.mkdir()
    (source / "index.ipynb").write_text(json.dumps(page_of(data)))
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            folder / "html",
            folder / "doctrees",
            "html",
            confoverrides={
                "extensions": ["myst_nb", "dlbook"],
                "source_suffix": {".ipynb": "myst-nb"},
                "nb_execution_mode": "off",
                "html_math_renderer": "dlbook",
                "html_theme": "basic",
                "html_static_path": [str(ROOT / "book" / "_static")],
                "html_css_files": ["course.css"],
            },
            status=None,
            warning=warnings,
        )
        app.build()
    return folder / "html", warnings.getvalue()


@pytest.fixture(scope="module")
def given():
    """What the board hands over."""
    with plt.rc_context():
        plt.switch_backend("agg")
        use_style()
        return board().board()


@pytest.fixture(scope="module")
def folder(given, tmp_path_factory):
    """The built page with a board, and Sphinx's own without."""
    folder, warnings = build(tmp_path_factory.mktemp("draw"), given)
    assert not warnings
    return folder


@pytest.fixture(scope="module")
def address(folder):
    """The page behind a server on loopback."""
    with served(folder) as address:
        yield address


@pytest.fixture
def open_page(address, browser):
    """A function: the page in a browser of its own; no error may occur."""
    contexts, problems = [], []

    def open_page(**options):
        options = {"viewport": {"width": 390, "height": 900}, **options}
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.on("requestfailed", lambda request: problems.append(request.url))
        tab.on(
            "request",
            lambda request: (
                request.url.startswith(address)
                or request.url.startswith("data:")
                or problems.append(request.url)
            ),
        )
        tab.goto(f"{address}/index.html", wait_until="load")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def shares(tab):
    """The ten probabilities that the bars show."""
    return tab.locator(".dl-draw-bars li").evaluate_all(
        "bars => bars.map(bar => Number(bar.style.getPropertyValue("
        "'--share')))"
    )


def inks(tab, part="seen"):
    """What the cells of a part show, from 0 to 1."""
    return tab.locator(f".dl-draw-{part} i").evaluate_all(
        "cells => cells.map(cell => Number(cell.style.getPropertyValue("
        "'--ink')))"
    )


def said(tab):
    return tab.locator(".dl-draw output").inner_text()


def drag(tab, *points):
    """Draw through points, given as shares of the board's side."""
    box = tab.locator(".dl-draw-board").bounding_box()
    places = [
        (box["x"] + x * box["width"], box["y"] + y * box["height"])
        for x, y in points
    ]
    tab.mouse.move(*places[0])
    tab.mouse.down()
    for place in places[1:]:
        tab.mouse.move(*place, steps=8)
    tab.mouse.up()


def test_the_page_reads_test_digits_as_python_does(open_page):
    """Hidden units and probabilities agree to 1e-6 on 20 digits."""
    tab = open_page()
    A1, P = board().read(X[:20])

    seen = tab.evaluate(
        """inks => inks.map(
            document.querySelector(".dl-draw").drawing.read)""",
        X[:20].tolist(),
    )

    assert np.abs([each["probabilities"] for each in seen] - P).max() < 1e-6
    assert np.abs([each["hidden"] for each in seen] - A1).max() < 1e-6 * (
        1 + np.abs(A1).max()
    )


def test_the_page_reads_random_ink_as_python_does(open_page):
    """Centered, counted and read, 20 scribbles agree to 1e-6."""
    rng = np.random.default_rng(3)
    dots = (rng.random((20, 32, 32)) < 0.3).astype(float)
    for number, one in enumerate(dots):
        one[: number % 13] = one[:, 20 + number % 12 :] = 0
    tab = open_page()

    for centered in (False, True):
        ink, P = tab.evaluate(
            """([all, centered]) => {
                const d = document.querySelector(".dl-draw").drawing;
                const inks = all.map(dots => d.countInk(
                    centered ? d.centered(dots) : dots));
                return [inks, inks.map(ink => d.read(ink).probabilities)];
            }""",
            [dots.reshape(20, -1).tolist(), centered],
        )

        shown = drawing.centered(dots) if centered else dots
        expected = drawing.count_ink(shown)
        assert np.array_equal(ink, expected)
        assert np.abs(board().read(expected)[1] - P).max() < 1e-6


def test_a_test_digit_goes_through_the_network(open_page):
    """Its button shows its ink, the hidden units and ten probabilities."""
    tab = open_page()
    button = tab.get_by_role("button", name="Load test digit 3, a")

    button.click()

    A1, P = board().read(X[2:3])
    assert np.allclose(inks(tab), X[2] / 16)
    assert np.allclose(inks(tab, "hidden"), A1[0] / A1.max(), atol=1e-6)
    assert np.abs(shares(tab) - P[0]).max() < 1e-6
    first = P[0].argmax()
    assert f"It reads {first} ({P[0, first]:.1%})" in said(tab)
    numbers = tab.locator(".dl-draw-bars span").all_inner_texts()
    assert numbers == [f"{share:.1%}" for share in P[0]]


def test_a_stroke_of_the_mouse_is_read(open_page):
    """Ink appears under the mouse, in the middle of what is seen."""
    tab = open_page(viewport={"width": 1280, "height": 900})
    assert sum(shares(tab)) == 0

    drag(tab, (0.1, 0.1), (0.1, 0.5))

    ink = np.reshape(inks(tab), (8, 8))
    assert sum(shares(tab)) == pytest.approx(1)
    assert ink[:, 3:5].min() > 0.5  # a bar, as high as the board
    assert ink[:, [0, 1, 6, 7]].max() == 0
    assert said(tab).startswith("It reads ")


def test_what_is_not_centered_is_read_where_it_stands(open_page):
    """Without the tick the same stroke stays in its corner."""
    tab = open_page()
    drag(tab, (0.1, 0.1), (0.1, 0.5))

    tab.get_by_label("center and scale my drawing").uncheck()

    ink = np.reshape(inks(tab), (8, 8))
    assert ink[:4, 0].min() >= 0.5
    assert ink[6:].max() == ink[:, 3:].max() == 0


def test_a_finger_draws_too(open_page):
    """A finger that goes down the board leaves a line; the page stays."""
    tab = open_page(has_touch=True, viewport={"width": 390, "height": 500})
    board_ = tab.locator(".dl-draw-board")
    board_.scroll_into_view_if_needed()
    box, top = board_.bounding_box(), tab.evaluate("window.scrollY")
    hand = tab.context.new_cdp_session(tab)

    for kind, share in (
        ("touchStart", 0.8),
        ("touchMove", 0.5),
        ("touchMove", 0.2),
        ("touchEnd", None),
    ):
        at = {"x": box["x"] + box["width"] / 2}
        if share is not None:
            at["y"] = box["y"] + share * box["height"]
        points = [] if share is None else [at]
        hand.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )

    ink = np.reshape(inks(tab), (8, 8))
    assert ink[:, 3:5].min() > 0.5
    assert tab.evaluate("window.scrollY") == top
    action = board_.evaluate("board => getComputedStyle(board).touchAction")
    assert action == "none"


def test_the_eraser_takes_ink_away(open_page):
    """Erased is what was drawn; the button says that it is on."""
    tab = open_page()
    drag(tab, (0.5, 0.1), (0.5, 0.9))
    eraser = tab.get_by_role("button", name="Eraser")

    eraser.click()
    drag(tab, (0.5, 0.05), (0.5, 0.95))

    assert eraser.get_attribute("aria-pressed") == "true"
    assert max(inks(tab)) == 0
    assert said(tab).startswith("The board is empty")


def test_the_board_is_drawn_on_by_keyboard(open_page):
    """Arrows move, Space inks, Backspace empties; all of it is said."""
    tab = open_page()
    tab.locator(".dl-draw-board").focus()

    tab.keyboard.press("ArrowRight")
    assert said(tab).startswith("Row 4, column 5, ink 0 of 16.")
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    words = said(tab)

    assert words.startswith("Row 5, column 5, ink 16 of 16. It reads ")
    assert tab.locator(".dl-draw-board span").is_visible()
    assert max(inks(tab)) == 1
    tab.keyboard.press("Backspace")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Delete")
    assert said(tab).endswith("The board is empty: draw a digit, or load one.")


def test_the_cursor_stays_on_the_board(open_page):
    """Nine steps to a side end in the last cell."""
    tab = open_page()
    tab.locator(".dl-draw-board").focus()

    for key in ("ArrowRight", "ArrowUp"):
        for _ in range(9):
            tab.keyboard.press(key)

    assert said(tab).startswith("Row 1, column 8,")


def test_clear_empties_the_board(open_page):
    """Ink, units and bars are gone, also those of a loaded digit."""
    tab = open_page()
    tab.get_by_role("button", name="Load test digit 1,").click()

    tab.get_by_role("button", name="Clear").click()

    assert max(inks(tab)) == max(inks(tab, "hidden")) == max(shares(tab)) == 0


def test_everything_on_the_board_has_a_name(open_page):
    """The accessibility tree names the board, the buttons and the digits."""
    tree = open_page().locator(".dl-draw").aria_snapshot()

    for part in (
        'application "Drawing board, 8 by 8 cells"',
        'button "Clear"',
        'button "Eraser"',
        'checkbox "center and scale my drawing" [checked]',
        f'button "Load test digit 10, a {y[9]}"',
        "status: ",
    ):
        assert part in tree
    assert "img" not in tree  # the still picture is for others


@pytest.mark.parametrize("media", ["screen", "print"])
def test_where_nothing_can_be_drawn_a_picture_stands(open_page, media):
    """Without scripts and on paper: a digit on its way, and its words."""
    tab = open_page(java_script_enabled=media == "print")
    tab.emulate_media(media=media)

    assert not tab.locator(".dl-draw-board").is_visible()
    assert tab.get_by_role("img", name="From left to right").is_visible()
    assert board().still in tab.locator(".dl-draw-still").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_fits_and_follows_the_theme(open_page, width, scheme):
    """Nothing is cut off, and nothing moves when a digit is loaded."""
    tab = open_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    draw = tab.locator(".dl-draw")
    height = "draw => draw.getBoundingClientRect().height"
    before = draw.evaluate(height)

    tab.get_by_role("button", name="Load test digit 1,").click()

    assert draw.evaluate(height) == before
    assert draw.evaluate("draw => draw.scrollWidth - draw.clientWidth") <= 0
    cell = tab.locator(".dl-draw-seen i").first
    color = cell.evaluate("cell => getComputedStyle(cell).backgroundColor")
    light, dark = "rgb(0, 95, 204)", "rgb(121, 184, 255)"
    assert color == (light if scheme == "light" else dark)


def test_the_files_are_asked_for_where_there_is_a_board(folder):
    """A page without a board loads neither script nor style of it."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    search = (folder / "search.html").read_text(encoding="utf-8")

    assert "draw.js" in page
    assert "draw.css" in page
    assert "draw.js" not in search
    assert "draw.css" not in search


def test_a_heavy_network_is_a_warning(tmp_path, given):
    """A phone loads the weights: 40,000 bytes are the limit."""
    h = 200
    rng = np.random.default_rng(0)
    theta = rng.normal(size=64 * h + h + 10 * h + 10)
    heavy = {
        **given,
        "sizes": [64, h, 10],
        "theta": packed(theta),
    }

    _, warnings = build(tmp_path, heavy)

    assert "40,000 are allowed: take fewer hidden units" in warnings
