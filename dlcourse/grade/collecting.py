"""`dlcourse collect`: from a platform's download to submitted/.

nbgrader has a command for this, `nbgrader zip_collect`, and what it is told
is heeded: the expression for files' names in a course's configuration
(`FileNameCollectorPlugin.named_regexp`, or a collector of one's own) is asked
for names that no platform gives. The command itself does not serve here. It
unpacks whatever an archive holds, to any size; it knows a student by the
file's name alone, and Canvas, Moodle and Brightspace do not write the ids of
a course there; and of what was collected before it deletes all or nothing.
"""

import datetime
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tqdm.auto import tqdm

from dlcourse.grade.cells import Caps, parse_notebook
from dlcourse.grade.course import Course, find_course, one_line, open_course
from dlcourse.grade.downloads import (
    Handed,
    handed_in,
    is_nobodys,
    notebook_of,
    stem_of,
)
from dlcourse.grade.errors import CourseError, SubmissionError
from dlcourse.grade.gradebook import can_be_there, database_words, unknown
from dlcourse.grade.grading import alone
from dlcourse.grade.packed import Budget, Packed, inside, packed_files
from dlcourse.grade.roster import (
    Roster,
    folder_name,
    gradebook_roster,
    name_from,
    read_roster,
)
from dlcourse.grade.submission import TIMESTAMP, parse_timestamp, shown

OWN = "the course's own expression"  # a platform that the course describes
REPLACED = Path(".dlcourse") / "replaced"
LONG_AGO = datetime.datetime.min
A_MOMENT = datetime.timedelta(seconds=1)
NO_FORM = "its name has no form that Canvas, Moodle or Brightspace give"


@dataclass(frozen=True)
class File:
    """A notebook of a download, and whose it is."""

    path: str
    handed: Handed
    stem: str
    read: Callable[[], bytes]
    student: str = ""
    notebook: str = ""
    time: datetime.datetime | None = None  # UTC, without a zone

    @property
    def age(self) -> tuple:
        """What is newer is larger; an exact name wins among equals."""
        exact = self.stem == self.notebook
        return self.time or LONG_AGO, self.handed.upload, exact, self.path


@dataclass
class Collected:
    """What a call did, student by student, and what needs a look."""

    assignment: str = ""
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # student: why
    several: list[str] = field(default_factory=list)
    late: dict[str, str] = field(default_factory=dict)
    renamed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    written: bool = True

    @property
    def complete(self) -> bool:
        """Whether nothing needs a look."""
        return not (self.kept or self.left_out)

    def words(self) -> list[str]:
        """What a person should read."""
        parts = [f"{len(self.new)} collected"]
        for count, what in (
            (len(self.replaced), "replaced"),
            (len(self.unchanged), "unchanged"),
            (len(self.kept), "kept as collected before"),
            (len(self.left_out), "left out"),
        ):
            if count:
                parts.append(f"{count} {what}")
        lines = [f"{self.assignment}: {', '.join(parts)}"]
        if not self.written:
            lines[0] += " (tried only: nothing is written)"
        if self.renamed:
            lines.append(f"  names put right: {some(self.renamed)}")
        if self.several:
            lines.append(
                f"  of several files the newest: {some(self.several)}"
            )
        lines += by_reason("late", self.late) + by_reason("kept", self.kept)
        return lines + [f"  left out: {line}" for line in self.left_out]


def by_reason(what: str, told: Mapping[str, str]) -> list[str]:
    """A line for each reason, with all whom it concerns.

    >>> by_reason("late", {"ada": "an hour", "ben": "a day", "cy": "an hour"})
    ['  late: ada, cy: an hour', '  late: ben: a day']
    """
    groups: dict[str, list[str]] = {}
    for student, reason in told.items():
        groups.setdefault(reason, []).append(student)
    return [
        f"  {what}: {', '.join(names)}: {reason}"
        for reason, names in groups.items()
    ]


