"""The files of a download, a zip or a folder, read as if by an enemy.

Nothing is unpacked to where an archive says: its paths are only read, and its
contents are taken one at a time, each no larger than is allowed.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from dlcourse.grade.cells import Caps, strange
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.submission import read_bytes, shown, walk

MOST_FILES = 100_000  # in an archive; a class of 10,000 has some 30,000
MOST_BYTES = 4_000_000_000  # of all notebooks of a call
MOST_INSIDE = 200  # files in a zip that a student handed in
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)


@dataclass(frozen=True)
class Packed:
    """A file of a download: its path there, and how to get what it holds."""

    path: str
    read: Callable[[], bytes]  # raises SubmissionError


class Budget:
    """How much may still be unpacked in all."""

    def __init__(self, limit: int = MOST_BYTES):
        self.left = limit

    def take(self, size: int) -> None:
        """Count what is about to be read. Raises SubmissionError."""
        if size > self.left:
            raise SubmissionError(
                f"the download holds more than {MOST_BYTES / 1e9:.0f} GB of "
                "notebooks"
            )
        self.left -= size


def packed_files(
    place: Path, stack: ExitStack, budget: Budget, left_out: list[str]
) -> Iterator[Packed]:
    """Every file of a zip, or of a folder that was unpacked already.

    What may not be read is noted in `left_out`, with its reason. Raises
    CourseError for a download that is none.
    """
    if place.is_dir():
        yield from folder_files(place, budget, left_out)
        return
    try:
        archive = stack.enter_context(zipfile.ZipFile(place))
    except FileNotFoundError:
        raise CourseError(f"there is no {place}") from None
    except BROKEN as error:
        raise CourseError(
            f"{place} is no zip archive that can be read ({error}); download "
            "it again"
        ) from None
    yield from zip_files(archive, budget, left_out, MOST_FILES, str(place))


def folder_files(
    folder: Path, budget: Budget, left_out: list[str]
) -> Iterator[Packed]:
    """Every regular file under a folder; links stay shut."""
    caps = Caps(files=MOST_FILES)
    for name, path in walk(folder, caps, (), left_out):

        def read(path: Path = path) -> bytes:
            try:
                size = path.lstat().st_size
                refuse_size(size)
                budget.take(size)
                return read_bytes(path, caps.notebook)
            except OSError as error:
                raise SubmissionError(
                    f"it cannot be read: {error.strerror}"
                ) from None

        yield Packed(name, read)


def zip_files(
    archive: zipfile.ZipFile,
    budget: Budget,
    left_out: list[str],
    most: int,
    name: str,
) -> Iterator[Packed]:
    """The files of an open zip. Raises CourseError if there are too many."""
    members = archive.infolist()
    if len(members) > most:
        raise CourseError(
            f"{name} holds {len(members)} files, at most {most} are read"
        )
    for member in members:
        if member.is_dir():
            continue
        path = member.filename.replace("\\", "/")
        if reason := why_refused(member, path):
            left_out.append(f"{shown(member.filename)}: {reason}")
            continue

        def read(member: zipfile.ZipInfo = member) -> bytes:
            refuse_size(member.file_size)
            budget.take(member.file_size)
            try:
                with archive.open(member) as file:
                    return file.read(Caps.notebook)
            except BROKEN as error:
                raise SubmissionError(
                    f"it cannot be unpacked: {error}"
                ) from None

        yield Packed(path, read)


def why_refused(member: zipfile.ZipInfo, path: str) -> str:
    """Why a file of a zip is not looked at, "" if it is."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if strange(member.filename):
        return "its name has hidden characters"
    if (
        ".." in PurePosixPath(path).parts
        or path.startswith("/")
        or PureWindowsPath(path).drive
    ):
        return "its path leads out of the archive"
    if kind == stat.S_IFLNK:
        return "it is a link"
    if kind not in (0, stat.S_IFREG):
        return "it is no ordinary file"
    if member.flag_bits & 1:
        return "it is encrypted"
    return ""


def refuse_size(size: int) -> None:
    """Raise SubmissionError for a file that nobody would read."""
    if size > Caps.notebook:
        raise SubmissionError(
            f"it has {size / 1e6:.0f} MB, at most {Caps.notebook / 1e6:.0f} "
            "MB are read"
        )


def inside(packed: Packed, budget: Budget, notes: list[str]) -> list[Packed]:
    """The files of a zip that a student handed in. Raises SubmissionError."""
    content = packed.read()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return list(
            zip_files(archive, budget, notes, MOST_INSIDE, "the zip in it")
        )
    except CourseError as error:
        raise SubmissionError(str(error)) from None
    except BROKEN as error:
        raise SubmissionError(f"it is no zip archive: {error}") from None
