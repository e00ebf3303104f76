"""Where each hostile submission is graded, and what is looked at.

An entry is a file of this folder whose docstring says what it tries. It has
some of these names:

    MARK            the true mark: 0 (the default), 16, or None: refused
    CELL, CELLS     cells of its own, put in before the first answer
    LAST            a cell of its own at the end
    ANSWERS         {function: source} of its answers; the others are right
                    ones if MARK is 16, and else give back None
    EACH            the body of every function
    change(nb)      changes the notebook, plain data, in place
    RAW             bytes in the notebook's place
    hand_in(folder) changes the folder that is handed in
    FIRST           what was handed in and graded before: "right"
    SAID            what its outputs, messages or the reason for a refusal
                    must say: it shows that the attack was tried
    held(seen)      further assertions, on a Seen

In its texts COURSE stands for the course's folder, PORT for a listener's
number, PID for the process that grades, and WIRE for the helpers in
forging.py. All entries are handed in to one course and graded by one call,
as `dlcourse grade` does it; after each three comes an honest student.
"""

import contextlib
import importlib
import json
import os
import shutil
import socket
import sqlite3
import threading
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlcourse.grade.grading import grade
from dlcourse.grade.model import Job, Verdict
from dlcourse.grade.student_build import student_build
from dlcourse.grade.verdicts import Kept
from dlcourse.grade.worker import Worker
from tests.hostile.forging import WIRE
from tests.hostile.little_course import (
    ASSIGNMENT,
    CONFIG,
    NAMES,
    NOTEBOOK,
    RIGHT,
    WRONG,
    as_bytes,
    cell,
    notebook,
    source,
)

HERE = Path(__file__).parent
NO_ENTRIES = {"arena", "conftest", "forging", "jobs", "little_course"}
WHO = "who.txt"  # beside each notebook: whose it is
SECRET = "what-only-the-instructor-may-read"
ENTRIES = sorted(
    path.stem
    for path in HERE.glob("*.py")
    if path.stem not in NO_ENTRIES and not path.stem.startswith("test_")
)


@dataclass
class Seen:
    """What came of one entry."""

    row: Kept
    verdict: Verdict | None  # with outputs; None if nothing was run
    copy: str  # the autograded notebook
    score: float | None  # in the gradebook
    after: Kept  # the honest student's who follows
    left: list[str] = field(default_factory=list)  # running, changed, heard

    @property
    def mark(self) -> float | None:
        """All its points, or None."""
        return self.row.as_json(ASSIGNMENT)["points"]

    @property
    def words(self) -> str:
        """All that its outputs and messages say."""
        texts = [self.row.reason, *self.row.verdict.notes]
        for check in self.row.verdict.checks:
            texts += [check.message, check.hint]
        for ran in self.verdict.ran if self.verdict else ():
            texts += [json.dumps(output) for output in ran.outputs]
        return "\n".join(texts)


def load(name: str) -> types.ModuleType:
    """An entry."""
    return importlib.import_module(f"tests.hostile.{name}")


