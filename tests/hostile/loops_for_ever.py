"""Never ends a cell of its own. True mark: 0."""

CELL = "while True:\n    pass\n"
SAID = "stopped after 1 s"
