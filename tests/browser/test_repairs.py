"""book/_ext/dlbook/repairs.py: each defect is still there upstream.

A test here that fails brings good news: delete the repair and the test.
"""

from pathlib import Path

import pydata_sphinx_theme
from docutils.core import publish_string

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme"
LAYOUT = THEME / "pydata_sphinx_theme" / "layout.html"


def written(text):
    """What docutils makes of reStructuredText."""
    html = publish_string(text, writer_name="html5")
    return html.decode()


def test_docutils_gives_sources_a_deprecated_role():
    """`visit_citation` is needed as long as this holds."""
    assert 'role="doc-biblioentry"' in written(".. [A] A source.\n")


def test_docutils_makes_empty_cells_heads():
    """`visit_entry` is needed as long as this holds."""
    table = "== ==\n\\  a\n== ==\n1  2\n== ==\n"

    assert written(table).count('<th class="head">') == 2


def test_the_theme_leaves_the_logo_outside_of_landmarks():
    """`set_landmark` is needed as long as the sidebar is a plain div."""
    layout = LAYOUT.read_text(encoding="utf-8")

    assert '<div id="pst-primary-sidebar"' in layout
