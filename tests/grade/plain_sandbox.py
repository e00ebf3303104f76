"""A sandbox without walls for the tests of what crosses: harmless cells only.

The student's side of the talk runs in a forked child with a shell that only
executes; so these tests need neither namespaces nor IPython's shell.
"""

import contextlib
import io
import os
import random
import signal
import socket
import tempfile
import traceback
import warnings

import numpy as np

from dlcourse.grade.judge import Judge
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    OWN,
    SOLUTION,
    Cell,
    Job,
    JobCell,
)
from dlcourse.grade.sandbox.inside import serve


class Captured:
    """What is printed while the judge calls a function."""

    def __init__(self):
        self.streams = {"stdout": io.StringIO(), "stderr": io.StringIO()}

    def text(self, name):
        return self.streams[name].getvalue()


class PlainShell:
    """Executes cells in one namespace and says whether they raised."""

    def __init__(self):
        self.namespace = {"__name__": "__main__"}

    def run(self, text, number):
        with self.capture() as captured:
            try:
                exec(compile(text, "<ipython-input>", "exec"), self.namespace)
                error = []
            except BaseException as raised:
                error = [
                    {
                        "output_type": "error",
                        "ename": type(raised).__name__,
                        "evalue": str(raised),
                        "traceback": traceback.format_exc().splitlines(),
                    }
                ]
        text = captured.text("stdout")
        printed = [{"output_type": "stream", "name": "stdout", "text": text}]
        return (printed if text else []) + error, not error

    @contextlib.contextmanager
    def capture(self):
        captured = Captured()
        with (
            contextlib.redirect_stdout(captured.streams["stdout"]),
            contextlib.redirect_stderr(captured.streams["stderr"]),
        ):
            yield captured


class PlainChild:
    """A forked process that serves one end of a socket."""

    def __init__(self):
        self.socket, far = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self.socket.close()
            with contextlib.suppress(BaseException):
                np.random.seed()
                random.seed()
                serve(far, PlainShell(), {})
            os._exit(0)
        far.close()
        self.reaped = False

    def interrupt(self):
        if not self.reaped:
            os.kill(self.pid, signal.SIGINT)

    def kill(self):
        if not self.reaped:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.reaped = True

    def ended(self, timeout=0):
        return "ended the process it ran in"


def verdict_on(*cells, limits=None, **options):
    """The verdict on a notebook of (kind, text[, the student's text])."""
    course, submitted = [], []
    for place, (kind, text, *own) in enumerate(cells):
        name = "" if kind == OWN else f"{kind}-{place}"
        released = text.split("### BEGIN HIDDEN TESTS")[0]
        course.append(Cell(kind, name, text, released, float(kind == GRADED)))
        submitted.append(
            JobCell(
                kind,
                name,
                own[0] if own else released if kind == GRADED else text,
                text if kind in (GRADED, LOCKED) else "",
                float(kind == GRADED),
            )
        )
    if limits:
        options["limits"] = limits
    job = Job(tuple(submitted), tuple(course), **options)
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
    ):
        warnings.simplefilter("default")  # as in a process of its own
        return Judge(job, PlainChild).verdict()


def judged(solution, check, student=None, locked="import numpy as np"):
    """The one check of a course with one solution cell and one check."""
    verdict = verdict_on(
        (LOCKED, locked),
        (SOLUTION, solution, student or solution),
        (GRADED, check),
    )
    return verdict.checks[0]
