"""Fixed inputs on which every mistake shows its own face.

A student's function is run on the probes of its name, and what comes back is
looked up among the known mistakes (`diagnosis.py`). The numbers are chosen so
that no two known mistakes look alike and that none of the results, rounded to
four digits, stands near a rounding boundary.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlcourse.datasets import admissions, digits
from dlcourse.feedback.probes_transfer import TRANSFER_PROBES
from dlcourse.feedback.spy import SET_ASIDE

Arguments = tuple[Any, ...]


def admit_probes() -> list[Arguments]:
    """Sums above, below and on the border, small ones, three inputs."""
    X = np.array([[1.0, 2.0], [3.0, -1.0], [-2.0, 0.5], [0.5, 0.25]])
    three = np.array([[1.0, -2.0, 0.5], [0.0, 1.0, 3.0], [2.0, 2.0, -1.0]])
    return [
        (X, np.array([1.0, -2.0]), 3.0),
        (X, np.array([0.25, 1.0]), -0.375),
        (X, np.array([-1.0, 0.5]), -2.0),
        (three, np.array([2.0, 1.0, -1.0]), -1.5),
        (X[:2], np.array([2.0, 0.25]), 0.5),
    ]


def fraction_correct_probes() -> list[Arguments]:
    """Three of four right, none, both kinds of error, one student."""
    return [
        (np.array([1, 0, 1, 0]), np.array([1, 0, 0, 0])),
        (
            np.array([1, 1, 0, 0, 1, 1, 0, 0]),
            np.array([1, 0, 0, 1, 1, 0, 1, 0]),
        ),
        (np.array([1, 1, 1, 1, 0]), np.array([1, 1, 1, 0, 1])),
        (np.array([0, 0]), np.array([1, 1])),
        (np.array([1]), np.array([1])),
    ]


def random_search_probes() -> list[Arguments]:
    """Forty students; what is done with them is `searching.py`'s."""
    rng = np.random.default_rng(20200417)
    X = rng.random((40, 2))
    y = (X >= 0.5).all(axis=1).astype(int)
    return [(X, y, 20, rng)]


def dense_probes() -> list[Arguments]:
    """An ordinary layer, a square one, one whose inputs are all zeros."""
    X = np.array([[1.0, 2.0, 3.0], [-4.0, 5.0, 0.5]])
    W = np.array([[1.0, -1.0], [0.25, 2.0], [-2.0, 1.5]])
    square = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0], [2.0, 1.0, 1.0]])
    return [
        (X, W, np.array([10.0, 20.0])),
        (square, square + 1, np.array([1.0, 2.0, 3.0])),
        (np.zeros((2, 3)), W, np.array([1.0, -2.0])),
    ]


def relu_probes() -> list[Arguments]:
    """Negative, zero and positive scores."""
    return [
        (np.array([[-3.0, 2.0, 0.0], [1.5, -0.5, 4.0]]),),
        (np.array([[7.0, -8.0, 0.25]]),),
    ]


def sigmoid_probes() -> list[Arguments]:
    """Ordinary scores, huge ones, whole numbers."""
    return [
        (np.array([[0.0, 1.0, -2.0]]),),
        (np.array([[1000.0, -1000.0, 3.0, 40.0]]),),
        (np.array([[0, 3, -1]]),),
    ]


def initialize_probes() -> list[Arguments]:
    """Two layers large enough for their spread to be measured."""
    return [
        (200, 120, np.random.default_rng(20200417)),
        (50, 480, np.random.default_rng(20200417)),
    ]


def forward_probes() -> list[Arguments]:
    """A network with a unit that is off, and a square one."""
    wide = {
        "W1": np.array([[1.0, -2.0, 0.5], [0.25, 1.0, -1.0]]),
        "b1": np.array([0.5, -1.0, 0.125]),
        "W2": np.array([[1.0, -1.0], [2.0, 0.5], [-3.0, 1.5]]),
        "b2": np.array([-20.0, 0.75]),
    }
    square = {
        "W1": np.array([[1.0, -2.0], [0.25, 1.0]]),
        "b1": np.array([0.5, -1.0]),
        "W2": np.array([[1.0, -1.0], [2.0, 0.5]]),
        "b2": np.array([3.0, -4.0]),
    }
    X = np.array([[1.0, 2.0], [-3.0, 1.5], [0.5, -1.0]])
    return [(wide, X), (square, X)]


