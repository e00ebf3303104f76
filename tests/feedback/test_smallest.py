"""dlcourse/feedback/smallest.py: a small example for an unknown mistake."""

import json
from pathlib import Path

import numpy as np
import pytest

import dlcourse
from dlcourse.feedback import smallest
from dlcourse.feedback.smallest import INPUTS, shown, smallest_failure
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.mistakes import WRONG, read_mistakes
from dlcourse.grade.small import small_results
from dlcourse.grade.transfer import transfer_folders
from tests.right_answers import answers_of

EXERCISES = Path(__file__).parent.parent.parent / "exercises"
# A changed argument or an order of calls leaves no trace in a result, whole
# numbers in are a matter of dtype, and of a few lines nobody can tell how they
# were drawn: the checks tell of them.
NO_TRACE = {
    "arriving_slopes_changed",
    "callers_data_shuffled",
    "changed_in_place",
    "elu_scores_overwritten",
    "every_second_try",
    "faded_in_place",
    "good_enough",
    "leaky_scores_overwritten",
    "not_put_back",
    "numpys_own_numbers",
    "old_ones_changed",
    "one_number_handed_to_f",
    "one_try_more",
    "one_weight_for_all",
    "own_generator",
    "parameters_changed",
    "pictures_overwritten",
    "scores_changed",
    "seeded_inside",
    "shrunk_in_place",
    "slopes_changed_in_place",
    "slopes_overwritten",
    "velocity_overwritten",
    "weights_never_negative",
    "whole_numbers_kept",
}
MISTAKES = [
    pytest.param(known, id=f"{known.of}-{known.id}")
    for path in sorted(EXERCISES.rglob("mistakes.py"))
    for known in read_mistakes(path)
    if known.of in INPUTS and known.kind == WRONG and known.id not in NO_TRACE
]


@pytest.fixture(scope="module")
def small():
    """The right results of every transfer function, as released."""
    results = {}
    for source in sorted(EXERCISES.glob("*/exercise.py")):
        for folder in transfer_folders(source.parent).values():
            results |= small_results(instructor_notebook(source, folder))
    return results


@pytest.fixture(autouse=True)
def _beside_the_table(small, tmp_path, monkeypatch):
    """As in a released course: the table stands beside the notebook."""
    monkeypatch.chdir(tmp_path)
    Path("mistakes.json").write_text(
        json.dumps({"mistakes": {}, "small": small})
    )


def named(function, name):
    """The function under the name that the exercise gives it."""

    def same_but_renamed(*arguments):
        return function(*arguments)

    same_but_renamed.__name__ = name
    return same_but_renamed


@pytest.mark.parametrize("of", INPUTS)
def test_nothing_is_found_wrong_in_a_right_answer(of):
    """The library's, and those in other words."""
    ours = [getattr(dlcourse, of)] if hasattr(dlcourse, of) else []
    for answer in [*ours, *answers_of(of)]:
        assert smallest_failure(named(answer, of)) == ""


@pytest.mark.parametrize("known", MISTAKES)
def test_a_small_input_shows_the_mistake(known):
    """Every known mistake would be found so, if it were not known."""
    words = smallest_failure(named(known.wrong, known.of))

    assert words.startswith("The smallest input that we found: ")


def test_a_small_input_is_shown_with_both_results():
    """At most six numbers can be worked out by hand."""
    words = smallest_failure(named(lambda Z: 0 * Z, "relu"))

    assert words.endswith("relu([[2]]) gives [[0]] and should give [[2]].")


def test_a_single_number_is_tried_with_many_values():
    """Between -1 and 0 alone this one goes wrong."""
    words = smallest_failure(named(lambda Z: Z * (Z > -1), "relu"))

    assert "relu([[-0.5]]) gives [[-0.5]]" in words


def test_an_error_is_named_by_its_kind():
    """Its text may be long, and the check has shown it."""
    words = smallest_failure(named(lambda Z: Z[1], "relu"))

    assert words.endswith("relu([[2]]) stops with IndexError.")


def test_where_the_check_saw_an_error_an_input_with_an_error_is_shown():
    """On one number this one is only wrong; on more it stops."""
    wrong = named(lambda Z: 7 * bool(Z > 0), "relu")

    assert "gives 7 and should give" in smallest_failure(wrong)
    words = smallest_failure(wrong, stopped=True)
    assert words.endswith("relu([[2, -1]]) stops with ValueError.")


def test_of_a_larger_input_the_shapes_are_shown():
    """It goes wrong only where X has two columns and W three."""

    def dense(X, W, b):
        return X @ W + b + (X.shape[1] == 2) * (W.shape[1] == 3)

    words = smallest_failure(dense)

    assert words.endswith(
        "that we found: shape (1, 2), shape (2, 3), shape (3,)."
    )


def test_of_batches_it_is_their_shapes_that_are_looked_at():
    """One example is left over, and this one drops it."""

    def minibatches(X, y, size, rng):
        order = rng.permutation(len(X))[: len(X) // size * size]
        return [
            (X[order[i : i + size]], y[order[i : i + size]])
            for i in range(0, len(order), size)
        ]

    words = smallest_failure(minibatches)

    assert words == (
        "The smallest input that we found: "
        "minibatches([[0, 0, 50]], [0], 2, rng).\n"
        "Seen: 0 batches. Expected: 1 batch."
    )


def test_a_slow_function_is_not_called_for_long(monkeypatch):
    """The student waits for the message."""
    monkeypatch.setattr(smallest, "LONGEST", 0.0)

    assert smallest_failure(named(lambda Z: 0 * Z, "relu")) == ""


def test_small_differences_are_shown_with_more_digits():
    """Two numbers that look alike would puzzle."""
    words = smallest_failure(
        named(lambda Z: dlcourse.relu(Z) * (1 + 1e-5), "relu")
    )

    assert "gives [[2.00002]] and should give [[2]]" in words


def test_nothing_is_searched_for_other_functions():
    """Functions of the student's own, and networks that learn."""

    def read_digits(X, y, X_new, rng):
        raise AssertionError

    def cube(x):
        raise AssertionError

    assert smallest_failure(read_digits) == smallest_failure(cube) == ""


def test_of_a_transfer_function_the_table_says_what_is_right():
    """The library does not hold it."""
    words = smallest_failure(named(lambda Z: Z, "elu"))

    assert words.endswith(
        "elu([[-1]]) gives [[-1]] and should give [[-0.6321]]."
    )


def test_a_table_for_other_inputs_is_not_read(small):
    """A library of another version may try others."""
    other = {"elu": {**small["elu"], "inputs": "of another library"}}
    Path("mistakes.json").write_text(
        json.dumps({"mistakes": {}, "small": other})
    )

    assert smallest_failure(named(lambda Z: Z, "elu")) == ""


def test_without_a_table_nothing_is_said_of_a_transfer_function():
    """The notebook may have been moved alone."""
    Path("mistakes.json").unlink()

    assert smallest_failure(named(lambda Z: Z, "elu")) == ""


def test_what_is_no_number_is_shown_too():
    """A text, nothing, a class of the student's own, a ragged list."""
    assert shown(None) == "None"
    assert shown("W") == "'W'"
    assert shown(3 + 4j) == "a complex"
    assert shown(np.array([True])) == "[True]"
    assert shown({"W": (1.0, -0.0)}) == '{"W": (1, 0)}'
