"""A training epoch of a 784-128-64-10 network, beside PyTorch and sgemm.

All start from the same weights and see the same batches. The bare products
are the floor: what a step costs if everything but its 8 matrix products
were free.
"""

import numpy as np

from dlcourse import SGD, Network

from .measure import (
    Row,
    by_turns,
    give,
    installed,
    median_ratio,
    median_seconds,
    say,
)

EXAMPLES = 8192  # a part of the 60,000 of an epoch
EPOCH = 60_000
LEARNING_RATE = 0.05
REACH = {  # batch: time over PyTorch's, share of the bare products' speed
    32: (0.42, 0.75),
    128: (0.57, 0.86),
    512: (0.75, 0.90),
}


def data():
    """X, y in the shape and range of MNIST, noise about ten patterns."""
    rng = np.random.default_rng(0)
    patterns = rng.random((10, 784), dtype=np.float32)
    y = rng.integers(0, 10, EXAMPLES)
    noise = rng.random((EXAMPLES, 784), dtype=np.float32)
    return (patterns[y] + noise) / 2, y


def our_epoch(X, y, size):
    """A job: our network over all batches."""
    network = Network([784, 128, 64, 10], rng=np.random.default_rng(1))
    dtheta, optimizer = np.empty_like(network.theta), SGD(LEARNING_RATE)

    def job():
        for i in range(0, EXAMPLES, size):
            batch = slice(i, i + size)
            network.gradient(X[batch], y[batch], out=dtheta)
            optimizer.step(network.theta, dtheta)

    return job, network


def torch_epoch(X, y, size, weights):
    """The same job for PyTorch, eager, and its model."""
    import torch
    from torch import nn

    model = nn.Sequential(
        nn.Linear(784, 128), nn.ReLU(),
        nn.Linear(128, 64), nn.ReLU(),
        nn.Linear(64, 10),
    )
    with torch.no_grad():
        for layer, (W, b) in zip(model[::2], weights):
            layer.weight.copy_(torch.tensor(W.T))
            layer.bias.copy_(torch.tensor(b))
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def job():
        for i in range(0, EXAMPLES, size):
            optimizer.zero_grad()
            Z = model(X[i : i + size])
            nn.functional.cross_entropy(Z, y[i : i + size]).backward()
            optimizer.step()

    return job, model


def products(X, size, weights):
    """A job: the 8 matrix products of each step, into ready arrays."""
    W1, W2, W3 = (W.copy() for W, _ in weights)
    dW1, dW2, dW3 = (np.empty_like(W) for W in (W1, W2, W3))
    A1, A2, Z = (np.zeros((size, k), np.float32) for k in (128, 64, 10))
    dA1, dA2, dZ = (np.zeros_like(A) for A in (A1, A2, Z))

    def job():
        for i in range(0, EXAMPLES, size):
            X_batch = X[i : i + size]
            np.matmul(X_batch, W1, out=A1)
            np.matmul(A1, W2, out=A2)
            np.matmul(A2, W3, out=Z)
            np.matmul(A2.T, dZ, out=dW3)
            np.matmul(dZ, W3.T, out=dA2)
            np.matmul(A1.T, dA2, out=dW2)
            np.matmul(dA2, W2.T, out=dA1)
            np.matmul(X_batch.T, dA1, out=dW1)

    return job


def rows_for(size, rounds=9):
    """The rows of one batch size."""
    X, y = data()
    ours, network = our_epoch(X, y, size)
    weights = [(W.copy(), b.copy()) for W, b in network.layers]
    jobs = {"ours": ours, "products": products(X, size, weights)}
    if installed("torch"):
        jobs["torch"], model = torch_epoch(X, y, size, weights)
    samples = by_turns(jobs, rounds)
    if "torch" in jobs:  # the same work, or the comparison means nothing
        theirs = model[0].weight.detach().numpy().T
        assert np.allclose(network.layers[0][0], theirs, atol=1e-3)
    return table(size, samples)


def table(size, samples):
    """Rows from samples."""
    part = EXAMPLES / EPOCH
    seconds = {name: median_seconds(s) / part for name, s in samples.items()}
    steps = EXAMPLES / size
    faults = {
        name: float(np.median([sample.faults for sample in s]) / steps)
        for name, s in samples.items()
    }
    over_torch, share = REACH[size]
    rows = [
        Row(
            f"epoch, batch {size}: share of bare products' speed", "s",
            seconds["ours"], "8 sgemm", seconds["products"],
            median_ratio(samples["products"], samples["ours"]),
            share, at_least=True,
        )
    ]
    if "torch" in samples:
        rows.insert(0, Row(
            f"epoch, batch {size}", "s",
            seconds["ours"], "PyTorch", seconds["torch"],
            median_ratio(samples["ours"], samples["torch"]), over_torch,
        ))
    peer = "torch" if "torch" in faults else "products"
    rows.append(Row(
        f"page faults a step, batch {size}", "",
        faults["ours"], {"torch": "PyTorch"}.get(peer, "8 sgemm"),
        faults[peer], faults["ours"] / max(faults[peer], 1),
    ))
    return rows


def main():
    """Measure every batch size."""
    if installed("torch"):
        import torch

        torch.set_num_threads(1)
    rows = []
    for size in REACH:
        say(f"epoch of 784-128-64-10, batch {size}")
        rows += rows_for(size)
    give(rows)


if __name__ == "__main__":
    main()
