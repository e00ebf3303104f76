"""dlcourse/grade/small.py: right results go with the students' notebook."""

from pathlib import Path

import numpy as np
import pytest

from dlcourse.feedback.small_inputs_transfer import TRANSFER_INPUTS
from dlcourse.feedback.small_results import read_results
from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.small import small_results
from dlcourse.grade.transfer import transfer_folders

EXERCISES = Path(__file__).parent.parent.parent / "exercises"
FOLDERS = {
    name: (source, folder)
    for source in sorted(EXERCISES.glob("*/exercise.py"))
    for name, folder in transfer_folders(source.parent).items()
}


def test_every_transfer_function_has_small_inputs():
    """A mistake that is in no list still gets a small example."""
    assert FOLDERS.keys() == TRANSFER_INPUTS.keys()


@pytest.mark.parametrize("name", FOLDERS)
def test_results_are_read_as_they_were_written(name):
    """One for each input, and of nothing but the transfer function."""
    written = small_results(instructor_notebook(*FOLDERS[name]))

    assert list(written) == [name]
    results = read_results(name, written[name])
    assert len(results) == len(TRANSFER_INPUTS[name]())


def test_a_result_is_what_our_own_answer_gives():
    """Here by hand: the least that is asked for is the first row itself."""
    written = small_results(instructor_notebook(*FOLDERS["admit_corner"]))

    first = read_results("admit_corner", written["admit_corner"])[0]
    assert np.array_equal(first, [1])


def test_an_answer_that_cannot_be_run_is_named():
    """The fault is found before a course is written."""
    notebook = instructor_notebook(*FOLDERS["elu"])
    for cell in notebook.cells:
        if cell.id == "elu":
            cell.source = "def elu(Z):\n    return nothing"

    with pytest.raises(ExerciseError, match="elu cannot be run: name 'no"):
        small_results(notebook)
