"""Sets a graded cell's points to 1000. True mark: 16."""

from tests.hostile.little_course import found

MARK = 16


def change(notebook):
    """One check gives very much."""
    found(notebook, "test_relu")["metadata"]["nbgrader"]["points"] = 1000
