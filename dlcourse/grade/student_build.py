"""The part of dlcourse that a student's cells find while they are graded.

It is built from this package's own source: whole functions are taken over or
left out, with the helpers that they call, so that nothing of an answer lies
about under another name. What is left out says why when it is asked for.
Which functions these are, `feedback/asked.py` says.
"""

import ast
import compileall
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np

from dlcourse import __all__ as LIBRARY
from dlcourse import __version__
from dlcourse.feedback.asked import (
    DOWNLOADED,
    GIVES_AWAY,
    at_hand,
    is_absent,
    why_absent,
)

PACKAGE = Path(str(files("dlcourse")))

# They say what right and wrong answers do. In the student's cells no mistake
# is looked for, since no mark hangs on what is found there.
REPLACED = {
    ("feedback.diagnosis", "advise"): "def advise(function):\n    return None",
    (
        "feedback.diagnosis",
        "diagnose",
    ): "def diagnose(function):\n    return None",
    (
        "feedback.likeness",
        "likeness",
    ): 'def likeness(function):\n    return ""',
    (
        "feedback.smallest",
        "smallest_failure",
    ): 'def smallest_failure(function, stopped=False):\n    return ""',
    (
        "feedback.spy",
        "counting_steps",
    ): """def counting_steps(size):
    raise RuntimeError("counting_steps is at hand in the checks alone")""",
}
# Two names that a locked cell imports beside those of `dlcourse.feedback`.
SPY = ("SET_ASIDE", "counting_steps")
PICTURES = ("diagrams", "palette", "pictures", "plots")
DATASETS = ("admissions", "digits", "spiral")
STYLE_FILE, DIGITS_FILE = "data/dlcourse.mplstyle", "data/digits.npz"
LICENCE_FILE = "data/digits-LICENSE.txt"


def student_build(assignment: str | None, folder: Path) -> Path:
    """A folder inside this one that holds the part of `dlcourse` at hand.

    `assignment` is one of this course, or None for any other course. The
    same source gives the same folder, which is then not written again.
    """
    place = folder / f"{assignment or 'other'}-{content_key(assignment)}"
    if not place.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        write_at_once(place, build_files(assignment))
    return place


