"""Closes every file that it finds open, the judge's socket too.

True mark: 0.
"""

CELL = """
import os

os.closerange(0, 256)
"""
SAID = "relu"
