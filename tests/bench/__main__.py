"""Run every benchmark, print the table, keep it in _build/.

    python -m tests.bench [NAME ...]     those named are not kept
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from .measure import ONE_THREAD, Row, machine, say

BENCHMARKS = (
    *("perceptrons", "convnet", "race", "start", "scalars", "grading"),
    *("throughput", "course", "lighthouse"),
)
PEERS = {
    "torch": "PyTorch: pip install torch==2.13.0, CPU build",
    "micrograd": "micrograd: pip install micrograd",
}
PROGRAMS = {"npm": "Lighthouse, which needs Node: apt-get install npm"}
FOLDER = Path("_build")


def rows_of(name):
    """The rows of one benchmark, measured in a process with one thread."""
    say(f"== {name}")
    result = subprocess.run(
        [sys.executable, "-m", f"{__package__}.{name}"],
        env={**os.environ, **ONE_THREAD},
        stdout=subprocess.PIPE, text=True, check=True,
    )
    return [Row(**row) for row in json.loads(result.stdout)]


def markdown(rows, named, missing):
    """The table, the machine below it, and first of all what is missing."""
    head = ["what", "ours", "peer", "ratio", "reach", "reached?"]
    lines = [f"**LEFT OUT**, not installed: {text}\n" for text in missing]
    lines += [
        "| " + " | ".join(cells) + " |"
        for cells in (head, ["---"] * 6, *[row.cells() for row in rows])
    ]
    about = ", ".join(f"{key} {value}" for key, value in named.items())
    return "\n".join([*lines, "", f"One thread, CPU time, medians: {about}."])


def main(arguments):
    """Measure, print, keep; exit 2 for an unknown name."""
    unknown = set(arguments) - set(BENCHMARKS)
    if unknown:
        say(f"no benchmark {', '.join(unknown)}; all: {', '.join(BENCHMARKS)}")
        return 2
    missing = [
        *(text for name, text in PEERS.items() if not find_spec(name)),
        *(text for name, text in PROGRAMS.items() if not shutil.which(name)),
    ]
    for text in missing:
        say(f"LEFT OUT, not installed: {text}")
    rows = [row for name in arguments or BENCHMARKS for row in rows_of(name)]
    named = machine()
    text = markdown(rows, named, missing)
    if not arguments:
        keep(rows, named, missing, text)
    print(text)
    return 0


def keep(rows, named, missing, text):
    """Write the whole table to _build/, for the book and for people."""
    kept = [
        {**vars(row), "reached": row.reached(), "cells": row.cells()}
        for row in rows
    ]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "bench.json").write_text(json.dumps(
        {"machine": named, "left_out": missing, "rows": kept}, indent=1
    ))
    (FOLDER / "bench.md").write_text(text + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
