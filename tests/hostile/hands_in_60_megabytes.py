"""A notebook too large to be read. Refused."""

MARK, SAID = None, "60 MB, at most 50 MB are read"


def hand_in(folder):
    """A string of blanks; it takes no room on the disk."""
    with open(folder / "network.ipynb", "r+b") as file:
        file.truncate(60_000_000)
