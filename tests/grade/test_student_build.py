"""dlcourse/grade/student_build.py: what a student's cells find of dlcourse.

Every build is looked at from outside, as text, and from inside, by a fresh
Python that has no other dlcourse.
"""

import ast
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import dlcourse
from dlcourse.feedback.asked import (
    ASKED,
    NOT_IN_LIBRARY,
    assignment_of,
    at_hand,
    why_absent,
)
from dlcourse.feedback.probes import PROBES
from dlcourse.grade import student_build
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.transfer import transfer_folders

EXERCISES = Path(__file__).parent.parent.parent / "exercises"
NOTEBOOKS = {
    name: instructor_notebook(EXERCISES / name / "exercise.py")
    for name in ASKED
}
BUILDS = [*ASKED, None]
MODULE_NAMES = [path.stem for path in student_build.PACKAGE.glob("[a-z]*.py")]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """The folder of an assignment's build."""
    folder = tmp_path_factory.mktemp("builds")
    return lambda assignment: student_build.student_build(assignment, folder)


def inside(place, script, *arguments):
    """What a script prints as JSON in a Python that has this build alone."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
        env={
            **os.environ,
            "PYTHONPATH": str(place),
            "MPLBACKEND": "Agg",
            "OPENBLAS_NUM_THREADS": "1",
        },
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def cells_of(assignment, *kinds):
    """(kind, source) of the notebook's code cells of these kinds."""
    for cell in NOTEBOOKS[assignment].cells:
        words = cell.metadata.get("nbgrader", {})
        kind = (
            "solution"
            if words.get("solution")
            else "hidden"
            if words.get("grade") and not words.grade_id.endswith("-open")
            else "open"
            if words.get("grade")
            else "locked"
            if words
            else "own"
        )
        if cell.cell_type == "code" and kind in kinds:
            yield kind, cell.source


@pytest.mark.parametrize("name", ASKED)
def test_the_table_is_that_of_the_exercises(name):
    """It names each solution cell, in order, transfer functions aside."""
    cells = [
        cell.metadata.nbgrader.grade_id
        for cell in NOTEBOOKS[name].cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("solution")
    ]

    asked = [c for c in cells if c not in transfer_folders(EXERCISES / name)]

    assert list(ASKED[name]) == asked
    assert assignment_of(cells) == name


def test_the_table_has_every_assignment_and_no_stranger():
    """All folders, and functions of the library but for two."""
    folders = {path.parent.name for path in EXERCISES.glob("*/exercise.py")}
    asked = {name for names in ASKED.values() for name in names}

    assert set(ASKED) == folders
    assert asked - set(dlcourse.__all__) == set(NOT_IN_LIBRARY)


ASK = """
import importlib, json, sys
import dlcourse
answers = {"file": dlcourse.__file__, "modules": sorted(sys.modules)}
def reply(name, code):
    try:
        exec(code, {})
        answers[name] = "there"
    except ImportError as error:
        answers[name] = str(error)
for name in sys.argv[1].split(","):
    reply(name, f"from dlcourse import {name}")
    reply(name + " by dot", f"import dlcourse; dlcourse.{name}")
for pair in sys.argv[2].split(","):
    module, name = pair.split(".")
    reply(pair, f"from dlcourse.{module} import {name}")
print(json.dumps(answers))
"""


@pytest.mark.parametrize("assignment", BUILDS)
def test_what_is_at_hand_works_and_what_is_not_says_why(build, assignment):
    """By every way of importing; and importing it loads numpy alone."""
    homes = {
        name: getattr(dlcourse, name).__module__ for name in dlcourse.__all__
    }
    pairs = [
        f"{home.removeprefix('dlcourse.')}.{name}"
        for name, home in homes.items()
    ]

    place = build(assignment)
    answers = inside(place, ASK, ",".join(homes), ",".join(pairs))

    assert answers["file"].startswith(str(place))
    assert "matplotlib" not in answers["modules"]
    for name, pair in zip(homes, pairs):
        reason = why_absent(name, assignment) or "there"
        assert answers[name] == answers[f"{name} by dot"] == reason
        if name in at_hand(assignment):
            assert answers[pair] == "there"
        elif name in set().union(*ASKED.values()):
            assert "at hand here" in answers[pair]


