"""Writes frames without end, while a function is asked. True mark: 0."""

CELL = """WIRE
def flood():
    frame = packed({"do": "ask", "op": "nothing", "on": 1, "n": 0}) * 1000
    while True:
        raw(frame)
"""
EACH = "    flood()\n"
SAID = "sent what no honest answer is"
