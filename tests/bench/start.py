"""What `import dlcourse` costs beside `import numpy`: time and memory.

Fresh processes by turns. The uncounted first round compiles both packages'
files; a machine told not to keep compiled files would flatter neither.
"""

import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from .measure import Row, give, say

ROUNDS = 25
TIME_REACH = 1.1
MEMORY_REACH = 2.0  # MB more than numpy alone
# Linux gives the largest resident size in KB, macOS in bytes.
MB = 2**20 if sys.platform == "darwin" else 2**10


def cost(code, folder):
    """The CPU seconds and the MB of a fresh process that runs some code.

    Compiled files are kept in the folder.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{code!r} failed"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MB


def main():
    """Measure both imports."""
    costs = {"numpy": [], "dlcourse": []}
    with TemporaryDirectory() as folder:
        for number in range(ROUNDS + 1):
            for name, samples in costs.items():
                sample = cost(f"import {name}", folder)
                if number:
                    samples.append(sample)
            say(f"  import, round {number} of {ROUNDS}", end="\r")
    seconds, memory = (
        {name: statistics.median(s[i] for s in samples)
         for name, samples in costs.items()}
        for i in (0, 1)
    )
    more = memory["dlcourse"] - memory["numpy"]
    give([
        Row(
            "import dlcourse, CPU time", "s", seconds["dlcourse"],
            "import numpy", seconds["numpy"],
            statistics.median(
                a / b for (a, _), (b, _) in zip(*reversed(costs.values()))
            ),
            TIME_REACH,
        ),
        Row(
            "import dlcourse, MB more than numpy", "MB", memory["dlcourse"],
            "import numpy", memory["numpy"], more, MEMORY_REACH,
        ),
    ])


if __name__ == "__main__":
    main()
