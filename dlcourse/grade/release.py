"""From exercises/ to an nbgrader course: instructors' and students' notebooks.

Students' notebooks are made by nbgrader's own generate_assignment, which also
enters the assignment in the gradebook. A course that is there already is kept:
its seed, its students and their marks.
"""

import json
import logging
import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from tqdm.auto import tqdm

from dlcourse.feedback.diagnosis import TABLE_FILE
from dlcourse.feedback.seeds import SEED_FILE
from dlcourse.grade.errors import CourseError, ExerciseError
from dlcourse.grade.exercise import hidden_cells, instructor_notebook
from dlcourse.grade.mistakes import (
    mistake_table,
    read_hints,
    read_mistakes,
    read_probes,
)
from dlcourse.grade.small import small_results
from dlcourse.grade.transfer import (
    check_extra,
    choose,
    extra_checks,
    keep_choices,
    mistake_files,
)

CONFIG = '''\
"""This course for nbgrader. Written by `dlcourse release`, which leaves it as
it is once it is here: change it as you like."""

c = get_config()

c.CourseDirectory.course_id = "what-is-deep-learning"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}

# `nbgrader autograde` and formgrader's button give the judge's marks too.
JUDGE = "dlcourse.grade.preprocessors."
c.Autograde.sanitize_preprocessors = [JUDGE + "KeepCells"]
c.Autograde.autograde_preprocessors = [JUDGE + "JudgeCells"]
# No HTML that a student wrote runs in the pages of formgrader.
SAFE = "dlcourse.grade.formgrader.markdown"
c.HTMLExporter.filters = {"markdown2html": SAFE}
'''
CONFIG_FILE = "nbgrader_config.py"


def release(
    exercises: Path,
    course: Path,
    names: Iterable[str] = (),
    *,
    transfer: Mapping[str, str] | None = None,
    extra: Path | None = None,
) -> list[str]:
    """Build the named assignments, or all, into the course; their names.

    `transfer` is {assignment: its transfer function}; `extra` is a private
    folder of further checks and transfer functions (see `transfer.py`).

    Raises ExerciseError for an unknown name or a faulty source, CourseError
    if the course cannot be written. Faults are found before anything is
    written.
    """
    wanted = list(names) or assignments(exercises)
    for name in wanted:
        if name not in assignments(exercises):
            raise ExerciseError(
                f"no assignment {name!r} in {exercises}; there are "
                f"{', '.join(assignments(exercises)) or 'none'}"
            )
    if extra:
        check_extra(extra, assignments(exercises))
    chosen = choose(exercises, course, wanted, transfer or {}, extra)
    notebooks = {
        name: instructor_notebook(
            exercises / name / "exercise.py",
            chosen.get(name),
            extra_checks(extra, name),
        )
        for name in wanted
    }
    if (course / CONFIG_FILE).exists():
        refuse_other_cells(course, notebooks)
    sources = {
        name: {
            f"{name}.ipynb": notebook_text(notebook),
            TABLE_FILE: table_text(
                notebook, *mistake_files(exercises / name, chosen.get(name))
            ),
        }
        for name, notebook in notebooks.items()
    }
    try:
        prepare_course(course)
        keep_choices(course, chosen)
        for name, texts in sources.items():
            write_source(course / "source" / name, texts)
    except OSError as error:
        raise CourseError(
            f"{course} cannot be written: {error.strerror}"
        ) from None
    generate(course, wanted)
    return wanted


def assignments(exercises: Path) -> list[str]:
    """The names of the folders that hold an exercise.py, in order."""
    return sorted(path.parent.name for path in exercises.glob("*/exercise.py"))


def refuse_other_cells(
    course: Path, notebooks: Mapping[str, NotebookNode]
) -> None:
    """Raise CourseError if cells would come or go where marks are.

    nbgrader refuses it too, but only when the old notebook is gone.
    """
    from nbgrader.api import MissingEntry

    with nbgrader_api(course).gradebook as gradebook:
        for name, notebook in notebooks.items():
            try:
                known = gradebook.find_notebook(name, name)
            except MissingEntry:
                continue
            before = {cell.name for cell in known.source_cells}
            now = {c.id for c in notebook.cells if "nbgrader" in c.metadata}
            if known.submissions and before != now:
                raise CourseError(
                    f"{name} is being graded already, so no cell of it can "
                    f"be added ({some_of(now - before)}) or removed "
                    f"({some_of(before - now)}); release it with the "
                    "--transfer and --extra of before, or into another "
                    "--course"
                )


def some_of(names: set[str], most: int = 3) -> str:
    """The first names in their order, and how many there are besides.

    >>> some_of({"b", "a"}), some_of(set("abcde")), some_of(set())
    ('a, b', 'a, b, c and 2 more', 'none')
    """
    shown = ", ".join(sorted(names)[:most]) or "none"
    more = len(names) - most
    return f"{shown} and {more} more" if more > 0 else shown


def prepare_course(course: Path) -> None:
    """The course's folder with its configuration and its secret seed."""
    course.mkdir(parents=True, exist_ok=True)
    if not (course / CONFIG_FILE).exists():
        (course / CONFIG_FILE).write_text(CONFIG, encoding="utf-8")
    seed = course / SEED_FILE
    seed.parent.mkdir(exist_ok=True)
    if not seed.exists():
        # Readable by its owner alone from the first moment on.
        with open(
            os.open(seed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
        ) as file:
            file.write(str(secrets.randbits(64)))


def notebook_text(notebook: NotebookNode) -> str:
    """A notebook as the text of an .ipynb file."""
    return nbformat.writes(notebook) + "\n"


def table_text(notebook: NotebookNode, *paths: Path) -> str:
    """The table of known mistakes and hints as JSON, in a fixed order.

    Of the notebook's hidden checks it says how many a function has, of its
    transfer function what is right on small inputs, and of functions that the
    library does not know the probes.
    """
    known = [mistake for path in paths for mistake in read_mistakes(path)]
    hints = [pair for path in paths for pair in read_hints(path).items()]
    own = dict(pair for path in paths for pair in read_probes(path).items())
    table = {
        "hidden": hidden_cells(notebook),
        "hints": dict(hints),
        "mistakes": mistake_table(known, own),
        "small": small_results(notebook),
    }
    if own:
        table["probes"] = own
    return json.dumps(table, indent=1, sort_keys=True) + "\n"


def write_source(folder: Path, texts: dict[str, str]) -> None:
    """The files of an assignment, in place of older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def generate(course: Path, names: list[str]) -> None:
    """The students' notebooks and the gradebook, by nbgrader itself.

    Raises CourseError with nbgrader's own last word if it fails.
    """
    api = nbgrader_api(course)
    for name in tqdm(names, desc="assignments", disable=None, leave=False):
        with quiet(api.log):
            result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            reason = (result.get("error") or result.get("log") or "").strip()
            raise CourseError(
                f"nbgrader could not release {name}: "
                f"{reason.splitlines()[-1] if reason else 'no reason given'}"
            )


def nbgrader_api(course: Path):
    """nbgrader's programming interface, with the course's configuration."""
    from nbgrader.apps import NbGraderAPI  # a second to import
    from traitlets.config import PyFileConfigLoader

    # The gradebook calls `alembic` by name; in a venv that is not activated
    # it is found only beside the Python that runs us.
    here = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
    config = PyFileConfigLoader(CONFIG_FILE, path=str(course)).load_config()
    config.CourseDirectory.root = str(course.resolve())
    return NbGraderAPI(config=config)


@contextmanager
def quiet(log: logging.Logger):
    """Without the log lines that tell of each file."""
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