def content_key(assignment: str | None) -> str:
    """A short hash of what is built from, of how, and of what is asked for."""
    digest = hashlib.sha256(repr(assignment).encode())
    digest.update(Path(__file__).read_bytes())
    for path in sorted(
        path
        for pattern in ("*.py", "feedback/*.py", "data/*")
        for path in PACKAGE.glob(pattern)
    ):
        digest.update(str(path.relative_to(PACKAGE)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write_at_once(place: Path, contents: dict[str, bytes]) -> None:
    """Make the folder with its package `dlcourse`, whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix="build-", dir=place.parent))
    try:
        for name, content in contents.items():
            path = draft / "dlcourse" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        compileall.compile_dir(draft, quiet=1, stripdir=str(draft))
        # The sandbox may run as another user.
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.rename(draft, place)
    except OSError:
        if not place.is_dir():  # else another process was faster
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def build_files(assignment: str | None) -> dict[str, bytes]:
    """{path in the package: content} of the build."""
    functions = at_hand(assignment)
    modules = library_modules()
    kept = closure(modules, wanted(modules, assignment))
    texts = {
        path_of(name): part_of(module, kept[name])
        if name in kept
        else refusal(f"dlcourse.{name}", assignment)
        for name, module in modules.items()
    }
    texts["__init__.py"] = package_text(modules, functions)
    texts["_absent.py"] = absence_text(
        assignment, sorted(modules.keys() - kept.keys())
    )
    texts["feedback/__init__.py"] = modules["feedback.__init__"].text
    texts["grade/__init__.py"] = refusal("dlcourse.grade", assignment)
    contents = {name: text.encode() for name, text in texts.items()}
    for name in (STYLE_FILE, LICENCE_FILE):
        contents[name] = (PACKAGE / name).read_bytes()
    contents[DIGITS_FILE] = digits_to_learn_from()
    return contents


def path_of(module: str) -> str:
    """Where a module stands in the package.

    >>> path_of("feedback.checks")
    'feedback/checks.py'
    """
    return module.replace(".", "/") + ".py"


@dataclass
class Module:
    """A file of the library, taken apart: what each name is bound by."""

    name: str
    text: str
    definitions: dict[str, ast.stmt] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    future: list[str] = field(default_factory=list)


def library_modules() -> dict[str, Module]:
    """{name: module} for the library and feedback; "losses" is one name."""
    paths = {
        path.stem: path
        for path in sorted(PACKAGE.glob("*.py"))
        if not path.stem.startswith("__")
    } | {
        f"feedback.{path.stem}": path
        for path in sorted(PACKAGE.glob("feedback/*.py"))
    }
    return {name: read_module(name, path) for name, path in paths.items()}


def read_module(name: str, path: Path) -> Module:
    """The file's definitions and imports at its top level."""
    module = Module(name, path.read_text(encoding="utf-8"))
    for statement in ast.parse(module.text).body:
        if isinstance(statement, ast.ImportFrom):
            origin = statement.module or ""
            for alias in statement.names:
                if origin == "__future__":
                    module.future.append(alias.name)
                else:
                    bound = alias.asname or alias.name
                    module.imports[bound] = (origin, alias.name)
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                module.imports[alias.asname or alias.name] = ("", alias.name)
        else:
            for name in bound_by(statement):
                module.definitions[name] = statement
    return module


def bound_by(statement: ast.stmt) -> list[str]:
    """The names that a definition or an assignment binds."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        targets: list[ast.expr] = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return []
    return [
        node.id
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name)
    ]


def wanted(
    modules: dict[str, Module], assignment: str | None
) -> list[tuple[str, str]]:
    """(module, name) of everything that is to be at hand by itself."""
    pairs = [(home_of(modules, name), name) for name in at_hand(assignment)]
    pairs += [("datasets", name) for name in DATASETS]
    pairs += [("feedback.spy", name) for name in SPY]
    pairs += [
        (origin.removeprefix("dlcourse."), name)
        for origin, name in modules["feedback.__init__"].imports.values()
    ]
    for module in PICTURES:
        pairs += [
            (module, name)
            for name in modules[module].definitions
            if name != "__all__"
            and not (name in GIVES_AWAY and is_absent(name, assignment))
        ]
    return pairs


def home_of(modules: dict[str, Module], name: str) -> str:
    """The module that defines a function of the library."""
    return next(
        module.name
        for module in modules.values()
        if isinstance(module.definitions.get(name), ast.FunctionDef)
    )


def closure(
    modules: dict[str, Module], names: list[tuple[str, str]]
) -> dict[str, set[str]]:
    """{module: names} of these and of all that they need."""
    kept: dict[str, set[str]] = {}
    left = list(names)
    while left:
        place, name = left.pop()
        module = modules[place]
        if name in kept.setdefault(place, set()):
            continue
        if name in module.imports:
            kept[place].add(name)
            left += from_library(modules, *module.imports[name])
        elif name in module.definitions:
            kept[place].add(name)
            if (place, name) not in REPLACED:
                left += needs_of(modules, place, module.definitions[name])
    return {place: found for place, found in kept.items() if found}


def needs_of(
    modules: dict[str, Module], place: str, statement: ast.stmt
) -> list[tuple[str, str]]:
    """(module, name) of all that a statement names, or imports inside."""
    needs = []
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            needs.append((place, node.id))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                needs += from_library(modules, node.module or "", alias.name)
    return needs


def from_library(
    modules: dict[str, Module], origin: str, name: str
) -> list[tuple[str, str]]:
    """The name in its module, if that is one of the library."""
    inner = origin.removeprefix("dlcourse.")
    return [(inner, name)] if inner in modules else []


def part_of(module: Module, kept: set[str]) -> str:
    """The module's text with these names alone."""
    lines = [f'"""The part of dlcourse.{module.name} that is at hand."""', ""]
    lines += [f"from __future__ import {name}" for name in module.future]
    lines += [
        import_line(name, *module.imports[name])
        for name in sorted(kept.intersection(module.imports))
    ]
    lines += ["from dlcourse._absent import absent as __getattr__"]
    if "__all__" in module.definitions:
        public = sorted(name for name in kept if not name.startswith("_"))
        # It is an assignment, and of statements in general mypy knows less.
        listed = ast.literal_eval(module.definitions["__all__"].value)  # type: ignore[attr-defined]
        lines += [f"__all__ = {[n for n in listed if n in public]}"]
    blocks = [
        REPLACED.get((module.name, bound_by(statement)[0]))
        or source_of(module, statement)
        for statement in unique(module.definitions.values())
        if kept.intersection(bound_by(statement))
    ]
    return "\n\n\n".join(["\n".join(lines), *blocks]) + "\n"


def import_line(bound: str, origin: str, name: str) -> str:
    """The import that binds a name.

    >>> import_line("np", "", "numpy")
    'import numpy as np'
    """
    words = name if name == bound else f"{name} as {bound}"
    return f"from {origin} import {words}" if origin else f"import {words}"


def unique(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Each statement once, in the order of the file."""
    return sorted(set(statements), key=lambda statement: statement.lineno)


def source_of(module: Module, statement: ast.stmt) -> str:
    """The lines of a statement, decorators included."""
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(node.lineno for node in decorators)])
    return "\n".join(
        module.text.splitlines()[first - 1 : statement.end_lineno]
    )


def package_text(
    modules: dict[str, Module], functions: tuple[str, ...]
) -> str:
    """The package's __init__: its functions, and a word on all others."""
    imports = [
        f"from dlcourse.{home_of(modules, name)} import {name}"
        for name in sorted(functions)
    ]
    return "\n".join(
        [
            '"""The part of dlcourse that is at hand in this assignment."""',
            "",
            "from dlcourse._absent import absent as __getattr__",
            *imports,
            "",
            f"__version__ = {__version__!r}",
            f"__all__ = {sorted(functions)}",
            "",
        ]
    )


def absence_text(assignment: str | None, modules: list[str]) -> str:
    """The module that says why a name is missing."""
    names = {*modules, "grade", *GIVES_AWAY, *DOWNLOADED, *LIBRARY}
    reasons = {
        name: why
        for name in sorted(names)
        if "." not in name and (why := why_absent(name, assignment))
    }
    return ABSENT.format(reasons=reasons)


ABSENT = '''\
"""Why something of dlcourse is not at hand."""

REASONS = {reasons!r}


def absent(name):
    """The answer to a name that a module lacks: an error that says why."""
    __tracebackhide__ = True  # IPython shows the student's line alone
    if name in REASONS:
        raise ImportError(REASONS[name])
    raise AttributeError(f"dlcourse has no {{name!r}}")
'''


def refusal(name: str, assignment: str | None) -> str:
    """The text of a module that cannot be imported, and says so."""
    return f"raise ImportError({why_absent(name, assignment)!r})\n"


def digits_to_learn_from() -> bytes:
    """The file of digits without those that the grader judges by."""
    with np.load(PACKAGE / DIGITS_FILE) as saved:
        X, y, test = saved["X"], saved["y"], saved["test"]
    with tempfile.TemporaryFile() as file:
        np.savez_compressed(file, X=X[~test], y=y[~test], test=test[~test])
        file.seek(0)
        return file.read()
