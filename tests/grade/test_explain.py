"""dlcourse/grade/explain.py, its page, tracing.py and `dlcourse explain`."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from dlcourse.__main__ import main
from dlcourse.grade.errors import CourseError
from dlcourse.grade.explain import explain, told
from dlcourse.grade.explain_page import explanation
from dlcourse.grade.grading import grade
from dlcourse.grade.model import Check
from dlcourse.grade.release import release
from dlcourse.grade.tracing import Tracer
from dlcourse.grade.voiding import void_checks
from tests.grade.courses import PlainWorker, build, hand_in, rows, scores

EXERCISES = Path(__file__).parents[2] / "exercises"
ASSIGNMENT = "3_loss"
NOTEBOOK = Path(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
ANSWERS = {
    "mean_squared_error": (
        "def mean_squared_error(P, Y):\n    return ((P - Y) ** 2).mean()"
    ),
    "softmax": (
        "def softmax(Z):\n"
        "    E = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
        "    return E / E.sum(axis=0)"
    ),
    "accuracy": (
        "def accuracy(Z, y):\n    raise ValueError('\\x1b[2J\\x1b[8mhidden')"
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of ours in which Ben's softmax sums over the wrong axis."""
    course = tmp_path_factory.mktemp("explain") / "course"
    release(EXERCISES, course, [ASSIGNMENT])
    notebook = json.loads((course / "release" / NOTEBOOK).read_text())
    for cell in notebook["cells"]:
        words = cell["metadata"].get("nbgrader", {})
        if words.get("solution") and words["grade_id"] in ANSWERS:
            cell["source"] = ANSWERS[words["grade_id"]]
    place = course / "submitted" / "ben" / NOTEBOOK
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(notebook))
    grade(ASSIGNMENT, course)
    return course


@pytest.fixture(scope="module")
def found(course):
    """Ben's notebook explained, and that nothing was written for it."""
    everything = "select * from grade order by id"
    before = rows(course, everything)
    verdicts = (course / ".dlcourse" / "verdicts.db").read_bytes()
    (explained,) = explain("ben", ASSIGNMENT, course)
    assert rows(course, everything) == before
    assert (course / ".dlcourse" / "verdicts.db").read_bytes() == verdicts
    return explained


def cell_of(found, name):
    """What is told of a graded cell."""
    (cell,) = [cell for cell in found.cells if cell.check.id == name]
    return cell


def test_each_check_has_what_went_in_and_what_was_expected(found):
    """Those after the first failure too, which the mark did not need."""
    softmax = cell_of(found, "softmax-open")

    assert [told.passed for told in softmax.checks] == [False] * 4
    first = softmax.checks[0]
    assert first.property == "The scores 0 and ln 3 give 1/4 and 3/4."
    assert first.input == "softmax(array (1, 2) [[0, 1.09861]])"
    assert first.gave == "array (1, 2) [[1, 1]]"
    assert first.expected == "[[0.25, 0.75]]"
    assert "yours is 1, but 0.25 is expected" in first.seen
    assert first.mistake == "columns_sum_to_one"
    assert all(
        c.passed for c in cell_of(found, "mean_squared_error-hidden").checks
    )


def test_a_hidden_check_shows_the_numbers_that_the_seed_drew(found, course):
    """The same again each time; other ones with another seed."""
    hidden = cell_of(found, "softmax-hidden")
    (check,) = hidden.checks

    assert hidden.hidden
    assert check.hidden
    assert check.input.startswith("softmax(array (1, 4) [[")
    assert "yours is 1, but" in check.seen
    seed = course / ".dlcourse" / "seed"
    kept = seed.read_text()
    seed.write_text("7")
    (other,) = explain("ben", ASSIGNMENT, course)
    seed.write_text(kept)
    (again,) = cell_of(other, "softmax-hidden").checks
    assert again.input != check.input
    assert other.changed
    assert not found.changed


def test_it_judges_as_it_was_graded(found):
    """The mark that is explained is the mark that was given."""
    text = explanation(found, for_student=False)

    assert not [cell for cell in found.cells if cell.differs]
    assert "ben, 3_loss: 2 of 10 points by checks" in text
    assert "Judged again now: the same points." in text
    assert "In the gradebook: 2 of 10 points" in text
    assert f"sandbox: {found.tier}" in text
    assert dict(found.versions).keys() >= {"Python", "numpy", "dlcourse"}


def test_a_cell_that_differs_now_is_said(found):
    """An appeal must not be answered with another run's numbers."""
    cell = cell_of(found, "softmax-open")
    other = replace(cell, again=Check("softmax-open", 1.0, 1.0))

    text = explanation(replace(found, cells=(other,)), for_student=False)

    assert "Judged again now this gives 1 of 1." in text
    assert "the same points" not in text


