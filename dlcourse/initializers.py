"""Where the weights begin: random, and neither too large nor too small.

A layer adds up n_in products. If every weight had a spread of 1, the sums
would have a spread of about sqrt(n_in) and grow from layer to layer; these
initializers keep it level. Begin with `he`, the one that ReLU layers use.
"""

from __future__ import annotations  # numpy.random loads only when used

from math import sqrt
from typing import Any

import numpy as np

from dlcourse.checks import Array, check_count


def he(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> Array:
    """W (n_in, n_out), mean 0, standard deviation sqrt(2 / n_in).

    For layers followed by ReLU: it lets half of a signal through, and the
    2 makes up for that. He, Zhang, Ren and Sun (2015), Delving Deep into
    Rectifiers.

    >>> W = he(800, 50, np.random.default_rng(0))
    >>> W.shape, f"{W.std():.2f}"
    ((800, 50), '0.05')
    """
    return normal(n_in, n_out, rng, dtype) * sqrt(2 / n_in)


def xavier(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> Array:
    """W (n_in, n_out), mean 0, std sqrt(2 / (n_in + n_out)).

    For layers followed by tanh or sigmoid. Glorot and Bengio (2010),
    Understanding the difficulty of training deep feedforward neural
    networks.
    """
    return normal(n_in, n_out, rng, dtype) * sqrt(2 / (n_in + n_out))


def zeros(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> Array:
    """W (n_in, n_out) of zeros: a network that cannot begin to learn.

    All units of a layer get the same gradient and stay alike for ever.
    """
    return 0 * normal(n_in, n_out, rng, dtype)


def normal(
    n_in: int, n_out: int, rng: np.random.Generator, dtype: Any
) -> Array:
    """W (n_in, n_out) of the standard normal distribution.

    Raises an error for sizes below 1 and for a dtype that is no float.
    """
    check_count("n_in", n_in)
    check_count("n_out", n_out)
    return rng.standard_normal((n_in, n_out), check_dtype(dtype))


def check_dtype(dtype: Any) -> Any:
    """The dtype, or TypeError if it is not float32 or float64."""
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(
            f"dtype is {np.dtype(dtype)}, but weights are float32 or float64"
        )
    return np.dtype(dtype)


INITIALIZERS = {"he": he, "xavier": xavier, "zeros": zeros}


def initialize(
    n_in: int,
    n_out: int,
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> tuple[Array, Array]:
    """The first W (n_in, n_out), drawn by `he`, and b (n_out,), all 0."""
    return he(n_in, n_out, rng, dtype), np.zeros(n_out, dtype)
