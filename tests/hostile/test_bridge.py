"""What the judge hands over cannot be turned against it.

Each rule of the bridge is shown to be what holds: with it taken away, the
same student gets a mark, or sees what is the instructor's. The walls around
the sandbox are shown so in tests/grade/test_sandbox.py. Here the sandbox has
none, and what the students of this file try is harmless.
"""

from dataclasses import replace

import numpy as np
import pytest

import dlcourse.grade.outside as outside
import dlcourse.grade.sandbox.kinds as kinds
from dlcourse.grade.judge import Judge
from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION, Cell, Verdict
from dlcourse.grade.names import Names
from dlcourse.grade.outside import Outside
from dlcourse.grade.sandbox.crossing import Crossing
from dlcourse.grade.sandbox.inside import act, resolve
from tests.grade.plain_sandbox import PlainChild, verdict_on
from tests.hostile.jobs import job

SLOPE = "def slope(f, w):\n    return (f(w + 1e-3) - f(w)) / 1e-3"
HANDED = (
    "target, marker = 3.0, 'of the instructor'\n"
    "def loss(w):\n"
    "    return (w - target) ** 2\n"
    "assert abs(slope(loss, 1.0) + 4) < 0.01, seen\n"
)
DOUBLE = "def double(x):\n    return 2 * x"


def one(
    solution: str, check: str, student: str, own: str = "seen = ''"
) -> Verdict:
    """The verdict on one check."""
    return verdict_on(
        (LOCKED, "import numpy as np"),
        (OWN, own),
        (SOLUTION, solution, student),
        (GRADED, check),
    )


def points(verdict: Verdict) -> list[float]:
    """The points of all checks."""
    return [check.points for check in verdict.checks]


def reading(attribute: str) -> str:
    """A student's function that reads an attribute of what it was handed."""
    return (
        "def slope(f, w):\n"
        "    global seen\n"
        "    ask = lambda name, *a: inside.ask(name, f, a, {})\n"
        "    import gc\n"
        "    inside = next(o for o in gc.get_objects()\n"
        "                  if type(o).__name__ == 'Inside')\n"
        "    try:\n"
        f"        seen = 'read: ' + str(ask('getattr', {attribute!r}))\n"
        "    except Exception as error:\n"
        "        seen = f'{type(error).__name__}: {error}'\n"
        "    return 0.0\n"
    )


@pytest.mark.parametrize(
    "attribute",
    [
        *("__globals__", "__closure__", "__code__", "__defaults__"),
        *("__self__", "__func__", "__wrapped__", "__class__", "__dict__"),
        *("__builtins__", "__module__", "__reduce__", "__init_subclass__"),
    ],
)
def test_a_handed_function_can_be_called_and_nothing_else(attribute: str):
    """Its globals hold the expected values, the checks and their helpers."""
    check = one(SLOPE, HANDED, reading(attribute)).checks[0]

    assert check.points == 0
    assert "CannotCross: getattr cannot be done" in check.message
    assert "of the instructor" not in check.message


def test_without_that_rule_its_module_is_told(monkeypatch: pytest.MonkeyPatch):
    """So the rule is what holds."""
    monkeypatch.setattr(
        Outside, "perform", lambda self, *what: act(*what), raising=True
    )
    check = one(SLOPE, HANDED, reading("__name__")).checks[0]

    assert "read: loss" in check.message


LIAR = (
    "class Yes:\n"
    "    def __eq__(self, other):\n"
    "        return True\n"
    "    def __rsub__(self, other):\n"
    "        return 0.0\n"
    "    __sub__ = __rsub__\n"
    "def double(x):\n"
    "    return Yes()\n"
)


@pytest.mark.parametrize(
    "check",
    [
        "assert double(2) == 4",
        "assert not double(2) != 4",
        "assert abs(double(2) - 4) < 1e-9",
        "assert abs(4 - double(2)) < 1e-9",
        "assert np.allclose(double(2), 4)",
        "np.testing.assert_allclose(double(2), 4)",
        "np.testing.assert_array_equal(double(np.ones(2)), [2, 2])",
        "assert double(2) in (3, 4)",
        "assert (double(np.ones(2)) == 2).all()",
        "import unittest\nunittest.TestCase().assertAlmostEqual(double(2), 4)",
    ],
)
def test_an_object_of_the_students_is_not_asked_whether_it_is_right(check):
    """However a check compares."""
    assert points(one(DOUBLE, check, LIAR)) == [0]
    assert points(one(DOUBLE, check, DOUBLE)) == [1]