@pytest.mark.parametrize(
    "module", [*MODULE_NAMES, "grade", "grade.model", "feedback.witness"]
)
def test_a_module_that_is_left_out_says_so(build, module):
    """One line instead of "no module named"."""
    code = f"import dlcourse.{module}"
    script = (
        f"import json\ntry:\n    {code}\n    print('\"there\"')\n"
        "except ImportError as error:\n    print(json.dumps(str(error)))"
    )

    answer = inside(build("1_search"), script)

    kept = ("checks", "datasets", *student_build.PICTURES)
    assert answer == "there" if module in kept else "not at hand" in answer


def statements(tree):
    """The statements in functions, docstrings aside, as comparable text."""
    return {
        ast.dump(statement)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.Lambda))
        for statement in ast.walk(function)
        if isinstance(statement, (ast.Return, ast.Assign, ast.AugAssign))
        and len(list(ast.walk(statement))) >= 8
    }


def library_statements(name):
    """Those of a function of the library."""
    path = Path(sys.modules[getattr(dlcourse, name).__module__].__file__)
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return statements(node)
    raise AssertionError(f"{name} is no function of {path}")


@pytest.mark.parametrize("assignment", ASKED)
def test_no_line_of_an_answer_is_in_the_build(build, assignment):
    """No statement of a function still to be written, under any name."""
    here = set().union(
        *(
            statements(ast.parse(path.read_text()))
            for path in build(assignment).rglob("*.py")
        )
    )
    position = list(ASKED).index(assignment)
    later = [
        name
        for asking in list(ASKED)[position:]
        for name in ASKED[asking]
        if name not in NOT_IN_LIBRARY
    ]

    for name in later:
        known = {s for n in at_hand(assignment) for s in library_statements(n)}
        assert not (library_statements(name) - known) & here, name
    for name in at_hand(assignment):
        assert library_statements(name) <= here


BEHAVE = """
import contextlib, copy, importlib, io, json, pickle, pkgutil, sys, warnings
import numpy as np
import dlcourse
import matplotlib.pyplot as plt
warnings.simplefilter("ignore")
np.seterr(all="ignore")

def alike(one, two):
    if isinstance(two, dict):
        return isinstance(one, dict) and one.keys() == two.keys() and all(
            alike(one[key], two[key]) for key in two)
    if isinstance(two, tuple):
        return isinstance(one, (tuple, list)) and len(one) == len(two) and all(
            map(alike, one, two))
    try:
        one, two = np.asarray(one, float), np.asarray(two, float)
    except (TypeError, ValueError):
        return False
    return one.shape == two.shape and np.allclose(one, two)

def does(function, cases):
    for arguments, right in cases:
        try:
            result = function(*copy.deepcopy(arguments))
        except Exception:
            return False
        if not alike(result, right):
            return False
    return True

found, tried = [], 0
with open(sys.argv[1], "rb") as file:
    cases = pickle.load(file)
for info in pkgutil.walk_packages(dlcourse.__path__, "dlcourse."):
    try:
        module = importlib.import_module(info.name)
    except ImportError:
        continue
    for name, thing in vars(module).items():
        ours = str(getattr(thing, "__module__", "")).startswith("dlcourse")
        if callable(thing) and ours:
            tried += 1
            with contextlib.redirect_stdout(io.StringIO()):
                found += [
                    (f"{info.name}.{name}", target)
                    for target in cases if does(thing, cases[target])
                ]
            plt.close("all")
print(json.dumps([tried, found]))
"""


def without_functions(arguments):
    """Whether another process can be handed these."""
    return not any(
        callable(a) or isinstance(a, np.random.Generator) for a in arguments
    )


@pytest.mark.parametrize("assignment", ASKED)
def test_nothing_in_the_build_does_what_is_still_to_be_written(
    build, assignment, tmp_path
):
    """Each of its callables is called as each of the functions asked for."""
    cases = {}
    for name in set().union(*ASKED.values()) - set(NOT_IN_LIBRARY):
        probes = [p for p in PROBES[name]() if without_functions(p)]
        if probes and name != "train":  # its probes lack the tools
            right = getattr(dlcourse, name)
            cases[name] = [(p, right(*p)) for p in probes]
    (tmp_path / "cases").write_bytes(pickle.dumps(cases))

    tried, found = inside(build(assignment), BEHAVE, tmp_path / "cases")

    assert tried > 60
    does = {target for _, target in found}
    assert does == set(at_hand(assignment)) & set(cases)


RUN = """
import json, sys
names = {}
with open(sys.argv[1]) as file:
    cells = json.load(file)
for kind, source in cells:
    exec(compile(source, kind, "exec"), names)
import matplotlib.pyplot as plt
print(json.dumps(len(plt.get_fignums())))
"""


