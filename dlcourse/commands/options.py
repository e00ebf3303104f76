"""What several commands share: which course, and one line on errors."""

import argparse
import sys
from pathlib import Path

DEFAULT_COURSE = Path("_build/exercises")
CONFIG_FILE = "nbgrader_config.py"


def add_course(parser: argparse.ArgumentParser) -> None:
    """Let a command take `--course DIR`."""
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the course's folder (default: this one if it has an "
        f"{CONFIG_FILE}, else {DEFAULT_COURSE})",
    )


def default_course() -> Path:
    """This folder if it is a course, else the one that make builds."""
    return Path() if Path(CONFIG_FILE).exists() else DEFAULT_COURSE


def fail(reason: str) -> int:
    """One line on stderr, and the exit status of a wrong call."""
    print(f"dlcourse: {reason}", file=sys.stderr)
    return 2
