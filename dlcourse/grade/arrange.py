"""The course's cells and a student's, put together in the student's order."""

from collections.abc import Iterable
from dataclasses import dataclass

from dlcourse.grade.cells import SubmittedCell
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    MANUAL,
    OWN,
    SOLUTION,
    TEXT,
    Cell,
    JobCell,
    Notebook,
)


@dataclass(frozen=True)
class Placed:
    """A cell in its place: the course's, the student's, or both.

    Without `cell` it is the student's own; without `submitted` the student
    had taken it away, and it was put back.
    """

    cell: Cell | None = None
    submitted: SubmittedCell | None = None


def arrange(
    notebook: Notebook, submitted: Iterable[SubmittedCell]
) -> list[Placed]:
    """The submission's cells in its order, with the course's put back.

    Of several cells with one grade_id the first counts; the others are the
    student's own, as are those whose grade_id the course does not know.
    """
    known = {cell.id: cell for cell in notebook.cells if cell.id}
    placed = []
    seen = set()
    for mine in submitted:
        cell = known.get(mine.id) if mine.id not in seen else None
        if cell:
            seen.add(cell.id)
        placed.append(Placed(cell, mine))
    previous = 0  # where the next missing cell of the course would stand
    for cell in notebook.cells:
        if not cell.id:
            continue
        if cell.id in seen:
            previous = 1 + next(
                index
                for index, place in enumerate(placed)
                if place.cell is cell
            )
            continue
        if cell.kind == GRADED:
            # What it checks may be helped by own cells that follow the
            # answer, so it comes last before the next cell of the course.
            while previous < len(placed) and placed[previous].cell is None:
                previous += 1
        placed.insert(previous, Placed(cell))
        previous += 1
    return placed


def job_cell(place: Placed) -> JobCell:
    """What is to be run of a cell: see JobCell."""
    cell, mine = place.cell, place.submitted
    if cell is None:
        assert mine is not None
        code = mine.cell_type == "code"
        return JobCell(OWN if code else TEXT, text=mine.source)
    answered = cell.kind in (SOLUTION, MANUAL)
    return JobCell(
        kind=cell.kind if cell.cell_type == "code" else TEXT,
        id=cell.id,
        text=mine.source if mine and answered else cell.released,
        judge=cell.source if cell.kind in (LOCKED, GRADED) else "",
        points=cell.points,
        forgeable=cell.forgeable,
    )


def merge(
    notebook: Notebook, submitted: Iterable[SubmittedCell]
) -> tuple[JobCell, ...]:
    """The job's cells, in the submission's order."""
    return tuple(map(job_cell, arrange(notebook, submitted)))
