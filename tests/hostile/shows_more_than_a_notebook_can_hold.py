"""Hundreds of cells that each show as much as one may. True mark: 0."""

CELLS = ["print('x' * 60_000)"] * 200
SAID = "output cut off"


def held(seen):
    """All of them together have a limit, too."""
    assert len(seen.copy) < 2_000_000
