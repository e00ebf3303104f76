"""The report of a class as one HTML page, which needs nothing else.

Bars and curves are SVG in the page; the colors are those of the feedback
pages and of the book, in both themes. No script, no other host.
"""

import datetime
import os
from pathlib import Path

from dlcourse.grade.course import find_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_page import environment, policy, style
from dlcourse.grade.seen import FEW, SHARED, Report

SHEET = "report.css"
PAGE, NAMED_PAGE = "report.html", "report-with-names.html"
TOMORROW = 3  # misunderstandings that are told in full at the top
PARTS = ("Seen", "Why it is wrong", "Ask the class")


def report_page(
    report: Report,
    *,
    names: bool = False,
    changes: bool = False,
    today: datetime.date | None = None,
) -> str:
    """The page as one HTML text.

    `names` adds who it was, `changes` old and new marks by student: both are
    for the instructor alone, and the page says so.
    """
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            tomorrow=report.shared[:TOMORROW],
            names=names,
            changes=changes,
            today=f"{today or datetime.date.today():%d %B %Y}",
            part_names=PARTS,
            few=FEW,
            shared=SHARED,
            style=style(SHEET),
            policy=policy(SHEET),
        )
    )


def default_page(folder: Path | None, *, named: bool) -> Path:
    """Where the page goes unless it is said; CourseError without a course."""
    return find_course(folder) / (NAMED_PAGE if named else PAGE)


def write_page(page: Path, text: str, *, secret: bool) -> None:
    """The file, whole or as it was before; a secret one for its owner alone.

    Raises CourseError.
    """
    try:
        if page.exists() and not page.is_file():
            page.write_text(text, encoding="utf-8")  # a pipe or a terminal
            return
        draft = page.with_name(f".{page.name}.new")
        draft.unlink(missing_ok=True)
        mode = 0o600 if secret else 0o644
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(draft, flags, mode), "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        os.replace(draft, page)
    except OSError as error:
        raise CourseError(
            f"{page} cannot be written: {error.strerror}"
        ) from None
