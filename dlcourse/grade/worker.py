"""The warm process that judges jobs, one after the other.

    Worker (in the command)  --Job-->  python -m dlcourse.grade.worker
                             <-Verdict-   forks a judge for each job, which
                                          asks the sandbox for the rest

The process has loaded what checks use and has no thread but one, so that a
judge is a fork of some milliseconds, fresh for every submission, and what one
check changes reaches no other student.
"""

import argparse
import contextlib
import gc
import importlib
import json
import os
import random
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dlcourse.grade.watch import NOWHERE, Progress

# One thread: before numpy is loaded, by whoever imports it first.
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
MOST_JOB = 1 << 30  # bytes of a job or a verdict; both sides are ours
MARGIN = 15.0  # seconds over a submission's own limit
LOOK = 0.5  # seconds between two looks at what a judge does
MOST_MEMORY = 4  # times what the sandbox may use
USUAL = (
    *("numpy.testing", "unittest.mock", "dlcourse.datasets"),
    *("dlcourse.feedback", "dlcourse.grade.rehearsal"),
)
DRAWING = ("matplotlib.pyplot", "dlcourse.plots")
DRAWS = "plot"  # stands in matplotlib, pyplot, dlcourse.plots, axes.plot
SEED_FILE = Path(".dlcourse") / "seed"


class Worker:
    """A process that judges; started at once, ended by `close`.

    `build` is the folder with the `dlcourse` that students may import. Raises
    SandboxError where no sandbox can be had.
    """

    def __init__(
        self, *, build: Path | None = None, unsandboxed: bool = False
    ):
        self.options = ["--unsandboxed"] if unsandboxed else []
        if build is not None:
            self.options += ["--build", str(build)]
        self.tier = ""
        self.start()

    def start(self) -> None:
        """Start the process and wait until it is warm."""
        from dlcourse.grade.errors import SandboxError
        from dlcourse.grade.sandbox.wire import Channel, WireError

        self.ending = False
        near, far = socket.socketpair()
        with far:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "dlcourse.grade.worker"),
                    *("--wire", str(far.fileno()), *self.options),
                ],
                pass_fds=[far.fileno()],
                env={**os.environ, **ONE_THREAD, "MPLBACKEND": "Agg"},
                stdin=subprocess.DEVNULL,
            )
        self.channel = Channel(near, MOST_JOB)
        try:
            header, _ = self.channel.receive()
        except WireError:
            self.process.wait()
            raise SandboxError(
                "the judge's process ended before it had begun"
            ) from None
        if "refused" in header:
            self.process.wait()
            raise SandboxError(header["refused"])
        self.tier = header["tier"]

    def run(self, job: Any) -> Any:
        """The verdict on a job; `trouble` in it says what of ours failed."""
        from dlcourse.grade.model import Verdict
        from dlcourse.grade.sandbox.wire import WireError

        files = [*job.files.values(), *job.course_files.values()]
        seconds = job.limits.submission_seconds + 2 * MARGIN
        deadline = time.monotonic() + seconds
        try:
            self.channel.send(job_data(job), files, deadline)
            header, _ = self.channel.receive(deadline)
        except WireError as error:
            if self.ending:
                return Verdict(tier=self.tier, trouble="it was stopped")
            self.close()
            self.start()
            return Verdict(
                tier=self.tier, trouble=f"the judge's process: {error}"
            )
        return Verdict.from_data({**header, "tier": self.tier})

    def close(self) -> None:
        """End the process and everything that it has started.

        Also while another thread waits for a verdict: it will have none.
        """
        self.ending = True
        with contextlib.suppress(OSError):  # it may have gone before
            self.channel.sock.shutdown(socket.SHUT_RDWR)
        self.channel.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def job_data(job: Any) -> dict[str, Any]:
    """A job as plain data; the files' contents go beside it."""
    return {
        **vars(job),
        "cells": list(map(vars, job.cells)),
        "course_cells": list(map(vars, job.course_cells)),
        "limits": vars(job.limits),
        "files": list(job.files),
        "course_files": list(job.course_files),
    }


def job_from(data: dict[str, Any], contents: list[bytes]) -> Any:
    """The job again."""
    from dlcourse.grade.model import Cell, Job, JobCell, Limits

    own = len(data["files"])
    return Job(
        **{
            **data,
            "cells": tuple(JobCell(**row) for row in data["cells"]),
            "course_cells": tuple(Cell(**row) for row in data["course_cells"]),
            "limits": Limits(**data["limits"]),
            "files": dict(zip(data["files"], contents[:own])),
            "course_files": dict(zip(data["course_files"], contents[own:])),
        }
    )


