"""What of this machine a sandbox shows: Python's folders, and little else.

No home, no course, no configuration: what is not listed here is not there.
"""

import site
import sys
from dataclasses import dataclass
from pathlib import Path

# Programs lie there too, but seccomp refuses to start any.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
FILES = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/etc/alternatives",  # where Debian's links to libraries lead
)
HOMES = ("/home/student", "/student")
PACKAGE = Path(__file__).parent / "sandbox"
INSIDE = "/opt/grader"  # where the sandbox's own code is seen
BUILD = "/opt/course"  # where the student build is seen
SITES = (
    "lib*/python3*/*-packages/dlcourse",
    "local/lib*/python3*/*-packages/dlcourse",
)


@dataclass(frozen=True)
class Shown:
    """Folders and files to see inside, and what of them to cover."""

    pairs: tuple[tuple[str, str], ...]  # (without links, as seen inside)
    hidden: tuple[str, ...]
    home: str
    environment: dict[str, str]


def shown(build: Path | None) -> Shown:
    """What a sandbox of this interpreter shows, and the build as dlcourse."""
    folders = interpreter()
    pairs = [(p, p) for p in (*SYSTEM, *FILES) if not Path(p).is_symlink()]
    # A file that is a link, /etc/localtime, is shown as what it leads to.
    pairs += [(p, p) for p in FILES if Path(p).is_symlink()]
    pairs += [(p, p) for p in folders]
    pairs.append((str(PACKAGE), f"{INSIDE}/sandbox"))
    if build is not None:
        pairs.append((str(build), BUILD))
    home = next(
        home
        for home in HOMES
        if not any(Path(p).is_relative_to(home) for p in folders)
    )
    return Shown(
        pairs=tuple(
            (str(Path(source).resolve()), target)
            for source, target in outermost(pairs)
            if Path(source).exists()
        ),
        hidden=tuple(installed_copies(folders)),
        home=home,
        environment=environment(
            home, [INSIDE, BUILD] if build is not None else [INSIDE]
        ),
    )


def interpreter() -> list[str]:
    """The folders of this Python and of its packages."""
    folders = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    folders += [str(Path(sys.base_prefix).resolve())]
    folders += [str(Path(sys.executable).resolve().parent.parent)]
    own = user_site()
    return list(dict.fromkeys(folders + ([own] if own else [])))


def user_site() -> str | None:
    """The user's own packages, where this Python looks into them."""
    folder = site.getusersitepackages() if site.ENABLE_USER_SITE else None
    return folder if folder in sys.path else None


def outermost(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs without those that lie inside another one."""
    kept: list[tuple[str, str]] = []
    for source, target in sorted(set(pairs), key=lambda pair: len(pair[1])):
        if not any(Path(target).is_relative_to(outer) for _, outer in kept):
            kept.append((source, target))
    return kept


def installed_copies(folders: list[str]) -> list[str]:
    """Where the real dlcourse is installed, answers and all."""
    found = {Path(p, "dlcourse") for p in folders}
    for folder in {*folders, "/usr"}:
        for pattern in SITES:
            found.update(Path(folder).glob(pattern))
    return sorted(str(path) for path in found if path.is_dir())


def environment(home: str, path: list[str]) -> dict[str, str]:
    """The variables that are set inside."""
    base = {"PYTHONUSERBASE": site.getuserbase()} if user_site() else {}
    return {
        **base,
        "HOME": home,
        "PYTHONPATH": ":".join(path),
        "MPLCONFIGDIR": f"{home}/.config/matplotlib",
        "TMPDIR": f"{home}/tmp",
    }
