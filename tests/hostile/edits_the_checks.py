"""Writes `pass` into each graded cell. True mark: 0."""

from tests.hostile.little_course import graded


def change(notebook):
    """Nothing is left to fail."""
    for cell in graded(notebook):
        cell["source"] = "pass"
