# %% [markdown]
# # 3 · Loss: how wrong is it, as one number
#
# - **Time:** about 80 minutes, in five parts; you may stop after each one.
# - **You need:** the chapter *Loss*; `np.exp`, `np.log`; what `axis=1` does.
#
# **Goal.** Write the functions that tell a network how wrong it is:
# a loss for numbers, probabilities from scores, a loss for classes, and the
# accuracy that people ask for. At the end you see why a network learns from
# the loss and not from the accuracy.
#
# **How it works.** Run the cells from top to bottom, with Shift and Enter.
# Each part has a cell for your answer and below it a folded cell of checks; a
# click unfolds it. Replace `raise NotImplementedError()` by your code, run
# your cell, then the checks. They say what is right, and what to look at
# where it is not.
# When your work is graded, hidden checks run as well, with other numbers.
#
# **Stuck?** Press the button below the checks, or write
# `hint(softmax)` into a new cell: three hints, one after the other.

# %% locked="imports" folded=1
# Run this cell first: it loads what the notebook needs.
try:
    import dlcourse
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "dlcourse is not installed where this notebook runs: START.md, "
        "which came with it, or its page in the book says how to begin."
    ) from None

import numpy as np

from dlcourse import plots
from dlcourse.feedback import (
    call,
    check,
    expect,
    expect_true,
    hidden_check,
    hidden_rng,
    hint,
)

# %% locked="picture" alt="A curve that falls from a loss above 4, where the right class has nearly no probability, to 0, where it has the probability 1." caption="What the right class's probability costs."
ax = plots.curve(lambda p: -np.log(p), 0.01, 1, name="loss")
ax.set(xlabel="probability of the right class", ylabel="loss")
None

# %% [markdown]
# The picture is the whole idea: a network that gives the right class a
# probability near 1 loses nearly nothing, one that gives it nearly 0 loses a
# lot. The names of this assignment:
#
# | name | shape | what it is |
# |---|---|---|
# | `P`, `Y` | the same, any | guesses and right answers, as numbers |
# | `Z` | (n, k) | scores of n examples for k classes |
# | `P` | (n, k) | probabilities of the classes |
# | `y` | (n,) | the right class of each example, a whole number from 0 |

# %% [markdown]
# ## Part 1 · `mean_squared_error`: a loss for numbers
#
# For each number the gap between guess and answer, squared; then the mean of
# all of them:
#
# $$L = \frac{1}{m} \sum_{i=1}^{m} (p_i - y_i)^2$$
#
# where m counts every entry of the arrays. `P` and `Y` have the same shape;
# one number comes back. **By hand:** the guesses 1 and 2, the answers 1 and 4:
# the gaps are 0 and -2, squared 0 and 4, and their mean is 2.


# %% solution="mean_squared_error"
def mean_squared_error(P, Y):
    """From P and Y, same shape, to the mean squared gap, one number."""
    ### BEGIN SOLUTION
    return np.mean((P - Y) ** 2)
    ### END SOLUTION


# %% check="mean_squared_error" points=1
# The checks of mean_squared_error: run this cell.
@check
def check_the_mean_by_hand(mean_squared_error):
    """Gaps of 0 and -2 give a loss of 2."""
    expect(
        call(
            mean_squared_error,
            np.array([1.0, 2.0]),
            np.array([1.0, 4.0]),
        ),
        2.0,
        "What is done with each gap, and what with all of them?",
    )


@check
def check_gaps_do_not_cancel(mean_squared_error):
    """A gap of 1 and a gap of -1 are two errors, not none."""
    expect(
        call(
            mean_squared_error,
            np.array([3.0, 5.0]),
            np.array([2.0, 6.0]),
        ),
        1.0,
        "What makes a negative gap count as much as a positive one?",
    )


@check
def check_a_share_of_a_square(mean_squared_error):
    """Gaps of 1, 0 and 0 give a loss of 1/3."""
    expect(
        call(
            mean_squared_error,
            np.array([1.0, 0.0, 2.0]),
            np.array([0.0, 0.0, 2.0]),
        ),
        1 / 3,
        "Does your division keep the decimals?",
    )


@check
def check_every_entry_counts(mean_squared_error):
    """Two rows of three numbers: the mean is over all six."""
    P = np.array([[3.0, 0.0, 0.0], [0.0, 0.0, 3.0]])
    Y = np.zeros((2, 3))
    expect(
        call(mean_squared_error, P, Y),
        3.0,
        "By how many numbers is the sum divided here: 2, 3 or 6?",
    )


