"""Probes of functions that the library does not know, kept as text.

An assignment of an instructor's own asks for functions of their own. Their
probes stand in its `mistakes.py`, and `dlcourse release` writes them into the
table beside the notebook, so that a student's notebook has them too.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dlcourse.feedback.probes import PROBES

Arguments = tuple[Any, ...]
HUGE = 50  # exp of more is near the end of what a computer can hold


def probes_of(
    name: str, written: dict[str, list[Any]] | None = None
) -> list[Arguments]:
    """The probes of a function: the library's, else those written down."""
    if name in PROBES:
        return PROBES[name]()
    return [unpacked(probe) for probe in (written or {}).get(name, [])]


def calm(probes: list[Arguments]) -> list[Arguments]:
    """Those without a huge number; none if they are all of them."""
    found = [
        probe
        for probe in probes
        if all(
            np.abs(value).max(initial=0) < HUGE
            for value in probe
            if isinstance(value, np.ndarray)
        )
    ]
    return found if len(found) < len(probes) else []


def written_probes(probes: Iterable[Arguments]) -> list[Any]:
    """Probes as JSON can hold them. Raises TypeError for what it cannot.

    >>> written_probes([(np.array([1.0, 2.0]), 3)])
    [{'tuple': [{'array': [1.0, 2.0], 'dtype': 'float64', 'shape': [2]}, 3]}]
    """
    return [packed(tuple(probe)) for probe in probes]


def packed(value: Any) -> Any:
    """A value as JSON can hold it, with its kind where JSON has none."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.generic):
        return packed(value.item())
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return {
            "array": value.ravel().tolist(),
            "dtype": str(value.dtype),
            "shape": list(value.shape),
        }
    if isinstance(value, tuple):
        return {"tuple": [packed(part) for part in value]}
    if isinstance(value, list):
        return {"list": [packed(part) for part in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: packed(value[key]) for key in value}}
    if isinstance(value, np.random.Generator) and isinstance(
        value.bit_generator, np.random.PCG64
    ):
        return {"rng": value.bit_generator.state}
    raise TypeError(
        f"a probe holds a {type(value).__name__}; numbers, texts, arrays, "
        "lists, tuples, dictionaries and np.random.default_rng(...) can be "
        "written down"
    )


def unpacked(value: Any) -> Any:
    """A value from what `packed` made of it.

    >>> unpacked(packed((np.zeros((1, 2)), {"b": [True]})))
    (array([[0., 0.]]), {'b': [True]})
    """
    if not isinstance(value, dict):
        return value
    if "array" in value:
        flat = np.array(value["array"], dtype=value["dtype"])
        return flat.reshape(value["shape"])
    ((kind, inner),) = value.items()
    if kind == "tuple":
        return tuple(unpacked(part) for part in inner)
    if kind == "list":
        return [unpacked(part) for part in inner]
    if kind == "dict":
        return {key: unpacked(inner[key]) for key in inner}
    rng = np.random.default_rng(0)
    rng.bit_generator.state = inner
    return rng
