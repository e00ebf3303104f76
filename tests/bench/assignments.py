"""The assignments in numbers, and the seconds of `dlcourse check` for each.

    python -m tests.bench.assignments

Counted with the three transfer functions that an assignment has to choose
from. The seconds are CPU time of the whole command, fresh processes, for the
notebook with the default transfer function and our own answers: its own cells
(pictures, training) are in them.
"""

import ast
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.mistakes import read_mistakes
from dlcourse.grade.release import assignments, table_text
from dlcourse.grade.student import student_notebook
from dlcourse.grade.transfer import mistake_files, transfer_folders
from tests.right_answers import answers_of

from .measure import ONE_THREAD, say

EXERCISES = Path(__file__).parents[2] / "exercises"
ROUNDS = 5
HEAD = (
    *("assignment", "functions", "open checks", "hidden checks"),
    *("mistakes", "right variants", "check, CPU s"),
)


def functions_in(path):
    """The names of the solution cells of an exercise.py that bind them."""
    return [
        line.split('"')[1]
        for line in path.read_text().splitlines()
        if line.startswith("# %% solution=")
    ]


def checks_in(path, decorator):
    """How many functions of a file are decorated so."""
    return sum(
        isinstance(node, ast.FunctionDef)
        and any(ast.unparse(d) == decorator for d in node.decorator_list)
        for node in ast.walk(ast.parse(path.read_text()))
    )


def answered(folder):
    """The student's notebook of an assignment with our own answers in it."""
    source = instructor_notebook(folder / "exercise.py")
    notebook = student_notebook(source)
    answers = {cell.id: cell.source for cell in source.cells}
    for cell in notebook.cells:
        words = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and words.get("solution"):
            cell.source = answers[cell.id]
    return source, notebook


def seconds_of_check(folder, place):
    """The median of the CPU seconds of `dlcourse check`."""
    source, notebook = answered(folder)
    path = place / f"{folder.name}.ipynb"
    nbformat.write(notebook, path)
    table = table_text(source, *mistake_files(folder))
    (place / "mistakes.json").write_text(table)
    samples = []
    for number in range(ROUNDS + 1):
        process = subprocess.Popen(
            [sys.executable, "-m", "dlcourse", "check", path],
            env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, f"{folder.name}: a check failed"
        if number:  # the first one compiles
            samples.append(usage.ru_utime + usage.ru_stime)
        say(f"  {folder.name}, round {number} of {ROUNDS}", end="\r")
    return statistics.median(samples)


def row_of(folder, place):
    """The cells of an assignment's row."""
    parts = [folder, *transfer_folders(folder).values()]
    files = [part / "exercise.py" for part in parts]
    functions = [name for path in files for name in functions_in(path)]
    return [
        len(functions),
        sum(checks_in(path, "check") for path in files),
        sum(checks_in(path, "hidden_check") for path in files),
        sum(len(read_mistakes(part / "mistakes.py")) for part in parts),
        sum(len(answers_of(name)) for name in functions),
        seconds_of_check(folder, place),
    ]


def main():
    """Print the table, with a sum below."""
    rows = {}
    for name in assignments(EXERCISES):
        with TemporaryDirectory() as place:
            rows[name] = row_of(EXERCISES / name, Path(place))
    rows["all"] = [sum(column) for column in zip(*rows.values())]
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD))
    for name, (*counts, seconds) in rows.items():
        print("| " + " | ".join([name, *map(str, counts), f"{seconds:.2f}"])
              + " |")


if __name__ == "__main__":
    main()