check_the_mean_by_hand(mean_squared_error)
check_a_share_of_a_square(mean_squared_error)
check_gaps_do_not_cancel(mean_squared_error)
check_every_entry_counts(mean_squared_error)


# %% hidden="mean_squared_error" points=1
# Hidden checks of mean_squared_error stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape(mean_squared_error):
    """The mean of the squared gaps, for any shape."""
    rng = hidden_rng("mean_squared_error")
    for shape in [(1,), (7,), (1, 1), (4, 4), (3, 5), (2, 3, 2)]:
        P, Y = rng.normal(size=shape) * 9, rng.normal(size=shape)
        expect(
            call(mean_squared_error, P, Y),
            ((P - Y) ** 2).sum() / P.size,
            "",
        )


check_any_shape(mean_squared_error)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 2 · `softmax`: probabilities from scores
#
# A class is no number: a 4 taken for a 9 is not worse than a 4 taken for a 5.
# So the network gives a score to each class, and softmax turns the scores of
# one example into probabilities: all positive, together 1, the largest score
# the most likely.
#
# $$p_{ij} = \frac{e^{z_{ij}}}{\sum_{c} e^{z_{ic}}}$$
#
# `Z` (n, k) in, `P` (n, k) out, row by row. **By hand:** the scores 0 and ln 3
# give 1 and 3 after exp, together 4, so the probabilities 1/4 and 3/4.
#
# **Mind huge scores.** exp(1000) is too large for a computer.
# The same amount taken from all scores of a row changes nothing: above and
# below the line it cancels. Which amount makes every exponent harmless?
#
# `keepdims=True` keeps the axis over which numpy sums, so that (n, k) and
# (n, 1) fit together:

# %%
M = np.array([[1.0, 2.0], [3.0, 5.0]])
print(M.sum(axis=1), M.sum(axis=1, keepdims=True), sep="\n")


# %% solution="softmax"
def softmax(Z):
    """From scores Z (n, k) to probabilities P (n, k), row by row."""
    ### BEGIN SOLUTION
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)
    ### END SOLUTION


# %% check="softmax" points=1
# The checks of softmax: run this cell.
@check
def check_a_quarter_and_three(softmax):
    """The scores 0 and ln 3 give 1/4 and 3/4."""
    expect(
        call(softmax, np.array([[0.0, np.log(3)]])),
        [[0.25, 0.75]],
        "What is exp of each score, and by what is it divided?",
    )


@check
def check_rows_sum_to_one(softmax):
    """Each row of P sums to 1: the classes of one example share it."""
    P = call(
        softmax,
        np.array(
            [
                [1.0, 2.0, 3.0],
                [0.0, 0.0, 5.0],
                [-1.0, 4.0, 2.0],
                [9.0, 8.0, 7.0],
            ]
        ),
    )
    expect_true(
        np.shape(P) == (4, 3),
        f"P has shape {np.shape(P)}, Z has (4, 3).",
        "Which of your steps loses an axis?",
    )
    expect(
        np.sum(P, axis=1),
        np.ones(4),
        "Along which axis do the classes of one example lie?",
    )


@check
def check_examples_do_not_mix(softmax):
    """A row's probabilities are the same with other rows beside it."""
    Z = np.array([[1.0, 2.0, 3.0], [10.0, 0.0, 5.0], [-4.0, 4.0, 2.0]])
    alone = [call(softmax, Z[i : i + 1])[0] for i in range(3)]
    expect(
        call(softmax, Z),
        alone,
        "Which step of yours looks at more than one row at a time?",
    )


@check
def check_huge_scores_stay_finite(softmax):
    """1000 and 1001 give what 0 and 1 give; so do -1001 and -1000."""
    Z = np.array([[1000.0, 1001.0], [-1001.0, -1000.0], [1000.0, 0.0]])
    low, high = 1 / (1 + np.e), np.e / (1 + np.e)
    expect(
        call(softmax, Z),
        [[low, high], [low, high], [1.0, 0.0]],
        "Of which number is exp taken here, and what could be taken from both scores first?",
    )


check_a_quarter_and_three(softmax)
check_rows_sum_to_one(softmax)
check_examples_do_not_mix(softmax)
check_huge_scores_stay_finite(softmax)


