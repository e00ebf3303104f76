"""dlcourse/grade/release.py, and nbgrader itself on what it builds."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest

from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.mistakes import read_hints, read_mistakes
from dlcourse.grade.release import assignments
from dlcourse.grade.student import student_notebook
from dlcourse.grade.transfer import mistake_files

ROOT = Path(__file__).parent.parent.parent
EXERCISES = ROOT / "exercises"
NAMES = assignments(EXERCISES)
BIN = Path(sys.executable).parent
# As a user's shell has it once the environment is activated.
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def run(command, cwd):
    """The finished command; it must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=ENVIRONMENT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def dlcourse(*arguments, cwd=ROOT):
    """`dlcourse ...`, finished, whatever its status."""
    return subprocess.run(
        [BIN / "dlcourse", *map(str, arguments)],
        cwd=cwd,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A released course, in a folder whose name is no easy one."""
    folder = tmp_path_factory.mktemp("released") / "my cöurse"
    done = dlcourse("release", "--course", folder)
    assert done.returncode == 0, done.stderr
    return folder


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_students_get_no_answer_and_no_hidden_check(course, name):
    """Between source and release lie the solutions and the hidden checks."""
    source = (course / "source" / name / f"{name}.ipynb").read_text()
    released = (course / "release" / name / f"{name}.ipynb").read_text()

    assert "BEGIN SOLUTION" in source
    assert "BEGIN HIDDEN TESTS" in source
    for word in (
        "SOLUTION",
        "HIDDEN TESTS",
        "MARK SCHEME",
        "hidden_rng(",
        "@hidden_check",
    ):
        assert word not in released
    assert "raise NotImplementedError()" in released


@pytest.mark.parametrize("name", NAMES)
def test_the_book_gives_away_the_same_notebook(course, name):
    """The download of a page is what nbgrader itself releases."""
    notebook = instructor_notebook(EXERCISES / name / "exercise.py")

    released = read(course / "release" / name / f"{name}.ipynb")

    assert student_notebook(notebook) == released


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_mistakes_goes_with_the_notebook(course, name):
    """Students get hashes, messages and hints, and no wrong answer's code."""
    table = json.loads(
        (course / "release" / name / "mistakes.json").read_text()
    )

    rows = [
        row for rows in table["mistakes"].values() for row in rows.values()
    ]
    files = mistake_files(EXERCISES / name)
    known = {
        (mistake.of, mistake.id)
        for path in files
        for mistake in read_mistakes(path)
    }
    assert known == {
        (of, row["mistake"])
        for of, rows_of in table["mistakes"].items()
        for row in rows_of.values()
    }
    # A mistake may be known by what it does without huge numbers as well.
    assert len(known) <= len(rows) <= 2 * len(known)
    assert {key for row in rows for key in row} == {"mistake", "message"}
    assert table["hints"] == {
        of: hints for path in files for of, hints in read_hints(path).items()
    }
    assert table["hidden"] == dict.fromkeys(table["hints"], 1)
    assert table["small"].keys() <= table["hints"].keys()


def test_a_second_release_changes_no_byte(course):
    """Notebooks, tables, configuration and seed stay as they are."""
    files = [
        path
        for path in course.rglob("*")
        if path.is_file() and path.suffix != ".db"
    ]
    before = {path: path.read_bytes() for path in files}

    done = dlcourse("release", "--course", course)

    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in files} == before


def test_the_seed_is_for_its_owner_alone(course):
    """Mode 600, and in no notebook."""
    seed = course / ".dlcourse" / "seed"

    assert stat.S_IMODE(seed.stat().st_mode) == 0o600
    for notebook in course.rglob("*.ipynb"):
        assert seed.read_text() not in notebook.read_text()


def test_one_zip_holds_all_that_students_need(course):
    """Notebooks with their tables, the library as a wheel, how to start."""
    with ZipFile(course / "students.zip") as archive:
        names = archive.namelist()
        start = archive.read("students/START.md").decode()

    wheels = [name for name in names if name.endswith(".whl")]
    assert len(wheels) == 1
    assert wheels[0].removeprefix("students/") in start
    assert "1_search, 2_forward, 3_loss, 4_backprop, 5_training" in start
    for name in NAMES:
        assert f"students/{name}/{name}.ipynb" in names
        assert f"students/{name}/mistakes.json" in names
    assert len(names) == 2 + 2 * len(NAMES)


def test_the_wheel_in_the_zip_has_the_digits_and_no_answer_key(
    course, tmp_path
):
    """It can be unpacked and used alone; exercises/ is not in it."""
    with ZipFile(course / "students.zip") as archive:
        wheel = next(n for n in archive.namelist() if n.endswith(".whl"))
        archive.extract(wheel, tmp_path)
    with ZipFile(tmp_path / wheel) as library:
        names = library.namelist()

    assert "dlcourse/data/digits.npz" in names
    assert "dlcourse/data/digits-LICENSE.txt" in names
    assert "dlcourse/grade/templates/feedback.html" in names
    assert "dlcourse/grade/templates/feedback.css" in names
    assert not [n for n in names if "exercise.py" in n and "grade" not in n]
    assert not [
        n
        for n in names
        if n.endswith("/mistakes.py") and not n.startswith("dlcourse/grade/")
    ]


