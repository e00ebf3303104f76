"""Right answers, written in other ways than ours. None may lose a point."""

import math

import numpy as np


def dense_loops(X, W, b):
    Z = np.empty((len(X), W.shape[1]))
    for i, x in enumerate(X):
        for j in range(W.shape[1]):
            Z[i, j] = b[j]
            for m in range(len(x)):
                Z[i, j] += x[m] * W[m, j]
    return Z


def dense_einsum(X, W, b):
    return np.einsum("nd,dk->nk", X, W) + b[None, :]


def dense_list(X, W, b):
    return [
        [
            sum(x * w for x, w in zip(row, column)) + c
            for column, c in zip(W.T, b)
        ]
        for row in X
    ]


def dense_ones_column(X, W, b):
    return np.c_[X, np.ones(len(X))] @ np.vstack([W, b])


def dense_float32(X, W, b):
    return np.dot(X, W) + b.reshape(1, -1)


def relu_mask(Z):
    return Z * (Z > 0)


def relu_copy(Z):
    A = Z.copy()
    A[A < 0] = 0
    return A


def relu_half(Z):
    return (Z + abs(Z)) / 2


def relu_where(Z):
    return np.where(Z > 0, Z, 0)


def relu_clip(Z):
    return Z.clip(min=0)


def sigmoid_tanh(Z):
    return (1 + np.tanh(Z / 2)) / 2


def sigmoid_naive(Z):
    return 1 / (1 + np.exp(-Z))


def sigmoid_clip(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))


def sigmoid_loops(Z):
    def one(z):
        if z >= 0:
            return 1 / (1 + math.exp(-z))
        return math.exp(z) / (1 + math.exp(z))

    return np.array([[one(z) for z in row] for row in Z])


def sigmoid_masks(Z):
    A = np.empty(Z.shape)
    on = Z >= 0
    A[on] = 1 / (1 + np.exp(-Z[on]))
    A[~on] = np.exp(Z[~on]) / (1 + np.exp(Z[~on]))
    return A


def initialize_uniform(n_in, n_out, rng):
    edge = math.sqrt(6 / n_in)
    return rng.uniform(-edge, edge, (n_in, n_out)), np.zeros((n_out,))


def initialize_scaled(n_in, n_out, rng):
    W = rng.standard_normal((n_in, n_out)) * (2 / n_in) ** 0.5
    return [W, [0.0] * n_out]


def initialize_float32(n_in, n_out, rng):
    W = rng.standard_normal((n_in, n_out), dtype=np.float32)
    return W * np.float32(np.sqrt(2 / n_in)), np.zeros(n_out, np.float32)


def initialize_transposed(n_in, n_out, rng):
    W = rng.normal(scale=np.sqrt(2) / np.sqrt(n_in), size=(n_out, n_in)).T
    return W, np.zeros(n_out, int)


def forward_spelled_out(parameters, X):
    Z1 = X @ parameters["W1"] + parameters["b1"]
    return np.maximum(0, Z1) @ parameters["W2"] + parameters["b2"]


def forward_rows(parameters, X):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    return np.stack([(x @ W1 + b1).clip(0) @ W2 + b2 for x in X])


def forward_in_place(parameters, X):
    A = X @ parameters["W1"]
    A += parameters["b1"]
    A[A < 0] = 0
    Z = A @ parameters["W2"]
    Z += parameters["b2"]
    return Z


def mean_squared_error_sum(P, Y):
    return np.sum(np.square(Y - P)) / P.size


def mean_squared_error_loop(P, Y):
    gaps = [(p - y) ** 2 for p, y in zip(P.ravel(), Y.ravel())]
    return sum(gaps) / len(gaps)


def mean_squared_error_dot(P, Y):
    gap = (P - Y).reshape(-1)
    return float(gap @ gap) / len(gap)


def softmax_logs(Z):
    shifted = Z - Z.max(axis=1)[:, None]
    return np.exp(shifted - np.log(np.exp(shifted).sum(1))[:, None])


def softmax_rows(Z):
    rows = []
    for z in Z:
        e = np.exp(z - max(z))
        rows.append(e / e.sum())
    return rows


def softmax_transposed(Z):
    E = np.exp(Z.T - Z.T.max(axis=0))
    return (E / E.sum(axis=0)).T


def softmax_copy(Z):
    P = np.array(Z)
    P -= P.max(axis=1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(axis=1, keepdims=True)
    return P


def cross_entropy_rows(Z, y):
    total = 0.0
    for z, label in zip(Z, y):
        top = max(z)
        total += top + math.log(sum(math.exp(s - top) for s in z)) - z[label]
    return total / len(y)


def cross_entropy_logaddexp(Z, y):
    log_sum = np.logaddexp.reduce(Z, axis=1)
    return (log_sum - np.take_along_axis(Z, y[:, None], 1)[:, 0]).mean()


def cross_entropy_one_hot(Z, y):
    top = Z.max(axis=1, keepdims=True)
    log_P = Z - top - np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    return -np.sum(log_P * np.eye(Z.shape[1])[y]) / len(Z)


def accuracy_loop(Z, y):
    right = 0
    for z, label in zip(Z, y):
        if list(z).index(max(z)) == label:
            right += 1
    return right / len(y)


def accuracy_sum(Z, y):
    return (Z.argmax(1) == y).sum() / y.size


def accuracy_count(Z, y):
    return np.count_nonzero(np.equal(np.argmax(Z, axis=-1), y)) / len(Z)


def answers_of(name):
    """Every function above that is written for the exercise `name`."""
    others = [n for n in ("mean_squared_error", "cross_entropy") if n != name]
    return [
        function
        for key, function in globals().items()
        if key.startswith(name + "_")
        and not any(key.startswith(other) for other in others)
    ]
