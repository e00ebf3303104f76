"""Texts that no file can hold: lone surrogates, zeros, controls.

True mark: 0.
"""

CELL = """
print("half: \\ud800 zero: \\x00 bell: \\x07 escape: \\x1b[2J end")
raise ValueError("half: \\udfff zero: \\x00")
"""
EACH = "    raise ValueError('half: \\udc80 zero: \\x00 line: \\u2028')\n"
SAID = "half"
