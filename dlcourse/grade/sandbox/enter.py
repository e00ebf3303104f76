"""Raises the outer walls around this process, which becomes the zygote.

`python -m sandbox.enter OPTIONS`: as root, the new file system is built with
root's rights, which are then given up for those of a user that owns nothing;
an ordinary user first gets a user namespace, and builds it there. Either way
the zygote is the first process of a pid namespace: when it ends, the kernel
ends all the others.
"""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from . import linux, root
from .zygote import give_up, refuse

NOBODY = 65534
NAMESPACES = {
    "ipc": linux.NEWIPC,
    "uts": linux.NEWUTS,
    "net": linux.NEWNET,
}
CLOSED = (
    "{path} is closed to other users, and as root the sandbox runs as one of "
    "them: `chmod -R o+rX {path}`"
)
OUTSIDE = ("shown", "hidden", "environment")  # said to this process alone
OUTER = linux.NEWNS | linux.NEWPID


def main() -> None:
    """Raise the walls, fork, and be the zygote in the fork."""
    options = json.loads(sys.argv[1])
    options["proc"] = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    try:
        built = leave_root(options)
        namespaces = OUTER
        for name, flag in NAMESPACES.items():
            namespaces |= flag if name in options["walls"] else 0
        linux.new_user_namespace(
            namespaces,
            user=0,  # else the rights are lost when Python starts anew
            outside=(os.getuid(), os.getgid()),
            proc=options["proc"],
        )
        pid = os.fork()
        if pid:
            os.close(options["control"])
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        linux.die_with_parent()
        inner_root(options, built)
    except OSError as error:
        refuse(options["control"], str(error))
    become_zygote(options)


def leave_root(options: dict[str, Any]) -> bool:
    """As root, build the file system and become nobody; whether it did."""
    if os.geteuid() or "files" not in options["walls"]:
        return False
    if not all(map(has_nobody, ("uid_map", "gid_map"))):
        return False  # root of a container that knows one user
    try:
        linux.unshare(linux.NEWNS)
    except OSError:
        return False  # root in name alone, as in many containers
    build_root(options)
    # A user namespace may mount its own /proc only where one is seen whole.
    linux.mount("proc", "/proc", "proc", root.FLAGS | linux.NOEXEC)
    root.seal()
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # The change of user made /proc/self root's; uid_map must be written.
    linux.prctl(linux.PR_SET_DUMPABLE, 1)
    for source, target in options["shown"]:
        if closed(target):
            give_up(options["control"], CLOSED.format(path=source))
    return True


def build_root(options: dict[str, Any]) -> None:
    """The new file system, as it was asked for."""
    root.build(
        options["shown"],
        options["hidden"],
        options["home"],
        options["temporary"],
    )


def closed(path: str) -> bool:
    """Whether this user cannot read a folder, or what lies in it, or a file.

    Looks one level deep: rights are usually taken away from a whole tree.
    """
    if not os.path.isdir(path):
        return not os.access(path, os.R_OK)
    if not os.access(path, os.R_OK | os.X_OK):
        return True
    below = [entry.path for entry in os.scandir(path)]
    return bool(below) and not any(os.access(p, os.R_OK) for p in below)


def has_nobody(name: str) -> bool:
    """Whether this user namespace has the user, or group, NOBODY."""
    rows = Path("/proc/self", name).read_text().splitlines()
    ranges = [tuple(map(int, row.split())) for row in rows]
    return any(first <= NOBODY < first + n for first, _, n in ranges)


def inner_root(options: dict[str, Any], built: bool) -> None:
    """The zygote's own file system, inside the user namespace."""
    if "files" not in options["walls"]:
        return
    if not built:
        build_root(options)
    # Where the kernel refuses this, the outer one, which is open, serves.
    with contextlib.suppress(OSError):
        linux.mount("proc", "/proc", "proc", root.FLAGS | linux.NOEXEC)
    if not built:
        root.seal()
    root.scratch(options["home"], megabytes=16)


def become_zygote(options: dict[str, Any]) -> None:
    """Start Python anew, inside, with nothing of this process but files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for descriptor in (options["control"], options["proc"]):
        os.set_inheritable(descriptor, True)
    environment = {**os.environ, **options["environment"]}
    told = {n: v for n, v in options.items() if n not in OUTSIDE}
    arguments = [sys.executable, "-P", "-m", "sandbox", json.dumps(told)]
    os.execve(sys.executable, arguments, environment)


if __name__ == "__main__":
    main()
