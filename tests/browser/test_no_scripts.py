"""Every page where scripts are off: nothing that can be read is missing."""

import pytest

from tests.browser.site import toc_pages

pytestmark = pytest.mark.xdist_group("book")

# A board is nothing without scripts; tests/test_draw.py looks at what stands
# in its place.
READABLE = """() => [...document.querySelectorAll(
  "article :is(h1, h2, h3, p, li, dt, dd, figcaption, summary, pre, math)"
)].filter(each => each.checkVisibility({contentVisibilityAuto: false})
  && !each.closest(".dl-draw-live"))
  .map(each => each.tagName + " " + each.textContent.replace(/\\s+/g, " "))"""
OPEN = """() => {
  document.querySelectorAll("details").forEach(each => each.open = true);
  document.querySelectorAll("article button").forEach(each => each.remove());
}"""
EMPTY = """() => [...document.querySelectorAll("article details")]
  .filter(each => each.innerText.trim()
    === each.querySelector("summary").innerText.trim())
  .map(each => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def both(address, browser):
    """A function: a page twice, where scripts run and where they do not."""
    contexts = [
        browser.new_context(java_script_enabled=on) for on in (True, False)
    ]

    def both(page):
        tabs = [context.new_page() for context in contexts]
        for tab in tabs:
            tab.goto(f"{address}/{page}.html", wait_until="load")
            tab.evaluate(OPEN)
        return tabs

    yield both
    for context in contexts:
        context.close()


@pytest.mark.parametrize("page", toc_pages())
def test_a_page_can_be_read_without_scripts(both, page):
    """Each line that scripts show stands there; all that is folded opens."""
    tabs = both(page)
    with_scripts, without = [set(tab.evaluate(READABLE)) for tab in tabs]
    empty = tabs[1].evaluate(EMPTY)
    for tab in tabs:
        tab.close()

    assert without
    assert with_scripts - without == set()
    assert empty == []


def test_what_is_folded_opens_without_scripts(address, browser):
    """A press on the key Enter opens a quiz's option: its verdict is read."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/book/loss.html", wait_until="load")
    option = tab.locator("details.dl-option").first
    assert not option.locator("strong").first.is_visible()

    option.locator("summary").press("Enter")

    assert option.locator("strong").first.is_visible()
    context.close()


def test_the_search_finds_what_the_course_teaches(address, browser):
    """Its page lists pages for "learning rate"."""
    tab = browser.new_page()

    tab.goto(f"{address}/search.html?q=learning+rate")

    tab.locator("#search-results li").first.wait_for()
    found = tab.locator("#search-results").inner_text().lower()
    assert "learning rate" in found
    assert "training" in found
    tab.close()