def test_the_students_form_has_nothing_of_hidden_checks(found):
    """No property, no input, no number; the mistake's message alone."""
    text = explanation(found, for_student=True)
    flat = " ".join(text.split())

    for cell in found.cells:
        for check in cell.checks:
            kept = (check.property, check.input, check.expected)
            if check.hidden:
                assert not [
                    w for w in kept if w and " ".join(w.split()) in flat
                ]
            else:
                assert check.property.split("\n")[0] in flat
    assert "A hidden check of softmax failed. Each column" in flat
    assert "softmax(array (1, 2) [[0, 1.09861]])" in flat


@pytest.mark.parametrize("for_student", [True, False])
def test_a_terminal_obeys_no_student(found, for_student):
    """Their errors are quoted, without what moves a cursor."""
    text = explanation(found, for_student=for_student)

    assert "ValueError" in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) < 80


def test_the_attempt_that_counted_is_told():
    """The second, where right earlier functions were put in place."""
    note = {"cell": "f-open", "property": "p", "hidden": False}
    notes = [
        {**note, "passed": False, "input": "first"},
        {"cell": "f-open", "end": True},
        {**note, "passed": True, "input": "second"},
        {"cell": "f-open", "end": True},
    ]
    check = Check("f-open", 1.0, 1.0, followed_through=True)

    assert [each.input for each in told(notes, check)] == ["second"]
    again = replace(check, points=0.0, followed_through=False)
    assert [each.input for each in told(notes, again)] == ["first"]


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """A course with plain assertions, as nbgrader's users write them."""
    course = build(tmp_path_factory.mktemp("ordinary") / "c")
    hand_in(course, "ann", {"relu": "def relu(z):\n    return z"})
    grade("ps1", course, start=Numbered)
    return course


class Numbered(PlainWorker):
    """Names the line that failed, as the judge does."""

    def run(self, job):
        """The verdict, with messages."""
        verdict = super().run(job)
        message = "AssertionError\nin line 3 of test_relu"
        return replace(
            verdict,
            checks=tuple(
                replace(check, message=message)
                if check.id == "test_relu"
                else check
                for check in verdict.checks
            ),
        )


def test_a_check_of_another_course_is_told_by_its_line(ordinary):
    """Of ordinary assertions we know which one failed."""
    (found,) = explain("ann", "ps1", ordinary, start=Numbered)

    text = explanation(found, for_student=False)
    assert "test_relu  0 of 2  (hidden)" in text
    assert "check     assert relu(-1) == 0" in text
    assert "by_hand  0 of 3" not in text
    assert "why  waits for a person, of 4" not in text
    theirs = explanation(found, for_student=True)
    assert "assert" not in theirs
    assert "A check of test_relu failed." in theirs


def test_a_void_check_says_why_it_gives_points(ordinary):
    """In both forms: the reason is for students too."""
    void_checks("ps1", ordinary, out=["test_relu"], why="Line 3 is wrong.")
    (found,) = explain("ann", "ps1", ordinary, start=Numbered)
    void_checks("ps1", ordinary, back=["test_relu"])

    for for_student in (True, False):
        text = explanation(found, for_student=for_student)
        assert "test_relu  2 of 2" in text
        assert "does not count: Line 3 is wrong." in text
    assert scores(ordinary, "ann")["test_relu"][0] == 0


def test_a_student_who_is_not_there_is_one_line(ordinary):
    """With the names that are alike, or some that there are."""
    with pytest.raises(CourseError, match="by 'An' is graded; did you mean"):
        explain("An", "ps1", ordinary)
    with pytest.raises(CourseError, match="by 'zoe' is graded; there are 'a"):
        explain("zoe", "ps1", ordinary)


def test_the_command_writes_a_file_for_its_owner(
    ordinary, tmp_path, monkeypatch, capsys
):
    """The instructor's form is as secret as the checks are."""
    monkeypatch.setattr("dlcourse.grade.explain.Starter", lambda *_: Numbered)
    page = tmp_path / "ann.txt"
    call = ["explain", "ann", "ps1", "--course", str(ordinary)]

    assert main([*call, "-o", str(page)]) == 0
    assert main([*call, "--for-student"]) == 0

    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    said = capsys.readouterr().out
    assert said.startswith(f"{page}\nann, ps1, lines.ipynb: 0.5 of 3")
    assert main(["explain", "zoe", "ps1", "--course", str(ordinary)]) == 2
    assert capsys.readouterr().err.startswith("dlcourse: nothing of")


def test_what_was_compared_before_is_not_said_of_the_call_that_failed(
    tmp_path,
):
    """Equal numbers beside a failure would puzzle whoever reads them."""
    tracer = Tracer(tmp_path / "trace", "dense-open")
    call = tracer.call(lambda function, *arguments: function(*arguments))
    expect = tracer.expect(lambda seen, expected, hint: None)
    expect(call(abs, -1), 1, "")
    assert {"compared", "expected"} <= tracer.note.keys()

    with pytest.raises(TypeError):
        call(abs, "one")

    assert tracer.note == {"input": "abs('one')"}
