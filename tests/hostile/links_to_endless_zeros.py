"""A link to /dev/zero and a pipe that nobody writes. True mark: 16."""

import os

MARK, SAID = 16, "left out 'zeros.bin': it is a link"


def hand_in(folder):
    """Whoever reads one of them never ends."""
    (folder / "zeros.bin").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.bin")


def held(seen):
    """The pipe was not opened."""
    assert "left out 'pipe.bin': it is no ordinary file" in seen.words
