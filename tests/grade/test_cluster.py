"""Grading on a Dask cluster: a scheduler and two workers on loopback."""

import json
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace

import dask
import pytest

from dlcourse.__main__ import main
from dlcourse.grade import cluster
from dlcourse.grade.cluster import Cluster, ran_from
from dlcourse.grade.errors import ClusterError, LostError
from dlcourse.grade.grading import grade
from dlcourse.grade.launch import NONE
from dlcourse.grade.model import (
    GRADED,
    TEXT,
    Check,
    Job,
    JobCell,
    Ran,
    Verdict,
)
from dlcourse.grade.starting import Starter
from tests.grade.courses import (
    BIN,
    ENVIRONMENT,
    MARKS,
    RIGHT,
    build,
    graded_copy,
    hand_in,
    processes_of,
    rows,
)

WRONG = {"relu": "def relu(z):\n    return z"}
SLOW = "import time\n\ntime.sleep(0.4)\n\n\ndef relu(z):\n    return max(z, 0)"
CLASS = [f"student{number:02}" for number in range(20)]
PATIENCE = 180  # seconds until something must have happened


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with a class, every third of whom is wrong, all are slow."""
    course = build(tmp_path_factory.mktemp("made") / "Kurs für alle")
    for number, student in enumerate(CLASS):
        slow = RIGHT | {"relu": SLOW}
        hand_in(course, student, WRONG if number % 3 == 0 else slow)
    return course


@pytest.fixture(scope="module")
def calm(made, tmp_path_factory):
    """The same course, graded here by one undisturbed call."""
    course = tmp_path_factory.mktemp("calm") / "course"
    shutil.copytree(made, course)
    call = command(course, "--jobs", "2")
    said = call.communicate(timeout=PATIENCE)
    assert call.returncode == 0, said
    return course


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "Kurs für alle")


def command(course, *options):
    """`dlcourse grade ps1` as a process of its own."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "dlcourse", "grade", "ps1"),
            *("--course", str(course), *options),
        ],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Machines:
    """A scheduler and its workers, which may be killed one by one."""

    def __init__(self, folder, workers):
        self.folder = folder
        self.started = []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1")
        self.address = self.said(self.scheduler, "Scheduler at:")
        self.workers = [self.work() for _ in range(workers)]

    def start(self, kind, *options):
        """A Dask program, on ports that are free."""
        ports = ["--port", "0"] if kind == "scheduler" else []
        with (self.folder / f"{len(self.started)}.txt").open("w") as log:
            process = subprocess.Popen(
                [BIN / "dask", kind, *ports, "--no-dashboard", *options],
                cwd=self.folder,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        process.log = self.folder / log.name
        return process

    def work(self):
        """One more worker with one thread, and no program that minds it."""
        options = ["--no-nanny", "--nthreads", "1", "--memory-limit", "0"]
        return self.start(
            *("worker", self.address, "--host", "127.0.0.1", *options),
            *("--local-directory", str(self.folder)),
        )

    def said(self, process, words):
        """What follows these words in a program's log."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            for line in process.log.read_text().splitlines():
                if words in line:
                    return line.split(words)[1].strip()
            time.sleep(0.1)
        raise AssertionError(process.log.read_text())

    def close(self):
        """End what was started here, and nothing else."""
        for process in self.started:
            process.kill()
            process.wait()


@contextmanager
def machines(folder, workers=2):
    """A cluster, gone afterwards."""
    started = Machines(folder, workers)
    try:
        yield started
    finally:
        started.close()


def until_graded(course, many, process):
    """Wait until so many are graded; the call must still be at work."""
    end = time.monotonic() + PATIENCE
    while len(list((course / "autograded").glob("[!.]*/ps1"))) < many:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    assert process.poll() is None, "it ended before it could be disturbed"


def assert_same(course, calm):
    """Gradebook and graded copies are those of the undisturbed call."""
    assert rows(course, MARKS) == rows(calm, MARKS)
    for student in CLASS:
        ours, theirs = (graded_copy(c, student) for c in (course, calm))
        assert [c.source for c in ours.cells] == [
            c.source for c in theirs.cells
        ]


def test_a_cluster_that_loses_machines_gives_the_same_marks(
    course, calm, tmp_path
):
    """A worker is killed, then the scheduler; then the call goes on."""
    with machines(tmp_path) as there:
        call = command(course, "--cluster", there.address)
        until_graded(course, 3, call)
        there.workers[0].kill()
        until_graded(course, 8, call)
        there.scheduler.kill()
        printed, said = call.communicate(timeout=PATIENCE)

        assert call.returncode == 1, said
        assert printed == ""
        assert len(said.splitlines()) == 1, said
        assert there.address in said
        assert "the same command goes on" in said
    kept = len(rows(course, "select id from submitted_assignment"))
    assert 8 <= kept < len(CLASS)

    (tmp_path / "again").mkdir()
    with machines(tmp_path / "again") as there:
        marks = tmp_path / "marks.jsonl"
        call = command(
            course, "--cluster", there.address, "--json", str(marks)
        )
        printed, said = call.communicate(timeout=PATIENCE)
    assert call.returncode == 0, said
    assert said == ""
    assert f"{kept} unchanged" in printed
    assert_same(course, calm)
    end = time.monotonic() + PATIENCE
    while processes_of(tmp_path) and time.monotonic() < end:
        time.sleep(0.2)
    assert not processes_of(tmp_path), "a judge outlived its Dask worker"
    written = [json.loads(line) for line in marks.read_text().splitlines()]
    assert {row["student"] for row in written} == set(CLASS)
    assert {row["tier"] for row in written} != {""}


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """A cluster that lives as long as these tests."""
    with machines(tmp_path_factory.mktemp("cluster")) as started:
        yield started


def test_workers_of_another_version_are_refused(there, course, monkeypatch):
    """Their marks could be others; nothing is graded, and it is said."""
    monkeypatch.setattr(cluster, "grader_version", lambda: "another")

    with pytest.raises(
        ClusterError, match=r"worker tcp://.* another dlcourse"
    ):
        grade("ps1", course, cluster=there.address)

    assert not rows(course, "select id from submitted_assignment")


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    course, tmp_path
):
    """After some patience it is said how to start one."""
    (tmp_path / "none").mkdir()
    with machines(tmp_path / "none", workers=0) as there:
        start = Starter("ps1", course)
        with Cluster(there.address, start, patience=1.0) as pool:
            future = pool.submit({"lines": JOB})

            with pytest.raises(LostError, match="has no workers, since 1 s"):
                future.result(PATIENCE)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:1", "tcp://127.0.0.1:1", "nowhere", "no://such:1", "", ":::"],
)
def test_a_wrong_address_is_said_within_seconds(
    course, address, capsys, monkeypatch
):
    """In one line, with what to give instead; nothing is graded.

    Our own seconds count, and not Dask's.
    """
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    begun = time.monotonic()

    with dask.config.set({"distributed.comm.timeouts.connect": "600s"}):
        status = main(
            ["grade", "ps1", "--course", str(course), "--cluster", address]
        )

    assert status == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert f"there is no Dask scheduler at {address!r}" in said
    assert "`dask scheduler` prints" in said
    assert time.monotonic() - begun < PATIENCE


def test_something_else_that_listens_is_no_scheduler(
    course, capsys, monkeypatch
):
    """It may say nothing at all."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        status = main(
            ["grade", "ps1", "--course", str(course), "--cluster", address]
        )

    assert status == 2
    assert "there is no Dask scheduler at" in capsys.readouterr().err


