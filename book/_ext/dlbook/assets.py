"""All style sheets in one, with the icons, and the book's fonts, as used.

The theme carries bootstrap, and 2,000 icons, for every book there could be:
400 KB of CSS and three fonts. When the pages are written, the rules that can
apply to one of them are copied to _static/slim.css, and after them those of
all other style sheets; the icons that these rules draw stand in it as small
fonts. A page asks for this one file before it can show anything, and for no
other: book/_templates/static/webpack-macros.html. The font of formulas keeps
the signs that some formula has, the two of the text keep its letters and the
weights that are set; book/_static/course.css asks for them.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import tinycss2
from sphinx.application import Sphinx

from dlbook import fonts

THEME = "styles/pydata-sphinx-theme.css"
BASIC, SLIM = "basic.css", "slim.css"  # Sphinx's own, first of all; and all
PAPER = "print"
ALONE = "data-only"  # on a sheet that one page asks for: it stays there
MATH, MATH_USED = "math.woff", "math-used.woff2"
# The fonts of the text, what is made of them, and the weights that are kept.
TEXT = {
    "text.woff2": ("text-used.woff2", (400, 700)),
    "text-italic.woff2": ("text-italic-used.woff2", 400),
}
NESTED = ("media", "supports")
OPTIONS = "documentation_options.js"
NOT_RUN = "fontawesome.js"  # no page loads it
# Elements of a formula that draw a sign which no text of the page holds.
DRAWN_BY = {"msqrt": "\N{SQUARE ROOT}", "mroot": "\N{SQUARE ROOT}"}
WORD = re.compile(r"[\w-]+")
# In a selector: what is asked of other elements, and attributes.
ASIDE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)|\[[^]]*\]")
NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
ICON = re.compile(r"\\(f[0-9a-f]{3})\b|([\ue000-\uf8ff])")
TRUETYPE = re.compile(r"url\(([^)]*\.ttf)\)")


class Page(HTMLParser):
    """What a page has: names of elements, letters, and signs in formulas.

    >>> page = Page("a<math><msqrt><mn>2</mn></msqrt></math>")
    >>> sorted(page.signs), sorted(page.letters)
    (['2', '√'], ['a'])
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.letters: set[str] = set()
        self.signs: set[str] = set()
        self.formulas = 0  # that are open where the parser is
        self.feed(text)

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Note the names of one element, and where a formula begins."""
        self.formulas += tag == "math"
        self.signs.update(DRAWN_BY.get(tag, ""))
        for name, value in attrs:
            if name in ("class", "id") and value:
                self.names.update(value.split())

    def handle_endtag(self, tag: str) -> None:
        """Note where a formula ends."""
        self.formulas -= tag == "math"

    def handle_data(self, data: str) -> None:
        """Note the signs of a formula, and the letters of all else."""
        (self.signs if self.formulas else self.letters).update(data)


def pages(site: Path) -> list[Page]:
    """The pages of a site."""
    return [Page(path.read_text("utf-8")) for path in site.rglob("*.html")]


def scripted(site: Path) -> set[str]:
    """Every name that a script may give an element."""
    return {
        word
        for path in site.rglob("*.js")
        if path.name != NOT_RUN
        for word in WORD.findall(path.read_text("utf-8"))
    }


def alternatives(prelude: list) -> Iterator[str]:
    """The selectors of a rule, which commas part.

    >>> list(alternatives(tinycss2.parse_component_value_list("a, :is(b, i)")))
    ['a', ':is(b, i)']
    """
    part: list = []
    for token in prelude:
        if token == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part).strip()


def may_apply(selector: str, used: set[str]) -> bool:
    """True unless a selector asks for a name that nothing has.

    >>> may_apply("a.b:not(.c)", {"b"}), may_apply("a.b .c", {"b"})
    (True, False)
    """
    asked = NAME.findall(ASIDE.sub("", selector))
    return all(name.replace("\\", "") in used for name in asked)


def slim(rules: Iterable, used: set[str]) -> str:
    """The rules that may apply where these names are used."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            those = [
                s for s in alternatives(rule.prelude) if may_apply(s, used)
            ]
            if those:
                body = tinycss2.serialize(rule.content)
                kept.append(f"{','.join(those)}{{{body}}}")
        elif rule.lower_at_keyword in NESTED:
            inner = slim(parsed(rule.content), used)
            if inner:
                about = tinycss2.serialize(rule.prelude)
                kept.append(f"@{rule.at_keyword}{about}{{{inner}}}")
        else:
            kept.append(rule.serialize())
    return "\n".join(kept)


