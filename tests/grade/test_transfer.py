"""dlcourse/grade/transfer.py: choosing, keeping, and private folders."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from dlcourse.feedback import CheckFailed
from dlcourse.feedback.asked import ASKED
from dlcourse.grade.errors import CourseError, ExerciseError
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import release
from dlcourse.grade.transfer import (
    CHOICE_FILE,
    mistake_files,
    parse_choices,
    transfer_folders,
)
from dlcourse.layers import dense

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
FUNCTION = '''\
# %% solution="{name}"
def {name}(x):
    """{times} times x."""
    ### BEGIN SOLUTION
    return {times} * x
    ### END SOLUTION


# %% check="{name}" points=1
def check_three({name}):
    assert {name}(3) == {times} * 3


check_three({name})


# %% hidden="{name}" points=1
### BEGIN HIDDEN TESTS
def check_four({name}):
    assert {name}(4) == {times} * 4


check_four({name})
### END HIDDEN TESTS
'''
FURTHER = """\
# %% hidden="double-2" points=3
### BEGIN HIDDEN TESTS
def check_private_number(double):
    assert double(11) == 22


check_private_number(double)
### END HIDDEN TESTS
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_exercises(parent):
    """One assignment that asks for double, and for triple or fourfold."""
    folder = parent / "exercises" / "1_times"
    text = (
        "# %% [markdown]\n# # Times\n\n"
        + FUNCTION.format(name="double", times=2)
        + '\n# %% [markdown] transfer="triple"\n\n'
        + "# %% [markdown]\n# The end.\n"
    )
    write(folder / "exercise.py", text)
    for name, times in (("fourfold", 4), ("triple", 3)):
        heading = f"# %% [markdown]\n# ## Part 2: {name}\n\n"
        text = heading + FUNCTION.format(name=name, times=times)
        write(folder / "transfer" / name / "exercise.py", text)
    return folder.parent


def write_extra(parent):
    """A private folder with one more check and one more function."""
    folder = parent / "private" / "1_times"
    write(folder / "checks.py", FURTHER)
    text = FUNCTION.format(name="fivefold", times=5)
    write(folder / "transfer" / "fivefold" / "exercise.py", text)
    return folder.parent


@pytest.fixture
def exercises(tmp_path):
    return write_exercises(tmp_path)


@pytest.fixture
def extra(tmp_path):
    return write_extra(tmp_path)


def ids(course):
    """The ids of the cells in the instructors' notebook."""
    path = course / "source" / "1_times" / "1_times.ipynb"
    return [cell.id for cell in nbformat.read(path, as_version=4).cells]


def command(*arguments):
    """`dlcourse release ...`, finished, whatever its status."""
    return subprocess.run(
        [BIN / "dlcourse", "release", *map(str, arguments)],
        text=True,
        capture_output=True,
        check=False,
    )


def test_the_marker_gives_way_to_the_default(exercises):
    """Its cells stand where the marker stood, with ids of their own."""
    notebook = instructor_notebook(exercises / "1_times" / "exercise.py")

    assert [cell.id for cell in notebook.cells] == [
        "cell-01",
        *("double", "double-open", "double-hidden"),
        *("triple-01", "triple", "triple-open", "triple-hidden"),
        "cell-06",
    ]


def test_the_default_comes_first(exercises, extra):
    """Then ours, then the private ones."""
    folders = transfer_folders(exercises / "1_times", extra / "1_times")

    assert list(folders) == ["triple", "fourfold", "fivefold"]


def test_an_assignment_without_a_marker_has_no_transfer_function(tmp_path):
    """Nothing is put in, and nothing is missed."""
    text = FUNCTION.format(name="double", times=2)
    write(tmp_path / "1_times" / "exercise.py", text)

    assert transfer_folders(tmp_path / "1_times") == {}
    assert mistake_files(tmp_path / "1_times") == [
        tmp_path / "1_times" / "mistakes.py"
    ]


def test_a_choice_is_kept_for_later_releases(exercises, tmp_path):
    """What was chosen once holds until something else is chosen."""
    course = tmp_path / "course"
    release(exercises, course, transfer={"1_times": "fourfold"})
    release(exercises, course)
    assert "fourfold-hidden" in ids(course)

    release(exercises, course, transfer={"1_times": "triple"})

    assert "triple-hidden" in ids(course)
    assert "fourfold-hidden" not in ids(course)
    kept = json.loads((course / CHOICE_FILE).read_text())
    assert kept == {"1_times": "triple"}


