"""A small convolutional net, forward and backward, beside PyTorch.

1 x 28 x 28 -> 8 filters 3 x 3 -> ReLU -> 2 x 2 maximum -> dense 10.
"""

import numpy as np

import dlcourse
from dlcourse import conv2d_backward_weights, cross_entropy_with_grad

from .measure import (
    Row,
    by_turns,
    give,
    installed,
    median_ratio,
    median_seconds,
    say,
)

REACH = {32: 0.45, 128: 0.70}
REPEATS = 8  # a sample of one pass would be shorter than the clock is fine


def our_pass(X, y, W, b, V, c):
    """The loss and its slopes in W, b, V, c."""
    Z = dlcourse.conv2d(X, W, b)
    A = dlcourse.relu(Z, out=Z)
    pooled = dlcourse.max_pool2d(A)
    flat = pooled.reshape(len(X), -1)
    loss, dZ = cross_entropy_with_grad(dlcourse.dense(flat, V, c), y)
    dflat, dV, dc = dlcourse.dense_backward(dZ, flat, V)
    dpooled = dflat.reshape(pooled.shape)
    dA = dlcourse.max_pool2d_backward(dpooled, A, pooled)
    dZ1 = dlcourse.relu_backward(dA, A, out=dA)
    dW, db = conv2d_backward_weights(dZ1, X)
    return loss, [dW, db, dV, dc]


def torch_pass(X, y, parameters):
    """The same for PyTorch, eager."""
    from torch.nn import functional as F

    for parameter in parameters:
        parameter.grad = None
    W, b, V, c = parameters
    pooled = F.max_pool2d(F.relu(F.conv2d(X, W, b)), 2).flatten(1)
    loss = F.cross_entropy(pooled @ V + c, y)
    loss.backward()
    return loss, [parameter.grad for parameter in parameters]


def row_for(n, rounds=15):
    """The row of one batch size."""
    import torch

    rng = np.random.default_rng(0)
    X, y = rng.random((n, 1, 28, 28), dtype=np.float32), np.arange(n) % 10
    W = 0.5 * rng.standard_normal((8, 1, 3, 3), dtype=np.float32)
    V = 0.04 * rng.standard_normal((8 * 13 * 13, 10), dtype=np.float32)
    ours = [W, np.zeros(8, np.float32), V, np.zeros(10, np.float32)]
    theirs = [torch.tensor(p, requires_grad=True) for p in ours]
    Xt, yt = torch.tensor(X), torch.tensor(y)

    def repeat(one_pass, *arguments):
        return lambda: [one_pass(*arguments) for _ in range(REPEATS)]

    for a, b in zip(
        our_pass(X, y, *ours)[1], torch_pass(Xt, yt, theirs)[1]
    ):
        assert np.allclose(a, b.numpy(), rtol=1e-3, atol=1e-5)
    samples = by_turns(
        {
            "ours": repeat(our_pass, X, y, *ours),
            "torch": repeat(torch_pass, Xt, yt, theirs),
        },
        rounds,
    )
    ms = {k: 1e3 * median_seconds(s) / REPEATS for k, s in samples.items()}
    return Row(
        f"conv net, forward and backward, batch {n}", "ms",
        ms["ours"], "PyTorch", ms["torch"],
        median_ratio(samples["ours"], samples["torch"]), REACH[n],
    )


def main():
    """Measure every batch size."""
    rows = []
    if installed("torch"):
        import torch

        torch.set_num_threads(1)
        for n in REACH:
            say(f"conv net, batch {n}")
            rows.append(row_for(n))
    give(rows)


if __name__ == "__main__":
    main()
