"""What the book needs and Jupyter Book lacks: one Sphinx extension.

Formulas become MathML, figures become inline SVG that follows the reader's
theme, code is included from the library, and what is folded is folded in
plain HTML. Whatever would reach the reader broken is a warning, and the book
is built with warnings as errors. Begin with `figures`.
"""

from importlib import import_module
from typing import Any

from sphinx.application import Sphinx

PARTS = (
    "ahead",
    "api",
    "assets",
    "citations",
    "code",
    "downloads",
    "draw",
    "exercises",
    "figures",
    "folds",
    "formulas",
    "highlight",
    "measurements",
    "mistakes",
    "moving",
    "outputs",
    "publish",
    "reading",
    "repairs",
    "sounds",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect every part to Sphinx."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": "1",
        "env_version": 4,  # what a kept page may hold: raise it with `moving`
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
