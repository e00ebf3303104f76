"""Right answers, written in other ways than ours. None may lose a point."""

import math
from types import SimpleNamespace

import numpy as np

import dlcourse
from dlcourse.feedback.probes import PROBES


def admit_loop(X, w, b):
    answers = []
    for row in X:
        total = b
        for number, weight in zip(row, w):
            total += number * weight
        answers.append(1 if total >= 0 else 0)
    return answers


def admit_where(X, w, b):
    return np.where(np.dot(X, w) + b < 0, 0, 1)


def admit_heaviside(X, w, b):
    return np.heaviside((X * w).sum(axis=1) + b, 1)


def admit_booleans(X, w, b):
    return X.dot(w) >= -b


def admit_in_place(X, w, b):
    guesses = np.einsum("nd,d->n", X, w)
    guesses += b
    guesses[guesses >= 0] = 1
    guesses[guesses < 0] = 0
    return guesses.astype(np.float32)


def admit_ones_column(X, w, b):
    return 1 - ((np.c_[X, np.ones(len(X))] @ np.append(w, b)) < 0)


def fraction_correct_loop(guesses, y):
    right = 0
    for guess, answer in zip(guesses, y):
        if guess == answer:
            right += 1
    return right / len(y)


def fraction_correct_gaps(guesses, y):
    return 1 - np.abs(guesses - y).mean()


def fraction_correct_count(guesses, y):
    return np.count_nonzero(guesses == y) / y.size


def fraction_correct_generator(guesses, y):
    return sum(g == a for g, a in zip(guesses, y)) / len(guesses)


def fraction_correct_products(guesses, y):
    return float(guesses @ y + (1 - guesses) @ (1 - y)) / len(y)


def random_search_normal(X, y, tries, rng):
    w = rng.standard_normal(X.shape[1])
    b = rng.standard_normal()
    best = np.mean((X @ w + b >= 0) == y)
    for _ in range(tries - 1):
        new_w = rng.standard_normal(X.shape[1])
        new_b = rng.standard_normal()
        score = np.mean((X @ new_w + new_b >= 0) == y)
        if score >= best:
            w, b, best = new_w, new_b, score
    return w, b, best


def random_search_at_once(X, y, tries, rng):
    W = rng.normal(size=(X.shape[1], tries))
    b = rng.normal(size=tries)
    scores = ((X @ W + b >= 0) == y[:, None]).mean(axis=0)
    top = scores.argmax()
    return [W[:, top], b[top], scores[top]]


def random_search_max(X, y, tries, rng):
    def lines():
        for _ in range(tries):
            *w, b = rng.uniform(-10, 10, X.shape[1] + 1)
            yield float(np.mean((X @ w + b >= 0) == y)), w, b

    best, w, b = max(lines(), key=lambda line: line[0])
    return w, b, best


def random_search_lists(X, y, tries, rng):
    scores, lines = [], []
    while len(lines) < tries:
        line = 2 * rng.random(X.shape[1] + 1) - 1
        lines.append(line)
        scores.append(sum((X @ line[1:] >= -line[0]) == y) / len(y))
    best = max(scores)
    line = lines[scores.index(best)]
    return line[1:], line[0], best


def random_search_sphere(X, y, tries, rng):
    def direction():
        while True:
            v = rng.uniform(-1, 1, X.shape[1] + 1)
            if 0 < v @ v <= 1:
                return v / np.sqrt(v @ v)

    best = -np.inf
    for _ in range(tries):
        v = direction()
        score = ((X @ v[:-1] + v[-1] >= 0) == y).sum() / len(y)
        if best < score:
            best, w, b = score, v[:-1], v[-1]
    return np.array(w), float(b), float(best)


def random_search_float32(X, y, tries, rng):
    best, kept = -1, None
    for _ in range(tries):
        v = rng.standard_normal(X.shape[1] + 1, dtype=np.float32)
        score = ((X @ v[1:] + v[0] >= 0) == y).mean()
        if score > best:
            best, kept = score, v
    return kept[1:], kept[0], best


def random_search_hundredths(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        *new_w, new_b = rng.integers(-100, 101, X.shape[1] + 1) / 100
        score = fraction_correct_loop(admit_where(X, new_w, new_b), y)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


def random_search_spawned(X, y, tries, rng):
    best = -1
    for child in rng.spawn(tries):
        new_w, new_b = child.normal(size=X.shape[1]), child.normal()
        score = ((X @ new_w + new_b >= 0) == y).mean()
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


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


def sgd_step_loop(parameters, gradients, learning_rate):
    new = {}
    for key, values in parameters.items():
        new[key] = np.add(values, np.multiply(-learning_rate, gradients[key]))
    return new


def sgd_step_copied(parameters, gradients, learning_rate):
    new = {key: np.array(values) for key, values in parameters.items()}
    for key in new:
        new[key] -= learning_rate * gradients[key]
    return new


def sgd_step_zipped(parameters, gradients, learning_rate):
    keys = sorted(parameters)
    moved = [parameters[k] - gradients[k] * learning_rate for k in keys]
    return dict(zip(keys, moved))


def sgd_step_lists(parameters, gradients, learning_rate):
    new = dict(parameters)
    for key in new:
        pairs = zip(new[key].ravel(), gradients[key].ravel())
        moved = [w - learning_rate * dw for w, dw in pairs]
        new[key] = np.reshape(moved, new[key].shape).tolist()
        new[key] = np.array(new[key])
    return new


def minibatches_list(X, y, size, rng):
    order = rng.permutation(len(y))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(y), size)
    ]


