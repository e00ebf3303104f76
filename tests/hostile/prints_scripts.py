"""Prints, raises and is called scripts. True mark: 0."""

CELL = """
print("<script>alert(1)</script>")
raise ValueError("<script>alert(2)</script>")
"""
EACH = '    raise ValueError("<script>alert(3)</script>")\n'
SAID = "alert(3)"
