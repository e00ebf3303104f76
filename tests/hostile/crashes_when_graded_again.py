"""Hands in again, after full marks, what ends its process. True mark: 0."""

FIRST = "right"
CELL = "import os\nos._exit(0)\n"
SAID = "ended with status 0"
