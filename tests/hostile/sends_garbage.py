"""Writes bytes that are no frame. True mark: 0."""

CELL = """WIRE
raw(b"\\xff" * 5000)
time.sleep(1)
"""
SAID = "sent what no honest answer is"
