"""From a verdict to what nbgrader would write: scores and comments."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dlcourse.grade.arrange import Placed
from dlcourse.grade.errors import SubmissionError
from dlcourse.grade.model import GRADED, Verdict
from dlcourse.grade.table import CourseNotebook, Mark

NO_RESPONSE = "No response."  # nbgrader's words


@dataclass(frozen=True)
class Marks:
    """What is to be written of one notebook, by grade_id.

    A score of None stays open, for a person to give.
    """

    scores: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    refused: bool = False


def marks_of(
    notebook: CourseNotebook, placed: Iterable[Placed], verdict: Verdict
) -> Marks:
    """The scores and comments that nbgrader would give.

    Raises SubmissionError if the verdict leaves out a check.
    """
    points = {check.id: check.points for check in verdict.checks}
    scores: dict[str, float | None] = {}
    comments: dict[str, str | None] = {}
    for place in placed:
        if place.cell is None or place.cell.id not in notebook.marks:
            continue
        name, mark = place.cell.id, notebook.marks[place.cell.id]
        unchanged = place.submitted is None or is_unchanged(
            name, mark, place.submitted.source
        )
        if place.cell.kind == GRADED:
            if name not in points:
                raise SubmissionError(f"the judge said nothing of {name}")
            scores[name] = bounded(points[name], mark.points)
        elif mark.grade:
            scores[name] = 0.0 if mark.solution and unchanged else None
        if mark.solution or mark.task:
            silent = unchanged and not mark.task
            comments[name] = NO_RESPONSE if silent else None
    return Marks(scores, comments)


def refused_marks(notebook: CourseNotebook) -> Marks:
    """No score and no comment for any cell."""
    marks = notebook.marks.items()
    return Marks(
        {name: None for name, mark in marks if mark.grade},
        {name: None for name, mark in marks if mark.solution or mark.task},
        refused=True,
    )


def bounded(points: float, most: float) -> float:
    """Points between 0 and the most; what is no number is 0.

    >>> bounded(3, 2), bounded(-1, 2), bounded(float("nan"), 2)
    (2.0, 0.0, 0.0)
    """
    return float(min(points, most)) if points > 0 else 0.0


def is_unchanged(name: str, mark: Mark, source: str) -> bool:
    """Whether a cell is as it was given out, by nbgrader's checksum."""
    import nbformat
    from nbgrader.utils import compute_checksum

    meta = {
        "grade_id": name,
        "grade": mark.grade,
        "solution": mark.solution,
        "locked": mark.locked,
        "points": mark.points,
    }
    node = {
        "source": source,
        "cell_type": mark.cell_type,
        "metadata": {"nbgrader": meta},
    }
    return compute_checksum(nbformat.from_dict(node)) == mark.checksum