def test_jobs_and_cluster_are_not_given_together(course, capsys):
    """The one is of this machine, the other is not."""
    options = ["--jobs", "2", "--cluster", "127.0.0.1:1"]

    assert main(["grade", "ps1", "--course", str(course), *options]) == 2
    assert "--jobs is for this machine" in capsys.readouterr().err


JOB = Job(
    cells=(JobCell(GRADED, "one", points=2.0), JobCell(TEXT, text="words"))
)
ONE = {"one": JOB}
TOLD = {"unsandboxed": False}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "a"}
TRUE = Verdict(
    checks=(Check("one", 1.0, 2.0),),
    ran=(Ran((PRINTED,), 1), Ran()),
    seconds=0.5,
)


def answer(tier="namespaces", **changed):
    """A worker's answer with a part of it changed."""
    data = replace(TRUE, tier=tier).as_data() | changed
    return json.dumps({"tier": tier, "verdicts": {"one": data}})


def test_a_verdict_comes_back_as_it_was():
    """All of it, through text."""
    ran = ran_from(answer(), ONE, TOLD)

    assert ran.tier == "namespaces"
    assert ran.verdicts == {"one": replace(TRUE, tier="namespaces")}


CHECK = vars(Check("one", 1.0, 2.0))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "7",
        None,
        answer(tier=NONE),
        answer(tier="a wall of ours"),
        answer(ran=[{"outputs": [], "count": "1", "error": False}] * 2),
        answer(checks=[]),
        answer(checks=[CHECK, CHECK]),
        answer(checks=[CHECK | {"id": "two"}]),
        answer(checks=[CHECK | {"points": 3.0}]),
        answer(checks=[CHECK | {"points": -1.0}]),
        answer(checks=[CHECK | {"points": float("nan")}]),
        answer(checks=[CHECK | {"points": "2"}]),
        answer(checks=[CHECK | {"max_points": 1000.0, "points": 1000.0}]),
        answer(checks=[CHECK | {"max_points": 1.0}]),
        answer(checks=[CHECK | {"message": ["no text"]}]),
        answer(checks=[CHECK | {"more": 1}]),
        answer(checks=7),
        answer(ran=[]),
        answer(ran=[{"outputs": [{}], "count": 1, "error": False}] * 2),
        answer(ran=[{"outputs": [{"output_type": "script"}]}] * 2),
        answer(notes=[1]),
        answer(seconds=float("inf")),
        answer(seconds="long"),
        answer(trouble=["no text"]),
    ],
)
def test_what_is_no_verdict_is_a_failure_of_ours(text):
    """Whatever a worker says, it gives nobody a mark and stops nothing."""
    found = ran_from(text, ONE, TOLD).verdicts["one"]

    assert found.trouble.startswith("a worker's answer is no verdict: ")
    assert not found.checks
    assert not found.ran


def test_a_submission_that_ends_workers_is_a_failure_of_ours():
    """It is said of that one; the class goes on."""
    pool = Cluster.__new__(Cluster)  # what Dask says is all that it is asked
    pool.waiting = set()
    future, ended = Future(), Future()
    ended.set_exception(type("KilledWorker", (Exception,), {})())

    pool.answered(future, ONE, ended)

    assert future.result(0).verdicts["one"].trouble == cluster.KILLED
