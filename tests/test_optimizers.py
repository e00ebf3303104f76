"""Optimizers: their first steps by hand, and what they all promise."""

import numpy as np
import pytest

from dlcourse import SGD, Adam, Momentum, sgd_step
from dlcourse.optimizers import OPTIMIZERS, STRETCH


def test_sgd_moves_against_the_slope():
    """A step is the learning rate times the slope, downhill."""
    theta = np.array([1.0, 2.0])

    SGD(0.5).step(theta, np.array([2.0, -2.0]))

    assert theta.tolist() == [0.0, 3.0]


def test_momentum_keeps_its_speed():
    """The second of two equal slopes moves further than the first."""
    theta, optimizer = np.zeros(1), Momentum(1.0, momentum=0.5)

    places = []
    for _ in range(3):
        optimizer.step(theta, np.ones(1))
        places.append(theta[0])

    assert places == [-1.0, -2.5, -4.25]


def test_adams_first_step_has_the_size_of_the_learning_rate():
    """Whatever the slope's size: that is what the correction is for."""
    theta = np.zeros(3)

    Adam(0.1).step(theta, np.array([1e-3, 1.0, -1e3]))

    assert theta == pytest.approx([-0.1, -0.1, 0.1], rel=1e-4)


def test_adam_follows_the_formula_of_its_paper():
    """Three steps with other slopes, against the formula written out."""
    slopes = np.array([[1.0], [-2.0], [0.5]])
    theta, optimizer = np.zeros(1), Adam(0.1, beta1=0.9, beta2=0.99)
    m = v = w = 0.0
    for t, g in enumerate(slopes[:, 0], start=1):
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        w -= 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.99**t)) + 1e-8)

    for dtheta in slopes:
        optimizer.step(theta, dtheta)

    assert theta[0] == pytest.approx(w, rel=1e-12)


@pytest.mark.parametrize("make", OPTIMIZERS.values())
def test_every_optimizer_reaches_the_bottom_of_a_bowl(make):
    """Following the slopes of a square ends near its lowest point."""
    theta, optimizer = np.array([3.0, -2.0]), make(0.05)

    for _ in range(500):
        optimizer.step(theta, 2 * theta)

    assert np.abs(theta).max() < 1e-2


@pytest.mark.parametrize("make", OPTIMIZERS.values())
def test_stretches_leave_no_parameter_out(make):
    """A vector longer than a stretch is moved everywhere, alike."""
    theta, optimizer = np.zeros(2 * STRETCH + 5, np.float32), make(0.1)

    for _ in range(2):
        optimizer.step(theta, np.ones_like(theta))

    assert len(set(theta.tolist())) == 1
    assert theta[0] < 0
    assert theta.dtype == np.float32


@pytest.mark.parametrize("make", OPTIMIZERS.values())
def test_a_step_leaves_the_slopes(make):
    """Only theta moves."""
    dtheta = np.ones(2)

    make(0.1).step(np.zeros(2), dtheta)

    assert dtheta.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("make", OPTIMIZERS.values())
def test_slopes_of_another_shape_are_refused(make):
    """(p,) and (p, 1) would broadcast to (p, p)."""
    with pytest.raises(ValueError, match=r"\(2,\).*\(2, 1\)"):
        make(0.1).step(np.zeros(2), np.zeros((2, 1)))


@pytest.mark.parametrize("make", [Momentum, Adam])
def test_an_optimizer_serves_one_network(make):
    """Its averages belong to the parameters it began with."""
    optimizer = make(0.1)
    optimizer.step(np.zeros(2), np.ones(2))

    with pytest.raises(ValueError, match=r"\(3,\).*\(2,\).*new one"):
        optimizer.step(np.zeros(3), np.ones(3))


@pytest.mark.parametrize("make", OPTIMIZERS.values())
@pytest.mark.parametrize("learning_rate", [0.0, -1.0, np.inf, np.nan])
def test_a_learning_rate_is_above_zero(make, learning_rate):
    """A step uphill, or none, is a slip of the keyboard."""
    with pytest.raises(ValueError, match=r"learning_rate is .*above 0"):
        make(learning_rate)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Momentum(0.1, momentum=1.0), "momentum is 1.0"),
        (lambda: Adam(beta1=-0.1), "beta1 is -0.1"),
        (lambda: Adam(beta2=1.0), "beta2 is 1.0"),
        (lambda: Adam(epsilon=0.0), "epsilon is 0.0"),
    ],
)
def test_shares_are_at_least_zero_and_below_one(make, message):
    """An average that keeps all of the old never hears of the new."""
    with pytest.raises(ValueError, match=message):
        make()


def test_sgd_step_leaves_the_old_parameters():
    """New parameters, under the same keys; the old ones stay."""
    old = {"W1": np.ones((2, 1)), "b1": np.ones(1)}
    slopes = {"W1": np.ones((2, 1)), "b1": np.full(1, 4.0)}

    new = sgd_step(old, slopes, 0.5)

    assert new["W1"].tolist() == [[0.5], [0.5]]
    assert new["b1"].tolist() == [-1.0]
    assert old["b1"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("slopes", "message"),
    [
        ({"b": np.ones(2)}, r"keys \['W'\], but gradients has \['b'\]"),
        ({"W": np.ones((2, 1))}, r"gradients\['W'\] has shape \(2, 1\)"),
    ],
)
def test_sgd_step_refuses_other_keys_and_shapes(slopes, message):
    """A missing slope would leave a parameter for ever as it was."""
    with pytest.raises(ValueError, match=message):
        sgd_step({"W": np.ones(2)}, slopes, 0.1)
