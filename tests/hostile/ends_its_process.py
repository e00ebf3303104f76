"""Ends the process that it runs in. True mark: 0."""

CELL = "import os\nos._exit(0)\n"
SAID = "ended with status 0"
