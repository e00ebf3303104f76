"""The book as a reader gets it: built from nothing, then looked at.

The site is built once for all tests: tests/browser/site.py. What holds for
each page in each theme and at each width is in tests/browser/.
"""

import re
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser

import pytest

from tests.browser.site import ROOT, toc_pages

NO_FIGURES = ("api", "glossary", "measurements", "notation", "sources")
NO_FIGURES += ("oral-questions",)
ONE_FIGURE = {"book/index", "book/grading", "book/how-to-use"}
ONE_FIGURE |= {"book/teaching"}
PLAIN = {f"book/{name}" for name in NO_FIGURES}
SPHINX_ALONE = {"404.html", "genindex.html", "index.html", "search.html"}
SPHINX_ALONE |= {"_static"}


def built_pages(site):
    """The pages of the site, without Sphinx's own."""
    return {
        str(path.relative_to(site).with_suffix(""))
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] not in SPHINX_ALONE
    }


def test_the_pages_built_are_those_of_the_toc(site):
    """No page is missing, and none is published by accident."""
    assert built_pages(site) == set(toc_pages())


def test_a_second_build_succeeds_and_keeps_every_page(site):
    """Nothing that the second build needs was deleted by the first."""
    lost = site.parent.parent / "lost.txt"

    assert lost.read_text() == ""


class Sources(HTMLParser):
    """Every address that a page loads by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("script", "img", "iframe", "source", "audio", "video"):
            self.found.append(given.get("src"))
        if tag == "link" and given.get("rel") in (
            "stylesheet",
            "preload",
            "icon",
        ):
            self.found.append(given.get("href"))


@pytest.mark.parametrize("page", toc_pages())
def test_a_page_loads_nothing_from_another_host(site, page):
    """Scripts, styles, fonts and pictures are our own files."""
    parser = Sources()
    parser.feed((site / f"{page}.html").read_text(encoding="utf-8"))

    assert parser.found
    assert [
        a for a in parser.found if a and re.match(r"(https?:)?//", a)
    ] == []


@pytest.mark.parametrize("page", [p for p in toc_pages() if p not in PLAIN])
def test_a_page_has_figures_that_the_build_drew(site, page):
    """Each has pictures, each with a text for who cannot see it."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")

    drawn = re.findall(r'<svg[^>]*role="img"[^>]*>', text)
    chapter = "exercises" not in page and page not in ONE_FIGURE
    assert len(drawn) >= (2 if chapter else 1)
    assert all("aria-label" in figure for figure in drawn)


# Moving figures

MOVING = [
    page
    for page in toc_pages()
    if (ROOT / f"{page}.md").is_file()
    and "MovingFigure(" in (ROOT / f"{page}.md").read_text()
]


TO_START = """sliders => sliders.forEach(slider => {
  slider.value = slider.dataset.start;
  slider.dispatchEvent(new Event("input"));
})"""


@contextmanager
def opened(browser, address, page, **options):
    """A page in a browser of its own, with a list of what went wrong."""
    options = {"viewport": {"width": 390, "height": 900}, **options}
    context = browser.new_context(**options)
    tab = context.new_page()
    tab.problems = []
    tab.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.goto(f"{address}/{page}.html", wait_until="load")
    yield tab
    context.close()


@pytest.fixture
def open_page(address, browser):
    """A function: a page in a browser of its own."""
    with ExitStack() as pages:
        yield lambda page, **options: pages.enter_context(
            opened(browser, address, page, **options)
        )


@pytest.fixture(scope="module", params=MOVING)
def opened_once(request, address, browser):
    """Each page with moving figures, in a browser of its own."""
    with opened(browser, address, request.param) as tab:
        yield tab


@pytest.fixture
def tab(opened_once):
    """Each page with moving figures, its sliders where they begin."""
    opened_once.locator(".dl-moving [type=range]").evaluate_all(TO_START)
    return opened_once


def picture(figure):
    """What of a figure is seen now: the parts that belong to the frame."""
    return figure.locator(".dl-frame").evaluate_all(
        """parts => parts
            .filter(part => getComputedStyle(part).display !== "none")
            .map(part => part.innerHTML)"""
    )