def test_an_unknown_assignment_is_one_clear_line(tmp_path):
    """The message names what there is, and nothing is written."""
    done = dlcourse("release", "9_magic", "--course", tmp_path / "course")

    assert done.returncode == 2
    assert "no assignment '9_magic'" in done.stderr
    assert NAMES[0] in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "course").exists()


def test_a_folder_without_exercises_is_one_clear_line(tmp_path):
    """Called in the wrong place it says where to call it."""
    done = dlcourse("release", cwd=tmp_path)

    assert done.returncode == 2
    assert "no exercise.py" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_course_that_cannot_be_written_is_one_clear_line(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "course").write_text("")

    done = dlcourse("release", NAMES[0], "--course", tmp_path / "course")

    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def submit(course, student, name, path):
    """Put a notebook where nbgrader looks for what students hand in."""
    target = course / "submitted" / student / name / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(path if isinstance(path, str) else path.read_text())


FIRST_MISTAKES = {
    ("admit", "bias_left_out"): (
        "def admit(X, w, b):\n    return (X @ w >= 0).astype(int)"
    ),
    ("dense", "bias_left_out"): "def dense(X, W, b):\n    return X @ W",
    ("mean_squared_error", "square_left_out"): (
        "def mean_squared_error(P, Y):\n    return (P - Y).mean()"
    ),
    ("numerical_gradient", "all_moved_at_once"): (
        "def numerical_gradient(f, w, h=1e-5):\n"
        "    slope = (f(w + h) - f(w - h)) / (2 * h)\n"
        "    return np.full(w.shape, slope)"
    ),
    ("sgd_step", "goes_uphill"): (
        "def sgd_step(parameters, gradients, learning_rate):\n"
        "    return {\n"
        "        key: parameters[key] + learning_rate * gradients[key]\n"
        "        for key in parameters\n"
        "    }"
    ),
    ("train_val_split", "validation_in_training"): (
        "def train_val_split(X, y, fraction, rng):\n"
        "    val = rng.permutation(len(X))[: round(len(X) * fraction)]\n"
        "    return X, y, X[val], y[val]"
    ),
}


def wrong_notebook(course, name):
    """A right one in which the first function makes a known mistake."""
    notebook = read(course / "source" / name / f"{name}.ipynb")
    known = read_mistakes(EXERCISES / name / "mistakes.py")[0]
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == known.of:
            cell.source = FIRST_MISTAKES[known.of, known.id]
    return nbformat.writes(notebook), known


@pytest.fixture(scope="module")
def graded(course):
    """Three submissions of each assignment, through all of nbgrader.

    Of nbgrader alone: the lines that call the judge are taken away.
    """
    config = course / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(re.sub(r"(?m)^c\.Autograde.*\n", "", text))
    assert config.read_text() != text
    for name in NAMES:
        submit(
            course, "right", name, course / "source" / name / f"{name}.ipynb"
        )
        submit(
            course,
            "untouched",
            name,
            course / "release" / name / f"{name}.ipynb",
        )
        submit(course, "wrong", name, wrong_notebook(course, name)[0])
        run([BIN / "nbgrader", "generate_assignment", name, "--force"], course)
        run([BIN / "nbgrader", "autograde", name, "--create"], course)
        run([BIN / "nbgrader", "generate_feedback", name], course)
    run([BIN / "nbgrader", "export"], course)
    with (course / "grades.csv").open(newline="") as file:
        return {
            (row["assignment"], row["student_id"]): (
                float(row["score"]),
                float(row["max_score"]),
            )
            for row in csv.DictReader(file)
        }


def points_of(course, name):
    """(points that checks give, points that a person gives)."""
    notebook = read(course / "source" / name / f"{name}.ipynb")
    sums = {"code": 0.0, "markdown": 0.0}
    for cell in notebook.cells:
        words = cell.metadata.get("nbgrader", {})
        sums[cell.cell_type] += words.get("points", 0)
    return sums["code"], sums["markdown"]


@pytest.mark.parametrize("name", NAMES)
def test_nbgrader_gives_the_right_answers_full_marks(course, graded, name):
    """Full marks from plain nbgrader autograde; a person gives the rest."""
    score, most = graded[name, "right"]

    by_checks, by_hand = points_of(course, name)
    assert score == by_checks > 0
    assert most == by_checks + by_hand


@pytest.mark.parametrize("name", NAMES)
def test_nbgrader_gives_the_untouched_notebook_zero(graded, name):
    """Nothing written, nothing earned, for ever."""
    assert graded[name, "untouched"][0] == 0


@pytest.mark.parametrize("name", NAMES)
def test_nbgrader_takes_marks_for_a_known_mistake(graded, name):
    """More than nothing and less than all."""
    score, most = graded[name, "wrong"]

    assert 0 < score < most


@pytest.mark.parametrize("name", NAMES)
def test_the_feedback_names_the_mistake(course, graded, name):
    """The page that a student gets back has the message."""
    _, known = wrong_notebook(course, name)

    page = (course / "feedback" / "wrong" / name / f"{name}.html").read_text()

    assert known.message.splitlines()[2] in page