def test_the_default_is_kept_too(exercises, tmp_path):
    """Another default in a later version changes no course that began."""
    course = tmp_path / "course"
    release(exercises, course)
    path = exercises / "1_times" / "exercise.py"
    write(path, path.read_text().replace('"triple"', '"fourfold"'))

    release(exercises, course)

    assert "triple" in ids(course)


def test_words_of_the_command_line_are_read():
    """ASSIGNMENT=FUNCTION, any number of times."""
    assert parse_choices([]) == {}
    assert parse_choices(["a=b", "c=d", "a=b"]) == {"a": "b", "c": "d"}


@pytest.mark.parametrize("word", ["triple", "1_times=", "=triple"])
def test_other_words_are_refused(word):
    """The message says the form."""
    with pytest.raises(ExerciseError, match="ASSIGNMENT=FUNCTION, not"):
        parse_choices([word])


def test_two_choices_for_one_assignment_are_refused():
    """Neither would be right."""
    with pytest.raises(ExerciseError, match="b and c; choose one"):
        parse_choices(["a=b", "a=c"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["1_times=ninefold"], "there are triple, fourfold"),
        (["2_times=triple"], "released now: 1_times"),
        (["triple"], "ASSIGNMENT=FUNCTION"),
    ],
)
def test_a_faulty_choice_is_one_clear_line(exercises, tmp_path, words, said):
    """The line says what there is; nothing is written."""
    course = tmp_path / "course"
    options = [part for word in words for part in ("--transfer", word)]

    done = command("--exercises", exercises, "--course", course, *options)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not course.exists()


def test_a_kept_choice_that_is_gone_is_said(exercises, extra, tmp_path):
    """A private function, and then no --extra: no other takes its place."""
    course = tmp_path / "course"
    choice = {"1_times": "fivefold"}
    release(exercises, course, transfer=choice, extra=extra)

    with pytest.raises(ExerciseError, match="'fivefold' in 1_times") as said:
        release(exercises, course)

    assert "--extra" in str(said.value)
    assert "triple, fourfold" in str(said.value)
    release(exercises, course, extra=extra)
    assert "fivefold" in ids(course)


@pytest.mark.parametrize("text", ["{", "[1]"])
def test_kept_choices_that_cannot_be_read_are_one_line(
    exercises, tmp_path, text
):
    """The file is named."""
    write(tmp_path / "course" / CHOICE_FILE, text)

    with pytest.raises(CourseError, match=r"transfer\.json") as said:
        release(exercises, tmp_path / "course")

    assert "\n" not in str(said.value)


def test_private_checks_stand_behind_the_open_ones(exercises, extra, tmp_path):
    """After the function's own hidden cell, before the next function."""
    release(exercises, tmp_path / "course", extra=extra)

    found = ids(tmp_path / "course")
    assert found[found.index("double-hidden") + 1] == "double-2-hidden"


def test_students_see_nothing_of_private_checks(exercises, extra, tmp_path):
    """Neither their text nor their numbers."""
    course = tmp_path / "course"
    release(exercises, course, extra=extra)

    released = course / "release" / "1_times" / "1_times.ipynb"
    assert "private" not in released.read_text()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1_times/checks.py", FURTHER.replace("-2", ""), "double-hidden"),
        ("1_times/checks.py", FURTHER.replace("double", "half"), "half"),
        (
            "1_times/checks.py",
            FURTHER.replace("hidden=", "check="),
            'hidden="NAME-2"',
        ),
        ("1_times/checks.py", "# %%\nx = 1\n", 'hidden="NAME-2"'),
        (
            "1_times/checks.py",
            FURTHER.replace("\n\ncheck_private_number(double)", ""),
            "must call a check with double,",
        ),
        ("1_time/checks.py", FURTHER, "1_time belongs to no assignment"),
        ("1_times/check.py", FURTHER, "adds nothing"),
        (
            "1_times/transfer/triple/exercise.py",
            FUNCTION.format(name="triple", times=3),
            "give yours another name",
        ),
        (
            "1_times/transfer/sixfold/exercise.py",
            FUNCTION.format(name="triple", times=3),
            "missing: sixfold, sixfold-hidden, sixfold-open",
        ),
    ],
)
def test_a_faulty_private_folder_is_one_clear_line(
    exercises, tmp_path, name, text, said
):
    """Each fault is named with its file; nothing is written."""
    write(tmp_path / "private" / name, text)
    folders = transfer_folders(exercises / "1_times")
    wanted = {"1_times": "sixfold"} if "sixfold" in name else {}

    with pytest.raises(ExerciseError) as refusal:
        release(
            exercises,
            tmp_path / "course",
            transfer=wanted,
            extra=tmp_path / "private",
        )

    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert list(folders) == ["triple", "fourfold"]
    assert not (tmp_path / "course").exists()


