"""NaN, numbers of 5000 digits, nests of brackets, lists for objects.

True mark: 0.
"""

TEXTS = (
    'b\'{"do": "ran", "n": NaN}\'',
    'b\'{"do": "ran", "n": \' + b"9" * 5000 + b"}"',
    'b"[" * 100000 + b"]" * 100000',
    'b\'{"do": "ran", "n": 1, "warn": \' + b"[" * 900 + b"]" * 900 + b"}"',
    'b"[]"',
    'b"\\xff\\xfe"',
    'b""',
)

CELLS = [f"WIRE\nraw(packed({text}))\ntime.sleep(1)\n" for text in TEXTS]


def held(seen):
    """None was taken."""
    refused = [n for n in seen.row.verdict.notes if "no honest" in n]
    assert len(refused) == len(TEXTS), seen.row.verdict.notes
