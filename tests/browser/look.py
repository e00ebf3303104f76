"""A look at one page: all that is judged of it, seen in Chromium.

The page is opened in one theme, with an empty cache; then the other theme
comes, as on a reader's screen at dusk: the page stays.
"""

import gzip
from dataclasses import dataclass

from tests.browser.axe import (
    OF_COLORS,
    prepare,
    violations,
    without_name,
)

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
SMALL = """least => [...document.querySelectorAll("svg.dl-figure")].flatMap(
  figure => [...figure.querySelectorAll("text, tspan")].filter(
    word => [...word.childNodes].some(
      part => part.nodeType === Node.TEXT_NODE && part.data.trim())
  ).map(word => {
    const scale = word.getScreenCTM();  // none where nothing is shown
    const size = parseFloat(getComputedStyle(word).fontSize);
    return [scale ? size * Math.hypot(scale.a, scale.b) : least,
      word.textContent];
  })
).filter(([size]) => size < least)
  .map(([size, text]) => `${text}: ${size.toFixed(1)} pixels`)"""
READABLE = 8.9  # pixels: the smallest words of a figure, nine but for rounding
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
    small: list[str]  # words of figures that are too small to be read
    shift: float
    weight: dict[str, int]  # bytes, packed, of each file
    problems: list[str]
    nameless: list[str]
    violations: list[str]


def look(context, schemes, address, page):
    """What is to be judged of a page in each of two themes."""
    tab = context.new_page()
    problems, weight = watch(tab, address), weigh(tab)
    line = context.new_cdp_session(tab)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})

    tab.goto(f"{address}/{page}.html", wait_until="load")
    tab.evaluate(SHIFTS)  # no script for all frames: one may allow none
    shift = tab.evaluate(SETTLED)
    views = {}
    for scheme in [*schemes, schemes[0]]:
        tab.emulate_media(color_scheme=scheme)
        views[scheme] = tab.evaluate(VIEW)
    small = tab.evaluate(SMALL, READABLE)
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
            *(scheme, *views[scheme], cut, small, shift, weight),
            *(problems, nameless, found[scheme]),
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