def minibatches_while(X, y, size, rng):
    left = list(range(len(X)))
    rng.shuffle(left)
    while left:
        batch, left = left[:size], left[size:]
        yield np.array([X[i] for i in batch]), np.array([y[i] for i in batch])


def minibatches_popped(X, y, size, rng):
    left, pairs = list(range(len(X))), []
    while left:
        batch = [
            left.pop(rng.integers(len(left)))
            for _ in range(min(size, len(left)))
        ]
        pairs.append([X[batch], y[batch]])
    return tuple(pairs)


def minibatches_sorted_keys(X, y, size, rng):
    order = np.argsort(rng.random(len(X)))
    X, y = X[order], y[order]
    cuts = range(size, len(X), size)
    return zip(np.split(X, cuts), np.split(y, cuts))


def minibatches_in_place(X, y, size, rng):
    together = np.column_stack([X, y])
    rng.shuffle(together, axis=0)
    for start in range(0, len(together), size):
        part = together[start : start + size]
        yield part[:, :-1], part[:, -1].astype(int)


def train_mean_of_weights(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        losses, sizes = [], []
        for pair in steps.batches(X, y):
            gradients = steps.backward(parameters, *pair)
            losses.append(
                steps.loss(steps.forward(parameters, pair[0]), pair[1])
            )
            sizes.append(len(pair[0]))
            parameters = steps.update(parameters, gradients, learning_rate)
        Z_val = steps.forward(parameters, X_val)
        history.append(
            [np.average(losses, weights=sizes), steps.loss(Z_val, y_val)]
        )
    return parameters, history


def train_listed_batches(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = np.zeros((epochs, 2))
    newest = dict(parameters)
    for row in history:
        batches = list(steps.batches(X, y))
        for X_batch, y_batch in batches:
            loss = steps.loss(steps.forward(newest, X_batch), y_batch)
            row[0] += loss * len(X_batch) / len(X)
            newest = steps.update(
                newest,
                steps.backward(newest, X_batch, y_batch),
                learning_rate,
            )
        row[1] = steps.loss(steps.forward(newest, X_val), y_val)
    return newest, history


def train_recursive(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    def epoch(parameters):
        total = 0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += len(Z) * steps.loss(Z, y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        return parameters, (total / len(X), val_loss)

    history = ()
    while len(history) < epochs:
        parameters, pair = epoch(parameters)
        history += (pair,)
    return [parameters, history]


def train_iterator(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    losses, val_losses = [], []
    for _ in range(epochs):
        batches, weighted, seen = iter(steps.batches(X, y)), 0.0, 0
        while (pair := next(batches, None)) is not None:
            X_batch, y_batch = pair
            Z = steps.forward(parameters, X_batch)
            weighted += steps.loss(Z, y_batch) * len(y_batch)
            seen += len(y_batch)
            slopes = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, slopes, learning_rate)
        losses.append(weighted / seen)
        val_losses.append(steps.loss(steps.forward(parameters, X_val), y_val))
    return parameters, list(zip(losses, val_losses))


def best_epoch_loop(history):
    best = 0
    for epoch, pair in enumerate(history):
        if pair[1] < history[best][1]:
            best = epoch
    return best


def best_epoch_min(history):
    return min(range(len(history)), key=lambda epoch: history[epoch][1])


def best_epoch_index(history):
    val_losses = [pair[-1] for pair in history]
    return val_losses.index(min(val_losses))


def best_epoch_column(history):
    return np.argmin(np.array(history)[:, 1])


def learn_admissions_momentum(X, y, X_val, y_val, rng):
    parameters, velocity = {}, {}
    for number, (n_in, n_out) in enumerate([(2, 8), (8, 2)], start=1):
        W, b = dlcourse.initialize(n_in, n_out, rng)
        parameters |= {f"W{number}": W, f"b{number}": b}
    history = []
    for _ in range(60):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), 20):
            batch = order[i : i + 20]
            Z = dlcourse.forward(parameters, X[batch])
            losses.append(dlcourse.cross_entropy(Z, y[batch]))
            slopes = dlcourse.backprop(parameters, X[batch], y[batch])
            for key in parameters:
                velocity[key] = 0.9 * velocity.get(key, 0) - 0.1 * slopes[key]
                parameters[key] = parameters[key] + velocity[key]
        Z_val = dlcourse.forward(parameters, X_val)
        history.append((np.mean(losses), dlcourse.cross_entropy(Z_val, y_val)))
    return parameters, history


def box_of_ten(rng):
    return SimpleNamespace(
        batches=lambda X, y: dlcourse.minibatches(X, y, 10, rng),
        forward=dlcourse.forward,
        loss=dlcourse.cross_entropy,
        backward=dlcourse.backprop,
        update=dlcourse.sgd_step,
    )


def first_network(rng):
    W1, b1 = dlcourse.initialize(2, 8, rng)
    W2, b2 = dlcourse.initialize(8, 2, rng)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def learn_admissions_smaller_batches(X, y, X_val, y_val, rng):
    return dlcourse.train(
        box_of_ten(rng), first_network(rng), X, y, X_val, y_val, 80, 0.3
    )


def learn_admissions_two_phases(X, y, X_val, y_val, rng):
    box, history = box_of_ten(rng), []
    parameters = first_network(rng)
    for rate in (0.5, 0.25, 0.1):
        parameters, more = dlcourse.train(
            box, parameters, X, y, X_val, y_val, 30, rate
        )
        history += more
    return parameters, history


def learn_admissions_best_of_three(X, y, X_val, y_val, rng):
    tries = [
        learn_admissions_smaller_batches(X, y, X_val, y_val, rng)
        for _ in range(3)
    ]
    return list(min(tries, key=lambda pair: pair[1][-1][1]))


def numerical_gradient_flat(f, w, h=1e-5):
    g = np.empty(w.size)
    for i in range(w.size):
        step = np.zeros(w.size)
        step[i] = h
        step = step.reshape(w.shape)
        g[i] = (f(w + step) - f(w - step)) / h / 2
    return g.reshape(w.shape)


def numerical_gradient_in_place(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(*w.shape):
        w[place] += h
        up = f(w)
        w[place] -= 2 * h
        down = f(w)
        w[place] += h
        g[place] = (up - down) / (2 * h)
    return g


def numerical_gradient_kept(f, w, h=1e-5):
    g = np.zeros_like(w)
    moved = w.copy()
    for i in range(w.size):
        keep = moved.flat[i]
        moved.flat[i] = keep + h
        g.flat[i] = f(moved)
        moved.flat[i] = keep - h
        g.flat[i] -= f(moved)
        moved.flat[i] = keep
    return g / (2 * h)


def numerical_gradient_nditer(f, w, h=1e-5):
    slopes = []
    places = np.nditer(w, flags=["multi_index"])
    for value in places:
        low, high = w.copy(), w.copy()
        low[places.multi_index] = value - h
        high[places.multi_index] = value + h
        slopes.append((f(high) - f(low)) * 0.5 / h)
    return np.array(slopes).reshape(w.shape)


def numerical_gradient_eye(f, w, h=1e-5):
    steps = h * np.eye(w.size).reshape(-1, *w.shape)
    pairs = [(f(w + step), f(w - step)) for step in steps]
    ups, downs = np.array(pairs).T
    return ((ups - downs) / (2 * h)).reshape(w.shape)


def mean_squared_error_grad_shares(P, Y):
    return (P - Y) / (0.5 * P.size)


def mean_squared_error_grad_loop(P, Y):
    dP = np.empty(P.shape)
    for place in np.ndindex(P.shape):
        dP[place] = 2 * (P[place] - Y[place]) / P.size
    return dP


def mean_squared_error_grad_in_place(P, Y):
    dP = P.copy()
    dP -= Y
    dP *= 2 / np.prod(P.shape)
    return dP


def mean_squared_error_grad_turned(P, Y):
    return -(Y - P) * (2.0 / len(P.ravel()))


def relu_backward_where(dA, A):
    return np.where(A > 0, dA, 0)


def relu_backward_copied(dA, A):
    dZ = dA.copy()
    dZ[A == 0] = 0
    return dZ


def relu_backward_sign(dA, A):
    return np.sign(A) * dA


def relu_backward_lists(dA, A):
    rows = [
        [d if a > 0 else 0.0 for d, a in zip(d_row, a_row)]
        for d_row, a_row in zip(dA, A)
    ]
    return np.array(rows)


def relu_backward_not_off(dA, A):
    return dA * (A != 0)


def sigmoid_backward_squares(dA, A):
    return dA * (A - A**2)


def sigmoid_backward_loop(dA, A):
    dZ = np.zeros(A.shape)
    for i, j in np.ndindex(A.shape):
        dZ[i, j] = dA[i, j] * A[i, j] * (1 - A[i, j])
    return dZ


def sigmoid_backward_in_place(dA, A):
    dZ = 1 - A
    dZ *= A
    dZ *= dA
    return dZ


def sigmoid_backward_einsum(dA, A):
    return np.einsum("ij,ij,ij->ij", A, 1 - A, dA)


def dense_backward_einsum(dZ, X, W):
    return (
        np.einsum("nk,dk->nd", dZ, W),
        np.einsum("nd,nk->dk", X, dZ),
        np.einsum("nk->k", dZ),
    )


def dense_backward_loops(dZ, X, W):
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    db = np.zeros(W.shape[1])
    for i in range(dZ.shape[0]):
        for j in range(dZ.shape[1]):
            db[j] += dZ[i, j]
            for m in range(X.shape[1]):
                dX[i, m] += dZ[i, j] * W[m, j]
                dW[m, j] += dZ[i, j] * X[i, m]
    return [dX, dW, db]


def dense_backward_turned(dZ, X, W):
    return (W @ dZ.T).T, (dZ.T @ X).T, np.ones(len(dZ)) @ dZ


def dense_backward_outer(dZ, X, W):
    dW = sum(np.outer(x, dz) for x, dz in zip(X, dZ))
    dX = np.stack([W @ dz for dz in dZ])
    return dX, dW, [column.sum() for column in dZ.T]


def dense_backward_axes(dZ, X, W):
    dX = (dZ[:, None, :] * W[None]).sum(axis=2)
    dW = (X[:, :, None] * dZ[:, None, :]).sum(axis=0)
    return dX, dW, sum(dZ)


def probabilities(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def cross_entropy_grad_one_hot(Z, y):
    return (probabilities(Z) - np.eye(Z.shape[1])[y]) / len(Z)


def cross_entropy_grad_rows(Z, y):
    rows = []
    for z, label in zip(Z, y):
        e = np.exp(z - max(z))
        p = e / sum(e)
        p[label] -= 1
        rows.append(p / len(y))
    return np.array(rows)


def cross_entropy_grad_compared(Z, y):
    right = y[:, None] == np.arange(Z.shape[1])
    return (probabilities(Z) - right) / y.size


def cross_entropy_grad_loop(Z, y):
    n = Z.shape[0]
    dZ = probabilities(Z) / n
    for i in range(n):
        dZ[i, y[i]] -= 1 / n
    return dZ


def backprop_spelled_out(parameters, X, y):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = X @ W1 + b1
    A1 = np.maximum(Z1, 0)
    D2 = cross_entropy_grad_one_hot(A1 @ W2 + b2, y)
    D1 = (D2 @ W2.T) * (Z1 > 0)
    return {
        "b2": D2.sum(0),
        "W2": A1.T @ D2,
        "b1": D1.sum(0),
        "W1": X.T @ D1,
    }


def backprop_examples(parameters, X, y):
    gradients = {name: np.zeros(v.shape) for name, v in parameters.items()}
    for x, label in zip(X, y):
        a = np.maximum(x @ parameters["W1"] + parameters["b1"], 0)
        z = a @ parameters["W2"] + parameters["b2"]
        d2 = probabilities(z[None])[0]
        d2[label] -= 1
        d2 /= len(X)
        d1 = (parameters["W2"] @ d2) * (a > 0)
        gradients["W1"] += np.outer(x, d1)
        gradients["b1"] += d1
        gradients["W2"] += np.outer(a, d2)
        gradients["b2"] += d2
    return gradients


def backprop_layers(parameters, X, y):
    A = [X]
    for number in (1, 2):
        Z = A[-1] @ parameters[f"W{number}"] + parameters[f"b{number}"]
        A.append(np.where(Z > 0, Z, 0) if number == 1 else Z)
    gradients = {}
    d = cross_entropy_grad_loop(A.pop(), y)
    for number in (2, 1):
        gradients[f"W{number}"] = A[-1].T @ d
        gradients[f"b{number}"] = d.sum(axis=0).tolist()
        d = (d @ parameters[f"W{number}"].T) * (A.pop() > 0)
    return gradients


def backprop_ones_column(parameters, X, y):
    ones = np.ones((len(X), 1))
    V1 = np.vstack([parameters["W1"], parameters["b1"]])
    V2 = np.vstack([parameters["W2"], parameters["b2"]])
    X1 = np.hstack([X, ones])
    A1 = np.hstack([(X1 @ V1).clip(0), ones])
    d2 = cross_entropy_grad_compared(A1 @ V2, y)
    D2 = A1.T @ d2
    D1 = X1.T @ ((d2 @ V2.T) * (A1 > 0))[:, :-1]
    return {"W1": D1[:-1], "b1": D1[-1], "W2": D2[:-1], "b2": D2[-1]}


def train_val_split_mask(X, y, fraction, rng):
    aside = np.zeros(len(X), bool)
    m = round(len(X) * fraction)
    aside[rng.choice(len(X), m, replace=False)] = True
    return X[~aside], y[~aside], X[aside], y[aside]


def train_val_split_shuffled(X, y, fraction, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    cut = len(y) - round(fraction * len(y))
    X, y = X[order], y[order]
    return [X[:cut], y[:cut], X[cut:], y[cut:]]


def train_val_split_drawn(X, y, fraction, rng):
    rest, aside = list(range(len(X))), []
    for _ in range(round(len(X) * fraction)):
        aside.append(rest.pop(rng.integers(len(rest))))
    pick = np.take
    return pick(X, rest, 0), pick(y, rest), pick(X, aside, 0), pick(y, aside)


def train_val_split_lists(X, y, fraction, rng):
    keys = rng.random(len(X))
    order = sorted(range(len(X)), key=lambda i: keys[i])
    m = math.floor(len(X) * fraction + 0.5)
    aside, rest = sorted(order[:m]), sorted(order[m:])
    return tuple(
        np.array([part[i] for i in chosen])
        for chosen in (rest, aside)
        for part in (X, y)
    )


def standardize_columns(train, val):
    train, val = np.array(train, float), np.array(val, float)
    for j in range(train.shape[1]):
        mean, std = train[:, j].mean(), train[:, j].std()
        for part in (train, val):
            part[:, j] -= mean
            if std > 0:
                part[:, j] /= std
    return train, val


def standardize_sums(train, val):
    n = len(train)
    mean = train.sum(axis=0) / n
    gaps = train - mean
    std = np.sqrt(np.einsum("nd,nd->d", gaps, gaps) / n)
    std[std == 0] = 1.0
    return gaps / std, (val - mean) / std


def standardize_divide(train, val):
    mean, std = np.mean(train, 0), np.std(train, 0)
    return tuple(
        np.divide(part - mean, std, out=np.zeros(part.shape), where=std > 0)
        for part in (train, val)
    )


def standardize_turned(train, val):
    rows = [(column.mean(), column.std() or 1.0) for column in train.T]
    return [
        np.array([(c - m) / s for c, (m, s) in zip(part.T, rows)]).T
        for part in (train, val)
    ]


def read_digits_plain(X, y, X_new, rng):
    """Ink as a share, no validation but the training part."""
    W1, b1 = dlcourse.initialize(64, 40, rng)
    W2, b2 = dlcourse.initialize(40, 10, rng)
    parameters, _ = dlcourse.train(
        box_of_ten(rng),
        {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
        X / 16,
        y,
        X / 16,
        y,
        20,
        0.2,
    )
    return dlcourse.forward(parameters, X_new / 16).argmax(axis=1).tolist()


def read_digits_network(X, y, X_new, rng):
    X, X_new = dlcourse.standardize(X, X_new)
    network = dlcourse.Network([64, 32, 10], rng=rng)
    for _ in dlcourse.fit(
        network, X, y, dlcourse.Adam(0.003), epochs=20, size=32, rng=rng
    ):
        pass
    return np.argmax(network.forward(X_new)[-1], axis=1)


def read_digits_committee(X, y, X_new, rng):
    """Three networks, and the mean of their scores."""
    X, X_new = dlcourse.standardize(X, X_new)
    scores = 0
    for _ in range(3):
        W1, b1 = dlcourse.initialize(64, 16, rng)
        W2, b2 = dlcourse.initialize(16, 10, rng)
        begin = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        parameters, _ = dlcourse.train(
            box_of_ten(rng), begin, X, y, X[:9], y[:9], 10, 0.05
        )
        scores = scores + dlcourse.forward(parameters, X_new)
    return np.array([list(row).index(max(row)) for row in scores])


def read_digits_neighbours(X, y, X_new, rng):
    """No network, but it reads: the digit of the most alike picture."""
    return [y[np.argmin(((X - x) ** 2).sum(axis=1))] for x in X_new]


def leaky_relu_maximum(Z, slope):
    return np.maximum(Z, slope * Z)


def leaky_relu_loop(Z, slope):
    return [[z if z > 0 else slope * z for z in row] for row in Z]


def leaky_relu_mask(Z, slope):
    A = Z.copy()
    A[A < 0] *= slope
    return A


def leaky_relu_factors(Z, slope):
    return Z * (slope + (1 - slope) * (Z > 0))


def softplus_logaddexp(Z):
    return np.logaddexp(Z, 0)


def softplus_choice(Z):
    return np.where(Z > 30, Z, np.log1p(np.exp(np.minimum(Z, 30))))


def softplus_loop(Z):
    return [
        [
            z + math.log(1 + math.exp(-z))
            if z > 0
            else math.log1p(math.exp(z))
            for z in row
        ]
        for row in Z
    ]


def softplus_warns(Z):
    return np.where(Z > 20, Z, np.log(1 + np.exp(Z)))


def elu_warns(Z):
    return np.where(Z > 0, Z, np.exp(Z) - 1)


def elu_mask(Z):
    A = np.array(Z, float)
    A[A < 0] = np.expm1(A[A < 0])
    return A


def elu_sum(Z):
    return np.maximum(Z, 0) + np.exp(np.minimum(Z, 0)) - 1


def elu_loop(Z):
    return [[z if z > 0 else math.exp(z) - 1 for z in row] for row in Z]


def huber_loss_loop(P, Y, delta):
    total = 0.0
    for p, y in zip(P.ravel(), Y.ravel()):
        gap = abs(p - y)
        total += gap * gap / 2 if gap < delta else delta * (gap - delta / 2)
    return total / P.size


def huber_loss_minimum(P, Y, delta):
    gaps = np.abs(Y - P)
    near = np.minimum(gaps, delta)
    return float(np.mean(near**2 / 2 + delta * (gaps - near)))


def huber_loss_clip(P, Y, delta):
    G = P - Y
    C = np.clip(G, -delta, delta)
    return np.sum(C * (G - C / 2)) / G.size


def huber_loss_masks(P, Y, delta):
    gaps = np.abs(np.subtract(P, Y))
    costs = 0.5 * gaps**2
    far = gaps > delta
    costs[far] = delta * gaps[far] - 0.5 * delta**2
    return np.average(costs)


def hinge_loss_loop(Z, y):
    total = 0.0
    for row, label in zip(Z, y):
        for j, score in enumerate(row):
            if j != label:
                total += max(0.0, 1.0 + score - row[label])
    return total / len(Z)


def hinge_loss_minus_one(Z, y):
    right = np.take_along_axis(Z, y[:, None], axis=1)
    return np.maximum(0, Z - right + 1).sum() / len(y) - 1


def hinge_loss_one_hot(Z, y):
    Y = np.eye(Z.shape[1])[y]
    right = (Z * Y).sum(axis=1, keepdims=True)
    return float((np.clip(1 + Z - right, 0, None) * (1 - Y)).sum(1).mean())


def hinge_loss_deleted(Z, y):
    return sum(
        np.maximum(np.delete(row, c) - row[c] + 1, 0).sum()
        for row, c in zip(Z, y)
    ) / len(y)


def smoothed_cross_entropy_targets(Z, y, amount):
    n, k = Z.shape
    T = (1 - amount) * np.eye(k)[y] + amount / k
    top = Z.max(axis=1, keepdims=True)
    logs = Z - top - np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    return -np.einsum("nk,nk->", T, logs) / n


def smoothed_cross_entropy_mixed(Z, y, amount):
    shared = sum(
        dlcourse.cross_entropy(Z, np.full(len(Z), j))
        for j in range(Z.shape[1])
    )
    right = dlcourse.cross_entropy(Z, y)
    return (1 - amount) * right + amount * shared / Z.shape[1]


def smoothed_cross_entropy_loop(Z, y, amount):
    losses = []
    for row, label in zip(Z, y):
        top = max(row)
        log_sum = top + math.log(sum(math.exp(z - top) for z in row))
        pull = (1 - amount) * row[label] + amount * sum(row) / len(row)
        losses.append(log_sum - pull)
    return sum(losses) / len(losses)


def smoothed_cross_entropy_logaddexp(Z, y, amount):
    logs = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    weights = np.full(Z.shape, amount / Z.shape[1])
    weights[np.arange(len(y)), y] += 1 - amount
    return (weights * -logs).sum(axis=1).mean()


def leaky_relu_backward_product(dA, A, slope):
    return dA * np.where(A >= 0, 1, slope)


def leaky_relu_backward_loop(dA, A, slope):
    return [
        [d if a > 0 else slope * d for d, a in zip(d_row, a_row)]
        for d_row, a_row in zip(dA, A)
    ]


def leaky_relu_backward_mask(dA, A, slope):
    dZ = np.array(dA, float)
    dZ[A < 0] *= slope
    return dZ


def leaky_relu_backward_sum(dA, A, slope):
    gate = A > 0
    return gate * dA + slope * ~gate * dA


def huber_loss_grad_where(P, Y, delta):
    G = P - Y
    return np.where(abs(G) <= delta, G, delta * np.sign(G)) / G.size


def huber_loss_grad_minmax(P, Y, delta):
    return np.maximum(np.minimum(P - Y, delta), -delta) / np.size(Y)


def huber_loss_grad_in_place(P, Y, delta):
    G = P - Y
    G[delta < G] = delta
    G[-delta > G] = -delta
    G /= G.size
    return G


def huber_loss_grad_loop(P, Y, delta):
    slopes = [
        max(-delta, min(delta, p - y)) / P.size for p, y in zip(P.flat, Y.flat)
    ]
    return np.reshape(slopes, P.shape)


def scale_backward_einsum(dZ, X, gain):
    dgain = np.einsum("nd,nd->d", dZ, X)
    return np.einsum("nd,d->nd", dZ, gain), dgain, np.ones(len(dZ)) @ dZ


def scale_backward_loop(dZ, X, gain):
    n, d = X.shape
    dX, dgain, dbias = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for i in range(n):
        for j in range(d):
            dX[i, j] = gain[j] * dZ[i, j]
            dgain[j] += X[i, j] * dZ[i, j]
            dbias[j] += dZ[i, j]
    return dX, dgain, dbias


def scale_backward_lists(dZ, X, gain):
    columns = list(zip(dZ.T, X.T, gain))
    return [
        np.array([g * dz for dz, _, g in columns]).T,
        [sum(dz * x) for dz, x, _ in columns],
        [sum(dz) for dz, _, _ in columns],
    ]


def scale_backward_diagonal(dZ, X, gain):
    return dZ @ np.diag(gain), np.diag(X.T @ dZ), np.add.reduce(dZ)


def clip_gradients_vector(gradients, limit):
    theta = np.concatenate([np.ravel(g) for g in gradients.values()])
    length = np.linalg.norm(theta)
    if length <= limit:
        return gradients
    return {key: g * limit / length for key, g in gradients.items()}


def clip_gradients_larger(gradients, limit):
    total = 0.0
    for g in gradients.values():
        for number in g.flat:
            total += number * number
    factor = limit / max(math.sqrt(total), limit)
    return {key: factor * gradients[key] for key in gradients}


def clip_gradients_copies(gradients, limit):
    new = {key: g.copy() for key, g in gradients.items()}
    length = math.hypot(*(np.linalg.norm(g) for g in new.values()))
    while length > limit:
        for g in new.values():
            g *= limit / length
        break
    return new


def clip_gradients_einsum(gradients, limit):
    square = sum(np.vdot(g, g) for g in gradients.values())
    if square > limit**2:
        shrink = limit * square**-0.5
        return {key: np.multiply(gradients[key], shrink) for key in gradients}
    return {key: gradients[key] + 0 for key in gradients}


def decay_step_factor(parameters, gradients, learning_rate, decay):
    kept = {"W": 1 - learning_rate * decay, "b": 1}
    return {
        key: kept[key[0]] * w - learning_rate * gradients[key]
        for key, w in parameters.items()
    }


def decay_step_library(parameters, gradients, learning_rate, decay):
    larger = dict(gradients)
    for key in parameters:
        if "W" in key:
            larger[key] = gradients[key] + decay * parameters[key]
    return dlcourse.sgd_step(parameters, larger, learning_rate)


def decay_step_copies(parameters, gradients, learning_rate, decay):
    new = {key: np.copy(w) for key, w in parameters.items()}
    for key, w in new.items():
        if not key.startswith("b"):
            w *= 1 - learning_rate * decay
        w -= learning_rate * gradients[key]
    return new


def momentum_step_loop(
    parameters, velocity, gradients, learning_rate, momentum
):
    new, rolled = {}, {}
    for key in gradients:
        rolled[key] = velocity[key] * momentum + gradients[key]
        new[key] = parameters[key] - rolled[key] * learning_rate
    return new, rolled


def momentum_step_copies(
    parameters, velocity, gradients, learning_rate, momentum
):
    new, rolled = (
        {key: values.copy() for key, values in arrays.items()}
        for arrays in (parameters, velocity)
    )
    for key in new:
        rolled[key] *= momentum
        rolled[key] += gradients[key]
        new[key] -= learning_rate * rolled[key]
    return [new, rolled]


def momentum_step_vector(
    parameters, velocity, gradients, learning_rate, momentum
):
    optimizer = dlcourse.Momentum(1.0, 0.0)
    new, rolled = {}, {}
    for key, w in parameters.items():
        step = momentum * velocity[key] + gradients[key]
        theta = np.array(w, float).ravel()
        optimizer.velocity = None
        optimizer.step(theta, learning_rate * step.ravel())
        new[key], rolled[key] = theta.reshape(w.shape), step
    return new, rolled


def top_k_accuracy_sorted(Z, y, k):
    best = np.argsort(Z, axis=1)[:, ::-1][:, :k]
    return (best == y[:, None]).any(axis=1).mean()


def top_k_accuracy_partition(Z, y, k):
    m = Z.shape[1]
    least = np.partition(Z, m - k, axis=1)[:, m - k]
    return float(np.mean(Z[np.arange(len(Z)), y] >= least))


def top_k_accuracy_loop(Z, y, k):
    right = 0
    for row, label in zip(Z, y):
        order = sorted(range(len(row)), key=lambda c: -row[c])
        right += label in order[:k]
    return right / len(Z)


def top_k_accuracy_removed(Z, y, k):
    Z = Z.copy()
    right = np.zeros(len(y), bool)
    for _ in range(k):
        first = Z.argmax(axis=1)
        right |= first == y
        Z[np.arange(len(y)), first] = -np.inf
    return np.count_nonzero(right) / len(y)


def recall_by_class_counts(guesses, y, k):
    return np.bincount(y[guesses == y], minlength=k) / np.bincount(y)


def recall_by_class_table(guesses, y, k):
    table = np.zeros((k, k))
    for guess, label in zip(guesses, y):
        table[label, guess] += 1
    return np.diag(table) / table.sum(axis=1)


def recall_by_class_one_hot(guesses, y, k):
    Y, G = np.eye(k)[y], np.eye(k)[guesses]
    return np.einsum("nk,nk->k", Y, G) / Y.sum(axis=0)


def recall_by_class_list(guesses, y, k):
    shares = []
    for c in range(k):
        mine = [g for g, label in zip(guesses, y) if label == c]
        shares.append(mine.count(c) / len(mine))
    return shares


def shift_images_rolled(X, right, down):
    images = np.roll(X.reshape(-1, 8, 8), (down, right), axis=(1, 2))
    at = np.arange(8)
    images[:, (at < down) | (at >= 8 + down)] = 0
    images[:, :, (at < right) | (at >= 8 + right)] = 0
    return images.reshape(X.shape)


def shift_images_pixels(X, right, down):
    new = np.zeros(X.shape)
    for pixel in range(64):
        line, column = pixel // 8 + down, pixel % 8 + right
        if 0 <= line <= 7 and 0 <= column <= 7:
            new[:, 8 * line + column] = X[:, pixel]
    return new


def shift_images_products(X, right, down):
    images = X.reshape(len(X), 8, 8)
    return (np.eye(8, k=-down) @ images @ np.eye(8, k=right)).reshape(-1, 64)


def shift_images_padded(X, right, down):
    X = X.reshape(-1, 8, 8)
    X = np.pad(X, ((0, 0), (8, 8), (8, 8)))
    X = X[:, 8 - down : 16 - down, 8 - right : 16 - right]
    return [image.ravel().tolist() for image in X]


def balanced_accuracy_products(guesses, y):
    ones = guesses @ y / y.sum()
    zeros = (1 - guesses) @ (1 - y) / (1 - y).sum()
    return 0.5 * (ones + zeros)


def balanced_accuracy_loop(guesses, y):
    right, all_of = {0: 0, 1: 0}, {0: 0, 1: 0}
    for guess, answer in zip(guesses, y):
        all_of[answer] += 1
        if guess == answer:
            right[answer] += 1
    return (right[0] / all_of[0] + right[1] / all_of[1]) / 2


def balanced_accuracy_weights(guesses, y):
    weights = np.where(y == 1, 1 / np.sum(y == 1), 1 / np.sum(y == 0))
    return np.average(guesses == y, weights=weights)


def balanced_accuracy_masks(guesses, y):
    return np.mean([guesses[y == 1].mean(), 1 - guesses[y == 0].mean()])


def admit_corner_loop(X, lowest):
    guesses = []
    for row in X:
        enough = True
        for number, least in zip(row, lowest):
            enough = enough and number >= least
        guesses.append(1 if enough else 0)
    return guesses


def admit_corner_worst(X, lowest):
    return (X - lowest).min(axis=1) >= 0


def admit_corner_product(X, lowest):
    return np.prod(lowest <= X, axis=1)


def admit_corner_columns(X, lowest):
    guesses = np.ones(len(X))
    for column, least in zip(X.T, lowest):
        guesses *= column >= least
    return guesses


def grid_search_product(X, y, values):
    best = 0, None, None
    for w1 in values:
        for w2 in values:
            for b in values:
                score = np.mean((X[:, 0] * w1 + X[:, 1] * w2 + b >= 0) == y)
                if score >= best[0]:
                    best = score, (w1, w2), b
    return best[1], best[2], best[0]


def grid_search_at_once(X, y, values):
    w1, w2, b = (part.ravel() for part in np.meshgrid(values, values, values))
    right = (X @ np.array([w1, w2]) + b >= 0) == y[:, None]
    at = right.mean(axis=0).argmax()
    return np.array([w1[at], w2[at]]), b[at], right[:, at].mean()


def grid_search_sorted(X, y, values):
    lines = [
        (
            dlcourse.fraction_correct(dlcourse.admit(X, np.array(w), b), y),
            *w,
            b,
        )
        for w in np.stack(np.meshgrid(values, values), -1).reshape(-1, 2)
        for b in values
    ]
    best, w1, w2, b = sorted(lines)[-1]
    return [w1, w2], b, best


def answers_of(name):
    """Every function above that is written for the exercise `name`.

    The longest name wins: relu_backward_mask is not an answer to relu.
    """
    longer = [n for n in PROBES if n.startswith(name + "_")]
    return [
        function
        for key, function in globals().items()
        if key.startswith(name + "_")
        and not any(key.startswith(other + "_") for other in longer)
    ]
