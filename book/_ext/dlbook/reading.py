"""The words of a chapter: how many, how hard, how long they take.

`lines` reads a chapter's source with the parser that also builds the page,
and gives its prose, line by line, in parts: text, code, formulas, terms.
What the book says of its own length and difficulty, and what the tests ask
of its language, comes from there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from pathlib import Path

import yaml
from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

# Adults read English non-fiction silently at 238 words a minute (Brysbaert,
# 2019). Formulas, pictures and questions want as much time again.
WORDS_A_MINUTE = 238 / 2
EXTENSIONS = {"attrs_inline", "colon_fence", "deflist", "dollarmath"}
# Directives whose content is prose; all others show something else.
PROSE = {"admonition", "fold", "margin", "quiz", "reveal"}
KINDS = {
    "paragraph_open": "sentence",
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "dt_open": "cell",
}
LISTS = {
    f"{kind}_list_{end}"
    for kind in ("bullet", "ordered")
    for end in ("open", "close")
} | {"dl_open", "dl_close"}
PARTS = {"text": "text", "code_inline": "code", "math_inline": "math"}
DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")
OPTION = re.compile(r":[\w-]+:")
TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes")
# The end of a sentence inside a line; "J. Smith" and "e.g. this" are none.
END = re.compile(r"(?<!\b[A-Z])[.!?][)\"'’”*]*\s+(?=[\"'“(*]*[A-Z])")
NAMED = re.compile(r"(.*?)\s*<([^<>]+)>$", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A piece of a line: text, code, math, term, cite or another role."""

    kind: str
    text: str
    target: str = ""


@dataclass
class Line:
    """A line of prose: its number in the file, and what stands in it.

    Its kind is sentence, item (of a list or a quiz), heading or cell (of a
    table, or a list's term).
    """

    number: int
    kind: str
    parts: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees; a formula is one sign, a citation nothing."""
        shown = {"math": "x", "cite": ""}
        return "".join(shown.get(p.kind, p.text) for p in self.parts)


def parser() -> MarkdownIt:
    """The parser of the book's pages."""
    config = MdParserConfig(enable_extensions=EXTENSIONS)
    return create_md_parser(config, RendererHTML)


def lines(text: str) -> list[Line]:
    """The prose of a chapter's source.

    >>> [line.text for line in lines("# A\\n\\nOne {term}`loss`.\\nTwo $b$.")]
    ['A', 'One loss.', 'Two x.']
    """
    return list(walk(parser(), text, 1))


def walk(reader: MarkdownIt, text: str, first: int) -> Iterator[Line]:
    """The lines of a source whose first line has this number."""
    kind, depth = "sentence", 0
    for token in reader.parse(text):
        if token.type in LISTS:
            depth += token.nesting
        if token.type == "inline":
            start = first + (token.map[0] if token.map else 0)
            in_list = depth and kind == "sentence"
            yield from split(token, start, "item" if in_list else kind)
        elif token.type in ("fence", "colon_fence"):
            yield from inside(reader, token, first)
        elif token.nesting == 1:
            kind = KINDS.get(token.type, kind)


def inside(reader: MarkdownIt, fence: Token, first: int) -> Iterator[Line]:
    """The title and the content of a directive, if they are prose."""
    found = DIRECTIVE.match(fence.info.strip())
    if not found or found[1] not in PROSE:
        return
    number = first + (fence.map[0] if fence.map else 0)
    if found[2] and found[1] != "reveal":
        yield Line(number, "heading", [Part("text", found[2])])
    body = fence.content.split("\n")
    for place, line in enumerate(body):
        if not OPTION.match(line):
            break
        body[place] = ""
    for line in walk(reader, "\n".join(body), number + 1):
        if found[1] == "quiz" and line.kind == "sentence":
            line.kind = "item"
        yield line


def split(token: Token, number: int, kind: str) -> Iterator[Line]:
    """The lines of one paragraph, heading or cell."""
    line = Line(number, kind)
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            yield line
            line = Line(line.number + 1, kind)
        elif child.type == "myst_role":
            line.parts.append(role(child.meta["name"], child.content))
        elif child.type in PARTS:
            line.parts.append(Part(PARTS[child.type], child.content))
    yield line


def role(name: str, content: str) -> Part:
    """A role as a part: `{term}`, a citation, or whatever else it shows.

    >>> role("term", "neurons <neuron>")
    Part(kind='term', text='neurons', target='neuron')
    """
    kind = "cite" if name.startswith("cite") else name
    named = NAMED.match(content)
    if named:
        return Part(kind, named[1], named[2])
    return Part(kind, content, content)


def words(text: str) -> list[str]:
    """What stands between blanks and holds a letter or a digit.

    >>> words("So, 2 + 2 = 4.")
    ['So,', '2', '2', '4.']
    """
    return [word for word in text.split() if any(map(str.isalnum, word))]


