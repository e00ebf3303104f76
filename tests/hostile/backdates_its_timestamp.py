"""Says that it was handed in long ago. True mark: 16.

The exchange writes this file, and nbgrader believes it; so do we.
"""

MARK = 16


def hand_in(folder):
    """A day before the course began."""
    (folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC")