def parsed(css: str | list) -> list:
    """The rules of a style sheet, or of a block of it."""
    return tinycss2.parse_rule_list(
        css, skip_comments=True, skip_whitespace=True
    )


def icons(css: str) -> set[int]:
    """The characters of icon fonts that a style sheet draws.

    >>> icons('a::before { content: "\\\\f0c9" }') == {0xF0C9}
    True
    """
    return {
        int(code, 16) if code else ord(sign)
        for code, sign in ICON.findall(css)
    }


def inside(font: Path, characters: set[int], kept: Path) -> str:
    """A font with these characters alone, as an address that holds it."""
    data = b64encode(fonts.cut(font, characters, kept)).decode()
    return f'url(data:font/woff2;base64,{data}) format("woff2")'


def with_icons(css: str, folder: Path, drawn: set[int], kept: Path) -> str:
    """A style sheet with its fonts inside, cut to what is drawn.

    folder: where the style sheet's own addresses start.
    """
    whole = []
    for rule in parsed(css):
        text = rule.serialize()
        source = TRUETYPE.search(text)
        if rule.type == "at-rule" and source:
            declared = [
                part
                for part in tinycss2.serialize(rule.content).split(";")
                if not part.strip().startswith("src:")
            ]
            declared.append(f"src:{inside(folder / source[1], drawn, kept)}")
            text = f"@font-face{{{';'.join(declared)}}}"
        whole.append(text)
    return "\n".join(whole)


def joined(app: Sphinx) -> list[str]:
    """The style sheets that all pages share, in their order, from _static.

    Empty where the theme is another one, whose templates link them all.
    """
    if not (Path(app.outdir) / "_static" / THEME).exists():
        return []
    sheets = sorted(
        app.builder.globalcontext["css_files"], key=lambda css: css.priority
    )
    return [
        str(sheet.filename).removeprefix("_static/")
        for sheet in sheets
        if sheet.attributes.get("media") != PAPER
        and ALONE not in sheet.attributes
    ]


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the style sheet and the font, now that all pages are there."""
    site = Path(app.outdir)
    if error or app.builder.format != "html" or not joined(app):
        return
    found = pages(site)
    used = scripted(site).union(*(page.names for page in found))
    static, kept = site / "_static", site.parent / fonts.KEPT
    sheets = [static / name for name in (BASIC, THEME, *joined(app))]
    css = [slim(parsed(path.read_text("utf-8")), used) for path in sheets]
    others = [path.read_text("utf-8") for path in static.glob("*.css")]
    drawn = set().union(*map(icons, [*css, *others]))
    icons_from = (static / THEME).parent
    whole = with_icons("\n".join(css), icons_from, drawn, kept)
    (static / SLIM).write_text(whole, encoding="utf-8")
    if (static / MATH).exists():
        signs = set().union(*(page.signs for page in found))
        data = fonts.of_formulas(static / MATH, signs, kept)
        (static / MATH_USED).write_bytes(data)
    letters = set().union(*(page.letters for page in found))
    for name, (made, weights) in TEXT.items():
        if (static / name).exists():
            data = fonts.of_text(static / name, letters, weights, kept)
            (static / made).write_bytes(data)


def lighten(
    app: Sphinx, page: str, template: str, context: dict, document: Any
) -> None:
    """Let a page ask for one style sheet, and for scripts when it is read.

    What scripts need to know at once stands in the page: a script inside of
    it adds to that.
    """
    sheets = {f"_static/{name}" for name in joined(app)}
    context["css_files"] = [
        sheet
        for sheet in context["css_files"]
        if str(sheet.filename) not in sheets
    ]
    options = Path(app.outdir, "_static", OPTIONS)
    scripts = []
    for script in context["script_files"]:
        if str(script.filename).endswith(OPTIONS):
            body = " ".join(options.read_text("utf-8").split())
            script = type(script)(None, priority=script.priority, body=body)
        elif script.filename:
            script.attributes.setdefault("defer", "defer")
        scripts.append(script)
    context["script_files"] = scripts


def setup(app: Sphinx) -> None:
    """Put scripts off; write when everything else is written."""
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", write, priority=900)
