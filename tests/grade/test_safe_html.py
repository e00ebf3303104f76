"""dlcourse/grade/safe_html.py: nothing that a student wrote can run."""

import base64
import struct
from html.parser import HTMLParser

import pytest

from dlcourse.grade import safe_html

TAGS = {
    *("a", "code", "del", "em", "s", "span", "strong"),
    *("blockquote", "br", "div", "hr", "li", "ol", "p", "pre", "ul"),
    *("h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {"class", "href", "rel", "start", "style", "title"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</code></pre></div><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    '"><iframe srcdoc="<script>1</script>">',
    "<style>* {display: none}</style>",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<script >1</script >",
]
MARKDOWN_ATTACKS = [
    *ATTACKS,
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x) <javascript:alert(1)>",
    "[a](//other.example/x) [b](file:///etc/passwd) [c](/etc)",
    "[a][1]\n\n[1]: javascript:alert(1)",
    "![a](http://other.example/x.png)",
    "![a](javascript:alert(1))",
    '[a](https://x.example "onmouseover=alert(1)")',
    '[a](https://x.example/"onmouseover="alert(1))',
    "```<script>\n</code><script>alert(1)</script>\n```",
    '``` "onload="alert(1)\nx\n```',
    "$</span><script>alert(1)</script>$",
    "$$\n</div><script>alert(1)</script>\n$$",
    "$$\nx\n$$ (</div><script>alert(1)</script>)",
    "# <script>alert(1)</script>",
    "| <script> | b |\n|---|---|\n| <img src=x onerror=1> | 2 |",
    "[a](https://x.example){onclick=alert(1)}",
]


class Reader(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links = set(), set(), []
        self.text = ""
        self.feed(str(text))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [v for name, v in attributes if name == "href"]

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("source", MARKDOWN_ATTACKS)
def test_text_cells_become_harmless(source):
    """Few tags, fewer attributes, and links to the web alone."""
    page = Reader(safe_html.markdown(source))

    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert all(link.startswith(("http://", "https://")) for link in page.links)


@pytest.mark.parametrize("source", ATTACKS)
def test_code_is_shown_as_it_was_typed(source):
    """Every character of it, and nothing but spans around the words."""
    page = Reader(safe_html.code(f"x = 1  # {source}\n'''{source}'''"))

    assert page.tags <= {"span"}
    assert page.attributes <= {"class"}
    expected = f"x = 1  # {source}\n'''{source}'''"
    assert page.text.rstrip("\n") == expected


def test_headings_lie_below_those_of_the_page():
    """A reader of headings finds the page's own first."""
    page = Reader(safe_html.markdown("# one\n\n## two\n\n###### six"))

    assert page.tags == {"h3", "h4", "h6"}


def test_links_tell_nobody_where_they_were_followed():
    """The page's address may name a student."""
    assert 'rel="noopener noreferrer nofollow"' in safe_html.markdown(
        "[numpy](https://numpy.org)"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[0;31mred\x1b[0m", "red"),
        ("\x1b[38;5;28;01mdef\x1b[39;00m f", "def f"),
        (" 10 %\r 20 %\r100 %", "100 %"),
        (" 10 %\r", " 10 %"),
        ("one\r\ntwo", "one\ntwo"),
        ("a\x07\x08\x00b\tc", "ab\tc"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\u2066a\u2069", "a"),
        ("naïve Привет 数字 👍🏽", "naïve Привет 数字 👍🏽"),
        (["a\n", "b"], "a\nb"),
        (7, "7"),
    ],
)
def test_text_is_what_a_terminal_shows(text, shown):
    """Without what steers it, and readable from left to right."""
    assert safe_html.plain(text) == shown


def png(width=3, height=2, extra=b""):
    """The beginning of a PNG picture, in base64."""
    head = safe_html.PNG + b"\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return base64.b64encode(head + extra).decode()


def display(**data):
    """An output of nbformat's; image_png stands for image/png."""
    return {
        "output_type": "display_data",
        "data": {
            name.replace("_", "/"): value for name, value in data.items()
        },
    }


def test_a_png_picture_is_shown_with_its_size():
    """So that nothing on the page moves once it is there."""
    (shown,) = safe_html.outputs([display(image_png=png(30, 20) + "\n")])

    assert shown.kind == "picture"
    assert (shown.picture.width, shown.picture.height) == (30, 20)
    assert shown.picture.address.startswith("data:image/png;base64,iVBOR")


@pytest.mark.parametrize(
    "data",
    [
        '"><script>alert(1)</script>',
        base64.b64encode(b"<svg onload=alert(1)>" * 9).decode(),
        base64.b64encode(safe_html.PNG).decode(),
        base64.b64encode(
            b"<svg onload=a()>" + struct.pack(">II", 3, 2)
        ).decode(),
        png(0, 5),
        png(50_000, 50_000),
        None,
        ["a", 3],
        {"a": 3},
    ],
)
def test_what_is_no_png_picture_is_not_shown(data):
    """Nor one that would fill the reader's memory."""
    (shown,) = safe_html.outputs([display(image_png=data)])

    assert (shown.kind, shown.text) == ("text", safe_html.NOT_SHOWN)


@pytest.mark.parametrize(
    "kind", ["text_html", "image_svg+xml", "application_javascript"]
)
def test_what_could_run_is_not_shown(kind):
    """The page says that there was something."""
    output = display(**{kind: "<script>alert(1)</script>"})

    (shown,) = safe_html.outputs([output])

    assert (shown.kind, shown.text) == ("text", safe_html.NOT_SHOWN)


def test_tables_are_shown_as_text():
    """A result with HTML has its text beside it."""
    output = display(text_html="<table>", text_plain="a  b")

    assert safe_html.outputs([output])[0].text == "a  b"


def test_streams_and_errors_are_told_apart():
    """What was printed, what was warned of, where it stopped."""
    found = safe_html.outputs(
        [
            {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
            {"output_type": "stream", "name": "stderr", "text": "careful"},
            {"output_type": "stream", "name": "stdout", "text": "\n"},
            {"output_type": "error", "ename": "E", "evalue": "no"},
            {"output_type": "error", "traceback": ["\x1b[31mE\x1b[0m", "x"]},
            {"output_type": "nonsense"},
            {"output_type": "display_data", "data": []},
        ]
    )

    assert [(output.kind, output.text) for output in found] == [
        ("text", "a\nb"),
        ("stderr", "careful"),
        ("error", "E: no"),
        ("error", "E\nx"),
    ]


@pytest.mark.parametrize(
    "show", [safe_html.code, safe_html.markdown, safe_html.plain]
)
def test_endless_text_is_cut_off(show):
    """And the page says so."""
    text = show("word " * 1_000_000)

    assert len(text) < 10 * safe_html.LONGEST
    assert safe_html.CUT_OFF in Reader(text).text
