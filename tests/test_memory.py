"""Freed memory stays at hand: few pages are fetched in a step."""

import platform
import subprocess
import sys

import pytest

STEPS = """
import resource
import numpy as np
import dlcourse

X, W = np.ones((64, 1, 28, 28)), np.ones((8, 1, 3, 3))


def faults(steps):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        Z = dlcourse.relu(dlcourse.conv2d(X, W, np.ones(8)))
        dlcourse.conv2d_backward_weights(Z, X)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


faults(5)
print(faults(20) / 20)
"""


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="how glibc keeps memory"
)
def test_a_step_fetches_hardly_any_memory_from_the_system():
    """In a fresh process, for arrays of megabytes; else it is thousands."""
    result = subprocess.run(
        [sys.executable, "-c", STEPS],
        capture_output=True, text=True, check=True,
    )

    assert float(result.stdout) < 100