def test_the_pages_with_moving_figures_are_all_tried(site):
    """A page that gets one is listed here, and alone loads the script."""
    texts = {
        page: (site / f"{page}.html").read_text(encoding="utf-8")
        for page in toc_pages()
    }

    assert [p for p in texts if 'class="dl-moving"' in texts[p]] == MOVING
    assert [p for p in texts if "moving.js" in texts[p]] == MOVING


def test_a_moving_figure_moves_by_keyboard(tab):
    """An arrow key changes the picture, the words, and what is spoken."""
    for figure in tab.locator(".dl-moving").all():
        for slider in figure.get_by_role("slider").all():
            slider.focus()
            tab.keyboard.press("Home")
            seen, words = (
                picture(figure),
                figure.locator("output").inner_text(),
            )
            assert slider.get_attribute("aria-valuetext") == words
            tab.keyboard.press("End")
            assert picture(figure) != seen
            assert figure.locator("output").inner_text() != words
            assert slider.get_attribute("aria-valuetext") != words
    assert tab.problems == []


def test_a_moving_figure_moves_by_pointer(tab):
    """A click on the slider's track changes the picture."""
    press_both_ends(tab, lambda slider, place: slider.click(position=place))


@pytest.mark.parametrize("page", MOVING)
def test_a_moving_figure_moves_by_touch(open_page, page):
    """A tap on the slider's track changes the picture."""
    tab = open_page(page, has_touch=True)

    press_both_ends(tab, lambda slider, place: slider.tap(position=place))


def press_both_ends(tab, press):
    """Press the ends of every slider: the picture must be another one."""
    for figure in tab.locator(".dl-moving").all():
        for slider in figure.get_by_role("slider").all():
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            press(slider, {"x": 4, "y": box["height"] / 2})
            seen = picture(figure)
            press(slider, {"x": box["width"] - 4, "y": box["height"] / 2})
            assert picture(figure) != seen
    assert tab.problems == []


def test_every_slider_has_a_name(tab):
    """The accessibility tree names it, and says the state in words."""
    for slider in tab.get_by_role("slider").all():
        tree = slider.aria_snapshot()
        assert re.match(r'- slider "\w.*"', tree), tree


@pytest.mark.parametrize("page", MOVING)
def test_without_scripts_one_frame_stands(open_page, page):
    """Nothing that does nothing is shown; the picture and its words are."""
    tab = open_page(page, java_script_enabled=False)
    for figure in tab.locator(".dl-moving").all():
        for control in figure.locator("input, button").all():
            assert not control.is_visible()
        last = figure.locator(".dl-frame.dl-rest").all()
        assert last
        assert any(part.is_visible() for part in last)
        # A bar of height 0 is shown, too, though nobody sees it.
        assert all(part.evaluate("e => e.checkVisibility()") for part in last)
        others = figure.locator(".dl-frame:not(.dl-rest)").all()
        assert not any(part.is_visible() for part in others)
        assert figure.locator("output").inner_text()


def test_in_print_the_last_frame_stands(open_page):
    """Whatever the reader has set, paper shows the end, and no slider."""
    tab = open_page("book/index")
    figure = tab.locator(".dl-moving")
    figure.get_by_role("slider").focus()
    tab.keyboard.press("End")
    end = picture(figure)
    tab.keyboard.press("Home")

    tab.emulate_media(media="print")

    assert picture(figure) == end
    assert not figure.get_by_role("slider").is_visible()


def test_a_course_in_time_plays_to_its_end_and_says_so(open_page):
    """The button plays from the start, stops at the end, and can pause."""
    tab = open_page("book/index")
    figure = tab.locator(".dl-moving")
    figure.evaluate("figure => figure.dataset.play = 10")
    slider, output = figure.get_by_role("slider"), figure.locator("output")
    seen = picture(figure)

    figure.get_by_role("button", name="Play").click()
    figure.get_by_role("button", name="Play").wait_for()

    assert slider.input_value() == slider.get_attribute("max")
    assert picture(figure) != seen
    assert output.get_attribute("aria-live") == "polite"
    assert tab.problems == []


def test_nothing_plays_for_who_wants_no_motion(open_page):
    """The button is gone; the slider is there."""
    tab = open_page("book/index", reduced_motion="reduce")
    figure = tab.locator(".dl-moving")

    assert not figure.locator("button").is_visible()
    assert figure.get_by_role("slider").is_visible()
