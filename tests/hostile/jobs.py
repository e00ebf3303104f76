"""Jobs for the worker, without a course around them."""

from typing import Any

from dlcourse.grade.model import GRADED, LOCKED, OWN, Cell, Job, JobCell


def job(*cells: tuple[str, ...], **options: Any) -> Job:
    """A notebook of (kind, the course's text[, the student's text])."""
    course, submitted = [], []
    for place, (kind, text, *own) in enumerate(cells):
        name = "" if kind == OWN else f"{kind}-{place}"
        points = float(kind == GRADED)
        course.append(Cell(kind, name, text, text, points))
        judges = text if kind in (GRADED, LOCKED) else ""
        mine = own[0] if own else text
        submitted.append(JobCell(kind, name, mine, judges, points))
    return Job(tuple(submitted), tuple(course), **options)
