"""What the benchmarks share: fair clocks, rows of a table, the machine.

CPU time, not wall time, for the machine may be shared; one thread; ours and
the peer by turns, so that a slow minute slows both; medians.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
FIRM_SPACE = "\u00a0"  # a space at which no line is broken


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ratio: ours over the peer's, or for a share of speed the other way
    round; reach: the number to reach, None where there is none.
    """

    what: str
    unit: str
    ours: float
    peer: str
    theirs: float
    ratio: float
    reach: float | None = None
    at_least: bool = False

    def reached(self) -> bool | None:
        """Whether the number was reached; None where there is none."""
        if self.reach is None:
            return None
        if self.at_least:
            return self.ratio >= self.reach
        return self.ratio <= self.reach

    def cells(self) -> list[str]:
        """The line's six cells, as text."""
        sign = "≥" if self.at_least else "≤"
        return [
            self.what,
            f"{self.ours:.3g}{FIRM_SPACE}{self.unit}".strip(),
            f"{self.theirs:.3g}{FIRM_SPACE}{self.unit}".strip()
            + f" ({self.peer})",
            f"{self.ratio:.2f}",
            "–" if self.reach is None else f"{sign}{FIRM_SPACE}{self.reach:g}",
            {True: "yes", False: "no", None: "–"}[self.reached()],
        ]


@dataclass(frozen=True)
class Sample:
    """One run of a job: its CPU seconds, and the pages it had to fetch."""

    seconds: float
    faults: int


def by_turns(
    jobs: dict[str, Callable[[], object]], rounds: int
) -> dict[str, list[Sample]]:
    """Samples of every job, taken in turns; a first round is not counted."""
    samples: dict[str, list[Sample]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            sample = run(job)
            if number:
                samples[name].append(sample)
        say(f"  round {number} of {rounds}", end="\r")
    return samples


def run(job: Callable[[], object]) -> Sample:
    """One sample of a job."""
    faults, start = page_faults(), time.process_time()
    job()
    return Sample(time.process_time() - start, page_faults() - faults)


def page_faults() -> int:
    """How many pages this process has fetched from the system so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def median_seconds(samples: list[Sample]) -> float:
    """The median CPU time of some samples."""
    return statistics.median(sample.seconds for sample in samples)


def median_ratio(above: list[Sample], below: list[Sample]) -> float:
    """The median over rounds of one job's time over another's."""
    return statistics.median(
        a.seconds / b.seconds for a, b in zip(above, below)
    )


def installed(package: str) -> bool:
    """Whether a peer is here; if not, say so."""
    if find_spec(package) is not None:
        return True
    say(f"  LEFT OUT: {package} is not installed")
    return False


def say(text: str, end: str = "\n") -> None:
    """Progress for whoever waits; the rows alone go to stdout."""
    print(text, end=end, file=sys.stderr, flush=True)


def give(rows: list[Row]) -> None:
    """Hand the rows to the process that asked for them."""
    print(json.dumps([asdict(row) for row in rows]))


def machine() -> dict[str, str]:
    """What the numbers were measured on."""
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    named = {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "numpy": np.__version__,
        "BLAS": f"{blas['name']} {blas['version']}",
    }
    if find_spec("torch"):
        import torch

        named["PyTorch"] = torch.__version__
    return named


def processor() -> str:
    """The processor's name, from Linux if it can be had there."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = [s.partition(":")[2] for s in lines if s.startswith("model name")]
    return names[0].strip() if names else platform.processor()
