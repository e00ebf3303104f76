"""The training loop of this course in PyTorch, twice.

The chapter "From here to PyTorch" shows these functions, and runs this very
file where PyTorch is installed. `train_by_hand` moves each weight itself;
`train_with_layers` leaves that to PyTorch.
"""

import torch
from torch import nn
from torch.nn import functional as F


def tensors(parameters):
    """Our arrays as tensors that ask for their slopes."""
    return {
        name: torch.tensor(values, requires_grad=True)
        for name, values in parameters.items()
    }


def train_by_hand(parameters, batches, learning_rate):
    """The trained tensors, and the loss of every step."""
    theta = tensors(parameters)  # 1 initialize
    losses = []
    for X, y in batches:  # repeat
        A1 = torch.relu(X @ theta["W1"] + theta["b1"])
        Z = A1 @ theta["W2"] + theta["b2"]  # 2 forward
        loss = F.cross_entropy(Z, y)  # 3 loss
        losses.append(loss.item())
        loss.backward()  # 4 backprop
        with torch.no_grad():
            for values in theta.values():  # 5 update
                values -= learning_rate * values.grad
                values.grad = None  # begin anew
    return theta, losses


def layers(parameters):
    """Dense, ReLU, dense, with our first weights."""
    W1, W2 = parameters["W1"], parameters["W2"]
    model = nn.Sequential(
        nn.Linear(*W1.shape), nn.ReLU(), nn.Linear(*W2.shape)
    ).double()  # float64, as our arrays
    ours = (W1.T, parameters["b1"], W2.T, parameters["b2"])
    with torch.no_grad():
        for theirs, values in zip(model.parameters(), ours):
            theirs.copy_(torch.tensor(values))
    return model


def train_with_layers(model, batches, learning_rate):
    """The loss of every step; the model is trained in place."""
    loss_of = nn.CrossEntropyLoss()
    weights = model.parameters()
    optimizer = torch.optim.SGD(weights, lr=learning_rate)
    losses = []
    for X, y in batches:  # repeat
        Z = model(X)  # 2 forward
        loss = loss_of(Z, y)  # 3 loss
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()  # 4 backprop
        optimizer.step()  # 5 update
    return losses


def refused(call):
    """What PyTorch says, in its first line, where it refuses."""
    try:
        call()
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return "no complaint"


def wrong_kinds():
    """Three numbers of the wrong kind, and PyTorch's answers."""
    layer = nn.Linear(2, 3)  # float32, unless one asks
    loss_of = nn.CrossEntropyLoss()
    X, Z = torch.ones(4, 2), torch.zeros(4, 3)
    return {
        "float64 data": refused(lambda: layer(X.double())),
        "int32 labels": refused(
            lambda: loss_of(Z, torch.zeros(4, dtype=torch.int32))
        ),
        "float labels": refused(lambda: loss_of(Z, torch.zeros(4))),
    }
