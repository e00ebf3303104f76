"""dlcourse/grade/void.py, voiding.py and `dlcourse grade --void`."""

import json
import shutil

import pytest

from dlcourse.__main__ import main
from dlcourse.grade import void
from dlcourse.grade.batch import Grading
from dlcourse.grade.course import open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_files import write_feedback
from dlcourse.grade.gradebook import Record
from dlcourse.grade.grading import grade
from dlcourse.grade.verdicts import Verdicts
from dlcourse.grade.voiding import void_checks
from tests.grade.courses import (
    RIGHT,
    PlainWorker,
    build,
    change,
    hand_in,
    scores,
)

WRONG = {"relu": "def relu(z):\n    return z"}
WHY = "The task did not say it."
BY_HAND = (
    "update grade set manual_score = 1.5, needs_manual_grade = 0 where "
    "auto_score = 0 and cell_id in "
    "(select id from base_cell where name = 'test_relu')"
)


def run(course, **options):
    """Grade ps1 with a worker that needs no sandbox."""
    worker = PlainWorker()
    grade("ps1", course, start=lambda: worker, **options)
    return worker


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A graded course that is only copied: Ann is right, Bob is wrong."""
    course = build(tmp_path_factory.mktemp("graded") / "c")
    hand_in(course, "ann", RIGHT)
    hand_in(course, "bob", WRONG)
    folder = hand_in(course, "cid")
    (folder / "lines.ipynb").write_text("no notebook")
    run(course)
    return course


@pytest.fixture
def course(graded, tmp_path):
    """A graded course that may be changed."""
    return shutil.copytree(graded, tmp_path / "course")


def auto(course, student):
    """The automatic score of the check that Bob fails."""
    return scores(course, student)["test_relu"][0]


def test_everybody_graded_gets_full_points_and_reads_why(course, capsys):
    """Nothing is run; JSON and pages give the reason; a refusal stays one."""
    lines = course / "marks.jsonl"
    call = ["grade", "ps1", "--course", str(course), "--void", "test_relu"]

    status = main([*call, "--why", WHY, "--json", str(lines)])

    assert status == 0
    assert "does not count: 1 of 2 had lost" in capsys.readouterr().out
    assert [auto(course, name) for name in ("ann", "bob")] == [2.0, 2.0]
    assert auto(course, "cid") is None
    _, bob, _ = map(json.loads, lines.read_text().splitlines())
    (check,) = [row for row in bob["checks"] if row["id"] == "test_relu"]
    assert check["passed"]
    assert check["points"] == 2
    assert WHY in check["message"]
    write_feedback("ps1", course)
    page = course / "feedback" / "bob" / "ps1" / "lines.html"
    assert WHY in page.read_text()


def test_it_can_be_taken_back(course):
    """The judge's verdict was never lost."""
    void_checks("ps1", course, out=["test_relu"], why=WHY)

    changed = void_checks("ps1", course, back=["test_relu"])

    assert "counts again: 1 of 2 have lost" in changed.words()[0]
    assert [auto(course, name) for name in ("ann", "bob")] == [2.0, 0.0]
    write_feedback("ps1", course)
    page = course / "feedback" / "bob" / "ps1" / "lines.html"
    assert WHY not in page.read_text()


def test_what_a_person_gave_stays(course):
    """A score by hand, before and after; only the automatic one moves."""
    change(course, BY_HAND)

    void_checks("ps1", course, out=["test_relu"], why=WHY)
    assert scores(course, "bob")["test_relu"][:2] == (2.0, 1.5)
    void_checks("ps1", course, back=["test_relu"])

    assert scores(course, "bob")["test_relu"][:2] == (0.0, 1.5)


def test_who_hands_in_later_has_full_points_too(course):
    """And whoever is graded again, after the check was mended."""
    void_checks("ps1", course, out=["test_relu"], why=WHY)
    hand_in(course, "dan", WRONG)

    run(course, force=True)

    assert [auto(course, name) for name in ("bob", "dan")] == [2.0, 2.0]
    assert scores(course, "dan")["test_plot"][0] == 0.5


def test_nbgraders_own_command_gives_the_points_too(course):
    """What formgrader's button calls knows of the void."""
    void_checks("ps1", course, out=["test_relu"], why=WHY)
    change(course, "update grade set auto_score = 0 where auto_score > 1")

    opened = open_course(course)
    with Record(opened, "ps1") as record, Verdicts(course, "ps1") as verdicts:
        Grading(opened, record, verdicts, PlainWorker).single("bob", "lines")

    assert auto(course, "bob") == 2.0
    assert auto(course, "ann") == 0.0


def test_a_call_that_was_stopped_is_finished_by_the_next(course, monkeypatch):
    """The reason is kept before the first mark is changed."""
    monkeypatch.setattr(void, "write_voids", stop_at_second(void.write_voids))
    monkeypatch.setattr("dlcourse.grade.voiding.write_voids", void.write_voids)
    change(course, "update grade set auto_score = 0 where auto_score > 1")
    with pytest.raises(KeyboardInterrupt):
        void_checks("ps1", course, out=["test_relu"], why=WHY)
    monkeypatch.undo()
    change(course, "update grade set auto_score = 0 where auto_score > 1")

    worker = run(course)

    assert not worker.jobs
    assert auto(course, "bob") == 2.0
    assert void.read_voids(course).unsettled == {}


def stop_at_second(write):
    """A write that is interrupted when it is called again."""
    calls = []

    def stopped(*arguments):
        calls.append(arguments)
        if len(calls) > 1:
            raise KeyboardInterrupt
        write(*arguments)

    return stopped


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"out": ["test_relu"]}, "the reason; give it with --why TEXT"),
        ({"out": ["test_relu"], "why": " \n"}, "--why TEXT"),
        ({"why": "so"}, "give --void CHECK"),
        (
            {"out": ["relu"], "why": "so"},
            "no check of this name; there are: test_relu, test_plot$",
        ),
        ({"back": ["test_relu"]}, "no void check of this name; there are: no"),
    ],
)
def test_a_wrong_call_changes_nothing(course, options, said):
    """One line says what to type."""
    with pytest.raises(CourseError, match=said):
        void_checks("ps1", course, **options)

    assert not (course / void.VOIDS).exists()


def test_options_that_run_something_do_not_go_with_it(course, capsys):
    """A void is for everybody."""
    call = ["grade", "ps1", "--course", str(course), "--unvoid", "test_relu"]

    assert main([*call, "--student", "bob"]) == 2

    assert "--student is for grading" in capsys.readouterr().err


def test_a_broken_file_is_named(course):
    """Marks must not change because somebody's editor slipped."""
    (course / void.VOIDS).write_text("{")

    with pytest.raises(CourseError, match=r"void\.json.*mend it, or delete"):
        run(course)


def test_what_a_verdict_said_before_is_kept(course):
    """Once for each change, and not for a regrade that says the same."""
    run(course, force=True)
    hand_in(course, "bob", RIGHT)
    run(course)

    with Verdicts(course, "ps1") as verdicts:
        earlier = verdicts.earlier()

    assert [row.student for row in earlier] == ["bob"]
    assert earlier[0].points == {"test_relu": 0.0, "test_plot": 0.5}
