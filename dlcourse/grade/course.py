"""An nbgrader course: its configuration, its folders, its submissions.

The configuration is read by nbgrader's and traitlets' own loaders, so all
that an instructor has set holds here too. What the judge adds is in `Judge`:
`c.Judge.memory_mb = 2048` in the course's nbgrader_config.py.
"""

import contextlib
import gc
import glob
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from traitlets import Bool, Dict, Float, Int, TraitError
from traitlets.config import Config, Configurable

from dlcourse.grade.errors import CourseError
from dlcourse.grade.model import Limits

CONFIG_FILE = "nbgrader_config.py"
DEFAULT_COURSE = Path("_build/exercises")
DEFAULT = Limits()


class Judge(Configurable):
    """What the judge allows: the section `c.Judge` of a configuration.

    The time of one cell is nbgrader's own, `c.Execute.timeout`.
    """

    submission_seconds = Float(
        DEFAULT.submission_seconds,
        help="How long a whole notebook may take, in seconds.",
    ).tag(config=True)
    memory_mb = Int(
        DEFAULT.memory_mb, help="Memory of a notebook, in MB."
    ).tag(config=True)
    disk_mb = Int(
        DEFAULT.disk_mb, help="What a notebook may write, in MB."
    ).tag(config=True)
    output_kb = Int(
        DEFAULT.output_kb, help="What a cell may show, in KB."
    ).tag(config=True)
    follow_through = Bool(
        True,
        help="Whether a function that uses earlier ones of the student is "
        "judged with right ones in their place too; the better counts.",
    ).tag(config=True)
    assignments = Dict(
        {},
        help="Other values for single assignments, for example "
        '{"6_digits": {"memory_mb": 2048}}.',
    ).tag(config=True)


