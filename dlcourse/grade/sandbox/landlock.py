"""Which files a process may still use, where no namespace is to be had.

Landlock (Linux 5.13, here from 6.2 on) lets any process give up the right to
open files, for good and without any right of its own: what is not listed
cannot be opened. It hides nothing: that a file is there, its size and its
times can be asked for.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import linux

CREATE, ADD, RESTRICT = 444, 445, 446  # the same on every processor
VERSION_FLAG = 1
OLDEST = 3  # before, any file could be cut to nothing
NETWORK, SCOPES = 4, 6  # the versions that brought them
BENEATH = 1

WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
READING = READ_FILE | READ_DIR
OF_A_FILE = WRITE_FILE | READ_FILE | TRUNCATE
# No program, device, socket or pipe: remove, make folders, files and links.
OWN = READING | WRITE_FILE | TRUNCATE | 0b11 << 4 | 0b11 << 7 | 0b11 << 12
ALL_FILES = {3: (1 << 15) - 1, 5: (1 << 16) - 1}  # from that version on
TCP = 0b11  # listen and connect
SIGNALS = 0b11  # to others, and sockets with names of their own
DEVICES = ("null", "zero", "full", "random", "urandom")


def version() -> int:
    """What this kernel has. Raises OSError where it is too little."""
    try:
        number = linux.call(
            "syscall",
            ctypes.c_long(CREATE),
            None,
            ctypes.c_size_t(0),
            ctypes.c_uint(VERSION_FLAG),
        )
    except OSError as error:
        raise OSError(error.errno, "this kernel has no landlock") from None
    if number < OLDEST:
        raise OSError(f"landlock {number} is too old: Linux 6.2 is needed")
    return number


def restrict(read: Iterable[str], listed: Iterable[str], own: str) -> None:
    """From now on read and list these, and use the folder `own`; no more.

    For this thread and all that it starts, once it has given up the rights
    that a program may bring. Raises OSError.
    """
    now = version()
    files = max(rights for v, rights in ALL_FILES.items() if v <= now)
    net = TCP if now >= NETWORK else 0
    scopes = SIGNALS if now >= SCOPES else 0
    handled = struct.pack("QQQ", files, net, scopes)
    rules = linux.call(
        "syscall",
        ctypes.c_long(CREATE),
        handled,
        ctypes.c_size_t(len(handled)),
        ctypes.c_uint(0),
    )
    try:
        for path in read:
            allow(rules, path, READING)
        for path in listed:
            allow(rules, path, READ_DIR)
        for name in DEVICES:
            allow(rules, f"/dev/{name}", READ_FILE | WRITE_FILE)
        allow(rules, own, OWN)
        linux.system_call(
            "landlock", RESTRICT, ctypes.c_int(rules), ctypes.c_uint(0)
        )
    finally:
        os.close(rules)


def allow(rules: int, path: str, rights: int) -> None:
    """Let these rights be kept on a file, or on all below a folder."""
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= OF_A_FILE
        linux.system_call(
            "landlock",
            ADD,
            ctypes.c_int(rules),
            ctypes.c_int(BENEATH),
            struct.pack("=Qi", rights, place),
            ctypes.c_uint(0),
        )
    finally:
        os.close(place)
