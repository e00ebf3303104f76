"""From the text source of an assignment to the instructor's notebook.

`exercise.py` is a percent notebook. What nbgrader must know of a cell stands
in its header, in one word:

    # %% locked="imports"                 for all, not graded
    # %% solution="dense"                 the student's function
    # %% check="dense" points=1           open checks, graded
    # %% hidden="dense" points=1          hidden checks, graded
    # %% [markdown] manual="why" points=3 a written answer, read by a person
    # %%                                  the student's own, free to change
    # %% [markdown] transfer="leaky_relu" an empty cell, see below

A manual cell holds a model answer and the marking scheme, between nbgrader's
two marks; the question stands in the cell above it. Students find a stub
instead of all of it, and a stub that stays as it is earns nothing.

Cells of open checks are folded: JupyterLab shows their first line, and the
rest at a click. So are locked cells with `folded=1` in their header.

A locked cell that draws says in its header, for the book's page, what is seen
(`alt="..."`) and what it means (`caption="..."`).

Where the transfer cell stands, the cells of a function that the library does
not hold are put: those in transfer/leaky_relu/exercise.py, or in the folder
of another that the instructor picks. The header names the default.

Everything else that nbgrader wants is derived from these words, cell ids too,
so that the same text always gives the same notebook, byte for byte.
"""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from dlcourse.grade.errors import ExerciseError

ROLES = ("locked", "solution", "check", "hidden", "manual")
# nbgrader's words for a role: may the student write here, does it earn points?
WRITTEN_IN = ("solution", "manual")
GRADED = ("check", "hidden", "manual")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
HIDDEN_MARKS = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
SOLUTION_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
SCHEME_MARKS = ("### BEGIN MARK SCHEME", "### END MARK SCHEME")
TRANSFER = "transfer"  # the marker's word, and the folder of the choices
JUPYTEXT_OWN = {"lines_to_next_cell"}  # blank lines, kept for a round trip
METADATA_VERSION = 3  # nbgrader's, since 0.6


def instructor_notebook(
    path: Path, transfer: Path | None = None, extra: Path | None = None
) -> NotebookNode:
    """The notebook, solutions and hidden checks included, of an exercise.py.

    `transfer` is the folder of the transfer function, by default the one that
    the marker names. `extra` is a file of further hidden checks.

    Raises ExerciseError, with file and cell, for a source that is missing,
    cannot be read, or breaks a rule of this page.
    """
    notebook = percent_notebook(path)
    cells = []
    for number, cell in enumerate(notebook.cells, start=1):
        if TRANSFER in cell.metadata:
            default = path.parent / TRANSFER / str(cell.metadata[TRANSFER])
            cells += transfer_cells(transfer or default)
            continue
        prepare(cell, f"cell-{number:02}", f"{path}, cell {number}")
        cells.append(cell)
    for cell in extra_cells(extra) if extra else []:
        place_after_its_like(cells, cell, f"{extra}, {cell.id}")
    notebook.cells = cells
    refuse_twins(path, notebook)
    nbformat.validate(notebook)
    return notebook


def percent_notebook(path: Path) -> NotebookNode:
    """The file as a notebook, its headers not yet looked at."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path} cannot be read: {error}") from None
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata = NotebookNode(
        kernelspec=KERNEL, language_info={"name": "python"}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def default_transfer(path: Path) -> str:
    """The transfer function that an exercise.py names, or ""."""
    for cell in percent_notebook(path).cells:
        if TRANSFER in cell.metadata:
            return str(cell.metadata[TRANSFER])
    return ""


def transfer_cells(folder: Path) -> list[NotebookNode]:
    """The cells of a transfer function, which has the folder's name."""
    path = folder / "exercise.py"
    cells = percent_notebook(path).cells
    for number, cell in enumerate(cells, start=1):
        where = f"{path}, cell {number}"
        prepare(cell, f"{folder.name}-{number:02}", where)
    needed = {folder.name, f"{folder.name}-open", f"{folder.name}-hidden"}
    missing = needed - {cell.id for cell in cells}
    if missing:
        raise ExerciseError(
            f"{path}: cells are missing: {', '.join(sorted(missing))}"
        )
    return cells


def extra_cells(path: Path) -> list[NotebookNode]:
    """The cells of a checks.py: hidden checks alone, in its order."""
    cells = percent_notebook(path).cells
    for number, cell in enumerate(cells, start=1):
        where = f"{path}, cell {number}"
        if "hidden" not in cell.metadata:
            raise ExerciseError(
                f"{where}: every cell of this file begins with "
                '`# %% hidden="NAME-2" points=1`, NAME being a function'
            )
        prepare(cell, f"cell-{number:02}", where)
    return cells


def place_after_its_like(
    cells: list[NotebookNode], cell: NotebookNode, where: str
) -> None:
    """Put a further hidden cell behind those of the same function."""
    function = function_of(cell.id)
    places = [
        place
        for place, other in enumerate(cells)
        if function_of(other.id) == function and other.id.endswith("-hidden")
    ]
    if not places:
        raise ExerciseError(
            f"{where}: the notebook has no function {function} with hidden "
            "checks"
        )
    cells.insert(places[-1] + 1, cell)


def function_of(name: str) -> str:
    """The function that a graded cell is about.

    >>> function_of("dense"), function_of("dense-2"), function_of("dense-open")
    ('dense', 'dense', 'dense')
    """
    return name.partition("-")[0]


def hidden_cells(notebook: NotebookNode) -> dict[str, int]:
    """How many cells of hidden checks each function has."""
    return dict(
        Counter(
            function_of(cell.id)
            for cell in notebook.cells
            if cell.id.endswith("-hidden")
        )
    )


