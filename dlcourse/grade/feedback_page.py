"""The page that a student gets back: total and messages, then the notebook.

Everything of the student's goes through `safe_html`, everything else through
the template's escaping. A content security policy forbids scripts and other
hosts besides. Of graded cells the text is shown that students were given.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from dlcourse.grade import safe_html
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    MANUAL,
    OWN,
    SOLUTION,
    TEXT,
    Cell,
    Check,
    Notebook,
    Verdict,
)

LABELS = {
    SOLUTION: "your answer",
    GRADED: "checks",
    LOCKED: "given",
    MANUAL: "read by a person",
    OWN: "your own cell",
    TEXT: "text",
}
GIVEN = (LOCKED, GRADED)  # the course's text, which is folded away
# What the judge adds to the last line; the page has its own words for it.
THROUGH = "Judged with our own"
# The three parts of a message to a known mistake.
PARTS = ("What was seen", "Why it is wrong", "Next step")
FOLLOWED = (
    "These checks were made with our own earlier functions in the place of "
    "yours, so that a mistake there costs nothing here."
)
FORGEABLE = (
    "These checks ran together with your own cells, since they look at "
    "pictures; your instructor may look at them again."
)

VOID = (
    "A check of this does not count, and everybody has full points for it. "
    "The reason: "
)


@dataclass(frozen=True)
class Score:
    """What the gradebook says of a graded cell; None: nothing yet."""

    id: str
    points: float | None
    max_points: float
    by_hand: bool = False  # a person gave these points


@dataclass(frozen=True)
class Grades:
    """What the gradebook says of one notebook of a student."""

    scores: tuple[Score, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)  # by grade_id
    late_penalty: float = 0.0
    handed_in: str = ""

    @property
    def points(self) -> float:
        """All points so far, less those for being late."""
        given = sum(score.points or 0.0 for score in self.scores)
        return max(0.0, given - self.late_penalty)

    @property
    def max_points(self) -> float:
        """What the whole notebook can give."""
        return sum(score.max_points for score in self.scores)


@dataclass(frozen=True)
class Row:
    """A function, or another graded cell, in the table of points."""

    name: str
    points: float | None
    max_points: float
    by_hand: bool
    checks: tuple[Check, ...]
    comments: tuple[str, ...]

    @property
    def state(self) -> str:
        """One word for it; colors and signs only repeat it."""
        if self.points is None:
            return "waiting"
        if self.points >= self.max_points:
            return "passed"
        return "in part" if self.points > 0 else "not yet"

    @property
    def remarks(self) -> list[str]:
        """How it was judged, where that was not the usual way."""
        through = any(check.followed_through for check in self.checks)
        forgeable = any(check.forgeable for check in self.checks)
        void = dict.fromkeys(VOID + c.void for c in self.checks if c.void)
        return [FOLLOWED] * through + [FORGEABLE] * forgeable + [*void]


@dataclass(frozen=True)
class Message:
    """What failed checks say, in parts; several may say the same."""

    titles: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]  # (its name or "", text)


@dataclass(frozen=True)
class Shown:
    """A cell of the notebook as the page shows it."""

    number: int
    label: str  # "" for text that nobody marks
    folded: bool
    text: Markup
    is_code: bool
    outputs: list[safe_html.Output]
    check: Check | None = None


def feedback_page(
    notebook: Mapping[str, Any] | None,
    course: Notebook,
    verdict: Verdict | None,
    grades: Grades,
    *,
    student: str,
    assignment: str,
    refused: str = "",
) -> str:
    """The page of one notebook of a student, as one HTML text.

    `notebook` is the autograded one, in nbformat's plain data, `course` the
    course's own. A refused submission has a reason and no notebook.
    """
    verdict = verdict or Verdict()
    rows = rows_of(course, verdict, grades)
    return (
        environment()
        .get_template("feedback.html")
        .render(
            student=student,
            assignment=assignment,
            notebook=course.name,
            refused=refused,
            grades=grades,
            rows=rows,
            waiting=sum(row.max_points for row in rows if row.points is None),
            told=[
                (row, stopped_at(row, notebook or {}) + messages_of(row))
                for row in rows
                if has_words(row)
            ],
            notes=verdict.notes,
            other_comments=other_comments(grades, rows),
            cells=shown_cells(notebook, course, verdict) if notebook else [],
            style=style(),
            policy=policy(),
        )
    )


def rows_of(course: Notebook, verdict: Verdict, grades: Grades) -> list[Row]:
    """The graded cells, those of one function together, in order."""
    functions = {c.id for c in course.cells if c.kind in (SOLUTION, MANUAL)}
    checks = {check.id: check for check in verdict.checks}
    groups: dict[str, list[Score]] = {}
    for score in grades.scores:
        groups.setdefault(name_of(score.id, functions), []).append(score)
    return [
        Row(
            name=name,
            points=total([score.points for score in scores]),
            max_points=sum(score.max_points for score in scores),
            by_hand=any(score.by_hand for score in scores),
            checks=tuple(checks[s.id] for s in scores if s.id in checks),
            comments=tuple(
                comment
                for id in dict.fromkeys([name, *(s.id for s in scores)])
                if (comment := grades.comments.get(id, ""))
            ),
        )
        for name, scores in groups.items()
    ]


def other_comments(grades: Grades, rows: list[Row]) -> list[tuple[str, str]]:
    """(grade_id, comment) of cells that have no row of their own."""
    told = {comment for row in rows for comment in row.comments}
    return [
        (name, comment)
        for name, comment in grades.comments.items()
        if comment and comment not in told
    ]


def name_of(grade_id: str, functions: set[str]) -> str:
    """The function that a graded cell is about, else its own name.

    >>> name_of("relu-open", {"relu"}), name_of("test-1", {"relu"})
    ('relu', 'test-1')
    """
    function = grade_id.partition("-")[0]
    return function if function in functions else grade_id


def total(points: Sequence[float | None]) -> float | None:
    """Their sum; None as long as one of them is not known."""
    known = [value for value in points if value is not None]
    return sum(known) if len(known) == len(points) else None


def has_words(row: Row) -> bool:
    """Whether there is more to say of it than its points."""
    failed = any(not check.passed and check.hint for check in row.checks)
    return bool(failed or row.comments or row.remarks)


def stopped_at(row: Row, notebook: Mapping[str, Any]) -> list[Message]:
    """Where the answer's own cell ended with an error: why the rest fails."""
    if row.state == "passed":
        return []
    return [
        Message(
            (f"Cell {number} stopped with an error",),
            (("", error_of(output)),),
        )
        for number, cell in enumerate(notebook.get("cells", []), start=1)
        if nbgrader_words(cell).get("grade_id") == row.name
        and nbgrader_words(cell).get("solution")
        for output in cell.get("outputs", [])
        if output.get("output_type") == "error"
    ]


