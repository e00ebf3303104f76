"""dlcourse/feedback/likeness.py: what is regular in what is wrong."""

import numpy as np
import pytest

import dlcourse
from dlcourse.feedback import CheckFailed, call, check, expect, hidden_check
from dlcourse.feedback.likeness import likeness
from dlcourse.feedback.smallest import INPUTS


def nearly(name, change):
    """The right function of this name, and what change makes of it."""
    right = getattr(dlcourse, name)

    def wrong(*arguments):
        return change(right(*arguments), *arguments)

    wrong.__name__ = name
    return wrong


def instead(name, function):
    """The function, under this name."""
    function.__name__ = name
    return function


def last_example_alone(dZ, X, W):
    return dZ @ W.T, np.outer(X[-1], dZ[-1]), dZ.sum(axis=0)


def two_columns_alone(X, w, b):
    return X[:, 0] * w[0] + X[:, 1] * w[1] + b >= 0


def sum_overwritten(X, w, b):
    return [float(row[-1] * w[-1] + b >= 0) for row in X]


RESULTS = [
    ("dense", lambda Z, *_: Z.T, "rows and columns have changed places"),
    ("dense", lambda Z, *_: Z.ravel(), "are right, but not its shape"),
    ("admit", lambda A, *_: A[:, np.newaxis], "right, but not its shape"),
    ("dense", lambda Z, *_: -Z, "yours has the wrong sign"),
    ("dense", lambda Z, *_: np.abs(Z), "sign, which is never negative"),
    ("accuracy", lambda a, *_: 1 - a, "yours is 1 minus what is right"),
    ("mean_squared_error", lambda L, *_: 3 * L, "yours is 3 times"),
    ("mean_squared_error", lambda L, *_: L / 2, "yours is half of"),
    (
        "cross_entropy",
        lambda L, Z, y: L * len(y),
        "right multiplied by the number of rows of Z",
    ),
    (
        "cross_entropy",
        lambda L, Z, y: L * len(y) / Z.shape[1],
        "divided by the number of columns of Z, and not by",
    ),
    (
        "mean_squared_error",
        lambda L, P, Y: L * P.size / (P.size - 1) if P.size > 1 else L,
        "divided by one less than the number of",
    ),
    ("dense", lambda Z, *_: Z.astype(int), "right, without its decimals"),
    ("accuracy", lambda a, *_: f"{a:.2f}", "rounded to two decimals"),
    ("admit", lambda A, *_: 2 * A - 1, "yours is -1 where 0 is right"),
    ("admit", lambda A, *_: A.sum(), "the sum of all numbers that should"),
    ("admit", lambda A, *_: A[0], "only the first entry of what is right"),
    ("admit", lambda A, *_: A[:-1], "right, but the last row is missing"),
    ("relu", lambda A, Z: Z, "yours gives Z back as it came"),
    ("forward", lambda Z, *_: (Z, 0), "first of your 2 results alone would"),
    (
        "dense_backward",
        lambda s, *_: (s[1], s[2], s[0]),
        "dW stands where dX belongs",
    ),
    (
        "dense_backward",
        lambda s, dZ, *_: (s[0], s[1] / len(dZ), s[2] / len(dZ)),
        "dX is right; dW and db are what is right divided by the number of "
        "rows of dZ",
    ),
    (
        "backprop",
        lambda g, *_: g | {"b1": g["b1"] ** 3 + 1},
        "W1, W2 and b2 are right, but not b1",
    ),
]
FUNCTIONS = [
    (
        "relu",
        lambda Z: np.where(Z > 0, Z, 1.0),
        "every number of yours is right but those where Z is not positive",
    ),
    (
        "relu_backward",
        lambda dA, A: np.where(A > 0, dA, 1),
        "right but those where A is 0",
    ),
    (
        "cross_entropy_grad",
        lambda Z, y: dlcourse.softmax(Z) / len(y),
        "right but those in the column that y names",
    ),
    ("dense", lambda X, W, b: X @ W, "as if b were all 0"),
    ("mean_squared_error", lambda P, Y: np.mean((P + Y) ** 2), "opposite"),
    (
        "mean_squared_error_grad",
        lambda P, Y: 2 * P / P.size,
        "as if Y were all 0",
    ),
    (
        "sgd_step",
        lambda p, g, rate: {k: p[k] - g[k] for k in p},
        "as if learning_rate were always 1",
    ),
    ("admit", two_columns_alone, "X has one column, or more than two"),
    ("admit", sum_overwritten, "only where X has more than one column"),
    (
        "dense_backward",
        last_example_alone,
        "dX and db are right; dW works as if only the last row were there",
    ),
    (
        "cross_entropy",
        lambda Z, y: (
            -np.mean(np.log(dlcourse.softmax(Z)[np.arange(len(y)), 0]))
        ),
        "of ordinary numbers yours works as if y were all 0",
    ),
    (
        "fraction_correct",
        lambda guesses, y: 1 if guesses == y else 0,
        "stops with an error wherever guesses has more than one entry",
    ),
]


