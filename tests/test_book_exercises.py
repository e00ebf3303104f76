"""book/_ext/dlbook/exercises.py: the exercise pages and their downloads."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import nbformat
import pytest

from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.release import assignments, notebook_text
from dlcourse.grade.student import student_notebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import exercises as pages  # noqa: E402

NAMES = assignments(ROOT / "exercises")
FIRST = NAMES[0]


def released(name):
    path = ROOT / "exercises" / name / "exercise.py"
    return student_notebook(instructor_notebook(path))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_no_answer_and_no_hidden_check(name):
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
def test_a_page_runs_only_what_needs_no_answer(name):
    """What waits for an answer is shown, not run."""
    cells = pages.page(name, released(name)).cells

    for cell in cells:
        if cell.cell_type == "code":
            assert "NotImplementedError" not in cell.source
            assert "@check" not in cell.source


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A folder of a book with the pages of one assignment, just written."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "book").mkdir()
    shutil.copytree(ROOT / "exercises" / FIRST, folder / "exercises" / FIRST)
    pages.write_pages(SimpleNamespace(srcdir=str(folder)), None)
    return folder


def test_the_download_is_the_released_notebook_with_its_table(book):
    """Unpacked, it is a folder in which mistakes are named."""
    with ZipFile(book / "book" / "exercises" / f"{FIRST}.zip") as archive:
        assert set(archive.namelist()) == {
            f"{FIRST}/{FIRST}.ipynb",
            f"{FIRST}/mistakes.json",
        }
        text = archive.read(f"{FIRST}/{FIRST}.ipynb").decode()
    assert nbformat.reads(text, as_version=4) == released(FIRST)


def test_what_is_as_it_was_is_not_made_again(book, monkeypatch):
    """A build without changes has nothing to do."""
    monkeypatch.setattr(pages, "write_all", lambda *_: pytest.fail("made"))

    pages.write_pages(SimpleNamespace(srcdir=str(book)), None)


@pytest.mark.parametrize(
    "changed",
    [
        f"exercises/{FIRST}/exercise.py",
        f"exercises/{FIRST}/mistakes.py",
        f"exercises/{FIRST}/transfer/balanced_accuracy/mistakes.py",
        f"book/exercises/{FIRST}.ipynb",
        f"book/exercises/{FIRST}.zip",
    ],
)
@pytest.mark.parametrize("how", ["edited", "gone"])
def test_what_has_changed_is_made_again(book, monkeypatch, changed, how):
    """A page is never older than its text, nor edited by hand."""
    made = []
    monkeypatch.setattr(pages, "write_all", lambda *_: made.append(changed))
    path, before = book / changed, (book / changed).read_bytes()
    path.write_bytes(before + b"\n") if how == "edited" else path.unlink()

    pages.write_pages(SimpleNamespace(srcdir=str(book)), None)

    assert made == [changed]
    path.write_bytes(before)
    pages.write_pages(SimpleNamespace(srcdir=str(book)), None)


def test_another_library_makes_them_again(book, monkeypatch):
    """The table of mistakes is what the library makes of them."""
    before = pages.now(book / "exercises", book / "book" / "exercises")
    read = Path.read_bytes
    monkeypatch.setattr(
        Path,
        "read_bytes",
        lambda path: read(path) + b"#" * (path.name == "fingerprint.py"),
    )

    after = pages.now(book / "exercises", book / "book" / "exercises")

    assert after != before


def test_a_file_is_written_anew_only_where_it_changes(tmp_path):
    """Nothing that is made from it needs to be made again."""
    path = tmp_path / "page.ipynb"
    pages.write(path, b"one")
    before = path.stat().st_mtime_ns

    pages.write(path, b"one")

    assert path.stat().st_mtime_ns == before


def test_the_same_files_make_the_same_archive():
    """Whenever it is made: the archive's bytes hold no date."""
    files = {"a.txt": "one", "b.txt": "two"}

    assert pages.packed("x", files) == pages.packed("x", files)
    assert b"\x00\x00\x21\x00" in pages.packed("x", files)  # 1980-01-01
