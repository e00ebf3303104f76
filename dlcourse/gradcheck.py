"""Is a gradient right? Nudge each number a little and see.

A gradient that was derived by hand is compared with differences that need
nothing but the function itself. Slow, and the best test there is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.checks import Array, check_same_shape

# Near the best for float64: larger bends with the curve, smaller drowns in
# rounding (its error grows like 1e-16 / h).
STEP = 1e-5


def numerical_gradient(
    f: Callable[[Array], float], w: Array, h: float = STEP
) -> Array:
    """From a function of w and w, floats of any shape, to g of that shape.

    Central differences, one entry at a time: (f(w + h) - f(w - h)) / 2h.
    w is moved during the call and left as it was. Raises TypeError if w
    does not hold floats. Use float64: float32 rounds most of h away.

    >>> w = np.array([1.0, 3.0])
    >>> numerical_gradient(lambda w: w @ w, w).round(6)
    array([2., 6.])
    """
    check_floats(w, h)
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        keep = w[i]
        try:
            w[i] = keep + h
            up = f(w)
            w[i] = keep - h
            down = f(w)
        finally:
            w[i] = keep
        g[i] = (up - down) / (2 * h)
    return g


def check_floats(w: Array, h: float) -> None:
    """Raise TypeError unless w is an array of floats."""
    if not isinstance(w, np.ndarray):
        raise TypeError(
            f"w is a {type(w).__name__}, but an array of floats is needed: "
            "np.array(w, float)"
        )
    if w.dtype.kind != "f":
        raise TypeError(
            f"w has dtype {w.dtype}, but it must hold floats, or a step of "
            f"{h} would be rounded away: use w.astype(float)"
        )


@dataclass(frozen=True)
class GradientCheck:
    """How far one gradient is from the numbers, and where it is worst.

    error: ||given - numerical|| / (||given|| + ||numerical||), from 0 for
    equal to 1; infinite if the gradient holds a nan.
    """

    name: str
    error: float
    worst: tuple[int, ...]
    given: float
    numerical: float

    def __str__(self) -> str:
        return (
            f"{self.name}: relative error {self.error:.1e}; largest gap at "
            f"{self.worst}: given {self.given:.6g}, "
            f"numerical {self.numerical:.6g}"
        )


def gradient_check(
    f: Callable[[], float],
    parameters: dict[str, Array],
    gradients: dict[str, Array],
    *,
    h: float = STEP,
) -> list[GradientCheck]:
    """A record for each parameter, the worst first; f() reads them in place.

    Raises ValueError if a gradient is missing or has another shape.

    >>> w = np.array([1.0, 3.0])
    >>> print(gradient_check(lambda: w @ w, {"w": w}, {"w": w})[0])
    w: relative error 3.3e-01; largest gap at (1,): given 3, numerical 6
    """
    if parameters.keys() != gradients.keys():
        raise ValueError(
            f"parameters has the keys {sorted(parameters)}, but gradients "
            f"has {sorted(gradients)}: they must be the same"
        )
    for name, w in parameters.items():
        given = gradients[name]
        check_same_shape(f"gradients[{name!r}]", given, name, w)
    records = []
    for name, w in parameters.items():
        numerical = numerical_gradient(lambda _: f(), w, h)
        records.append(compare(name, gradients[name], numerical))
    return sorted(records, key=lambda record: -record.error)


def compare(name: str, given: Array, numerical: Array) -> GradientCheck:
    """The record for one gradient, given and numerical of the same shape."""
    gap = np.abs(given - numerical)
    worst = np.unravel_index(int(gap.argmax()), gap.shape)
    size = np.linalg.norm(given) + np.linalg.norm(numerical)
    error = np.linalg.norm(gap) / size if size else 0.0
    return GradientCheck(
        name,
        error=float(np.nan_to_num(error, nan=np.inf)),
        worst=tuple(int(i) for i in worst),
        given=float(given[worst]),
        numerical=float(numerical[worst]),
    )
