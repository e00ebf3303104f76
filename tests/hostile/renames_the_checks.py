"""Gives the graded cells ids that the course does not know. True mark: 0."""

from tests.hostile.little_course import graded


def change(notebook):
    """Each id gets an x before it."""
    for cell in graded(notebook):
        mark = cell["metadata"]["nbgrader"]
        mark["grade_id"] = "x" + mark["grade_id"]
