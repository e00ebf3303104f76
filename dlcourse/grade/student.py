"""From the instructor's notebook to the student's, without a course.

nbgrader's own steps, in its own order, but for those that need a gradebook.
The book's exercise pages and downloads are made this way; they are the same
notebooks as those in a course's release/.
"""

import copy

from nbformat import NotebookNode
from traitlets.config import Config

STUB = {"python": "raise NotImplementedError()"}


def student_notebook(notebook: NotebookNode) -> NotebookNode:
    """A copy without answers and hidden checks, as students get it."""
    from nbgrader.preprocessors import (  # half a second to import
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    config = Config()
    config.ClearSolutions.code_stub = STUB
    released = copy.deepcopy(notebook)
    for step in (
        LockCells,
        ClearSolutions,
        ClearOutput,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
    ):
        released, _ = step(config=config).preprocess(released, {})
    return released