def some(names: list[str], most: int = 5) -> str:
    """The first names, and how many there are besides.

    >>> some(["a", "b"]), some(list("abcdefg"))
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def collect(
    places: Iterable[Path],
    folder: Path | None = None,
    *,
    assignment: str | None = None,
    roster: Path | None = None,
    column: str | None = None,
    zone: str | None = None,
    replace: bool = False,
    dry: bool = False,
) -> Collected:
    """Put the notebooks of downloads into submitted/, and say what was done.

    `places` are zips or folders; `column` is the roster's that names students;
    `zone` is where Brightspace's times are from, by default here. Raises
    CourseError for a wrong call, before anything is written.
    """
    root = find_course(folder)
    local = zone_of(zone)
    with ExitStack() as stack:
        stack.enter_context(alone(root))
        course = open_course(root)
        class_list = (
            read_roster(roster, column) if roster else gradebook_roster(course)
        )
        done = Collected(written=not dry)
        budget = Budget()
        files: list[File] = []
        for place in places:
            packed = packed_files(place, stack, budget, done.left_out)
            files += notebooks_in(packed, course, budget, done.left_out)
        known = assignments_of(course)
        done.assignment = assignment or the_assignment(known, files)
        if done.assignment not in known:
            raise CourseError(unknown(course, done.assignment, list(known)))
        found = Finder(course, done, known[done.assignment], class_list)
        chosen = found.newest(found.known_files(files, local, bool(roster)))
        due = due_date(course, done.assignment)
        for student in tqdm(
            sorted(chosen), desc="students", disable=None, leave=False
        ):
            place_files(
                course, done, student, chosen[student], due, replace, dry
            )
    return done


def zone_of(name: str | None) -> datetime.tzinfo | None:
    """A time zone by its name. Raises CourseError."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, LookupError):
        raise CourseError(
            f"there is no time zone {name!r}; it has a name such as "
            "Europe/Berlin or UTC"
        ) from None


def notebooks_in(
    packed: Iterable[Packed], course: Course, budget: Budget, notes: list[str]
) -> Iterator[File]:
    """The notebooks that somebody handed in; `notes` gets all else."""
    own = own_collector(course)
    for file in packed:
        if is_nobodys(file.path):
            continue
        handed = handed_in(file.path) or (own(file.path) if own else None)
        if handed is None:
            notes.append(f"{shown(file.path, 90)}: {NO_FORM}")
        elif handed.file.casefold().endswith(".zip"):
            yield from unzipped(file, handed, budget, notes)
        elif stem := stem_of(handed.file):
            yield File(file.path, handed, stem, file.read)
        else:
            notes.append(f"{shown(file.path, 90)}: it is no notebook")


def unzipped(
    file: Packed, handed: Handed, budget: Budget, notes: list[str]
) -> Iterator[File]:
    """The notebooks of a zip that a student handed in."""
    try:
        found = inside(file, budget, notes)
    except SubmissionError as error:
        notes.append(f"{shown(file.path, 90)}: {error}")
        return
    some_found = False
    for inner in found:
        stem = stem_of(inner.path.rpartition("/")[2])
        if stem and not is_nobodys(inner.path):
            some_found = True
            path = f"{file.path}/{inner.path}"
            yield File(path, handed, stem, inner.read)
    if not some_found:
        notes.append(f"{shown(file.path, 90)}: there is no notebook in it")


def own_collector(course: Course) -> Callable[[str], Handed | None] | None:
    """What the course's configuration says of files' names, if it does.

    That is nbgrader's collector plugin, which gives student_id and file_id.
    """
    from nbgrader.apps import ZipCollectApp
    from nbgrader.plugins import FileNameCollectorPlugin
    from nbgrader.utils import parse_utc
    from traitlets import TraitError

    try:
        app = ZipCollectApp(config=course.config)
        plugin = app.collector_plugin(parent=app)
    except (TraitError, ImportError) as error:
        raise CourseError(
            f"ZipCollectApp.collector_plugin: {one_line(error)}"
        ) from None
    plain = type(plugin) is FileNameCollectorPlugin
    if plain and not plugin.named_regexp:
        return None
    plugin.log.disabled = True

    def own(path: str) -> Handed | None:
        try:
            told: Mapping[str, Any] = plugin.collect(path) or {}
            time = told.get("timestamp")
            moment = parse_utc(time) if time else None
        except Exception as error:  # a program of the course: any of them
            raise CourseError(
                f"the course's {type(plugin).__name__} failed at "
                f"{shown(path)}: {one_line(error)}"
            ) from None
        if not told.get("student_id") or not told.get("file_id"):
            return None
        name = Path(str(told["file_id"])).name.removesuffix(".ipynb")
        return Handed(
            OWN, str(told["student_id"]), "", f"{name}.ipynb", time=moment
        )

    return own


def assignments_of(course: Course) -> dict[str, list[str]]:
    """{assignment: its notebooks} of source/, or where it is not, release/."""
    found: dict[str, list[str]] = {}
    directory = course.directory
    for step in (directory.source_directory, directory.release_directory):
        here = course.folder(step, ".", "x").parent
        for path in sorted(here.glob("*/*.ipynb")):
            found.setdefault(path.parent.name, []).append(path.stem)
        if found:
            break
    return found


