"""Right results on small inputs, for the table beside a student's notebook.

The transfer functions are in no library, so our own answers are asked when
the course is built. What is written down are numbers, and no answer.
"""

from typing import Any

from nbformat import NotebookNode

from dlcourse.feedback.small_inputs_transfer import TRANSFER_INPUTS
from dlcourse.feedback.small_results import written_results
from dlcourse.grade.errors import ExerciseError

FIRST_CELL = "imports"


def small_results(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """{transfer function: its results} for those of an instructor's notebook.

    Raises ExerciseError if its answers cannot be run.
    """
    answers = {
        cell.id: cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        and cell.cell_type == "code"
    }
    asked = [name for name in answers if name in TRANSFER_INPUTS]
    if not asked:
        return {}
    imports = [c.source for c in notebook.cells if c.id == FIRST_CELL]
    space: dict[str, Any] = {}
    try:
        for source in [*imports, *answers.values()]:
            exec(source, space)
        return {name: written_results(name, space[name]) for name in asked}
    except Exception as error:
        raise ExerciseError(
            f"the answers for {', '.join(asked)} cannot be run: {error}"
        ) from None
