"""Writes 40 MB where 8 are allowed. True mark: 0."""

CELL = """
try:
    with open("filler.bin", "wb") as file:
        for _ in range(40):
            file.write(bytes(1 << 20))
    print("wrote it all")
except OSError as error:
    print("stopped by", error.strerror)
"""
SAID = "stopped by"


def held(seen):
    """It was stopped before the end."""
    assert "wrote it all" not in seen.words
