"""Adds an empty copy of each graded cell, with its id. True mark: 0."""

import copy

from tests.hostile.little_course import graded


def change(notebook):
    """The copies would pass: some stand before, some behind."""
    for number, cell in enumerate(graded(notebook)):
        twin = {**copy.deepcopy(cell), "source": "pass", "id": f"x{number}"}
        place = 0 if number % 2 else len(notebook["cells"])
        notebook["cells"].insert(place, twin)
