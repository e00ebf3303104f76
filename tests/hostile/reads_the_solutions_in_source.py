"""Executes the instructor's solutions out of source/. True mark: 0."""

CELL = """
import json

answers = []
for path in (
    "COURSE/source/ps1/network.ipynb",
    "../../../source/ps1/network.ipynb",
    "source/ps1/network.ipynb",
):
    try:
        cells = json.load(open(path))["cells"]
        answers = ["".join(c["source"]) for c in cells]
        print("read", path)
    except OSError as error:
        print("not read:", type(error).__name__)
"""
EACH = """
    for answer in answers:
        if "SOLUTION" in answer:
            exec(answer, globals())
    return None
"""
SAID = "not read: FileNotFoundError"


def held(seen):
    """No path led there."""
    assert "not read: FileNotFoundError" in seen.words
    assert '"read' not in seen.words
