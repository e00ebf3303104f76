"""Courses of other people's, unchanged: the judge gives nbgrader's marks.

The three courses in ordinary/ are written as instructors write them: helper
functions in test cells, magics in locked ones, mocks, seeds, files, student
classes. Nothing in them knows of the judge, but for two tags.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from dlcourse.grade.arrange import merge
from dlcourse.grade.batch import files_of
from dlcourse.grade.course import open_course
from dlcourse.grade.model import GRADED, LOCKED, SOLUTION, Cell, Job, JobCell
from dlcourse.grade.student import student_notebook
from dlcourse.grade.submission import read_submission
from dlcourse.grade.table import merged
from dlcourse.grade.worker import Worker
from tests.grade.ordinary.reading import HERE, course_notebook, handed_in

BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
COURSES = ("intro", "numbers", "objects")
UNTOUCHED = "untouched"
RIGHT = [
    (name, path.stem)
    for name in COURSES
    for path in sorted((HERE / name).glob("right_*.txt"))
]
WRONG = [(name, "wrong") for name in COURSES]
# What differs from plain nbgrader, on purpose: (plain's mark, ours).
WARNED = (0.0, 1.0)  # numpy warns where the answer is right
NUMPYS_NUMBER = (2.0, 1.0)  # np.float64 is partial credit, too
ON_PURPOSE = {
    ("numbers", "right_numpy", "test_standardize_constant"): WARNED,
    ("numbers", "right_numpy", "test_log_ratio"): WARNED,
    ("numbers", "right_numpy", "test_rows_to_one"): WARNED,
    ("numbers", "wrong", "test_fraction_numpy"): NUMPYS_NUMBER,
}
# Marks that wrong answers keep: what they do right. All others are lost.
KEPT = {
    "intro": {
        "sum_of_squares_uses_squares": 0.5,
        "test_answers_rest": 0.0,
        "test_ask_age_again": 1.0,
        "test_factorial": 1.0,
        "test_leap": 3.0,
    },
    "numbers": {"test_derivative": 0.0, "test_fraction_numpy": 1.0},
    "objects": {},
}


class Ordinary:
    """The courses in a folder of nbgrader's, and a worker for them."""

    def __init__(self, root: Path, worker: Worker):
        self.worker = worker
        (root / "nbgrader_config.py").write_text("c = get_config()\n")
        for name in COURSES:
            build(root, name)
        self.root = root
        self.course = open_course(root)

    def verdict(self, name, student, **options):
        """What the judge says, through all that reads a submission."""
        source = self.course.source(name) / f"{name}.ipynb"
        table = merged(self.course, name, [], source)
        folder = self.course.submitted(student, name)
        found = read_submission(folder, {name: table.marks})
        assert not found.refused
        job = Job(
            cells=merge(table.notebook, found.notebooks[name]),
            course_cells=table.notebook.cells,
            files=found.files,
            course_files=files_of(self.course, name),
            **options,
        )
        verdict = self.worker.run(job)
        assert not verdict.trouble
        return job, verdict

    def points(self, name, student, **options):
        """{cell: points}."""
        _, verdict = self.verdict(name, student, **options)
        return {check.id: check.points for check in verdict.checks}


def build(root, name):
    """One assignment's source, and what its students hand in."""
    files = [p for p in (HERE / name).iterdir() if p.suffix != ".txt"]
    notebook = course_notebook(HERE / name / "course.txt")
    released = student_notebook(notebook)
    folders = {root / "source" / name: notebook}
    for path in (HERE / name).glob("*.txt"):
        if path.stem != "course":
            folder = root / "submitted" / path.stem / name
            folders[folder] = handed_in(released, path)
    folders[root / "submitted" / UNTOUCHED / name] = released
    for folder, content in folders.items():
        folder.mkdir(parents=True)
        nbformat.write(content, folder / f"{name}.ipynb")
        for path in files:
            shutil.copy(path, folder)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """The courses, with a warm worker."""
    with Worker() as worker:
        yield Ordinary(tmp_path_factory.mktemp("ordinary"), worker)


@pytest.fixture(scope="module")
def plain(ordinary, tmp_path_factory):
    """{assignment: {student: {cell: mark}}} of plain nbgrader autograde."""
    root = tmp_path_factory.mktemp("plain") / "course"
    shutil.copytree(ordinary.root, root)
    shutil.rmtree(root / "submitted" / UNTOUCHED)  # 0, as test_release shows
    done = subprocess.run(
        [sys.executable, HERE / "plain_nbgrader.py", root],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("name", "student"), RIGHT + WRONG)
def test_marks_are_those_of_plain_nbgrader(ordinary, plain, name, student):
    """Cell by cell, but for what differs on purpose."""
    expected = {
        cell: mark
        for cell, mark in plain[name][student].items()
        if mark is not None and cell not in manual_cells(name)
    }
    for cell in expected:
        theirs, ours = ON_PURPOSE.get((name, student, cell), (None, None))
        if ours is not None:
            assert expected[cell] == theirs
            expected[cell] = ours

    assert ordinary.points(name, student, follow_through=False) == expected


def manual_cells(name):
    """Names of the cells that a person grades."""
    notebook = course_notebook(HERE / name / "course.txt")
    marks = (c.metadata.get("nbgrader", {}) for c in notebook.cells)
    return {
        m["grade_id"]
        for m in marks
        if m.get("task") or (m.get("grade") and m.get("solution"))
    }


@pytest.mark.parametrize(("name", "student"), RIGHT)
def test_right_answers_get_all_points(ordinary, name, student):
    """However they are written."""
    _, verdict = ordinary.verdict(name, student)

    assert [c.id for c in verdict.checks if not c.passed] == []


