"""The supervisor's side of the sandbox.

`Sandbox` starts a zygote behind walls and asks it for children; a `Child` is
one confined process with a socket to it. What runs inside is in `sandbox/`;
nothing that comes from there is believed here but how a process ended, which
the zygote says and no student's code can.
"""

import array
import contextlib
import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

from dlcourse.grade.errors import SandboxError
from dlcourse.grade.launch import (
    BUBBLEWRAP,
    LANDLOCK,
    NAMESPACES,
    NONE,
    WARM_SECONDS,
    Refused,
    Zygote,
    end,
    last_line,
    wait_until_warm,
)
from dlcourse.grade.model import Limits
from dlcourse.grade.sandbox import WALLS
from dlcourse.grade.sandbox.order import Order

__all__ = ["BUBBLEWRAP", "LANDLOCK", "NAMESPACES", "NONE", "Child", "Sandbox"]

SERVE = "sandbox.inside:serve"
INTERRUPTED = "interrupted"  # what the zygote answers
READY_SECONDS = 30
END_SECONDS = 10  # from SIGKILL to a report
MOST = 65536  # bytes read at a time
ONLY_LINUX = (
    "student code can be confined on Linux alone, and this is {platform}: "
    "grade on a Linux machine or in a Linux container, or add --unsandboxed "
    "if you trust everyone who handed in"
)
HOW_TO_GO_ON = (
    "student code cannot be confined on this machine ({reason}): install "
    "bubblewrap, allow user namespaces (Ubuntu: `sudo sysctl -w "
    "kernel.apparmor_restrict_unprivileged_userns=0`), or add --unsandboxed "
    "if you trust everyone who handed in"
)


class Child:
    """One confined process. `socket` is the stream to what it serves."""

    def __init__(
        self, leash: socket.socket, wire: socket.socket, limits: Limits
    ) -> None:
        self.socket = wire
        self._leash = leash
        self._limits = limits
        self._heard = b""
        self._end: str | None = None
        self._killed = False

    def kill(self) -> None:
        """End it and all that it started, and wait until it is gone."""
        if self._end is None:
            self._killed = True
            self._say(b"k")
            if self.ended(END_SECONDS) is None:
                self._end = "was stopped"
        self.socket.close()
        self._leash.close()

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in the student's code that runs now.

        Returns when the signal is sent: code that is run later is safe.
        """
        if self._end is None:
            self._say(b"i")
            line = self._line(END_SECONDS)
            if line not in (None, INTERRUPTED):
                self._end = self._in_words(line or "")

    def ended(self, timeout: float = 0) -> str | None:
        """Why it ended, in words, or None while it lives."""
        if self._end is None:
            line = self._line(timeout)
            if line not in (None, INTERRUPTED):
                self._end = self._in_words(line or "")
        return self._end

    def wait_until_ready(self) -> None:
        """Return when its walls stand; raise SandboxError if they do not."""
        line = self._line(READY_SECONDS)
        if line != "ready":
            self.kill()
            # Not a word of its own, but the zygote's report of its end.
            said = line if line and not line.startswith("{") else ""
            raise SandboxError(
                "the sandbox could not start a process for a submission: "
                + (said or "it did not answer")
            )

    def _say(self, word: bytes) -> None:
        # If it has ended, ended() says how.
        with contextlib.suppress(OSError):
            self._leash.sendall(word)

    def _line(self, timeout: float) -> str | None:
        """The next line from the leash, "" at its end, None if none came."""
        deadline = time.monotonic() + timeout
        while b"\n" not in self._heard:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._leash], [], [], left)[0]:
                return None
            try:
                some = self._leash.recv(MOST)
            except OSError:
                some = b""
            if not some:
                return ""
            self._heard += some
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def _in_words(self, line: str) -> str:
        """How it ended, from the zygote's report."""
        try:
            report = json.loads(line)
        except ValueError:
            return "was lost: the sandbox itself ended"
        return "was stopped" if self._killed else why(report, self._limits)


class Rehearsal(Child):
    """The zygote, as long as it serves its first wire itself."""

    def __init__(self, wire: socket.socket) -> None:
        self.socket = wire

    def kill(self) -> None:
        """Let it go on with its work."""
        self.socket.close()


def why(report: Mapping[str, Any], limits: Limits) -> str:
    """How a process ended that nobody stopped.

    >>> why({"status": 3, "cpu": 0.1, "memory_kb": 0}, Limits())
    'ended with status 3'
    """
    status = report["status"]
    seconds = math.ceil(limits.submission_seconds)
    if status >= 0:
        return f"ended with status {status}"
    if -status in (signal.SIGKILL, signal.SIGXCPU):
        if report["cpu"] >= seconds:
            return f"used more than {seconds} s of CPU"
        return "was killed: the machine had no memory left"
    if report["memory_kb"] >= limits.memory_mb * 1024 * 0.9:
        return f"was killed: it used more than {limits.memory_mb} MB"
    return f"crashed ({signal.Signals(-status).name})"