def mean_squared_error_probes() -> list[Arguments]:
    """A table with gaps of both signs, and a row."""
    P = np.array([[1.0, 2.5, -1.0], [0.0, 3.0, 4.0]])
    Y = np.array([[2.0, 1.0, -1.5], [0.25, 5.0, 1.0]])
    return [(P, Y), (P[0], Y[0])]


def scores() -> np.ndarray:
    """Four examples, three classes, no two scores alike."""
    return np.array(
        [
            [1.0, 2.0, 3.5],
            [0.5, -1.0, 0.25],
            [-2.0, 4.0, 1.25],
            [3.0, 0.0, 2.0],
        ]
    )


def softmax_probes() -> list[Arguments]:
    """Ordinary scores, a square table, huge scores, one example."""
    return [
        (scores(),),
        (scores()[:3],),
        (np.array([[1000.0, 1001.0, 999.0], [1.0, 2.0, 0.5]]),),
        (np.array([[1000.0, 0.0]]),),
        (np.array([[0.5, 1.5]]),),
    ]


def cross_entropy_probes() -> list[Arguments]:
    """Ordinary scores, a hopeless example, guessing, one example."""
    y = np.array([2, 0, 2, 1])
    return [
        (scores(), y),
        (np.array([[1000.0, 0.0], [0.0, 1.0]]), np.array([1, 1])),
        (np.array([[60.0, 0.0], [0.0, 1.0]]), np.array([1, 1])),
        (np.array([[1000.0, 0.0]]), np.array([0])),
        (np.zeros((2, 10)), np.array([0, 9])),
        (scores()[:1], y[:1]),
    ]


def accuracy_probes() -> list[Arguments]:
    """Three of four right, a tie, one example, half; a score like a label."""
    return [
        (scores(), np.array([2, 0, 1, 1])),
        (np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([0, 0])),
        (scores()[:1], np.array([2])),
        (scores()[:2], np.array([2, 2])),
        (np.array([[0.25, 0.0], [0.5, 1.0]]), np.array([1, 1])),
    ]


def determinant(w: np.ndarray) -> float:
    """A function that mixes the four numbers of a (2, 2) array."""
    return float(w[0, 0] * w[1, 1] - w[0, 1] * w[1, 0])


def mixed(w: np.ndarray) -> float:
    """A function that mixes three numbers, each in its own way."""
    return float(4 * w[0] ** 2 + 3 * w[0] * w[1] - w[1] * w[2] ** 2)


def cubed(w: np.ndarray) -> float:
    """A function whose slope depends on how far one nudges."""
    return float((w**3).sum())


def tripled(w: np.ndarray) -> float:
    """A straight line, whose slope is 3 everywhere."""
    return float(3 * w.sum())


def numerical_gradient_probes() -> list[Arguments]:
    """Three numbers, a square array, a curve, a large h, w at 0."""
    return [
        (mixed, np.array([2.0, -4.0, 1.5])),
        (determinant, np.array([[2.0, -1.75], [3.5, 2.5]])),
        (cubed, np.array([3.0])),
        (cubed, np.array([2.0, -1.5]), 0.1),
        (tripled, np.zeros(1)),
    ]


def mean_squared_error_grad_probes() -> list[Arguments]:
    """A table with gaps of both signs, and a row."""
    return mean_squared_error_probes()


def relu_backward_probes() -> list[Arguments]:
    """Slopes of both signs and 0 at units on and off; one example; all off."""
    A = np.array([[0.0, 2.5, 0.5], [4.0, 0.0, 3.0]])
    dA = np.array([[5.0, -3.0, 0.0], [0.5, -2.0, 6.0]])
    return [
        (dA, A),
        (np.array([[7.0, -8.0]]), np.array([[0.25, 0.0]])),
        (np.array([[3.0, -2.0]]), np.zeros((1, 2))),
        (np.array([[2.0, -1.5]]), np.array([[0.5, 3.0]])),
    ]


