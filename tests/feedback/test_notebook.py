"""dlcourse/feedback/notebook.py and `dlcourse check`."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from dlcourse.__main__ import main
from dlcourse.feedback.notebook import NotebookError, check_notebook

CHECKS = '''\
from dlcourse.feedback import call, check, expect


@check
def check_three(double):
    """Three becomes six."""
    expect(call(double, 3.0), 6.0, "What is done with x?")


check_three(double)
'''


def cell(source, **words):
    metadata = {"nbgrader": words} if words else {}
    return nbformat.v4.new_code_cell(source, metadata=metadata)


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook with this answer, and give back its path."""

    def write(answer, before="", after="", checks=CHECKS):
        cells = [
            nbformat.v4.new_markdown_cell("# Title"),
            cell(before),
            cell(answer, grade_id="double", solution=True, grade=False),
            cell(checks, grade_id="double-open", grade=True, solution=False),
            cell("# hidden", grade_id="double-hidden", grade=True),
            cell(after),
        ]
        path = tmp_path / "my work.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path

    return write


def test_a_right_answer_passes_and_hidden_checks_are_counted(notebook):
    """What is still to come when it is graded is said."""
    report = check_notebook(notebook("def double(x):\n    return 2 * x"))

    assert report.passed
    assert [result.function for result in report.results] == ["double"]
    assert report.hidden == 1


def test_a_wrong_answer_gets_the_checks_own_message(notebook):
    """The same text as in the notebook."""
    report = check_notebook(notebook("def double(x):\n    return x"))

    assert not report.passed
    assert "yours" not in report.results[0].message.splitlines()[0]
    assert "Your result is 3, but 6" in report.results[0].message


def test_a_name_of_an_old_session_is_named(notebook):
    """What only the open notebook remembers is not there in a fresh one."""
    report = check_notebook(notebook("def double(x):\n    return two * x"))

    message = report.results[0].message
    assert "`two` comes from a cell that is gone or stands below" in message
    assert "return two * x" in message


def test_a_name_that_stands_below_is_no_help(notebook):
    """Cells run from top to bottom, once."""
    path = notebook("def double(x):\n    return two * x", after="two = 2")

    assert not check_notebook(path).passed


def test_a_missing_function_is_named(notebook):
    """A cell that was emptied."""
    report = check_notebook(notebook(""))

    assert "double is not there" in report.results[0].message


def test_an_answer_under_another_name_is_a_note(notebook):
    """Renamed, or written into another answer's cell."""
    path = notebook("def dubble(x):\n    return 2 * x")

    (note,) = check_notebook(path).notes

    assert "the cell of double defines dubble" in note


def test_an_error_in_another_cell_is_a_note(notebook):
    """It does not stop the checks."""
    path = notebook("def double(x):\n    return 2 * x", before="1 / 0")

    report = check_notebook(path)

    assert report.passed
    assert "cell 1: ZeroDivisionError" in report.notes[0]


def test_a_syntax_error_is_named_by_its_line(notebook):
    """Python's own words, and no traceback."""
    report = check_notebook(notebook("def double(x)\n    return 2 * x"))

    assert "line 1" in report.notes[0]
    assert not report.passed


def test_importing_the_answer_is_pointed_out(notebook):
    """Before the grader does."""
    report = check_notebook(notebook("from somewhere import double"))

    assert "double imports double from somewhere" in report.notes[0]


def test_taking_the_answer_from_the_library_is_pointed_out(notebook):
    """At home it works; the grader's library has no such function."""
    answer = "from dlcourse import relu\ndef double(x):\n    return 2 * x"

    report = check_notebook(notebook(answer, before="import dlcourse"))

    assert report.passed
    assert len(report.notes) == 1
    assert "relu is taken from dlcourse, where the gra" in report.notes[0]


def test_magics_do_nothing(notebook):
    """A line for the notebook alone is passed over."""
    path = notebook(
        "def double(x):\n    return 2 * x",
        before="%matplotlib inline\n!pip install numpy\ndisplay(3)",
    )

    report = check_notebook(path)

    assert report.passed
    assert report.notes == []


def test_quitting_in_a_cell_does_not_quit_the_check(notebook):
    """exit() is an error like any other."""
    path = notebook("def double(x):\n    return 2 * x", before="exit()")

    assert check_notebook(path).passed


