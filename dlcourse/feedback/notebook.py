"""Check a whole notebook from a fresh start, as a grader would run it.

A notebook that is open for hours remembers names whose cells are long gone.
Here every cell runs once, from top to bottom, in an empty namespace, so what
works here works for whoever grades it.
"""

import ast
import contextlib
import io
import json
import linecache
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlcourse.feedback.asked import assignment_of
from dlcourse.feedback.borrowed import borrowed
from dlcourse.feedback.calls import error_words
from dlcourse.feedback.diagnosis import TABLE_FILE
from dlcourse.feedback.failure import CheckFailed
from dlcourse.feedback.session import fresh_session

MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
KEEPS_ANSWER = "-open"


class NotebookError(Exception):
    """A file that cannot be checked; its text is one clear line."""


@dataclass
class Result:
    """What the open checks of one function said."""

    function: str
    passed: bool
    message: str = ""


@dataclass
class Report:
    """All of a notebook: its functions, its troubles, its hidden checks."""

    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: int = 0
    lost: set[str] = field(default_factory=set)  # what failed cells bind

    @property
    def passed(self) -> bool:
        """Whether every open check passed."""
        return all(result.passed for result in self.results)


def check_notebook(path: Path) -> Report:
    """Run the notebook's cells from the top and report on its checks.

    Raises NotebookError for a file that is missing, is no notebook, or has
    no checks in it.
    """
    cells = read_cells(path)
    space: dict[str, Any] = {"__name__": "__main__", "display": show}
    report = Report()
    before = Path.cwd()
    backend = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = "Agg"  # figures are not looked at
    try:
        os.chdir(path.resolve().parent)
        with fresh_session():
            for number, cell in enumerate(cells, start=1):
                run_cell(cell, number, space, report)
    finally:
        os.chdir(before)
        if backend is None:
            del os.environ["MPLBACKEND"]
        else:
            os.environ["MPLBACKEND"] = backend
    report.notes += [*notes_on_imports(cells), *notes_on_file(path, cells)]
    if not report.results:
        raise NotebookError(
            f"{path} has no checks in it; is it the notebook that you were "
            "given?"
        )
    return report


def read_cells(path: Path) -> list[dict]:
    """The code cells of a notebook file, or NotebookError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotebookError(
            f"there is no {path}{others_nearby(path)}"
        ) from None
    except IsADirectoryError:
        raise NotebookError(
            f"{path} is a folder{others_nearby(path / 'notebook')}"
        ) from None
    except OSError as error:
        raise NotebookError(f"{path} cannot be read: {error}") from None
    except ValueError:
        raise NotebookError(
            f"{path} is no notebook or was cut off while it was saved: open "
            "it in JupyterLab, save it again, and call this once more"
        ) from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise NotebookError(f"{path} is no notebook of the format 4")
    return [cell for cell in cells if cell.get("cell_type") == "code"]


def others_nearby(path: Path) -> str:
    """Notebooks in the same folder, as a hint to a wrong name."""
    names = sorted(p.name for p in path.parent.glob("*.ipynb"))
    return f"; in that folder are {', '.join(names)}" if names else ""


def run_cell(
    cell: dict, number: int, space: dict[str, Any], report: Report
) -> None:
    """Run one cell; what it showed goes to the report."""
    words = cell.get("metadata", {}).get("nbgrader", {})
    source = "".join(cell.get("source", ""))
    grade_id = str(words.get("grade_id", ""))
    if words.get("grade") and not grade_id.endswith(KEEPS_ANSWER):
        report.hidden += 1
        return
    error = execute(source, grade_id or f"cell {number}", space)
    if words.get("grade"):
        function = grade_id.removesuffix(KEEPS_ANSWER)
        message = "" if error is None else failure_words(error, function)
        report.results.append(Result(function, error is None, message))
        return
    if words.get("solution"):
        report.notes += imports_of(source, grade_id)
    if error is None:
        if words.get("solution"):
            report.notes += other_name(source, grade_id)
        return
    known = isinstance(error, NotImplementedError) or (
        isinstance(error, NameError) and error.name in report.lost
    )
    report.lost |= bound_in(source)
    if not known:
        place = f"the cell of {grade_id}" if grade_id else f"cell {number}"
        report.notes.append(f"{place}: {trouble_words(error)}")


def execute(
    source: str, name: str, space: dict[str, Any]
) -> BaseException | None:
    """What the cell raised, or None; its output is thrown away."""
    text = MAGIC.sub(r"\1pass", source)
    # So that an error can show its line, though there is no file.
    linecache.cache[f"<{name}>"] = (
        len(text),
        None,
        text.splitlines(keepends=True),
        f"<{name}>",
    )
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, f"<{name}>", "exec"), space)
    except (Exception, SystemExit) as error:
        return error
    return None


def failure_words(error: BaseException, function: str) -> str:
    """A failed check's message; of another error, what it says."""
    if isinstance(error, CheckFailed):
        return str(error)
    if isinstance(error, NameError) and error.name == function:
        return f"{function} is not there: its cell is gone or has an error."
    return trouble_words(error)


