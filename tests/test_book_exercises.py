"""book/_ext/dlbook/exercises.py: the exercise pages and their downloads."""

import sys
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest

from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import assignments, notebook_text
from dlcourse.grade.student import student_notebook

ROOT = Path(__file__).parent.parent
NAMES = assignments(ROOT / "exercises")


@pytest.fixture
def pages(monkeypatch):
    """The module, found where Sphinx finds it."""
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    from dlbook import exercises

    yield exercises
    for name in [name for name in sys.modules if name.startswith("dlbook")]:
        del sys.modules[name]


def released(name):
    path = ROOT / "exercises" / name / "exercise.py"
    return student_notebook(instructor_notebook(path))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_no_answer_and_no_hidden_check(pages, name):
    """It is made from the student's version."""
    text = notebook_text(pages.page(name, released(name)))

    for word in (
        "SOLUTION",
        "HIDDEN",
        "hidden_check\\ndef",
        "Hidden checks of",
    ):
        assert word not in text
    assert "raise NotImplementedError()" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_page_runs_only_what_needs_no_answer(pages, name):
    """What waits for an answer is shown, not run."""
    cells = pages.page(name, released(name)).cells

    for cell in cells:
        if cell.cell_type == "code":
            assert "NotImplementedError" not in cell.source
            assert "@check" not in cell.source


def test_the_download_is_the_released_notebook_with_its_table(pages, tmp_path):
    """Unpacked, it is a folder in which mistakes are named."""
    (tmp_path / "exercises").symlink_to(ROOT / "exercises")
    (tmp_path / "book").mkdir()
    app = type("App", (), {"srcdir": str(tmp_path)})

    pages.write_pages(app, None)

    name = NAMES[0]
    with ZipFile(tmp_path / "book" / "exercises" / f"{name}.zip") as archive:
        assert set(archive.namelist()) == {
            f"{name}/{name}.ipynb",
            f"{name}/mistakes.json",
        }
        text = archive.read(f"{name}/{name}.ipynb").decode()
    assert nbformat.reads(text, as_version=4) == released(name)


def test_pages_are_written_anew_only_where_they_change(pages, tmp_path):
    """A build without changes has nothing to do."""
    path = tmp_path / "page.ipynb"
    pages.write(path, "one")
    before = path.stat().st_mtime_ns

    pages.write(path, "one")

    assert path.stat().st_mtime_ns == before
