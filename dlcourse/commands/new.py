"""`dlcourse new`: a new assignment, and whether its checks are good."""

import argparse
import shlex
from pathlib import Path

from dlcourse.commands.options import fail


def add(commands) -> None:
    """`dlcourse new`."""
    parser = commands.add_parser(
        "new",
        help="begin an assignment, or try its mistakes against its checks",
        description="Write exercises/NAME/exercise.py and mistakes.py: one "
        "small function with its checks, a mistake and what to do next. With "
        "--report, try every answer of an assignment that is there: which "
        "check catches which mistake, whether it is named, and whether right "
        "answers pass. Status of --report: 0 if all is as it should be, else "
        "1.",
    )
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--exercises",
        type=Path,
        default=Path("exercises"),
        metavar="DIR",
        help="where the sources are (default: exercises)",
    )
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="release the new assignment into this course at once",
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help="write nothing; try the mistakes and right answers of NAME",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Begin an assignment, or report on one."""
    from dlcourse.grade.beginning import begin
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.mutants import report_of
    from dlcourse.grade.release import release

    try:
        if options.report:
            report = report_of(options.exercises, options.name)
            print("\n".join(report.words()))
            return 1 if report.faults else 0
        folder = begin(options.exercises, options.name)
        if options.course:
            release(options.exercises, options.course, [options.name])
    except GradeError as error:
        return fail(str(error))
    where = (
        ""
        if options.exercises == Path("exercises")
        else f" --exercises {shlex.quote(str(options.exercises))}"
    )
    print(f"Wrote {folder / 'exercise.py'} and mistakes.py, which says more")
    print(f"  its checks, tried   dlcourse new --report {options.name}{where}")
    if options.course:
        print(f"  its notebooks       {options.course / 'release'}")
    else:
        print(f"  its notebooks       dlcourse release {options.name}{where}")
    return 0
