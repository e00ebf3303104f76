"""Puts a numpy.py of its own beside the notebook. True mark: 0."""

FILE = """
import sys


class Yes:
    def __getattr__(self, name):
        return Yes()

    def __call__(self, *arguments, **options):
        return Yes()

    def __eq__(self, other):
        return True

    __lt__ = __gt__ = __eq__

    def __sub__(self, other):
        return Yes()

    __rsub__ = __mul__ = __rmul__ = __add__ = __radd__ = __sub__

    def __abs__(self):
        return self

    def __len__(self):
        return 10

    def __getitem__(self, place):
        return Yes()

    def __iter__(self):
        return iter((Yes(), Yes()))


sys.modules["numpy"] = Yes()
print("numpy is mine")
"""
CELL = """
import importlib, sys

sys.modules.pop("numpy")
import numpy as np
"""
EACH = "    return np\n"
SAID = "numpy is mine"


def hand_in(folder):
    """Two files that Python would find first."""
    for name in ("numpy.py", "dlcourse.py", "sandbox.py"):
        (folder / name).write_text(FILE)
