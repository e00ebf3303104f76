"""A folder without the notebook. Refused."""

MARK, SAID = None, "there is no network.ipynb"


def hand_in(folder):
    """Take it away."""
    (folder / "network.ipynb").unlink()
