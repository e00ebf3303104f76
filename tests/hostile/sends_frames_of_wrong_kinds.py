"""Sends headers, values, states and names that cannot be. True mark: 0.

A cell each; every one ends the sandbox, and the next begins in a new one.
"""

HEADERS = (
    '{**h, "n": h["n"] - 1}',  # an old answer
    '{**h, "n": h["n"] + 1}',  # one to what was not asked yet
    '{**h, "n": True}',
    '{**h, "n": "1"}',
    '{"n": h["n"]}',
    '{**h, "do": "return"}',
    '{**h, "do": "run", "text": "1", "number": 1}',
    '{**h, "do": ["ran"]}',
    '{**h, "out": [["stdout"]]}',
    '{**h, "out": 7}',
    '{**h, "warn": [7]}',
    '{**h, "random": [1, 2]}',
    '{**h, "random": [["MT19937", [1] * 624, 10**9], [3, [1], None]]}',
    '{**h, "bind": ["relu"]}',
    '{**h, "bind": {"np": [1]}}',  # names that nobody asked for
    '{**h, "bind": {"assert_array_equal": ["ref", "builtins", "print"]}}',
    '{**h, "state": 7}',
    '{**h, "state": [[1, "list", 7]]}',
    '{**h, "state": [["1", "list", []]]}',
    '{**h, "state": [[1, "class", []]]}',
    '{**h, "state": [[1001, "list", [["frac", 1, 0]]]]}',
    '{**h, "state": [[1001, "list", [["dec", "x"]]]]}',
    '{**h, "state": [[1001, "list", [["nt", "P", ["class"], [1]]]]]}',
    '{**h, "state": [[1001, "list", [["nt", "P", ["K","\\u212a"], [1, 2]]]]]}',
    '{**h, "state": [[1001, "list", [["s", "<U1", "ffffffff"]]]]}',
    '{**h, "state": [[1001, "list", [["ma", ["t", [1, 2]], ["t", []]]]]]}',
    '{**h, "state": [[1001, "list", [["ref", "os", "system"]]]]}',
    '{**h, "state": [[1001, "list", [["ref", "builtins", "eval"]]]]}',
    '{**h, "state": [[1001, "list", [["h", 2, {"kind": "function"}]]]]}',
    '{**h, "state": [[1001, "list", [["h", 1003, {"kind": "judge"}]]]]}',
    '{**h, "state": [[1001, "list", [["y", 2]]]]}',  # never handed over
    '{**h, "state": [[1001, "list", [["m", 2]]]]}',
    '{**h, "state": [[2, "list", []]]}',  # an id of the judge's
    '{**h, "state": [[1001, "set", [["m", 1001]]]]}',
    '{**h, "state": [[1001, "rng", {"bit_generator": "os"}]]}',
)

CELLS = [f"WIRE\nlie(lambda h, b: ({h}, b))\n" for h in HEADERS]


def held(seen):
    """None was taken."""
    refused = [n for n in seen.row.verdict.notes if "no honest" in n]
    assert len(refused) == len(HEADERS), seen.row.verdict.notes