# %% hidden="softmax" points=1
# Hidden checks of softmax stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(softmax):
    """Right for any shape, and for rows with very different scores."""
    rng = hidden_rng("softmax")
    for n, k in [(1, 1), (1, 4), (4, 4), (6, 3), (5, 1)]:
        Z = rng.normal(size=(n, k)) * 3
        expect(call(softmax, Z), dlcourse.softmax(Z), "")
    Z = rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [0], [800]])
    expect(call(softmax, Z), dlcourse.softmax(Z), "")
    Z = rng.choice([-1000.0, 0.0, 1000.0], (5, 4))
    expect(call(softmax, Z), dlcourse.softmax(Z), "")


check_any_scores(softmax)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 3 · `cross_entropy`: a loss for classes
#
# The loss of one example is -log of the probability that the network gave to
# the right class. The loss of all is their mean:
#
# $$L = -\frac{1}{n} \sum_{i=1}^{n} \log p_{i, y_i}$$
#
# **By hand:** ten classes and equal scores: each has the probability 1/10, so
# the loss is ln 10, about 2.303. That is what guessing costs, and the number
# to expect before training.
#
# **Mind lost probabilities.** After softmax a hopeless class has exactly 0,
# and the log of 0 is minus infinity. So start from the scores and take the log
# on paper:
#
# $$-\log p_{i,y} = \log \sum_{c} e^{z_{ic}} - z_{iy}$$
#
# with, again, the row's largest score taken from all of them first.
#
# `Z` (n, k) and `y` (n,) in, one number out. `Z[np.arange(n), y]` picks from
# each row the column that `y` names:

# %%
Z = np.array([[10.0, 11.0, 12.0], [20.0, 21.0, 22.0]])
print(Z[np.arange(2), np.array([2, 0])])


# %% solution="cross_entropy"
def cross_entropy(Z, y):
    """From scores Z (n, k) and labels y (n,) to the mean loss."""
    ### BEGIN SOLUTION
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum - shifted[np.arange(len(y)), y])
    ### END SOLUTION


# %% check="cross_entropy" points=1
# The checks of cross_entropy: run this cell.
@check
def check_guessing_costs_log_of_the_classes(cross_entropy):
    """Ten equal scores cost ln 10."""
    expect(
        call(cross_entropy, np.zeros((4, 10)), np.array([0, 9, 3, 3])),
        np.log(10),
        "What is the probability of each of ten classes, and what is -log of it?",
    )


@check
def check_the_right_class_counts(cross_entropy):
    """Right classes with 3/4 and 1/2: the mean of -log 3/4 and -log 1/2."""
    Z = np.array([[0.0, np.log(3)], [0.0, 0.0]])
    expect(
        call(cross_entropy, Z, np.array([1, 0])),
        (np.log(4 / 3) + np.log(2)) / 2,
        "Whose probability does y name in each row, and how many losses are averaged?",
    )


@check
def check_hopeless_is_finite(cross_entropy):
    """Scores of 1000 and 0 with the right class 1 cost 1000."""
    expect(
        call(cross_entropy, np.array([[1000.0, 0.0]]), np.array([1])),
        1000.0,
        "Where is log taken of a number that was rounded to 0?",
    )


@check
def check_huge_rows_beside_small_ones(cross_entropy):
    """Three rows, far apart in size: ln 2, ln 2 and 0 are averaged."""
    Z = np.array([[1000.0, 1000.0], [0.0, 0.0], [0.0, 1000.0]])
    expect(
        call(cross_entropy, Z, np.array([0, 1, 1])),
        2 / 3 * np.log(2),
        "Does each row lose its own largest score, and are all averaged?",
    )


check_guessing_costs_log_of_the_classes(cross_entropy)
check_huge_rows_beside_small_ones(cross_entropy)
check_the_right_class_counts(cross_entropy)
check_hopeless_is_finite(cross_entropy)


# %% hidden="cross_entropy" points=1
# Hidden checks of cross_entropy stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(cross_entropy):
    """Right for any shape, labels at both ends, and huge scores."""
    rng = hidden_rng("cross_entropy")
    for n, k in [(1, 1), (1, 4), (4, 4), (7, 3), (3, 10)]:
        Z, y = rng.normal(size=(n, k)) * 3, rng.integers(0, k, n)
        expect(
            call(cross_entropy, Z, y), dlcourse.cross_entropy(Z, y), ""
        )
    Z = rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [0], [800]])
    for y in (np.zeros(4, int), np.full(4, 2)):
        expect(
            call(cross_entropy, Z, y), dlcourse.cross_entropy(Z, y), ""
        )
    Z = rng.choice([-1000.0, 0.0, 1000.0], (6, 4))
    y = rng.integers(0, 4, 6)
    expect(call(cross_entropy, Z, y), dlcourse.cross_entropy(Z, y), "")


