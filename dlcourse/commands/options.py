"""What several commands share: which course, and one line on errors."""

import argparse
import sys
from collections.abc import Iterable
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


def say(lines: Iterable[str]) -> None:
    """Lines on stdout, whatever the names in them are made of."""
    for line in lines:
        print(readable(line))


def readable(line: str) -> str:
    r"""A line in which nothing steers a terminal or turns words round.

    >>> readable("né\x1b[2J, a.ipynb\u202e: refused")
    'né\\x1b[2J, a.ipynb\\u202e: refused'
    """
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def fail(reason: str) -> int:
    """One line on stderr, and the exit status of a wrong call."""
    print(f"dlcourse: {readable(reason)}", file=sys.stderr)
    return 2
