"""Every page, in both themes, on a wide and a narrow screen, in Chromium.

A page is opened once for each width, in one theme on the wide screen and in
the other on the narrow one, with an empty cache, and what it loads comes late;
then the other theme comes. What was seen is judged by one small test after the
other.
"""

import gzip
from dataclasses import dataclass
from functools import cache

import pytest

from tests.browser.axe import (
    OF_COLORS,
    prepare,
    violations,
    without_name,
)
from tests.browser.site import toc_pages

pytestmark = pytest.mark.xdist_group("book")

PAGES = [*toc_pages(), "search", "genindex"]
# The theme that a page is opened in, at each width; then the other comes.
OPENED = {1280: ("light", "dark"), 390: ("dark", "light")}
VIEWS = [(scheme, width) for width in OPENED for scheme in OPENED[width]]
MOST_SHIFT = 0.05
HEAVIEST = 160 << 10  # bytes of a page, packed, before its figures

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const shift of list.getEntries())
    if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({type: "layout-shift", buffered: true});
"""
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await new Promise(done => setTimeout(done, 50));  // shifts are told late
  return window.shifted;
}"""
VIEW = """async () => {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return [document.documentElement.dataset.theme,
    document.documentElement.scrollWidth - window.innerWidth];
}"""
CUT = """() => {
  document.querySelectorAll("details").forEach(each => each.open = true);
  return [...document.querySelectorAll("article pre")]
    .filter(each => each.scrollWidth > each.clientWidth)
    .map(each => each.innerText.slice(0, 200));
}"""
WITHOUT_FIGURES = """() => {
  for (const drawing of document.querySelectorAll("svg[role=img]"))
    drawing.replaceChildren();
  document.querySelectorAll(".dl-draw script").forEach(each => each.remove());
  document.querySelectorAll("audio").forEach(
    each => each.removeAttribute("src"));
  return document.documentElement.outerHTML;
}"""


@dataclass
class Visit:
    """What was seen of one page in one theme at one width."""

    scheme: str
    theme: str
    wider: int  # pixels that stand out of the window
    cut: list[str]  # code and output that stands out of its box
    shift: float
    weight: dict[str, int]  # bytes, packed, of each file
    problems: list[str]
    nameless: list[str]
    violations: list[str]


def look(context, schemes, address, page):
    """Open a page in one theme, and note what is to be judged in each.

    The second theme comes as on a reader's screen at dusk: the page stays.
    """
    tab = context.new_page()
    problems, weight = watch(tab, address), weigh(tab)
    line = context.new_cdp_session(tab)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tab.add_init_script(SHIFTS)

    tab.goto(f"{address}/{page}.html", wait_until="load")
    shift = tab.evaluate(SETTLED)
    views = {}
    for scheme in [*schemes, schemes[0]]:
        tab.emulate_media(color_scheme=scheme)
        views[scheme] = tab.evaluate(VIEW)
    cut = tab.evaluate(CUT)
    text = tab.evaluate(WITHOUT_FIGURES)
    weight[tab.url] = len(gzip.compress(text.encode(), 6))
    prepare(tab)
    nameless = without_name(line)
    found = {schemes[0]: violations(tab)}
    tab.emulate_media(color_scheme=schemes[1])
    tab.evaluate(VIEW)
    found[schemes[1]] = violations(tab, OF_COLORS)
    tab.close()
    return [
        Visit(
            *(scheme, *views[scheme], cut, shift, weight, problems),
            *(nameless, found[scheme]),
        )
        for scheme in schemes
    ]


def watch(tab, address):
    """A list that fills with what goes wrong in a tab."""
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on(
        "console",
        lambda line: (
            line.type == "error"
            and problems.append(f"{line.text} {line.location['url']}")
        ),
    )
    tab.on("requestfailed", lambda request: problems.append(request.url))
    tab.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:"))
            or problems.append(request.url)
        ),
    )
    return problems


def weigh(tab):
    """The bytes of each file that a tab loads, but for figures."""
    weight = {}
    tab.on(
        "response",
        lambda response: (
            "/_images/" in response.url
            or weight.setdefault(
                response.url, int(response.headers.get("content-length", 0))
            )
        ),
    )
    return weight


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


def test_a_page_has_the_theme_of_the_system(seen):
    """Light where the system is light, dark where it is dark."""
    assert seen.theme == seen.scheme
