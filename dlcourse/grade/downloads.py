"""Whose file is this? What the names in a platform's download tell.

`handed_in` reads one path of a download. The forms, and where they stand:

Canvas, `lovelaceada_LATE_12345_67890_2_forward-1.ipynb`: the sortable name
without signs, LATE, the user's number, the file's number, the file's name; of
an anonymous assignment `anon_aB3xY_67890_2_forward.ipynb`. Built by
lib/content_zipper.rb of instructure/canvas-lms (`get_filename`,
`add_upload_submission`). The file's number grows with each upload.

Moodle, `Ada Lovelace_12345_assignsubmission_file/2_forward.ipynb`, with one
more `_` at the folder's end in older versions, or without folders where the
teacher chose so; `Participant_12345_...` where marking is blind. Built by
mod/assign/classes/downloader.php of moodle/moodle. The number is that of the
assignment's grading worksheet, and another one in each assignment.

Brightspace, `12345-67890 - Ada Lovelace - Nov 3, 2026 1159 PM/2_forward.ipynb`
beside an index.html, with the group before the name in group assignments, and
in older downloads without folders. Brightspace is not open: the form is that
of the tests and scripts of those who unpack it (kwurst/kodiak among them), who
do not agree on what the two numbers are. The time has no zone.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

CANVAS, MOODLE, BRIGHTSPACE = "Canvas", "Moodle", "Brightspace"

CANVAS_FILE = re.compile(
    r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?"
    r"(?P<user>\d+|anon_[^\W_]+)_(?P<upload>\d+)_(?P<file>.+)"
)
MOODLE_PART = re.compile(
    r"(?P<name>.+?)_(?P<user>\d+)_assignsubmission_file(?:_(?P<file>.*))?"
)
BRIGHTSPACE_PART = re.compile(
    r"(?P<user>\d+)-\d+ ?- (?:.+ - )?(?P<name>.+?) ?- "
    r"(?P<time>[^-]*\d{4}\W+\d{1,2}:?\d{2}(?: ?[AP]M)?)(?: - (?P<file>.+))?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(\d{1,2}):?(\d{2})( ?[AP]M)?$", re.IGNORECASE)

# What a browser, Jupyter or a platform puts behind a name that is taken.
RENAMED = re.compile(
    r"(?:-\d{1,3}| ?\(\d{1,3}\)|[ _-]+copy ?\d*(?: \(\d+\))?)$", re.IGNORECASE
)
# Some browsers take a notebook for text, and say so in its name.
NOTEBOOK = re.compile(r"(.+)\.ipynb(?:\.txt|\.json)?", re.IGNORECASE)
# What systems and platforms put beside the students' files.
NOBODYS = {".ds_store", "thumbs.db", "desktop.ini", "mistakes.json"}
NOBODYS_FOLDERS = {"__macosx", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Handed:
    """A file that somebody handed in, as far as its path tells."""

    platform: str
    name: str  # the student's, as the platform writes it; "" if anonymous
    number: str  # the platform's for the student or the submission
    file: str
    late: bool = False
    time: datetime.datetime | None = None  # as on the teacher's screen
    upload: int = 0  # larger is newer

    @property
    def who(self) -> tuple[str, str, str]:
        """Two files with the same one are of the same student."""
        return self.platform, self.name, self.number


def handed_in(path: str) -> Handed | None:
    """What a path of a download tells, None if no platform gives such names.

    >>> found = handed_in("lovelaceada_LATE_12_34_2_forward-1.ipynb")
    >>> found.name, found.number, found.file, found.late, found.upload
    ('lovelaceada', '12', '2_forward-1.ipynb', True, 34)
    """
    parts = PurePosixPath(path).parts
    for reader in (moodle, brightspace):
        for place, part in enumerate(parts):
            found = reader(part, parts[place + 1 :])
            if found:
                return found
    return canvas(parts[-1]) if parts else None


def canvas(name: str) -> Handed | None:
    """A file of a download of Canvas, which has no folders."""
    match = CANVAS_FILE.fullmatch(name)
    if not match:
        return None
    return Handed(
        CANVAS,
        match["name"] or "",
        match["user"],
        match["file"],
        late=bool(match["late"]),
        upload=int(match["upload"]),
    )


def moodle(part: str, below: tuple[str, ...]) -> Handed | None:
    """A folder of Moodle's with a file in it, or a file without a folder."""
    match = MOODLE_PART.fullmatch(part)
    file = match and (below[-1] if below else match["file"])
    if not match or not file:
        return None
    return Handed(MOODLE, match["name"], match["user"], file)


def brightspace(part: str, below: tuple[str, ...]) -> Handed | None:
    """A folder of Brightspace's with a file in it, or a file without one."""
    match = BRIGHTSPACE_PART.fullmatch(part)
    file = match and (below[-1] if below else match["file"])
    if not match or not file:
        return None
    return Handed(
        BRIGHTSPACE,
        match["name"].strip(),
        match["user"],
        file,
        time=time_of(match["time"]),
    )


def time_of(text: str) -> datetime.datetime | None:
    """The time in a folder's name, None in a language that we cannot read.

    >>> str(time_of("Nov 3, 2026 1159 PM")), str(time_of("3 May 2026 905"))
    ('2026-11-03 23:59:00', '2026-05-03 09:05:00')
    """
    from dateutil import parser

    try:
        return parser.parse(CLOCK.sub(r"\1:\2\3", text.strip()))
    except (ValueError, OverflowError):
        return None


def is_nobodys(path: str) -> bool:
    """Whether a system or a platform put the file there, and no student.

    >>> is_nobodys("index.html"), is_nobodys("__MACOSX/x/._2_forward.ipynb")
    (True, True)
    """
    *folders, name = path.casefold().split("/")
    return (
        name in NOBODYS
        or path.casefold() == "index.html"
        or name.startswith("._")
        or not NOBODYS_FOLDERS.isdisjoint(folders)
    )


def stem_of(file: str) -> str | None:
    """A notebook's name without its ending, None for any other file.

    >>> stem_of("2_forward.ipynb"), stem_of("a.ipynb.txt"), stem_of("a.pdf")
    ('2_forward', 'a', None)
    """
    match = NOTEBOOK.fullmatch(file)
    return match[1] if match else None


def notebook_of(stem: str, known: Iterable[str]) -> str | None:
    """Which of the known notebooks a file is by its name, renames put right.

    >>> notebook_of("2_forward-1", ["2_forward"])
    '2_forward'
    >>> notebook_of("2_Forward (1) - Copy", ["2_forward"])
    '2_forward'
    """
    names = {name.casefold(): name for name in known}
    if stem in names.values():
        return stem
    while stem:
        if stem.casefold() in names:
            return names[stem.casefold()]
        shorter = RENAMED.sub("", stem)
        if shorter == stem:
            return None
        stem = shorter
    return None