@dataclass(frozen=True)
class Reading:
    """The length and the difficulty of a chapter."""

    title: str
    words: int
    grade: float

    @property
    def minutes(self) -> int:
        """How long reading takes, in whole minutes."""
        return ceil(self.words / WORDS_A_MINUTE)


@cache  # two pages tell it
def measure(text: str) -> Reading:
    """Words, and the Automated Readability Index of the sentences.

    The index is a school grade of the United States: 4.71 letters a word
    and 0.5 words a sentence, less 21.43 (Smith and Senter, 1967).
    """
    found = lines(text)
    title = next((line.text for line in found if line.kind == "heading"), "")
    sentences = [words(line.text) for line in found if line.kind == "sentence"]
    sentences = [sentence for sentence in sentences if sentence]
    count = sum(map(len, sentences))
    letters = sum(
        sum(map(str.isalnum, word)) for line in sentences for word in line
    )
    grade = (
        4.71 * letters / count + 0.5 * count / len(sentences) - 21.43
        if count
        else 0.0
    )
    everything = sum(len(words(line.text)) for line in found)
    return Reading(title, everything, grade)


def chapters(folder: Path) -> dict[str, list[Path]]:
    """The numbered parts of _toc.yml, with the files of their chapters.

    A file that is not there is left out: Sphinx itself complains of it.
    """
    contents = yaml.safe_load((folder / "_toc.yml").read_text("utf-8"))
    return {
        part["caption"]: [
            path
            for chapter in part["chapters"]
            if (path := folder / f"{chapter['file']}.md").exists()
        ]
        for part in contents["parts"]
        if part.get("numbered")
    }


class ReadingTimes(SphinxDirective):
    """How long something takes: ```{reading-times} parts.

    Of `parts`, the numbered parts of the book; of `chapters`, and then how
    hard they are too; of `exercises`, to do.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A table."""
        tables = {
            "parts": lambda: by_part(self.readings()),
            "chapters": lambda: by_chapter(self.readings()),
            "exercises": lambda: by_exercise(self.exercises()),
        }
        of = self.arguments[0]
        if of not in tables:
            raise self.error(f"{of!r} is none of {', '.join(tables)}")
        return self.parse_text_to_nodes(tables[of]())

    def readings(self) -> dict[str, list[tuple[Path, Reading]]]:
        """Every chapter of every part; the page depends on them."""
        folder = Path(self.env.srcdir)
        self.env.note_dependency(str(folder / "_toc.yml"))
        return {
            part: [(path, measure(self.text(path))) for path in files]
            for part, files in chapters(folder).items()
        }

    def exercises(self) -> list[Path]:
        """The sources of the book's exercises; the page depends on them.

        One that somebody has begun, and that has no page yet, is no part.
        """
        folder = Path(self.env.srcdir)
        contents = (folder / "_toc.yml").read_text("utf-8").split()
        paths = [
            path
            for path in sorted(folder.glob("exercises/*/exercise.py"))
            if f"book/exercises/{path.parent.name}" in contents
        ]
        for path in paths:
            self.env.note_dependency(str(path))
        return paths

    def text(self, path: Path) -> str:
        """The source of a chapter; the page depends on it."""
        self.env.note_dependency(str(path))
        return path.read_text(encoding="utf-8")


def by_part(parts: dict[str, list[tuple[Path, Reading]]]) -> str:
    """A row for each part, and their sum."""
    rows = ["| to read | chapters | words | minutes |", "|---|--:|--:|--:|"]
    total: list[Reading] = []
    for part, found in parts.items():
        readings = [reading for _, reading in found]
        total += readings
        rows.append(row(part, readings))
    return "\n".join([*rows, row("together", total)])


def by_exercise(pages: list[Path]) -> str:
    """A row for each exercise, with the minutes that it promises.

    Raises ValueError for an exercise that does not say how long it takes.
    """
    rows = ["| to do | minutes |", "|---|--:|"]
    total = 0
    for path in pages:
        found = TIME.search(path.read_text(encoding="utf-8"))
        if not found:
            raise ValueError(f"{path} does not say **Time:** about N minutes")
        total += int(found[1])
        name = path.parent.name
        rows.append(
            f"| {{doc}}`{name} </book/exercises/{name}>` | {found[1]} |"
        )
    return "\n".join([*rows, f"| together | {total} |"])


def row(name: str, readings: list[Reading]) -> str:
    """One row of the table by parts."""
    count = sum(reading.words for reading in readings)
    minutes = sum(reading.minutes for reading in readings)
    return f"| {name} | {len(readings)} | {count:,} | {minutes} |"


def by_chapter(parts: dict[str, list[tuple[Path, Reading]]]) -> str:
    """A row for each chapter."""
    rows = [
        "| chapter | words | minutes to read | grade |",
        "|---|--:|--:|--:|",
    ]
    rows += [
        f"| {{doc}}`/book/{path.stem}` | {reading.words:,} "
        f"| {reading.minutes} | {reading.grade:.1f} |"
        for found in parts.values()
        for path, reading in found
    ]
    return "\n".join(rows)


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("reading-times", ReadingTimes)
