"""The same numbers as PyTorch: losses, slopes, layers, optimizers.

PyTorch is an extra of its own, for it is large. Where it is missing these
tests are left out, and say so; where CI is set they fail instead.
"""

import os

import numpy as np
import pytest

import dlcourse

try:
    import torch
    from torch.nn import functional as F
except ModuleNotFoundError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip(
        "PyTorch is not installed: NO comparison of losses, layers and "
        "optimizers with it was made (pip install '.[torch]')",
        allow_module_level=True,
    )

INF = np.inf
SCORES = {
    "ordinary": [[1.0, 2.0, 3.0], [0.5, -0.5, 0.0]],
    "ties": [[0.0, 0.0, 0.0], [5.0, 5.0, -5.0]],
    "far apart": [[1e3, 0.0, -1e3], [-1e4, 0.0, 1e4]],
    "all huge": [[1e4, 1e4 + 1, 1e4 - 1]],
    "all hugely negative": [[-1e4, -1e4 + 1, -1e4 - 1]],
    "huge and exact": [[1e300, -1e300, 0.0]],
    "a sure tail": [[0.0, -20.0, 40.0]],
    "tiny differences": [[1e-12, 0.0, -1e-12]],
    "one score of -inf": [[-INF, 0.0, 1.0], [1.0, 0.0, -INF]],
    "one class": [[3.0], [-1e4]],
    "one example": [[0.1, 0.2]],
    "many": np.random.default_rng(0).normal(0, 30, (200, 12)).tolist(),
}
EXACT = 1e-12


def same(ours, theirs, tolerance=EXACT):
    """Whether both are equal to the tolerance, infinities included."""
    theirs = theirs.detach().numpy()
    return np.allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def tensor(array):
    """A PyTorch copy that asks for its gradient."""
    return torch.tensor(array, requires_grad=True)


@pytest.mark.parametrize("label", ["first", "last"])
@pytest.mark.parametrize("name", SCORES)
def test_cross_entropy_and_its_slope_agree(name, label):
    """To 12 digits, for labels at both ends."""
    Z = np.array(SCORES[name])
    y = np.full(len(Z), 0 if label == "first" else Z.shape[1] - 1)
    Zt = tensor(Z)
    theirs = F.cross_entropy(Zt, torch.tensor(y))
    theirs.backward()

    loss, dZ = dlcourse.cross_entropy_with_grad(Z, y)

    assert same(loss, theirs)
    assert same(dlcourse.cross_entropy(Z, y), theirs)
    assert np.allclose(dlcourse.cross_entropy_grad(Z, y), dZ, atol=EXACT)
    if np.isfinite(loss):  # at an infinite loss PyTorch's slope is nan
        assert same(dZ, Zt.grad)


@pytest.mark.parametrize("name", SCORES)
def test_softmax_agrees(name):
    """The same probabilities, for scores of any size."""
    Z = np.array(SCORES[name])

    assert same(dlcourse.softmax(Z), torch.softmax(torch.tensor(Z), dim=1))