class Sandbox:
    """A warm, confined process that forks confined children.

    `build` is a folder that holds a package `dlcourse`, the only one inside.
    `tier` asks for one kind of walls; by default the best that can be had.
    `walls` and `serve` are for tests alone.

    Raises SandboxError where no tier is at hand.
    """

    def __init__(
        self,
        *,
        build: Path | None = None,
        tier: str | None = None,
        walls: frozenset[str] = WALLS,
        serve: str = SERVE,
    ) -> None:
        if not hasattr(os, "fork"):
            raise SandboxError(
                "student code cannot be run on Windows itself: grade in WSL "
                "or on a Linux machine"
            )
        self.build = build
        self._zygote = Zygote(build, walls, serve)
        self._closed = False
        self.draws = False
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.tier = self._first_tier([tier] if tier else usual_tiers())

    def child(self, *, files: Mapping[str, bytes], limits: Limits) -> Child:
        """A fresh confined process with these files in its folder.

        Raises SandboxError if there is none to be had: our failure, nobody's
        mark.
        """
        try:
            return self._child(files, limits)
        except (OSError, SandboxError):
            if self._alive():
                raise
        self._restart()
        try:
            return self._child(files, limits)
        except OSError as error:
            raise SandboxError(f"the sandbox ends at once: {error}") from None

    def rehearsal(self) -> "Rehearsal":
        """The zygote itself in a child's place, for cells of ours."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._ask(b"r", theirs)
        return Rehearsal(ours)

    def kill_all(self) -> None:
        """End every child that lives; start a zygote that died again."""
        if not self._answered(b"k", END_SECONDS):
            self._restart()

    def get_ready_to_draw(self) -> None:
        """Let children find imported what draws figures, from now on.

        It takes as long as all the rest that they need, and not every course
        draws.
        """
        self.draws = True
        if not self._answered(b"d", WARM_SECONDS):
            self._restart()

    def close(self) -> None:
        """End the zygote and all its children, for good."""
        self._closed = True
        self._stop()

    def _stop(self) -> None:
        """End the zygote and all its children."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            process, self._process = self._process, None
            end(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _first_tier(self, tiers: list[str]) -> str:
        """The first of the tiers that this machine allows, now running."""
        reasons = []
        for tier in tiers:
            try:
                self._start(tier)
                return tier
            except Refused as refusal:
                reasons.append(f"{tier}: {refusal}")
        if not reasons:
            raise SandboxError(ONLY_LINUX.format(platform=sys.platform))
        raise SandboxError(HOW_TO_GO_ON.format(reason="; ".join(reasons)))

    def _start(self, tier: str) -> None:
        """A zygote of this tier, tried out with one child."""
        ours, theirs = socket.socketpair()
        self._control = ours
        with theirs, TemporaryFile() as errors:
            try:
                self._process = self._zygote.launch(tier, theirs, errors)
                theirs.close()
                self.warm_cpu_seconds = wait_until_warm(ours, errors)
                if self.draws and not self._answered(b"d", WARM_SECONDS):
                    raise SandboxError("the sandbox cannot draw")
                self._try_out(errors)
            except BaseException:
                self._stop()
                raise

    def _try_out(self, errors: IO[bytes]) -> None:
        """One child, so that what is not allowed is found out now."""
        try:
            self._child({}, Limits()).kill()
        except (OSError, SandboxError) as error:
            said = last_line(errors)
            raise Refused(f"{error}; {said}" if said else error) from None

    def _restart(self) -> None:
        """A new zygote in place of one that ended."""
        if self._closed:
            raise SandboxError("the sandbox is closed")
        self._stop()
        try:
            self._start(self.tier)
        except Refused as error:
            raise SandboxError(
                f"the sandbox does not start: {error}"
            ) from None

    def _alive(self) -> bool:
        """Whether the zygote is there: it says nothing, but may hang up."""
        if self._control is None:
            return False
        return not select.select([self._control], [], [], 0)[0]

    def _child(self, files: Mapping[str, bytes], limits: Limits) -> Child:
        leash, far_leash = socket.socketpair()
        wire, far_wire = socket.socketpair()
        child = Child(leash, wire, limits)
        try:
            with far_leash, far_wire:
                self._ask(b"c", far_leash, far_wire)
            wire.settimeout(READY_SECONDS)
            # If it ends meanwhile, its leash says why.
            with contextlib.suppress(OSError):
                Order(asdict(limits), files).send(wire)
            wire.settimeout(None)
            child.wait_until_ready()
        except BaseException:
            child.kill()
            raise
        return child

    def _answered(self, word: bytes, seconds: float) -> bool:
        """Whether the zygote does what the word says, and says so."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._ask(word, theirs)
            ours.settimeout(seconds)
            return ours.recv(MOST) != b""
        except (OSError, SandboxError):
            return False
        finally:
            ours.close()

    def _ask(self, word: bytes, *sockets: socket.socket) -> None:
        """One request, with the sockets that it needs."""
        if self._control is None:
            raise SandboxError("the sandbox is not running")
        passed = array.array("i", [each.fileno() for each in sockets])
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, passed)
        self._control.sendmsg([word], [rights])


def usual_tiers() -> list[str]:
    """The tiers to try, the best first. Running without is never usual."""
    if sys.platform != "linux":
        return []
    return [NAMESPACES, BUBBLEWRAP, LANDLOCK]
