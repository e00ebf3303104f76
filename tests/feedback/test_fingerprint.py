"""dlcourse/feedback/fingerprint.py: the same on every machine."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dlcourse.feedback.fingerprint import canonical, digits, fingerprint
from dlcourse.feedback.probes import PROBES
from dlcourse.grade.mistakes import read_mistakes

ROOT = Path(__file__).parent.parent.parent
EXERCISES = ROOT / "exercises"
MISTAKES = [
    pytest.param(known, id=f"{known.of}-{known.id}")
    for path in sorted(EXERCISES.rglob("mistakes.py"))
    for known in read_mistakes(path)
]
# A step of 1e-5 is lost in float32: its checks hand over float64 alone.
FLOAT64_ALONE = {"numerical_gradient"}

TABLES = """
import json, sys
from pathlib import Path
from dlcourse.grade.mistakes import mistake_table, read_mistakes
print(json.dumps([
    mistake_table(read_mistakes(path))
    for path in sorted(Path(sys.argv[1]).rglob("mistakes.py"))
]))
"""


def tables(**environment):
    """The tables of all assignments, made by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", TABLES, EXERCISES],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def halved(value):
    """Float arrays as float32, in dictionaries too."""
    if isinstance(value, dict):
        return {key: halved(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    return value


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"),
    reason="the kinds of processors named here are Intel's and AMD's",
)
def test_no_fingerprint_depends_on_the_processor():
    """OpenBLAS as on processors of 2008 and of 2013."""
    assert tables(OPENBLAS_CORETYPE="Nehalem") == tables(
        OPENBLAS_CORETYPE="Haswell"
    )


@pytest.mark.parametrize("known", MISTAKES)
def test_no_fingerprint_depends_on_float32(known, monkeypatch):
    """A student who computes with half of the digits makes the same one."""
    if known.of in FLOAT64_ALONE:
        return
    full = fingerprint(known.of, known.wrong)
    probes = PROBES[known.of]
    monkeypatch.setitem(
        PROBES,
        known.of,
        lambda: [tuple(map(halved, probe)) for probe in probes()],
    )

    assert fingerprint(known.of, known.wrong) == full


def test_digits_are_written_in_one_form():
    """nan, infinity, zeros and small noise look one way each."""
    assert digits(-0.0) == digits(1e-12) == "0"
    assert canonical([[1, 2]]) == canonical(np.array([[1.0, 2.0 + 1e-13]]))
    assert canonical(np.array([np.nan])) == "(1,): nan"


def test_what_is_no_number_is_named_by_its_kind():
    """A class of the student's own, say."""
    assert canonical(str) == "a type"
    assert canonical({"W": np.zeros(1)}) == "{W: (1,): 0}"
    assert canonical((np.zeros(1), str)) == "((1,): 0, a type)"
