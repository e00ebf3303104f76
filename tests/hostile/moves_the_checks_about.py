"""Right answers, with all graded cells first, last and reversed.

True mark: 0 for those that come before the answers, and those alone.
"""

from tests.hostile.little_course import graded

MARK = 8
SAID = "name 'initialize' is not defined"


def change(notebook):
    """The first four before everything, the others backwards at the end."""
    checks = graded(notebook)
    for number, cell in enumerate(checks):
        notebook["cells"].remove(cell)
        place = 0 if number < 4 else len(notebook["cells"]) - number + 4
        notebook["cells"].insert(place, cell)
