"""Selects the hidden checks from the gradebook and prints them.

True mark: 0.
"""

CELL = """
import sqlite3

for path in ("COURSE/gradebook.db", "../../../gradebook.db"):
    try:
        book = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for row in book.execute("select source from source_cell"):
            print("READ", row[0])
    except sqlite3.Error as error:
        print("not read:", error)
"""
SAID = "not read: unable to open database file"
