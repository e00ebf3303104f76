"""Sets a graded cell's `grade` to false. True mark: 16."""

from tests.hostile.little_course import found

MARK = 16


def change(notebook):
    """One check says that it is none."""
    mark = found(notebook, "test_relu")["metadata"]["nbgrader"]
    mark["grade"] = False
