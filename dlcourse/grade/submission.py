"""What a student handed in, read as if by an enemy: plain cells, or a reason.

`read_submission` takes a folder and gives its notebooks and files; nothing
in it is followed, run or believed. Of a notebook's metadata only the
grade_ids count, and they only say where the course's own cells belong;
`arrange` puts the two together, in the submission's order.
"""

import datetime
import fnmatch
import itertools
import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grade.cells import (
    Caps,
    SubmittedCell,
    parse_notebook,
    strange,
)
from dlcourse.grade.errors import SubmissionError

TIMESTAMP = "timestamp.txt"
# A time zone is looked up as a file, so its word may hold no path.
TIMESTAMP_FORM = re.compile(r"\S+|\S+ \S+( [A-Za-z0-9+-][\w+/-]*)?")


@dataclass(frozen=True)
class Submission:
    """What a folder holds: a notebook's cells, or why it is refused."""

    notebooks: dict[str, tuple[SubmittedCell, ...]] = field(
        default_factory=dict
    )
    refused: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: datetime.datetime | None = None  # UTC, without a zone
    notes: tuple[str, ...] = ()  # what was left out, and why
    raw: dict[str, bytes] = field(default_factory=dict)


def read_submission(
    folder: Path,
    notebooks: Mapping[str, Iterable[str]],
    caps: Caps | None = None,
    ignore: Iterable[str] = (),
) -> Submission:
    """The notebooks of these names, and the files beside them.

    `notebooks` is {name: the grade_ids of its cells}. Never raises: what
    cannot be graded has its reason in `refused`.
    """
    caps = caps or Caps()
    try:
        paths, notes = regular_files(folder, caps, ignore)
    except SubmissionError as error:
        return Submission(refused=dict.fromkeys(notebooks, str(error)))
    found, refused, raw = {}, {}, {}
    for name in notebooks:
        try:
            raw[name] = read_notebook_file(folder, name, caps)
            found[name] = parse_notebook(raw[name], caps)
        except MissingNotebookError:
            others = {
                path: file
                for path, file in paths.items()
                if path.endswith(".ipynb")
                and path.removesuffix(".ipynb") not in notebooks
            }
            refused[name] = missing(name, notebooks[name], others, caps)
        except SubmissionError as error:
            refused[name] = str(error)
    files, left_out = read_files(paths, caps)
    timestamp, unclear = parse_timestamp(files.get(TIMESTAMP))
    if timestamp is None:
        files.pop(TIMESTAMP, None)
    return Submission(
        found,
        refused,
        files,
        timestamp,
        shortened([*notes, *left_out, *unclear]),
        raw,
    )


class MissingNotebookError(SubmissionError):
    """There is no notebook of this name."""


def regular_files(
    folder: Path, caps: Caps, ignore: Iterable[str]
) -> tuple[dict[str, Path], list[str]]:
    """{relative path: file} of what may be read, and what was left out.

    Raises SubmissionError if the folder itself is none.
    """
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise SubmissionError(
                "its folder is a link or a file; hand in a folder"
            )
        found: dict[str, Path] = {}
        notes: list[str] = []
        for name, path in walk(folder, caps, tuple(ignore), notes):
            if len(found) == caps.files:
                notes.append(f"only the first {caps.files} files were read")
                break
            found[name] = path
    except OSError as error:
        raise SubmissionError(
            f"its folder cannot be read: {error.strerror}"
        ) from None
    return found, notes


def walk(
    folder: Path, caps: Caps, ignore: Iterable[str], notes: list[str]
) -> Iterator[tuple[str, Path]]:
    """Each regular file under a folder, in a fixed order; links stay shut."""
    budget = 20 * caps.files  # entries of any kind
    waiting = [("", folder, 1)]
    while waiting and budget:
        before, here, depth = waiting.pop()
        with os.scandir(here) as entries:
            looked_at = sorted(
                itertools.islice(entries, budget), key=lambda e: e.name
            )
        budget -= len(looked_at)
        for entry in looked_at:
            name = before + entry.name
            if any(fnmatch.fnmatchcase(entry.name, form) for form in ignore):
                continue
            if strange(entry.name):
                reason = "its name has hidden characters"
            elif entry.is_symlink():
                reason = "it is a link"
            elif entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)
                continue
            elif not entry.is_dir(follow_symlinks=False):
                reason = "it is no ordinary file"
            elif depth == caps.depth:
                reason = "too many folders deep"
            else:
                waiting.append((f"{name}/", Path(entry.path), depth + 1))
                continue
            notes.append(f"left out {shown(name)}: {reason}")
    if not budget:
        notes.append("only a part of its folders was looked at: too many")