@pytest.mark.parametrize("name", COURSES)
def test_the_untouched_notebook_gets_nothing(ordinary, name):
    """Not a point, with follow-through neither."""
    assert set(ordinary.points(name, UNTOUCHED).values()) == {0.0}


@pytest.mark.parametrize("name", COURSES)
def test_wrong_answers_keep_what_is_right_in_them(ordinary, name):
    """And with the judge's own squares, the sum of squares is right."""
    found = ordinary.points(name, "wrong", follow_through=False)
    followed = ordinary.points(name, "wrong")

    kept = {cell: points for cell, points in found.items() if points}
    assert kept == {c: p for c, p in KEPT[name].items() if p}
    better = {c: p for c, p in followed.items() if p != found[c]}
    assert better == (
        {"correct_sum_of_squares": 0.5} if name == "intro" else {}
    )


def test_what_students_cells_show_is_kept(ordinary):
    """Values, text, figures and errors, as in the student's own notebook."""
    job, verdict = ordinary.verdict("numbers", "right_numpy")
    shown = {
        cell.text.splitlines()[0]: ran.outputs
        for cell, ran in zip(job.cells, verdict.ran)
        if cell.text
    }
    kinds = [out["output_type"] for out in shown["import warnings"]]
    bars = shown["plt.bar(range(5), rain)"]
    timed = shown["%timeit -n 1 -r 1 sum(range(10))"]

    assert kinds == ["display_data", "execute_result", "display_data"]
    assert "image/png" in bars[0]["data"]
    assert bars[1]["text"] == "rain\n"
    assert "per loop" in timed[0]["text"]


def test_a_graded_cell_about_a_figure_says_so_and_can_be_tagged(ordinary):
    """With the tag `sandbox` it runs there, and its mark may be forged."""
    _, verdict = ordinary.verdict("numbers", "right_python")
    forgeable = {check.id for check in verdict.checks if check.forgeable}

    assert forgeable == {"test_plot", "test_every_other"}


def judged(ordinary, solution, check, student=None, **options):
    """The one check of a small course, in the real sandbox."""
    course = (
        Cell(LOCKED, "locked", options.pop("locked", "")),
        Cell(SOLUTION, "answer", solution),
        Cell(GRADED, "check", check, points=1.0),
    )
    cells = (
        JobCell(LOCKED, "locked", course[0].source, course[0].source),
        JobCell(SOLUTION, "answer", student or solution),
        JobCell(GRADED, "check", "", check, 1.0),
    )
    verdict = ordinary.worker.run(Job(cells, course, **options))
    assert not verdict.trouble
    return verdict.checks[0]


@pytest.mark.parametrize(
    ("solution", "check"),
    [
        (
            "def f(path):\n    return open(path).read()",
            "with open('a.txt', 'w') as file:\n    file.write('one')\n"
            "assert f('a.txt') == 'one'\n"
            "with open('a.txt', 'a') as file:\n    file.write(' two')\n"
            "assert f('a.txt') == 'one two'\n",
        ),
        (
            "def f(path):\n    open(path, 'w').write('three')",
            "f('b.txt')\nassert open('b.txt').read() == 'three'\n"
            "open('b.txt', 'w').write('x' * 100)\n"
            "f('b.txt')\nassert open('b.txt').read() == 'three'\n",
        ),
        (
            "def f():\n    open('c.csv', 'w').write('1,2')",
            "f()\nassert open('c.csv').read() == '1,2'\n",
        ),
        (
            "import os\ndef f(path):\n    os.remove(path)",
            "import os\nopen('d.txt', 'w').close()\nf('d.txt')\n"
            "assert not os.path.exists('d.txt')\n",
        ),
        (
            "def f(path):\n    return open(path).read()",
            "import os, tempfile\n"
            "with tempfile.TemporaryDirectory() as folder:\n"
            "    path = os.path.join(folder, 'e.txt')\n"
            "    open(path, 'w').write('five')\n"
            "    assert f(path) == 'five'\n",
        ),
        (
            "import numpy as np\ndef f(path):\n    return np.load(path)",
            "import numpy as np\nnp.save('f.npy', np.arange(3))\n"
            "assert f('f.npy').tolist() == [0, 1, 2]\n",
        ),
    ],
)
def test_files_go_along_with_a_call(ordinary, solution, check):
    """What a check writes, a function reads, and the other way round."""
    found = judged(ordinary, solution, check)

    assert found.points == 1, found.message


@pytest.mark.parametrize("name", ["key.txt", "secret.py"])
def test_no_file_of_a_students_takes_the_place_of_a_checks(ordinary, name):
    """Unless it was handed over; and none can be imported."""
    course = "def f(path):\n    pass"
    student = f"def f(path):\n    open({name!r}, 'w').write('number = 1')"
    check = (
        "f('other.txt')\n"
        "try:\n    import secret\nexcept ImportError:\n    pass\n"
        "else:\n    raise AssertionError('imported')\n"
        "assert open('key.txt').read() == '42'\n"
    )
    files = {"key.txt": b"42"}

    kept = judged(ordinary, course, check, course_files=files)
    found = judged(ordinary, course, check, student, course_files=files)

    assert kept.points == 1, kept.message
    assert found.points == 1, found.message


def test_modules_beside_the_notebook_can_be_imported(ordinary):
    """On both sides, from the course's files."""
    found = judged(
        ordinary,
        "def f(x):\n    return twice(x)",
        "assert f(2) == twice(2) == 4",
        locked="from helpers import twice",
        course_files={"helpers.py": b"def twice(x):\n    return 2 * x\n"},
    )

    assert found.points == 1, found.message