def sigmoid_backward_probes() -> list[Arguments]:
    """Slopes of both signs at the middle and near the ends; one example."""
    A = np.array([[0.5, 0.25, 0.875], [0.0, 1.0, 0.1]])
    dA = np.array([[4.0, -8.0, 1.0], [3.0, 5.0, -10.0]])
    return [(dA, A), (np.array([[8.0]]), np.array([[0.75]]))]


def dense_backward_probes() -> list[Arguments]:
    """Five examples, three inputs, two units; all alike; one example."""
    X = np.array(
        [
            [1.0, 2.0, -1.0],
            [0.5, -3.0, 4.0],
            [2.0, 1.0, 1.5],
            [-2.5, 0.0, 3.0],
            [1.0, -1.0, 0.25],
        ]
    )
    W = np.array([[1.0, -2.0], [0.25, 1.5], [-0.5, 3.0]])
    dZ = np.array(
        [[1.0, -2.0], [0.5, 4.0], [-1.5, 1.0], [2.0, 0.25], [3.0, -1.0]]
    )
    square = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0], [2.0, 1.0, 1.0]])
    return [
        (dZ, X, W),
        (X[1:4], square, square + 1),
        (dZ[:1], X[:1], W),
    ]


def cross_entropy_grad_probes() -> list[Arguments]:
    """Ordinary scores, a square table, huge scores, one example."""
    y = np.array([2, 0, 2, 1])
    return [
        (scores(), y),
        (scores()[:3], np.array([1, 1, 0])),
        (np.array([[1000.0, 0.0], [1000.0, 0.0]]), np.array([0, 1])),
        (scores()[1:2], y[1:2]),
    ]


def backprop_probes() -> list[Arguments]:
    """Networks with units that are off, a square one, one example."""
    wide = {
        "W1": np.array([[1.0, -2.0, 0.5], [0.25, 1.0, -1.0]]),
        "b1": np.array([0.5, -1.0, 0.125]),
        "W2": np.array([[0.75, -1.0], [0.5, 0.25], [-1.25, 0.5]]),
        "b2": np.array([-0.5, 0.625]),
    }
    square = {
        "W1": np.array([[1.0, -2.0], [0.25, 1.0]]),
        "b1": np.array([0.5, -1.0]),
        "W2": np.array([[1.0, -1.0], [0.5, 0.25]]),
        "b2": np.array([0.75, -0.5]),
    }
    X = np.array([[1.0, 2.0], [-1.0, 1.5], [0.5, -1.0]])
    return [
        (wide, X, np.array([0, 1, 1])),
        (square, X[:2], np.array([1, 0])),
        (wide, X[:1], np.array([1])),
    ]


def sgd_step_probes() -> list[Arguments]:
    """Weights of both signs and of 0, slopes of both signs, two rates."""
    parameters = {
        "W1": np.array([[1.5, -2.0], [0.0, 4.0]]),
        "b1": np.array([3.0, -0.5]),
    }
    gradients = {
        "W1": np.array([[2.0, 1.0], [-3.0, 0.25]]),
        "b1": np.array([-1.0, 5.0]),
    }
    return [(parameters, gradients, 0.25), (parameters, gradients, 0.5)]


def numbered(n: int) -> tuple[np.ndarray, np.ndarray]:
    """n examples told apart by their first input, and by their label."""
    y = np.arange(n)
    return np.stack([y, -y, y + 50.0], axis=1), y


def minibatches_probes() -> list[Arguments]:
    """A smaller last batch, one left over, fewer than one batch; many."""
    return [
        (*numbered(40), 8, np.random.default_rng(20200417)),
        (*numbered(10), 4, np.random.default_rng(20200417)),
        (*numbered(9), 4, np.random.default_rng(20200417)),
        (*numbered(8), 4, np.random.default_rng(20200417)),
        (*numbered(3), 5, np.random.default_rng(20200417)),
    ]


