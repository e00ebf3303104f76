"""`dlcourse release`: exercises/ into an nbgrader course."""

import argparse
from pathlib import Path

from dlcourse.commands.options import add_course, default_course, fail


def add(commands) -> None:
    """`dlcourse release`."""
    parser = commands.add_parser(
        "release",
        help="build the exercises into an nbgrader course",
        description="Build the assignments in exercises/ into an nbgrader "
        "course: source/, release/, nbgrader_config.py and a gradebook. A "
        "course that is there already keeps its seed, students and marks.",
    )
    parser.add_argument(
        "assignments",
        nargs="*",
        metavar="ASSIGNMENT",
        help="names of folders in exercises/ (default: all)",
    )
    add_course(parser)
    parser.add_argument(
        "--exercises",
        type=Path,
        default=Path("exercises"),
        metavar="DIR",
        help="where the sources are (default: exercises)",
    )
    parser.add_argument(
        "--transfer",
        action="append",
        default=[],
        metavar="ASSIGNMENT=FUNCTION",
        help="which transfer function (one that the library does not hold) "
        "an assignment has, for example 2_forward=softplus; may be given "
        "several times, and is kept for later releases of the course",
    )
    parser.add_argument(
        "--extra",
        type=Path,
        metavar="DIR",
        help="a private folder: further hidden checks in "
        "DIR/ASSIGNMENT/checks.py, further transfer functions in "
        "DIR/ASSIGNMENT/transfer/FUNCTION/; give it with every release",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, then say where everything is."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.handout import write_handout
    from dlcourse.grade.release import release
    from dlcourse.grade.transfer import parse_choices

    course = options.course or default_course()
    try:
        names = release(
            options.exercises,
            course,
            options.assignments,
            transfer=parse_choices(options.transfer),
            extra=options.extra,
        )
        handout = names and write_handout(course, options.exercises.parent)
    except GradeError as error:
        return fail(str(error))
    if not names:
        return fail(
            f"no exercise.py in {options.exercises}; call this where "
            "the course was cloned, or give --exercises DIR"
        )
    print(f"Released {', '.join(names)}")
    print(f"  students' notebooks     {course / 'release'}")
    print(f"  instructors' notebooks  {course / 'source'}")
    if handout:
        print(f"  all that students need  {handout}")
    return 0
