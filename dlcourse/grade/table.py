"""The cells of a course's notebooks: what each is for, and its text.

They come from the gradebook, as in nbgrader, where they stand as students
got them, hidden checks included. The notebooks in source/ add their order,
the cells without a mark and the answers.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dlcourse.grade.cells import notebook_data, parse_text
from dlcourse.grade.course import Course, one_line
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.model import (
    GRADED,
    IN_SANDBOX,
    LOCKED,
    MANUAL,
    OWN,
    SOLUTION,
    TEXT,
    Cell,
    Notebook,
)


@dataclass(frozen=True)
class Mark:
    """What nbgrader's metadata say of a cell of the course."""

    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0
    cell_type: str = "code"
    checksum: str = ""  # of the text that students got

    @property
    def kind(self) -> str:
        """What the cell is for: see model.py."""
        if self.task or (
            self.grade and (self.solution or self.cell_type != "code")
        ):
            return MANUAL
        if self.cell_type != "code":
            return TEXT
        if self.grade:
            return GRADED
        return SOLUTION if self.solution else LOCKED


@dataclass(frozen=True)
class CourseNotebook:
    """A notebook of an assignment with all that nbgrader knows of it."""

    notebook: Notebook
    marks: dict[str, Mark] = field(default_factory=dict)
    kernelspec: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The notebook's name, without .ipynb."""
        return self.notebook.name

    @property
    def max_points(self) -> float:
        """What its checks can give; manual cells stand apart."""
        return sum(
            cell.points for cell in self.notebook.cells if cell.kind == GRADED
        )

    @property
    def manual(self) -> list[str]:
        """The grade_ids of the cells that a person marks."""
        return [cell.id for cell in self.notebook.cells if cell.kind == MANUAL]


@dataclass(frozen=True)
class KnownCell:
    """A cell as the gradebook or the source has it, before they are merged."""

    id: str
    mark: Mark
    text: str  # hidden checks included
    tags: tuple[str, ...] = ()


def read_table(course: Course, assignment: Any) -> list[CourseNotebook]:
    """The notebooks of an assignment, an nbgrader.api.Assignment.

    Raises CourseError for a notebook in source/ that cannot be read.
    """
    return [
        merged(
            course,
            notebook.name,
            gradebook_cells(notebook),
            source_path(course, assignment.name, notebook.name),
            notebook.kernelspec,
        )
        for notebook in sorted(assignment.notebooks, key=lambda n: n.name)
    ]


def source_path(course: Course, assignment: str, name: str) -> Path:
    """The instructor's notebook, which need not be there any more."""
    return course.source(assignment) / f"{name}.ipynb"


def gradebook_cells(notebook: Any) -> list[KnownCell]:
    """All marked cells of an nbgrader.api.Notebook."""
    graded = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name: cell for cell in notebook.task_cells}
    cells = []
    for cell in notebook.source_cells:
        scored = graded.get(cell.name) or tasks.get(cell.name)
        mark = Mark(
            grade=cell.name in graded,
            solution=cell.name in solutions,
            locked=bool(cell.locked),
            task=cell.name in tasks,
            points=float(scored.max_score) if scored else 0.0,
            cell_type=cell.cell_type,
            checksum=cell.checksum or "",
        )
        cells.append(KnownCell(cell.name, mark, cell.source or ""))
    return cells


def merged(
    course: Course,
    name: str,
    known: list[KnownCell],
    path: Path,
    kernelspec: str | None = None,
) -> CourseNotebook:
    """One notebook from the gradebook's cells and from source/."""
    clear = Clear(course, path.name)
    written = read_source(path) if path.is_file() else []
    known = known or [clear.answer(cell) for cell in written if cell.id]
    by_id = {cell.id: cell for cell in known}
    cells: list[Cell] = []
    marks: dict[str, Mark] = {}
    for cell in in_order(known, written):
        if not cell.id:
            cells.append(unmarked(cell))
            continue
        kept = by_id[cell.id]
        marks[cell.id] = kept.mark
        cells.append(
            Cell(
                kind=kept.mark.kind,
                id=cell.id,
                source=cell.text if kept.mark.solution else kept.text,
                released=clear.hidden(kept),
                points=kept.mark.points,
                cell_type=kept.mark.cell_type,
                forgeable=kept.mark.kind == GRADED and IN_SANDBOX in cell.tags,
            )
        )
    return CourseNotebook(
        Notebook(name, tuple(cells)),
        marks,
        json.loads(kernelspec) if kernelspec else {},
    )


