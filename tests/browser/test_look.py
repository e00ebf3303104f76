"""tests/browser/look.py: it sees what is wrong with a page, by its rule.

The page has a defect of every kind, in one theme or at one width alone where
that can be.
"""

import pytest

from tests.browser.look import look
from tests.browser.site import served

pytestmark = pytest.mark.xdist_group("book")

PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8">
<title>A page with every defect</title>
<style>
  body { margin: 0; font: 16px/1.5 sans-serif; background: #fff; color: #000 }
  html[data-theme="dark"] .faint { color: #bbb }
  #wide { width: 800px }
  #small { position: absolute; width: 8px; height: 8px; padding: 0 }
  #small + button { position: absolute; left: 9px; width: 8px; height: 8px;
    padding: 0 }
  @media (min-width: 600px) { #small + button { left: 99px } }
  pre { width: 100px; overflow: auto }
</style>
<script>
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () =>
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  dark.onchange = follow;
  follow();
</script></head><body>
<main><article><h1>A page</h1>
<p class="faint">Too faint in the dark.</p>
<div id="wide">Wider than a phone.</div>
<button><i>&#xf0c9;</i></button>
<pre>a line of code that is too long for its box</pre>
<svg class="dl-figure" viewBox="0 0 400 40" width="400" role="img"
  aria-label="two words" style="max-width: 100%"><text y="20"
  style="font-size: 9px">tiny on a phone</text><text x="200" y="20"
  style="font-size: 16px">large enough</text></svg>
<img src="missing.png">
<img src="http://localhost:9/picture.png" alt="a picture from elsewhere">
<div style="position: relative; height: 40px"><button id="small"
  aria-label="one"></button><button aria-label="two"></button></div>
</article></main>
<script>
  const jump = () => document.querySelector("h1").style.paddingTop = "400px";
  const after = (frames, act) => requestAnimationFrame(
    () => frames ? after(frames - 1, act) : act());
  after(2, jump);
  nothing();
</script></body></html>"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory, browser):
    """What was seen of the page, by theme and width."""
    folder = tmp_path_factory.mktemp("defects")
    (folder / "page.html").write_text(PAGE)
    found = {}
    with served(folder) as address:
        for width, schemes in {
            1280: ("light", "dark"),
            390: ("dark", "light"),
        }.items():
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=schemes[0],
            )
            for visit in look(context, schemes, address, "page"):
                found[visit.scheme, width] = visit
            context.close()
    return found


def rules(visit):
    """The names of the rules of axe that a page breaks."""
    return {line.partition(":")[0] for line in visit.violations}


def test_colors_are_judged_in_each_theme_at_each_width(seen):
    """What is too faint in the dark is found there, and only there."""
    faint = {view for view in seen if "color-contrast" in rules(seen[view])}

    assert faint == {("dark", 1280), ("dark", 390)}


def test_all_other_rules_of_axe_are_tried_at_each_width(seen):
    """An image without words on both; buttons too near on the phone alone."""
    wide, narrow = rules(seen["light", 1280]), rules(seen["dark", 390])

    assert "image-alt" in wide & narrow
    assert "target-size" in narrow - wide


def test_a_sign_of_an_icon_font_is_no_name(seen):
    """The button that only an icon names is told of."""
    assert all(len(visit.nameless) == 1 for visit in seen.values())


def test_what_stands_out_is_seen(seen):
    """A box wider than a phone, and a line of code wider than its box."""
    wider = {view for view, visit in seen.items() if visit.wider > 0}

    assert wider == {("light", 390), ("dark", 390)}
    assert all("a line of code" in visit.cut[0] for visit in seen.values())


def test_small_words_in_a_figure_are_seen(seen):
    """The one that is small on the phone, where its figure shrinks."""
    small = {view: visit.small for view, visit in seen.items()}

    assert small["light", 1280] == []
    assert small["light", 390] == ["tiny on a phone: 8.8 pixels"]


def test_what_goes_wrong_while_it_loads_is_seen(seen):
    """A missing file, a request to another host, an error of a script."""
    for visit in seen.values():
        told = " ".join(visit.problems)
        assert "missing.png" in told
        assert "localhost" in told
        assert "nothing is not defined" in told


def test_what_moves_and_what_a_page_weighs_is_seen(seen):
    """The heading jumped; the page's own bytes are counted."""
    for visit in seen.values():
        assert visit.shift > 0.05
        assert sum(visit.weight.values()) > 500


def test_the_theme_is_that_of_the_system(seen):
    """The page followed, at once and when the other theme came."""
    assert all(scheme == seen[scheme, w].theme for scheme, w in seen)
