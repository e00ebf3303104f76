"""The gradient check itself: right slopes pass, wrong ones are named."""

import numpy as np
import pytest

from dlcourse import gradient_check, numerical_gradient


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 2)])
def test_a_numerical_gradient_has_the_shape_of_w(shape):
    """A number for every entry, for any number of axes."""
    w = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)

    g = numerical_gradient(lambda w: (w**2).sum(), w)

    assert g.shape == shape
    assert g == pytest.approx(2 * w, rel=1e-9)


def test_w_is_left_as_it_was():
    """To the last bit, and also where f stops with an error."""
    w = np.array([0.1, 0.2, 0.3])
    before = w.tolist()

    numerical_gradient(lambda w: w.sum(), w)
    with pytest.raises(ZeroDivisionError):
        numerical_gradient(lambda w: 1 / 0, w)

    assert w.tolist() == before


def test_views_are_checked_in_place():
    """A weight that is a column of something larger moves there."""
    theta = np.zeros((3, 2))

    g = numerical_gradient(lambda w: 5 * theta[:, 1].sum(), theta[:, 1])

    assert g == pytest.approx([5.0, 5.0, 5.0])


@pytest.mark.parametrize(
    ("w", "message"),
    [
        (np.array([1, 2]), "w has dtype int64.*astype"),
        ([1.0], "w is a list.*np.array"),
        (1.0, "w is a float"),
    ],
)
def test_only_arrays_of_floats_can_be_nudged(w, message):
    """A whole number plus a small step is the same whole number."""
    with pytest.raises(TypeError, match=message):
        numerical_gradient(lambda w: 0.0, w)


def test_the_worst_parameter_comes_first_and_says_by_how_much():
    """The record names the parameter, the place and both numbers."""
    p = {"W": np.ones((2, 2)), "b": np.ones(2)}
    wrong = {"W": np.ones((2, 2)), "b": np.array([1.0, 3.0])}

    worst, fine = gradient_check(lambda: p["W"].sum() + p["b"].sum(), p, wrong)

    assert (worst.name, worst.worst, worst.given) == ("b", (1,), 3.0)
    assert worst.numerical == pytest.approx(1.0)
    assert worst.error == pytest.approx(2 / (np.sqrt(10) + np.sqrt(2)))
    assert str(worst).startswith("b: relative error 4.4e-01; largest gap at")
    assert fine.error < 1e-9


def test_two_gradients_of_zero_agree():
    """Nothing over nothing is no error."""
    w = np.ones(2)

    (record,) = gradient_check(lambda: 1.0, {"w": w}, {"w": np.zeros(2)})

    assert record.error == 0


def test_a_gradient_of_nan_is_as_wrong_as_can_be():
    """nan compares with nothing, and must not be sorted to the end."""
    p = {"a": np.ones(1), "b": np.ones(1)}
    slopes = {"a": np.zeros(1), "b": np.full(1, np.nan)}

    worst, _ = gradient_check(lambda: p["a"].sum(), p, slopes)

    assert (worst.name, worst.error) == ("b", np.inf)


@pytest.mark.parametrize(
    ("gradients", "message"),
    [
        ({}, r"keys \['w'\], but gradients has \[\]"),
        ({"w": np.ones((2, 1))}, r"gradients\['w'\] has shape \(2, 1\)"),
    ],
)
def test_a_missing_or_misshapen_gradient_is_refused(gradients, message):
    """dW always has W's shape."""
    with pytest.raises(ValueError, match=message):
        gradient_check(lambda: 0.0, {"w": np.ones(2)}, gradients)
