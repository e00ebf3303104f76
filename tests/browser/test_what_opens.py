"""What opens over a page, and the page where there is none.

Each is looked at in both themes, as tests/browser/test_pages.py looks at
pages at rest.
"""

import pytest

from tests.browser.axe import (
    OF_COLORS,
    prepare,
    violations,
    without_name,
)

pytestmark = pytest.mark.xdist_group("book")

PAGE, NOWHERE = "book/glossary", "book/nowhere"
# What is opened, on which page, how wide, by which button, and what shows.
STATES = [
    ("search", PAGE, 1280, ".search-button-field", "#pst-search-dialog"),
    (
        *("search on a phone", PAGE, 390),
        *(".bd-header-article .search-button", "#pst-search-dialog"),
    ),
    (
        *("sidebar on a phone", PAGE, 390),
        *(".primary-toggle", "#pst-primary-sidebar-modal"),
    ),
    ("no such page", NOWHERE, 1280, "", ".dl-lost"),
    ("no such page on a phone", NOWHERE, 390, "", ".dl-lost"),
]
DARK = "() => document.documentElement.dataset.theme === 'dark'"


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state[0])
def opened(request, address, browser):
    """A page in the light theme, with something open: its tab, its state."""
    _, page, width, button, shows = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="light"
    )
    tab = context.new_page()
    tab.goto(f"{address}/{page}.html", wait_until="load")
    if button:
        tab.locator(button).press("Enter")
    tab.locator(shows).wait_for()
    yield tab, request.param
    context.close()


def test_axe_finds_nothing_in_what_opens(opened):
    """In both themes, and every control has a name in words."""
    tab, _ = opened
    line = tab.context.new_cdp_session(tab)

    prepare(tab)
    nameless, light = without_name(line), violations(tab)
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_function(DARK)
    dark = violations(tab, OF_COLORS)

    assert nameless == []
    assert light == []
    assert dark == []


def test_what_opens_fits_its_window(opened):
    """Nobody has to scroll sideways."""
    tab, _ = opened

    wide, window = tab.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )

    assert wide <= window


def test_escape_closes_what_a_button_opened(opened):
    """And the page can be used again, from where it was."""
    tab, (*_, button, shows) = opened
    if not button:
        return

    tab.keyboard.press("Escape")

    tab.locator(shows).wait_for(state="hidden")
    assert tab.locator(button).is_visible()
