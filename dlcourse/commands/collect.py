"""`dlcourse collect`: a platform's download into submitted/."""

import argparse
from pathlib import Path

from dlcourse.commands.options import add_course, fail, say


def add(commands) -> None:
    """`dlcourse collect`."""
    parser = commands.add_parser(
        "collect",
        help="put a download from Canvas, Moodle or Brightspace into the "
        "course",
        description="Put the notebooks of a download into submitted/STUDENT/"
        "ASSIGNMENT/NOTEBOOK.ipynb. Of several files of a student the newest "
        "counts, names such as 2_forward-1.ipynb are put right, late marks "
        "are kept, and nothing that was collected before is overwritten. "
        "Status 0: all is collected; 1: something needs a look, and is "
        "listed; 2: nothing was done.",
    )
    parser.add_argument(
        "downloads",
        nargs="+",
        type=Path,
        metavar="ZIP",
        help="what the platform gave, or a folder that it was unpacked to",
    )
    add_course(parser)
    parser.add_argument(
        "--assignment",
        metavar="NAME",
        help="which assignment it is (default: the one whose notebook has "
        "the files' name)",
    )
    add_roster(
        parser,
        "the platform's list of the class, a CSV file: it says what "
        "students are called in the course (default: the gradebook's "
        "students, else the names in the download)",
    )
    parser.add_argument(
        "--timezone",
        metavar="NAME",
        help="where the times in a Brightspace download are from, for "
        "example Europe/Berlin (default: where this computer is)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="let a download that differs replace what was collected before, "
        "which is kept in .dlcourse/replaced/",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be done, and write nothing",
    )
    parser.set_defaults(run=run)


def add_roster(parser: argparse.ArgumentParser, words: str) -> None:
    """Let a command take `--roster FILE` and `--id COLUMN`."""
    parser.add_argument("--roster", type=Path, metavar="FILE", help=words)
    parser.add_argument(
        "--id",
        metavar="COLUMN",
        help="the roster's column with the names that students have in the "
        "course (default: the login, else the best there is)",
    )


def run(options: argparse.Namespace) -> int:
    """Collect, then say what came of it."""
    from dlcourse.grade.collecting import collect
    from dlcourse.grade.errors import GradeError

    if options.id and not options.roster:
        return fail("--id names a column of a roster; give --roster FILE too")
    try:
        done = collect(
            options.downloads,
            options.course,
            assignment=options.assignment,
            roster=options.roster,
            column=options.id,
            zone=options.timezone,
            replace=options.replace,
            dry=options.dry_run,
        )
    except GradeError as error:
        return fail(str(error))
    say(done.words())
    return 0 if done.complete else 1
