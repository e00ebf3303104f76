"""A notebook that went through other hands loses nothing."""

import copy
import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from dlcourse.feedback.notebook import check_notebook
from dlcourse.feedback.own import passing
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import release, table_text
from dlcourse.grade.student import student_notebook
from dlcourse.grade.transfer import mistake_files
from tests.saved_by import EDITORS

EXERCISES = Path(__file__).parent.parent / "exercises"
NAME = "2_forward"
SOURCE = instructor_notebook(EXERCISES / NAME / "exercise.py")
RELEASED = student_notebook(SOURCE)
# One answer is wrong, one is missing, the others are right.
WRONG = {"sigmoid": "def sigmoid(Z):\n    return 1 / (1 + np.exp(Z))"}
MISSING = "initialize"


def answered():
    """The students' notebook, filled in, as a dictionary."""
    notebook = copy.deepcopy(RELEASED)
    for cell, with_answer in zip(notebook.cells, SOURCE.cells):
        words = cell.metadata.get("nbgrader", {})
        if words.get("solution") and cell.id != MISSING:
            cell.source = WRONG.get(cell.id, with_answer.source)
    return json.loads(nbformat.writes(notebook))


@pytest.fixture
def folder(tmp_path):
    """A folder with the assignment's table."""
    files = mistake_files(EXERCISES / NAME)
    (tmp_path / "mistakes.json").write_text(table_text(SOURCE, *files))
    return tmp_path


@pytest.fixture(params=EDITORS)
def saved(request, folder):
    """The path of the notebook as this program saves it."""
    path = folder / f"{NAME}.ipynb"
    path.write_text(EDITORS[request.param](answered()), encoding="utf-8")
    return path


def test_every_program_gets_the_same_report(saved, folder):
    """`dlcourse check` looks at answers, not at who saved them."""
    plain = folder / "plain" / saved.name
    plain.parent.mkdir()
    plain.write_text(json.dumps(answered()))
    shutil.copy(folder / "mistakes.json", plain.parent)

    report, wanted = check_notebook(saved), check_notebook(plain)

    assert report == wanted
    failed = {r.function: r for r in report.results if not r.passed}
    assert failed.keys() == {"sigmoid", MISSING}
    assert "the wrong way round" in failed["sigmoid"].message


def test_what_nbgrader_knows_of_a_cell_is_kept(saved):
    """Its words, in the order of the cells, and the text of every cell."""
    found = json.loads(saved.read_text(encoding="utf-8"))["cells"]

    assert [
        (cell["metadata"].get("nbgrader"), "".join(cell["source"]))
        for cell in found
    ] == [
        (cell["metadata"].get("nbgrader"), "".join(cell["source"]))
        for cell in answered()["cells"]
    ]


def test_ones_own_functions_are_found_in_it(saved):
    """The switch of a later assignment reads the same file."""
    assert passing(saved, ("dense", "sigmoid")).keys() == {"dense"}


def test_nbgrader_gives_every_program_the_same_points(tmp_path):
    """All as students of one course, and one who saved it plainly."""
    course = tmp_path / "course"
    release(EXERCISES, course, [NAME])
    texts = {name: save(answered()) for name, save in EDITORS.items()}
    for student, text in {**texts, "plain": json.dumps(answered())}.items():
        target = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(text, encoding="utf-8")

    for words in (["autograde", NAME, "--create"], ["export"]):
        nbgrader(*words, cwd=course)

    with (course / "grades.csv").open(newline="") as file:
        scores = {
            r["student_id"]: float(r["score"]) for r in csv.DictReader(file)
        }
    assert scores.keys() == {*EDITORS, "plain"}
    functions = [c.id for c in RELEASED.cells if f"{c.id}-open" in ids()]
    assert set(scores.values()) == {2 * (len(functions) - 2)}


def ids():
    """The ids of all cells."""
    return {cell.id for cell in RELEASED.cells}


def nbgrader(*words, cwd):
    """`nbgrader ...`, which must succeed."""
    here = Path(sys.executable).parent
    path = f"{here}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [here / "nbgrader", *words],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
