"""Which transfer function each assignment of a course has.

A transfer function is one that the library does not hold, so that copying
from it does not help. An assignment has several to choose from, each in a
folder of its own, `exercises/2_forward/transfer/leaky_relu/`; an instructor's
private folder may hold more. What was chosen is kept with the course, so that
releasing it again changes nothing.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from dlcourse.grade.errors import CourseError, ExerciseError
from dlcourse.grade.exercise import TRANSFER, default_transfer

CHOICE_FILE = Path(".dlcourse") / "transfer.json"
EXTRA_CHECKS = "checks.py"


def transfer_folders(
    assignment: Path, extra: Path | None = None
) -> dict[str, Path]:
    """{function: its folder} for an assignment's folder, the default first.

    `extra` is the folder of the same assignment in a private place. Raises
    ExerciseError if both hold a function of one name.
    """
    default = default_transfer(assignment / "exercise.py")
    if not default:
        return {}
    own = functions_in(assignment)
    further = functions_in(extra) if extra else {}
    if default not in own:
        raise ExerciseError(
            f"{assignment / 'exercise.py'} names the transfer function "
            f"{default}, but there are {', '.join(own) or 'none'}"
        )
    twins = sorted(own.keys() & further.keys())
    if twins:
        raise ExerciseError(
            f"{extra} has a transfer function {twins[0]}, and so has "
            f"{assignment}: give yours another name"
        )
    return {default: own[default]} | own | further


def functions_in(assignment: Path) -> dict[str, Path]:
    """{transfer function: its folder}, in the order of their names."""
    paths = sorted(assignment.glob(f"{TRANSFER}/*/exercise.py"))
    return {path.parent.name: path.parent for path in paths}


def mistake_files(
    assignment: Path, transfer: Path | None = None
) -> list[Path]:
    """The mistakes.py of an assignment and of its transfer function."""
    folders = transfer_folders(assignment)
    chosen = transfer or next(iter(folders.values()), None)
    return [
        folder / "mistakes.py" for folder in (assignment, chosen) if folder
    ]


def parse_choices(words: Iterable[str]) -> dict[str, str]:
    """{assignment: function} from words like 2_forward=leaky_relu.

    >>> parse_choices(["2_forward=leaky_relu"])
    {'2_forward': 'leaky_relu'}
    """
    choices: dict[str, str] = {}
    for word in words:
        name, equals, function = word.partition("=")
        if not (name and equals and function):
            raise ExerciseError(
                f"--transfer takes ASSIGNMENT=FUNCTION, not {word!r}"
            )
        if choices.setdefault(name, function) != function:
            raise ExerciseError(
                f"--transfer names two functions for {name}: "
                f"{choices[name]} and {function}; choose one"
            )
    return choices


def choose(
    exercises: Path,
    course: Path,
    names: list[str],
    choices: Mapping[str, str],
    extra: Path | None = None,
) -> dict[str, Path]:
    """{assignment: folder of its transfer function}, where it has any.

    The choice made now counts, else the one kept with the course, else the
    default. Raises ExerciseError, with what there is, for any other.
    """
    for name in choices:
        if name not in names:
            raise ExerciseError(
                f"--transfer names {name!r}, but released now: "
                f"{', '.join(names)}"
            )
    kept = kept_choices(course)
    chosen = {}
    for name in names:
        folders = transfer_folders(exercises / name, extra and extra / name)
        wanted = choices.get(name, kept.get(name, next(iter(folders), "")))
        if wanted in folders:
            chosen[name] = folders[wanted]
        elif name in choices:
            raise ExerciseError(
                f"{name} has no transfer function {wanted!r}; there are "
                f"{', '.join(folders) or 'none'}"
            )
        elif wanted:
            raise ExerciseError(
                f"{course} was released with the transfer function {wanted!r} "
                f"in {name}, which is not here; give its --extra DIR again, "
                f"or --transfer {name}= one of {', '.join(folders) or 'none'}"
            )
    return chosen


def kept_choices(course: Path) -> dict[str, str]:
    """What was chosen when the course was released before."""
    path = course / CHOICE_FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    if not isinstance(kept, dict):
        raise CourseError(
            f"{path} is not of the form {{assignment: function}}; delete it "
            "and choose again with --transfer"
        )
    return kept


def keep_choices(course: Path, chosen: Mapping[str, Path]) -> None:
    """Write down what was chosen, beside what was chosen before."""
    kept = kept_choices(course)
    kept |= {name: folder.name for name, folder in chosen.items()}
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    (course / CHOICE_FILE).write_text(text, encoding="utf-8")


def check_extra(extra: Path, names: list[str]) -> None:
    """Raise ExerciseError unless the private folder adds to assignments.

    A folder of a wrong name would otherwise be left out without a word.
    """
    if not extra.is_dir():
        raise ExerciseError(f"--extra: there is no folder {extra}")
    found = {path.parent.name for path in extra.glob(f"*/{EXTRA_CHECKS}")} | {
        path.parents[2].name for path in extra.glob("*/transfer/*/*.py")
    }
    unknown = sorted(found - set(names))
    if unknown:
        raise ExerciseError(
            f"--extra: {extra / unknown[0]} belongs to no assignment; there "
            f"are {', '.join(names)}"
        )
    if not found:
        raise ExerciseError(
            f"--extra: {extra} adds nothing; it may hold "
            f"ASSIGNMENT/{EXTRA_CHECKS} and "
            f"ASSIGNMENT/{TRANSFER}/FUNCTION/exercise.py"
        )


def extra_checks(extra: Path | None, name: str) -> Path | None:
    """The file of further checks of an assignment, if there is one."""
    path = extra / name / EXTRA_CHECKS if extra else None
    return path if path and path.exists() else None
