"""`dlcourse export`: marks as Canvas and Moodle import them."""

import argparse
from pathlib import Path

from dlcourse.commands.collect import add_roster
from dlcourse.commands.options import add_course, fail, say


def add(commands) -> None:
    """`dlcourse export`."""
    parser = commands.add_parser(
        "export",
        help="write marks as Canvas and Moodle import them",
        description="Write the gradebook's marks, late penalties taken off, "
        "into a CSV file for Canvas or Moodle. With --roster, the table that "
        "the platform gave, all of its rows and columns stay and the marks "
        "are filled in. Who has no mark gets none. Status 0: all marks are "
        "in the file; 1: something needs a look, and is listed; 2: nothing "
        "was written.",
    )
    parser.add_argument(
        "assignments",
        nargs="+",
        metavar="ASSIGNMENT",
        help='which marks; as "3_loss=Exercise 3 (7)" into the roster\'s '
        "column of that name",
    )
    add_course(parser)
    parser.add_argument(
        "--to",
        required=True,
        choices=("canvas", "moodle"),
        help="whose table to write",
    )
    add_roster(
        parser,
        "the platform's own table: Canvas' gradebook, Moodle's grades or an "
        "assignment's grading worksheet",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where to write (default: marks-canvas.csv, marks-moodle.csv)",
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help="give a mark, too, where cells still wait for a person",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Export, then say what came of it."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.exporting import export, parse_wanted

    if options.id and not options.roster:
        return fail("--id names a column of a roster; give --roster FILE too")
    try:
        done = export(
            parse_wanted(options.assignments),
            options.course,
            to=options.to,
            path=options.output or Path(f"marks-{options.to}.csv"),
            roster=options.roster,
            column=options.id,
            partial=options.partial,
        )
    except GradeError as error:
        return fail(str(error))
    say(done.words())
    return 1 if done.problems else 0
