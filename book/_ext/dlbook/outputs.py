"""Outputs of cells, kept between builds only while they are true.

The cache knows a page by its cells alone. What the cells import may have
changed since: the library, or the exercises' mistakes. Then nothing that was
kept is used, and every page runs again.
"""

import shutil
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
from sphinx.application import Sphinx
from sphinx.config import Config

import dlcourse

CACHE = ".jupyter_cache"  # where myst-nb keeps it, beside the site
STAMP = "made-with.txt"


def state(files: list[Path]) -> str:
    """A text that differs if the name or the content of a file differs.

    And if Python or numpy is another one.
    """
    found = sha256(f"{sys.version} {np.__version__}".encode())
    for path in sorted(files):
        found.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def imported(library: Path, exercises: Path) -> list[Path]:
    """The files that a chapter's or an exercise's cells may depend on."""
    return [
        *library.glob("*.py"),
        *library.glob("data/*"),
        *library.glob("feedback/*.py"),
        *exercises.glob("*/mistakes.py"),
    ]


def forget(cache: Path, now: str) -> bool:
    """Empty the cache unless it was made in this state; was it emptied?"""
    stamp = cache / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return False
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")
    return True


def forget_what_changed(app: Sphinx, config: Config) -> None:
    """Look at the cache of myst-nb before it does."""
    if "nb_execution_cache_path" not in config:  # a book without cells
        return
    library = Path(dlcourse.__file__).parent
    files = imported(library, Path(app.srcdir) / "exercises")
    cache = config.nb_execution_cache_path or app.outdir.parent / CACHE
    forget(Path(cache), state(files))


def setup(app: Sphinx) -> None:
    """Forget before any page is read."""
    app.connect("config-inited", forget_what_changed)
