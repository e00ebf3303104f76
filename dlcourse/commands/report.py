"""`dlcourse report`: the class on one page."""

import argparse
from pathlib import Path

from dlcourse.commands.options import add_course, fail


def add(commands) -> None:
    """`dlcourse report`."""
    parser = commands.add_parser(
        "report",
        help="write one page on what the class understood and what not",
        description="Write the class on one HTML page: marks, functions, the "
        "mistakes that were made and how often, checks that nobody or "
        "everybody passes, time, walls, refusals. It needs no other file and "
        "no network, and names no student unless you ask for it.",
    )
    parser.add_argument(
        "assignments",
        nargs="*",
        metavar="ASSIGNMENT",
        help="which ones (default: all that are graded)",
    )
    add_course(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the page (default: report.html in the course, and "
        "report-with-names.html with names)",
    )
    parser.add_argument(
        "--names",
        action="store_true",
        help="add each student's points and mistakes, and refusals with "
        "their reasons: a page for you alone",
    )
    parser.add_argument(
        "--changes",
        action="store_true",
        help="add old and new points after a regrade, by student: a page for "
        "you alone",
    )
    parser.add_argument(
        "--book",
        metavar="ADDRESS",
        help="where the book is, for links to its chapters (default: "
        "COURSE_URL, else the built one)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the page, then say where it is."""
    from dlcourse.grade.chapters import find_book
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.report import read_report
    from dlcourse.grade.report_page import (
        default_page,
        report_page,
        write_page,
    )

    named = options.names or options.changes
    try:
        page = options.output or default_page(options.course, named=named)
        book = find_book(options.book, page)
        report = read_report(options.course, options.assignments, book)
        text = report_page(
            report, names=options.names, changes=options.changes
        )
        write_page(page, text, secret=named)
    except GradeError as error:
        return fail(str(error))
    print(page.resolve().as_uri())
    if named:
        print("It names students: it is for you alone.")
    return 0
