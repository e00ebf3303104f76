"""An explanation as text: all of it, or the form that a student may read.

Of a hidden check the student's form says what the feedback page says: the
known mistake, or that it failed. Its property, its input and its numbers stay
with the instructor.
"""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from dlcourse.grade import safe_html
from dlcourse.grade.explain import CellTold, Explained, Told
from dlcourse.grade.feedback_page import number
from dlcourse.grade.verdicts import GRADED_NOW

WIDTH = 79
LABEL = 10  # columns of "expected"
HIDDEN_TOO = "This form is for you: it shows hidden checks with their numbers."
FOR_STUDENT = (
    "Of hidden checks this form says what the feedback page says, no more."
)
SAME = "Judged again now: the same points."
CHANGED = (
    "Since it was graded, something has changed: what was handed in, the "
    "checks, the limits or the grader. What is shown below is of now; grade "
    "it again to see what it would get."
)
DIFFERS = (
    "Judged again now this gives {now} of {of}. Does the check, or the "
    "answer, depend on chance or on time?"
)
FOLLOWED = "Judged with our own earlier functions in place of the student's."
FOLLOWED_YOURS = "Judged with our own earlier functions in place of yours."


def explanation(found: Explained, *, for_student: bool) -> str:
    """The text of one notebook."""
    parts = [head(found, for_student)]
    if found.status != GRADED_NOW:
        words = f"It was not graded ({found.status}): {found.reason}"
        parts.append(block(words))
    for cell in found.cells:
        parts.append(cell_words(cell, found, for_student))
    if found.grades:
        parts.append(by_hand(found))
    return "\n\n".join(part for part in parts if part) + "\n"


def head(found: Explained, for_student: bool) -> str:
    """Whose it is, how it was judged, and by what."""
    points = sum(cell.check.points for cell in found.cells)
    most = sum(cell.check.max_points for cell in found.cells)
    title = f"{found.student}, {found.assignment}"
    if found.notebook != found.assignment:
        title += f", {found.notebook}.ipynb"
    if found.cells:
        title += f": {number(points)} of {number(most)} points by checks"
    judged = f"Judged in {found.seconds:.2f} s, sandbox: {found.tier or '?'}"
    if found.when:
        judged = f"Graded {found.when}. {judged}"
    versions = ", ".join(f"{name} {value}" for name, value in found.versions)
    lines = [title, *block(f"{judged}. {versions}.").splitlines()]
    if found.trouble:
        lines += wrap(f"It could not be judged again: {found.trouble}", WIDTH)
    elif found.changed:
        lines += wrap(CHANGED, WIDTH)
    elif found.cells and not any(cell.differs for cell in found.cells):
        lines.append(SAME)
    lines += wrap(FOR_STUDENT if for_student else HIDDEN_TOO, WIDTH)
    lines += [line for note in found.notes for line in wrap(note, WIDTH)]
    return printable(lines)


def cell_words(cell: CellTold, found: Explained, for_student: bool) -> str:
    """A graded cell: its points, then its checks."""
    check = cell.check
    points = f"{number(check.points)} of {number(check.max_points)}"
    kept = "  (hidden)" if cell.hidden else ""
    lines = [f"{check.id}  {points}{kept}"]
    if check.void:
        lines.append(f"  does not count: {check.void}")
    if check.followed_through:
        lines.append(f"  {FOLLOWED_YOURS if for_student else FOLLOWED}")
    if check.forgeable:
        lines.append("  It ran together with the student's cells.")
    if cell.differs and not found.changed and cell.again:
        now, of = number(cell.again.points), number(check.max_points)
        lines += indented(DIFFERS.format(now=now, of=of), "  ")
    if for_student and cell.hidden:
        lines += [] if check.passed else indented(check.hint, "  ")
    elif cell.checks:
        known: set[str] = set()
        for told in cell.checks:
            lines += told_words(told, for_student, known)
    elif not check.passed:
        lines += with_label("check", cell.line)
        lines += indented(check.hint if for_student else check.message, "  ")
    return printable(lines)


def told_words(told: Told, for_student: bool, known: set[str]) -> list[str]:
    """One check: its property, and if it failed all that was seen.

    The text to a mistake that is in `known` stands above already.
    """
    if for_student and told.hidden:
        return []
    lines = indented(
        told.property, "  passed  " if told.passed else "  FAILED  "
    )
    if told.passed:
        return lines
    lines += with_label("input", told.input)
    lines += with_label("gave", told.gave)
    if told.compared != told.gave:
        lines += with_label("compared", told.compared)
    lines += with_label("expected", told.expected)
    lines += with_label("seen", told.seen)
    if not told.mistake:
        reads = "\n".join(told.message.split("\n")[1:])
        return lines + (
            with_label("reads", reads) if reads != told.seen else []
        )
    words = told.mistake.replace("_", " ")
    if told.mistake not in known:
        known.add(told.mistake)
        words = "\n".join([words, *told.message.split("\n")[1:4]])
    return lines + with_label("mistake", words)


def by_hand(found: Explained) -> str:
    """What a person gave and wrote, and the whole sum."""
    grades = found.grades
    if grades is None or all(score.points is None for score in grades.scores):
        return ""
    lines = [
        f"{score.id}  "
        + (
            f"waits for a person, of {number(score.max_points)}"
            if score.points is None
            else f"{number(score.points)} of {number(score.max_points)}, "
            "given by a person"
        )
        for score in grades.scores
        if score.points is None or score.by_hand
    ]
    for name, comment in grades.comments.items():
        lines += indented(f"Comment on {name}: {comment}", "")
    if grades.late_penalty:
        lines.append(f"{number(grades.late_penalty)} points off for lateness")
    lines.append(
        f"In the gradebook: {number(grades.points)} of "
        f"{number(grades.max_points)} points"
    )
    return printable(lines)


def with_label(label: str, text: str) -> list[str]:
    """A text with its label, all its lines in one column; [] for none."""
    return indented(text, f"          {label:{LABEL}}")


def indented(text: str, first: str) -> list[str]:
    """A text in lines of the width, after `first` and below; [] for none."""
    if not text.strip():
        return []
    rest = " " * len(first)
    lines = [
        piece
        for line in text.strip().split("\n")
        for piece in wrap(line, WIDTH - len(first)) or [""]
    ]
    return [f"{rest if n else first}{line}" for n, line in enumerate(lines)]


def block(text: str) -> str:
    """A paragraph."""
    return "\n".join(wrap(text, WIDTH))


def printable(lines: Sequence[str] | Iterable[str]) -> str:
    """The lines, without what a student could do to a terminal."""
    return "\n".join(safe_html.visible(line) for line in lines)