@pytest.mark.parametrize("answer", [0.0, 1.0])
@pytest.mark.parametrize("z", [0.0, 1e-9, 20.0, -20.0, 100.0, -1e4, 1e300])
def test_binary_cross_entropy_and_its_slope_agree(z, answer):
    """To 12 digits, far into both tails."""
    zs, ys = np.array([z, 0.3]), np.array([answer, 1.0])
    zt = tensor(zs)
    theirs = F.binary_cross_entropy_with_logits(zt, torch.tensor(ys))
    theirs.backward()

    assert same(dlcourse.binary_cross_entropy(zs, ys), theirs)
    assert same(dlcourse.binary_cross_entropy_grad(zs, ys), zt.grad)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_mean_squared_error_and_its_slope_agree(scale):
    """The mean over all entries, as PyTorch takes it."""
    rng = np.random.default_rng(0)
    P, Y = scale * rng.standard_normal((2, 5, 3))
    Pt = tensor(P)
    theirs = F.mse_loss(Pt, torch.tensor(Y))
    theirs.backward()

    ours = dlcourse.mean_squared_error(P, Y)

    assert ours == pytest.approx(theirs.item(), rel=EXACT)
    assert same(dlcourse.mean_squared_error_grad(P, Y), Pt.grad)


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_activations_and_their_slopes_agree(name):
    """At 0, where ReLU's slope is a convention, and at both ends."""
    Z = np.array([[-1e3, -2.0, -1e-9, 0.0, 1e-9, 2.0, 1e3]])
    forward, backward = dlcourse.activations.ACTIVATIONS[name]
    Zt = tensor(Z)
    theirs = getattr(torch, name)(Zt)
    theirs.sum().backward()

    A = forward(Z)

    assert same(A, theirs)
    assert same(backward(np.ones_like(Z), A), Zt.grad)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_convolution_and_pool_agree(dtype):
    """Forward and backward; ties of ReLU's zeros go to the first."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((4, 3, 9, 9)).astype(dtype)
    W = rng.standard_normal((5, 3, 2, 2)).astype(dtype)
    b = rng.standard_normal(5).astype(dtype)
    ours = dlcourse.relu(dlcourse.conv2d(X, W, b))
    dA = rng.standard_normal((4, 5, 4, 4)).astype(dtype)
    Xt, Wt, bt = tensor(X), tensor(W), tensor(b)
    theirs = F.max_pool2d(F.relu(F.conv2d(Xt, Wt, bt)), 2)
    theirs.backward(torch.tensor(dA))

    A = dlcourse.max_pool2d(ours)
    dZ = dlcourse.relu_backward(
        dlcourse.max_pool2d_backward(dA, ours, A), ours
    )
    slopes = dlcourse.conv2d_backward(dZ, X, W)

    tolerance = EXACT if dtype == np.float64 else 1e-4
    assert same(A, theirs, tolerance)
    for slope, t in zip(slopes, (Xt, Wt, bt)):
        assert same(slope, t.grad, tolerance)


OPTIMIZERS = {
    "sgd": (lambda: dlcourse.SGD(0.1), torch.optim.SGD, {"lr": 0.1}),
    "momentum": (
        lambda: dlcourse.Momentum(0.1, momentum=0.8),
        torch.optim.SGD,
        {"lr": 0.1, "momentum": 0.8},
    ),
    "adam": (
        lambda: dlcourse.Adam(0.1, beta1=0.8, beta2=0.95, epsilon=1e-6),
        torch.optim.Adam,
        {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-6},
    ),
}


@pytest.mark.parametrize("name", dlcourse.optimizers.OPTIMIZERS)
def test_ten_steps_of_an_optimizer_agree(name):
    """The same path, for every optimizer of the table."""
    make, torch_class, options = OPTIMIZERS[name]
    rng = np.random.default_rng(0)
    theta, optimizer = rng.standard_normal(7), make()
    parameter = torch.nn.Parameter(torch.tensor(theta.copy()))
    peer = torch_class([parameter], **options)

    for slope in rng.standard_normal((10, 7)):
        optimizer.step(theta, slope)
        parameter.grad = torch.tensor(slope)
        peer.step()

    assert same(theta, parameter, 1e-9)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_a_network_has_the_slopes_of_pytorch(activation):
    """The same weights and data give the same loss and gradient."""
    rng = np.random.default_rng(0)
    network = dlcourse.Network(
        [6, 5, 4, 3], activation=activation, dtype=np.float64, rng=rng
    )
    X, y = rng.standard_normal((8, 6)), rng.integers(0, 3, 8)
    theta, A = [tensor(v) for v in network.as_dict().values()], torch.tensor(X)
    for W, b in zip(theta[::2], theta[1::2]):
        Z = A @ W + b
        A = getattr(torch, activation)(Z)
    theirs = F.cross_entropy(Z, torch.tensor(y))
    theirs.backward()

    loss, dtheta = network.gradient(X, y)

    assert same(loss, theirs)
    assert same(dtheta, torch.cat([t.grad.ravel() for t in theta]))
