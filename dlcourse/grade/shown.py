"""What of this machine a sandbox shows: Python's folders, and little else.

No home, no course, no configuration: what is not listed here is not there.
"""

import os
import site
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Of /usr and of every folder of Python's. Not all of it: nbgrader's exchange,
# with what all students handed in, is /usr/local/share/nbgrader by default.
OF_A_PREFIX = (
    "bin",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "pyvenv.cfg",
    "share/fonts",
    "share/zoneinfo",
)
PREFIXES = ("/usr", "/usr/local")
ROOT_FOLDERS = (
    *("/lib", "/lib32", "/lib64", "/libx32"),  # links, on most machines
    *("/nix/store", "/gnu/store"),  # all programs, on some
)
FILES = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/etc/alternatives",  # where Debian's links to libraries lead
)
PACKAGES = ("site-packages", "dist-packages")
HOMES = ("/home/student", "/student")
TEMPORARY = ("/tmp", "/dev/shm")  # and where this machine's user has them
PACKAGE = Path(__file__).parent / "sandbox"
INSIDE = "/opt/grader"  # where the sandbox's own code is seen
BUILD = "/opt/course"  # where the student build is seen
SITES = "lib*/python3*/*-packages/dlcourse"


@dataclass(frozen=True)
class Shown:
    """Folders and files to see inside, and what of them to cover."""

    pairs: tuple[tuple[str, str], ...]  # (without links, as seen inside)
    hidden: tuple[str, ...]
    home: str
    environment: dict[str, str]
    temporary: tuple[str, ...] = TEMPORARY  # folders for temporary files

    @property
    def within(self) -> dict[str, list[str]]:
        """What is shown below folders for temporary files, by folder."""
        found = {
            folder: [
                p for _, p in self.pairs if Path(p).is_relative_to(folder)
            ]
            for folder in self.temporary
        }
        return {folder: paths for folder, paths in found.items() if paths}


def shown(build: Path | None) -> Shown:
    """What a sandbox of this interpreter shows, and the build as dlcourse."""
    folders = interpreter()
    pairs = [(p, p) for p in ROOT_FOLDERS if not Path(p).is_symlink()]
    pairs += [(p, p) for p in (*FILES, *folders)]
    pairs.append((str(PACKAGE), f"{INSIDE}/sandbox"))
    pairs += [(str(p), f"{INSIDE}/fonts/{p.name}") for p in font_lists()]
    if build is not None:
        pairs.append((str(build), BUILD))
    home = next(
        home
        for home in HOMES
        if not any(Path(p).is_relative_to(home) for p in folders)
    )
    seen = tuple(
        (str(Path(source).resolve()), target)
        for source, target in outermost(pairs)
        if os.path.exists(source)  # False where we may not look
    )
    return Shown(
        pairs=seen,
        hidden=tuple(installed_copies(folders)),
        home=home,
        environment=environment(
            home, [INSIDE, BUILD] if build is not None else [INSIDE]
        ),
        temporary=temporary([home, *(target for _, target in seen)]),
    )


def temporary(taken: list[str]) -> tuple[str, ...]:
    """Folders where a check may have its temporary files.

    A file that it hands over is to be found inside under the same name.
    """
    own = Path(tempfile.gettempdir())
    inside = any(own.is_relative_to(path) for path in (*taken, *TEMPORARY))
    return TEMPORARY if inside or own == Path("/") else (*TEMPORARY, str(own))


def interpreter() -> list[str]:
    """The folders of this Python, of its packages and of what they need."""
    packages = [p for p in sys.path if Path(p).name in PACKAGES]
    parts = [str(Path(p, part)) for p in prefixes() for part in OF_A_PREFIX]
    return packages + parts


def prefixes() -> list[str]:
    """Where this Python is installed, and where the system is."""
    names = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    names += [str(Path(sys.base_prefix).resolve())]
    names += [str(Path(sys.executable).resolve().parents[1]), *PREFIXES]
    return list(dict.fromkeys(names))


def outermost(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs without those that lie inside another one."""
    kept: list[tuple[str, str]] = []
    for source, target in sorted(set(pairs), key=lambda pair: len(pair[1])):
        if not any(Path(target).is_relative_to(outer) for _, outer in kept):
            kept.append((source, target))
    return kept


def installed_copies(folders: list[str]) -> list[str]:
    """Where the real dlcourse is installed, answers and all, and seen."""
    found = {Path(p, "dlcourse") for p in sys.path}
    for folder in prefixes():
        found.update(Path(folder).glob(SITES))
    return sorted(
        str(path)
        for path in found
        if os.path.isdir(path)
        and not path.is_symlink()
        and any(path.is_relative_to(folder) for folder in folders)
    )


def around(seen: Shown) -> tuple[list[str], list[str]]:
    """The same for who cannot cover anything: what to read, what to list.

    A folder that holds a hidden one gives way to all that lies beside it,
    but its names are still to be listed, as imports do.
    """
    left, read, listed = [source for source, _ in seen.pairs], [], []
    hidden = [Path(path).resolve() for path in seen.hidden]
    while left:
        path = left.pop()
        if not any(each.is_relative_to(path) for each in hidden):
            read.append(path)
        elif Path(path) not in hidden:
            listed.append(path)
            left += [str(each.resolve()) for each in Path(path).iterdir()]
    there = {path for path in read if os.path.exists(path)}
    return sorted(there), sorted(set(listed))


def font_lists() -> list[Path]:
    """What matplotlib found out about this machine's fonts before.

    Without it each start looks into all of them, 3 ms a font.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    own = os.environ.get("MPLCONFIGDIR")
    folder = Path(own) if own else Path(cache, "matplotlib")
    lists = sorted(folder.glob("fontlist-v*.json"))
    return [path for path in lists if path.stat().st_mode & stat.S_IROTH]


def environment(home: str, path: list[str]) -> dict[str, str]:
    """The variables that are set inside."""
    # A user's own packages are found from his home, which is another inside.
    own = site.ENABLE_USER_SITE and site.getusersitepackages() in sys.path
    base = {"PYTHONUSERBASE": site.getuserbase()} if own else {}
    return {
        **base,
        "HOME": home,
        "PYTHONPATH": ":".join(path),
        "MPLCONFIGDIR": f"{home}/.config/matplotlib",
        "TMPDIR": f"{home}/tmp",
    }
