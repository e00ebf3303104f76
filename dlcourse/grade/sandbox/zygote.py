"""A warm process that forks a child for each submission.

It imports once what costs a fresh kernel its second, forks only while it has
a single thread, and knows nothing of marks. Two kinds of talk:

The control socket takes one byte a request, so that a caller that dies in the
middle leaves nothing half said. `c` comes with two open sockets, the child's
leash and its wire; `k` with one, which is answered when all children are gone;
`r` with a wire that the zygote serves itself, for cells that are ours, so that
its children find everything done once that is slow the first time. `d` with
one, which is answered when children find ready what draws figures, too.

A leash lives as long as its child. The caller says `k` (kill) or `i`
(interrupt) on it, and its end, when the caller closes it or dies, means kill.
It is told "ready" or what went wrong, "interrupted" when the signal is sent,
and at last how the child ended.
"""

import array
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from . import child, linux

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
FIGURES = "module://matplotlib_inline.backend_inline"  # as in Jupyter
CREATE, KILL, INTERRUPT, REHEARSE, DRAW = b"c", b"k", b"i", b"r", b"d"
SECONDS_TO_END = 5  # matplotlib starts a timer while it looks for fonts
MOST = 4096  # bytes of one message


def main() -> NoReturn:
    """Get warm, then fork children until the control socket closes."""
    gc.disable()  # imports make no garbage, and much to look through
    options = json.loads(sys.argv[1])
    sys.argv[:] = [""]  # nothing for a notebook to read
    try:
        Zygote(options).run()
    except BaseException:
        # sys.stderr belongs to the shell by now.
        os.write(2, traceback.format_exc().encode())
        os._exit(1)
    os._exit(0)


def refuse(control: int, reason: str) -> NoReturn:
    """Say why the walls cannot be raised here, and end."""
    os.write(control, json.dumps({"refused": reason}).encode() + b"\n")
    os._exit(1)


def give_up(control: int, reason: str) -> NoReturn:
    """Say what the person at the keyboard must mend, and end."""
    os.write(control, json.dumps({"trouble": reason}).encode() + b"\n")
    os._exit(1)


@dataclass
class Born:
    """A child that lives."""

    pid: int
    leash: socket.socket
    folder: str | None  # to be removed after it, where there is no tmpfs


