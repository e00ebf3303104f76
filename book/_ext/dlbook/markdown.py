"""A finished page as plain Markdown, which any notebook can show.

Read from the document that Sphinx has resolved: citations, references and
computed numbers are words by then, and no directive is left to translate.
`blocks` is where to begin. What has no Markdown here raises NoMarkdown, so
that a new directive cannot silently vanish from the downloads.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from string import ascii_uppercase

from docutils import nodes
from sphinx import addnodes

from dlbook.folds import details, summary

SPECIAL = re.compile(r"([\\`*$<\[\]]|(?<!\w)_|_(?!\w))")
SILENT = (
    nodes.comment,
    nodes.meta,
    nodes.raw,
    nodes.substitution_definition,
    nodes.target,
    addnodes.index,
    addnodes.toctree,
)
PLAIN = (
    nodes.inline,
    nodes.abbreviation,
    nodes.problematic,
    nodes.title_reference,
    addnodes.number_reference,
)
RAISED = (
    (nodes.superscript, "sup"),
    (nodes.footnote_reference, "sup"),
    (nodes.subscript, "sub"),
)
THROUGH = (nodes.container, nodes.compound, nodes.document, nodes.topic)

Link = Callable[[nodes.reference], str]  # a reference's whole address, or ""


class NoMarkdown(Exception):
    """A part of a page that cannot be said in Markdown."""


class Writer:
    """Turns nodes into Markdown; `link` knows where references lead."""

    def __init__(self, link: Link):
        self.link = link

    def blocks(self, node: nodes.Node, level: int = 0) -> str:
        """The Markdown of everything inside a node, a blank line between."""
        parts = (self.block(child, level) for child in node.children)
        return "\n\n".join(part for part in parts if part)

    def block(self, node: nodes.Node, level: int = 0) -> str:
        """The Markdown of one block; `level` is the depth of its section."""
        if isinstance(node, SILENT):
            return ""
        if isinstance(node, nodes.title):
            return f"{'#' * max(level, 1)} {self.inline(node)}"
        if isinstance(node, nodes.section):
            return self.blocks(node, level + 1)
        for kind, write in BLOCKS.items():
            if isinstance(node, kind):
                return write(self, node)
        if isinstance(node, THROUGH):
            return self.blocks(node, level)
        raise NoMarkdown(f"no Markdown for a {type(node).__name__}")

    # Text in a line

    def inline(self, node: nodes.Node) -> str:
        """The Markdown of the words inside a node."""
        return "".join(self.word(child) for child in node.children).strip()

    def word(self, node: nodes.Node) -> str:
        """The Markdown of a word, or of a few with one look."""
        if isinstance(node, nodes.Text):
            return SPECIAL.sub(r"\\\1", node.astext().replace("\n", " "))
        if isinstance(node, nodes.literal):
            return code_span(node.astext())
        if isinstance(node, nodes.math):
            return f"${node.astext().strip()}$"
        if isinstance(node, nodes.reference):
            text, address = self.words(node), self.link(node)
            return f"[{text}]({address})" if address else text
        if isinstance(node, SILENT):
            return ""
        if isinstance(node, nodes.image):
            return f"*({node.get('alt', '')})*"
        for kind, mark in ((nodes.emphasis, "*"), (nodes.strong, "**")):
            if isinstance(node, kind):
                return f"{mark}{self.words(node)}{mark}"
        for kind, tag in RAISED:
            if isinstance(node, kind):
                return f"<{tag}>{self.words(node)}</{tag}>"
        if isinstance(node, PLAIN):
            return self.words(node)
        raise NoMarkdown(f"no Markdown for a {type(node).__name__} in a line")

    def words(self, node: nodes.Node) -> str:
        """The words inside a node, blanks at the ends kept."""
        return "".join(self.word(child) for child in node.children)

    # Blocks

    def paragraph(self, node: nodes.Element) -> str:
        """A line; one that would be read as a list or a heading is not."""
        text = re.sub(r"^(#+|[+-])(?=\s)", r"\\\1", self.inline(node))
        return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)

    def listing(self, node: nodes.Element) -> str:
        """Code between fences, in its language."""
        language = node.get("language", "")
        language = language if language not in ("default", "none") else ""
        fence = "`" * max(3, longest_run(node.astext()) + 1)
        return f"{fence}{language}\n{node.astext().rstrip()}\n{fence}"

    def formula(self, node: nodes.Element) -> str:
        """A formula of its own, with its number if it has one."""
        number = node.get("number")
        tag = f" \\tag{{{number}}}" if number else ""
        return f"$$\n{node.astext().strip()}{tag}\n$$"

    def bullets(self, node: nodes.Element) -> str:
        """A list of points."""
        return self.items(node, ("-" for _ in node))

    def numbers(self, node: nodes.Element) -> str:
        """A list that counts."""
        first = node.get("start", 1)
        return self.items(node, (f"{first + k}." for k in range(len(node))))

    def items(self, node: nodes.Element, marks: Iterator[str]) -> str:
        """A list, each item after its mark."""
        rows = [
            indent(self.blocks(item), f"{mark} ", " " * (len(mark) + 1))
            for mark, item in zip(marks, node)
        ]
        wide = any("\n\n" in row for row in rows)
        return ("\n\n" if wide else "\n").join(rows)

    def definitions(self, node: nodes.Element) -> str:
        """Words and what they mean, as points: Markdown has no other way."""
        rows = []
        for item in node:
            terms = [n for n in item if isinstance(n, nodes.term)]
            told = [n for n in item if isinstance(n, nodes.definition)]
            head = ", ".join(f"**{self.inline(term)}**" for term in terms)
            body = "\n\n".join(self.blocks(definition) for definition in told)
            rows.append(indent(f"{head}: {body}", "- ", "  "))
        return "\n".join(rows)

    def quote(self, node: nodes.Element) -> str:
        """What is set off from the text."""
        return indent(self.blocks(node), "> ", "> ")

    def admonition(self, node: nodes.Element) -> str:
        """A box, as a quote under its title."""
        title, body = type(node).__name__.capitalize(), list(node.children)
        if isinstance(node, nodes.sidebar):
            title = "Aside"
        if body and isinstance(body[0], nodes.title):
            title = self.inline(body.pop(0)) or title  # an aside has ""
        inside = nodes.container("", *[child.deepcopy() for child in body])
        return indent(f"**{title}**\n\n{self.blocks(inside)}", "> ", "> ")

    def fold(self, node: nodes.Element) -> str:
        """A fold, as the HTML that JupyterLab shows too."""
        head = next(iter(node.findall(summary)))
        body = (self.block(n) for n in node if n is not head)
        return folded(head.astext(), "\n\n".join(filter(None, body)))

    def note(self, node: nodes.Element) -> str:
        """A footnote or a source, after its label."""
        label, *body = node.children
        inside = nodes.container("", *[child.deepcopy() for child in body])
        return f"<sup>{label.astext()}</sup> {self.blocks(inside)}"

    def captioned(self, node: nodes.Element) -> str:
        """What a figure that no cell draws says below it."""
        found = [self.inline(caption) for caption in node.findall(is_caption)]
        return "\n\n".join(found)

    def caption(self, node: nodes.Element) -> str:
        """The title of a listing."""
        return f"**{self.inline(node)}**"

    def table(self, node: nodes.Element) -> str:
        """Rows between bars; the first is the head."""
        rows = [
            [self.blocks(entry).replace("|", "\\|") for entry in row]
            for row in node.findall(nodes.row)
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def line(self, node: nodes.Element) -> str:
        """A line between two parts."""
        return "---"

    def box(self, node: nodes.Element) -> str:
        """A question with its options, or what any other box holds."""
        if "dl-quiz" in node["classes"]:
            return self.quiz(node)
        return self.blocks(node)

    def quiz(self, node: nodes.Element) -> str:
        """A question, its options, and their reasons in one fold."""
        options = [n for n in node if isinstance(n, details)]
        asked = [n for n in node if n not in options]
        title, *question = (self.block(n) for n in asked)
        lines, answers = [], []
        for letter, option in zip(ascii_uppercase, options):
            head = next(iter(option.findall(summary)))
            reason = [self.block(n) for n in option if n is not head]
            lines.append(f"- **{letter}.** {self.inline(head)}")
            told = indent("\n\n".join(filter(None, reason)), "", "  ")
            answers.append(f"- **{letter}.** {told}")
        return "\n\n".join(
            [
                f"**{title.strip('*')}**",
                *question,
                "\n".join(lines),
                folded("The answer, and why", "\n".join(answers)),
            ]
        )


def is_caption(node: nodes.Node) -> bool:
    """True for the words below a figure."""
    return isinstance(node, nodes.caption)


def folded(title: str, body: str) -> str:
    """A fold in HTML around Markdown."""
    head = f"<details>\n<summary>{escape(title)}</summary>"
    return f"{head}\n\n{body}\n\n</details>"


def code_span(text: str) -> str:
    """Code in a line, whatever backticks it holds.

    >>> code_span("a`b")
    '`` a`b ``'
    """
    run = longest_run(text)
    if not run:
        return f"`{text}`"
    return f"{'`' * (run + 1)} {text} {'`' * (run + 1)}"


def longest_run(text: str) -> int:
    """How many backticks stand in a row, at most."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


