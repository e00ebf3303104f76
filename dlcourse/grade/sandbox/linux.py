"""The kernel's calls for walls: each raises OSError if it fails.

Python has no words for most of them before 3.12, so they go through ctypes.
Numbers and flags are those of the kernel's headers, the same on x86_64 and
aarch64 unless a table says otherwise.
"""

import ctypes
import os
import platform
import struct
from functools import lru_cache

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
DETACH = 2  # umount2: now, and free it when nobody looks at it any more

# mount_setattr is newer than glibc's list of names on many machines.
MOUNT_SETATTR = 442
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22
SIGKILL = 9
CAPABILITY_VERSION_3 = 0x20080522
EINVAL = 22


def call(name: str, *arguments: object) -> int:
    """What a function of the C library returns; OSError if that is below 0."""
    result = int(getattr(library(), name)(*arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


@lru_cache
def library() -> ctypes.CDLL:
    """The C library; to open it takes longer than most calls."""
    return ctypes.CDLL(None, use_errno=True)


def system_call(name: str, number: int, *arguments: object) -> None:
    """A call that not every C library has a function for."""
    try:
        call("syscall", ctypes.c_long(number), *arguments)
    except OSError as error:
        number = error.errno or 0
        raise OSError(number, f"{name}: {os.strerror(number)}") from None


def unshare(namespaces: int) -> None:
    """Leave the given namespaces for fresh ones."""
    call("unshare", ctypes.c_int(namespaces))


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace that the open file stands for."""
    call("setns", ctypes.c_int(descriptor), ctypes.c_int(kind))


def mount(
    source: str | None,
    target: str,
    kind: str | None,
    flags: int = 0,
    options: str | None = None,
) -> None:
    """Mount `source` at `target`."""
    call(
        "mount",
        encoded(source),
        encoded(target),
        encoded(kind),
        ctypes.c_ulong(flags),
        encoded(options),
    )


def encoded(text: str | None) -> bytes | None:
    """The text as the kernel takes it."""
    return None if text is None else os.fsencode(text)


def read_only(target: str, flags: int = NOSUID | NODEV) -> None:
    """Let nobody write below a mount, its submounts included.

    Needs Linux 5.12: the older way leaves the submounts as they are.
    """
    wanted = struct.pack("QQQQ", RDONLY | flags, 0, 0, 0)
    system_call(
        "mount_setattr",
        MOUNT_SETATTR,
        ctypes.c_int(AT_FDCWD),
        encoded(target),
        ctypes.c_uint(AT_RECURSIVE),
        wanted,
        ctypes.c_size_t(len(wanted)),
    )


def pivot_root(root: str, old: str) -> None:
    """Make `root` the root of all paths, and hang the present one at `old`."""
    number = {"x86_64": 155, "aarch64": 41}[machine()]
    system_call("pivot_root", number, encoded(root), encoded(old))


def detach(target: str) -> None:
    """Take a mount away, with all that hangs below it."""
    call("umount2", encoded(target), ctypes.c_int(DETACH))


def machine() -> str:
    """The processor's name, or OSError for one without a table here."""
    name = platform.machine()
    if name not in ("x86_64", "aarch64"):
        raise OSError(f"no walls are written for the processor {name}")
    return name


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    zero = ctypes.c_ulong(0)
    call(
        "prctl", ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero
    )


def die_with_parent() -> None:
    """Be killed when the process that started this one ends.

    A change of user takes this back.
    """
    prctl(PR_SET_PDEATHSIG, SIGKILL)


def be_undumpable() -> None:
    """Write no core file, and be no open book in /proc."""
    prctl(PR_SET_DUMPABLE, 0)


def drop_capabilities() -> None:
    """Give up every right of the superuser, for good."""
    number = 0
    while True:
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError as error:
            if error.errno != EINVAL or number == 0:
                raise
            break  # past the last one that this kernel knows
        number += 1
    no_rights()


def no_rights() -> None:
    """Use none of the superuser's rights, and gain none by any program."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    call("capset", header, bytes(24))
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def new_user_namespace(
    namespaces: int, *, user: int, outside: tuple[int, int], proc: int
) -> None:
    """Enter fresh namespaces, in which this process's user is `user`.

    `outside` are the user and group that it is now, `proc` an open /proc.
    """
    unshare(NEWUSER | namespaces)
    write_at(proc, "self/setgroups", "deny")
    write_at(proc, "self/uid_map", f"{user} {outside[0]} 1")
    write_at(proc, "self/gid_map", f"{user} {outside[1]} 1")


def write_at(folder: int, path: str, text: str) -> None:
    """Write a file of /proc, whose refusal must be seen.

    Closing a Python file object swallows some of the errors; os.write
    does not.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC, dir_fd=folder)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def limit(name: str, soft: int, hard: int | None = None) -> None:
    """Lower a limit of this process; none is ever raised."""
    import resource  # not on Windows, where this module is only imported

    kind = getattr(resource, name)
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft = min(soft, ceiling)
        hard = min(hard or soft, ceiling)
    resource.setrlimit(kind, (soft, hard or soft))
