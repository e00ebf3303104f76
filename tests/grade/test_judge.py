"""The judge's rules on cells, one test each. The sandbox here has no walls:
tests/hostile shows the walls."""

import pytest

from dlcourse.grade.judge import given_lines, partial_credit
from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION, Limits
from tests.grade.plain_sandbox import judged, verdict_on

DOUBLE = "def double(x):\n    return 2 * x"
TWICE = "def twice(x):\n    return double(double(x))"
WRONG = "def double(x):\n    return x"


def points(verdict):
    return [check.points for check in verdict.checks]


def test_a_right_answer_gets_its_points_and_a_wrong_one_none():
    """A mark is what the judge saw."""
    assert judged(DOUBLE, "assert double(2) == 4").points == 1
    assert judged(DOUBLE, "assert double(2) == 4", WRONG).points == 0


@pytest.mark.parametrize(
    "student",
    [
        "raise SystemExit",
        "abs = lambda x: 0",
        "np = None\nexpected = 2\ncheck_it = print\nassert_equal = print",
        "def check_double(double):\n    pass",
        "import builtins\nbuiltins.abs = lambda x: 0",
        "import numpy as np\nnp.testing.assert_allclose = print",
    ],
)
def test_the_judges_own_binding_always_wins(student):
    """Whatever the student calls by the names of the check is not used."""
    check = (
        "expected = 4\n"
        "def check_double(double):\n"
        "    np.testing.assert_allclose(double(2), expected)\n"
        "    assert abs(double(2) - expected) < 1e-9\n"
        "check_double(double)\n"
    )

    assert judged(DOUBLE, check, f"{WRONG}\n{student}").points == 0
    assert judged(DOUBLE, check, f"{DOUBLE}\n{student}").points == 1


def test_a_graded_cell_sees_names_as_they_were_then():
    """A later cell of the student's changes nothing about it."""
    verdict = verdict_on(
        (SOLUTION, "x = 1"),
        (GRADED, "assert x == 1"),
        (OWN, "x = 2"),
        (GRADED, "assert x == 2"),
    )

    assert points(verdict) == [1, 1]


def test_a_variable_that_the_students_function_changes_stays_changed():
    """From one graded cell to the next, as in one notebook."""
    verdict = verdict_on(
        (OWN, "calls = 0"),
        (SOLUTION, "def count():\n    global calls\n    calls += 1"),
        (GRADED, "count()\nassert calls == 1"),
        (GRADED, "count()\nassert calls == 2"),
    )

    assert points(verdict) == [1, 1]


def test_a_list_of_many_lists_crosses_whole():
    """However many things that can change come up in a call."""
    rows = "def rows(n):\n    return [[i] for i in range(n)]"

    check = "assert rows(200) == [[i] for i in range(200)]"
    assert judged(rows, check).points == 1


@pytest.mark.parametrize("held", ["10**6000", "np.zeros(1, 'i4,O')"])
def test_what_cannot_cross_in_a_list_costs_one_check(held):
    """It is named, whoever sends it, and the talk goes on."""
    gives = f"import numpy as np\ndef gives():\n    return [[{held}], print]"
    takes = "def takes(x):\n    return 2"
    verdict = verdict_on(
        (LOCKED, "import numpy as np"),
        (SOLUTION, gives),
        (SOLUTION, takes),
        (GRADED, "gives()"),
        (GRADED, f"takes([print, {held}])"),
        (GRADED, "assert takes([np.tanh, abs]) == 2"),
    )

    assert points(verdict) == [0, 0, 1]
    assert "cannot cross" in verdict.checks[0].message


def test_an_error_in_a_locked_cell_never_costs_a_mark():
    """The course's own mistake is not the student's."""
    verdict = verdict_on(
        (LOCKED, "raise ValueError('ours')"),
        (SOLUTION, DOUBLE),
        (GRADED, "assert double(2) == 4"),
    )

    assert points(verdict) == [1]
    assert "ours" in verdict.notes[0]


def test_imports_of_editable_cells_are_the_judges_own():
    """A course that imports in an unmarked cell works, and safely."""
    verdict = verdict_on(
        (OWN, "import math", "class math:\n    sqrt = abs"),
        (SOLUTION, DOUBLE),
        (GRADED, "assert double(math.sqrt(4)) == 4"),
    )

    assert points(verdict) == [1]


