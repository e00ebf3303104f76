"""dlcourse/feedback/own_probes.py: probes that travel with a notebook."""

import json

import numpy as np
import pytest

from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.feedback.own_probes import probes_of, unpacked, written_probes


def double(x, n=2):
    return n * np.asarray(x)


def test_probes_come_back_from_text_as_they_were():
    """Kinds, shapes and bits: the fingerprint is the same."""
    rng = np.random.default_rng(5)
    probes = [
        (np.array([[0.1, -2.5]]), 3),
        (np.array([1, 2]), np.float32(1.5)),
        (np.array([True]), 1.0),
        (np.zeros((0, 2)), None),
        ([1.0, (2, "a")], {"W": np.ones(2), "b": [False]}),
        (rng, "text"),
    ]

    text = json.dumps(written_probes(probes))
    back = [unpacked(probe) for probe in json.loads(text)]

    assert back[0][0].dtype == float
    assert back[1][0].dtype == int
    assert back[3][0].shape == (0, 2)
    assert back[4][0] == [1.0, (2, "a")]
    assert (back[4][1]["W"] == 1).all()
    assert back[5][0].random() == np.random.default_rng(5).random()
    numbers = slice(0, 3)
    assert fingerprint("double", double, back[numbers]) == fingerprint(
        "double", double, probes[numbers]
    )


def test_what_no_text_can_hold_is_named():
    """A function, for example."""
    with pytest.raises(TypeError, match="holds a function"):
        written_probes([(double,)])


def test_the_librarys_own_probes_come_first():
    """A table can add functions, and change none."""
    ours = probes_of("relu", {"relu": written_probes([(1,)])})

    assert len(ours) == len(probes_of("relu")) > 1
    assert probes_of("double", {"double": written_probes([(1,)])}) == [(1,)]
    assert probes_of("double") == []
