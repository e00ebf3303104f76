"""Chapters run side by side, before Sphinx reads them one after the other.

Each chapter is a notebook with a kernel of its own, and myst-nb runs one when
it reads its page, on one core. Here all that have changed are run on every
core and put into the cache in which myst-nb looks first. What fails is left
to myst-nb, which runs it again and says what is wrong.
"""

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.display import progress_message

logger = logging.getLogger(__name__)


def run_ahead(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Run the notebooks of these pages that are in no cache."""
    if app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.env.mystnb_config.execution_cache_path)
    stale = {}
    for page in pages:
        path = Path(env.doc2path(page))
        notebook = read(app, path)
        if notebook is None:
            continue
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            stale[path] = notebook
    if len(stale) < 2:
        return
    with (
        progress_message(f"running {len(stale)} chapters side by side"),
        ThreadPoolExecutor(cores()) as threads,
    ):
        timeout = app.config.nb_execution_timeout
        futures = {
            threads.submit(run, notebook, path, timeout): (path, notebook)
            for path, notebook in stale.items()
        }
        for future in as_completed(futures):
            path, notebook = futures[future]
            done = future.result()
            if done.err is None:
                keep(cache, path, notebook, done)


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def read(app: Sphinx, path: Path) -> NotebookNode | None:
    """The notebook of a page as myst-nb reads it; None if it is none."""
    if path.suffix not in {".md", ".ipynb"}:
        return None
    text = path.read_text(encoding="utf-8")
    reader = create_nb_reader(
        str(path), app.env.myst_config, app.env.mystnb_config, text
    )
    return reader and reader.read(text)


def run(notebook: NotebookNode, path: Path, timeout: int) -> ExecutionResult:
    """The notebook run in its folder; its error is in the result."""
    return single_nb_execution(
        notebook,
        cwd=str(path.parent),
        timeout=timeout,
        allow_errors=False,
        meta_override=True,
    )


def keep(
    cache, path: Path, notebook: NotebookNode, done: ExecutionResult
) -> None:
    """Put it where myst-nb looks."""
    cache.cache_notebook_bundle(
        CacheBundleIn(
            notebook, str(path), data={"execution_seconds": done.time}
        ),
        check_validity=False,
        overwrite=True,
    )


def setup(app: Sphinx) -> None:
    """Run them before the first page is read."""
    app.connect("env-before-read-docs", run_ahead)
