"""One zip for students: the notebooks, the library, and how to start.

The library goes along as a wheel, so that nothing has to be cloned. The same
sources give the same bytes.
"""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dlcourse.grade.errors import CourseError

HANDOUT = "students.zip"
PROJECT_FILES = ["pyproject.toml", "README.md", "LICENSE", "dlcourse"]
FIRST_DATE = "315532800"  # 1980-01-01, the first day that a zip can name

START = """\
# How to start

You need Python 3.11, 3.12 or 3.13: `python3 --version` says which one you
have. Unpack the zip, and open a terminal in this folder, the one that START.md
is in. Type this once:

    python3 -m venv venv
    venv/bin/pip install "{wheel}[exercises]"

(On Windows: `py -m venv venv`, then `venv\\Scripts\\pip` in place of
`venv/bin/pip`, and so on.) Then, each time:

    venv/bin/jupyter lab

A page opens in your browser. At its left, open the folder of a notebook and
then the notebook itself, with a double click. Begin with
`{first}` and do what it says, from the top.

Every notebook stands alone and says how long it takes; this is their order:
{order}.

Before you hand a notebook in, save it and check it from a fresh start, in a
second terminal in this folder:

    venv/bin/dlcourse check {first}

What you hand in is the notebook, the file that ends in `.ipynb`. Keep its
name, and keep the file `mistakes.json` beside it: by that file the checks know
which mistake was made, and give hints.
"""


def write_handout(course: Path, project: Path) -> Path | None:
    """COURSE/students.zip, or None where the library's source is not at hand.

    `project` is the folder with pyproject.toml. Raises CourseError if the
    wheel cannot be built.
    """
    if not all((project / name).exists() for name in PROJECT_FILES):
        return None
    released = sorted(
        path for path in (course / "release").rglob("*") if path.is_file()
    )
    with TemporaryDirectory() as folder:
        wheel = build_wheel(project, Path(folder))
        notebooks = [path for path in released if path.suffix == ".ipynb"]
        first = notebooks[0].relative_to(course / "release").as_posix()
        order = ", ".join(path.stem for path in notebooks)
        start = START.format(
            wheel=wheel.name, first=first, order=textwrap.fill(order, 79)
        )
        contents = {"START.md": start.encode(), wheel.name: wheel.read_bytes()}
        for path in released:
            name = path.relative_to(course / "release").as_posix()
            contents[name] = path.read_bytes()
        write_zip(course / HANDOUT, contents)
    return course / HANDOUT


def build_wheel(project: Path, folder: Path) -> Path:
    """The library as a wheel, built from a copy: a build leaves traces."""
    copy = folder / "source"
    copy.mkdir()
    for name in PROJECT_FILES:
        if (project / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(project / name, copy / name, ignore=ignored)
        else:
            shutil.copy(project / name, copy)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", folder, copy),
        ],
        env={**os.environ, "SOURCE_DATE_EPOCH": FIRST_DATE},
        capture_output=True,
        text=True,
        check=False,
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        raise CourseError(f"the library's wheel was not built: {reason[-1]}")
    return wheels[0]


def write_zip(path: Path, contents: dict[str, bytes]) -> None:
    """The contents under one folder, `students`, with a fixed date."""
    with ZipFile(path, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = ZipInfo(f"students/{name}")
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
