"""Code in its colors, without an element for what has none.

Pygments wraps every word and every bracket into an element of its own, also
those that its styles show in the color of plain text: half of all elements
in a page with much code. Here only what has a color gets one.
"""

from pygments.formatters import HtmlFormatter
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType
from sphinx.application import Sphinx

STYLES = ("pygments_light_style", "pygments_dark_style")  # the theme's options


def plain(styles: list[type[Style]]) -> set[str]:
    """The classes of words that every style shows as plain text.

    >>> found = plain([get_style_by_name("a11y-high-contrast-light")])
    >>> {"n", "p", "w"} <= found, "k" in found
    (True, False)
    """
    return {
        name
        for kind, name in STANDARD_TYPES.items()
        if all(
            style.style_for_token(kind)
            in (
                style.style_for_token(Token),
                style.style_for_token(Token.Text),
            )
            for style in styles
        )
    }


def lean(styles: list[type[Style]]) -> type[HtmlFormatter]:
    """A formatter that gives what these styles show as plain no element."""
    without = plain(styles)

    class Lean(HtmlFormatter):
        def _get_css_classes(self, kind: _TokenType) -> str:
            found = super()._get_css_classes(kind)
            standard, *_ = found.split() or [""]
            return "" if standard in without else found

    return Lean


def highlight_leanly(app: Sphinx) -> None:
    """Exchange the formatter of a builder whose theme names its styles."""
    options = app.config.html_theme_options
    styles = [get_style_by_name(options[o]) for o in STYLES if o in options]
    if app.builder.format == "html" and styles:
        app.builder.highlighter.formatter = lean(styles)


def setup(app: Sphinx) -> None:
    """Exchange it before anything is written."""
    app.connect("builder-inited", highlight_leanly)
