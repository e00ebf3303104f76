"""Which check catches which mistake: an assignment, tried in all ways.

The cells of an exercise.py are run as its notebook would run them, with the
answer of one function replaced: by each mistake of mistakes.py, by the right
answers in it, and by nothing. It runs here and without a sandbox, since all
of it is the instructor's own code.
"""

import contextlib
import io
import json
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from tqdm.auto import tqdm

from dlcourse.feedback.diagnosis import TABLE_FILE, diagnose
from dlcourse.grade.course import one_line
from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.exercise import function_of, instructor_notebook
from dlcourse.grade.mistakes import (
    ADVICE,
    WRONG,
    read_mistakes,
    read_rights,
)
from dlcourse.grade.release import assignments, table_text
from dlcourse.grade.transfer import mistake_files

RIGHT, NOTHING = "right", "nothing"
OURS, UNWRITTEN = "our own answer", "nothing written"
HEAD = ("function", "answer", "open", "hidden", "named")


@dataclass(frozen=True)
class Tried:
    """An answer to one function, and what the checks made of it."""

    of: str
    answer: str
    kind: str
    open: bool  # passed
    hidden: bool
    named: str = ""  # the mistake that the checks named

    @property
    def fault(self) -> str:
        """What is not as it should be, "" if all is."""
        if self.kind in (RIGHT, ADVICE) and not (self.open and self.hidden):
            return "a right answer fails"
        if self.kind == RIGHT and self.named:
            return (
                f"on every probe it does what {self.named} does: give "
                f"{self.of} another probe"
            )
        if self.kind == ADVICE and self.named != self.answer:
            return "its advice is not shown"
        if self.kind == NOTHING and (self.open or self.hidden):
            return "a check passes where nothing is written"
        if self.kind == WRONG and self.open and self.hidden:
            return "no check catches it"
        if self.kind == WRONG and self.named != self.answer:
            named = f"it is named {self.named}" if self.named else "not named"
            return f"{named}: does a check see what no probe shows?"
        return ""

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        words = ("fails", "passes")
        named = ("yes" if self.named == self.answer else "no") * (
            self.kind in (WRONG, ADVICE)
        )
        return (
            self.of,
            self.answer,
            words[self.open],
            words[self.hidden],
            named,
        )


@dataclass(frozen=True)
class Report:
    """Every answer that was tried."""

    name: str
    tried: tuple[Tried, ...]

    @property
    def faults(self) -> list[Tried]:
        """What is not as it should be."""
        return [one for one in self.tried if one.fault]

    def words(self) -> list[str]:
        """The table, and below it what asks for work."""
        rows = [HEAD, *(one.row() for one in self.tried)]
        widths = [max(map(len, column)) for column in zip(*rows)]
        lines = [
            "  ".join(f"{c:{w}}" for c, w in zip(row, widths)).rstrip()
            for row in rows
        ]
        wrong = [one for one in self.tried if one.kind == WRONG]
        caught = sum(not (one.open and one.hidden) for one in wrong)
        named = sum(one.named == one.answer for one in wrong)
        lines += [
            "",
            f"{self.name}: {len(wrong)} mistake{'s' * (len(wrong) != 1)}, "
            f"{caught} caught, {named} named",
        ]
        lines += [
            f"  {one.of}, {one.answer}: {one.fault}" for one in self.faults
        ]
        return lines if self.faults else [*lines, "  all is as it should be"]