def the_assignment(
    known: Mapping[str, list[str]], files: Iterable[File]
) -> str:
    """The one whose notebooks the files are, by their names.

    Raises CourseError if it is none or could be two.
    """
    votes = Counter(
        name
        for file in files
        for name, notebooks in known.items()
        if notebook_of(file.stem, notebooks)
    )
    if len(votes) == 1:
        return next(iter(votes))
    hint = "say which assignment it is: --assignment NAME"
    if not votes:
        there = ", ".join(known) or "none"
        raise CourseError(
            "no file of the download is named like a notebook of the course; "
            f"{hint} (there are: {there})"
        )
    counts = ", ".join(f"{count} of {name}" for name, count in votes.items())
    raise CourseError(
        f"the download holds notebooks of several: {counts}; {hint}"
    )


class Finder:
    """Whose a file is and which notebook; what is unclear is left out."""

    def __init__(
        self,
        course: Course,
        done: Collected,
        names: list[str],
        roster: Roster,
    ):
        self.course, self.done, self.roster = course, done, roster
        self.names = list(dict.fromkeys(names))
        self.ids: dict[str, set[str]] | None = None

    def leave(self, file: File, reason: str) -> None:
        """Note that a file is left out."""
        self.done.left_out.append(f"{shown(file.path, 90)}: {reason}")

    def known_files(
        self,
        files: Iterable[File],
        local: datetime.tzinfo | None,
        strict: bool,
    ) -> list[File]:
        """The files with student, notebook and time in UTC.

        `strict`: whoever is not in the roster is left out.
        """
        found = []
        for file in files:
            try:
                student = self.student(file.handed, strict)
                notebook = self.notebook(file)
            except (LookupError, SubmissionError) as error:
                self.leave(file, str(error))
                continue
            if file.stem != notebook:
                self.done.renamed.append(f"{student}'s {shown(file.stem)}")
            own = file.handed.platform == OWN
            time = file.handed.time if own else in_utc(file.handed.time, local)
            found.append(
                File(
                    *(file.path, file.handed, file.stem, file.read),
                    *(student, notebook, time),
                )
            )
        return found

    def student(self, handed: Handed, strict: bool) -> str:
        """What its student is called here. Raises LookupError."""
        if handed.platform == OWN:
            student = folder_name(handed.name)
        elif person := self.roster.owner(handed):
            return person.student
        elif strict:
            raise LookupError("the roster has nobody of this name or number")
        else:
            student = name_from(handed)
        if not student:
            raise LookupError(
                "it does not say whose it is; give --roster FILE"
            )
        return student

    def notebook(self, file: File) -> str:
        """Which notebook it is: by its name, else by its cells.

        Raises LookupError or SubmissionError.
        """
        named = notebook_of(file.stem, self.names)
        if named:
            return named
        if self.ids is None:
            self.ids = {
                name: ids_in(self.course, self.done.assignment, name)
                for name in self.names
            }
        cells = parse_notebook(file.read(), Caps())
        counts = {
            name: len(ids.intersection(cell.id for cell in cells))
            for name, ids in self.ids.items()
        }
        best = max(counts, key=lambda name: counts[name])
        if not counts[best]:
            raise LookupError(
                f"it is no notebook of {self.done.assignment}, neither by its "
                "name nor by its cells"
            )
        return best

    def newest(self, files: Iterable[File]) -> dict[str, dict[str, File]]:
        """{student: {notebook: file}}: of several the newest."""
        owners: dict[str, set[tuple]] = {}
        chosen: dict[str, dict[str, File]] = {}
        files = list(files)
        for file in files:
            owners.setdefault(file.student, set()).add(identity(file.handed))
        for file in files:
            if len(owners[file.student]) > 1:
                self.leave(
                    file,
                    f"{len(owners[file.student])} people of the download "
                    f"would be {file.student}; give --roster FILE",
                )
                continue
            mine = chosen.setdefault(file.student, {})
            before = mine.get(file.notebook)
            if before and file.student not in self.done.several:
                self.done.several.append(file.student)
            if not before or file.age > before.age:
                mine[file.notebook] = file
        return chosen


def identity(handed: Handed) -> tuple:
    """Who a platform means: by number where it has one for each student."""
    return handed.platform, handed.name, handed.number


def ids_in(course: Course, assignment: str, name: str) -> set[str]:
    """The grade_ids of a notebook of the course."""
    directory = course.directory
    for step in (directory.source_directory, directory.release_directory):
        path = course.folder(step, ".", assignment) / f"{name}.ipynb"
        if path.is_file():
            cells = parse_notebook(path.read_bytes(), Caps())
            return {cell.id for cell in cells if cell.id}
    return set()


