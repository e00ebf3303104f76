"""Announces frames of 4 GB, of a billion buffers, of huge ones.

True mark: 0. Nothing is kept of what is announced.
"""

LENGTHS = (
    'struct.pack(">II", 2**32 - 1, 0)',
    'struct.pack(">II", 2, 2**30) + b"{}"',
    'struct.pack(">II", 2, 1) + b"{}" + struct.pack(">Q", 2**60)',
)

CELLS = [f"WIRE\nraw({length})\ntime.sleep(1)\n" for length in LENGTHS]


def held(seen):
    """Each was refused before a byte of it was read."""
    assert seen.words.count("sent what no honest answer is") >= 3
    assert seen.row.verdict.seconds < 3
