"""Makes markdown of the graded cells. True mark: 0."""

from tests.hostile.little_course import graded


def change(notebook):
    """What is text does not run."""
    for cell in graded(notebook):
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]
