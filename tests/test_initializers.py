"""The first weights: their spread, dtype and source."""

import numpy as np
import pytest

from dlcourse import he, initialize, xavier, zeros
from dlcourse.initializers import INITIALIZERS


@pytest.mark.parametrize(
    ("draw", "spread"),
    [(he, np.sqrt(2 / 300)), (xavier, np.sqrt(2 / 500)), (zeros, 0)],
)
def test_weights_have_the_promised_spread(draw, spread):
    """Mean 0 and the stated standard deviation, within 5 sigma."""
    W = draw(300, 200, np.random.default_rng(0), np.float64)

    assert W.shape == (300, 200)
    assert abs(W.mean()) <= 5 * spread / np.sqrt(W.size)
    assert W.std() == pytest.approx(spread, rel=5 / np.sqrt(2 * W.size))


@pytest.mark.parametrize("draw", INITIALIZERS.values())
@pytest.mark.parametrize("dtype", ["float32", np.float32, np.float64])
def test_weights_have_the_asked_dtype(draw, dtype):
    """float32 is not silently doubled by a float64 factor."""
    W = draw(3, 2, np.random.default_rng(0), dtype)

    assert W.dtype == dtype


def test_the_same_generator_gives_the_same_weights():
    """All chance comes from rng."""
    W, b = initialize(3, 2, np.random.default_rng(7))

    assert W.tolist() == he(3, 2, np.random.default_rng(7)).tolist()
    assert b.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("draw", INITIALIZERS.values())
@pytest.mark.parametrize(
    ("n_in", "n_out", "dtype", "error", "message"),
    [
        (0, 1, float, ValueError, "n_in is 0, but it must be at least 1"),
        (1, -1, float, ValueError, "n_out is -1"),
        (1.5, 1, float, TypeError, "n_in is 1.5.*whole"),
        (True, 1, float, TypeError, "n_in is True.*whole"),
        (1, 1, int, TypeError, "dtype is int64.*float32 or float64"),
    ],
)
def test_sizes_and_dtypes_that_make_no_weights_are_refused(
    draw, n_in, n_out, dtype, error, message
):
    """Whole numbers of inputs and outputs, and a float dtype."""
    with pytest.raises(error, match=message):
        draw(n_in, n_out, np.random.default_rng(0), dtype)
