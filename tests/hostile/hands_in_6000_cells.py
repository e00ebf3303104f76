"""More cells than are read. Refused."""

from tests.hostile.little_course import cell

MARK, SAID = None, "cells, at most 5000 are read"


def change(notebook):
    """Empty ones."""
    notebook["cells"] += [cell("code", "") for _ in range(6000)]
