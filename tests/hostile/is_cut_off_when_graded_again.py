"""Hands in again, after full marks, half a notebook. Refused.

The old marks are gone: they were for something else.
"""

from tests.hostile.little_course import RIGHT, as_bytes, notebook

FIRST, MARK, SAID = "right", None, "no readable JSON"
RAW = as_bytes(notebook(RIGHT))[:-500]
