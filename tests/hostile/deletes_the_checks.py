"""Hands in a right notebook without its graded cells. True mark: 16."""

from tests.hostile.little_course import graded

MARK = 16


def change(notebook):
    """Take them away."""
    for cell in graded(notebook):
        notebook["cells"].remove(cell)