def shown(text: str, limit: int = 60) -> str:
    """A name of the student's, safe to print and not too long."""
    safe = ascii(text) if strange(text) else repr(text)
    return safe if len(safe) <= limit else f"{safe[:limit]}…'"


def shortened(notes: list[str], limit: int = 20) -> tuple[str, ...]:
    """The first notes, and how many more there are."""
    more = len(notes) - limit
    return (*notes[:limit], *([f"and {more} more"] if more > 0 else []))


def read_notebook_file(folder: Path, name: str, caps: Caps) -> bytes:
    """The bytes of a notebook. Raises SubmissionError."""
    path = folder / f"{name}.ipynb"
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise SubmissionError(
                f"{name}.ipynb is a link; hand in the notebook itself"
            )
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{name}.ipynb is no ordinary file")
        if status.st_size > caps.notebook:
            raise SubmissionError(
                f"{name}.ipynb has {status.st_size / 1e6:.0f} MB, at most "
                f"{caps.notebook / 1e6:.0f} MB are read; clear its outputs"
            )
        return read_bytes(path, caps.notebook)
    except FileNotFoundError:
        raise MissingNotebookError(f"there is no {name}.ipynb") from None
    except OSError as error:
        raise SubmissionError(
            f"{name}.ipynb cannot be read: {error.strerror}"
        ) from None


def read_bytes(path: Path, limit: int) -> bytes:
    """A regular file's content. Raises OSError for anything else.

    What `path` names may have changed since it was looked at: it is opened
    without following a link or waiting for a pipe, and looked at again.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    with open(os.open(path, os.O_RDONLY | flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            raise OSError(0, "it changed while it was read")
        return file.read(limit)


def read_files(
    paths: Mapping[str, Path], caps: Caps
) -> tuple[dict[str, bytes], list[str]]:
    """What lies beside the notebooks, and what was left out."""
    files: dict[str, bytes] = {}
    notes = []
    total = 0
    for name, path in paths.items():
        if name.endswith(".ipynb"):
            continue  # nbgrader copies no other notebook either
        try:
            size = path.lstat().st_size
            if size > caps.file or total + size > caps.total:
                notes.append(
                    f"left out {shown(name)}: with its {size / 1e6:.0f} MB "
                    f"more than {min(caps.file, caps.total) / 1e6:.0f} MB"
                )
                continue
            files[name] = read_bytes(path, caps.file)
            total += size
        except OSError as error:
            notes.append(f"left out {shown(name)}: {error.strerror}")
    return files, notes


def missing(
    name: str, ids: Iterable[str], others: Mapping[str, Path], caps: Caps
) -> str:
    """Why there is nothing to grade: no notebook, or one of another name."""
    wanted = set(ids)
    alike = []
    for other, path in itertools.islice(others.items(), 20):
        try:
            cells = parse_notebook(read_bytes(path, caps.notebook), caps)
        except (SubmissionError, OSError):
            continue
        if wanted & {cell.id for cell in cells}:
            alike.append(other)
    if len(alike) == 1:
        return (
            f"there is no {name}.ipynb, but {shown(alike[0])} has its cells: "
            "rename it"
        )
    only = f", only {shown(next(iter(others)))}" if len(others) == 1 else ""
    return f"there is no {name}.ipynb{only}"


def parse_timestamp(
    content: bytes | None,
) -> tuple[datetime.datetime | None, list[str]]:
    """When it was handed in, in UTC, and a note where that is unclear.

    A time far back is left alone: it was the exchange that wrote it, and
    nbgrader believes it too.
    """
    if content is None:
        return None, []
    from nbgrader.utils import parse_utc

    text = content[:100].decode("utf-8", "replace").strip()
    try:
        if not TIMESTAMP_FORM.fullmatch(text):
            raise ValueError(text)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return parse_utc(text), []
    except (ValueError, OverflowError, TypeError, Warning):
        return None, [f"{TIMESTAMP} holds no time: {shown(text)}"]
