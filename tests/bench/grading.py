"""A whole class graded: `dlcourse grade` beside `nbgrader autograde`.

The same submissions of a notebook of eight functions, each command in a fresh
course, its CPU time with all that it starts. nbgrader's time grows evenly
with the class, so it is measured on two smaller classes and its line drawn to
the size of ours; ours is run whole. Python's compiled files are at hand for
both: an environment without them would flatter us.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from .measure import Row, give, say

CLASS = 200
SMALL, LARGER = 4, 16  # classes that nbgrader grades
MANY = 2000  # to see whether our time grows evenly, and memory does not
RATIO_REACH = 1 / 25
EVEN_REACH = 1.1  # for both, in a class ten times as large
MEGABYTE = 1 << 20
KILOBYTE = 1 << 10
NAME = "loop"
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "bench"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
"""
FUNCTIONS = {
    "dense": (
        "def dense(X, W, b):\n    return X @ W + b",
        "X, W, b = np.eye(2), np.ones((2, 3)), np.arange(3.0)\n"
        "np.testing.assert_allclose(dense(X, W, b), X @ W + b)",
    ),
    "relu": (
        "def relu(Z):\n    return np.maximum(Z, 0)",
        "Z = np.linspace(-3, 3, 7)\n"
        "np.testing.assert_array_equal(relu(Z), np.where(Z > 0, Z, 0))",
    ),
    "softmax": (
        "def softmax(Z):\n    E = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
        "    return E / E.sum(axis=1, keepdims=True)",
        "P = softmax(1e3 * np.random.default_rng(0).normal(size=(50, 10)))\n"
        "np.testing.assert_allclose(P.sum(axis=1), 1)",
    ),
    "cross_entropy": (
        "def cross_entropy(P, y):\n"
        "    return -np.log(P[np.arange(len(y)), y]).mean()",
        "P, y = np.full((4, 5), 0.2), np.arange(4)\n"
        "assert abs(cross_entropy(P, y) - np.log(5)) < 1e-9",
    ),
    "gradient": (
        "def gradient(X, P, y):\n    D = P.copy()\n"
        "    D[np.arange(len(y)), y] -= 1\n"
        "    return X.T @ D / len(y), D.mean(axis=0)",
        "dW, db = gradient(np.ones((4, 3)), np.full((4, 5), 0.2), "
        "np.arange(4))\nassert dW.shape == (3, 5) and db.shape == (5,)",
    ),
    "step": (
        "def step(W, dW, rate):\n    return W - rate * dW",
        "np.testing.assert_allclose(step(np.ones(3), np.ones(3), 0.1), 0.9)",
    ),
    "train": (
        "def train(X, y, epochs, rate):\n"
        "    W, b, losses = np.zeros((X.shape[1], 2)), np.zeros(2), []\n"
        "    for _ in range(epochs):\n"
        "        P = softmax(dense(X, W, b))\n"
        "        losses.append(cross_entropy(P, y))\n"
        "        dW, db = gradient(X, P, y)\n"
        "        W, b = step(W, dW, rate), step(b, db, rate)\n"
        "    return losses",
        "rng = np.random.default_rng(1)\n"
        "X = rng.normal(size=(200, 8))\n"
        "losses = train(X, (X[:, 0] > 0).astype(int), 100, 0.5)\n"
        "assert len(losses) == 100 and losses[-1] < losses[0] / 2",
    ),
    "accuracy": (
        "def accuracy(P, y):\n"
        "    return float((P.argmax(axis=1) == y).mean())",
        "assert accuracy(np.eye(3), np.arange(3)) == 1",
    ),
}