def in_order(
    known: list[KnownCell], written: list[KnownCell]
) -> list[KnownCell]:
    """The source's cells, and in their place those it no longer has.

    A marked cell that the gradebook does not know was never given out.
    """
    ids = {cell.id for cell in known}
    there = {cell.id for cell in written}
    order = [cell for cell in written if not cell.id or cell.id in ids]
    place = 0
    for cell in known:
        if cell.id in there:
            place = 1 + next(
                index for index, c in enumerate(order) if c.id == cell.id
            )
        else:
            order.insert(place, cell)
            place += 1
    return order


def unmarked(cell: KnownCell) -> Cell:
    """A cell without a mark: students may change it as they like."""
    code = cell.mark.cell_type == "code"
    return Cell(
        OWN if code else TEXT,
        source=cell.text,
        released=cell.text,
        cell_type=cell.mark.cell_type,
    )


def read_source(path: Path) -> list[KnownCell]:
    """The cells of an instructor's notebook, its metadata brought up to date.

    Raises CourseError.
    """
    import nbformat
    from nbgrader.nbgraderformat import MetadataValidator

    try:
        data = notebook_data(path.read_bytes())
        cells = nbformat.from_dict(data)["cells"]
        upgrade = MetadataValidator().upgrade_cell_metadata
        return [known_cell(upgrade(cell)) for cell in cells]
    except (OSError, SubmissionError) as error:
        raise CourseError(f"{path}: {one_line(error)}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise CourseError(f"{path} is no valid notebook") from None


def known_cell(cell: Any) -> KnownCell:
    """A cell of an instructor's notebook, with nbgrader's newest metadata."""
    meta = cell.metadata.get("nbgrader", {})
    mark = Mark(
        grade=bool(meta.get("grade")),
        solution=bool(meta.get("solution")),
        locked=bool(meta.get("locked")),
        task=bool(meta.get("task")),
        points=float(meta.get("points") or 0.0),
        cell_type=cell.cell_type,
    )
    marked = mark.grade or mark.solution or mark.locked or mark.task
    return KnownCell(
        meta.get("grade_id", "") if marked else "",
        mark,
        parse_text(cell.get("source")),
        tuple(cell.metadata.get("tags", ())),
    )


class Clear:
    """Takes out what students must not see, by nbgrader's own steps."""

    def __init__(self, course: Course, name: str):
        from nbgrader.preprocessors import (
            ClearHiddenTests,
            ClearMarkScheme,
            ClearSolutions,
        )

        self.name = name
        self.steps = {
            "grade": ClearHiddenTests(config=course.config),
            "task": ClearMarkScheme(config=course.config),
        }
        self.solutions = ClearSolutions(config=course.config)

    def hidden(self, cell: KnownCell) -> str:
        """The text of a cell without hidden checks and marking schemes."""
        node = as_node(cell)
        for flag, step in self.steps.items():
            if getattr(cell.mark, flag):
                self.run(step, node)
        return node.source

    def answer(self, cell: KnownCell) -> KnownCell:
        """The cell as nbgrader's gradebook would have it: no answer."""
        from nbgrader.utils import compute_checksum

        node = as_node(cell)
        if cell.mark.solution:
            self.run(self.solutions, node)
        mark = replace(cell.mark, checksum=compute_checksum(node))
        return replace(cell, mark=mark, text=node.source)

    def run(self, step: Any, node: Any) -> None:
        """One step; CourseError where a region is not closed."""
        try:
            step.preprocess_cell(node, {"language": "python"}, 0)
        except RuntimeError as error:
            name = node.metadata.nbgrader.grade_id
            raise CourseError(
                f"{self.name}, cell {name!r}: {one_line(error)}"
            ) from None


def as_node(cell: KnownCell) -> Any:
    """A cell as nbgrader's steps take it."""
    import nbformat

    mark = asdict(cell.mark)
    node = {
        "cell_type": mark.pop("cell_type"),
        "source": cell.text,
        "metadata": {"nbgrader": {**mark, "grade_id": cell.id}},
    }
    return nbformat.from_dict(node)
