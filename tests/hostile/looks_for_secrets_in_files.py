"""Walks through all folders that may hold something of the instructor's.

True mark: 0. Python's own folder may lie in one of them; it is left out.
"""

CELL = """
import os, sys

signs = [b"only-the-" + b"instructor", b"BEGIN HIDDEN" + b" TESTS"]
seen = found = 0
for top in ("/home", "/root", "/tmp", "/etc", "/opt", "/var", "/mnt",
            "/run", "/srv", "/proc", "/dev/shm", "/student", "COURSE", "/sys"):
    for folder, inner, names in os.walk(top):
        inner[:] = [n for n in inner if n not in ("lib", "task")
                    and os.path.join(folder, n) != sys.prefix]
        for name in names:
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    text = file.read(1 << 20)
            except OSError:
                continue
            seen += 1
            found += any(sign in text for sign in signs)
print("read", seen, "found", found)
print(os.path.exists("COURSE"), os.path.exists("COURSE/.dlcourse/seed"))
"""
SAID = "found 0"


def held(seen):
    """It did read files; the course is not there."""
    assert "False False" in seen.words
    assert "read 0" not in seen.words
