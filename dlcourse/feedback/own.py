"""A student's own functions of an earlier assignment, in place of ours.

    dense, relu = own("2_forward", "dense", "relu", use=True)

Every assignment stands alone with the library's functions; this is the switch
to one's own. Of the other notebook the given tools and the answers are run,
and the checks of these functions; no cell of the student's own, no picture.
A function is taken if its open checks pass there. What cannot be taken stays
the library's, and one line says why.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dlcourse
from dlcourse.feedback.notebook import (
    KEEPS_ANSWER,
    NotebookError,
    execute,
    read_cells,
)
from dlcourse.feedback.session import fresh_session

DRAWS = "mystnb"  # what the book says of a picture stands under this name


def own(assignment: str, *names: str, use: bool) -> Any:
    """The functions of these names: one's own if `use`, else the library's.

    As many come back as names were given. The notebook is looked for beside
    this one and in a folder beside its folder, as they are handed out.
    """
    chosen = {name: library_function(name) for name in names}
    if use:
        path = find(assignment)
        try:
            taken = passing(path, names)
        except NotebookError as error:
            print(f"The library's functions are used: {error}.")
        else:
            chosen |= taken
            report(path.stem, names, taken)
    functions = tuple(chosen.values())
    return functions if len(functions) > 1 else functions[0]


def library_function(name: str) -> Callable:
    """The library's function, or ValueError."""
    try:
        return getattr(dlcourse, name)
    except AttributeError:
        raise ValueError(f"the library has no function {name}") from None


def find(assignment: str) -> Path:
    """Where the notebook is, or where it should be."""
    places = [
        Path("..") / assignment / f"{assignment}.ipynb",
        Path(f"{assignment}.ipynb"),
    ]
    return next((path for path in places if path.is_file()), places[0])


def passing(path: Path, names: tuple[str, ...]) -> dict[str, Callable]:
    """The functions of that notebook whose open checks pass there.

    Raises NotebookError if it is missing or cannot be read.
    """
    space: dict[str, Any] = {"__name__": "__main__"}
    taken = {}
    with fresh_session():
        for cell in read_cells(path):
            words = cell.get("metadata", {}).get("nbgrader", {})
            grade_id = str(words.get("grade_id", ""))
            name = grade_id.removesuffix(KEEPS_ANSWER)
            checks = words.get("grade") and name in names
            if not (checks or words.get("solution") or is_tool(cell)):
                continue
            source = "".join(cell.get("source", ""))
            error = execute(source, grade_id, space)
            if checks and error is None and callable(space.get(name)):
                taken[name] = space[name]
    return taken


def is_tool(cell: dict) -> bool:
    """Whether the cell is given to all students, and draws nothing."""
    metadata = cell.get("metadata", {})
    words = metadata.get("nbgrader", {})
    return (
        bool(words.get("locked"))
        and not words.get("grade")
        and DRAWS not in metadata
    )


def report(assignment: str, names: tuple[str, ...], taken: dict) -> None:
    """Print which functions are one's own, and which are not yet."""
    found = [name for name in names if name in taken]
    left = [name for name in names if name not in taken]
    if found:
        print(f"Yours, from {assignment}: {', '.join(found)}.")
    if left:
        print(
            f"The library's: {', '.join(left)}, since the checks in your "
            f"{assignment} do not pass yet."
        )
