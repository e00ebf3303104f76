"""Citations, found without a search among all installed packages for each.

sphinxcontrib-bibtex asks pybtex for a backend whenever it writes a citation,
and pybtex reads what every package offers to find it: a tenth of a build.
"""

from pybtex.plugin import find_plugin, register_plugin
from sphinx.application import Sphinx

BACKENDS = "pybtex.backends"
ASKED_FOR = ("docutils", "plaintext")


def setup(app: Sphinx) -> None:
    """Let pybtex know beforehand what it will be asked for."""
    for name in ASKED_FOR:
        found = find_plugin(BACKENDS, name)
        register_plugin(BACKENDS, name, found, force=True)
