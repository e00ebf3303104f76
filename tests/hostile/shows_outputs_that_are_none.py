"""Sends outputs that no notebook can hold. True mark: 16.

What is one of nbformat's own is kept, the rest left out.
"""

MARK = 16
CELL = """WIRE
outputs = [
    1, None, [], {}, {"output_type": "mark", "text": "16"},
    {"output_type": "stream", "name": "stdin", "text": "x"},
    {"output_type": "stream", "name": "stdout", "text": 3},
    {"output_type": "stream", "name": "stdout", "text": "\\ud800 kept"},
    {"output_type": "error", "ename": 1, "evalue": 2, "traceback": 3},
    {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [1]},
    {"output_type": "execute_result", "data": {"text/plain": 2.0},
     "execution_count": -1, "metadata": {"a": 1}},
    {"output_type": "display_data", "data": {"application/json": 10**400,
     "<script>": "x", "text/html": "y", "text/plain": ["z"]}},
]
honest = json.dumps(outputs)
lie(lambda header, buffers: ({**header, "outputs": outputs}, buffers))
"""
SAID = "kept"


def held(seen):
    """The notebook can be read by all of nbgrader."""
    import nbformat

    nbformat.validate(nbformat.reads(seen.copy, as_version=4))
    ran = seen.verdict.ran[2].outputs
    assert [output["output_type"] for output in ran] == [
        "stream",
        "error",
        "execute_result",
        "display_data",
    ]
    assert ran[-1]["data"] == {"text/html": "y"}
