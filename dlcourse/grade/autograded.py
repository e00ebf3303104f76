"""The graded copy of a submission, as nbgrader and formgrader expect it.

What a student's cell showed is kept as text and pictures: HTML and scripts
would run in the page of whoever looks at it. A graded cell shows what
nbgrader's own determine_grade reads the same mark from: nothing for full
points, one number for some, an error for none.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dlcourse.grade.arrange import Placed
from dlcourse.grade.cells import PICTURES
from dlcourse.grade.course import Course
from dlcourse.grade.model import GRADED, Check, Ran, Verdict
from dlcourse.grade.table import CourseNotebook, Mark

SHOWN = ("text/plain", *PICTURES)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
REFUSED = """**This notebook was not graded.** {}

What follows is the assignment as it was given out."""


class GradedCopy:
    """Writes graded notebooks of a course's assignment."""

    def __init__(self, course: Course):
        from nbgrader.preprocessors import IgnorePattern, LimitOutput

        self.limits = [
            IgnorePattern(config=course.config),
            LimitOutput(config=course.config),
        ]

    def notebook(
        self,
        course: CourseNotebook,
        placed: Iterable[Placed],
        verdict: Verdict,
    ) -> dict[str, Any]:
        """A graded notebook, in the submission's order."""
        checks = {check.id: check for check in verdict.checks}
        cells = [
            self.cell(course, place, ran, checks)
            for place, ran in zip(placed, verdict.ran, strict=True)
        ]
        return whole(course, cells)

    def refused(self, course: CourseNotebook, reason: str) -> dict[str, Any]:
        """What stands in place of a notebook that cannot be graded.

        The course's cells are there, so that a person can still give marks.
        """
        words = REFUSED.format(reason[:1].upper() + reason[1:] + ".")
        first = {"cell_type": "markdown", "metadata": {}, "source": words}
        placed = [Placed(cell) for cell in course.notebook.cells]
        rest = [self.cell(course, place, Ran(), {}) for place in placed]
        return whole(course, [first, *rest])

    def cell(
        self,
        course: CourseNotebook,
        place: Placed,
        ran: Ran,
        checks: Mapping[str, Check],
    ) -> dict[str, Any]:
        """One cell with nbgrader's metadata and what it showed."""
        mark = course.marks.get(place.cell.id) if place.cell else None
        cell: dict[str, Any] = {
            "cell_type": kind_of(place),
            "metadata": metadata(place.cell.id, mark)
            if place.cell and mark
            else {},
            "source": source_of(place, mark),
        }
        pictures = place.submitted.attachments if place.submitted else {}
        if pictures and cell["cell_type"] == "markdown":
            cell["attachments"] = pictures
        if cell["cell_type"] == "raw" and place.cell is None:
            cell["metadata"]["raw_mimetype"] = "text/plain"  # so no HTML
        if cell["cell_type"] != "code":
            return cell
        check = checks.get(place.cell.id) if place.cell else None
        graded = place.cell is not None and place.cell.kind == GRADED
        cell["execution_count"] = ran.count
        cell["outputs"] = (
            graded_outputs(check, ran)
            if graded
            else [safe(output) for output in ran.outputs]
        )
        return self.limited(cell)

    def limited(self, cell: dict[str, Any]) -> dict[str, Any]:
        """The cell within the course's LimitOutput and IgnorePattern."""
        if not any(
            output["output_type"] in ("stream", "error")
            for output in cell["outputs"]
        ):
            return cell
        import nbformat

        node: Any = nbformat.from_dict(cell)
        for step in self.limits:
            node, _ = step.preprocess_cell(node, {}, 0)
        return node


def kind_of(place: Placed) -> str:
    """Code, markdown or raw; the course says so, where it knows the cell."""
    if place.cell is not None:
        return place.cell.cell_type
    assert place.submitted is not None
    return place.submitted.cell_type


def source_of(place: Placed, mark: Mark | None) -> str:
    """The text: the student's, or the course's where that is what counts.

    Graded cells have their hidden checks, as nbgrader's copies do.
    """
    cell, mine = place.cell, place.submitted
    if cell is None or (mark and mark.solution and mine):
        assert mine is not None
        return mine.source
    if mark and mark.solution:
        return cell.released
    return cell.source


