"""What units do with their sums: values, extremes, refused input."""

import numpy as np
import pytest

from dlcourse import (
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from dlcourse.activations import ACTIVATIONS


def test_relu_keeps_what_is_positive():
    """ReLU gives 0 for everything else, and passes a slope where it gave more.

    At exactly 0 the slope is 0.
    """
    Z = np.array([[-1.0, 0.0, 2.0]])

    A = relu(Z)

    assert A.tolist() == [[0.0, 0.0, 2.0]]
    assert relu_backward(np.ones((1, 3)), A).tolist() == [[0.0, 0.0, 1.0]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("function", [relu, sigmoid, tanh, softmax])
def test_an_activation_keeps_the_dtype(function, dtype):
    """float32 stays float32: half the memory, twice the speed."""
    assert function(np.zeros((2, 3), dtype)).dtype == dtype


@pytest.mark.parametrize("function", [relu, sigmoid, tanh, softmax])
def test_an_activation_leaves_its_argument(function):
    """Without `out` an activation writes into a new array."""
    Z = np.array([[-1.0, 2.0]])

    function(Z)

    assert Z.tolist() == [[-1.0, 2.0]]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_out_gets_the_same_numbers(name):
    """`out` saves memory and changes nothing, forward and backward."""
    forward, backward = ACTIVATIONS[name]
    Z = np.array([[-1.0, 0.5, 2.0]])
    A, dZ = np.empty_like(Z), np.ones_like(Z)

    assert forward(Z, out=A) is A
    assert backward(dZ, A, out=dZ) is dZ
    assert A.tolist() == forward(Z).tolist()
    assert dZ.tolist() == backward(np.ones_like(Z), A).tolist()


def test_sigmoid_takes_integers_and_huge_numbers():
    """No overflow at either end, and whole numbers are numbers too."""
    A = sigmoid(np.array([-1000, 0, 1000]))

    assert A.tolist() == [0.0, 0.5, 1.0]


def test_sigmoid_stays_exact_far_below_zero():
    """Small probabilities keep their digits: exp(z) there."""
    assert sigmoid(np.array([-30.0]))[0] == pytest.approx(
        np.exp(-30), rel=1e-12
    )


def test_sigmoid_refuses_unsigned_integers():
    """Minus an unsigned 1 is 255, and would give a wrong probability."""
    with pytest.raises(TypeError, match=r"Z has dtype uint8.*astype"):
        sigmoid(np.array([1], np.uint8))


def test_softmax_rows_sum_to_one():
    """Each row is one example's probabilities, for huge scores too."""
    Z = np.array([[1000.0, 1000.0, -1000.0], [-1e4, 0.0, 1e4]])

    P = softmax(Z)

    assert P.tolist() == [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]


def test_softmax_ignores_a_constant_in_all_scores():
    """Only the differences between the scores of a row count."""
    Z = np.array([[1.0, 2.0, 4.0]])

    assert softmax(Z + 100) == pytest.approx(softmax(Z), rel=1e-12)


def test_softmax_gives_a_masked_class_no_chance():
    """A single score of -inf is a class ruled out."""
    assert softmax(np.array([[0.0, -np.inf]])).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize(
    ("Z", "error", "message"),
    [
        (np.zeros(3), ValueError, r"Z has shape \(3,\).*x\[None, :\]"),
        ([[1.0]], TypeError, r"Z is a list.*np\.array\(Z\)"),
        (np.array([[np.nan, 1.0]]), ValueError, "row 0 of Z has nan"),
        (np.array([[1.0], [np.inf]]), ValueError, "row 1 of Z has inf"),
        (np.array([[-np.inf]]), ValueError, "row 0 of Z has -inf"),
        (np.zeros((2, 0)), ValueError, r"Z has shape \(2, 0\)"),
        (np.zeros((1, 2), np.uint8), TypeError, "Z has dtype uint8"),
        (np.zeros((1, 2), bool), TypeError, "Z has dtype bool"),
    ],
)
def test_softmax_refuses_what_are_no_scores(Z, error, message):
    """The error names the argument, what was found and what is needed."""
    with pytest.raises(error, match=message):
        softmax(Z)


@pytest.mark.parametrize(
    "backward",
    [relu_backward, sigmoid_backward, tanh_backward, softmax_backward],
)
def test_a_backward_refuses_two_shapes(backward):
    """A slope that would broadcast is a mistake of the caller."""
    with pytest.raises(ValueError, match=r"shape \(2, 1\).*shape \(2, 3\)"):
        backward(np.zeros((2, 1)), np.zeros((2, 3)))
