"""Sends arrays of other sizes than their bytes, of objects, of nothing.

True mark: 0.
"""

ARRAYS = (
    '"|O", [1], 0, True',
    '"<f8", [2], 0, True',
    '"<f8", [-1], 0, True',
    '"<f8", [2**62, 4], 0, True',
    '"<f8", [1.0], 0, True',
    '"<f8", [1] * 99, 0, True',
    '"<f8", [1], 7, True',
    '"<f8", [1], -1, True',
    '"<f8", [1], "0", True',
    '"V8", [1], 0, True',
    '"i4,f4", [1], 0, True',
    '"|S0", [10**9], 1, True',
    '"<f8", [1], 0',
)

CELLS = [
    f"WIRE\nlie_with(bytes(8), b'', state=[[1001, 'array', [{array}]]])\n"
    for array in ARRAYS
]


def held(seen):
    """None was taken, and none got memory."""
    refused = [n for n in seen.row.verdict.notes if "no honest" in n]
    assert len(refused) == len(ARRAYS), seen.row.verdict.notes