def nbgrader_words(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What nbgrader's metadata say of a cell."""
    return cell.get("metadata", {}).get("nbgrader", {})


def error_of(output: Mapping[str, Any]) -> str:
    """An error of nbformat's on one line, without its traceback."""
    words = f"{output.get('ename', '')}: {output.get('evalue', '')}"
    return safe_html.plain(words)


def messages_of(row: Row) -> list[Message]:
    """What its failed checks say, each text once under all its titles."""
    titles: dict[tuple, list[str]] = {}
    for check in row.checks:
        if not check.passed and check.hint:
            title, parts = message_of(check)
            titles.setdefault(parts, []).append(title)
    return [
        Message(tuple(dict.fromkeys(found)), parts)
        for parts, found in titles.items()
    ]


def message_of(check: Check) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A check's text for the student: its title, and its parts.

    The text to a known mistake has three lines after the title.
    """
    title, *lines = safe_html.plain(check.hint).strip().split("\n")
    title = title.removeprefix("failed: ").strip()
    if check.followed_through and lines and lines[-1].startswith(THROUGH):
        lines.pop()
    lines = [line for line in lines if line.strip()]
    if check.mistake and len(lines) >= len(PARTS):
        more = [("", "\n".join(lines[3:]))] if lines[3:] else []
        return title, (*zip(PARTS, lines), *more)
    return title, (("", "\n".join(lines)),) if lines else ()


def shown_cells(
    notebook: Mapping[str, Any], course: Notebook, verdict: Verdict
) -> list[Shown]:
    """The cells of the autograded notebook."""
    known = {cell.id: cell for cell in course.cells if cell.id}
    checks = {check.id: check for check in verdict.checks}
    cells = notebook.get("cells", [])
    return [
        shown_cell(number, cell, known, checks)
        for number, cell in enumerate(cells, start=1)
    ]


def shown_cell(
    number: int,
    cell: Mapping[str, Any],
    known: Mapping[str, Cell],
    checks: Mapping[str, Check],
) -> Shown:
    """One cell: the student's text, or the course's as it was given out.

    Outputs of graded cells may speak of hidden checks; the verdict says what
    is to be said.
    """
    words = nbgrader_words(cell)
    grade_id = str(words.get("grade_id", ""))
    is_code = cell.get("cell_type") == "code"
    ours = known.get(grade_id)
    kind = ours.kind if ours else OWN if is_code else TEXT
    source = safe_html.as_text(cell.get("source", ""))
    if not words.get("solution") and (ours or words.get("grade")):
        source = ours.released if ours else ""
    label = LABELS[kind] if ours or is_code else ""
    return Shown(
        number=number,
        label=f"{label}, {grade_id}" if ours else label,
        folded=kind in GIVEN,
        text=safe_html.code(source) if is_code else safe_html.markdown(source),
        is_code=is_code,
        outputs=[]
        if kind == GRADED or not is_code
        else safe_html.outputs(cell.get("outputs", [])),
        check=checks.get(grade_id),
    )


def number(points: float) -> str:
    """Points as one writes them.

    >>> number(2.0), number(1.5), number(1 / 3)
    ('2', '1.5', '0.33')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def printable(value: Any) -> Any:
    """What stands in a place of the template; HTML is ready as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "\n".join(map(safe_html.visible, value.split("\n")))
    return value


@cache
def environment() -> Any:
    """The templates, with escaping everywhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("dlcourse.grade"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = number
    return made


@cache
def style(*more: str) -> Markup:
    """The style sheet of our pages, and of a page that has more of its own."""
    folder = files("dlcourse.grade") / "templates"
    names = ("feedback.css", *more)
    return Markup(
        "".join((folder / name).read_text(encoding="utf-8") for name in names)
    )


@cache
def policy(*more: str) -> str:
    """What a browser may do with the page: show it, with this one style."""
    digest = hashlib.sha256(style(*more).encode()).digest()
    key = base64.b64encode(digest).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{key}'; "
        "base-uri 'none'; form-action 'none'"
    )