def report_of(exercises: Path, name: str) -> Report:
    """Try every answer of an assignment. Raises ExerciseError."""
    if name not in assignments(exercises):
        raise ExerciseError(
            f"no assignment {name!r} in {exercises}; there are "
            f"{', '.join(assignments(exercises)) or 'none'}"
        )
    folder = exercises / name
    notebook = instructor_notebook(folder / "exercise.py")
    paths = [path.absolute() for path in mistake_files(folder)]
    functions = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("solution")
    ]
    answers: list[tuple[str, str, str, Callable | None]] = []
    for of in functions:
        answers += [
            (of, OURS, RIGHT, None),
            (of, UNWRITTEN, NOTHING, unwritten),
        ]
    for path in paths:
        for one in read_rights(path):
            answers.append((one.of, one.id, RIGHT, one.answer))
        for known in read_mistakes(path):
            answers.append((known.of, known.id, known.kind, known.wrong))
    for of, answer, *_ in answers:
        if of not in functions:
            raise ExerciseError(
                f"{answer} is for {of}, but {name} asks for "
                f"{', '.join(functions) or 'no function'}"
            )
    answers.sort(key=lambda answer: functions.index(answer[0]))
    with beside(table_text(notebook, *paths)):
        return Report(
            name,
            tuple(
                tried(notebook, *answer)
                for answer in tqdm(
                    answers, desc="answers", disable=None, leave=False
                )
            ),
        )


def unwritten(*arguments: Any) -> None:
    """What students find where their answer should stand."""
    raise NotImplementedError()


@contextlib.contextmanager
def beside(table: str) -> Iterator[None]:
    """Work where a notebook would: in a folder with its table."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path(TABLE_FILE).write_text(table, encoding="utf-8")
        yield


def tried(
    notebook: NotebookNode,
    of: str,
    answer: str,
    kind: str,
    function: Callable | None,
) -> Tried:
    """What the checks of a function make of an answer; None is our own."""
    outcome, shown, space = run(notebook, of, function)
    failures = [error for error in outcome.values() if error]
    named = {getattr(error, "mistake", None) for error in failures}
    if kind == ADVICE:
        advice = messages_of(of, answer)
        named = {answer} if advice and advice in shown else set()
    if kind == RIGHT:
        known = diagnose(space[of])
        named = {known.mistake} if known else set()
    return Tried(
        of,
        answer,
        kind,
        not any(outcome[cell] for cell in outcome if is_open(cell)),
        not any(outcome[cell] for cell in outcome if not is_open(cell)),
        str(named.pop() or "") if len(named) == 1 else "",
    )


def is_open(cell: str) -> bool:
    """Whether a graded cell is one that students see."""
    return cell.endswith("-open")


def messages_of(of: str, mistake: str) -> str:
    """The first line of a mistake's message, from the table."""
    rows = json.loads(Path(TABLE_FILE).read_text(encoding="utf-8"))["mistakes"]
    known = (row for row in rows.get(of, {}).values())
    lines = (row["message"] for row in known if row["mistake"] == mistake)
    return next(lines, "").partition("\n")[0]


def run(
    notebook: NotebookNode, of: str, function: Callable | None
) -> tuple[dict[str, Exception | None], str, dict[str, Any]]:
    """{graded cell of the function: what it raised}, what was printed, names.

    Raises ExerciseError for a cell of ours that cannot be run.
    """
    import matplotlib
    import matplotlib.pyplot as plt

    matplotlib.use("Agg")  # nobody looks at the pictures
    space: dict[str, Any] = {"__name__": "__main__"}
    outcome: dict[str, Exception | None] = {}
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for cell in notebook.cells:
            words = cell.metadata.get("nbgrader")
            if cell.cell_type != "code" or words is None:
                continue
            if words.solution and words.grade_id == of and function:
                space[of] = renamed(function, of)
                continue
            if words.grade and function_of(words.grade_id) != of:
                continue
            error = raised_by(cell, space)
            if words.grade:
                outcome[words.grade_id] = error
            elif error:
                raise ExerciseError(
                    f"the cell {words.grade_id} cannot be run: "
                    f"{type(error).__name__}: {one_line(error)}"
                )
    plt.close("all")
    return outcome, printed.getvalue(), space


def raised_by(cell: NotebookNode, space: dict[str, Any]) -> Exception | None:
    """What a cell raises, None if it runs to its end."""
    try:
        exec(compile(cell.source, cell.id, "exec"), space)
    except Exception as error:  # any of them: checks fail by raising
        return error
    return None


def renamed(function: Callable, name: str) -> Callable:
    """The function under the name that the exercise gives it."""

    def same_but_renamed(*arguments: Any) -> Any:
        return function(*arguments)

    same_but_renamed.__name__ = name
    return same_but_renamed