def in_utc(
    time: datetime.datetime | None, local: datetime.tzinfo | None
) -> datetime.datetime | None:
    """A time on a clock of this zone, or on ours, in UTC without a zone."""
    if time is None:
        return None
    aware = time.replace(tzinfo=local) if local else time.astimezone()
    return aware.astimezone(datetime.UTC).replace(tzinfo=None)


def due_date(course: Course, assignment: str) -> datetime.datetime | None:
    """When the gradebook wants the assignment, in UTC. Raises CourseError."""
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SQLAlchemyError

    if not can_be_there(course, assignment):
        return None
    try:
        with Gradebook(course.db_url, course.directory.course_id) as book:
            return book.find_assignment(assignment).duedate
    except MissingEntry:
        return None
    except SQLAlchemyError as error:
        raise CourseError(
            f"the gradebook cannot be used: {database_words(error)}"
        ) from None


def place_files(
    course: Course,
    done: Collected,
    student: str,
    files: Mapping[str, File],
    due: datetime.datetime | None,
    replace: bool,
    dry: bool,
) -> None:
    """Put a student's notebooks in their place, unless others are there."""
    place = course.submitted(student, done.assignment)
    contents: dict[str, bytes] = {}
    for name, file in files.items():
        try:
            contents[f"{name}.ipynb"] = file.read()
        except SubmissionError as error:
            done.left_out.append(f"{shown(file.path, 90)}: {error}")
    if not contents:
        return
    if course.through_link(place):
        done.kept[student] = f"{place} is reached through a link"
        return
    time = max((f.time for f in files.values() if f.time), default=None)
    late = any(file.handed.late for file in files.values())
    there = any(place.glob("*.ipynb"))
    if there and same(place, contents):
        done.unchanged.append(student)
        return
    if there and (reason := why_kept(place, time, replace)):
        done.kept[student] = reason
        return
    if late or (time and due and time > due):
        time, done.late[student] = how_late(time, due)
    if time:
        contents[TIMESTAMP] = f"{time:%Y-%m-%d %H:%M:%S} UTC".encode()
    (done.replaced if there else done.new).append(student)
    if not dry:
        try:
            put(course, done.assignment, student, place, contents)
        except OSError as error:
            raise CourseError(
                f"{place} cannot be written: {error.strerror}; what was "
                "collected before it stays, call it again"
            ) from None


def same(place: Path, contents: Mapping[str, bytes]) -> bool:
    """Whether all of these notebooks are there already, byte for byte."""
    return all(
        (place / name).is_file() and (place / name).read_bytes() == content
        for name, content in contents.items()
    )


def why_kept(
    place: Path, time: datetime.datetime | None, replace: bool
) -> str:
    """Why the submission that is there stays, "" if it may go."""
    stamp = place / TIMESTAMP
    before = None
    if stamp.is_file() and not stamp.is_symlink():
        before, _ = parse_timestamp(stamp.read_bytes())
    if before and time and time < before:
        return "what is there is newer"
    if not replace:
        return "the download differs; --replace takes it, and keeps the old"
    return ""


def how_late(
    time: datetime.datetime | None, due: datetime.datetime | None
) -> tuple[datetime.datetime | None, str]:
    """The time to note of a late submission, and what to say of it."""
    if time and due and time > due:
        minutes = int((time - due).total_seconds() // 60)
        days, rest = divmod(minutes, 24 * 60)
        return time, f"by {days} days, {rest // 60} h {rest % 60} min"
    if due:
        return due + A_MOMENT, (
            "the platform says so, but not by how much; noted as one second "
            f"after the due date, {due:%Y-%m-%d %H:%M} UTC"
        )
    return time, (
        "the platform says so; the gradebook has no due date, so nothing is "
        "noted of it"
    )


def put(
    course: Course,
    assignment: str,
    student: str,
    place: Path,
    contents: Mapping[str, bytes],
) -> None:
    """Write a submission at once; what was there is kept elsewhere."""
    own = course.root / ".dlcourse"
    own.mkdir(exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="collect-", dir=own))
    try:
        for name, content in contents.items():
            (draft / name).write_bytes(content)
        draft.chmod(place.parent.stat().st_mode & 0o777)
        if place.exists():
            old = course.root / REPLACED / assignment / student
            old.mkdir(parents=True, exist_ok=True)
            place.rename(old / str(len(list(old.iterdir())) + 1))
        os.rename(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