def trouble_words(error: BaseException) -> str:
    """An error of the student's own cell, with its likely cause."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    return error_words(error)


def imports_of(source: str, name: str) -> list[str]:
    """A note if an answer imports the very function that it should be."""
    for node in ast.walk(parsed(source)):
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").partition(".")[0] != "dlcourse"
            and any(alias.name == name for alias in node.names)
        ):
            return [
                f"{name} imports {name} from {node.module}: the task is to "
                "write it"
            ]
    return []


def other_name(source: str, name: str) -> list[str]:
    """A note if the cell of an answer defines something else in its place."""
    defined = [
        node.name
        for node in parsed(source).body
        if isinstance(node, ast.FunctionDef)
    ]
    if not defined or name in {*defined, *bound_in(source)}:
        return []
    return [
        f"the cell of {name} defines {', '.join(defined)}: is {name} spelled "
        "otherwise there, or is it another answer's cell?"
    ]


def notes_on_imports(cells: list[dict]) -> list[str]:
    """What the answers take from the library, and the grader's lacks."""
    trees, asked = [], []
    for cell in cells:
        words = cell.get("metadata", {}).get("nbgrader", {})
        if words.get("solution"):
            asked.append(str(words.get("grade_id", "")))
        if not words.get("grade") or words.get("solution"):
            theirs = bool(not words or words.get("solution"))
            trees.append((parsed("".join(cell.get("source", ""))), theirs))
    return borrowed(trees, assignment_of(asked), asked)


def notes_on_file(path: Path, cells: list[dict]) -> list[str]:
    """What is odd about a notebook of this course, as a file."""
    answers = {
        str(words.get("grade_id", "")): "".join(cell.get("source", ""))
        for cell in cells
        if (words := cell.get("metadata", {}).get("nbgrader", {})).get(
            "solution"
        )
    }
    name = assignment_of(answers)
    if name is None:
        return []
    notes = []
    if path.stem != name:
        notes.append(
            f"the file is called {path.name}; hand it in as {name}.ipynb"
        )
    if not (path.parent / TABLE_FILE).is_file():
        notes.append(
            f"{TABLE_FILE} is not beside the notebook, so no mistake can be "
            "named and there are no hints"
        )
    if all("raise NotImplementedError" in text for text in answers.values()):
        notes.append(
            "no answer is written in this file: if you wrote some, save the "
            "notebook and check it again"
        )
    return notes


def bound_in(source: str) -> set[str]:
    """The names that a cell assigns, as far as its text tells."""
    return {
        node.id
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def parsed(source: str) -> ast.Module:
    """The cell as Python; an empty one where it is none."""
    try:
        return ast.parse(MAGIC.sub(r"\1pass", source))
    except SyntaxError:
        return ast.parse("")


def show(*values: Any) -> None:
    """Stand in for a notebook's display, whose output nobody sees here."""
