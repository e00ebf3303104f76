"""Training: every example once, the right order, honest records."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse import (
    SGD,
    Adam,
    Network,
    accuracy,
    backprop,
    best_epoch,
    cross_entropy,
    fit,
    forward,
    load,
    minibatches,
    save,
    sgd_step,
    train,
    train_val_split,
)
from dlcourse.datasets import digits


def rng():
    """A fresh generator with the seed of all tests."""
    return np.random.default_rng(0)


def task(n=20):
    """A small network, and n examples that it can learn."""
    X = rng().standard_normal((n, 3))
    network = Network([3, 8, 2], dtype=np.float64, rng=rng())
    return network, X, (X[:, 0] > 0).astype(int)


@given(n=st.integers(1, 30), size=st.integers(1, 40))
def test_every_example_comes_once_with_its_label(n, size):
    """Batches are full but for the last, and cover the data exactly."""
    X, y = np.arange(n)[:, None] * 2, np.arange(n)

    batches = list(minibatches(X, y, size, rng()))

    lengths = [len(y_batch) for _, y_batch in batches]
    assert all(length == size for length in lengths[:-1])
    assert sorted(np.concatenate([b for _, b in batches])) == list(range(n))
    for X_batch, y_batch in batches:
        assert X_batch[:, 0].tolist() == (2 * y_batch).tolist()


def test_every_pass_has_its_own_order():
    """The same batches for ever would be a shuffle done once."""
    X, y, generator = np.zeros((50, 1)), np.arange(50), rng()

    first, second = (
        np.concatenate([b for _, b in minibatches(X, y, 10, generator)])
        for _ in range(2)
    )

    assert first.tolist() != second.tolist()
    assert first.tolist() != list(range(50))


@pytest.mark.parametrize(
    ("size", "rows", "error", "message"),
    [
        (0, 3, ValueError, "size is 0"),
        (2.5, 3, TypeError, "size is 2.5"),
        (2, 4, ValueError, "X has 3 rows, but y has 4"),
    ],
)
def test_batches_that_cannot_be_made_are_refused_at_once(
    size, rows, error, message
):
    """Not at the first batch, which may be far away."""
    with pytest.raises(error, match=message):
        minibatches(np.zeros((3, 1)), np.zeros(rows), size, rng())


def test_train_measures_each_batch_before_its_update():
    """The order of the five steps, and the weights of unlike batches."""
    calls = []

    def step(name, result):
        def record(*arguments):
            calls.append(name)
            return result(*arguments)

        return record

    X, y = np.arange(3.0)[:, None], np.zeros(3, int)
    steps = SimpleNamespace(
        batches=step("batches", lambda X, y: [(X[:2], y[:2]), (X[2:], y[2:])]),
        forward=step("forward", lambda p, X: p["w"] + X),
        loss=step("loss", lambda Z, y: float(Z.mean())),
        backward=step("backward", lambda p, X, y: {"w": 1.0}),
        update=step("update", lambda p, g, rate: {"w": p["w"] - rate}),
    )
    old = {"w": 10.0}

    new, history = train(steps, old, X, y, X, y, 2, 3.0)

    one_batch = ["forward", "loss", "backward", "update"]
    one_epoch = ["batches", *one_batch, *one_batch, "forward", "loss"]
    assert calls == 2 * one_epoch
    assert history == [((10.5 * 2 + 9) / 3, 5.0), ((4.5 * 2 + 3) / 3, -1.0)]
    assert (old, new) == ({"w": 10.0}, {"w": -2.0})


def test_train_learns_with_the_librarys_own_steps():
    """The functions of the exercises, put together, lower the loss."""
    network, X, y = task()
    steps = SimpleNamespace(
        batches=lambda X, y: minibatches(X, y, 5, rng()),
        forward=forward,
        loss=cross_entropy,
        backward=backprop,
        update=sgd_step,
    )

    _, history = train(steps, network.as_dict(), X, y, X, y, 30, 0.5)

    assert history[-1][0] < history[0][0] / 4


def test_train_refuses_no_examples():
    """A mean over nothing is no loss."""
    with pytest.raises(ValueError, match=r"y has shape .* is empty"):
        train(None, {}, np.ones((0, 1)), np.ones(0), None, None, 1, 0.1)


def test_the_best_epoch_is_the_first_of_equals():
    """The smallest validation loss counts, not the training loss."""
    assert best_epoch([(9.0, 2.0), (8.0, 1.0), (1.0, 1.0)]) == 1


def test_a_loss_that_is_no_number_is_never_best():
    """nan compares with nothing."""
    assert best_epoch([(1.0, np.nan), (1.0, 3.0)]) == 1


def test_no_epochs_have_no_best():
    """An empty history is refused."""
    with pytest.raises(ValueError, match="history is empty"):
        best_epoch([])


def test_fit_hands_out_a_record_after_each_epoch():
    """Records count from 1 and tell the state at the epoch's end."""
    network, X, y = task()

    for number, epoch in enumerate(
        fit(
            network, X, y, SGD(0.5), epochs=3, size=6, rng=rng(),
            X_val=X[:5], y_val=y[:5],
        ),
        start=1,
    ):
        Z = network.forward(X)[-1]

        assert epoch.number == number
        assert epoch.accuracy == accuracy(Z, y)
        assert epoch.val_loss == cross_entropy(Z[:5], y[:5])
        assert epoch.val_accuracy == accuracy(Z[:5], y[:5])
    assert number == 3


