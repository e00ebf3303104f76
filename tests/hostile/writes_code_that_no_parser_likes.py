"""Cells that are slow or impossible to parse. True mark: 0."""

CELLS = (
    "x = " + "-" * 30_000 + "1",
    "x = a" + ".a" * 20_000,
    "(" * 300 + ")" * 300,
    "%time 1\n" * 600,
    "x = '" + "\\N{DIGIT ONE}" * 1000 + "'",
    "def f(:\n" * 50,
    "\x00 = 1",
    "lambda: " * 2000 + "0",
    "if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 120)),
    "f'" + "{" * 200 + "1" + "}" * 200 + "'",
    "# -*- coding: utf-7 -*-\n+AGEAPQAx-",
    "\ufeff\u202ex = 1",
)
SAID = "relu"
