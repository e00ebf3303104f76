"""Chapters run side by side, before Sphinx reads them one after the other.

Each chapter is a notebook with a kernel of its own, and myst-nb runs one when
it reads its page, on one core. Here all that have changed are run on every
core and put into the cache in which myst-nb looks first. What fails is left
to myst-nb, which runs it again and says what is wrong.

Each kernel talks over files of its own. Over TCP each looks for free ports,
and of several that do so at a time two may find the same one.
"""

import asyncio
import contextlib
import os
import sys
import time
from logging import WARNING, getLogger
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from tqdm import tqdm
from traitlets.config import Config

# How many threads numpy takes for a product. Ours are small: a second thread
# mostly waits, and a chapter takes twice the processor's time.
THREADS = "OPENBLAS_NUM_THREADS"
FAILURES = (CellExecutionError, CellTimeoutError, RuntimeError, OSError)
logger = logging.getLogger(__name__)
of_kernels = getLogger(f"{__name__}.kernels")
of_kernels.setLevel(WARNING)  # not a line for each chapter


def run_ahead(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Run the notebooks of these pages that are in no cache."""
    if "nb_execution_mode" not in app.config:  # a book without cells
        return
    if app.config.nb_execution_mode != "cache" or sys.platform == "win32":
        return  # and Windows has no such files
    cache = get_cache(app.env.mystnb_config.execution_cache_path)
    stale = {}
    for page in pages:
        path = Path(env.doc2path(page))
        notebook = read(app, path)
        if notebook is not None and not is_kept(cache, notebook):
            stale[path] = notebook
    if len(stale) > 1:
        logger.info("running %d chapters on %d cores", len(stale), cores())
        timeout = app.config.nb_execution_timeout
        asyncio.run(run_all(stale, cache, timeout))


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
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


def is_kept(cache: JupyterCacheAbstract, notebook: NotebookNode) -> bool:
    """Whether the notebook was run as it is."""
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


async def run_all(
    notebooks: dict[Path, NotebookNode],
    cache: JupyterCacheAbstract,
    timeout: int,
) -> None:
    """Run them, as many at a time as there are cores, and keep them."""
    free = asyncio.Semaphore(cores())
    with tqdm(total=len(notebooks), unit="chapter", disable=None) as bar:

        async def one(path: Path, notebook: NotebookNode) -> None:
            async with free:
                with contextlib.suppress(*FAILURES):
                    seconds = await run(notebook, path, timeout)
                    keep(cache, path, notebook, seconds)
            bar.update()

        await asyncio.gather(*(one(*each) for each in notebooks.items()))


async def run(notebook: NotebookNode, path: Path, timeout: int) -> float:
    """Run the notebook in its folder; the seconds that it took."""
    with TemporaryDirectory() as folder:
        file = str(Path(folder, "kernel.json"))  # the others lie beside it
        talk = {"transport": "ipc", "connection_file": file}
        began = time.perf_counter()
        await NotebookClient(
            notebook,
            timeout=timeout,
            record_timing=False,  # or the cache takes it for another one
            resources={"metadata": {"path": str(path.parent)}},
            config=Config({"KernelManager": talk}),
            log=of_kernels,
        ).async_execute()
    return time.perf_counter() - began


def keep(
    cache: JupyterCacheAbstract,
    path: Path,
    notebook: NotebookNode,
    seconds: float,
) -> None:
    """Put it where myst-nb looks."""
    cache.cache_notebook_bundle(
        CacheBundleIn(
            notebook, str(path), data={"execution_seconds": seconds}
        ),
        check_validity=False,
        overwrite=True,
    )


def setup(app: Sphinx) -> None:
    """Run them before the first page is read, each on one thread."""
    os.environ.setdefault(THREADS, "1")
    app.connect("env-before-read-docs", run_ahead)