@pytest.mark.parametrize("assignment", ASKED)
def test_an_assignments_own_cells_run_in_its_build(
    build, assignment, tmp_path
):
    """Locked cells, right answers and the student's own; pictures drawn."""
    cells = list(cells_of(assignment, "locked", "solution", "own"))
    (tmp_path / "cells").write_text(json.dumps(cells))

    figures = inside(build(assignment), RUN, tmp_path / "cells")

    assert figures >= 1


@pytest.mark.parametrize("assignment", ["1_search", "2_forward", "3_loss"])
def test_released_checks_run_in_the_build_too(build, assignment, tmp_path):
    """A later cell of the student's may read a name that one binds."""
    cells = list(cells_of(assignment, "locked", "solution", "open"))
    (tmp_path / "cells").write_text(json.dumps(cells))

    inside(build(assignment), RUN, tmp_path / "cells")


def test_a_released_check_still_fails_in_words(build):
    """The checks are the course's own; only the known mistakes are not."""
    script = """
import json
import numpy as np
from dlcourse.feedback import CheckFailed, call, check, expect
@check
def check_two(f):
    "Two is two."
    expect(call(f, 2), 2.0, "Why?")
try:
    check_two(lambda x: 3)
except CheckFailed as failure:
    print(json.dumps(str(failure)))
"""
    words = inside(build("3_loss"), script)

    assert words.startswith("failed: Two is two.\nYour result is 3, but 2")


@pytest.mark.parametrize("assignment", BUILDS)
def test_the_digits_that_the_grader_judges_by_are_not_there(build, assignment):
    """Neither by the function nor in the file."""
    script = """
import json, numpy as np
from pathlib import Path
import dlcourse
from dlcourse.datasets import digits
try:
    digits(part="test")
    error = ""
except ValueError as refusal:
    error = str(refusal)
files = Path(dlcourse.__file__).parent.rglob("*.np*")
print(json.dumps([digits()[0].tolist(), digits(part="train")[0].tolist(),
    error, [np.load(f)["X"].tolist() for f in files]]))
"""
    everything, train, error, (stored,) = inside(build(assignment), script)

    kept = {tuple(x) for x in stored}
    judged = dlcourse.datasets.digits(part="test")[0].tolist()
    assert everything == train == stored
    assert len(stored) == 1437
    assert not any(tuple(x) in kept for x in judged)
    assert "not at hand" in error


def test_the_slope_that_a_picture_measures_comes_with_its_function(build):
    """`plots.tangent` would do the work of numerical_gradient."""
    script = """
import json
from dlcourse import plots
print(json.dumps([hasattr(plots, "line"), "tangent" in plots.__all__]))
"""
    assert inside(build("4_backprop"), script) == [True, False]
    assert inside(build("5_training"), script) == [True, True]
    assert inside(build(None), script) == [True, True]


def test_a_build_is_made_once(tmp_path):
    """The same source gives the same folder, left as it is, and no draft."""
    first = student_build.student_build("2_forward", tmp_path)
    marker = first / "dlcourse" / "__init__.py"
    before = marker.stat().st_mtime_ns

    again = student_build.student_build("2_forward", tmp_path)

    assert again == first
    assert marker.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [first]


def test_another_source_gives_another_build(tmp_path, monkeypatch):
    """A library that was changed is not graded with an old build."""
    package = tmp_path / "package"
    for name in ("losses.py", "data/digits.npz"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(b"1")
    monkeypatch.setattr(student_build, "PACKAGE", package)
    before = student_build.content_key("3_loss")

    (package / "losses.py").write_bytes(b"2")

    assert before != student_build.content_key("3_loss")
    assert student_build.content_key(None) != before


def test_a_build_can_be_read_by_everybody(tmp_path):
    """The sandbox may run as a user who owns nothing, whatever our umask."""
    before = os.umask(0o077)
    try:
        place = student_build.student_build("6_digits", tmp_path)
    finally:
        os.umask(before)

    for path in [place, *place.rglob("*")]:
        assert path.stat().st_mode & 0o044 == 0o044
        assert path.is_file() or path.stat().st_mode & 0o011 == 0o011


def test_a_build_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """A full disk is the caller's to hear of, without half a package."""
    monkeypatch.setattr(
        student_build.compileall,
        "compile_dir",
        lambda *_, **__: (_ for _ in ()).throw(OSError("no space left")),
    )

    with pytest.raises(OSError, match="no space left"):
        student_build.student_build("1_search", tmp_path)

    assert list(tmp_path.iterdir()) == []
