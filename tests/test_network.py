"""The network: one vector, its views, and the chain through them."""

import numpy as np
import pytest

from dlcourse import (
    Network,
    backprop,
    cross_entropy,
    forward,
    gradient_check,
)


def small(activation="relu", sizes=(3, 4, 2), dtype=np.float64):
    """A small network, the same in every test."""
    rng = np.random.default_rng(0)
    return Network(sizes, activation=activation, dtype=dtype, rng=rng)


def examples(n=5, d=3, k=2):
    """X (n, d), y (n,), the same in every test."""
    rng = np.random.default_rng(1)
    return rng.standard_normal((n, d)), rng.integers(0, k, n)


def test_layers_are_views_of_theta():
    """A change of one is a change of the other."""
    network = small()

    network.theta[:] = 7

    assert all((W == 7).all() and (b == 7).all() for W, b in network.layers)
    assert network.theta.size == 3 * 4 + 4 + 4 * 2 + 2


def test_parameters_have_the_names_of_the_exercises():
    """as_dict gives views, W1 first."""
    network = small()

    parameters = network.as_dict()

    assert list(parameters) == ["W1", "b1", "W2", "b2"]
    assert np.shares_memory(parameters["W2"], network.theta)


def test_biases_begin_at_zero_and_weights_do_not():
    """Unlike weights make unlike units."""
    for W, b in small().layers:
        assert len(np.unique(W)) == W.size
        assert not b.any()


def test_the_trace_begins_with_the_data_and_ends_with_scores():
    """Scores may be negative: no activation follows the last layer."""
    network = small()
    network.layers[-1][1][:] = -100
    X, _ = examples()

    X0, A1, Z = network.forward(X)

    assert X0.tolist() == X.tolist()
    assert A1.shape == (5, 4)
    assert (A1 >= 0).all()
    assert (Z < 0).all()


def test_a_network_is_the_two_layer_network_of_the_exercises():
    """Network, and forward with backprop, are two ways to write the same."""
    network, (X, y) = small(), examples()

    loss, dtheta = network.gradient(X, y)

    slopes = backprop(network.as_dict(), X, y)
    Z = forward(network.as_dict(), X)
    assert loss == pytest.approx(cross_entropy(Z, y), rel=1e-12)
    assert network.forward(X)[-1] == pytest.approx(Z, rel=1e-12)
    for (dW, db), number in zip(network.views(dtheta), "12"):
        assert dW == pytest.approx(slopes[f"W{number}"], rel=1e-9, abs=1e-15)
        assert db == pytest.approx(slopes[f"b{number}"], rel=1e-9, abs=1e-15)


def test_backprop_has_the_slopes_of_its_loss():
    """Every parameter agrees with numbers, under the same keys."""
    p, (X, y) = small().as_dict(), examples()

    slopes = backprop(p, X, y)

    worst, *_ = gradient_check(
        lambda: cross_entropy(forward(p, X), y), p, slopes
    )
    assert worst.error <= 1e-9, worst


def test_out_is_filled_and_given_back():
    """The persistent gradient gets the same numbers."""
    network, (X, y) = small(), examples()
    out = np.full_like(network.theta, np.nan)

    _, dtheta = network.gradient(X, y, out=out)

    assert dtheta is out
    assert out.tolist() == network.gradient(X, y)[1].tolist()


def test_a_gradient_changes_nothing():
    """Neither the data, nor the labels, nor theta."""
    network, (X, y) = small(), examples()
    before = [v.copy() for v in (X, y, network.theta)]

    network.gradient(X, y)

    for old, new in zip(before, (X, y, network.theta)):
        assert old.tolist() == new.tolist()


def test_no_hidden_layer_makes_a_linear_classifier():
    """Two sizes are enough."""
    network, (X, _) = small(sizes=(3, 2)), examples()
    (W, b), = network.layers

    assert network.forward(X)[-1] == pytest.approx(X @ W + b)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_whatever_comes_in_is_computed_in_the_networks_dtype(dtype):
    """Data of whole numbers or doubles do not slow a float32 network."""
    network = small(dtype=dtype)
    X = np.ones((2, 3), int)

    _, dtheta = network.gradient(X, np.array([0, 1]))

    assert {A.dtype for A in (*network.forward(X), dtheta)} == {dtheta.dtype}
    assert dtheta.dtype == dtype


def test_predictions_are_the_largest_scores():
    """One label for each row."""
    network, (X, _) = small(), examples()

    labels = network.predict(X)

    assert labels.tolist() == network.forward(X)[-1].argmax(axis=1).tolist()


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.ones((2, 4)), r"X has shape \(2, 4\).*takes \(n, 3\)"),
        (np.ones(3), r"X has shape \(3,\)"),
        (np.array([[0, 1, np.nan]]), r"X holds nan at \(0, 2\)"),
        (np.array([[0, 1, np.inf]]), r"X holds inf at \(0, 2\)"),
    ],
)
def test_data_that_do_not_fit_are_refused(X, message):
    """ReLU would hide a nan in some units and spread it in others."""
    with pytest.raises(ValueError, match=message):
        small().forward(X)


@pytest.mark.parametrize(
    ("n", "y", "error", "message"),
    [
        (2, [0], ValueError, r"y has shape \(1,\), but 2 examples"),
        (2, [[0], [1]], ValueError, "ravel"),
        (2, [0, 2], ValueError, "label 2"),
        (2, [0.0, 1.0], TypeError, "float64"),
        (0, [], ValueError, "empty"),
    ],
)
def test_labels_that_do_not_fit_are_refused(n, y, error, message):
    """A gradient is asked for with one right label for each example."""
    with pytest.raises(error, match=message):
        small().gradient(np.ones((n, 3)), np.array(y))


def test_out_of_another_size_is_refused():
    """A view of the wrong length would be filled in part."""
    with pytest.raises(ValueError, match=r"out has shape \(3,\), but \(26,\)"):
        small().gradient(*examples(), out=np.empty(3))


@pytest.mark.parametrize(
    ("sizes", "activation", "dtype", "error", "message"),
    [
        ([3], "relu", float, ValueError, r"sizes is \[3\]"),
        ([3, 0], "relu", float, ValueError, "every entry of sizes is 0"),
        ([3, 2.0], "relu", float, TypeError, "every entry of sizes is 2.0"),
        ([3, 2], "step", float, ValueError, "'step'.*relu, sigmoid, tanh"),
        ([3, 2], "relu", int, TypeError, "dtype is int64"),
    ],
)
def test_a_network_that_cannot_be_is_refused(
    sizes, activation, dtype, error, message
):
    """Sizes, activation and dtype are checked when it is made."""
    with pytest.raises(error, match=message):
        small(activation, sizes, dtype)
