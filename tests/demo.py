"""A class of 60, invented, graded and reported: what an instructor sees first.

    python -m tests.demo

The students' answers are the right answers, the mistakes and the hostile
notebooks of the tests. The course in _build/demo is made anew each time.
"""

import argparse
import ast
import inspect
import json
import shutil
import sys
import time
import webbrowser
from pathlib import Path

import numpy as np

from dlcourse.__main__ import main as dlcourse
from dlcourse.grade.mistakes import WRONG, read_mistakes
from dlcourse.grade.names import BUILTIN, bound_by, read_by
from dlcourse.grade.release import release
from tests.hostile.arena import load
from tests.right_answers import answers_of

ROOT = Path(__file__).parent.parent
EXERCISES = ROOT / "exercises"
FOLDER = ROOT / "_build" / "demo"
ASSIGNMENT = "3_loss"
NOTEBOOK = Path(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
CLASS, SEED = 60, 60
IN_NOTEBOOK = BUILTIN | {"np"}  # what an answer may use
LIKED = 0.45  # of those who err, so many choose the first mistake, and so on
GAVE_UP = 0.15  # so many left the last functions open
HOSTILE = (
    "deletes_the_gradebook",
    "exits_politely",
    "forges_assertion_error",
    "imports_the_reference_solution",
    "prints_a_flood",
    "writes_marks_into_the_gradebook",
    "hands_in_half_a_notebook",
)


def main(arguments=None):
    """Make the class, grade it, write the report, open it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--no-open", action="store_true", help="only print the address"
    )
    parser.add_argument("--course", type=Path, default=FOLDER)
    parser.add_argument("--students", type=int, default=CLASS)
    options = parser.parse_args(arguments)
    course = options.course
    shutil.rmtree(course, ignore_errors=True)
    print(f"==> A class of {options.students} hands in {ASSIGNMENT}")
    release(EXERCISES, course, [ASSIGNMENT])
    hand_in(course, options.students)
    began = time.monotonic()
    graded = ["grade", ASSIGNMENT, "--course", str(course), "--jobs", "2"]
    print(f"$ dlcourse {' '.join(graded)}")
    status = dlcourse(graded)
    if status:
        return status
    print(f"==> Graded in {time.monotonic() - began:.1f} s")
    print(f"$ dlcourse report --course {course}")
    status = dlcourse(["report", "--course", str(course)])
    if not (status or options.no_open):
        webbrowser.open((course / "report.html").resolve().as_uri())
    return status


def hand_in(course, students):
    """Put everybody's notebook where `dlcourse grade` looks for it."""
    for student, content in notebooks(course, students).items():
        place = course / "submitted" / student / NOTEBOOK
        place.parent.mkdir(parents=True)
        place.write_bytes(content)


def notebooks(course, students):
    """{student: a file}: some are hostile, the others are learning."""
    released = (course / "release" / NOTEBOOK).read_text()
    right = right_answers(course / "source" / NOTEBOOK)
    wrong = wrong_answers()
    made = {
        name.replace("_", "-"): hostile(
            json.loads(released), load(name), course
        )
        for name in HOSTILE
    }
    rng = np.random.default_rng(SEED)
    for number in range(len(made) + 1, students + 1):
        notebook = json.loads(released)
        answer(notebook, answers(rng, right, wrong))
        made[f"student-{number:02}"] = json.dumps(notebook).encode()
    return made


def right_answers(source):
    """{function: sources of right answers}, the instructor's own the first."""
    ours = {
        words["grade_id"]: "".join(cell["source"])
        for cell in json.loads(source.read_text())["cells"]
        if (words := cell["metadata"].get("nbgrader", {})).get("solution")
    }
    return {
        name: [
            text,
            *usable([renamed(answer, name) for answer in answers_of(name)]),
        ]
        for name, text in ours.items()
    }


def wrong_answers():
    """{function: sources of its mistakes}, without advice."""
    found = {}
    for path in sorted((EXERCISES / ASSIGNMENT).rglob("mistakes.py")):
        for known in read_mistakes(path):
            if known.kind == WRONG:
                source = renamed(known.wrong, known.of)
                found.setdefault(known.of, []).append(source)
    return {name: usable(sources) for name, sources in found.items()}


def renamed(function, name):
    """A function's source without decorators, under another name."""
    tree = ast.parse(inspect.getsource(function))
    head = tree.body[0]
    head.decorator_list, head.name = [], name
    return ast.unparse(tree)


def usable(sources):
    """Those that find in a notebook all that they use."""
    return [s for s in sources if read_by(s) - bound_by(s) <= IN_NOTEBOOK]


def answers(rng, right, wrong):
    """{function: source} of a student who knows more or less."""
    skill = rng.uniform(0.45, 1.0)
    left = len(right)
    if rng.random() < GAVE_UP:
        left -= int(rng.integers(1, 4))
    return {
        name: one(rng, right[name], wrong[name], skill)
        for name in list(right)[:left]
    }


def one(rng, right, wrong, skill):
    """A right answer or a mistake; the first mistakes are the usual ones."""
    if rng.random() < skill or not wrong:
        return right[rng.integers(len(right))]
    return wrong[min(int(rng.geometric(LIKED)) - 1, len(wrong) - 1)]


def answer(notebook, sources):
    """Put answers into a notebook, plain data."""
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in sources:
            cell["source"] = sources[grade_id]


def hostile(notebook, entry, course):
    """The bytes that an entry of tests/hostile hands in."""
    known = vars(entry)
    if "RAW" in known:
        return entry.RAW
    for text in known.get("CELLS", [known.get("CELL", "")]):
        cell = {
            "cell_type": "code",
            "id": "tries",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": text.replace("COURSE", str(course.resolve())),
        }
        notebook["cells"].insert(2, cell)
    known.get("change", lambda notebook: None)(notebook)
    return json.dumps(notebook).encode()


if __name__ == "__main__":
    sys.exit(main())