def test_fit_does_what_its_parts_do():
    """Batches, gradient, step: the loss is weighted by batch size."""
    network, X, y = task()
    same, total, optimizer = task()[0], 0.0, SGD(0.5)
    for X_batch, y_batch in minibatches(X, y, 6, rng()):
        loss, dtheta = same.gradient(X_batch, y_batch)
        optimizer.step(same.theta, dtheta)
        total += loss * len(y_batch)

    (epoch,) = fit(network, X, y, SGD(0.5), epochs=1, size=6, rng=rng())

    assert epoch.loss == pytest.approx(total / 20, rel=1e-12)
    assert network.theta == pytest.approx(same.theta, rel=1e-12)
    assert epoch.val_loss is None
    assert epoch.val_accuracy is None


def test_digits_are_learned():
    """A small network reaches 95 % on digits it has not seen.

    A random split; the median is .97, so the margin is 7 images.
    """
    X, y = digits()
    X, y, X_val, y_val = train_val_split(X / 16, y, 0.2, rng())
    network = Network([64, 32, 10], rng=rng())

    *_, last = fit(
        network, X, y, Adam(0.005), epochs=20, size=32, rng=rng(),
        X_val=X_val, y_val=y_val,
    )

    assert last.val_accuracy > 0.95


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"epochs": 0}, ValueError, "epochs is 0"),
        ({"size": 0}, ValueError, "size is 0"),
        ({"X": np.ones((0, 3)), "y": np.ones(0, int)}, ValueError, "X has"),
        ({"X": np.ones((20, 2))}, ValueError, r"takes \(n, 3\)"),
        ({"X": np.full((20, 3), np.nan)}, ValueError, "X holds nan"),
        ({"y": np.ones(20)}, TypeError, "y has dtype float64"),
        ({"y": np.full(20, 2)}, ValueError, "label 2"),
        ({"y": np.ones(19, int)}, ValueError, r"y has shape \(19,\)"),
        ({"y": np.ones((20, 1), int)}, ValueError, "ravel"),
        ({"X_val": np.ones((1, 3))}, ValueError, "X_val and y_val go tog"),
        (
            {"X_val": np.ones((1, 3)), "y_val": np.array([9])},
            ValueError,
            "label 9",
        ),
    ],
)
def test_fit_refuses_what_does_not_fit_before_it_begins(
    changes, error, message
):
    """At the call, not when the first record is asked for."""
    network, X, y = task()
    options = {"epochs": 1, "size": 4, "rng": rng()}
    data = {"X": X, "y": y}
    for name, value in changes.items():
        (data if name in data else options)[name] = value

    with pytest.raises(error, match=message):
        fit(network, data["X"], data["y"], SGD(0.1), **options)


@pytest.mark.parametrize("name", ["net.npz", "net"])
def test_what_was_saved_can_be_loaded(tmp_path, name):
    """Under exactly the name that was given."""
    network, *_ = task()
    other = Network([3, 8, 2], rng=np.random.default_rng(5))
    path = tmp_path / name

    save(path, network)
    load(path, other)

    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert other.theta == pytest.approx(network.theta, rel=1e-6)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ([3, 8, 8, 2], "holds W1, b1, W2, b2, but the network has"),
        ([3, 9, 2], r"W1 in .* has shape \(3, 8\), but W1 here .*\(3, 9\)"),
        ([3, 8, 4], r"W2 in .* has shape \(8, 2\), but W2 here .*\(8, 4\)"),
    ],
)
def test_a_file_of_another_network_changes_nothing(tmp_path, sizes, message):
    """All names and shapes are compared before the first is read."""
    save(tmp_path / "net.npz", task()[0])
    other = Network(sizes, rng=rng())
    before = other.theta.copy()

    with pytest.raises(ValueError, match=message):
        load(tmp_path / "net.npz", other)

    assert other.theta.tolist() == before.tolist()
