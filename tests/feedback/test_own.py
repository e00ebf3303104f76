"""dlcourse/feedback/own.py: earlier functions of the student's own."""

from pathlib import Path

import nbformat
import pytest

import dlcourse
from dlcourse.feedback import own
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.student import student_notebook

EXERCISES = Path(__file__).parent.parent.parent / "exercises"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """2_forward and 3_loss beside each other; we stand in the second."""
    for name in ("2_forward", "3_loss"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "3_loss")
    return tmp_path


def notebook(name="2_forward"):
    """The assignment as its instructor has it: with all answers."""
    return instructor_notebook(EXERCISES / name / "exercise.py")


def save(content, path):
    nbformat.write(content, path)


def replace(content, grade_id, source):
    """Put another text into a cell."""
    for cell in content.cells:
        if cell.id == grade_id:
            cell.source = source
    return content


def test_switched_off_the_librarys_come(folders, capsys):
    """Without a word, and without a look at the other notebook."""
    assert own("2_forward", "relu", use=False) is dlcourse.relu
    assert own("2_forward", "dense", "relu", use=False) == (
        dlcourse.dense,
        dlcourse.relu,
    )
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "place", ["../2_forward/2_forward.ipynb", "2_forward.ipynb"]
)
def test_switched_on_ones_own_come(folders, capsys, place):
    """In the order asked for, from beside this folder or from in it."""
    save(notebook(), place)

    relu, dense = own("2_forward", "relu", "dense", use=True)

    assert (relu.__name__, dense.__name__) == ("relu", "dense")
    assert relu is not dlcourse.relu
    assert capsys.readouterr().out == "Yours, from 2_forward: relu, dense.\n"


def test_what_does_not_pass_stays_the_librarys(folders, capsys):
    """A stub, a wrong answer and one with an error, one line for all."""
    content = student_notebook(notebook())
    replace(content, "relu", "def relu(Z):\n    return abs(Z)")
    replace(content, "sigmoid", "def sigmoid(Z)\n    return Z")
    save(content, "2_forward.ipynb")

    functions = own("2_forward", "dense", "relu", "sigmoid", use=True)

    assert functions == (dlcourse.dense, dlcourse.relu, dlcourse.sigmoid)
    assert capsys.readouterr().out == (
        "The library's: dense, relu, sigmoid, since the checks in your "
        "2_forward do not pass yet.\n"
    )


def test_a_notebook_that_is_not_there_is_one_line(folders, capsys):
    """As it is in the grader: the library's functions do."""
    assert own("2_forward", "relu", use=True) is dlcourse.relu

    out = capsys.readouterr().out
    assert out.startswith("The library's functions are used: there is no")
    assert out.count("\n") == 1


def test_a_notebook_that_was_cut_off_is_one_line(folders, capsys):
    """As after a full disk."""
    Path("2_forward.ipynb").write_text('{"cells": [')

    assert own("2_forward", "relu", use=True) is dlcourse.relu
    assert capsys.readouterr().out.count("\n") == 1


def test_nothing_but_tools_and_answers_is_run(folders):
    """Neither the student's own cells, nor pictures, nor other checks."""
    content = notebook()
    for cell in content.cells:
        words = cell.metadata.get("nbgrader", {})
        kept = cell.id in ("imports", "relu-open") or words.get("solution")
        if cell.cell_type == "code" and not kept:
            cell.source = "open('here', 'w')"
    save(content, "2_forward.ipynb")

    assert own("2_forward", "relu", use=True) is not dlcourse.relu
    assert not Path("here").exists()


def test_a_function_that_the_library_lacks_is_named():
    """The switch needs something to switch to."""
    with pytest.raises(ValueError, match="the library has no function relo"):
        own("2_forward", "relo", use=False)


@pytest.mark.parametrize("name", ["4_backprop", "5_training", "6_digits"])
@pytest.mark.parametrize("mine", [False, True])
def test_the_switch_of_each_assignment_works(folders, capsys, name, mine):
    """Off: the library's. On: with all notebooks there, all are one's own."""
    for earlier in ("2_forward", "3_loss", "4_backprop", "5_training"):
        save(notebook(earlier), f"{earlier}.ipynb")
    (source,) = (
        cell.source
        for cell in notebook(name).cells
        if "mine = " in cell.source
    )
    space = {"own": own}

    exec(source.replace("mine = False", f"mine = {mine}"), space)

    chosen = {k: f for k, f in space.items() if k in vars(dlcourse)}
    chosen.pop("__builtins__")
    assert len(chosen) >= 5
    for key, function in chosen.items():
        assert (function is getattr(dlcourse, key)) is not mine
    assert "since the checks" not in capsys.readouterr().out
