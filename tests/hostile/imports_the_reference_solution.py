"""Takes the answers out of the installed library. True mark: 0."""

CELL = """
try:
    from dlcourse import *
except ImportError as error:
    print("no import:", error)
try:
    from dlcourse.layers import *
except ImportError as error:
    print("no import:", error)
"""
EACH = """
    import dlcourse
    return None
"""


def change(notebook):
    """Each answer is an import of the name that is asked for."""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            cell["source"] = f"from dlcourse import {mark['grade_id']}"


SAID = "no import: "