def train_probes() -> list[Arguments]:
    """Batches of 2, 2 and 1, three of validation; a batch more, one less."""
    X, y = numbered(5)
    X_val, y_val = numbered(3)
    return [
        (*numbered(7), X_val + SET_ASIDE, y_val, 1, 0.5),
        (X, y, X_val + SET_ASIDE, y_val, 2, 0.5),
        (X, y, X_val + SET_ASIDE, y_val, 3, 0.25),
        (*numbered(4), X_val + SET_ASIDE, y_val, 1, 0.5),
    ]


def best_epoch_probes() -> list[Arguments]:
    """A rise and a second fall, two equals, one epoch alone."""
    return [
        (
            [
                (2.0, 3.5),
                (1.5, 1.75),
                (1.25, 2.0),
                (0.75, 1.25),
                (0.625, 1.5),
                (0.5, 3.0),
            ],
        ),
        ([(3.0, 2.75), (2.0, 1.0), (1.5, 1.0), (2.5, 4.0)],),
        ([(1.0, 0.5)],),
        ([(5.0, 1.25), (2.0, 2.0), (0.25, 3.0)],),
        ([(2.0, 2.5), (1.75, 0.75), (1.5, 1.5), (1.25, 1.75)],),
    ]


def learn_admissions_probes() -> list[Arguments]:
    """Students as the assignment draws them, but fewer."""
    rng = np.random.default_rng(20200417)
    return [(*admissions(300, rng), *admissions(100, rng), rng)]


def train_val_split_probes() -> list[Arguments]:
    """A share that comes out even, and one that must be rounded up."""
    return [
        (*numbered(100), 0.25, np.random.default_rng(20200417)),
        (*numbered(102), 0.3, np.random.default_rng(20200417)),
        (*numbered(101), 0.3, np.random.default_rng(20200417)),
    ]


def read_digits_probes() -> list[Arguments]:
    """A part of the digits, of which the last fifth is new."""
    X, y = (values[:900] for values in digits(part="train"))
    X = X.astype(float)
    rng = np.random.default_rng(20200417)
    return [(X[:720], y[:720], X[720:], y[720:], rng)]


def standardize_probes() -> list[Arguments]:
    """Columns of different size, one that is constant; another validation."""
    train = np.array(
        [[1.0, 10.0, 3.0], [2.0, -5.0, 3.0], [4.0, 7.0, 3.0], [9.0, 0.5, 3.0]]
    )
    val = np.array([[3.0, 2.0, 3.0], [5.0, -1.5, 3.0]])
    return [(train, val), (train[:, :2], val[:, :2] + 6), (train[:3], val)]


PROBES: dict[str, Callable[[], list[Arguments]]] = {
    "admit": admit_probes,
    "fraction_correct": fraction_correct_probes,
    "random_search": random_search_probes,
    "dense": dense_probes,
    "relu": relu_probes,
    "sigmoid": sigmoid_probes,
    "initialize": initialize_probes,
    "forward": forward_probes,
    "mean_squared_error": mean_squared_error_probes,
    "softmax": softmax_probes,
    "cross_entropy": cross_entropy_probes,
    "accuracy": accuracy_probes,
    "numerical_gradient": numerical_gradient_probes,
    "mean_squared_error_grad": mean_squared_error_grad_probes,
    "relu_backward": relu_backward_probes,
    "sigmoid_backward": sigmoid_backward_probes,
    "dense_backward": dense_backward_probes,
    "cross_entropy_grad": cross_entropy_grad_probes,
    "backprop": backprop_probes,
    "sgd_step": sgd_step_probes,
    "minibatches": minibatches_probes,
    "train": train_probes,
    "best_epoch": best_epoch_probes,
    "learn_admissions": learn_admissions_probes,
    "train_val_split": train_val_split_probes,
    "standardize": standardize_probes,
    "read_digits": read_digits_probes,
    **TRANSFER_PROBES,
}
