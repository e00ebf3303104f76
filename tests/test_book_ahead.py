"""book/_ext/dlbook/ahead.py: chapters that run side by side."""

import asyncio
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import ahead  # noqa: E402

TRANSPORT = (
    "from ipykernel.kernelapp import IPKernelApp\n"
    "print(IPKernelApp.instance().transport, end='')"
)
KERNEL = {"name": "python3", "display_name": "Python 3"}


def notebook(text):
    """A notebook of one cell."""
    return new_notebook(
        cells=[new_code_cell(text)], metadata={"kernelspec": KERNEL}
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such way")
def test_two_chapters_run_at_a_time_and_never_over_a_port(tmp_path):
    """Two kernels that look for free ports at once may find the same."""
    folder = tmp_path / "a book"
    folder.mkdir()
    texts = [f"print({n!r}, end=' ')\n{TRANSPORT}" for n in ("one", "two")]
    chapters = {
        folder / str(number): notebook(text)
        for number, text in enumerate(texts)
    }
    cache = get_cache(str(tmp_path / "cache"))

    asyncio.run(ahead.run_all(chapters, cache, 60))

    said = [ran.cells[0].outputs[0].text for ran in chapters.values()]
    assert said == ["one ipc", "two ipc"]
    # As they are read: what a run notes in a notebook is no part of it.
    assert all(ahead.is_kept(cache, notebook(text)) for text in texts)
    assert not list(folder.iterdir())


def test_a_chapter_that_fails_is_left_to_who_says_what_is_wrong(tmp_path):
    """myst-nb runs it again: it is in no cache."""
    chapter = notebook("1 / 0")
    cache = get_cache(str(tmp_path / "cache"))

    asyncio.run(ahead.run_all({tmp_path / "x.md": chapter}, cache, 60))

    assert "ZeroDivisionError" in str(chapter.cells[0].outputs)
    assert not ahead.is_kept(cache, chapter)


def test_a_chapter_that_ran_is_found_in_the_cache(tmp_path):
    """And is not run again while its code is the same."""
    cache = get_cache(str(tmp_path / "cache"))
    ran = notebook("1 + 1")
    assert not ahead.is_kept(cache, notebook("1 + 1"))

    ahead.keep(cache, tmp_path / "x.md", ran, 0.5)

    assert ahead.is_kept(cache, notebook("1 + 1"))
    assert not ahead.is_kept(cache, notebook("1 + 2"))


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("2", "2")])
def test_numpy_takes_one_thread_unless_told(monkeypatch, given, expected):
    """A chapter's kernel gets the variables of the build."""
    monkeypatch.setenv(ahead.THREADS, given or "")  # put back at the end
    if given is None:
        monkeypatch.delenv(ahead.THREADS)

    ahead.setup(SimpleNamespace(connect=lambda *_: None))

    assert os.environ[ahead.THREADS] == expected