def metadata(name: str, mark: Mark) -> dict[str, Any]:
    """nbgrader's metadata, in its newest schema."""
    nbgrader: dict[str, Any] = {
        "cell_type": mark.cell_type,
        "checksum": mark.checksum,
        "grade": mark.grade,
        "grade_id": name,
        "locked": mark.locked,
        "schema_version": 3,
        "solution": mark.solution,
        "task": mark.task,
    }
    if mark.grade or mark.task:
        nbgrader["points"] = mark.points
    if not mark.checksum:
        del nbgrader["checksum"]
    found: dict[str, Any] = {"deletable": False, "nbgrader": nbgrader}
    if mark.locked and not mark.solution:
        found["editable"] = False
    return found


def graded_outputs(check: Check | None, ran: Ran) -> list[dict[str, Any]]:
    """What tells a check's mark, and what the student may read of it."""
    printed = [
        output
        for output in map(safe, ran.outputs)
        if output["output_type"] == "stream" and output["name"] == "stdout"
    ]
    if check is None or check.points >= check.max_points:
        return printed
    words = check.hint or f"A check of {check.id} failed."
    if check.points > 0:
        number = {
            "output_type": "execute_result",
            "execution_count": ran.count,
            "metadata": {},
            "data": {"text/plain": repr(float(check.points))},
        }
        told = {"output_type": "stream", "name": "stdout", "text": words}
        return [*printed, number, told]
    error = {
        "output_type": "error",
        "ename": "CheckFailed",
        "evalue": words.splitlines()[0],
        "traceback": words.splitlines(),
    }
    return [*printed, error]


def safe(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output without what could run in the page that shows it."""
    if "data" not in output:
        return dict(output)
    data = {
        mime: content
        for mime, content in output["data"].items()
        if mime in SHOWN
        and (mime not in PICTURES or BASE64.fullmatch(content))
    }
    kinds = ", ".join(output["data"]) or "nothing"
    shown = data or {"text/plain": f"[{kinds}: not shown here]"}
    return {**output, "data": shown, "metadata": {}}


def whole(
    course: CourseNotebook, cells: list[dict[str, Any]]
) -> dict[str, Any]:
    """A notebook of these cells, each with an id."""
    used: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if not CELL_ID.fullmatch(name) or name in used:
            name = f"cell-{number}"
        while name in used:
            name += "_"
        used.add(name)
        cell["id"] = name
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": course.kernelspec
            or {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python", "file_extension": ".py"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def as_bytes(notebook: dict[str, Any]) -> bytes:
    """A notebook as the content of an .ipynb file, each cell on a line.

    As indented as nbformat's own it takes Python ten times as long.
    """
    cells = [
        ENCODER.encode({**cell, "source": cell["source"].splitlines(True)})
        for cell in notebook["cells"]
    ]
    rest = ENCODER.encode({k: v for k, v in notebook.items() if k != "cells"})
    text = '{"cells": [\n' + ",\n".join(cells) + f"\n],\n{rest[1:]}\n"
    return text.encode("utf-8", "replace")


@contextlib.contextmanager
def replaced_folder(
    course: Course, folder: Path, files: Mapping[str, bytes]
) -> Iterator[None]:
    """A folder with these files, in place of the one that was there.

    It is made beside it, and put in its place at the end of the `with`, if
    that ends well: nobody sees a half of it. Raises OSError.
    """
    new = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    for left in (new, old):
        remove(left)
    try:
        new.mkdir(parents=True)
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        set_permissions(course, new)
        yield
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    finally:
        remove(new)
        remove(old)


def remove(folder: Path) -> None:
    """Take a folder away, with files that are read-only."""
    from nbgrader.utils import rmtree

    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        rmtree(str(folder))


def set_permissions(course: Course, folder: Path) -> None:
    """As nbgrader sets them: read-only, or for the group where it shares."""
    mode = int(str(course.autograde().permissions), 8)
    shared = course.directory.groupshared
    for here, _, names in os.walk(folder):
        for name in names:
            os.chmod(os.path.join(here, name), mode)
        if shared:
            os.chmod(here, (os.stat(here).st_mode | 0o2770) & 0o2777)
