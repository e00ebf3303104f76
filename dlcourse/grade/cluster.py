"""Workers on other machines: `dlcourse grade --cluster ADDRESS`, with Dask.

    Cluster, beside the gradebook  --jobs-->  Dask scheduler  --> judged,
                                   <-text--                   <-- in a Dask
                                                                  worker

A Dask worker never runs what students wrote: it starts what runs it on one
machine too, a judge and a sandbox, keeps them warm and hands them the jobs.
What comes back is text, and is believed where it can be a verdict on the job.
Who runs the scheduler and its workers is trusted: Dask itself has no walls.
"""

import atexit
import contextlib
import functools
import json
import logging
import math
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from dlcourse.grade.batch import grader_version
from dlcourse.grade.course import one_line
from dlcourse.grade.errors import (
    ClusterError,
    GradeError,
    LostError,
    SandboxError,
)
from dlcourse.grade.launch import BUBBLEWRAP, LANDLOCK, NAMESPACES, NONE
from dlcourse.grade.model import GRADED, Job, Verdict
from dlcourse.grade.starting import (
    AHEAD,
    Judging,
    Ran,
    Starter,
    library_for,
    our_failure,
    ran_by,
)
from dlcourse.grade.worker import Worker, job_data, job_from

TIERS = (NAMESPACES, BUBBLEWRAP, LANDLOCK)
CONNECT_SECONDS = 5
LOOK_SECONDS = 1.0  # between two looks at the scheduler and its workers
PATIENCE = 60.0  # seconds without any worker, which may still be queued
CLOSE_SECONDS = 5
OUTPUTS = {"stream", "display_data", "execute_result", "error"}
KILLED = "every worker of the cluster that had it has ended"
GO_ON = "what is graded is kept, and the same command goes on from there"


class Cluster:
    """The workers of a Dask scheduler, in the place of a Pool.

    Its workers are started there as `start` starts one here. Raises
    ClusterError where there is no scheduler.
    """

    def __init__(
        self, address: str, start: Starter, *, patience: float = PATIENCE
    ):
        self.address, self.patience = address, patience
        self.told = {
            "grader": grader_version(),
            "library": library_for(start.assignment, start.root),
            "unsandboxed": start.unsandboxed,
        }
        self.client = connected(address)
        self.executor = self.client.get_executor(pure=False)
        self.waiting: set[Future[Ran]] = set()
        self.threads = 0
        self.ended = threading.Event()
        self.watch = threading.Thread(target=self.look, daemon=True)
        self.watch.start()

    def __enter__(self) -> Self:
        return self

    @property
    def is_full(self) -> bool:
        """Whether each thread has one at work and one waiting."""
        return len(self.waiting) >= AHEAD * max(1, self.threads)

    def submit(self, jobs: Mapping[str, Job]) -> "Future[Ran]":
        """Have them run, wherever there is room."""
        future: Future[Ran] = Future()
        self.waiting.add(future)
        contents = [text for job in jobs.values() for text in files_of(job)]
        data = {name: job_data(job) for name, job in jobs.items()}
        order = json.dumps({**self.told, "jobs": data})
        try:
            inner = self.executor.submit(judged, order, contents)
        except Exception as error:  # of the library's, when it is gone
            self.end(future, LostError(self.lost(one_line(error))))
        else:
            inner.add_done_callback(
                functools.partial(self.answered, future, jobs)
            )
        return future

    def answered(
        self, future: "Future[Ran]", jobs: Mapping[str, Job], inner: Any
    ) -> None:
        """Take what Dask says became of a submission."""
        if inner.cancelled():
            self.end(future, LostError(self.lost("it went away")))
            return
        error = inner.exception()
        if type(error).__name__ == "KilledWorker":
            trouble = Verdict(trouble=KILLED)
            self.end(future, Ran("", dict.fromkeys(jobs, trouble)))
        elif error is not None:
            words = our_failure(error)
            self.end(future, ClusterError(f"a worker of the cluster: {words}"))
        else:
            try:
                self.end(future, ran_from(inner.result(), jobs, self.told))
            except GradeError as refusal:
                self.end(future, refusal)

    def end(self, future: "Future[Ran]", result: Ran | GradeError) -> None:
        """Settle it, unless the watch or Dask did before."""
        self.waiting.discard(future)
        with contextlib.suppress(Exception):
            if isinstance(result, GradeError):
                future.set_exception(result)
            else:
                future.set_result(result)

    def look(self) -> None:
        """In a thread: count the workers, and notice that there are none.

        Dask would wait for ever, for both a scheduler and workers may come
        back.
        """
        without = 0.0
        while not self.ended.is_set():
            try:
                self.threads = sum(self.client.nthreads().values())
            except Exception:  # whatever it is, nobody answers
                self.end_all(self.lost("it went away"))
                return
            if self.client.status != "running":
                self.end_all(self.lost("it went away"))
                return
            without = 0.0 if self.threads else without + LOOK_SECONDS
            if without > self.patience:
                self.end_all(
                    f"the scheduler {self.address} has no workers, since "
                    f"{self.patience:.0f} s: start some (`dask worker "
                    f"{self.address}`); {GO_ON}"
                )
                return
            self.ended.wait(LOOK_SECONDS)

    def end_all(self, words: str) -> None:
        """Nobody will answer any more."""
        while not self.ended.is_set():
            for future in list(self.waiting):
                self.end(future, LostError(words))
            self.ended.wait(LOOK_SECONDS)

    def lost(self, reason: str) -> str:
        """That the scheduler is gone, and what to do."""
        return (
            f"the scheduler {self.address} was lost ({reason}): {GO_ON}, "
            "once there is a scheduler"
        )

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        with contextlib.suppress(Exception):
            self.client.close(timeout=CLOSE_SECONDS)
        self.watch.join(CLOSE_SECONDS)


