"""The seed of the hidden checks.

An instructor's course has a seed of its own, made once by `dlcourse release`,
so that nobody can know the numbers a hidden check will draw. Where there is
none (plain nbgrader, another machine) a public seed serves.
"""

import zlib
from pathlib import Path

import numpy as np

SEED_FILE = Path(".dlcourse") / "seed"
PUBLIC_SEED = 20200417  # the day the essay was published


def hidden_rng(name: str) -> np.random.Generator:
    """A generator for the hidden checks of the function of this name."""
    return np.random.default_rng([course_seed(), zlib.crc32(name.encode())])


def course_seed() -> int:
    """The seed of the course that the notebook stands in, or the public."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SEED_FILE).is_file():
            return int((folder / SEED_FILE).read_text())
    return PUBLIC_SEED
