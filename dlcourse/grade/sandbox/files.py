"""Small files that go along with a call: what a check writes and reads.

A check that writes `notes.txt` and hands its name to a student's function
finds it read over there; what the function writes, the check can read. Never
does a file of the student's take the place of one that the check has not
handed over, nor may it be imported.
"""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable
from importlib.machinery import all_suffixes
from pathlib import Path
from typing import Any

MOST_FILES = 32
MOST_BYTES = 1 << 20  # of one file
OWN_FOLDER = "judge-"  # begins the name of a judge's own folder
IMPORTED = (*all_suffixes(), ".pth", ".zip")

Contents = dict[str, str | None]  # name: bytes in hex; None: there is none


def content(name: str) -> str | None:
    """The bytes of a small regular file, in hex; None if it is none."""
    with contextlib.suppress(OSError, ValueError):
        handle = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES:
                return file.read().hex()
    return None


def contents(names: Iterable[str]) -> Contents:
    """What those of the files hold that there are."""
    return {name: content(name) for name in list(names)[:MOST_FILES]}


def names_here() -> list[str]:
    """The files in this folder."""
    with contextlib.suppress(OSError), os.scandir() as entries:
        return sorted(e.name for e in entries if e.is_file())
    return []


def put(name: str, data: str | None) -> None:
    """Write a file, or take it away."""
    with contextlib.suppress(OSError, ValueError):
        if data is None:
            os.unlink(name)
            return
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(bytes.fromhex(data))


class Lent:
    """In the sandbox: the files of a call, and what became of them."""

    def __init__(self, files: Contents):
        for name, data in files.items():
            put(name, data)
        self.handed = set(files)
        self.before = self.now()

    def now(self) -> Contents:
        """What there is to be told of."""
        return contents([*sorted(self.handed), *names_here()])

    def changed(self) -> Contents:
        """What is new, other or gone."""
        before, self.before = self.before, self.now()
        gone = {name: None for name in before if name not in self.before}
        return gone | {
            name: data
            for name, data in self.before.items()
            if before.get(name, self) != data
        }


class Handed:
    """In the judge: the files that a call may read and change."""

    def __init__(self, values: Iterable[Any]):
        texts = [os.fspath(v) for v in values if isinstance(v, (str, Path))]
        self.names = [text for text in texts if is_ours(text)][:MOST_FILES]

    def files(self) -> Contents:
        """What they hold just now."""
        return contents(self.names)

    def take(self, files: Any) -> None:
        """Write what the student's code has written. Raises ValueError."""
        if not isinstance(files, dict) or len(files) > 2 * MOST_FILES:
            raise ValueError("no files")
        for name, data in files.items():
            size_fits = data is None or len(data) <= 2 * MOST_BYTES
            if not isinstance(data, (str, type(None))) or not size_fits:
                raise ValueError("no file")
            if name in self.names or (is_new(name) and data is not None):
                put(name, data)


def is_ours(name: str) -> bool:
    """Whether a check may mean a file of its own by this text.

    The judge's own temporary folder is named for it alone.
    """
    if not name or len(name) > 200 or "\0" in name or ".." in name:
        return False
    if os.path.isabs(name):
        own = tempfile.gettempdir()
        return OWN_FOLDER in own and name.startswith(f"{own}/tmp")
    return os.path.isfile(name) or is_new(name)


def is_new(name: str) -> bool:
    """Whether a file of this name would be new here, and only data."""
    plain = os.path.basename(name) == name and not name.startswith(".")
    return (
        plain
        and not name.lower().endswith(IMPORTED)
        and "." in name
        and not os.path.lexists(name)
    )
