"""A class of 300 whose grading is killed twenty times, then finished.

Each time the whole process group gets SIGKILL at another moment: while it
starts, while it grades, while it writes. What is left must be what a call has
left that nobody disturbed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

from dlcourse.grade.grading import grade
from dlcourse.grade.verdicts import INFRASTRUCTURE
from tests.grade.courses import (
    ENVIRONMENT,
    MARKS,
    RIGHT,
    PlainWorker,
    build,
    hand_in,
    processes_of,
    rows,
)
from tests.grade.test_several import WRONG

CLASS = 300
KILLS = 20
AT_MOST = 2 * CLASS // KILLS - 6  # graded between two kills, so that all hit
STARTING = 4  # every so many a kill comes by the clock, while it starts
PATIENCE = 600  # seconds
MANY_TIMES = (
    "select count(*) - count(distinct student_id) from submitted_assignment"
)


def command(course):
    """`dlcourse grade ps1` as a process group of its own."""
    words = ["grade", "ps1", "--course", str(course), "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "dlcourse", *words],
        env=ENVIRONMENT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def graded(course):
    """How many have a graded copy."""
    return len(list((course / "autograded").glob("[!.]*/ps1")))


def killed(course, number, chance):
    """Whether a call was at work when it was killed."""
    process, begun = command(course), graded(course)
    if number % STARTING == 0:
        time.sleep(chance.uniform(0.05, 3))
    else:
        wanted = begun + chance.randint(1, AT_MOST)
        while process.poll() is None and graded(course) < wanted:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
    was_at_work = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return was_at_work


def copies(course):
    """What each graded copy says, by student."""
    found = (course / "autograded").glob("**/*")
    return {
        str(path.relative_to(course)): path.read_bytes()
        for path in found
        if path.is_file()
    }


def test_killed_twenty_times_and_finished_nothing_is_lost(tmp_path):
    """Nor done twice, nor left running: an undisturbed call's gradebook."""
    chance = random.Random(1)
    course = build(tmp_path / "Kurs für alle")
    for number in range(CLASS):
        hand_in(course, f"student{number:03}", RIGHT if number % 3 else WRONG)
    calm = shutil.copytree(course, tmp_path / "calm")
    assert command(calm).wait(PATIENCE) == 0

    hits = sum(killed(course, number, chance) for number in range(KILLS))
    end = time.monotonic() + PATIENCE
    while processes_of(course) and time.monotonic() < end:
        time.sleep(0.2)
    assert hits == KILLS, "a kill met no call at work"
    assert not processes_of(course), "a process outlived its call"

    assert command(course).wait(PATIENCE) == 0
    assert rows(course, MARKS) == rows(calm, MARKS)
    assert rows(course, MANY_TIMES) == [(0,)]
    assert copies(course) == copies(calm)
    summary = grade("ps1", course, start=PlainWorker)
    assert not summary.now
    assert not [row for row in summary.rows if row.status == INFRASTRUCTURE]