class Arena:
    """The course, with all that the entries may try to reach around it."""

    def __init__(self, root: Path):
        self.course = root / "course"
        self.scratch = root / "scratch"
        self.scratch.mkdir(exist_ok=True)
        self.listener = Listener()
        folder = self.course / "source" / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(source(SECRET))
        (self.course / "nbgrader_config.py").write_text(CONFIG)
        (self.course / "notes.txt").write_text(SECRET)
        (self.course / ".dlcourse").mkdir()
        (self.course / ".dlcourse" / "seed").write_text("918273645")
        build = student_build(None, root / "build")
        self.worker = Watched(self, build)

    def hand_in(self, student: str, entry: types.ModuleType | None) -> Path:
        """Put a submission into its place; an honest one without entry."""
        folder = self.course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / WHO).write_text(student)
        file = folder / f"{NOTEBOOK}.ipynb"
        if entry is None:
            file.write_bytes(as_bytes(notebook(RIGHT)))
            return folder
        made = self.notebook(entry)
        raw = getattr(entry, "RAW", None)
        file.write_bytes(as_bytes(made) if raw is None else raw)
        getattr(entry, "hand_in", lambda folder: None)(folder)
        return folder

    def notebook(self, entry: types.ModuleType) -> dict[str, Any]:
        """The notebook of an entry."""
        known = vars(entry)
        answers = dict(RIGHT if known.get("MARK", 0) else WRONG)
        if "EACH" in known:
            heads = {name: text.split("\n")[0] for name, text in WRONG.items()}
            answers = {n: f"{heads[n]}\n{entry.EACH}" for n in NAMES}
        answers |= known.get("ANSWERS", {})
        made = notebook(answers)
        for text in reversed(known.get("CELLS", [known.get("CELL", "")])):
            made["cells"].insert(2, cell("code", text))
        if "LAST" in known:
            made["cells"].append(cell("code", entry.LAST))
        known.get("change", lambda made: None)(made)
        for each in made["cells"]:
            if isinstance(each, dict) and isinstance(each.get("source"), str):
                each["source"] = self.filled(each["source"])
        return made

    def filled(self, text: str) -> str:
        """A text of an entry with the names of this arena in it."""
        places = {
            "COURSE": str(self.course),
            "PORT": str(self.listener.port),
            "PID": str(os.getpid()),
            "WIRE": WIRE,
        }
        for name, value in places.items():
            text = text.replace(name, value)
        return text

    def run(self, names: list[str]) -> None:
        """Grade all entries in one call.

        Each is followed by an honest student, at the latest as the third.
        """
        entries = {name: load(name) for name in names}
        twice = [n for n in names if getattr(entries[n], "FIRST", "")]
        for name in twice:
            self.hand_in(f"{name}-1", None)
        if twice:
            self.grade()
        self.hand_in("a", None)
        for name, entry in entries.items():
            shutil.rmtree(
                self.course / "submitted" / f"{name}-1", ignore_errors=True
            )
            self.hand_in(f"{name}-1", entry)
        honest = {}
        for number, name in enumerate(names):
            next_one = names[min(number - number % 3 + 2, len(names) - 1)]
            honest[name] = f"{next_one}-2"
        for student in set(honest.values()):
            self.hand_in(student, None)
        rows = self.grade()
        self.first = rows["a"]
        self.seen = {
            name: Seen(
                rows[f"{name}-1"],
                self.worker.verdicts.get(f"{name}-1"),
                self.copy(f"{name}-1"),
                self.score(f"{name}-1"),
                rows[honest[name]],
                self.worker.left.get(f"{name}-1", []),
            )
            for name in names
        }

    def grade(self) -> dict[str, Kept]:
        """Grade what is handed in; the row of each student."""
        students = os.listdir(self.course / "submitted")
        self.worker.standing = self.standing(*students)
        summary = grade(ASSIGNMENT, self.course, start=lambda: self.worker)
        return {row.student: row for row in summary.rows}

    def standing(self, *students: str) -> dict[str, tuple[int, int]]:
        """What must stay: the instructor's files, and what is handed in."""
        kept = ["source", "nbgrader_config.py", "notes.txt", ".dlcourse/seed"]
        kept += [f"submitted/{student}" for student in students]
        found = {}
        for name in kept:
            here = self.course / name
            for path in [here, *here.rglob("*")] if here.exists() else []:
                status = path.lstat()
                found[str(path)] = (status.st_size, status.st_mtime_ns)
        return found

    def copy(self, student: str) -> str:
        """The text of a student's autograded notebook."""
        folder = self.course / "autograded" / student / ASSIGNMENT
        path = folder / f"{NOTEBOOK}.ipynb"
        return path.read_text(errors="replace") if path.is_file() else ""

    def score(self, student: str) -> float | None:
        """What the gradebook gives a student; None while a cell is open."""
        query = (
            "select grade.auto_score from grade "
            "join submitted_notebook n on n.id = grade.notebook_id "
            "join submitted_assignment a on a.id = n.assignment_id "
            "where a.student_id = ?"
        )
        database = sqlite3.connect(self.course / "gradebook.db")
        with contextlib.closing(database):
            scores = [row[0] for row in database.execute(query, [student])]
        return None if None in scores or not scores else sum(scores)

    def close(self) -> None:
        """End the worker and the listener."""
        Worker.close(self.worker)
        self.listener.close()


class Watched(Worker):
    """A worker that notes what each job leaves behind."""

    def __init__(self, arena: Arena, build: Path | None):
        self.arena = arena
        self.standing: dict[str, tuple[int, int]] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.left: dict[str, list[str]] = {}
        # What it says goes to the instructor's terminal.
        self.said = arena.scratch.parent / "said.txt"
        before = os.dup(2)
        with self.said.open("wb") as terminal:
            os.dup2(terminal.fileno(), 2)
        try:
            super().__init__(build=build)
        finally:
            os.dup2(before, 2)
            os.close(before)
        self.usual = len(descendants(self.process.pid))

    def run(self, job: Job) -> Verdict:
        """The verdict; the student is told by a file beside the notebook."""
        student = job.files.get(WHO, b"").decode()
        self.arena.listener.heard.clear()
        verdict = super().run(job)
        left = []
        running = descendants(self.process.pid)
        if len(running) > self.usual:
            left.append(f"{len(running) - self.usual} processes run on")
        left += [f"left {path}" for path in self.arena.scratch.iterdir()]
        looked_at = (student, "a", "zz_finds_nothing_of_others-2")
        if self.arena.standing(*looked_at) != {
            path: status
            for path, status in self.standing.items()
            if whose(path) in ("", *looked_at)
        }:
            left.append("a file was changed")
        left += self.arena.listener.heard
        if said := self.said.read_text(errors="replace"):
            left.append(f"said: {said}")
            os.truncate(self.said, 0)
        self.verdicts[student], self.left[student] = verdict, left
        return verdict

    def close(self) -> None:
        """Go on: the arena ends it."""


class Listener:
    """A listener on loopback that notes who comes."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Note each connection, until it is closed."""
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.server.accept()
                self.heard.append("somebody came over loopback")
                connection.close()

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


def whose(path: str) -> str:
    """The student whose folder a file lies in; empty for the course's own."""
    return path.partition("/submitted/")[2].partition("/")[0]


def descendants(pid: int) -> list[int]:
    """All processes that a process started, and that these started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(path.parent.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child in parents if parents[child] == each]
    return found[1:]
