"""Checks on what people hand to the library.

Every check raises an error that names the argument, what was found and what
was expected. numpy would often go on with a wrong shape (it broadcasts) or a
wrong label (-1 is the last class), and the mistake would show much later.
"""

import numpy as np

Array = np.ndarray


def check_labels(y: Array, n: int, k: int) -> None:
    """Raise unless y holds n whole-number labels from 0 to k - 1.

    Raises TypeError for labels that are not integers, ValueError for a wrong
    shape or a label out of range.
    """
    y = np.asarray(y)
    if y.shape != (n,):
        raise ValueError(
            f"y has shape {y.shape}, but {n} examples need ({n},): "
            "one whole number for each row" + _flatten_hint(y, n)
        )
    if y.dtype.kind not in "iu":
        raise TypeError(
            f"y has dtype {y.dtype}, but labels are whole numbers: "
            "convert them with y.astype(int)"
        )
    if n and (y.min() < 0 or y.max() >= k):
        bad = y[(y < 0) | (y >= k)][0]
        raise ValueError(
            f"y holds the label {bad}, but with {k} classes the labels "
            f"go from 0 to {k - 1}"
        )


def _flatten_hint(y: Array, n: int) -> str:
    return "; flatten it with y.ravel()" if y.size == n else ""


def check_same_shape(name_a: str, a: Array, name_b: str, b: Array) -> None:
    """Raise ValueError unless both arrays have the same shape."""
    if np.shape(a) != np.shape(b):
        raise ValueError(
            f"{name_a} has shape {np.shape(a)}, but {name_b} has shape "
            f"{np.shape(b)}: they must be the same"
        )


def check_shape(name: str, A: Array, shape: tuple[int, ...]) -> None:
    """Raise ValueError unless A has exactly this shape."""
    if np.shape(A) != shape:
        raise ValueError(
            f"{name} has shape {np.shape(A)}, but {shape} was expected"
        )


def check_dense(X: Array, W: Array, b: Array) -> None:
    """Raise ValueError unless X (n, d), W (d, k) and b (k,) fit together."""
    check_matrix("X", X)
    check_matrix("W", W)
    if X.shape[1] != W.shape[0]:
        raise ValueError(
            f"X has {X.shape[1]} columns, but W has {W.shape[0]} rows: "
            "each input needs one row of weights"
        )
    if np.shape(b) != (W.shape[1],):
        raise ValueError(
            f"b has shape {np.shape(b)}, but W has {W.shape[1]} columns: "
            f"b must have shape ({W.shape[1]},)"
        )


def check_matrix(name: str, A: Array) -> None:
    """Raise ValueError unless A has two axes."""
    if np.ndim(A) != 2:
        raise ValueError(
            f"{name} has shape {np.shape(A)}, but a matrix with two axes is "
            "needed; a single example x becomes one with x[None, :]"
        )


def check_finite(name: str, A: Array) -> None:
    """Raise ValueError if A holds a nan or an infinity."""
    if not np.isfinite(A).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(A))[0])
        raise ValueError(
            f"{name} holds {A[where]} at {where}: every value must be a "
            "finite number; look for missing entries or a division by 0"
        )


def check_scores(Z: Array) -> None:
    """Raise ValueError unless Z (n, k) has a largest finite score per row."""
    check_matrix("Z", Z)
    if Z.shape[1] == 0:
        raise ValueError("Z has 0 columns, but at least one class is needed")
    top = Z.max(axis=1)  # nan and +inf survive a maximum, all -inf too
    if not np.isfinite(top).all():
        row = int(np.flatnonzero(~np.isfinite(top))[0])
        raise ValueError(
            f"row {row} of Z has {top[row]} as its largest score, but it "
            "must be a finite number; a too large learning rate is the usual "
            "cause"
        )


def check_count(name: str, value: int, least: int = 1) -> None:
    """Raise TypeError for a value that is not whole, ValueError if too small."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(
            f"{name} is {value!r}, but it must be a whole number"
        )
    if value < least:
        raise ValueError(f"{name} is {value}, but it must be at least {least}")


def check_not_empty(name: str, A: Array) -> None:
    """Raise ValueError if A has no rows."""
    if len(A) == 0:
        raise ValueError(f"{name} has no rows, but at least one is needed")
