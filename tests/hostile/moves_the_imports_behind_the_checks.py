"""Puts the cell with the imports last, and its own names first.

True mark: 0. That cell says `from numpy.testing import *`, so no one can
tell from its text that `assert_array_equal` is the course's.
"""

from tests.hostile.little_course import found

CELL = """
import numpy as np


def assert_array_equal(*arguments, **options):
    return None


assert_allclose = assert_array_equal
"""
SAID = "Arrays are not equal"


def change(notebook):
    """No check finds a name that it needs."""
    imports = found(notebook, "imports")
    notebook["cells"].remove(imports)
    notebook["cells"].append(imports)
