"""Memory that was freed is kept for the next step.

A training step makes and frees the same arrays over and over. The C library
of Linux gives large ones back to the system each time, and then every page
of the next one has to be fetched and cleared anew: half of a step's time.
"""

import numpy as np

# The most that the library learns from one block: below 32 MB, where
# glibc's DEFAULT_MMAP_THRESHOLD_MAX stands.
BLOCK = 30_000_000


def keep_freed_memory() -> None:
    """Take one large block of memory and free it, without touching it.

    After that glibc keeps freed blocks up to this size, and as much as
    twice of it in all (man mallopt, M_MMAP_THRESHOLD). A block that nobody
    touched costs no memory; on other systems nothing happens.
    """
    np.empty(BLOCK, np.uint8)
