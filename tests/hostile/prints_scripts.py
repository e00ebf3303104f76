"""Prints, raises and is called scripts. True mark: 0."""

CELL = """
print("<script>alert(1)</script>")
raise ValueError("<script>alert(2)</script>")
"""
EACH = '    raise ValueError("<script>alert(3)</script>")\n'
SAID = "alert(3)"


def page(html):
    """What must not stand in a page."""
    assert "<script>alert" not in html
