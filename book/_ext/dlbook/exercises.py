"""The exercise pages: what a student gets, to read before doing it.

Written into book/exercises/ before Sphinx looks for pages, from the text in
exercises/: a page, and a zip with the notebook and its table of mistakes. The
page runs the cells that draw; the cells that wait for an answer it only shows.
To find out how a mistake shows takes seconds, so that nothing is written
where all is as the last build left it.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from sphinx.application import Sphinx
from sphinx.config import Config

import dlcourse
from dlbook.outputs import state
from dlcourse.feedback.diagnosis import TABLE_FILE
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import assignments, notebook_text, table_text
from dlcourse.grade.student import student_notebook
from dlcourse.grade.transfer import mistake_files

STAMP = "made-from.txt"
STYLE = "from dlcourse import plots as _plots\n\n_plots.use_style()"
FENCE = "```python\n{source}\n```"
FOLDED = ":::{{fold}} The checks of `{name}`\n```python\n{source}\n```\n:::"
WRITTEN = """\
:::{{admonition}} Your answer
A few sentences, in the notebook. A person reads them, for up to {points} \
points.
:::"""
DOWNLOAD = """\
:::{{admonition}} Do it yourself
:class: tip
Download {{download}}`{name}.zip <{name}.zip>`, unpack it, and open \
`{name}.ipynb` in JupyterLab.
It needs the course's library: `pip install '.[exercises]'` in a clone of it.
There, `make exercises` puts it into `_build/exercises/release` as well.
:::"""
DESCRIPTIONS = {  # of the pages, for search engines: 50 to 160 letters
    "1_search": "Exercise: write a program that finds a college's rule by "
    "trying lines, keeps the best of many, and see where it gets stuck.",
    "2_forward": "Exercise: write the five functions that carry a picture "
    "through a network of two layers, from its pixels to ten scores.",
    "3_loss": "Exercise: write mean squared error, softmax, cross-entropy and "
    "accuracy, and see which of them a network can learn from.",
    "4_backprop": "Exercise: write backpropagation one link at a time, from "
    "slopes that are measured to slopes that are computed.",
    "5_training": "Exercise: write the step, the batches and the loop that "
    "learn who is admitted, and choose the epoch to keep.",
    "6_digits": "Exercise: prepare real data, train a network that reads "
    "digits written by hand, and explain in words what it gets wrong.",
}


def write_pages(app: Sphinx, config: Config) -> None:
    """A page and a download for every assignment, unless they are there."""
    source = Path(app.srcdir) / "exercises"
    target = Path(app.srcdir) / "book" / "exercises"
    target.mkdir(parents=True, exist_ok=True)
    stamp = target / STAMP
    if not stamp.exists() or stamp.read_text("utf-8") != now(source, target):
        write_all(source, target)
        stamp.write_text(now(source, target), encoding="utf-8")


def now(source: Path, target: Path) -> str:
    """A text that differs if a page, or what it is made from, differs."""
    library = Path(dlcourse.__file__).parent
    made_from = [*source.rglob("*.py"), *library.rglob("*.py")]
    made_from += [*library.glob("data/*"), Path(__file__)]
    return state([*made_from, *target.glob("*.ipynb"), *target.glob("*.zip")])


def write_all(source: Path, target: Path) -> None:
    """A page and a download for every assignment."""
    for name in assignments(source):
        notebook = instructor_notebook(source / name / "exercise.py")
        released = student_notebook(notebook)
        files = {
            f"{name}.ipynb": notebook_text(released),
            TABLE_FILE: table_text(notebook, *mistake_files(source / name)),
        }
        write(target / f"{name}.zip", packed(name, files))
        text = notebook_text(page(name, released))
        write(target / f"{name}.ipynb", text.encode())


def page(name: str, released: NotebookNode) -> NotebookNode:
    """The student's notebook as a page that runs without answers."""
    title, *cells = released.cells
    title.source = f"{title.source}\n\n{DOWNLOAD.format(name=name)}"
    style = new_code_cell(
        STYLE, id="style", metadata={"tags": ["remove-cell"]}
    )
    if name in DESCRIPTIONS:
        told = {"html_meta": {"description": DESCRIPTIONS[name]}}
        released.metadata["myst"] = told
    released.cells = [title, style]
    for cell in cells:
        released.cells += shown(cell)
    return released


def shown(cell: NotebookNode) -> list[NotebookNode]:
    """How the page shows a cell: run, printed, folded or not at all."""
    words = cell.metadata.get("nbgrader")
    if cell.cell_type == "markdown":
        if words:
            cell.source = WRITTEN.format(points=words.points)
            cell.metadata.pop("nbgrader")
        return [cell]
    if words and words.grade and words.grade_id.endswith("-hidden"):
        return []
    if words and words.locked and not words.grade:
        drawn = "mystnb" in cell.metadata
        cell.metadata.tags = ["remove-input" if drawn else "hide-input"]
        cell.metadata.pop("nbgrader")
        return [cell]
    template = FOLDED if words and words.grade else FENCE
    name = words.grade_id.removesuffix("-open") if words else ""
    text = template.format(source=cell.source, name=name)
    return [new_markdown_cell(text, id=cell.id)]


def write(path: Path, data: bytes) -> None:
    """Write only what is new, so that a build without changes is short."""
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def packed(folder: str, files: dict[str, str]) -> bytes:
    """A zip of the files under one folder; the same files, the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, text in files.items():
            # ZipInfo's own date, 1980, instead of the time of the build.
            archive.writestr(ZipInfo(f"{folder}/{name}"), text)
    return whole.getvalue()


def setup(app: Sphinx) -> None:
    """Write before the pages are looked for."""
    app.connect("config-inited", write_pages, priority=100)
