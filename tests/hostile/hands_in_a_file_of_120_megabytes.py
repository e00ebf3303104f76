"""A large file beside a right notebook. True mark: 16."""

MARK, SAID = 16, "left out 'large.bin': with its 120 MB"


def hand_in(folder):
    """A hole: it takes no room on the disk."""
    with open(folder / "large.bin", "wb") as file:
        file.truncate(120_000_000)
