"""The file system that is seen inside: read-only, with what Python needs.

A small tmpfs becomes the root; the folders of the interpreter and of the
system's libraries are bound into it, read-only, under their own names; then
the machine's own tree is let go. No home, no course, no /etc but four files.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import linux

OLD = "/.old"  # where the machine's own tree hangs meanwhile
DEVICES = ("null", "zero", "full", "random", "urandom")
FLAGS = linux.NOSUID | linux.NODEV
OPTIONS = "size=1m,mode=755"
SYSTEM_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
PASSWD = "student:x:1000:1000::{home}:/bin/false\n"
GROUP = "student:x:1000:\n"


def build(
    shown: Iterable[tuple[str, str]],
    hidden: Iterable[str],
    home: str,
    temporary: Iterable[str],
) -> None:
    """Make the new root and go there; `seal` must follow.

    `shown` are pairs (where it lies, where it is to be seen), the first
    without symbolic links. The folders `hidden` are covered by empty ones,
    those that are `temporary` lead to the home.
    Needs a mount namespace of its own.
    """
    linux.mount(None, "/", None, linux.REC | linux.PRIVATE)
    linux.mount("tmpfs", "/tmp", "tmpfs", FLAGS, OPTIONS)
    os.mkdir("/tmp" + OLD)
    linux.pivot_root("/tmp", "/tmp" + OLD)
    os.chdir("/")
    system_links()
    for source, target in shown:
        show(OLD + source, target)
    for name in DEVICES:
        show(f"{OLD}/dev/{name}", f"/dev/{name}")
    for folder in ("/proc", "/etc", home):
        os.makedirs(folder, exist_ok=True)
    for folder in temporary:
        if not os.path.lexists(folder):
            os.makedirs(os.path.dirname(folder), exist_ok=True)
            os.symlink(f"{home}/tmp", folder)
    Path("/etc/passwd").write_text(PASSWD.format(home=home))
    Path("/etc/group").write_text(GROUP)
    for folder in hidden:
        hide(folder)


def system_links() -> None:
    """Where /lib is a link to /usr/lib, as it is today, link it again."""
    for name in SYSTEM_LINKS:
        if os.path.islink(f"{OLD}/{name}"):
            os.symlink(os.readlink(f"{OLD}/{name}"), f"/{name}")


def show(source: str, target: str) -> None:
    """Bind a folder or file of the old tree, for reading."""
    bind(source, target)
    device = stat.S_ISCHR(os.stat(source).st_mode)
    linux.read_only(target, linux.NOSUID if device else FLAGS)


def bind(source: str, target: str) -> None:
    """Let a folder or file be seen in another place, too."""
    if stat.S_ISDIR(os.stat(source).st_mode):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    linux.mount(source, target, None, linux.BIND | linux.REC)


def hide(folder: str) -> None:
    """Cover a folder with an empty one."""
    flags = FLAGS | linux.RDONLY
    linux.mount("tmpfs", folder, "tmpfs", flags, "size=4k,mode=555")


def seal() -> None:
    """Let the machine's own tree go, and the new root be read-only."""
    linux.detach(OLD)
    os.rmdir(OLD)
    flags = linux.REMOUNT | linux.RDONLY | FLAGS
    linux.mount(None, "/", None, flags, OPTIONS)


def scratch(home: str, megabytes: int) -> None:
    """A fresh tmpfs at `home`, the only place that can be written to."""
    options = f"size={megabytes}m,nr_inodes=8192,mode=755"
    linux.mount("tmpfs", home, "tmpfs", FLAGS, options)


def writable(home: str, within: Mapping[str, Iterable[str]]) -> None:
    """Let folders for temporary files be written to, as the home is.

    Those are meant in which something is shown: `within` says what. It stays
    where it is, read-only as it was.
    """
    aside, own = f"{home}/.aside", f"{home}/.temporary"
    for folder, paths in within.items():
        os.makedirs(own, exist_ok=True)
        os.mkdir(aside)
        linux.mount(folder, aside, None, linux.BIND | linux.REC)
        linux.mount(own, folder, None, linux.BIND)
        for path in paths:
            bind(aside + path.removeprefix(folder), path)
        linux.detach(aside)
        os.rmdir(aside)


def own_proc() -> None:
    """A /proc of the own pid namespace, for reading; or an empty one.

    Where the outer /proc is covered in part, as in most containers, the
    kernel allows no fresh one. Written to, /proc would change the machine.
    """
    flags = FLAGS | linux.NOEXEC | linux.RDONLY
    try:
        linux.mount("proc", "/proc", "proc", flags, "subset=pid")
    except OSError:
        linux.mount("tmpfs", "/proc", "tmpfs", flags, "size=4k,mode=555")
