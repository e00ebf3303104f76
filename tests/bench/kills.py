"""A class of 300 whose grading is killed twenty times, then finished.

Each time the whole process group gets SIGKILL at another moment: while it
starts, while it grades, while it writes. What is left must be what a call has
left that nobody disturbed. `make test` does the same with 24 and 6 kills.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.grade.courses import ENVIRONMENT, RIGHT, build, hand_in, rows
from tests.grade.test_several import MARKS, WRONG, processes_of

from .measure import Row, give, say

CLASS = 300
KILLS = 20
AT_MOST = 2 * CLASS // KILLS - 6  # graded between two kills, so that all hit
STARTING = 4  # every so many a kill comes by the clock, while it starts
PATIENCE = 600  # seconds


def command(course):
    """`dlcourse grade ps1` as a process group of its own."""
    words = ["grade", "ps1", "--course", str(course), "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "dlcourse", *words],
        env=ENVIRONMENT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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
        for path in found if path.is_file()
    }


def main():
    """Kill, finish, compare."""
    chance = random.Random(1)
    with TemporaryDirectory() as folder:
        course = build(Path(folder) / "Kurs für alle")
        for number in range(CLASS):
            answers = WRONG if number % 3 == 0 else RIGHT
            hand_in(course, f"student{number:03}", answers)
        calm = shutil.copytree(course, Path(folder) / "calm")
        assert command(calm).wait(PATIENCE) == 0
        say(f"  undisturbed: {graded(calm)} graded")
        hits = 0
        for number in range(KILLS):
            hits += killed(course, number, chance)
            say(f"  kill {number + 1}: {graded(course)} graded")
        end = time.monotonic() + PATIENCE
        while processes_of(course) and time.monotonic() < end:
            time.sleep(0.2)
        assert not processes_of(course), "a process outlived its call"
        assert hits == KILLS, f"only {hits} kills met a call at work"
        assert command(course).wait(PATIENCE) == 0
        wrong = len(set(rows(course, MARKS)) ^ set(rows(calm, MARKS)))
        ours, theirs = copies(course), copies(calm)
        wrong += sum(
            ours.get(name) != theirs.get(name) for name in {*ours, *theirs}
        )
        twice = "select count(*) - count(distinct student_id) "
        (many,), = rows(course, f"{twice} from submitted_assignment")
    give([Row(
        f"rows and files that differ after {KILLS} kills of a class of "
        f"{CLASS}", "", wrong + many, "an undisturbed call", 0,
        float(wrong + many), 0,
    )])


if __name__ == "__main__":
    main()