def prepare(cell: NotebookNode, number: str, where: str) -> None:
    """Give the cell its id and, if it has a role, nbgrader's words.

    `number` is the id of a cell without a role.
    """
    role, name = role_of(cell, where)
    points = cell.metadata.get("points", 0)
    figure = figure_words(cell)
    folded = role == "check" or bool(cell.metadata.get("folded"))
    cell.metadata = NotebookNode()
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    if not role:
        cell.id = number
        return
    CHECKERS[role](cell.source, name, where)
    grade_id = {"check": f"{name}-open", "hidden": f"{name}-hidden"}.get(
        role, name
    )
    cell.id = grade_id
    cell.metadata.nbgrader = nbgrader_words(role, grade_id, points, where)
    if figure:
        cell.metadata.mystnb = figure
    if folded:
        cell.metadata.jupyter = NotebookNode(source_hidden=True)


def figure_words(cell: NotebookNode) -> NotebookNode:
    """Alt text and caption, under the names that MyST-NB reads."""
    words = NotebookNode()
    if "alt" in cell.metadata:
        words.image = NotebookNode(alt=cell.metadata["alt"])
    if "caption" in cell.metadata:
        words.figure = NotebookNode(caption=cell.metadata["caption"])
    return words


def role_of(cell: NotebookNode, where: str) -> tuple[str, str]:
    """The cell's role and name, or two empty strings."""
    found = [
        (key, cell.metadata[key]) for key in ROLES if key in cell.metadata
    ]
    known = {*ROLES, "points", "alt", "caption", "folded"}
    unknown = set(cell.metadata) - known - JUPYTEXT_OWN
    if unknown:
        raise ExerciseError(
            f"{where}: its header has {', '.join(sorted(unknown))}, but only "
            f"{', '.join(sorted(known))} are known"
        )
    if len(found) > 1:
        raise ExerciseError(f"{where}: a cell has one role, not {len(found)}")
    role, name = found[0] if found else ("", "")
    if role == "manual" and cell.cell_type == "code":
        raise ExerciseError(f"{where}: a manual cell is a [markdown] cell")
    if role not in ("", "manual") and cell.cell_type != "code":
        raise ExerciseError(
            f"{where}: only a code cell can have the role {role}"
        )
    return role, name


def nbgrader_words(
    role: str, grade_id: str, points: Any, where: str
) -> NotebookNode:
    """What nbgrader's metadata, schema 3, says for a role."""
    graded = role in GRADED
    words = NotebookNode(
        grade=graded,
        grade_id=grade_id,
        locked=role not in WRITTEN_IN,
        schema_version=METADATA_VERSION,
        solution=role in WRITTEN_IN,
        task=False,
    )
    if graded:
        if not isinstance(points, (int, float)) or points <= 0:
            raise ExerciseError(
                f"{where}: points is {points!r}, but a graded cell needs a "
                "number above 0"
            )
        words.points = points
    return words


def check_solution(source: str, name: str, where: str) -> None:
    """A solution cell is one function, its def on one line, with an answer."""
    body = parse(source, where).body
    first_line = f"def {name}("
    if (
        len(body) != 1
        or not isinstance(body[0], ast.FunctionDef)
        or not any(
            line.startswith(first_line) and line.rstrip().endswith(":")
            for line in source.splitlines()
        )
    ):
        raise ExerciseError(
            f"{where}: a solution cell holds `{first_line}...):`, on one "
            "line, and nothing else"
        )
    require_marks(source, SOLUTION_MARKS, where)


def check_hidden(source: str, name: str, where: str) -> None:
    """A hidden cell marks what the students must not see."""
    require_marks(source, HIDDEN_MARKS, where)
    check_open(source, name, where)


def check_open(source: str, name: str, where: str) -> None:
    """A graded cell calls its function's checks, and ends with None."""
    last = parse(source, where).body[-1]
    if not (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and any(
            isinstance(a, ast.Name) and a.id == function_of(name)
            for a in last.value.args
        )
    ):
        raise ExerciseError(
            f"{where}: the last line must call a check with "
            f"{function_of(name)}, since a cell that only "
            "defines its checks passes for everybody"
        )


def check_locked(source: str, name: str, where: str) -> None:
    """A locked cell is Python."""
    parse(source, where)


def check_manual(source: str, name: str, where: str) -> None:
    """A manual cell says how it is marked; students get none of it."""
    require_marks(source, SCHEME_MARKS, where)
    if SOLUTION_MARKS[0] in source:
        raise ExerciseError(
            f"{where}: a manual cell needs no `{SOLUTION_MARKS[0]}`: all of "
            "it is taken out; the question stands in the cell above"
        )


CHECKERS = {
    "solution": check_solution,
    "check": check_open,
    "hidden": check_hidden,
    "locked": check_locked,
    "manual": check_manual,
}


def parse(source: str, where: str) -> ast.Module:
    """The cell as Python, or ExerciseError."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ExerciseError(
            f"{where}: line {error.lineno}: {error.msg}"
        ) from None


def require_marks(source: str, marks: tuple[str, str], where: str) -> None:
    """Both marks, once each, in their order, or ExerciseError."""
    begin, end = (source.find(mark) for mark in marks)
    if not 0 <= begin < end or any(source.count(mark) != 1 for mark in marks):
        raise ExerciseError(
            f"{where}: `{marks[0]}` and `{marks[1]}` are needed, once each"
        )


def refuse_twins(path: Path, notebook: NotebookNode) -> None:
    """Raise ExerciseError if two cells have the same id."""
    ids = [cell.id for cell in notebook.cells]
    twins = sorted({i for i in ids if ids.count(i) > 1})
    if twins:
        raise ExerciseError(f"{path}: two cells are called {', '.join(twins)}")
