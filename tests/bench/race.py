"""From first weights to 97 % on digits: a 64-32-10 network, Adam, batch 32.

A random split of a fifth, on which both reach it; the same first weights.
"""

import numpy as np

from dlcourse import Adam, Network, fit, train_val_split
from dlcourse.datasets import digits

from .measure import (
    Row,
    by_turns,
    give,
    installed,
    median_ratio,
    median_seconds,
    say,
)

TARGET, SIZE, LEARNING_RATE, LIMIT = 0.97, 32, 0.005, 100


def split():
    """X, y, X_val, y_val, values from 0 to 1."""
    X, y = digits()
    return train_val_split(X / 16, y, 0.2, np.random.default_rng(0))


def network():
    """The network before its first step."""
    return Network([64, 32, 10], rng=np.random.default_rng(0))


def ours(X, y, X_val, y_val):
    """How many epochs we need."""
    for epoch in fit(
        network(), X, y, Adam(LEARNING_RATE), epochs=LIMIT, size=SIZE,
        rng=np.random.default_rng(0), X_val=X_val, y_val=y_val,
    ):
        if epoch.val_accuracy >= TARGET:
            return epoch.number
    raise AssertionError(f"{TARGET} was not reached in {LIMIT} epochs")


def theirs(X, y, X_val, y_val):
    """How many epochs PyTorch needs, from the same weights."""
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    with torch.no_grad():
        for layer, (W, b) in zip(model[::2], network().layers):
            layer.weight.copy_(torch.tensor(W.T))
            layer.bias.copy_(torch.tensor(b))
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    X, y, X_val, y_val = map(torch.from_numpy, (X, y, X_val, y_val))
    rng = np.random.default_rng(0)
    for number in range(1, LIMIT + 1):
        order = torch.from_numpy(rng.permutation(len(X)))
        for batch in order.split(SIZE):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            right = (model(X_val).argmax(1) == y_val).float().mean()
        if right >= TARGET:
            return number
    raise AssertionError(f"{TARGET} was not reached in {LIMIT} epochs")


def main():
    """Measure both, whole runs by turns."""
    rows = []
    if installed("torch"):
        import torch

        torch.set_num_threads(1)
        data = split()
        epochs = ours(*data), theirs(*data)
        say(f"digits to 97 %: {epochs[0]} epochs, PyTorch {epochs[1]}")
        samples = by_turns(
            {"ours": lambda: ours(*data), "torch": lambda: theirs(*data)}, 7
        )
        rows.append(Row(
            "digits to 97 %, random split", "s",
            median_seconds(samples["ours"]), "PyTorch",
            median_seconds(samples["torch"]),
            median_ratio(samples["ours"], samples["torch"]),
        ))
    give(rows)


if __name__ == "__main__":
    main()
