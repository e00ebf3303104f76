"""`dlcourse new`: the two files that a new assignment begins with.

They ask for one small function, with all that belongs to it, so that the
assignment can be released and tried from the first moment on.
"""

import re
from importlib.resources import files
from pathlib import Path

from dlcourse.grade.errors import ExerciseError

TEMPLATES = {
    "exercise.py": "new_exercise.txt",
    "mistakes.py": "new_mistakes.txt",
}
NAME = re.compile(r"\w[\w-]{0,59}")


def begin(exercises: Path, name: str) -> Path:
    """Write exercise.py and mistakes.py of a new assignment; its folder.

    Raises ExerciseError if the name will not do or is taken.
    """
    if not NAME.fullmatch(name):
        raise ExerciseError(
            f"{name!r} is no name for an assignment: letters, digits, _ and - "
            "are, for example 7_attention"
        )
    if not exercises.is_dir():
        raise ExerciseError(
            f"there is no folder {exercises}; call this where the course was "
            "cloned, or make a folder and give --exercises DIR"
        )
    folder = exercises / name
    try:
        folder.mkdir()
        for file, template in TEMPLATES.items():
            text = (
                files("dlcourse.grade") / "templates" / template
            ).read_text(encoding="utf-8")
            (folder / file).write_text(
                text.replace("NAME", name), encoding="utf-8"
            )
    except FileExistsError:
        raise ExerciseError(
            f"{folder} is there already; nothing was changed"
        ) from None
    except OSError as error:
        raise ExerciseError(
            f"{folder} cannot be written: {error.strerror}"
        ) from None
    return folder
