"""book/_ext/dlbook/assets.py: what is cut away is missed by no page."""

import doctest
import re
import sys
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from tests.browser.site import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import assets, fonts

pytestmark = pytest.mark.xdist_group("book")

ELEMENTS = 6000  # tags in a drawing: the largest has 4,800
THEME = """
@charset "utf-8";
:root { --a: 1 }
.used, .lost > a { color: red }
.lost { color: red }
a:not(.lost), a:is(.used, .lost) { color: red }
@media print { .lost { color: red } .used#there { color: red } }
@media screen { .lost { color: red } }
"""


def slim(*used):
    """What is left of the style sheet, without its blanks."""
    return re.sub(r"\s", "", assets.slim(assets.parsed(THEME), set(used)))


def test_the_examples_hold():
    """What the docstrings show is so."""
    failed, tried = doctest.testmod(assets)

    assert tried
    assert not failed


def test_a_rule_goes_only_if_nothing_has_what_it_names():
    """What is named in :not() and :is() need not be there."""
    assert slim("used", "there") == (
        '@charset"utf-8";:root{--a:1}.used{color:red}'
        "a:not(.lost),a:is(.used,.lost){color:red}"
        "@mediaprint{.used#there{color:red}}"
    )


def test_everything_stays_where_everything_is_used():
    """Nothing is lost but blanks."""
    whole = re.sub(r"\s", "", THEME)

    assert slim("used", "lost", "there") == whole


@pytest.fixture
def cut(tmp_path, monkeypatch):
    """A function: cut a font, and say whether that had to be done."""
    font = tmp_path / "font.woff2"
    font.write_bytes(b"as it was")
    work = []
    monkeypatch.setattr(fonts, "load", lambda font: font.read_bytes())
    monkeypatch.setattr(
        fonts, "only", lambda *of: work.append(of) or repr(of).encode()
    )

    def cut(characters=frozenset("ab"), features=("kern",), weights=400):
        work.clear()
        asked = font, set(characters), tmp_path / "kept", features, weights
        assert (
            fonts.cut(*asked)
            == repr((font.read_bytes(), *asked[1:2], *asked[3:])).encode()
        )
        return bool(work)

    cut.font = font
    return cut


def test_a_font_is_cut_once(cut):
    """A build without changes has nothing to cut."""
    assert cut()

    assert not cut()


def test_a_font_is_cut_again_where_anything_is_another(cut, monkeypatch):
    """Letters, rules, weights, the font itself, or what cuts it."""
    assert cut()

    assert cut(characters="abc")
    assert cut(features=())
    assert cut(weights=(400, 700))
    cut.font.write_bytes(b"as it is now")
    assert cut()
    monkeypatch.setattr(fonts.fontTools, "version", "99")
    assert cut()


def test_a_cut_that_was_stopped_leaves_nothing(cut, monkeypatch):
    """The next build does not take half a font for a whole one."""
    monkeypatch.setattr(fonts.os, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cut()
    monkeypatch.undo()

    assert not list((cut.font.parent / "kept").glob("*.woff2"))


def test_a_page_waits_for_one_style_sheet_and_no_script(site):
    """What a page asks for before it can show anything is one file."""
    for page in ("book/loss.html", "search.html", "404.html"):
        head = (site / page).read_text("utf-8").partition("</head>")[0]
        links = re.findall(r"<link[^>]*stylesheet[^>]*>", head)
        scripts = re.findall(r"<script[^>]* src=[^>]*>", head)
        waited = [link for link in links if "print" not in link]

        assert [assets.SLIM in link for link in waited] == [True], page
        assert scripts, page
        assert all("defer" in script for script in scripts), page


def test_a_sheet_that_one_page_asks_for_stays_there(site):
    """The drawing board has its looks, and no other page waits for them."""
    board, other = (
        (site / "book" / f"{name}.html").read_text("utf-8")
        for name in ("digit-classifier", "loss")
    )

    assert 'href="../_static/draw.css' in board
    assert "draw.css" not in other


def test_a_sound_stands_beside_its_page(site):
    """It comes when it is played; inside, it would come before the text."""
    text = (site / "book" / "speech.html").read_text("utf-8")

    players = re.findall(r"<audio[^>]*>", text)
    files = re.findall(r'<audio[^>]* src="([^"]*)"', text)
    assert len(files) == len(players) > 5
    assert all('preload="none"' in player for player in players)
    for file in files:
        assert (site / "book" / file).read_bytes().startswith(b"RIFF")


def test_what_the_style_sheet_asks_for_is_there(site):
    """Sheets from several folders stand in it: each address still leads."""
    text = (site / "_static" / assets.SLIM).read_text(encoding="utf-8")
    asked = set(re.findall(r"url\([\"']?(?!data:)([^)\"']+)", text))

    assert {
        assets.MATH_USED,
        *(made for made, _ in assets.TEXT.values()),
    } <= asked
    assert {
        name for name in asked if not (site / "_static" / name).is_file()
    } == set()


def test_every_icon_that_is_drawn_has_its_glyph(site):
    """No empty box: a font inside the style sheet holds each icon."""
    text = (site / "_static" / assets.SLIM).read_text(encoding="utf-8")
    inside = [
        TTFont(BytesIO(b64decode(data)))
        for data in re.findall(r"font/woff2;base64,([^)]*)", text)
    ]

    there = set().union(*(font.getBestCmap() for font in inside))

    assert assets.icons(text)
    assert assets.icons(text) <= there
    assert len(there) < 100


def test_every_sign_of_the_formulas_has_its_glyph(site):
    """The font of formulas keeps each sign that the whole font has."""
    static = site / "_static"
    whole = TTFont(static / assets.MATH).getBestCmap()
    used = TTFont(static / assets.MATH_USED).getBestCmap()

    signs = set().union(*(page.signs for page in assets.pages(site)))

    assert {ord(sign) for sign in signs} & set(whole) <= set(used)
    assert ord("\N{MATHEMATICAL ITALIC CAPITAL W}") in used
    assert ord("\N{SQUARE ROOT}") in used
    assert len(used) < len(whole) / 2


def test_every_letter_of_the_text_has_its_glyph(site):
    """The fonts of the text keep what is read, in the weights that are set."""
    static = site / "_static"
    letters = set().union(*(page.letters for page in assets.pages(site)))

    for name, (made, weights) in assets.TEXT.items():
        whole = TTFont(static / name).getBestCmap()
        used = TTFont(static / made)

        assert {ord(letter) for letter in letters} & set(whole) <= set(
            used.getBestCmap()
        )
        assert "Source" not in str(used["name"].getDebugName(4))
        axes = used["fvar"].axes if "fvar" in used else ()
        kept = [(axis.minValue, axis.maxValue) for axis in axes]
        assert kept == ([weights] if isinstance(weights, tuple) else [])


def test_frames_of_a_moving_figure_share_what_they_can(site):
    """A phone works on each element, however well a page is packed."""
    elements = {
        (path.stem, number): drawing.count("<")
        for path in site.rglob("*.html")
        for number, drawing in enumerate(
            re.findall(r"<svg.*?</svg>", path.read_text("utf-8"), re.DOTALL)
        )
    }

    assert len(elements) > 100
    assert {key: n for key, n in elements.items() if n > ELEMENTS} == {}
