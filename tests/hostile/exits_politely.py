"""Asks Python to exit. True mark: 0."""

CELL = "import sys\nsys.exit(0)\n"
SAID = "SystemExit"
