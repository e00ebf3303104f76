"""dlcourse/feedback/hints.py and session.py: one hint after the other."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from dlcourse.feedback import CheckFailed, call, check, expect, hint
from dlcourse.feedback.diagnosis import Table, load_table
from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.feedback.session import NOW, fresh_session
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.mistakes import read_hints
from dlcourse.grade.release import assignments

EXERCISES = Path(__file__).parent.parent.parent / "exercises"


def relu(Z):
    return 0 * Z


ROW = {"mistake": "all_zero", "message": "Zeros came back.\nWhy?\nWhich?"}
TABLE = {
    "hints": {"relu": ["first", "second", "third"]},
    "mistakes": {"relu": {fingerprint("relu", relu): ROW}},
}


@pytest.fixture(autouse=True)
def _in_a_folder_with_hints(tmp_path, monkeypatch):
    """A table beside the notebook, and a session that knows nothing yet."""
    monkeypatch.chdir(tmp_path)
    Path("mistakes.json").write_text(json.dumps(TABLE))
    with fresh_session():
        yield


@check
def check_three(relu):
    """Three stays three."""
    expect(call(relu, np.array([[3.0]])), [[3.0]], "What is positive?")


@check
def check_four(relu):
    """Four stays four."""
    expect(call(relu, np.array([[4.0]])), [[4.0]], "What is positive?")


def fails(test, function):
    """The text of the check that must fail."""
    with pytest.raises(CheckFailed) as failure:
        test(function)
    return str(failure.value)


def test_hints_come_one_after_the_other(capsys):
    """Each with its number; after the last one the first again."""
    for _ in range(4):
        hint(relu)

    assert capsys.readouterr().out.splitlines() == [
        *("hint 1 of 3", "first"),
        *("hint 2 of 3", "second"),
        *("hint 3 of 3", "third"),
        *("hint 1 of 3", "first"),
    ]


def test_a_long_hint_is_broken_between_words(capsys):
    """A notebook would break it anywhere."""
    table = {**TABLE, "hints": {"relu": ["twelve chars " * 12]}}
    Path("mistakes.json").write_text(json.dumps(table))

    hint(relu)

    _, *lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= 72
    assert lines[1].startswith(("twelve", "chars"))


def test_a_function_without_hints_gets_one_line(capsys):
    """It names the functions that have some."""
    hint(print)

    assert capsys.readouterr().out == (
        "There is no hint for print here. There are hints for relu.\n"
    )


def test_a_notebook_without_its_table_has_no_hints(capsys):
    """It was moved alone."""
    Path("mistakes.json").unlink()

    hint("relu")

    assert capsys.readouterr().out == "There is no hint for relu here.\n"


def test_the_same_mistake_twice_in_a_row_offers_a_hint():
    """Whichever check finds it; the first time there is only the message."""
    first, second = fails(check_three, relu), fails(check_four, relu)

    assert "hint" not in first
    assert second.splitlines()[-1] == "Another hint: hint(relu)"


def test_another_trouble_in_between_begins_anew():
    """What changed is on its way."""

    def other(Z):
        return Z + 1

    other.__name__ = "relu"
    fails(check_three, relu)
    fails(check_three, other)

    assert "hint" not in fails(check_three, relu)


def test_an_unknown_trouble_of_one_check_counts_too():
    """Twice the same check, and no known mistake."""

    def other(Z):
        return Z + 1

    other.__name__ = "relu"
    fails(check_three, other)

    assert "hint(relu)" in fails(check_three, other)


def test_nothing_is_offered_where_all_was_read():
    """Three hints read: the fourth would be the first again."""
    for _ in range(3):
        hint(relu)
    fails(check_three, relu)

    assert "hint" not in fails(check_three, relu)


def test_a_fresh_session_knows_nothing_and_leaves_nothing():
    """So `dlcourse check` says the same every time."""
    fails(check_three, relu)
    with fresh_session():
        assert "hint" not in fails(check_three, relu)
        NOW.hints_read["relu"] = 2

    assert NOW.hints_read == {}
    assert "hint(relu)" in fails(check_three, relu)


def test_an_older_table_of_mistakes_alone_is_read():
    """As it was before hints went along."""
    Path("mistakes.json").write_text(json.dumps(TABLE["mistakes"]))

    assert load_table() == Table(mistakes=TABLE["mistakes"])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"mistakes": {}, "x": 1}'])
def test_a_broken_table_is_an_empty_one(text):
    """The checks go on without it."""
    Path("mistakes.json").write_text(text)

    assert load_table() == Table()


def test_what_a_function_prints_is_not_heard_from_the_probes(capsys):
    """Only what the check itself calls."""

    def loud(Z):
        print("here")
        return 0 * Z

    loud.__name__ = "relu"
    fails(check_three, loud)

    assert capsys.readouterr().out == "here\n"


def test_an_unknown_mistake_is_said_to_be_one():
    """Then what was seen, and a small example."""

    def other(Z):
        return Z + 1

    other.__name__ = "relu"

    assert fails(check_three, other).splitlines() == [
        "failed: Three stays three.",
        "This is not one of the mistakes we know.",
        "1 of 1 numbers differ. At [0, 0] yours is 4, but 3 is expected.",
        "What is positive?",
        "The smallest input that we found: relu([[2]]) gives [[3]] and "
        "should give [[2]].",
    ]


def test_what_explains_itself_is_not_called_unknown():
    """A stub, a missing return and a changed argument have their words."""

    def stub(Z):
        raise NotImplementedError

    def silent(Z):
        Z + 1

    for function in (stub, silent):
        function.__name__ = "relu"
        assert "mistakes we know" not in fails(check_three, function)


def test_without_a_table_nothing_is_called_unknown():
    """No mistake is known there."""
    Path("mistakes.json").unlink()

    assert "mistakes we know" not in fails(check_three, relu)


def test_a_result_that_the_check_cannot_use_is_no_traceback():
    """The check's own lines are not the student's."""

    @check
    def check_parts(relu):
        """Two things come back."""
        one, two = call(relu, np.ones((1, 1)))
        expect(one, two, "?")

    def other(Z):
        return Z + 1

    other.__name__ = "relu"
    text = fails(check_parts, other)

    assert "cannot use what relu gave back" in text
    assert "ValueError: not enough values" in text


def test_a_check_whose_own_cell_did_not_run_says_so():
    """The fault is not in what the function gave back."""

    @check
    def check_with_a_tool(relu):
        """A tool from another cell is used."""
        some_tool(relu)  # noqa: F821

    assert (
        "`some_tool` comes from a cell that is gone or stands below"
        in fails(check_with_a_tool, lambda Z: Z)
    )


@pytest.mark.parametrize("name", assignments(EXERCISES))
def test_each_assignment_says_how_to_get_a_hint(name):
    """In its first cell, with one of its own functions that has hints."""
    folder = EXERCISES / name
    first, *_ = instructor_notebook(folder / "exercise.py").cells

    (function,) = re.findall(r"`hint\((\w+)\)`", first.source)
    assert function in read_hints(folder / "mistakes.py")
