"""`dlcourse check`: what a student types before handing in."""

import argparse
from pathlib import Path

from dlcourse.commands.options import fail


def add(commands) -> None:
    """`dlcourse check`."""
    parser = commands.add_parser(
        "check",
        help="check your notebook before you hand it in",
        description="Run a notebook from a fresh start and say what its "
        "checks found. Save it first. Status 0: every open check passed; 1: "
        "some did not; 2: the file cannot be checked.",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
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
