"""Removes the gradebook and the course. True mark: 0."""

CELL = """
import os, shutil

for path in ("COURSE/gradebook.db", "../../../gradebook.db"):
    try:
        os.remove(path)
        print("removed")
    except OSError as error:
        print("still there:", type(error).__name__)
shutil.rmtree("COURSE", ignore_errors=True)
"""
SAID = "still there: "