class Zygote:
    """The fork server."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.walls = frozenset(options["walls"])
        self.control = socket.socket(fileno=options["control"])
        self.proc = options.get("proc")
        self.born: dict[int, Born] = {}
        self.pid_namespace = -1

    def run(self) -> None:
        """Fork children until the control socket closes."""
        self.prepare()
        wake, poll = self.wake_on_signals(), select.poll()
        poll.register(self.control, select.POLLIN)
        poll.register(wake, select.POLLIN)
        self.poll = poll
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            if wake in ready:
                os.read(wake, MOST)
                self.reap()
            for born in list(self.born.values()):
                if born.leash.fileno() in ready:
                    self.hear(born)
            if self.control.fileno() in ready and not self.answer():
                self.kill_all()
                return

    def prepare(self) -> None:
        """Import and try out what children need, and say so."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.proc is None and os.path.isdir("/proc/self"):
            self.proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        if self.proc is not None:
            # Where memory runs out, the kernel is to take a child first.
            with contextlib.suppress(OSError):
                linux.write_at(self.proc, "self/oom_score_adj", "500")
        if "pid" in self.walls:
            self.pid_namespace = os.open(
                "self/ns/pid", os.O_RDONLY, dir_fd=self.proc
            )
        self.shell, self.serve = warm(self.options["serve"])
        settle_down()
        sys.path.insert(0, "")  # as in Jupyter: a notebook's own modules
        gc.enable()
        report = {"warm": time.process_time(), "threads": self.threads()}
        self.control.sendall(json.dumps(report).encode() + b"\n")

    def threads(self) -> int:
        """How many threads this process has; 0 where nobody can say."""
        if self.proc is None:
            return 0
        tasks = os.open("self/task", os.O_RDONLY, dir_fd=self.proc)
        try:
            return len(os.listdir(tasks))
        finally:
            os.close(tasks)

    def wake_on_signals(self) -> int:
        """A descriptor that can be read when a child has ended."""
        wake, self.waker = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(self.waker, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)
        return wake

    def answer(self) -> bool:
        """Do one request; False when nobody is left to ask."""
        data, sockets = receive(self.control)
        if data == CREATE and len(sockets) == 2:
            self.fork(*sockets)
        elif data == KILL and len(sockets) == 1:
            self.kill_all()
            tell(sockets[0], "done")
        elif data == REHEARSE and len(sockets) == 1:
            self.rehearse(sockets[0])
        elif data == DRAW and len(sockets) == 1:
            self.shell.prime_figures()
            settle_down()
            tell(sockets[0], "done")
        for each in sockets:
            if data != CREATE or each is not sockets[0]:
                each.close()
        return bool(data)

    def rehearse(self, wire: socket.socket) -> None:
        """Serve the wire here, and forget what was said on it."""
        self.serve(wire, self.shell, {})
        self.shell.forget()
        settle_down()

    def fork(self, leash: socket.socket, wire: socket.socket) -> None:
        """A child that serves the wire until it closes."""
        home, folder = self.options.get("home"), None
        if not home:
            home = folder = tempfile.mkdtemp(prefix="dlcourse-")
        if self.pid_namespace >= 0:
            linux.unshare(linux.NEWPID)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            child.live(self, leash, wire, home)
        if self.pid_namespace >= 0:
            linux.setns(self.pid_namespace, linux.NEWPID)
        self.born[pid] = Born(pid, leash, folder)
        self.poll.register(leash, select.POLLIN)

    def hear(self, born: Born) -> None:
        """Do what is said on a child's leash."""
        try:
            word = born.leash.recv(1)
        except OSError:
            word = b""
        if word == INTERRUPT:
            send_signal(born.pid, signal.SIGINT)
            tell(born.leash, "interrupted")
            return
        if not word:
            self.poll.unregister(born.leash)
        self.kill(born)

    def kill(self, born: Born) -> None:
        """End a child and all that it started."""
        if self.pid_namespace < 0:
            # It may not have made its group yet.
            with contextlib.suppress(OSError):
                os.killpg(born.pid, signal.SIGKILL)
        send_signal(born.pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """End all children, and wait until they are gone."""
        for born in list(self.born.values()):
            self.kill(born)
        while self.born:
            self.reap(wait=True)

    def reap(self, *, wait: bool = False) -> None:
        """Tell on their leashes how children ended."""
        while self.born:
            try:
                pid, status, used = os.wait4(-1, 0 if wait else os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            born = self.born.pop(pid, None)
            if born is not None:
                self.bury(born, status, used)

    def bury(self, born: Born, status: int, used: Any) -> None:
        """Report a child's end and take away what it left."""
        tell(
            born.leash,
            json.dumps(
                {
                    "status": os.waitstatus_to_exitcode(status),
                    "cpu": used.ru_utime + used.ru_stime,
                    "memory_kb": used.ru_maxrss,
                }
            ),
        )
        # Its end may have been heard before.
        with contextlib.suppress(KeyError):
            self.poll.unregister(born.leash)
        born.leash.close()
        if born.folder:
            shutil.rmtree(born.folder, ignore_errors=True)


def warm(name: str) -> tuple[Any, Callable[..., None]]:
    """A shell ready to be used, and the function that serves a wire.

    `name` is "module:function". One thread for linear algebra: a fork while
    there are several could stand still for ever, and children are many.
    """
    for variable in THREADS:
        os.environ[variable] = "1"
    os.environ["MPLBACKEND"] = FIGURES
    if folder := os.environ.get("MPLCONFIGDIR"):
        child.know_fonts(Path(folder))
    for module in ("random", "linalg", "fft", "testing"):
        importlib.import_module(f"numpy.{module}")
    from .shell import Shell

    shell = Shell()
    shell.prime()
    module, _, function = name.partition(":")
    return shell, getattr(importlib.import_module(module), function)


def settle_down() -> None:
    """Be ready to be forked: one thread, and nothing left to be freed."""
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join(SECONDS_TO_END)
    gc.collect()
    gc.freeze()


def receive(control: socket.socket) -> tuple[bytes, list[socket.socket]]:
    """A request's byte, and the sockets that come with it."""
    room = socket.CMSG_SPACE(2 * array.array("i").itemsize)
    data, extra, _, _ = control.recvmsg(1, room)
    descriptors = array.array("i")
    for level, kind, words in extra:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            whole = len(words) - len(words) % descriptors.itemsize
            descriptors.frombytes(words[:whole])
    return data, [socket.socket(fileno=number) for number in descriptors]


def tell(leash: socket.socket, line: str) -> None:
    """Say a line to a caller, who may be gone."""
    with contextlib.suppress(OSError):
        leash.sendall(line.encode() + b"\n")


def send_signal(pid: int, number: int) -> None:
    """Signal a child that may have ended, but is not yet reaped."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
