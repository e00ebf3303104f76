"""The chapter of five milestones: what it says holds for other seeds too.

The functions are those of the page's own cells, so that what is tried here
is what a reader sees.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest

from dlcourse import SGD, accuracy, cross_entropy, datasets, fit

BOOK = Path(__file__).parent.parent / "book"
PAGE = (BOOK / "milestones.md").read_text(encoding="utf-8")
CELLS = [
    "import numpy as np",
    "def perceptron(",
    "XOR = ",
    "def begin(",
    "def learn(",
    "def solved(",
    "class Shared",
    "def deep(",
]
SEEDS = range(10, 15)  # none of the page's


def cell_with(text):
    """The code of the page's cell that holds this text, without options."""
    cells = re.findall(r"```\{code-cell\} python\n(.*?)```", PAGE, re.DOTALL)
    (cell,) = [cell for cell in cells if text in cell]
    lines = cell.splitlines()
    return "\n".join(line for line in lines if not line.startswith(":"))


@pytest.fixture(scope="module")
def page():
    """The names that the page's cells define."""
    names = {}
    with mpl.rc_context():
        for text in CELLS:
            exec(cell_with(text), names)
    return SimpleNamespace(**names)


def shares(page, bend, units):
    """The share of 50 starts that solve XOR, for each seed."""
    found = []
    for seed in SEEDS:
        begun = page.begin(bend, units, 50, np.random.default_rng(seed))
        *_, last = page.learn(bend, *begun)
        found.append(page.solved(bend, *last).mean())
    return found


# 1958 and 1969


def test_a_perceptron_learns_fourteen_rules_of_sixteen(page):
    """All but XOR and its opposite, in the passes that the page shows."""
    never = [y for y in page.RULES if list(page.perceptron(y, 6))[-1][2]]

    assert never == [(0, 1, 1, 0), (1, 0, 0, 1)]


def test_on_xor_the_weights_come_back(page):
    """Equal after two passes in a row, with mistakes in each."""
    passes = list(page.perceptron(page.XOR, 3))

    (w, b, _), (same_w, same_b, wrong) = passes[2:]
    assert wrong
    assert (w.tolist(), b) == (same_w.tolist(), same_b)


# 1986


@pytest.mark.parametrize(
    ("bend", "units", "low", "high"),
    [
        ("relu", 1, 0, 0),
        ("relu", 2, 0.08, 0.4),
        ("relu", 8, 0.9, 1),
        ("tanh", 2, 0.45, 0.85),
        ("tanh", 8, 0.95, 1),
        ("sigmoid", 2, 0.5, 0.9),
    ],
)
def test_so_many_starts_solve_xor(page, bend, units, low, high):
    """The median of five groups, with a margin to what the page prints."""
    assert low <= np.median(shares(page, bend, units)) <= high


def test_a_dead_unit_of_two_leaves_no_start_that_succeeds(page):
    """About 7 of 16 begin with one: 5 sigma for 1,000 starts."""
    begun = page.begin("relu", 2, 1000, np.random.default_rng(10))
    alive = ((page.X_xor @ begun[0]) > 0).any(axis=1).sum(axis=1)

    *_, last = page.learn("relu", *begun)

    fine = page.solved("relu", *last)
    assert abs((alive < 2).mean() - 7 / 16) < 5 * np.sqrt(7 * 9 / 16**2 / 1000)
    assert not fine[alive < 2].any()
    assert fine[alive == 2].any()


# 1989


def test_the_slopes_of_shared_weights_are_those_of_nudges(page):
    """In float64, for a parameter of each kind."""
    rng = np.random.default_rng(10)
    network = page.Shared(2, rng)
    network.theta = rng.standard_normal(network.theta.size)
    images, y = rng.random((4, 1, 10, 10)), np.array([0, 3, 3, 9])

    slopes = network.gradient(images, y)

    for place in (0, 8, 18, 20, 60, -1):
        losses = []
        for nudge in (1e-5, -2e-5):
            network.theta[place] += nudge
            losses.append(cross_entropy(network.forward(images)[-1], y))
        network.theta[place] += 1e-5
        expected = pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-8)
        assert expected == slopes[place]


def read_by(page, learner, size):
    """Of each fifth of the digits, the share that is read rightly."""
    X, y = datasets.digits()
    X = (X.reshape(-1, 8, 8) / 16).astype(np.float32)
    found = []
    for seed, test in zip(SEEDS, np.array_split(np.arange(len(X)), 5)):
        train = np.setdiff1d(np.arange(len(X)), test)
        rng = np.random.default_rng(seed)
        _, scores = learner(size, X[train], y[train], rng)
        found.append(accuracy(scores(X[test]), y[test]))
    return found


@pytest.mark.parametrize(
    ("filters", "units", "lead"), [(2, 5, 0.08), (16, 64, 0.005)]
)
def test_shared_weights_lead_with_fewer_parameters(page, filters, units, lead):
    """The smallest pair of the page, and the largest; medians of fifths."""
    shared = np.median(read_by(page, page.train_shared, filters))
    full = np.median(read_by(page, page.train_dense, units))

    assert shared > 0.85
    assert shared - full > lead


# 2010


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("ReLU", 0.2, 5),
        ("sigmoid", 0, 0.001),
        ("sigmoid, 4 times", 0.005, 0.2),
    ],
)
def test_slopes_reach_the_first_layer_or_not(page, name, low, high):
    """The first layer's slopes beside the last's, before any training."""
    sizes = np.array([page.slope_sizes(name, seed) for seed in SEEDS])

    ratio = np.median(sizes[:, 0] / sizes[:, -1])

    assert low < ratio < high


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("ReLU", 0, 0.9), ("sigmoid", 2.2, 2.4), ("sigmoid, 4 times", 0, 1.6)],
)
def test_six_layers_learn_or_not(page, name, low, high):
    """The training loss after eight epochs; ln 10 is guessing."""
    _, _, rate = page.BENDS[name]
    ends = []
    for seed in SEEDS:
        *_, end = fit(
            page.deep(name, 6, seed),
            page.X_train,
            page.y_train,
            SGD(rate),
            epochs=8,
            size=48,
            rng=np.random.default_rng(seed),
        )
        ends.append(end.loss)

    assert low < np.median(ends) < high
