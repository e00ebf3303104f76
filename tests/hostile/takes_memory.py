"""Takes a gigabyte where a quarter of it is allowed. True mark: 0."""

CELL = """
try:
    hoard = np.ones(2**30 // 8)
    print("took", hoard.nbytes)
except MemoryError:
    print("no memory")
"""
SAID = "no memory"


def held(seen):
    """It got nothing."""
    assert "took" not in seen.words
