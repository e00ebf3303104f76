"""Starts the process that becomes the zygote, in one of four tiers.

"namespaces": the process raises its outer walls itself (sandbox/enter.py).
"bubblewrap": bwrap raises them, where it may and we may not.
"landlock": none may be raised; each child gives up files, processes, network.
"none (unsandboxed)": no walls but the limits, for who insists.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dlcourse.grade.errors import SandboxError
from dlcourse.grade.shown import PACKAGE, Shown, around, shown

NAMESPACES, BUBBLEWRAP, LANDLOCK = "namespaces", "bubblewrap", "landlock"
NONE = "none (unsandboxed)"
WITHOUT = frozenset({"limits", "environment", "descriptors"})  # tier NONE
WALLS_OF = {NONE: WITHOUT, LANDLOCK: WITHOUT | {"seccomp", "files"}}
KEPT_VARIABLES = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ")
STEADY = {  # every environment that the zygote gets
    "PATH": "/usr/bin:/bin",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Each arena reserves 64 MB of the address space, which is limited.
    "MALLOC_ARENA_MAX": "2",
}
WARM_SECONDS = 120  # a cold disk and a slow machine
END_SECONDS = 10  # from a closed socket to the end of all processes
MOST = 65536  # bytes read at a time


class Refused(Exception):
    """This machine does not allow a tier's walls."""


@dataclass(frozen=True)
class Zygote:
    """What a zygote is started with, as often as it must be."""

    build: Path | None
    walls: frozenset[str]
    serve: str

    def launch(
        self, tier: str, control: socket.socket, errors: IO[bytes]
    ) -> "subprocess.Popen[bytes]":
        """Start it. It says on `control` when it is warm."""
        walls = self.walls & WALLS_OF.get(tier, self.walls)
        seen = shown(self.build)
        namespaces = tier in (NAMESPACES, BUBBLEWRAP)
        options: dict[str, Any] = {
            "control": control.fileno(),
            "namespaces": namespaces,
            "walls": sorted(walls),
            "serve": self.serve,
            "home": seen.home if namespaces and "files" in walls else None,
            "temporary": seen.temporary,
            "within": seen.within,
        }
        path = self.path_outside()
        environment = {**kept_variables(walls), **STEADY, **path}
        command = [sys.executable, "-P", "-m", "sandbox"]
        if tier == NAMESPACES:
            command[-1] = "sandbox.enter"
            options["shown"], options["hidden"] = seen.pairs, seen.hidden
            inside = seen.environment if "files" in walls else path
            options["environment"] = inside
        elif tier == BUBBLEWRAP:
            command = [*bubblewrap(seen), *command]
            environment.update(seen.environment)
        elif tier == LANDLOCK and "files" in walls:
            options["landlock"] = around(seen)
        control.set_inheritable(True)
        return subprocess.Popen(
            [*command, json.dumps(options)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C is not for it
            close_fds="descriptors" in walls,
            pass_fds=[control.fileno()] if "descriptors" in walls else [],
        )

    def path_outside(self) -> dict[str, str]:
        """Where Python finds the sandbox's code as long as it is outside."""
        folders = [PACKAGE.parent, *([self.build] if self.build else [])]
        return {"PYTHONPATH": ":".join(map(str, folders))}


def kept_variables(walls: frozenset[str]) -> dict[str, str]:
    """What the zygote gets of our own environment."""
    if "environment" not in walls:
        return dict(os.environ)
    return {n: os.environ[n] for n in KEPT_VARIABLES if n in os.environ}


def bubblewrap(seen: Shown) -> list[str]:
    """The outer walls as bubblewrap raises them.

    It leaves the rights over its own namespaces, without which the zygote
    could raise no inner walls.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise Refused("bubblewrap is not installed")
    command = [program, "--unshare-all", "--cap-add", "ALL"]
    command += ["--new-session", "--die-with-parent"]
    command += ["--uid", "0", "--gid", "0"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        if Path("/", name).is_symlink():
            command += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
    for source, target in seen.pairs:
        command += ["--ro-bind", source, target]
    for device in ("null", "zero", "full", "random", "urandom"):
        command += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    for folder in seen.hidden:
        command += ["--tmpfs", folder, "--remount-ro", folder]
    command += ["--proc", "/proc", "--tmpfs", seen.home]
    for link in seen.temporary:
        if link not in seen.within:
            command += ["--symlink", f"{seen.home}/tmp", link]
    return [*command, "--remount-ro", "/"]


def wait_until_warm(control: socket.socket, errors: IO[bytes]) -> float:
    """CPU seconds that getting warm took.

    Raises Refused if the walls are not allowed here, SandboxError for all
    else.
    """
    control.settimeout(WARM_SECONDS)
    try:
        with control.makefile("rb") as lines:
            line = lines.readline()
    except OSError as error:
        raise SandboxError(f"the sandbox does not get warm: {error}") from None
    finally:
        control.settimeout(None)
    if not line:
        reason = last_line(errors) or "it said nothing"
        if reason.startswith("bwrap: "):
            raise Refused(reason)
        raise SandboxError(f"the sandbox ended before it was warm: {reason}")
    report = json.loads(line)
    if "refused" in report:
        raise Refused(report["refused"])
    if "trouble" in report:
        raise SandboxError(report["trouble"])
    if report["threads"] > 1:
        raise SandboxError(
            f"the sandbox has {report['threads']} threads and cannot fork"
        )
    return float(report["warm"])


def last_line(errors: IO[bytes]) -> str:
    """What a process said last, or ""."""
    # Its own position is not where the process's is.
    text = os.pread(errors.fileno(), MOST, 0).decode(errors="replace")
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process whose control socket is closed; then kill it."""
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
