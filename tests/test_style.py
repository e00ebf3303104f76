"""What tools can tell of all our Python: types and common faults."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*arguments):
    """`python -m ...` in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_types_fit():
    """mypy finds nothing in the library."""
    done = run("mypy")

    assert done.returncode == 0, done.stdout


def test_the_linter_finds_nothing():
    """ruff, with the rules in pyproject.toml, over everything."""
    done = run("ruff", "check", "--output-format", "concise")

    assert done.returncode == 0, done.stdout
