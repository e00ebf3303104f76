"""Prints 40 MB in lines, and as much at once. True mark: 0."""

CELL = """
for _ in range(400):
    print(("y" * 99 + "\\n") * 500, end="")
print("z" * 20_000_000)
"""
SAID = "output cut off: more than 64 KB"


def held(seen):
    """The instructor's copy stays small."""
    assert len(seen.copy) < 200_000
