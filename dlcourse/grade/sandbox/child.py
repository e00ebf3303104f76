"""A forked child: raises the inner walls around itself, then serves.

The order of the steps matters. Mounts need rights over the zygote's pid
namespace, so they come before the user namespace, which takes those away;
seccomp comes last, since it refuses the rest.
"""

import contextlib
import functools
import math
import os
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from . import landlock, linux, root, seccomp
from .order import Order

MEGABYTE = 1 << 20
WIRE = 3  # the one descriptor that stays, beside the three standard ones
STUDENT = 1000  # the user's number inside
THREADS = 64
DESCRIPTORS = 256
ASIDE = 100  # a number above those that any import leaves open
MOST_DESCRIPTORS = 1 << 20
FONTS = Path(__file__).parents[1] / "fonts"
NAMESPACES = {"ipc": linux.NEWIPC, "uts": linux.NEWUTS, "net": linux.NEWNET}
STARTS = {  # audit events of the standard library
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
}


def live(
    zygote: Any, leash: socket.socket, wire: socket.socket, home: str
) -> NoReturn:
    """Raise the walls, say so, and serve the wire."""
    status = 1
    try:
        try:
            order = Order.receive(wire)
            base = size_of_memory(zygote.proc)
            raise_walls(zygote, order, home)
            wire, leash = keep(zygote.walls, wire, leash)
            last_walls(zygote.walls, order.limits, base)
            last_of_all(zygote, home)
        except Exception as error:
            leash.sendall(f"{type(error).__name__}: {error}\n".encode())
            raise
        leash.sendall(b"ready\n")
        leash.close()
        zygote.shell.begin(output_kb=order.limits["output_kb"])
        zygote.serve(wire, zygote.shell, dict(order.limits))
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        pass
    finally:
        os._exit(status & 0xFF)


def raise_walls(zygote: Any, order: Order, home: str) -> None:
    """The walls that need the zygote's open files, from the outermost."""
    walls = zygote.walls
    os.setsid()
    if zygote.options["namespaces"]:
        own_namespaces(walls)
        if "files" in walls:
            root.scratch(home, order.limits["disk_mb"] + order.megabytes())
            root.writable(home, zygote.options["within"])
            if "pid" in walls:
                root.own_proc()
        if "user" in walls:
            linux.new_user_namespace(
                0,
                user=STUDENT,
                outside=(os.getuid(), os.getgid()),
                proc=zygote.proc,
            )
            linux.drop_capabilities()
    if sys.platform == "linux":
        linux.die_with_parent()
    settle(home, order.files)
    fresh_start()


def own_namespaces(walls: frozenset[str]) -> None:
    """Fresh namespaces; the pid namespace is fresh by the fork."""
    wanted = linux.NEWNS
    for name, flag in NAMESPACES.items():
        wanted |= flag if name in walls else 0
    linux.unshare(wanted)
    linux.mount(None, "/", None, linux.REC | linux.PRIVATE)
    if "uts" in walls:
        socket.sethostname("sandbox")


def settle(home: str, files: Mapping[str, bytes]) -> None:
    """Make the folders that a notebook expects, and go to its own."""
    here = Path(home, "notebook")
    for folder in (here, Path(home, "tmp"), Path(home, ".config/matplotlib")):
        folder.mkdir(parents=True, exist_ok=True)
    os.chdir(here)
    for name, data in files.items():
        path = here / name
        if not path.resolve().is_relative_to(here.resolve()):
            raise ValueError(f"{name} lies outside the notebook's folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    know_fonts(Path(home, ".config/matplotlib"))
    tempfile.tempdir = None  # the zygote may have asked for its own
    os.environ.update(
        HOME=home,
        TMPDIR=f"{home}/tmp",
        MPLCONFIGDIR=f"{home}/.config/matplotlib",
    )


def know_fonts(folder: Path) -> None:
    """Show what the grader's matplotlib knows where ours looks for it.

    The zygote imports matplotlib only where a notebook seems to draw.
    """
    if FONTS.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for path in FONTS.iterdir():
            (folder / path.name).symlink_to(path)


def fresh_start() -> None:
    """What a fork shares with its siblings and a fresh process does not."""
    import numpy

    numpy.random.seed()
    random.seed()
    sys.addaudithook(refuse_programs)


def refuse_programs(event: str, _: object) -> None:
    """Say in words what seccomp would say as a number."""
    __tracebackhide__ = True
    if event in STARTS:
        raise PermissionError(
            f"{event}: other programs cannot be started while grading"
        )


def size_of_memory(proc: int | None) -> int:
    """Bytes of this process's address space; 0 where nobody can say."""
    if proc is None:
        return 0
    file = os.open("self/statm", os.O_RDONLY, dir_fd=proc)
    try:
        return int(os.read(file, 64).split()[0]) * os.sysconf("SC_PAGESIZE")
    finally:
        os.close(file)


def limit(limits: Mapping[str, Any], base: int) -> None:
    """Bound what the child can use.

    memory_mb holds against everything together: the address space counts
    heap, threads' stacks and shared mappings alike; files live in the tmpfs
    of disk_mb; seccomp refuses the memory that neither counts (memfd, System
    V segments) and further processes, so that there is one address space.
    """
    seconds = math.ceil(limits["submission_seconds"])
    disk = limits["disk_mb"] * MEGABYTE
    linux.limit("RLIMIT_CORE", 0)
    linux.limit("RLIMIT_CPU", seconds, seconds + 1)
    linux.limit("RLIMIT_FSIZE", disk)
    linux.limit("RLIMIT_NOFILE", DESCRIPTORS)
    linux.limit("RLIMIT_MEMLOCK", 0)
    if base:
        linux.limit("RLIMIT_MSGQUEUE", 0)
        linux.limit("RLIMIT_AS", base + limits["memory_mb"] * MEGABYTE)


def keep(
    walls: frozenset[str], wire: socket.socket, leash: socket.socket
) -> tuple[socket.socket, socket.socket]:
    """The wire and the leash at fixed places, all other files closed."""
    if "descriptors" not in walls:
        return wire, leash
    import fcntl  # not on Windows, where this module is only imported

    # Out of the way first: either may lie where the other is to go.
    aside = [
        fcntl.fcntl(each.detach(), fcntl.F_DUPFD_CLOEXEC, ASIDE)
        for each in (wire, leash)
    ]
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for place, descriptor in enumerate(aside, start=WIRE):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(WIRE + 2, MOST_DESCRIPTORS)
    return socket.socket(fileno=WIRE), socket.socket(fileno=WIRE + 1)


def last_walls(
    walls: frozenset[str], limits: Mapping[str, Any], base: int
) -> None:
    """What can be done without any file."""
    if "limits" in walls:
        limit(limits, base)
        if base and "user" in walls:  # counted for a user, so for an own one
            linux.limit("RLIMIT_NPROC", THREADS)
    if sys.platform == "linux":
        linux.be_undumpable()


def leave_modes() -> None:
    """Let `shutil.copy` go on where rights and times of files stay.

    seccomp cannot tell a child's own files from those of others.
    """

    def lenient(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> None:
            with contextlib.suppress(PermissionError):
                function(*arguments, **options)

        return call

    os.chmod, os.utime = lenient(os.chmod), lenient(os.utime)


def last_of_all(zygote: Any, home: str) -> None:
    """Landlock, where namespaces are not allowed; then seccomp."""
    allowed = zygote.options.get("landlock")
    if allowed:
        read, listed = allowed
        leave_modes()
        linux.no_rights()
        landlock.restrict(read, listed, home)
    if "seccomp" in zygote.walls:
        seccomp.install(os.getpid() if allowed else 0)
