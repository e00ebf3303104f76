"""Asks something of the judge again and again. True mark: 0.

The random generator crosses as a copy, so that there is nothing to ask: it
asks for what the judge may have handed over, by every number.
"""

CELL = """WIRE
def ask():
    side = inside()
    for number in range(0, 60):
        on = ["y", number]
        ask = {"do": "ask", "op": "getattr", "on": on,
               "args": ["__globals__"], "kw": {}, "n": side.number}
        raw(packed(ask))
"""
EACH = "    ask()\n"
SAID = "sent what no honest answer is"
