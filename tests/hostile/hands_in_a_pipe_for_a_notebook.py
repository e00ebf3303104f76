"""A pipe that nobody writes bears the notebook's name. Refused."""

import os

MARK, SAID = None, "network.ipynb is no ordinary file"


def hand_in(folder):
    """Whoever opens it waits for ever."""
    (folder / "network.ipynb").unlink()
    os.mkfifo(folder / "network.ipynb")