@pytest.mark.parametrize(("name", "change", "words"), RESULTS)
def test_a_changed_result_is_told_from_the_right_one(name, change, words):
    """What was done to a right result is said, and nothing else."""
    assert words in likeness(nearly(name, change))


@pytest.mark.parametrize(("name", "function", "words"), FUNCTIONS)
def test_what_was_left_out_or_goes_wrong_at_times_is_told(
    name, function, words
):
    """As if an argument were another one; or wrong on some inputs alone."""
    assert words in likeness(instead(name, function))


@pytest.mark.parametrize("name", INPUTS)
def test_of_a_right_answer_nothing_is_said(name):
    """Without a wrong result there is no regularity in wrong results."""
    if hasattr(dlcourse, name):
        assert likeness(getattr(dlcourse, name)) == ""


@pytest.mark.parametrize(
    "result",
    [None, "yes", {}, {"W1": "no"}, object(), [[1], [2, 3]], (1, "a"), 1j],
)
@pytest.mark.parametrize("name", ["dense", "dense_backward", "sgd_step"])
def test_any_kind_of_result_can_be_looked_at(name, result):
    """Whatever a function gives back, the message of its check comes."""
    assert isinstance(likeness(instead(name, lambda *_: result)), str)


def test_chance_finds_no_regularity():
    """Numbers that have nothing to do with the right ones say nothing."""
    draw = np.random.default_rng(0)

    def noise(X, W, b):
        return draw.normal(size=(len(X), len(b)))

    assert likeness(instead("dense", noise)) == ""


@pytest.fixture
def half_the_loss(monkeypatch, tmp_path):
    """A wrong function, where no table of mistakes is."""
    monkeypatch.chdir(tmp_path)
    return nearly("mean_squared_error", lambda L, *_: L / 5)


def looks_at_the_loss(mean_squared_error):
    """The loss is right."""
    expect(call(mean_squared_error, np.ones(2), np.zeros(2)), 1.0, "?")


@pytest.mark.parametrize("kind", [check, hidden_check])
def test_a_failed_check_tells_the_regularity(kind, half_the_loss):
    """Open and hidden checks do: it speaks of no number of theirs."""
    with pytest.raises(CheckFailed, match=r"yours is 0\.2 times"):
        kind(looks_at_the_loss)(half_the_loss)


def test_a_hidden_check_shows_no_array_where_nothing_is_regular():
    """An open check shows the smallest input that fails; it must not."""

    def softmax(Z):
        return np.sin(Z)

    def looks(softmax):
        """Rows add up to 1."""
        expect(call(softmax, np.ones((2, 3))).sum(), 2.0, "?")

    with pytest.raises(CheckFailed) as hidden:
        hidden_check(looks)(softmax)
    with pytest.raises(CheckFailed) as shown:
        check(looks)(softmax)

    assert str(hidden.value) == "A hidden check of softmax failed."
    assert "[" in str(shown.value)
