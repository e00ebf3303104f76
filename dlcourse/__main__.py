"""The command `dlcourse`: what instructors and students type.

Each of its commands is a file of `dlcourse.commands`.
"""

import argparse
import sys

from dlcourse.commands import COMMANDS
from dlcourse.commands.options import fail


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
    for command in COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