def connected(address: str) -> Any:
    """A client of the scheduler. Raises ClusterError within some seconds."""
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"the package {error.name} is missing; in the folder of the "
            "course run: pip install '.[cluster]'"
        ) from None
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):  # we say it in one line
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    found: Future[Any] = Future()

    def connect() -> None:
        try:
            options = {"timeout": CONNECT_SECONDS, "set_as_default": False}
            found.set_result(Client(address, **options))
        except Exception as error:  # a name, a port, a protocol, a handshake
            found.set_exception(error)

    # Dask waits for ever for what listens and says nothing.
    threading.Thread(target=connect, daemon=True).start()
    try:
        return found.result(2 * CONNECT_SECONDS)
    except Exception as error:
        reason = one_line(error)
    raise ClusterError(
        f"there is no Dask scheduler at {address!r} ({reason}); give the "
        "address that `dask scheduler` prints, for example "
        "tcp://10.0.0.1:8786"
    )


def files_of(job: Job) -> list[bytes]:
    """What goes beside a job's text."""
    return [*job.files.values(), *job.course_files.values()]


def ran_from(
    text: Any, jobs: Mapping[str, Job], told: Mapping[str, Any]
) -> Ran:
    """A worker's answer. Raises ClusterError where it refuses all jobs.

    What is no verdict on a job is a failure of ours, and no mark.
    """
    try:
        data = json.loads(text)
        if "refused" in data:
            raise ClusterError(str(data["refused"]))
        tier = data["tier"]
        if tier not in (*TIERS, *([NONE] if told["unsandboxed"] else [])):
            raise ValueError(f"{tier!r} is no sandbox")
        found = {
            name: checked(data["verdicts"][name], job, tier)
            for name, job in jobs.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        words = f"a worker's answer is no verdict: {our_failure(error)}"
        return Ran("", dict.fromkeys(jobs, Verdict(trouble=words)))
    return Ran(tier, found)


def checked(data: Any, job: Job, tier: str) -> Verdict:
    """The verdict on just this job. Raises ValueError or its like."""
    verdict = Verdict.from_data({**data, "tier": tier})
    if not all(isinstance(note, str) for note in verdict.notes):
        raise ValueError("a note is no text")
    if not isinstance(verdict.trouble, str):
        raise ValueError("its trouble is no text")
    if not math.isfinite(verdict.seconds):
        raise ValueError(f"it took {verdict.seconds} s")
    if verdict.trouble:
        return Verdict(tier=tier, trouble=verdict.trouble)
    points = {c.id: c.points for c in job.cells if c.kind == GRADED}
    if sorted(check.id for check in verdict.checks) != sorted(points):
        raise ValueError("its checks are not those of the notebook")
    for check in verdict.checks:
        most = points[check.id]
        if check.max_points != most or not 0 <= check.points <= most:
            raise ValueError(f"{check.points} of {most} points, {check.id}")
        texts = (check.message, check.hint, check.mistake or "")
        if not all(isinstance(text, str) for text in texts):
            raise ValueError(f"no text is said of {check.id}")
    if len(verdict.ran) != len(job.cells):
        raise ValueError(f"{len(verdict.ran)} of {len(job.cells)} cells ran")
    for ran in verdict.ran:
        if any(shown["output_type"] not in OUTPUTS for shown in ran.outputs):
            raise ValueError("an output is none")
        if not isinstance(ran.count, int | None):
            raise ValueError(f"a cell has the number {ran.count!r}")
    return verdict


# From here on: in a Dask worker.

WARM: dict[str, list[Judging]] = {}  # by what they were started with
LOCK = threading.Lock()


def judged(order: str, contents: list[bytes]) -> str:
    """The verdicts on a submission's jobs, as text."""
    asked = json.loads(order)
    if asked["grader"] != grader_version():
        return refused(
            "it has another dlcourse, Python or numpy than the machine with "
            "the gradebook; install the same there, and start it again"
        )
    rest = iter(contents)
    jobs = {}
    for name, data in asked["jobs"].items():
        many = len(data["files"]) + len(data["course_files"])
        jobs[name] = job_from(data, [next(rest) for _ in range(many)])
    try:
        with warm(asked["library"], asked["unsandboxed"]) as worker:
            ran = ran_by(worker, jobs)
    except SandboxError as error:
        return refused(str(error))
    verdicts = {name: each.as_data() for name, each in ran.verdicts.items()}
    return json.dumps({"tier": ran.tier, "verdicts": verdicts})


def refused(reason: str) -> str:
    """That no job can be done here, and why."""
    from distributed import get_worker

    where = f"the cluster's worker {get_worker().address}"
    return json.dumps({"refused": f"{where}: {reason}"})


@contextlib.contextmanager
def warm(library: str | None, unsandboxed: bool) -> Iterator[Judging]:
    """A worker that nobody else has meanwhile; the next one finds it warm."""
    kind = json.dumps([library, unsandboxed])
    with LOCK:
        for other in WARM.keys() - {kind}:
            close(WARM.pop(other))
        idle = WARM.setdefault(kind, [])
        found = idle.pop() if idle else None
        build = None if found else build_of(library)
    worker = found or Worker(build=build, unsandboxed=unsandboxed)
    try:
        yield worker
    except BaseException:
        worker.close()
        raise
    with LOCK:
        WARM.setdefault(kind, []).append(worker)


def build_of(library: str | None) -> Path:
    """The students' part of `dlcourse`, in this process's own folder.

    With the lock: CPython 3.11 may fail where two threads parse Python.
    """
    from dlcourse.grade.student_build import student_build

    return student_build(library, Path(own_folder().name))


@functools.cache
def own_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder as long as this process lives, where Dask has its own."""
    from distributed import get_worker

    atexit.register(close_all)
    return tempfile.TemporaryDirectory(
        prefix="dlcourse-", dir=get_worker().local_directory
    )


def close(workers: list[Judging]) -> None:
    """End them."""
    while workers:
        workers.pop().close()


def close_all() -> None:
    """End all that are idle."""
    for workers in WARM.values():
        close(workers)