@hidden_check
def check_order_of_examples_does_not_matter(cross_entropy):
    """The loss is a mean: shuffled examples give the same."""
    rng = hidden_rng("cross_entropy order")
    Z, y = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    order = rng.permutation(6)
    expect(
        call(cross_entropy, Z[order], y[order]),
        dlcourse.cross_entropy(Z, y),
        "",
    )


check_any_scores(cross_entropy)
check_order_of_examples_does_not_matter(cross_entropy)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 4 · `accuracy`: what people ask for
#
# The share of examples for which the right class has the largest score; of
# equal scores the first counts. `Z` (n, k) and `y` (n,) in, a number from 0 to
# 1 out. **By hand:** the rows (1, 3) and (2, 0) guess the classes 1 and 0; if
# the right ones are 1 and 1, the accuracy is 0.5.


# %% solution="accuracy"
def accuracy(Z, y):
    """From scores Z (n, k) and labels y (n,) to the share that is right."""
    ### BEGIN SOLUTION
    return np.mean(np.argmax(Z, axis=1) == y)
    ### END SOLUTION


# %% check="accuracy" points=1
# The checks of accuracy: run this cell.
@check
def check_one_of_two(accuracy):
    """One right guess of two gives 0.5."""
    expect(
        call(
            accuracy,
            np.array([[1.0, 3.0], [2.0, 0.0]]),
            np.array([1, 1]),
        ),
        0.5,
        "How many of the two rows guess the class that y names?",
    )


@check
def check_three_of_four(accuracy):
    """Three right guesses of four give 0.75, not 3 and not 0.25."""
    Z = np.array(
        [
            [5.0, 1.0, 0.0],
            [-3.0, 2.0, 1.0],
            [-1.0, -2.0, -0.5],
            [0.0, 9.0, 1.0],
        ]
    )
    expect(
        call(accuracy, Z, np.array([0, 1, 2, 2])),
        0.75,
        "Along which axis is the largest score of one example, and what is the share of right ones?",
    )


@check
def check_of_equal_scores_the_first_counts(accuracy):
    """The scores 2 and 2 guess class 0."""
    Z = np.full((3, 2), 2.0)
    expect(
        call(accuracy, Z, np.array([0, 0, 1])),
        2 / 3,
        "Which class does your function guess where two scores are equal?",
    )


check_one_of_two(accuracy)
check_of_equal_scores_the_first_counts(accuracy)
check_three_of_four(accuracy)


# %% hidden="accuracy" points=1
# Hidden checks of accuracy stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(accuracy):
    """Right for any shape, with ties, one example and one class."""
    rng = hidden_rng("accuracy")
    for n, k in [(1, 1), (1, 3), (4, 4), (20, 3), (50, 10)]:
        Z = rng.integers(-2, 3, (n, k)).astype(float)
        y = rng.integers(0, k, n)
        y[: n // 2] = Z[: n // 2].argmax(axis=1)
        expect(call(accuracy, Z, y), dlcourse.accuracy(Z, y), "")
    Z = rng.normal(size=(9, 4)) * 3000
    y = Z.argmax(axis=1)
    y[:4] = (y[:4] + 1) % 4
    expect(call(accuracy, Z, y), 5 / 9, "")


check_any_scores(accuracy)
### END HIDDEN TESTS

# %% [markdown] transfer="huber_loss"

# %% [markdown]
# *You may stop here.*
#
# ## What it was good for
#
# Make one score a little larger, step by step, and look at both numbers.

# %%
pushes = np.linspace(-3, 3, 121)
scores = [
    np.array([[push, 0.0], [0.3 - push, 0.0], [push, 1.0]])
    for push in pushes
]
labels = np.array([0, 1, 0])
losses = [cross_entropy(Z, labels) for Z in scores]
accuracies = [accuracy(Z, labels) for Z in scores]
ax = plots.curve(
    lambda push: np.interp(push, pushes, losses),
    -3,
    3,
    name="loss",
    label="loss",
)
ax.step(pushes, accuracies, where="mid", label="accuracy")
ax.set(xlabel="change of one score")
legend = ax.legend()

# %% [markdown]
# The accuracy is flat, jumps, and is flat again: where it is flat it says
# nothing about which way to go. The loss has a slope wherever there is
# something to gain.
# Finding that slope for every weight at once is the next assignment.