def test_a_check_that_crashes_the_sandbox_costs_itself_alone():
    """The sandbox is built again and what ran before is run again."""
    end = "def end():\n    import os\n    os._exit(1)"
    verdict = verdict_on(
        (SOLUTION, DOUBLE),
        (SOLUTION, "def end():\n    pass", end),
        (GRADED, "end()"),
        (GRADED, "try:\n    end()\nexcept BaseException:\n    pass"),
        (GRADED, "assert double(2) == 4"),
    )

    assert points(verdict) == [0, 0, 1]
    assert "end ended" in verdict.checks[0].message


def test_a_check_that_outlasts_its_limit_costs_itself_alone():
    """So does a cell of the student's that never ends."""
    verdict = verdict_on(
        (SOLUTION, DOUBLE),
        (OWN, "while True:\n    pass"),
        (SOLUTION, "def wait():\n    pass", "def wait():\n    while 1: pass"),
        (GRADED, "wait()"),
        (GRADED, "assert double(2) == 4"),
        limits=Limits(cell_seconds=0.5),
    )

    assert points(verdict) == [0, 1]
    assert "stopped after 0 s" in verdict.checks[0].message or (
        "stopped after 1 s" in verdict.checks[0].message
    )


def test_nothing_runs_when_the_submissions_time_is_used_up():
    """Then each check that is left says why it earned nothing."""
    verdict = verdict_on(
        (SOLUTION, DOUBLE),
        (OWN, "while True:\n    pass"),
        (GRADED, "assert double(2) == 4"),
        limits=Limits(cell_seconds=5, submission_seconds=0.4),
    )

    assert points(verdict) == [0]
    assert "used up" in verdict.checks[0].message


def test_earlier_functions_are_followed_through():
    """A right function is not marked down for a wrong one before it."""
    verdict = verdict_on(
        (SOLUTION, DOUBLE, WRONG),
        (GRADED, "assert double(2) == 4"),
        (SOLUTION, TWICE),
        (GRADED, "assert twice(2) == 8"),
    )

    assert points(verdict) == [0, 1]
    assert verdict.checks[1].followed_through
    assert "in place of yours" in verdict.checks[1].hint


def test_follow_through_can_be_left_out():
    """For marks that are those of plain nbgrader."""
    verdict = verdict_on(
        (SOLUTION, DOUBLE, WRONG),
        (SOLUTION, TWICE),
        (GRADED, "assert twice(2) == 8"),
        follow_through=False,
    )

    assert points(verdict) == [0]


def test_a_solution_of_the_course_that_never_ends_costs_its_follow_through():
    """Its cell is stopped; the checks after it have their time."""
    endless = f"{DOUBLE}\nwhile True:\n    pass"
    verdict = verdict_on(
        (SOLUTION, endless, WRONG),
        (GRADED, "assert double(2) == 4"),
        (SOLUTION, TWICE),
        (GRADED, "assert twice(2) == 8"),
        (SOLUTION, "def same(x):\n    return x"),
        (GRADED, "assert same(2) == 2"),
        limits=Limits(cell_seconds=2, submission_seconds=60),
    )

    assert points(verdict) == [0, 1, 1]


def test_follow_through_is_no_oracle():
    """The judge's functions cannot be kept and called for a later check."""
    keep = "kept = []\ndef twice(x):\n    kept.append(double)\n    return 0"
    steal = "def double(x):\n    return kept[-1](x) if kept else 0"
    verdict = verdict_on(
        (SOLUTION, DOUBLE, steal),
        (SOLUTION, TWICE, keep),
        (GRADED, "assert twice(2) == 8"),
        (GRADED, "assert double(3) == 6"),
    )

    assert points(verdict) == [0, 0]


def test_what_a_graded_cell_does_to_students_names_is_undone():
    """Deleting one shows that others use it; afterwards it is back."""
    probe = (
        "kept = double\n"
        "del double\n"
        "try:\n    twice(1)\n"
        "except NameError as error:\n    assert error.name == 'double'\n"
        "else:\n    raise AssertionError('twice does not use double')\n"
    )
    verdict = verdict_on(
        (SOLUTION, DOUBLE),
        (SOLUTION, TWICE),
        (GRADED, probe),
        (GRADED, "assert twice(2) == 8 and double(1) == 2"),
        follow_through=False,
    )

    assert points(verdict) == [1, 1]


