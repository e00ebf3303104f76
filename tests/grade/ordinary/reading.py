"""Courses and what was handed in, from plain text to notebooks.

A text is a row of cells, each under a line `==== kind name [points] [tag]`:
text, own (unmarked), locked, solution, graded, manual (code), manualtext,
task. What a student hands in is such a text too: under `==== name` stands
what replaces that cell of the released notebook, under `==== after name` a
cell that the student added there.
"""

import copy
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HERE = Path(__file__).parent
FLAGS = {
    "locked": {"locked": True},
    "solution": {"solution": True},
    "graded": {"grade": True, "locked": True},
    "manual": {"grade": True, "solution": True},
    "manualtext": {"grade": True, "solution": True},
    "task": {"task": True, "locked": True},
}
IN_WORDS = ("text", "manualtext", "task")


@dataclass(frozen=True)
class Written:
    """A cell as it stands in the text: the words of its line, and its own."""

    words: list[str]
    text: str


def read(path: Path) -> list[Written]:
    """The cells of a text."""
    parts = ("\n" + path.read_text()).split("\n==== ")[1:]
    heads = (part.partition("\n") for part in parts)
    return [Written(head.split(), text.rstrip()) for head, _, text in heads]


def course_notebook(path: Path):
    """The instructor's notebook, with nbgrader's metadata."""
    notebook = new_notebook(cells=[course_cell(cell) for cell in read(path)])
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return notebook


def course_cell(written: Written):
    """One cell of the instructor's notebook."""
    kind, name, *more = written.words
    make = new_markdown_cell if kind in IN_WORDS else new_code_cell
    cell = make(written.text, id=name)
    if kind in FLAGS:
        marks = {
            "schema_version": 3,
            "grade_id": name,
            "locked": False,
            "solution": False,
            "grade": False,
            "task": False,
            **FLAGS[kind],
        }
        if marks["grade"] or marks["task"]:
            marks["points"] = float(more.pop(0))
        cell.metadata["nbgrader"] = marks
    if more:
        cell.metadata["tags"] = more
    return cell


def handed_in(released, path: Path):
    """The released notebook with a student's cells in it."""
    notebook = copy.deepcopy(released)
    for written in read(path):
        where = [cell.id for cell in notebook.cells]
        place = where.index(written.words[-1])
        if written.words[0] == "after":
            notebook.cells.insert(place + 1, new_code_cell(written.text))
        else:
            notebook.cells[place].source = written.text
    return notebook