@dataclass(frozen=True)
class Course:
    """A course that is open: where it is, and all that it has set."""

    root: Path
    config: Config
    directory: Any  # nbgrader's CourseDirectory
    db_url: str

    @classmethod
    def of(cls, directory: Any, config: Config) -> Self:
        """The course of nbgrader's CourseDirectory. Raises CourseError."""
        root = Path(directory.root)
        if not root.is_dir():
            raise CourseError(
                f"{CONFIG_FILE} says that the course is in {root}, "
                "which is no folder; was it moved?"
            )
        return cls(root, config, directory, absolute(directory.db_url, root))

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where nbgrader keeps an assignment of a student at a step."""
        return Path(self.directory.format_path(step, student, assignment))

    def source(self, assignment: str) -> Path:
        """The instructor's folder of an assignment."""
        return self.folder(self.directory.source_directory, ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        """What a student handed in."""
        return self.folder(
            self.directory.submitted_directory, student, assignment
        )

    def autograded(self, student: str, assignment: str) -> Path:
        """Where the graded copy goes."""
        return self.folder(
            self.directory.autograded_directory, student, assignment
        )

    def students(self, assignment: str) -> dict[str, Path]:
        """{student: folder} of all who handed this assignment in, sorted.

        Those whom the configuration leaves out are left out.
        """
        steps = self.directory.submitted_directory
        star = "\0"
        form = glob.escape(str(self.folder(steps, star, assignment)))
        names = self.directory.format_path(
            re.escape(steps),
            f"(?P<student>[^{re.escape(os.sep)}]+)",
            re.escape(assignment),
            escape=True,
        )
        left_out = self.directory.student_id_exclude.split(",")
        found = {}
        for path in glob.glob(form.replace(star, self.directory.student_id)):
            match = re.fullmatch(names, os.path.normpath(path))
            if match and match["student"] not in left_out:
                found[match["student"]] = Path(path)
        return dict(sorted(found.items()))

    def through_link(self, folder: Path) -> bool:
        """Whether a folder that students fill is reached through a link."""
        structure = Path(self.directory.directory_structure).parts
        fixed = next(
            index
            for index, part in enumerate(structure)
            if "{student_id}" in part or "{assignment_id}" in part
        )
        theirs = len(structure) - fixed
        return any(
            path.is_symlink() for path in (folder, *folder.parents)[:theirs]
        )

    def autograde(self) -> Any:
        """nbgrader's own step, which knows what is set for it."""
        return self.own_autograde

    @cached_property
    def own_autograde(self) -> Any:
        """The same, made once."""
        from nbgrader.converters import Autograde

        return Autograde(coursedir=self.directory, config=self.config)

    def limits(self, assignment: str) -> Limits:
        """What a submission of this assignment may use."""
        from nbgrader.preprocessors import Execute

        values = self.judge(assignment)
        cell = float(Execute(config=self.config).timeout or -1)
        whole = max(values.submission_seconds, cell)
        return Limits(
            cell_seconds=cell if cell > 0 else whole,
            submission_seconds=whole,
            memory_mb=values.memory_mb,
            disk_mb=values.disk_mb,
            output_kb=values.output_kb,
        )

    def judge(self, assignment: str) -> Judge:
        """The section Judge of the configuration, for one assignment.

        Raises CourseError for a value that cannot be.
        """
        try:
            values = Judge(config=self.config)
            for name, value in values.assignments.get(assignment, {}).items():
                if not values.has_trait(name):
                    raise CourseError(
                        f"{CONFIG_FILE}: c.Judge has no {name!r}; it has "
                        f"{', '.join(sorted(Judge.class_own_traits()))}"
                    )
                setattr(values, name, value)
        except TraitError as error:
            raise CourseError(f"{CONFIG_FILE}: {one_line(error)}") from None
        return values


def find_course(folder: Path | None = None) -> Path:
    """The folder given, or this one, or the one that `make` builds.

    Raises CourseError if there is none.
    """
    if folder is not None:
        if not folder.is_dir():
            raise CourseError(f"there is no folder {folder}")
        return folder
    if Path(CONFIG_FILE).exists():
        return Path()
    if (DEFAULT_COURSE / CONFIG_FILE).exists():
        return DEFAULT_COURSE
    raise CourseError(
        f"there is no course here: this folder has no {CONFIG_FILE}, and "
        f"there is no {DEFAULT_COURSE}; give --course DIR"
    )


def open_course(folder: Path) -> Course:
    """The course in this folder. Raises CourseError."""
    root = folder.resolve()
    gc.disable()  # imports make no garbage, and much to look through
    with light_imports():
        from nbgrader.coursedir import CourseDirectory
    gc.freeze()
    gc.enable()
    put_alembic_on_path()
    config = load_config(root)
    try:
        own_root = config.CourseDirectory.get("root")
        directory = CourseDirectory(
            config=config, root=str(root / own_root if own_root else root)
        )
        return Course.of(directory, config)
    except TraitError as error:
        raise CourseError(f"{CONFIG_FILE}: {one_line(error)}") from None


def load_config(root: Path) -> Config:
    """What nbgrader would read: the user's configuration, then the course's.

    The user's may name the folder of another course, which does not count.
    """
    from nbgrader.apps import NbGrader
    from traitlets.config import Application

    app = NbGrader(log_level=logging.CRITICAL)
    app.raise_config_file_errors = True
    # A configuration may import what lies beside it, a plugin for example.
    if str(root) not in sys.path:
        sys.path.append(str(root))
    try:
        app.load_config_file()
        app.config.CourseDirectory.pop("root", None)
        Application.load_config_file(app, CONFIG_FILE, path=str(root))
    except SystemExit:
        raise CourseError(
            f"{root / CONFIG_FILE} sets something that nbgrader does not take"
        ) from None
    except Exception as error:  # a configuration is a program: any of them
        raise CourseError(
            f"{root / CONFIG_FILE} cannot be read: {one_line(error)}"
        ) from None
    return app.config


def absolute(db_url: str, root: Path) -> str:
    """The database's address; a relative SQLite file lies in the course."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(db_url)
    except ArgumentError as error:
        raise CourseError(
            f"{CONFIG_FILE}: CourseDirectory.db_url: {one_line(error)}"
        ) from None
    file = url.database
    if url.get_backend_name() != "sqlite" or not file or file[0] == ":":
        return db_url
    url = url.set(database=str(root / file))
    return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def light_imports() -> Iterator[None]:
    """Import nbgrader in 0.7 s instead of 1.6.

    jsonschema imports a parser of international web addresses if there is
    one, and goes on without; no notebook is ever checked with it.
    """
    name = "rfc3987_syntax"
    blocked = name not in sys.modules
    if blocked:
        # None is Python's own word for a module that must not be found.
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if blocked:
            del sys.modules[name]


def put_alembic_on_path() -> None:
    """Let nbgrader find `alembic`, which it calls by name.

    In a venv that is not activated it is only beside the Python that runs us.
    """
    here = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if here not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, path])


def one_line(error: BaseException) -> str:
    """What an exception says, on one line.

    >>> one_line(ValueError("no\\n  number")), one_line(KeyError())
    ('no number', 'KeyError')
    """
    return " ".join(str(error).split()) or type(error).__name__
