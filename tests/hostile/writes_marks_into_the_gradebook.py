"""Gives itself manual marks in the gradebook. True mark: 0."""

CELL = """
import sqlite3

for path in ("COURSE/gradebook.db", "../../../gradebook.db"):
    try:
        book = sqlite3.connect(path)
        book.execute("update grade set manual_score = 2")
        book.commit()
        print("marks written")
    except sqlite3.Error as error:
        print("not written:", error)
"""
SAID = "not written: "


def held(seen):
    """Nothing was written anywhere."""
    assert "marks written" not in seen.words