ENDS = "def double(x):\n    raise StopIteration\n"
SKIPS = "def double(x):\n    import unittest\n    raise unittest.SkipTest\n"
IN_A_TEST = (
    "import unittest\n"
    "class Test(unittest.TestCase):\n"
    "    def test(self):\n"
    "        self.assertEqual(double(2), 4)\n"
    "result = unittest.TestResult()\n"
    "Test('test').run(result)\n"
    "assert result.wasSuccessful()\n"
)


@pytest.mark.parametrize(
    ("check", "student"),
    [
        ("assert all(map(lambda x: double(x) == 2 * x, [1, 2]))", ENDS),
        ("for x, y in zip([1, 2], map(double, [1, 2])):\n"
         "    assert y == 2 * x", ENDS),
        (IN_A_TEST, SKIPS),
    ],
)  # fmt: skip
def test_an_error_does_not_end_what_the_check_goes_through(check, student):
    """Neither a loop over map() nor a test of unittest's."""
    assert points(one(DOUBLE, check, student)) == [0]
    assert points(one(DOUBLE, check, DOUBLE)) == [1]


def test_a_course_about_the_end_of_iterators_reads_that_error():
    """Where its text speaks of it."""
    ends = "def first(items):\n    return next(iter(items))"
    check = (
        "try:\n    first([])\n"
        "except StopIteration:\n    pass\n"
        "else:\n    raise AssertionError\n"
    )

    assert points(one(ends, check, ends)) == [1]


def test_if_it_were_asked_it_would_get_the_mark(
    monkeypatch: pytest.MonkeyPatch,
):
    """So the rule is what holds."""
    everything = outside.OPERATIONS
    monkeypatch.setattr(outside, "REFUSED", frozenset())
    monkeypatch.setattr(outside, "HARMLESS", everything)
    # A comparison asks only between two objects from there.
    check = "assert abs(double(2) - 4) < 1e-9"

    assert points(one(DOUBLE, check, LIAR)) == [1]


PLACED = (
    "def double(x):\n"
    "    import numpy as np\n"
    "    state = np.random.get_state(legacy=False)\n"
    "    state['state']['pos'] = 777\n"
    "    np.random.set_state(state)\n"
    "    return 2 * x\n"
)
LOOK = (
    "double(1)\n"
    "place = np.random.get_state(legacy=False)['state']['pos']\n"
    "assert place != 777\n"
)


def test_a_generator_stays_within_its_words(monkeypatch: pytest.MonkeyPatch):
    """numpy would read whatever lies behind them; nothing is drawn here."""
    refused = one(DOUBLE, LOOK, PLACED).checks[0]
    monkeypatch.setattr(
        "dlcourse.grade.sandbox.session.safe_state", lambda node: node
    )
    state = np.random.get_state()
    try:
        taken = one(DOUBLE, LOOK, PLACED).checks[0]
    finally:
        np.random.set_state(state)  # this process judges here

    assert "sent what no honest answer is" in refused.message
    assert "AssertionError" in taken.message
    with pytest.raises(ValueError, match="outside of a generator's words"):
        kinds.safe_state({"state": {"pos": 777}})


def moved() -> Verdict:
    """A submission with the imports at its end, and names of its own."""
    locked = (LOCKED, "from numpy.testing import *")
    solution = (SOLUTION, DOUBLE, "def double(x):\n    return 0\n")
    check = (GRADED, "assert_equal(double(2), 4)")
    own = (OWN, "", "def assert_equal(*_):\n    pass")
    made = job(own, solution, check, locked)
    course = (Cell(LOCKED, "locked-3", locked[1]), *made.course_cells[:3])
    made = type(made)(made.cells, course)
    return Judge(made, PlainChild).verdict()


def test_the_courses_names_are_there_before_each_check(
    monkeypatch: pytest.MonkeyPatch,
):
    """Wherever a student moves the cell that binds them."""
    held = points(moved())
    monkeypatch.setattr(Judge, "run_locked_before", lambda *_: None)

    assert held == [0]
    assert points(moved()) == [1]


