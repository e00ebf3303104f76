"""`dlcourse feedback`: a page for each student."""

import argparse

from dlcourse.commands.options import add_course, fail, say


def add(commands) -> None:
    """`dlcourse feedback`."""
    parser = commands.add_parser(
        "feedback",
        help="write a page for each student: points, messages, notebook",
        description="Write feedback/STUDENT/ASSIGNMENT/NOTEBOOK.html for all "
        "that was graded: points, messages and comments first, then the "
        "notebook, without hidden checks. `nbgrader release_feedback` hands "
        "the pages out.",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the pages, then say where they are."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.feedback_files import write_feedback

    try:
        written = write_feedback(options.assignment, options.course)
    except GradeError as error:
        return fail(str(error))
    say(written.words())
    return 0
