"""Prints and warns by frames of its own, with a terminal's codes.

True mark: 0. Only what a check itself shows is kept, in its outputs.
"""

CELL = """WIRE
text = "\\x1b]0;mine\\x07\\x1b[2J marks: 16\\n"
lie_with(out=[["stderr", text], ["stdout", text]],
         warn=[["UserWarning", text], ["DeprecationWarning", text]])
"""
SAID = "relu"
