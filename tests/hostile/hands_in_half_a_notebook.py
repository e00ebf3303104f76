"""A right notebook, cut off in the middle. Refused."""

from tests.hostile.little_course import RIGHT, as_bytes, notebook

MARK, SAID = None, "no readable JSON"
RAW = as_bytes(notebook(RIGHT))[:-500]
