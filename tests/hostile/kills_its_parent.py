"""Tries to end the process that started it. True mark: 0.

It is the first of its own world, so that its parent's number is 0. Should it
find another number, it only asks whether it might (signal 0).
"""

CELL = """
import os, signal

parent = os.getppid()
print("parent:", parent)
for pid in (parent, PID):
    try:
        os.kill(pid, 0) if pid else print("nobody to kill")
    except OSError as error:
        print("not killed:", type(error).__name__)
"""
SAID = "nobody to kill"


def held(seen):
    """The grader's process is not there."""
    assert "not killed: ProcessLookupError" in seen.words
