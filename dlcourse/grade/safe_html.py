"""What a student wrote or drew, as HTML that can do nothing.

Every function here gives text that is safe to put into a page: escaped, or
made by a library that escapes. Raw HTML, scripts, SVG and addresses other
than http and https never get through.
"""

import base64
import binascii
import struct
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from markupsafe import Markup

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_SIDE = 5000  # pixels: a browser unpacks all of them
LINKS = ("http://", "https://")
# Levels of a student's headings lie below those of the page.
DEEPER, DEEPEST = 2, 6
LONGEST = 100_000  # characters of one cell or output
CUT_OFF = "[the rest is left out]"
NOT_SHOWN = "[an output that this page does not show]"


@dataclass(frozen=True)
class Picture:
    """A PNG picture as an address that holds all of it."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Output:
    """What a cell showed: a picture, or text of a kind."""

    kind: str  # "text", "stderr", "error" or "picture"
    text: str = ""
    picture: Picture | None = None


def plain(text: Any) -> str:
    """Text without what steers a terminal or turns its direction round.

    >>> plain("\\x1b[31mred\\x1b[0m  10 %\\r 20 %"), plain("a\\u202eb")
    (' 20 %', 'ab')
    """
    from nbconvert.filters.ansi import strip_ansi

    lines = strip_ansi(as_text(text)).replace("\r\n", "\n").split("\n")
    return "\n".join(visible(after_returns(line)) for line in lines)


def as_text(value: Any, longest: int = LONGEST) -> str:
    """A string of nbformat, which may come as a list of lines."""
    lines = isinstance(value, (list, tuple))
    text = "".join(map(str, value)) if lines else str(value)
    return text if len(text) <= longest else f"{text[:longest]}\n{CUT_OFF}"


def after_returns(line: str) -> str:
    """What a terminal shows of a line that was written over."""
    written = [part for part in line.split("\r") if part.strip()]
    return written[-1] if written else ""


def visible(line: str) -> str:
    """The line without control characters, tabs aside."""
    return "".join(
        character
        for character in line
        if character == "\t" or not is_control(character)
    )


def is_control(character: str) -> bool:
    """Whether it shows nothing and steers what stands around it.

    Joiners of letters and emoji are of the same kind, and stay.
    """
    kind = unicodedata.category(character)
    turns = unicodedata.bidirectional(character) in TURNS
    return kind in ("Cc", "Cs") or turns


TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def code(source: Any) -> Markup:
    """Python with its words in spans, for a `pre`."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter

    text = "\n".join(map(visible, as_text(source).splitlines()))
    return Markup(highlight(text, python_lexer(), HtmlFormatter(nowrap=True)))


@cache
def python_lexer() -> Any:
    """Python as IPython has it, magics included, empty lines kept."""
    from ipython_pygments_lexers import IPython3Lexer

    return IPython3Lexer(stripnl=False, ensurenl=False)


def markdown(source: Any) -> Markup:
    """A text cell as HTML: no raw HTML, no pictures, links to the web."""
    text = "\n".join(map(visible, as_text(source).splitlines()))
    return Markup(renderer().render(text))


@cache
def renderer() -> Any:
    """markdown-it with everything off that a page should not do."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": False})
    reader.enable(["table", "strikethrough"]).disable("image")
    # markdown-it's documented way to say which links are good.
    reader.validateLink = is_web_address  # type: ignore
    reader.use(
        dollarmath_plugin,
        renderer=lambda text, _: escape(text),
    )
    reader.core.ruler.push("tame", tame)
    return reader


def is_web_address(address: str) -> bool:
    """Whether a link leads to the web and nowhere else.

    >>> is_web_address("https://numpy.org"), is_web_address("javascript:x")
    (True, False)
    """
    return address.strip().lower().startswith(LINKS)


def tame(state: Any) -> None:
    """Lower the headings; let links tell nobody where they were followed."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(int(token.tag[1]) + DEEPER, DEEPEST)
            token.tag = f"h{level}"
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer nofollow")


def outputs(given: Iterable[Mapping[str, Any]]) -> list[Output]:
    """The outputs of a cell, in their order."""
    return [shown for output in given if (shown := one_output(output))]


def one_output(output: Mapping[str, Any]) -> Output | None:
    """An output of nbformat's, or None if there is nothing in it."""
    kind = output.get("output_type")
    if kind == "stream":
        text = plain(output.get("text", ""))
        name = "stderr" if output.get("name") == "stderr" else "text"
        return Output(name, text) if text.strip() else None
    if kind == "error":
        lines = output.get("traceback") or [
            f"{output.get('ename', '')}: {output.get('evalue', '')}"
        ]
        return Output("error", plain("\n".join(map(str, lines))))
    data = output.get("data")
    return from_data(data) if isinstance(data, Mapping) and data else None


def from_data(data: Mapping[str, Any]) -> Output:
    """The picture or the plain text of a result; nothing else is shown."""
    drawn = picture(data.get("image/png"))
    if drawn:
        return Output("picture", picture=drawn)
    has_picture = any(str(kind).startswith("image/") for kind in data)
    if "text/plain" in data and not has_picture:
        return Output("text", plain(data["text/plain"]))
    return Output("text", NOT_SHOWN)


def picture(data: Any) -> Picture | None:
    """A PNG picture from base64, or None if it is something else."""
    try:
        content = base64.b64decode("".join(str(data).split()), None, True)
    except (binascii.Error, ValueError):
        return None
    if not content.startswith(PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        return None
    address = "data:image/png;base64," + base64.b64encode(content).decode()
    return Picture(address, width, height)
