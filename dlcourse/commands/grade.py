"""`dlcourse grade`: marks for what students handed in."""

import argparse
from pathlib import Path

from dlcourse.commands.options import add_course, fail, say


def add(commands) -> None:
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
    add_course(parser)
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
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="run them on the workers of this Dask scheduler, for example "
        "tcp://10.0.0.1:8786; the gradebook stays here",
    )
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
    void = parser.add_argument_group(
        "when a check was wrong",
        "These run nothing: they change the marks of everybody who was "
        "graded. What a person gave stays.",
    )
    void.add_argument(
        "--void",
        action="append",
        default=[],
        metavar="CHECK",
        help="this check (a grade_id) does not count: full points for all; "
        "may be given several times",
    )
    void.add_argument(
        "--why", metavar="TEXT", help="the reason, which students read"
    )
    void.add_argument(
        "--unvoid",
        action="append",
        default=[],
        metavar="CHECK",
        help="this check counts again",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade, then say what came of it."""
    from dlcourse.grade.errors import GradeError, StoppedError
    from dlcourse.grade.grading import grade

    if options.void or options.unvoid or options.why is not None:
        return void(options)
    if options.jobs is not None and options.jobs < 1:
        return fail(
            f"--jobs {options.jobs}: no submission would be run; give 1 or "
            "more"
        )
    if options.cluster is not None and options.jobs is not None:
        return fail(
            "--jobs is for this machine: a cluster runs as many as its "
            "workers have threads"
        )
    try:
        summary = grade(
            options.assignment,
            options.course,
            students=options.student,
            force=options.force,
            unsandboxed=options.unsandboxed,
            lines=options.json,
            jobs=options.jobs,
            cluster=options.cluster,
        )
    except StoppedError as error:
        fail(str(error))
        return 1
    except GradeError as error:
        return fail(str(error))
    say(summary.words())
    return 1 if summary.infrastructure else 0


def void(options: argparse.Namespace) -> int:
    """Let checks not count, or count again, then say whom it touched."""
    from dlcourse.grade.errors import GradeError
    from dlcourse.grade.voiding import void_checks

    others = ("student", "force", "jobs", "cluster", "unsandboxed")
    for name in others:
        if getattr(options, name):
            return fail(
                f"--{name} is for grading; --void and --unvoid run nothing "
                "and change everybody's marks: leave it out"
            )
    try:
        changed = void_checks(
            options.assignment,
            options.course,
            out=options.void,
            why=options.why or "",
            back=options.unvoid,
            lines=options.json,
        )
    except GradeError as error:
        return fail(str(error))
    say(changed.words())
    return 0