def main() -> int:
    """The worker's process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--wire", type=int, required=True)
    parser.add_argument("--build", type=Path)
    parser.add_argument("--unsandboxed", action="store_true")
    options = parser.parse_args()
    from dlcourse.grade.errors import SandboxError
    from dlcourse.grade.sandbox.wire import Channel, Closed

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command decides
    os.set_inheritable(options.wire, False)
    channel = Channel(socket.socket(fileno=options.wire), MOST_JOB)
    try:
        work(channel, options.build, unsandboxed=options.unsandboxed)
    except SandboxError as error:
        channel.send({"refused": str(error)}, [])
        return 1
    except Closed:
        return 0
    return 0


def work(channel: Any, build: Path | None, *, unsandboxed: bool) -> None:
    """Answer jobs with verdicts until the command hangs up."""
    from dlcourse.grade.confine import NONE, Sandbox

    gc.disable()  # imports make no garbage, and much to look through
    # Both warm up at the same time. The sandbox is started by this thread,
    # whose end would end it; and no fork before the other one is through.
    loading = threading.Thread(target=load, args=[USUAL])
    loading.start()
    sandbox = Sandbox(build=build, tier=NONE if unsandboxed else None)
    try:
        loading.join()
        from dlcourse.grade.rehearsal import rehearse

        rehearse(sandbox.rehearsal)
        settle_down()
        gc.enable()
        channel.send({"tier": sandbox.tier}, [])
        while True:
            data, contents = channel.receive()
            job = job_from(data, contents)
            if not sandbox.draws and seems_to_draw(job):
                sandbox.get_ready_to_draw()
                load(DRAWING)
                settle_down()
            channel.send(in_a_fork(job, sandbox), [])
            sandbox.kill_all()
    finally:
        sandbox.close()


def load(names: Iterable[str]) -> None:
    """Import what instructors' cells import."""
    for name in names:
        importlib.import_module(name)


def seems_to_draw(job: Any) -> bool:
    """Whether its cells or files may import what draws figures.

    Where they do it all the same, it takes them half a second.
    """
    texts = (text for cell in job.cells for text in (cell.text, cell.judge))
    files = (*job.files.values(), *job.course_files.values())
    return any(DRAWS in text for text in texts) or any(
        DRAWS.encode() in content for content in files
    )


def settle_down() -> None:
    """Have nothing left that a fork could find and free."""
    gc.collect()
    gc.freeze()


def in_a_fork(job: Any, sandbox: Any) -> dict[str, Any]:
    """The verdict of a judge in a process of its own, as data."""
    from dlcourse.grade.judge import prepare
    from dlcourse.grade.model import Verdict

    prepare(job)
    began = time.monotonic()
    lost: set[int] = set()
    while True:
        progress = Progress()
        with own_folder(job) as folder:
            text = told_by_judge(job, sandbox, folder, progress, lost, began)
        if text:
            return json.loads(text)
        if progress.place in {NOWHERE, *lost}:
            words = "the judge ended without a verdict"
            return Verdict(trouble=words).as_data()
        lost.add(progress.place)
        sandbox.kill_all()


def told_by_judge(
    job: Any,
    sandbox: Any,
    folder: Path,
    progress: Progress,
    lost: set[int],
    began: float,
) -> bytes:
    """What a judge in a fork says; nothing if it ended or was late."""
    reading, writing = os.pipe()
    judge = os.fork()
    if judge == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            os.chdir(folder)
            sys.path.insert(0, "")  # modules of the course, as in a notebook
            tempfile.tempdir = str(folder.parent)
            text = judge_here(job, sandbox, progress, lost, began)
            write_all(writing, text)
        os._exit(0)
    os.close(writing)
    last = began + job.limits.submission_seconds + MARGIN
    text = read_all(reading, last, progress)
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(judge, signal.SIGKILL)
    os.waitpid(judge, 0)
    return text


def judge_here(
    job: Any, sandbox: Any, progress: Progress, lost: set[int], began: float
) -> bytes:
    """The judge's process: its verdict as JSON."""
    import numpy as np

    from dlcourse.grade.judge import Judge
    from dlcourse.grade.model import Verdict

    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # nobody's terminal for what students write
        os.dup2(null, number)
    memory = MOST_MEMORY * job.limits.memory_mb << 20
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    np.random.seed()
    random.seed()
    files = {**job.files, **job.course_files}
    try:
        verdict = Judge(
            job,
            lambda: sandbox.child(files=files, limits=job.limits),
            tell=progress.tell,
            lost=lost,
            began=began,
        ).verdict()
    except Exception as error:
        words = f"{type(error).__name__}: {error}".splitlines()[0]
        verdict = Verdict(trouble=words)
    return json.dumps(verdict.as_data()).encode()


@contextlib.contextmanager
def own_folder(job: Any) -> Iterator[Path]:
    """A folder with the course's files, and the seed of its checks above."""
    with tempfile.TemporaryDirectory(prefix="judge-") as name:
        here = Path(name, "course")
        here.mkdir()
        if job.seed is not None:
            seed = Path(name, SEED_FILE)
            seed.parent.mkdir()
            seed.write_text(str(job.seed))
        for file, content in job.course_files.items():
            path = here / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield here


def write_all(end: int, text: bytes) -> None:
    """Write it all."""
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(end, rest) :]


def read_all(end: int, deadline: float, progress: Progress) -> bytes:
    """What is written until the other end closes; nothing if it is late."""
    parts: list[bytes] = []
    while True:
        left = min(deadline - time.monotonic(), progress.left())
        if left <= 0:
            return b""
        if not select.select([end], [], [], min(left, LOOK))[0]:
            continue  # the judge may have gone on to another cell
        part = os.read(end, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)


if __name__ == "__main__":
    sys.exit(main())