def test_a_student_reads_nothing_of_a_hidden_checks_numbers():
    """The instructor's message has them, the student's has not."""
    check = (
        "assert double(1) in (1, 2)\n"
        "### BEGIN HIDDEN TESTS\n"
        "secret = 4321\n"
        "assert double(secret) == 8642, f'{double(secret)} for {secret}'\n"
    )
    failed = judged(DOUBLE, check, WRONG)

    assert "4321" in failed.message
    assert failed.hint == "A hidden check of double failed."


def test_a_student_reads_the_message_of_an_open_check():
    """Its lines were given out."""
    failed = judged(DOUBLE, "assert double(2) == 4, 'twice two'", WRONG)

    assert "twice two" in failed.hint


@pytest.mark.parametrize(
    ("last", "earned"),
    [
        ("None", 1),
        ("0.25", 0.25),
        ("0", 0),
        ("np.float64(0.5)", 0.5),
        ("True", 1),
        ("'0.25'", 1),
        ("-1.0", 1),
        ("np.nan", 0),
        ("7.0", 1),
        ("0.25;", 1),
    ],
)
def test_a_number_on_the_last_line_is_partial_credit(last, earned):
    """As in nbgrader, numpy's numbers too; more than all is all."""
    assert judged(DOUBLE, f"double(1)\n{last}").points == earned


def test_a_tagged_cell_runs_in_the_sandbox_and_says_so():
    """Its mark can be forged, and is reported as such."""
    from dataclasses import replace

    from dlcourse.grade.judge import Judge
    from dlcourse.grade.model import Cell, Job, JobCell
    from tests.grade.plain_sandbox import PlainChild

    text = "assert figure.title == 'loss'"
    solution = "class figure:\n    title = 'loss'"
    cells = (
        JobCell(SOLUTION, "figure", solution),
        JobCell(GRADED, "look", text, text, 2.0, forgeable=True),
    )
    course = (
        Cell(SOLUTION, "figure", solution),
        Cell(GRADED, "look", text, text, 2.0, forgeable=True),
    )
    wrong = (replace(cells[0], text="figure = None"), cells[1])

    (right,) = Judge(Job(cells, course), PlainChild).verdict().checks
    (bad,) = Judge(Job(wrong, course), PlainChild).verdict().checks

    assert (right.points, right.forgeable) == (2, True)
    assert (bad.points, bad.forgeable) == (0, True)


def test_commands_are_refused_by_name_and_display_magics_do_nothing():
    """Graded cells pass IPython's input transformer."""
    refused = judged(DOUBLE, "!rm -rf nothing\nassert double(1) == 2")

    assert refused.points == 0
    assert "`!rm -rf nothing` is refused" in refused.message
    assert judged(DOUBLE, "%matplotlib inline\n%time double(1)").points == 1


def test_a_warning_costs_nothing():
    """nbgrader takes marks for whatever reaches stderr."""
    noisy = (
        "def double(x):\n    import warnings\n    warnings.warn('loud')\n"
        "    return 2 * x"
    )

    assert judged(DOUBLE, "assert double(2) == 4", noisy).points == 1


def test_released_text_runs_in_the_sandbox_where_later_cells_read_it():
    """A student's own plot of what a check computed still works."""
    verdict = verdict_on(
        (SOLUTION, DOUBLE),
        (GRADED, "answer = double(21)\n### BEGIN HIDDEN TESTS\nhidden = 1"),
        (OWN, "print(answer)"),
        (OWN, "print(hidden)"),
    )

    assert verdict.ran[2].outputs[0]["text"] == "42\n"
    assert verdict.ran[3].outputs[-1]["ename"] == "NameError"


def test_partial_credit_of_no_number_is_full():
    """Lists, texts and arrays are shown, not read as marks."""
    assert partial_credit([0.5], 2) == 2


def test_given_lines_are_those_that_students_have():
    """Hidden ones are told by what is missing in the released text."""
    assert given_lines("a\nb\nc\nb\n", "a\nc\n") == {1, 3}


def test_an_object_of_the_students_takes_no_assertion_back():
    """A `with` block around a check ends as the check ended."""
    answer = "def quiet():\n    return Quiet()"
    swallow = (
        "class Quiet:\n"
        "    def __enter__(self):\n        return self\n"
        "    def __exit__(self, *error):\n        return True\n"
    )
    check = "with quiet():\n    assert False, 'seen'"

    assert judged(answer, check, swallow + answer).points == 0
    assert judged(answer, "with quiet():\n    pass", swallow + answer).passed