def indent(text: str, first: str, others: str) -> str:
    """The text with something before its first line, and its others.

    >>> indent("one\\n\\ntwo", "- ", "  ")
    '- one\\n\\n  two'
    """
    head, *rest = text.split("\n")
    lines = [first + head, *(others + row if row else row for row in rest)]
    if others.startswith(">"):
        lines = [row or ">" for row in lines]
    return "\n".join(lines)


BLOCKS: dict[type[nodes.Node], Callable[[Writer, nodes.Element], str]] = {
    details: Writer.fold,
    nodes.paragraph: Writer.paragraph,
    nodes.rubric: Writer.caption,
    nodes.literal_block: Writer.listing,
    nodes.doctest_block: Writer.listing,
    nodes.math_block: Writer.formula,
    nodes.bullet_list: Writer.bullets,
    nodes.enumerated_list: Writer.numbers,
    nodes.definition_list: Writer.definitions,
    nodes.block_quote: Writer.quote,
    nodes.Admonition: Writer.admonition,
    nodes.figure: Writer.captioned,
    nodes.footnote: Writer.note,
    nodes.citation: Writer.note,
    nodes.sidebar: Writer.admonition,
    nodes.caption: Writer.caption,
    nodes.table: Writer.table,
    nodes.transition: Writer.line,
    nodes.container: Writer.box,
}
