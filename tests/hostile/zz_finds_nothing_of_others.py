"""Right answers, and a look for what others have left. True mark: 16."""

MARK = 16
CELL = """
import builtins, os, sys

home = os.path.expanduser("~")
found = []
for top in ("/tmp", "/dev/shm", home, "/var/tmp"):
    for folder, inner, names in os.walk(top):  # not through Python's own
        inner[:] = [n for n in inner if os.path.join(folder, n) != sys.prefix]
        found += names
print("files:", sorted(set(found)))
print("names:", hasattr(builtins, "left"), hasattr(np, "left"),
      "LEFT" in os.environ)
"""
SAID = "names: False False False"


def held(seen):
    """Only its own file, and matplotlib's list of fonts, is there."""
    import re

    files = re.search(r"files: (\[.*?\])", seen.words).group(1)
    assert "who.txt" in files
    assert "left" not in files
