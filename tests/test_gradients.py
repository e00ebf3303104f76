"""Every slope of the library against numbers, from the tables themselves.

A row that is added to a table without a check here fails, and so does a
public `_backward` or `_grad` that no table names.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dlcourse
from dlcourse import activations, convolution, gradient_check, layers, losses

# Reached with room to spare: typical errors are 1e-11.
TOLERANCE = 1e-9
# ReLU and maxima have a kink: numbers stay this far from it and each other.
GAP = 1e-3

sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)


def apart(rng, *shape):
    """Numbers about -2..2, none near 0 and no two near each other."""
    count = int(np.prod(shape))
    steps = np.linspace(-2, 2, 2 * count)[::2] + 0.5 / count
    return rng.permutation(steps[np.abs(steps) > GAP][:count]).reshape(shape)


def worst(f, inputs, given):
    """The largest relative error of the given slopes of f in its inputs."""
    records = gradient_check(f, inputs, given)
    return max(records, key=lambda record: record.error)


def pulled(forward, backward, inputs, rng):
    """The worst slope of sum(dOut * forward(...)), dOut at random."""
    dOut = rng.standard_normal(forward(**inputs).shape)
    given = backward(dOut, **inputs)
    return worst(
        lambda: float((dOut * forward(**inputs)).sum()), inputs, given
    )


def activation_check(forward, backward):
    """A check for an activation, whose backward takes its own output."""

    def check(rng, n, d, k):
        def back(dA, Z):
            return {"Z": backward(dA, forward(Z))}

        return pulled(forward, back, {"Z": apart(rng, n, k)}, rng)

    return check


def check_dense(rng, n, d, k):
    inputs = {"X": apart(rng, n, d), "W": apart(rng, d, k), "b": apart(rng, k)}

    def back(dZ, X, W, b):
        return dict(zip("XWb", dlcourse.dense_backward(dZ, X, W)))

    return pulled(dlcourse.dense, back, inputs, rng)


def check_conv2d(rng, n, d, k):
    side, f = int(rng.integers(k, k + 4)), int(rng.integers(1, 4))
    inputs = {
        "X": rng.standard_normal((n, d, side, side + 1)),
        "W": rng.standard_normal((f, d, k, k)),
        "b": rng.standard_normal(f),
    }

    def back(dZ, X, W, b):
        return dict(zip("XWb", dlcourse.conv2d_backward(dZ, X, W)))

    return pulled(dlcourse.conv2d, back, inputs, rng)


def check_max_pool2d(rng, n, d, k):
    inputs = {"X": apart(rng, n, d, 2 * k, k)}

    def pool(X):
        return dlcourse.max_pool2d(X, k)

    def back(dA, X):
        return {"X": dlcourse.max_pool2d_backward(dA, X, pool(X), k)}

    return pulled(pool, back, inputs, rng)


def check_mean_squared_error(rng, n, d, k):
    inputs = {"P": rng.standard_normal((n, k))}
    Y = rng.standard_normal((n, k))
    return worst(
        lambda: losses.mean_squared_error(inputs["P"], Y),
        inputs,
        {"P": losses.mean_squared_error_grad(inputs["P"], Y)},
    )


def check_cross_entropy(rng, n, d, k):
    inputs = {"Z": rng.standard_normal((n, k))}
    y = rng.integers(0, k, n)
    return worst(
        lambda: losses.cross_entropy(inputs["Z"], y),
        inputs,
        {"Z": losses.cross_entropy_grad(inputs["Z"], y)},
    )


def check_binary_cross_entropy(rng, n, d, k):
    inputs = {"z": rng.standard_normal(n)}
    y = rng.integers(0, 2, n)
    return worst(
        lambda: losses.binary_cross_entropy(inputs["z"], y),
        inputs,
        {"z": losses.binary_cross_entropy_grad(inputs["z"], y)},
    )


LAYERS = {
    "dense": check_dense,
    "conv2d": check_conv2d,
    "max_pool2d": check_max_pool2d,
}
LOSS_CHECKS = {
    "mean_squared_error": check_mean_squared_error,
    "cross_entropy": check_cross_entropy,
    "binary_cross_entropy": check_binary_cross_entropy,
}
ACTIVATION_CHECKS = {
    name: activation_check(*pair)
    for name, pair in {
        **activations.ACTIVATIONS,
        "softmax": (activations.softmax, activations.softmax_backward),
    }.items()
}
CHECKS = {**ACTIVATION_CHECKS, **LAYERS, **LOSS_CHECKS}


@pytest.mark.parametrize("name", CHECKS)
@given(n=sizes, d=sizes, k=sizes, seed=seeds)
def test_every_slope_is_what_the_numbers_say(name, n, d, k, seed):
    """Backward and grad agree with central differences, for any shape."""
    rng = np.random.default_rng(seed)

    record = CHECKS[name](rng, n, d, k)

    assert record.error <= TOLERANCE, record


@pytest.mark.parametrize("name", CHECKS)
def test_the_smallest_shapes_have_the_right_slope(name):
    """One example with one input and one output is no special case."""
    record = CHECKS[name](np.random.default_rng(0), 1, 1, 1)

    assert record.error <= TOLERANCE, record


def test_every_row_of_a_table_has_a_check():
    """No activation or loss enters its table without a gradient check."""
    rows = set(activations.ACTIVATIONS) | set(losses.LOSSES)

    unchecked = rows - set(CHECKS)

    assert not unchecked


def test_every_backward_and_grad_has_a_check():
    """No function that gives a slope stays outside of the tables."""
    modules = (activations, convolution, layers, losses)
    parts = {  # parts of conv2d_backward, and both halves of a loss at once
        "conv2d_backward_input",
        "conv2d_backward_weights",
        "windows_backward",
        "cross_entropy_with_grad",
    }
    slopes = {
        name
        for module in modules
        for name in vars(module)
        if "_backward" in name or name.endswith("_grad")
    }

    checked = {f"{name}_backward" for name in CHECKS}
    checked |= {f"{name}_grad" for name in CHECKS}

    assert slopes - parts <= checked


@pytest.mark.parametrize("name", activations.ACTIVATIONS)
@given(n=sizes, d=sizes, k=sizes, seed=seeds)
def test_a_network_has_the_slopes_of_its_loss(name, n, d, k, seed):
    """The gradient of theta is right for every activation and depth."""
    rng = np.random.default_rng(seed)
    hidden = [int(size) for size in rng.integers(1, 5, rng.integers(0, 3))]
    network = dlcourse.Network(
        [d, *hidden, k], activation=name, dtype=np.float64, rng=rng
    )
    X, y = draw_off_the_kinks(network, n, rng), rng.integers(0, k, n)

    loss, dtheta = network.gradient(X, y)

    record = worst(
        lambda: losses.cross_entropy(network.forward(X)[-1], y),
        {"theta": network.theta},
        {"theta": dtheta},
    )
    assert record.error <= TOLERANCE, record
    assert loss == pytest.approx(
        losses.cross_entropy(network.forward(X)[-1], y), rel=1e-12
    )


def draw_off_the_kinks(network, n, rng):
    """X (n, d) for which no hidden unit stands near 0."""
    while True:
        for _, b in network.layers:
            b[...] = rng.standard_normal(b.shape)
        X = rng.standard_normal((n, network.sizes[0]))
        A = X
        near = np.inf
        for W, b in network.layers[:-1]:
            Z = A @ W + b
            near = min(near, np.abs(Z).min())
            A = activations.ACTIVATIONS[network.activation][0](Z)
        if near > GAP:
            return X


def test_the_convolutional_net_has_the_slopes_of_its_loss():
    """Convolution, ReLU, pooling and dense layers fit into one chain."""
    rng = np.random.default_rng(3)
    X, y = rng.standard_normal((3, 2, 8, 8)), rng.integers(0, 4, 3)
    p = {
        "W1": rng.standard_normal((3, 2, 3, 3)),
        "b1": rng.standard_normal(3),
        "W2": rng.standard_normal((27, 4)),
        "b2": rng.standard_normal(4),
    }

    _, slopes = convolutional_net(p, X, y)

    record = worst(lambda: convolutional_net(p, X, y)[0], p, slopes)
    assert record.error <= TOLERANCE, record


def convolutional_net(p, X, y):
    """Its loss, and the slope of the loss in every parameter."""
    A1 = dlcourse.relu(dlcourse.conv2d(X, p["W1"], p["b1"]))
    pooled = dlcourse.max_pool2d(A1)
    flat = pooled.reshape(len(X), -1)
    Z2 = dlcourse.dense(flat, p["W2"], p["b2"])
    loss, dZ2 = losses.cross_entropy_with_grad(Z2, y)
    dflat, dW2, db2 = dlcourse.dense_backward(dZ2, flat, p["W2"])
    dpooled = dflat.reshape(pooled.shape)
    dA1 = dlcourse.max_pool2d_backward(dpooled, A1, pooled)
    dZ1 = dlcourse.relu_backward(dA1, A1)
    dW1, db1 = dlcourse.conv2d_backward_weights(dZ1, X)
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
