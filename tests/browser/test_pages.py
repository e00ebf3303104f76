"""Every page, in both themes, on a wide and a narrow screen, in Chromium.

A page is opened once for each width, in one theme on the wide screen and in
the other on the narrow one, with an empty cache, and what it loads comes late;
then the other theme comes. What was seen is judged by one small test after the
other.
"""

from functools import cache

import pytest

from tests.browser.look import look
from tests.browser.site import toc_pages

pytestmark = pytest.mark.xdist_group("book")

PAGES = [*toc_pages(), "search", "genindex"]
# The theme that a page is opened in, at each width; then the other comes.
OPENED = {1280: ("light", "dark"), 390: ("dark", "light")}
VIEWS = [(scheme, width) for width in OPENED for scheme in OPENED[width]]
MOST_SHIFT = 0.05
HEAVIEST = 160 << 10  # bytes of a page, packed, before its figures


@pytest.fixture(scope="module")
def visit(address, browser):
    """A function: what was seen of a page; each width opens it once."""
    contexts = {
        width: browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=schemes[0]
        )
        for width, schemes in OPENED.items()
    }

    @cache
    def at(page, width):
        return look(contexts[width], OPENED[width], address, page)

    yield lambda page, scheme, width: next(
        seen for seen in at(page, width) if seen.scheme == scheme
    )
    for context in contexts.values():
        context.close()


@pytest.fixture(params=PAGES)
def page(request):
    """Each page of the site that a reader opens."""
    return request.param


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def seen(request, visit, page):
    """What was seen of a page in one theme at one width."""
    return visit(page, *request.param)


def test_a_page_opens_without_an_error(seen):
    """No failed request, none to another host, no script error."""
    assert seen.problems == []


def test_axe_finds_nothing(seen):
    """WCAG 2.2 A and AA and best practice, whatever is folded open."""
    assert seen.violations == []


def test_every_control_has_a_name(seen):
    """The accessibility tree names in words what can be used."""
    assert seen.nameless == []


def test_nothing_moves_while_a_page_loads(seen):
    """What comes late, as fonts and pictures do, finds its place kept."""
    assert seen.shift <= MOST_SHIFT


def test_a_page_is_light(seen):
    """The packed bytes that a page takes before its figures."""
    assert sum(seen.weight.values()) <= HEAVIEST, seen.weight


def test_a_page_fits_its_window(seen):
    """Nobody has to scroll sideways."""
    assert seen.wider <= 0


def test_no_line_is_cut_on_a_wide_screen(visit, page):
    """Code, what it prints, and what a fold hides, can be read to its end."""
    scheme = OPENED[1280][0]

    assert visit(page, scheme, 1280).cut == []


def test_the_words_of_figures_can_be_read(seen):
    """On a phone, too, no letter has less than nine pixels."""
    assert seen.small == []


def test_a_page_has_the_theme_of_the_system(seen):
    """Light where the system is light, dark where it is dark."""
    assert seen.theme == seen.scheme
