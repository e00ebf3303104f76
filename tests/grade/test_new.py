"""dlcourse new: an assignment that works from the start, and its report."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from dlcourse.__main__ import main
from dlcourse.feedback.asked import ASKED
from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.mistakes import read_mistakes
from dlcourse.grade.mutants import report_of
from dlcourse.grade.release import assignments

ROOT = Path(__file__).parent.parent.parent
NAME = "7_mine"
WRONG = "def mean_absolute_error(P, Y):\n    return np.mean(P - Y)"


@pytest.fixture
def exercises(tmp_path):
    """A folder with the new assignment in it."""
    folder = tmp_path / "my exercises"
    folder.mkdir()
    assert main(["new", NAME, "--exercises", str(folder)]) == 0
    return folder


def change(exercises, file, before, after):
    """Put other words into a file of the assignment."""
    path = exercises / NAME / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_its_report_finds_all_as_it_should_be(exercises, capsys):
    """Our answer and another pass, nothing and the mistake do not."""
    status = main(["new", "--report", NAME, "--exercises", str(exercises)])

    said = capsys.readouterr().out
    assert status == 0
    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert [row.partition(" ")[2] for row in rows[1:5]] == [
        "our own answer passes passes",
        "nothing written fails fails",
        "loop_over_all_entries passes passes",
        "differences_cancel fails fails yes",
    ]
    assert "1 mistake, 1 caught, 1 named" in said
    assert "all is as it should be" in said


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        (
            *("mistakes.py", "np.mean(P - Y)", "np.abs(P - Y).mean() + 0"),
            "differences_cancel: no check catches it",
        ),
        (
            *("mistakes.py", "return total / P.size", "return total"),
            "loop_over_all_entries: a right answer fails",
        ),
        (
            *("exercise.py", "return np.abs(P - Y).mean()", "return 0.0"),
            "our own answer: a right answer fails",
        ),
        (
            "exercise.py",
            "\ncheck_the_example_by_hand(mean_absolute_error)\n"
            "check_perfect_guesses_cost_nothing(mean_absolute_error)",
            "\nprint(mean_absolute_error)",
            "nothing written: a check passes where nothing is written",
        ),
    ],
)
def test_its_report_says_what_asks_for_work(
    exercises, file, before, after, fault
):
    """A weak check, a wrong right answer, an answer of ours that fails."""
    change(exercises, file, before, after)

    report = report_of(exercises, NAME)

    said = "\n".join(report.words())
    assert report.faults
    assert fault in said


def test_a_mistake_that_no_probe_tells_from_right_is_found(exercises):
    """Else every other wrong answer would be named after it."""
    change(
        exercises,
        "mistakes.py",
        "np.mean(P - Y)",
        "np.abs(P - Y).mean() * (len(P) < 5)",
    )

    report = report_of(exercises, NAME)

    assert any("another probe" in one.fault for one in report.faults)


def test_the_report_knows_the_courses_own_mistakes():
    """Advice as well, and transfer functions."""
    report = report_of(ROOT / "exercises", "2_forward")

    assert report.faults == []
    known = read_mistakes(ROOT / "exercises" / "2_forward" / "mistakes.py")
    tried = {(one.of, one.answer) for one in report.tried}
    assert {(one.of, one.id) for one in known} < tried
    assert ("leaky_relu", "nothing_leaks") in tried


def test_every_further_assignment_is_as_it_should_be():
    """One that somebody began in exercises/ stands its report."""
    for name in set(assignments(ROOT / "exercises")) - set(ASKED):
        assert report_of(ROOT / "exercises", name).faults == []


def test_it_keeps_our_style(exercises):
    """Linted and formatted as the exercises are."""
    for words in (
        ["check", "--ignore", "E402,E501,F401"],
        ["format", "--check", "--line-length", "72"],
    ):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "ruff", *words, "--config"),
                *(ROOT / "pyproject.toml", exercises / NAME / "exercise.py"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def answered(path, answer):
    """A released notebook with this answer, written to the same path."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.id == "mean_absolute_error":
            cell.source = answer
    return nbformat.writes(notebook)


def test_it_is_released_checked_and_graded_at_once(tmp_path, capsys):
    """Students read the mistake's message, and the JSON has its name."""
    course, exercises = tmp_path / "course", tmp_path / "exercises"
    at = ["--course", str(course)]
    exercises.mkdir()
    assert main(["new", NAME, "--exercises", str(exercises), *at]) == 0
    released = course / "release" / NAME / f"{NAME}.ipynb"
    right = (exercises / NAME / "exercise.py").read_text()
    assert "BEGIN SOLUTION" in right
    for student, answer in (
        ("right", WRONG.replace("P - Y", "abs(P - Y)")),
        ("wrong", WRONG),
    ):
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        text = answered(released, answer)
        (folder / released.name).write_text(text)
    released.write_text(text)
    capsys.readouterr()

    checked = main(["check", str(released)])
    said = capsys.readouterr().out
    done = subprocess.run(
        [
            *(sys.executable, "-m", "dlcourse", "grade", NAME, *at),
            *("--unsandboxed", "--json", course / "marks.jsonl"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked == 1
    assert "the two differences canceled" in said
    assert done.returncode == 0, done.stderr
    lines = (course / "marks.jsonl").read_text().splitlines()
    rows = {row["student"]: row for row in map(json.loads, lines)}
    assert rows["right"]["points"] == rows["right"]["max_points"] == 2
    assert rows["wrong"]["points"] == 0
    assert [check["mistake"] for check in rows["wrong"]["checks"]] == [
        *("differences_cancel", "differences_cancel"),
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["7_mine"], "is there already"),
        (["../x"], "no name for an assignment"),
        (["a b"], "no name for an assignment"),
        (["8_more", "--exercises", "nowhere"], "there is no folder nowhere"),
        (["--report", "8_more"], "there are 7_mine"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    exercises, tmp_path, monkeypatch, capsys, words, reason
):
    """Status 2, and nothing is written over."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    at = [] if "--exercises" in words else ["--exercises", str(exercises)]

    status = main(["new", *words, *at])

    said = capsys.readouterr().err
    assert status == 2
    assert reason in said
    assert said.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("file", "before", "after", "reason"),
    [
        (
            "exercise.py",
            "import numpy as np",
            "import nothing_such",
            "imports",
        ),
        ("mistakes.py", "import numpy as np", "1 / 0", "cannot be run"),
        (
            *("mistakes.py", '@right("mean_absolute_error")'),
            *('@right("median")', "is for median"),
        ),
        (
            *("mistakes.py", "    (np.array([[1.0, 4.0]]), np"),
            *("    (print, np", "builtin_function_or_method"),
        ),
        (
            *("mistakes.py", 'probes(\n    "mean_absolute_error"'),
            *('probes(\n    "relu"', "has probes of relu already"),
        ),
    ],
)
def test_a_faulty_file_is_one_clear_line(
    exercises, file, before, after, reason
):
    """It says which file or cell, and what."""
    change(exercises, file, before, after)

    with pytest.raises(ExerciseError, match=reason) as said:
        report_of(exercises, NAME)

    assert "\n" not in str(said.value)