def test_the_judges_own_names_are_no_students(
    monkeypatch: pytest.MonkeyPatch,
):
    """Those that a graded cell binds are found before it runs."""
    student = "def double(x):\n    return 0\ndef agree(*_):\n    pass\n"
    check = (
        "agree(double(2), 4)\n"
        "def agree(one, other):\n"
        "    assert one == other\n"
    )
    held = points(one(DOUBLE, check, student))
    of = Names.of

    def careless(cells):
        names = of(cells)
        return replace(names, students=names.students | {"agree"})

    monkeypatch.setattr(Names, "of", careless)

    assert held == [0]
    assert points(one(DOUBLE, check, student)) == [1]


def followed() -> Verdict:
    """A student who keeps what follow-through hands in."""
    twice = "def twice(x):\n    return double(double(x))"
    keep = f"kept = []\n{twice}".replace(
        "    return", "    kept.append(double)\n    return"
    )
    return verdict_on(
        (SOLUTION, DOUBLE, "def double(x):\n    return x"),
        (SOLUTION, twice, keep),
        (SOLUTION, "def triple(x):\n    return 3 * x", "triple = None"),
        (GRADED, "assert double(2) == 4"),
        (GRADED, "assert twice(2) == 8"),
        (SOLUTION, DOUBLE, "def double(x):\n    return kept[-1](x)"),
        (GRADED, "assert double(5) == 10"),
    )


def test_what_was_handed_over_cannot_be_called_later(
    monkeypatch: pytest.MonkeyPatch,
):
    """It is no oracle for a later check of the same function."""
    held = points(followed())
    monkeypatch.setattr(Crossing, "revoke", lambda self: None)

    assert held == [0, 1, 0]
    assert points(followed()) == [0, 1, 1]


OLD = (
    "def double(x):\n"
    "    import gc\n"
    "    inside = next(o for o in gc.get_objects()\n"
    "                  if type(o).__name__ == 'Inside')\n"
    "    inside.number -= 1\n"
    "    return 2 * x\n"
)


def test_an_answer_bears_the_number_of_its_question(
    monkeypatch: pytest.MonkeyPatch,
):
    """A late or invented one is told by it."""
    check = "assert double(2) == 4"
    held = one(DOUBLE, check, OLD).checks[0]
    monkeypatch.setattr(Outside, "check_number", lambda *_: None)

    assert "sent what no honest answer is" in held.message
    assert points(one(DOUBLE, check, OLD)) == [1]


NAMED = (
    "def double(x):\n"
    "    import gc, os\n"
    "    inside = next(o for o in gc.get_objects()\n"
    "                  if type(o).__name__ == 'Inside')\n"
    "    named = lambda value: ('os', 'getcwd') if value is os else None\n"
    "    inside.crossing.reference = named\n"
    "    return os\n"
)


def test_only_plain_classes_can_be_named(monkeypatch: pytest.MonkeyPatch):
    """The judge imports nothing because a student says so."""
    check = "import os\nassert double(2) is not os.getcwd\n"
    held = one(DOUBLE, check, NAMED).checks[0]
    monkeypatch.setattr(outside, "allowed", resolve)
    taken = one(DOUBLE, check, NAMED).checks[0]

    assert "sent what no honest answer is" in held.message
    assert "AssertionError" in taken.message


def test_a_functions_source_is_what_the_notebook_holds():
    """Whatever the function says of itself."""
    lies = (
        f"{DOUBLE}  # mine\n"
        "double.__code__ = (lambda x: 2 * x).__code__\n"
        "double.__wrapped__ = print\n"
        "double.__doc__ = 'for x in y: pass'\n"
    )
    check = (
        "import inspect\n"
        "assert 'mine' in inspect.getsource(double)\n"
        "assert double(3) == 6\n"
    )

    assert points(one(DOUBLE, check, lies)) == [1]


def test_the_state_of_numpys_own_generator_crosses():
    """Said honestly: what a check draws from `np.random` a student can set.

    Checks that must not be foreseen draw from a generator of their own.
    """
    student = "import numpy as np\ndef double(x):\n    np.random.seed(4)"
    expected = int(np.random.RandomState(4).randint(1000))
    check = f"double(1)\nassert np.random.randint(1000) == {expected}"
    own = "import numpy as np\nr = np.random.default_rng()\ndouble(1)\n"
    own += f"assert (r.integers(1000, size=9) != {expected}).any()"

    assert points(one(DOUBLE, check, student)) == [1]
    assert points(one(DOUBLE, own, student)) == [1]
