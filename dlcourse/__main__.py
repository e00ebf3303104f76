"""The command `dlcourse`: what instructors and students type."""

import argparse
import sys
from pathlib import Path

DEFAULT_COURSE = Path("_build/exercises")
CONFIG_FILE = "nbgrader_config.py"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return fail(
            "Python 3.11, 3.12 or 3.13 is needed, this is "
            + ".".join(map(str, sys.version_info[:2]))
        )
    try:
        return options.run(options)
    except ModuleNotFoundError as error:
        return fail(
            f"the package {error.name} is missing; in the folder of the "
            "course run: pip install '.[grade]'"
        )
    except KeyboardInterrupt:
        return fail("stopped")


def build_parser() -> argparse.ArgumentParser:
    """All subcommands with their help."""
    parser = argparse.ArgumentParser(
        prog="dlcourse",
        description="Exercises of the course: build them, grade them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_check(commands)
    add_release(commands)
    add_grade(commands)
    add_feedback(commands)
    return parser


def add_check(commands) -> None:
    """`dlcourse check`."""
    parser = commands.add_parser(
        "check",
        help="check your notebook before you hand it in",
        description="Run a notebook from a fresh start and say what its "
        "checks found. Save it first. Status 0: every open check passed; 1: "
        "some did not; 2: the file cannot be checked.",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Print what each function's checks found."""
    from dlcourse.feedback.notebook import NotebookError, check_notebook

    try:
        report = check_notebook(options.notebook)
    except NotebookError as error:
        return fail(str(error))
    width = max(len(result.function) for result in report.results)
    for result in report.results:
        verdict = "ok" if result.passed else "NOT YET"
        print(f"{result.function:{width}}  {verdict}")
        for line in result.message.splitlines():
            print(f"{'':{width}}  {line}")
    for note in report.notes:
        print(f"note: {note}")
    right = sum(result.passed for result in report.results)
    print(
        f"{right} of {len(report.results)} functions pass their open checks; "
        f"{report.hidden} hidden checks run when your work is graded."
    )
    return 0 if report.passed else 1


def add_release(commands) -> None:
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
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the course's folder (default: this one if it has an "
        f"{CONFIG_FILE}, else {DEFAULT_COURSE})",
    )
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
    parser.set_defaults(run=run_release)


def run_release(options: argparse.Namespace) -> int:
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


def add_grade(commands) -> None:
    """`dlcourse grade`."""
    parser = commands.add_parser(
        "grade",
        help="grade what students handed in",
        description="Grade the submissions of an nbgrader course, as "
        "`nbgrader autograde` would, but with the students' code shut in a "
        "sandbox. Marks go into the course's gradebook, graded copies into "
        "autograded/. Unchanged submissions are not run again. Status 0: "
        "every submission has a verdict; 1: some failed on our side, run it "
        "again; 2: nothing was graded.",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT")
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the course's folder (default: this one if it has an "
        f"{CONFIG_FILE}, else {DEFAULT_COURSE})",
    )
    parser.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="grade this student alone; may be given several times",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="how many submissions to run at a time; usually as many as "
        "there are cores, and fewer for a small class",
    )
    parser.add_argument("--cluster", help=argparse.SUPPRESS)
    parser.add_argument(
        "--force",
        action="store_true",
        help="run unchanged submissions again too",
    )
    parser.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="write all results to FILE, one JSON object a line",
    )
    parser.add_argument(
        "--unsandboxed",
        action="store_true",
        help="run the students' code without a sandbox, with all that you "
        "may do: only where none can be had, and only for people you trust",
    )
    parser.set_defaults(run=run_grade)


def run_grade(options: argparse.Namespace) -> int:
    """Grade, then say what came of it."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.grading import grade

    if options.jobs is not None and options.jobs < 1:
        return fail(
            f"--jobs {options.jobs}: no submission would be run; give 1 or "
            "more"
        )
    if options.cluster:
        return fail("--cluster: this version grades on one machine alone")
    try:
        summary = grade(
            options.assignment,
            options.course,
            students=options.student,
            force=options.force,
            unsandboxed=options.unsandboxed,
            lines=options.json,
            jobs=options.jobs,
        )
    except GradeError as error:
        return fail(str(error))
    for line in summary.words():
        print(line)
    return 1 if summary.infrastructure else 0


def add_feedback(commands) -> None:
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
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the course's folder (default: this one if it has an "
        f"{CONFIG_FILE}, else {DEFAULT_COURSE})",
    )
    parser.set_defaults(run=run_feedback)


def run_feedback(options: argparse.Namespace) -> int:
    """Write the pages, then say where they are."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.feedback_files import write_feedback

    try:
        written = write_feedback(options.assignment, options.course)
    except GradeError as error:
        return fail(str(error))
    print("\n".join(written.words()))
    return 0


def default_course() -> Path:
    """This folder if it is a course, else the one that make builds."""
    return Path() if Path(CONFIG_FILE).exists() else DEFAULT_COURSE


def fail(reason: str) -> int:
    """One line on stderr, and the exit status of a wrong call."""
    print(f"dlcourse: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