def test_a_private_folder_that_is_missing_is_one_clear_line(
    exercises, tmp_path
):
    """Its name is in the line."""
    done = command("--exercises", exercises, "--extra", tmp_path / "nowhere")

    assert done.returncode == 2
    assert "there is no folder" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_private_function_whose_mistakes_nobody_could_know_is_refused(
    exercises, extra, tmp_path
):
    """The students' library has no probes of it."""
    write(
        extra / "1_times" / "transfer" / "fivefold" / "mistakes.py",
        "from dlcourse.grade.mistakes import mistake\n\n\n"
        '@mistake("fivefold", "a\\nb\\nc?")\ndef wrong(x):\n    return x\n',
    )

    with pytest.raises(ExerciseError, match="no probes of fivefold"):
        release(
            exercises,
            tmp_path / "course",
            transfer={"1_times": "fivefold"},
            extra=extra,
        )


def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ASKED)
def test_the_readme_lists_what_there_is_to_choose(name):
    """All functions of each assignment, the default first."""
    folders = transfer_folders(ROOT / "exercises" / name)
    words = ", ".join(f"`{of}`" for of in folders)

    assert f"| `{name}` | {words} |" in readme()


def test_the_readmes_private_check_can_be_added_as_it_stands(tmp_path):
    """It is built, and passes for our own answers."""
    blocks = re.findall(r"```python\n(.*?)```", readme(), re.DOTALL)
    (text,) = [block for block in blocks if block.startswith("# %% hidden")]
    write(tmp_path / "checks.py", text)

    notebook = instructor_notebook(
        ROOT / "exercises" / "2_forward" / "exercise.py",
        extra=tmp_path / "checks.py",
    )

    added = [c for c in notebook.cells if c.id.startswith("dense-")]
    assert [cell.id for cell in added] == [
        *("dense-open", "dense-hidden", "dense-2-hidden")
    ]
    space = {"np": np, "dense": dense}
    exec("from dlcourse.feedback import *", space)
    exec(added[-1].source, space)
    space["dense"] = lambda X, W, b: 0 * X
    with pytest.raises(CheckFailed):
        exec(added[-1].source, space)


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory):
    """A course with a private check and function, graded for two students."""
    folder = tmp_path_factory.mktemp("graded")
    course = folder / "course"
    release(
        write_exercises(folder),
        course,
        transfer={"1_times": "fivefold"},
        extra=write_extra(folder),
    )
    for student, version in (("right", "source"), ("untouched", "release")):
        path = course / version / "1_times" / "1_times.ipynb"
        target = course / "submitted" / student / "1_times" / path.name
        write(target, path.read_text())
    nbgrader(course, "autograde", "1_times", "--create")
    return course


@pytest.fixture
def graded(graded_once, tmp_path):
    """A copy of it, to be tried on."""
    return shutil.copytree(graded_once, tmp_path / "course")


def nbgrader(course, *words):
    """`nbgrader ...` in the course's folder; it must succeed."""
    subprocess.run(
        [BIN / "nbgrader", *words],
        cwd=course,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    )


def test_nbgrader_grades_what_was_chosen_and_added(graded):
    """Full marks for the source, nothing for the untouched notebook."""
    nbgrader(graded, "export")

    with (graded / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {float(row["max_score"]) for row in rows.values()} == {7}
    assert float(rows["right"]["score"]) == 7
    assert float(rows["untouched"]["score"]) == 0


def test_nothing_else_is_chosen_once_marks_are_given(graded, exercises, extra):
    """nbgrader would stop halfway: it is refused before anything changes."""
    before = state(graded)

    with pytest.raises(CourseError, match="being graded already") as refusal:
        release(exercises, graded, transfer={"1_times": "triple"}, extra=extra)

    assert "(triple, triple-hidden, triple-open)" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert state(graded) == before


def test_no_private_check_is_lost_once_marks_are_given(
    graded, exercises, extra
):
    """Released again as before nothing changes; without the file, refused."""
    before = state(graded)
    release(exercises, graded, extra=extra)
    assert state(graded) == before
    (extra / "1_times" / "checks.py").unlink()

    with pytest.raises(CourseError, match=r"removed \(double-2-hidden\)"):
        release(exercises, graded, extra=extra)

    assert state(graded) == before


def state(course):
    """What instructors and students have, and what was chosen."""
    folders = [course / kind / "1_times" for kind in ("source", "release")]
    paths = [path for folder in folders for path in folder.iterdir()]
    return {path: path.read_bytes() for path in [*paths, course / CHOICE_FILE]}
