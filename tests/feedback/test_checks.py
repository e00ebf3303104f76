"""dlcourse/feedback/checks.py and calls.py: what a student reads."""

import math

import numpy as np
import pytest

from dlcourse.feedback import (
    CheckFailed,
    call,
    check,
    expect,
    expect_true,
    hidden_check,
    hidden_rng,
)


def fails(action, *arguments):
    """The text of the check that must fail."""
    with pytest.raises(CheckFailed) as failure:
        action(*arguments)
    return str(failure.value)


def double(x):
    return 2 * x


@check
def check_doubling(double):
    """Three becomes six."""
    expect(call(double, 3.0), 6.0, "What is done with x?")


@hidden_check
def check_secretly(double):
    """Seventeen becomes thirty-four."""
    expect(call(double, 17.0), 34.0, "")


def test_a_passed_check_says_what_holds(capsys):
    """One line, the property in words."""
    check_doubling(double)

    assert capsys.readouterr().out == "passed: Three becomes six.\n"


def test_a_failed_check_shows_property_numbers_and_question():
    """What should hold, what was seen, and where to look."""
    text = fails(check_doubling, lambda x: x + 1)

    assert text.splitlines() == [
        "failed: Three becomes six.",
        "Your result is 4, but 6 is expected.",
        "What is done with x?",
    ]


def test_a_check_without_numpy_says_what_took_its_name(monkeypatch):
    """A cell such as np = 3 breaks the checks, not the student's function."""
    monkeypatch.setitem(check_doubling.__wrapped__.__globals__, "np", 3)

    text = fails(check_doubling, lambda x: x + 1)

    assert "np is numpy no more, but of the type int" in text


def test_a_hidden_check_shows_no_number():
    """Neither its input nor what it expects nor its property."""
    text = fails(check_secretly, double and (lambda x: x))

    assert text == "A hidden check of <lambda> failed."


def test_a_failure_shows_its_message_without_a_traceback():
    """IPython asks the error for its lines and prints just those."""
    failure = CheckFailed("one\ntwo")

    assert failure._render_traceback_() == ["one", "two"]


def test_a_warning_becomes_advice_and_never_reaches_stderr(capsys):
    """nbgrader takes marks for anything on stderr."""

    @check
    def check_overflow(f):
        """It survives 1000."""
        call(f, np.array([1000.0]))

    check_overflow(lambda x: 1 / (1 + np.exp(x)))

    shown = capsys.readouterr()
    assert "advice: overflow" in shown.out
    assert shown.err == ""


def test_shape_is_compared_before_values():
    """A student with a wrong shape reads of the shape."""
    text = fails(expect, np.ones((2, 3)), np.zeros((3, 2)), "?")

    assert "shape (2, 3)" in text
    assert "shape (3, 2) is expected" in text


def test_the_first_wrong_entry_is_named():
    """How many differ, where the first is, and both numbers."""
    text = fails(expect, [[1.0, 2.0], [3.0, 5.0]], [[1, 2], [3, 4]], "?")

    assert "1 of 4 numbers differ. At [1, 1] yours is 5, but 4" in text


@pytest.mark.parametrize("seen", [float("nan"), float("inf")])
def test_what_is_not_finite_is_never_right(seen):
    """nan and infinity are not close to a number."""
    fails(expect, seen, 1.0, "?")


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (["yes", "no"], "Your result holds 'yes', but an array of shape (2,)"),
        (np.array([{}, 1]), "Your result holds {}, but"),
        ([[1], [1, 2]], "The rows of your result have different shapes, but"),
        (np.array([np.nan, 1]), "(nan is no number: it is what 0 / 0 gives"),
    ],
)
def test_what_an_array_holds_instead_of_numbers_is_named(seen, said):
    """A list of texts is a list: that is not what is wrong with it."""
    assert said in fails(expect, seen, [1.0, 2.0], "?")


@pytest.mark.parametrize("seen", ["text", {"a": 1}, None])
def test_what_is_no_array_is_named_by_its_type(seen):
    """A text or a dict gets words, not a traceback."""
    assert type(seen).__name__ in fails(expect, seen, [1.0, 2.0], "?")


def test_expect_true_says_what_was_seen():
    """The message has both of its parts."""
    assert fails(expect_true, False, "3 rows.", "Why?") == "3 rows.\nWhy?"
    expect_true(np.True_, "", "")


def test_call_names_a_function_that_is_not_written():
    """The untouched stub is told from a mistake."""

    def later(x):
        raise NotImplementedError()

    assert fails(call, later, 1) == "later is not written yet."


def test_call_names_a_missing_return():
    """None is never an answer."""
    assert "returned None" in fails(call, lambda x: None, 1)


def test_call_names_a_changed_argument():
    """By its position, since the names are the student's."""

    def spoil(a, b):
        b[0] = 9
        return b

    text = fails(call, spoil, np.zeros(2), np.zeros(2))

    assert "changed its argument number 2" in text


def test_call_hands_over_copies():
    """A function that spoils its argument spoils no later check."""
    given = np.zeros(2)

    fails(call, lambda x: x.fill(7), given)

    assert given.tolist() == [0, 0]


def test_call_draws_on_from_the_same_generator():
    """Two calls with one generator get different numbers."""
    rng = np.random.default_rng(0)

    one, two = (call(lambda rng: rng.random(), rng) for _ in range(2))

    assert one != two


def test_call_keeps_the_line_of_the_error():
    """The student's own line, and what it was called with."""

    def broken(x):
        return x @ np.ones(3)

    text = fails(call, broken, np.ones((2, 2)))

    assert "an array of shape (2, 2)" in text
    assert "ValueError" in text
    assert "return x @ np.ones(3)" in text


def test_hidden_numbers_come_from_the_courses_seed(tmp_path, monkeypatch):
    """The seed file of a folder above; a public seed without one."""
    inside = tmp_path / "autograded" / "alice" / "2_forward"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    public = hidden_rng("dense").random()
    (tmp_path / ".dlcourse").mkdir()
    (tmp_path / ".dlcourse" / "seed").write_text("12345")

    secret = hidden_rng("dense").random()

    assert secret != public
    assert secret == hidden_rng("dense").random()
    assert secret != hidden_rng("relu").random()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda x: 1 if x > 0 else 0, "need one yes or no"),
        (lambda x: x @ np.ones((3, 1)), "as many columns in A as there are"),
        (lambda x: x + np.ones(3), "Read from the right"),
        (lambda x: x[5], "n entries have the indices 0 to n - 1"),
        (lambda x: math.exp(x), "those of numpy take arrays"),
        (lambda: 0, "The checks hand over what the task names"),
    ],
)
def test_numpys_commonest_errors_are_said_in_plain_words(wrong, said):
    """Beside its own, which a beginner cannot read."""
    text = fails(call, wrong, np.ones((2, 2)))

    assert "Error: " in text
    assert said in text


def inner(x):
    return x.no_such_thing


def outer(x):
    return inner(x)


def test_each_of_the_students_functions_on_the_way_is_named():
    """The last line alone would stand in another function's cell."""
    text = fails(call, outer, 1)

    first, second = (line for line in text.splitlines() if "in line" in line)
    assert "of the cell of outer: return inner(x)" in first
    assert "of the cell of inner: return x.no_such_thing" in second
