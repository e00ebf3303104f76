"""A disk that is full, closed or locked: one clear line, and nothing lost."""

import json
import subprocess
import sys

import pytest

from tests.grade.courses import ENVIRONMENT, RIGHT, build, hand_in
from tests.grade.disks import CASES

CLASS = [f"student{number:02}" for number in range(24)]
FIRST, OTHERS = [2.0, 1.5, False], [2.0, None, False]
SAID = {
    "full": ("full", "the same command goes on"),
    "very_full": ("full", "the same command goes on"),
    "closed": ("Read-only file system", "cannot be written"),
    "closed_gradebook": ("gradebook.db is read-only", "cannot be written"),
    "locked": ("database is locked", "the same command goes on"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with a class, on a path with spaces and umlauts."""
    made = build(tmp_path_factory.mktemp("made") / "Kurs für alle")
    for student in CLASS:
        hand_in(made, student, RIGHT)
    return made


@pytest.mark.parametrize("case", CASES)
def test_it_is_said_in_one_line_and_nothing_is_lost(course, case):
    """What was graded before stays; mended, the same call does the rest."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.grade.disks", case, str(course)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("nothing may be mounted here")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert found["status"] in (1, 2)
    assert len(found["words"].splitlines()) == 1, found["words"]
    assert all(words in found["words"] for words in SAID[case]), found
    assert 1 <= found["kept"] < len(CLASS)
    assert found["again"] == [0, ""]
    assert found["scores"].keys() == set(CLASS)
    for student, marks in found["scores"].items():
        expected = FIRST if student == CLASS[0] else OTHERS
        assert marks["test_relu"] == expected, student
