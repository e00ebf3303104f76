"""Every page, in both themes, on a wide and a narrow screen, in Chromium.

A page is opened once for each theme and width, with an empty cache, and what
it loads comes late; what was seen is judged by one small test after the other.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from itertools import product

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.site import toc_pages

pytestmark = pytest.mark.xdist_group("book")

PAGES = [*toc_pages(), "search", "genindex"]
VIEWS = list(product(["light", "dark"], [1280, 390]))
RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
AXE = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],
    "preload": False,  # no rule of these reads the style sheets' text
}
MOST_SHIFT = 0.05
HEAVIEST = 160 << 10  # bytes of a page, packed, before its figures
CONTROLS = {
    *("button", "checkbox", "combobox", "DisclosureTriangle", "link"),
    *("menuitem", "radio", "searchbox", "slider", "spinbutton", "switch"),
    *("tab", "textbox"),
}

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
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Most of a page's elements are words of code, parts of drawings and of
# formulas, alike by the hundred; axe needs a second for each thousand. Of
# those that look alike one stays; a drawing is one image, whatever it holds.
WITHOUT_FIGURES = """() => {
  for (const drawing of document.querySelectorAll("svg[role=img]"))
    drawing.replaceChildren();
  document.querySelectorAll(".dl-draw script").forEach(each => each.remove());
  document.querySelectorAll("audio").forEach(
    each => each.removeAttribute("src"));
  return document.documentElement.outerHTML;
}"""
THIN_OUT = """() => {
  const still = document.createElement("style");  // what fades has no color
  still.textContent = "*, ::before, ::after { " +
    "animation: none !important; transition: none !important; }";
  document.head.append(still);
  const seen = new Set();
  const isNew = kind => !seen.has(kind) && seen.add(kind);
  const around = (node, ...places) =>
    places.map(place => node.closest(place)?.className).join("|");
  for (const word of document.querySelectorAll(
      ".highlight span, dt.sig :is(span, em):not(a *), " +
      "code .pre:not(a *, summary *, th *)"))
    if (!isNew(word.className + word.parentElement.className + around(
        word, ".highlight", "[class*=highlight-]",
        ".cell_output, .cell_input, .dl-listing, dt, th, h2", "details")))
      word.remove();
  for (const sign of document.querySelectorAll("math :not(:has(*))"))
    if (!isNew(sign.outerHTML.replace(sign.textContent, "") + around(
        sign.parentElement, "[class]", "[style]")))
      sign.remove();
}"""


@dataclass
class Visit:
    """What was seen of one page in one theme at one width."""

    scheme: str
    theme: str
    wider: int  # pixels that stand out of the window
    shift: float
    weight: dict[str, int]  # bytes, packed, of each file
    problems: list[str]
    nameless: list[str]
    violations: list[str]


def look(context, scheme, address, page):
    """Open a page and note what is to be judged."""
    tab = context.new_page()
    problems, weight = watch(tab, address), weigh(tab)
    line = context.new_cdp_session(tab)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tab.add_init_script(SHIFTS)

    tab.goto(f"{address}/{page}.html", wait_until="load")
    shift = tab.evaluate(SETTLED)
    wider = tab.evaluate(
        "document.documentElement.scrollWidth - window.innerWidth"
    )
    theme = tab.evaluate("document.documentElement.dataset.theme")
    text = tab.evaluate(WITHOUT_FIGURES)
    weight[tab.url] = len(gzip.compress(text.encode(), 6))
    tab.evaluate(OPEN)
    tab.evaluate(THIN_OUT)
    nameless = without_name(line)
    found = violations(tab)
    tab.close()
    return Visit(
        scheme, theme, wider, shift, weight, problems, nameless, found
    )


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


def without_name(line):
    """The controls in the accessibility tree that no word names.

    A sign of an icon font is no word.
    """
    tree = line.send("Accessibility.getFullAXTree")["nodes"]
    controls = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"] and node["role"]["value"] in CONTROLS
    ]
    assert controls
    return [
        f"{role} {name!r}"
        for role, name in controls
        if not re.search(r"\w", name)
    ]


def violations(tab):
    """What axe finds, one line each: the rule, the element, the reason."""
    tab.evaluate(AXE_SCRIPT)
    found = tab.evaluate(
        "options => axe.run(options).then(found => found.violations)", AXE
    )
    return [
        f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module")
def visit(address, browser):
    """A function: what was seen of a page; each is opened once."""
    contexts = {
        (scheme, width): browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        for scheme, width in VIEWS
    }

    @cache
    def visit(page, scheme, width):
        return look(contexts[scheme, width], scheme, address, page)

    yield visit
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


def test_a_page_has_the_theme_of_the_system(seen):
    """Light where the system is light, dark where it is dark."""
    assert seen.theme == seen.scheme
