"""`dlcourse explain`: why a student has these points."""

import argparse
import sys
from pathlib import Path

from dlcourse.commands.options import add_course, fail


def add(commands) -> None:
    """`dlcourse explain`."""
    parser = commands.add_parser(
        "explain",
        help="say why a student has these points, for an appeal",
        description="Judge a submission once more, with the same seed, and "
        "say of each check what it is about, what went in, what came back "
        "and what was expected. No mark is touched.",
    )
    parser.add_argument("student", metavar="STUDENT")
    parser.add_argument("assignment", metavar="ASSIGNMENT")
    add_course(parser)
    parser.add_argument(
        "--for-student",
        action="store_true",
        help="the form that the student may read: nothing of hidden checks "
        "but whether they passed, and the message",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="write it to FILE instead of the terminal",
    )
    parser.add_argument(
        "--unsandboxed",
        action="store_true",
        help="run the student's code without a sandbox: see `dlcourse grade "
        "--help`",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Explain it, on the terminal or in a file."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.explain import explain
    from dlcourse.grade.explain_page import explanation
    from dlcourse.grade.report_page import write_page

    try:
        found = explain(
            options.student,
            options.assignment,
            options.course,
            unsandboxed=options.unsandboxed,
        )
        text = "\n".join(
            explanation(each, for_student=options.for_student)
            for each in found
        )
        if options.output:
            write_page(options.output, text, secret=not options.for_student)
            print(options.output)
            return 0
    except GradeError as error:
        return fail(str(error))
    sys.stdout.write(text)
    return 0
