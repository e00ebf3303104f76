"""Stops its own process, so that nobody answers. True mark: 0.

The first process of a world cannot be stopped from within: it goes on.
"""

CELL = """
import os, signal

for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGKILL, signal.SIGTERM):
    os.kill(os.getpid(), number)
    print("went on after", number)
"""
SAID = "went on after 9"
