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
        hint = "; flatten it with y.ravel()" if y.size == n else ""
        raise ValueError(
            f"y has shape {y.shape}, but {n} examples need ({n},): "
            f"one whole number for each row{hint}"
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


def check_numbers(name: str, A: Array) -> None:
    """Raise TypeError unless A holds floats or signed whole numbers.

    Unsigned ones are refused, for they wrap around below 0: 3 - 5 is 254.
    """
    dtype = np.asarray(A).dtype
    if dtype.kind not in "if":
        raise TypeError(
            f"{name} has dtype {dtype}, but numbers that can be negative "
            f"are needed: convert them with {name}.astype(float)"
        )


def check_matrix(name: str, A: Array) -> None:
    """Raise unless A is an array (TypeError) with two axes (ValueError)."""
    if not isinstance(A, np.ndarray):
        raise TypeError(
            f"{name} is a {type(A).__name__}, but a numpy array is needed: "
            f"np.array({name})"
        )
    if A.ndim != 2:
        raise ValueError(
            f"{name} has shape {A.shape}, but a matrix with two axes is "
            "needed; a single example x becomes one with x[None, :]"
        )


def check_not_empty(name: str, A: Array) -> None:
    """Raise ValueError if A holds nothing."""
    if np.size(A) == 0:
        raise ValueError(
            f"{name} has shape {np.shape(A)} and is empty, but at least one "
            "example is needed"
        )


def check_finite(name: str, A: Array) -> None:
    """Raise ValueError if A holds a nan or an infinity."""
    finite = np.isfinite(A)
    if not finite.all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ValueError(
            f"{name} holds {A[where]} at {where}, but every value must be a "
            "finite number: look for missing entries or a division by 0"
        )


def check_same_shape(name_a: str, a: Array, name_b: str, b: Array) -> None:
    """Raise ValueError unless both arrays have the same shape."""
    if np.shape(a) != np.shape(b):
        raise ValueError(
            f"{name_a} has shape {np.shape(a)}, but {name_b} has shape "
            f"{np.shape(b)}: they must be the same"
        )


def check_same_length(X: Array, y: Array) -> None:
    """Raise ValueError unless X and y have as many rows."""
    if len(X) != len(y):
        raise ValueError(
            f"X has {len(X)} rows, but y has {len(y)} labels: "
            "they must be as many"
        )


def check_shape(name: str, A: Array, shape: tuple[int, ...]) -> None:
    """Raise ValueError unless A has exactly this shape."""
    if np.shape(A) != shape:
        raise ValueError(
            f"{name} has shape {np.shape(A)}, but {shape} was expected"
        )


def check_weights(X: Array, W: Array) -> None:
    """Raise unless X (n, d) and W (d, k) are matrices that fit together."""
    check_matrix("X", X)
    check_matrix("W", W)
    if X.shape[1] != W.shape[0]:
        raise ValueError(
            f"X has {X.shape[1]} columns, but W has {W.shape[0]} rows: "
            "each input needs one row of weights"
        )


def check_bias(b: Array, k: int) -> None:
    """Raise ValueError unless b has shape (k,), one for each output."""
    if np.shape(b) != (k,):
        raise ValueError(
            f"b has shape {np.shape(b)}, but there are {k} outputs: "
            f"b must have shape ({k},)"
        )


def check_scores(Z: Array) -> None:
    """Raise unless each row of Z (n, k) has a finite largest score."""
    check_matrix("Z", Z)
    check_numbers("Z", Z)
    if Z.shape[1] == 0:
        raise ValueError(
            f"Z has shape {Z.shape}, but at least one class is needed"
        )
    # numpy takes a maximum far faster down long columns than short rows.
    check_largest(np.array(Z.T, order="C").max(axis=0))


def check_largest(top: Array) -> None:
    """Raise unless top (n,), the largest score of each row, is finite.

    nan and +inf survive a maximum, and so does a row of nothing but -inf.
    """
    finite = np.isfinite(top)
    if not finite.all():
        row = int(finite.argmin())
        raise ValueError(
            f"row {row} of Z has {top[row]} as its largest score, but it "
            "must be a finite number: a learning rate that is too large is "
            "the usual cause"
        )


def check_classes(Z: Array, y: Array) -> None:
    """Raise unless Z (n, k) are scores and y (n,) labels, n at least 1."""
    check_scores(Z)
    check_not_empty("Z", Z)
    check_labels(y, *Z.shape)


def check_count(name: str, value: int, least: int = 1) -> None:
    """Raise unless value is whole (TypeError) and large enough."""
    whole = isinstance(value, (int, np.integer))
    if not whole or isinstance(value, bool):
        raise TypeError(
            f"{name} is {value!r}, but it must be a whole number"
        )
    if value < least:
        raise ValueError(
            f"{name} is {value}, but it must be at least {least}"
        )
