"""Prints the instructor's environment variables. True mark: 0."""

CELL = """
import os

print(dict(os.environ))
for path in ("/proc/self/environ", "/proc/1/environ", "/proc/PID/environ"):
    try:
        print(open(path).read())
    except OSError as error:
        print("not read:", type(error).__name__)
"""
SAID = "not read: "


def held(seen):
    """Nor are there places of this machine in it."""
    assert "INSTRUCTOR_SECRET" not in seen.words