def words(grade_id, **more):
    """nbgrader's metadata of a cell."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {
        **plain, **more, "grade_id": grade_id, "schema_version": 3,
    }}


def source():
    """The instructor's notebook."""
    cells = [new_code_cell(
        "import numpy as np", metadata=words("imports", locked=True)
    )]
    for name, (answer, check) in FUNCTIONS.items():
        head, body = answer.split("\n", 1)
        marked = (f"{head}\n    ### BEGIN SOLUTION\n{body}\n"
                  "    ### END SOLUTION")
        cells += [
            new_code_cell(marked, metadata=words(name, solution=True)),
            new_code_cell(check, metadata=words(
                f"{name}-check", grade=True, locked=True, points=2
            )),
        ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(course, students):
    """A released course in which everybody has handed in.

    Every third student has one function wrong, a different one each time.
    """
    folder = course / "source" / NAME
    folder.mkdir(parents=True)
    nbformat.write(source(), folder / f"{NAME}.ipynb")
    (course / "nbgrader_config.py").write_text(CONFIG)
    run(course, "nbgrader", "generate_assignment", NAME)
    released = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", 4)
    for number in range(students):
        wrong = list(FUNCTIONS)[number % 8] if number % 3 == 0 else None
        for cell in released.cells:
            name = cell.metadata.nbgrader.grade_id
            if name in FUNCTIONS:
                answer = FUNCTIONS[name][0]
                cell.source = answer if name != wrong else (
                    answer.split("\n")[0] + "\n    return None"
                )
        place = course / "submitted" / f"s{number:05}" / NAME
        place.mkdir(parents=True)
        nbformat.write(released, place / f"{NAME}.ipynb")


def run(course, *command):
    """The CPU seconds of a command and of everything that it starts.

    And the bytes of memory that the largest of its processes had.
    """
    here = Path(sys.executable).parent
    environment = {
        **os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [here / command[0], *command[1:]], cwd=course, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} failed"
    return used.ru_utime + used.ru_stime, used.ru_maxrss * KILOBYTE


def ours(course):
    """What `dlcourse grade` used, and the marks that it gave."""
    lines = course / "marks.jsonl"
    used = run(
        course, "dlcourse", "grade", NAME, "--jobs", "1", "--json", str(lines)
    )
    rows = map(json.loads, lines.read_text().splitlines())
    return *used, {row["student"]: row["points"] for row in rows}


def ours_as_theirs(course):
    """The same without follow-through, which nbgrader has not."""
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write("c.Judge.follow_through = False\n")
    return ours(course)


def theirs(course):
    """What `nbgrader autograde` used, and the marks that it gave."""
    used = run(course, "nbgrader", "autograde", NAME)
    run(course, "nbgrader", "export", "--to", "marks.csv")
    head, *rows = (
        line.split(",")
        for line in (course / "marks.csv").read_text().splitlines()
    )
    student, score = head.index("student_id"), head.index("raw_score")
    return *used, {row[student]: float(row[score]) for row in rows}


def measured(grade, students, folder):
    """What a class of this size takes, in a course of its own."""
    course = Path(folder) / f"{grade.__name__}{students}"
    make_course(course, students)
    say(f"  {grade.__name__}, a class of {students}", end="\r")
    seconds, memory, marks = grade(course)
    assert len(marks) == students, f"{len(marks)} of {students} have marks"
    shutil.rmtree(course)
    return seconds, memory, marks


def main():
    """Measure both, and that both give the same marks."""
    with TemporaryDirectory() as folder:
        measured(ours, SMALL, folder)  # compiles what is not yet compiled
        measured(theirs, SMALL, folder)
        small, _, _ = measured(theirs, SMALL, folder)
        larger, _, marks = measured(theirs, LARGER, folder)
        _, _, same = measured(ours_as_theirs, LARGER, folder)
        assert marks == same, "the two graders disagree"
        whole, memory, _ = measured(ours, CLASS, folder)
        start, _, _ = measured(ours, SMALL, folder)
        many, memory_of_many, _ = measured(ours, MANY, folder)
    each = (larger - small) / (LARGER - SMALL)
    peer = small + each * (CLASS - SMALL)
    own = (whole - start) / (CLASS - SMALL)
    growth = (many - whole) / (MANY - CLASS)
    give([
        Row(
            f"grade a class of {CLASS}, whole command", "s", whole,
            "nbgrader autograde", peer, whole / peer, RATIO_REACH,
        ),
        Row(
            "grade one submission more", "s", own,
            "nbgrader autograde", each, own / each,
        ),
        Row(
            f"one more in a class of {MANY}", "s", growth,
            f"in a class of {CLASS}", own, growth / own, EVEN_REACH,
        ),
        Row(
            f"largest process, a class of {MANY}", "MB",
            memory_of_many / MEGABYTE, f"a class of {CLASS}",
            memory / MEGABYTE, memory_of_many / memory, EVEN_REACH,
        ),
    ])


if __name__ == "__main__":
    main()
