"""Runs a command as user 1000, who owns nothing here: root alone can call it.

Python may lie below a folder that is closed to others, /root for example. In
a mount namespace of its own such a folder is covered, and what the command
needs is put into the cover. Nothing of the machine is changed.
"""

import os
import sys
from pathlib import Path

from dlcourse.grade.sandbox import linux

USER = 1000


def closed_above(path: Path) -> Path | None:
    """The first folder on the way that others may not pass."""
    return next(
        (f for f in reversed(path.parents) if not f.stat().st_mode & 1), None
    )


def main() -> None:
    """`as_another.py COMMAND…`"""
    project = Path(__file__).parents[2]
    needed = [Path(sys.prefix), Path(sys.base_prefix), project]
    linux.unshare(linux.NEWNS)
    linux.mount(None, "/", None, linux.REC | linux.PRIVATE)
    doors = {path: os.open(path, os.O_PATH) for path in needed}
    covers = {closed_above(path) for path in needed} - {None}
    for cover in covers:
        linux.mount("tmpfs", str(cover), "tmpfs", 0, "mode=755")
    for path, door in doors.items():
        if any(path.is_relative_to(cover) for cover in covers if cover):
            path.mkdir(parents=True, exist_ok=True)
            flags = linux.BIND | linux.REC
            linux.mount(f"/proc/self/fd/{door}", str(path), None, flags)
        os.close(door)
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)
    os.environ["HOME"] = "/nonexistent"
    os.chdir(project)
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