def test_the_cells_prints_do_not_drown_the_report(notebook, capsys):
    """Only the report is printed."""
    check_notebook(
        notebook("def double(x):\n    return 2 * x", before="print(7)")
    )

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"cells": [', "cut off"),
        ("[]", "no notebook of the format 4"),
        ('{"worksheets": []}', "no notebook of the format 4"),
        ('{"cells": []}', "has no checks in it"),
    ],
)
def test_a_file_that_is_no_notebook_is_one_line(tmp_path, text, said):
    """What is wrong with it, and what to do."""
    path = tmp_path / "x.ipynb"
    path.write_text(text)

    with pytest.raises(NotebookError) as error:
        check_notebook(path)

    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_name_lists_the_notebooks_there(notebook, tmp_path):
    """A renamed file is found again."""
    notebook("")

    with pytest.raises(NotebookError, match=r"in that folder are my work\."):
        check_notebook(tmp_path / "2_forward.ipynb")


def test_source_may_be_one_text_or_a_list_of_lines(notebook):
    """Both are valid in an .ipynb; editors differ."""
    path = notebook("def double(x):\n    return 2 * x")
    content = json.loads(path.read_text())
    for one in content["cells"]:
        one["source"] = "".join(one["source"])
    path.write_text(json.dumps(content))

    assert check_notebook(path).passed


def test_the_command_says_it_in_its_status_too(notebook, capsys):
    """0 all right, 1 not yet, 2 cannot be checked."""
    right = notebook("def double(x):\n    return 2 * x")
    assert main(["check", str(right)]) == 0
    assert "1 of 1 functions pass" in capsys.readouterr().out

    wrong = notebook("def double(x):\n    return x")
    assert main(["check", str(wrong)]) == 1
    assert "NOT YET" in capsys.readouterr().out

    assert main(["check", "nowhere.ipynb"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_callers_environment_stays_as_it_was(notebook, monkeypatch):
    """Neither the folder nor matplotlib's choice leaks out."""
    monkeypatch.delenv("MPLBACKEND", raising=False)
    before = Path.cwd(), dict(os.environ)

    check_notebook(notebook("def double(x):\n    return 2 * x"))

    assert (Path.cwd(), dict(os.environ)) == before


ADMISSIONS = {
    name: f"def {name}(X):\n    raise NotImplementedError()"
    for name in ("admit", "fraction_correct", "random_search")
}


def save_admissions(path, **written):
    """1_search as a file, with these answers and no others."""
    answers = [
        cell(source, grade_id=name, solution=True)
        for name, source in (ADMISSIONS | written).items()
    ]
    shown = [
        cell("line = admit([1])"),
        cell("print(line)"),
        cell(CHECKS, grade_id="double-open", grade=True),
    ]
    content = nbformat.v4.new_notebook(cells=[*answers, *shown])
    nbformat.write(content, path)


def test_a_name_that_a_task_still_to_do_would_bind_is_no_note(tmp_path):
    """What is not written yet is said once, not for each cell after it."""
    save_admissions(tmp_path / "1_search.ipynb", random_search="x = 1")
    (tmp_path / "mistakes.json").write_text("{}")

    assert check_notebook(tmp_path / "1_search.ipynb").notes == []


def test_another_name_and_a_lost_table_are_pointed_out(tmp_path):
    """The grader wants the name, the checks want the table."""
    save_admissions(tmp_path / "1_search (1).ipynb", admit="x = 1")

    *_, name, table = check_notebook(tmp_path / "1_search (1).ipynb").notes

    assert name.endswith("hand it in as 1_search.ipynb")
    assert table.startswith("mistakes.json is not beside the notebook")


def test_a_file_without_any_answer_may_not_have_been_saved(tmp_path):
    """Whoever wrote some would wonder."""
    save_admissions(tmp_path / "1_search.ipynb")
    (tmp_path / "mistakes.json").write_text("{}")

    (note,) = check_notebook(tmp_path / "1_search.ipynb").notes

    assert "save the notebook and check it again" in note


def test_a_folder_is_no_notebook(notebook, tmp_path):
    """One line names the notebooks in it."""
    notebook("")

    with pytest.raises(NotebookError, match=r"is a folder; .*my work\.ipynb"):
        check_notebook(tmp_path)
