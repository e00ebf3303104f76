"""What is right on small inputs, written down as text.

The library does not hold the transfer functions, so a student's notebook
cannot ask it what they should give. `dlcourse release` asks our own answer
instead, and writes the results into the table beside the notebook.
"""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from dlcourse.feedback.small_inputs import Arguments
from dlcourse.feedback.small_inputs_transfer import TRANSFER_INPUTS
from dlcourse.feedback.small_witness import watched

DIGITS = 12  # the last ones differ between machines


def written_results(name: str, right: Callable) -> dict[str, Any]:
    """What the right function named `name` gives on its small inputs.

    Beside it a hash of these inputs: a notebook whose library has others
    must not read the results.
    """
    inputs = TRANSFER_INPUTS[name]()
    results = [
        watched(name, right)(*copy.deepcopy(arguments)) for arguments in inputs
    ]
    return {
        "inputs": key_of(inputs),
        "results": [json.dumps(plain(result)) for result in results],
    }


def read_results(name: str, written: dict[str, Any]) -> list[Any]:
    """The results, one for each input; none if they are for other inputs."""
    if written.get("inputs") != key_of(TRANSFER_INPUTS[name]()):
        return []
    return [restored(json.loads(text)) for text in written["results"]]


def key_of(inputs: list[Arguments]) -> str:
    """A short hash of the inputs and their order."""
    text = json.dumps(plain(inputs))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """A result as JSON can hold it; arrays are lists, and tuples parts.

    >>> plain((np.zeros(2), {"b": 1.0}))
    {'parts': [[0.0, 0.0], {'keys': {'b': 1.0}}]}
    """
    if isinstance(value, dict):
        return {"keys": {key: plain(value[key]) for key in value}}
    if isinstance(value, (tuple, list)):
        return {"parts": [plain(part) for part in value]}
    if isinstance(value, str):
        return str(value)
    rounded = [float(f"{number:.{DIGITS}g}") for number in np.ravel(value)]
    return np.reshape(rounded, np.shape(value)).tolist()


def restored(value: Any) -> Any:
    """A result from what `plain` made of it.

    >>> restored(plain((np.ones(2), 3.0)))
    (array([1., 1.]), array(3.))
    """
    if isinstance(value, dict) and "parts" in value:
        return tuple(restored(part) for part in value["parts"])
    if isinstance(value, dict):
        inner = value["keys"]
        return {key: restored(inner[key]) for key in inner}
    return value if isinstance(value, str) else np.array(value)
