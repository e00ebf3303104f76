# %% [markdown]
# # 2 · Forward: from pixels to scores
#
# - **Time:** about 75 minutes, in six parts; you may stop after each one.
# - **You need:** the chapters *Numpy in twenty minutes* and *Neurons and
#   layers*; Python functions; `@`, the matrix product of numpy.
#
# **Goal.** Write the five functions that carry a picture through a network of
# two layers, from its pixels to ten scores, one for each digit.
# A sixth one is not in the library at all.
# At the end your own code guesses handwritten digits.
# It guesses badly, since nothing has been learned yet; that comes later.
#
# **How it works.** Run the cells from top to bottom, with Shift and Enter.
# Each part has a cell for your answer and below it a folded cell of checks; a
# click unfolds it. Replace `raise NotImplementedError()` by your code, run
# your cell, then the checks. They say what is right, and what to look at
# where it is not.
# When your work is graded, hidden checks run as well, with other numbers.
#
# **Stuck?** Press the button below the checks, or write
# `hint(dense)` into a new cell: three hints, one after the other.

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

from dlcourse import datasets, diagrams, pictures
from dlcourse.feedback import (
    call,
    check,
    expect,
    expect_true,
    hidden_check,
    hidden_rng,
    hint,
)

# %% locked="picture" alt="A network drawn as three columns of circles: four inputs, three hidden units, two outputs, with a line from every circle to every one of the next column." caption="A small network. Yours will have 64 inputs, 32 hidden units and 10 outputs."
ax = diagrams.network([4, 3, 2])

# %% [markdown]
# Each circle is a number, each line is a weight.
# From left to right: inputs, hidden units, scores.
# The names are the same in the whole course:
#
# | name | shape | what it is |
# |---|---|---|
# | `X` | (n, d) | n examples, one a row, with d inputs each |
# | `W` | (d, k) | weights: column j belongs to unit j |
# | `b` | (k,) | one bias for each unit |
# | `Z` | (n, k) | scores, before the activation |
# | `A` | (n, k) | activations |

# %% [markdown]
# ## Part 1 · `dense`: a weighted sum
#
# A dense layer gives each unit a weighted sum of all inputs, plus a bias:
#
# $$Z = X W + b$$
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, d) | `Z` | (n, k) |
# | `W` | (d, k) | | |
# | `b` | (k,) | | |
#
# **By hand.** One example with two inputs, 1 and 2. One unit with the weights
# 3 and 4 and the bias 5: 1 · 3 + 2 · 4 + 5 = 16.
# So `dense([[1, 2]], [[3], [4]], [5])` is `[[16]]`.


# %% solution="dense"
def dense(X, W, b):
    """From X (n, d), W (d, k), b (k,) to the scores Z (n, k)."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %% check="dense" points=1
# The checks of dense: run this cell.
@check
def check_the_example_by_hand(dense):
    """Inputs 1 and 2, weights 3 and 4, bias 5 give 16."""
    Z = call(
        dense,
        np.array([[1.0, 2.0]]),
        np.array([[3.0], [4.0]]),
        np.array([5.0]),
    )
    expect(
        Z,
        [[16.0]],
        "Which products are added up, and what is added last?",
    )


@check
def check_zero_inputs_give_the_bias(dense):
    """Where X is all zeros, every row of Z is b."""
    Z = call(dense, np.zeros((2, 3)), np.ones((3, 4)), np.arange(4.0))
    expect(
        Z,
        [[0, 1, 2, 3], [0, 1, 2, 3]],
        "What is left of the sum if every input is 0?",
    )


@check
def check_decimals_are_kept(dense):
    """Input 0.5, weight 0.5 and bias 0.125 give 0.375."""
    Z = call(
        dense, np.array([[0.5]]), np.array([[0.5]]), np.array([0.125])
    )
    expect(Z, [[0.375]], "Which step of yours takes decimals away?")


@check
def check_each_row_is_one_example(dense):
    """Five examples with three inputs, four units: Z is (5, 4)."""
    X = np.arange(15.0).reshape(5, 3)
    W = np.arange(12.0).reshape(3, 4) - 6
    Z = call(dense, X, W, np.zeros(4))
    expect(
        Z,
        [
            [sum(X[i, m] * W[m, j] for m in range(3)) for j in range(4)]
            for i in range(5)
        ],
        "X is (5, 3) and W is (3, 4): which product of the two is (5, 4)?",
    )


check_the_example_by_hand(dense)
check_decimals_are_kept(dense)
check_zero_inputs_give_the_bias(dense)
check_each_row_is_one_example(dense)


# %% hidden="dense" points=1
# Hidden checks of dense stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape(dense):
    """Z is X W + b for any shapes, one example and square W among them."""
    rng = hidden_rng("dense")
    for n, d, k in [
        (1, 1, 1),
        (1, 4, 3),
        (6, 3, 3),
        (3, 3, 3),
        (7, 5, 2),
    ]:
        X = rng.normal(size=(n, d))
        W = rng.normal(size=(d, k))
        b = rng.normal(size=k)
        expect(call(dense, X, W, b), dlcourse.dense(X, W, b), "")


check_any_shape(dense)
### END HIDDEN TESTS

# %% [markdown]
# Such a layer is the heart of every network: most of the work that the
# largest ones do are products like this one.
#
# *You may stop here.*
#
# ## Part 2 · `relu`: off or on
#
# Two dense layers in a row would be one dense layer: a weighted sum of
# weighted sums is a weighted sum. Something between them must bend.
# ReLU is the simplest bend: a unit with a negative score is off and gives 0,
# any other gives its score.
#
# `Z` (n, k) in, `A` (n, k) out. **By hand:** -2, 0 and 3 become 0, 0 and 3.


# %% solution="relu"
def relu(Z):
    """From Z (n, k) to A (n, k): Z where it is positive, 0 elsewhere."""
    ### BEGIN SOLUTION
    return np.maximum(Z, 0)
    ### END SOLUTION


# %% check="relu" points=1
# The checks of relu: run this cell.
@check
def check_negative_scores_become_zero(relu):
    """A unit with a negative score is off."""
    expect(
        call(relu, np.array([[-2.0, -0.5]])),
        [[0, 0]],
        "What does a unit give that is off?",
    )


@check
def check_positive_scores_stay(relu):
    """A unit with a positive score gives that score."""
    expect(
        call(relu, np.array([[0.5, 3.0]])),
        [[0.5, 3.0]],
        "Which numbers should pass as they are?",
    )


@check
def check_each_number_is_taken_alone(relu):
    """A has the shape of Z: one result for each number."""
    Z = np.array([[-1.0, 2.0, 0.0], [4.0, -5.0, 6.0]])
    expect(
        call(relu, Z),
        [[0, 2, 0], [4, 0, 6]],
        "Does your function look at each number alone, or at the whole array?",
    )


check_negative_scores_become_zero(relu)
check_positive_scores_stay(relu)
check_each_number_is_taken_alone(relu)


# %% hidden="relu" points=1
# Hidden checks of relu stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(relu):
    """A is the larger of Z and 0, for any shape and size of numbers."""
    rng = hidden_rng("relu")
    for shape in [(1, 1), (1, 5), (4, 4), (6, 3)]:
        Z = rng.normal(size=shape) * 10.0 ** rng.integers(-3, 4)
        expect(call(relu, Z), dlcourse.relu(Z), "")


check_any_scores(relu)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 3 · `sigmoid`: a smooth switch
#
# The sigmoid presses any score between 0 and 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# It is the older bend, and it still turns a score into the probability of a
# yes. `Z` (n, k) in, `A` (n, k) out. **By hand:** a score of 0 gives
# 1 / (1 + 1) = 0.5; the score ln 3 gives 1 / (1 + 1/3) = 0.75.
#
# **Mind huge scores.** $e^{1000}$ is too large for a computer: numpy makes it
# infinite and warns. $e^{-1000}$ is harmless: it becomes 0. A good answer
# takes exp only of numbers that are not positive. The same function written
# another way helps: $\sigma(z) = e^{z} / (1 + e^{z})$.


# %% solution="sigmoid"
def sigmoid(Z):
    """From Z (n, k) to A (n, k), between 0 and 1."""
    ### BEGIN SOLUTION
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)
    ### END SOLUTION


# %% check="sigmoid" points=1
# The checks of sigmoid: run this cell.
@check
def check_half_at_zero(sigmoid):
    """A score of 0 gives 0.5, a score of ln 3 gives 0.75."""
    expect(
        call(sigmoid, np.array([[0.0, np.log(3)]])),
        [[0.5, 0.75]],
        "What is exp(-0), and what does the formula make of it?",
    )


@check
def check_opposite_scores_add_up_to_one(sigmoid):
    """The results for z and -z add up to 1."""
    Z = np.array([[0.5, 3.0, 40.0]])
    expect(
        np.add(call(sigmoid, Z), call(sigmoid, -Z)),
        np.ones((1, 3)),
        "Is the minus sign in the exponent there, and no other?",
    )


@check
def check_huge_scores_stay_finite(sigmoid):
    """Scores of 1000 and -1000 give 1 and 0."""
    expect(
        call(sigmoid, np.array([[1000.0, -1000.0]])),
        [[1, 0]],
        "Of which number is exp taken here, and is it too large?",
    )


@check
def check_whole_numbers_have_decimals_too(sigmoid):
    """The whole numbers 0 and 1 give 0.5 and 0.731."""
    expect(
        call(sigmoid, np.array([[0, 1]])),
        [[0.5, 1 / (1 + np.exp(-1))]],
        "Into which array do your results go, and how many decimals can "
        "it hold?",
    )


check_half_at_zero(sigmoid)
check_whole_numbers_have_decimals_too(sigmoid)
check_opposite_scores_add_up_to_one(sigmoid)
check_huge_scores_stay_finite(sigmoid)


# %% hidden="sigmoid" points=1
# Hidden checks of sigmoid stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(sigmoid):
    """A is 1 / (1 + exp(-Z)), for whole numbers and huge ones too."""
    rng = hidden_rng("sigmoid")
    for shape in [(1, 1), (1, 5), (4, 4), (6, 3)]:
        Z = rng.normal(size=shape) * 5
        expect(call(sigmoid, Z), dlcourse.sigmoid(Z), "")
    whole = rng.integers(-6, 7, (5, 3))
    expect(
        call(sigmoid, whole), dlcourse.sigmoid(whole.astype(float)), ""
    )
    huge = rng.choice([-1e4, -800.0, 800.0, 1e4], (4, 2))
    expect(call(sigmoid, huge), huge > 0, "")


check_any_scores(sigmoid)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 4 · `initialize`: where the weights begin
#
# Before anything is learned the weights are random.
# Zeros would not do: all units would be the same for ever.
# Large numbers would not do either: a unit adds up `n_in` products, and the
# sums would grow from layer to layer. He and others (2015) worked out the
# spread that keeps them level where ReLU follows:
#
# $$\text{mean } 0, \qquad \text{standard deviation } \sqrt{2 / n_\text{in}}$$
#
# | in | | out | |
# |---|---|---|---|
# | `n_in` | how many inputs | `W` | (n_in, n_out), random |
# | `n_out` | how many units | `b` | (n_out,), zeros |
# | `rng` | a numpy random generator | | |
#
# **By hand.** For 8 inputs the standard deviation is $\sqrt{2/8} = 0.5$.
# `rng.normal(0, 0.5, (8, 3))` draws such numbers, shape (8, 3).


# %% solution="initialize"
def initialize(n_in, n_out, rng):
    """The first W (n_in, n_out), random, and b (n_out,), zeros."""
    ### BEGIN SOLUTION
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.zeros(n_out)
    ### END SOLUTION


# %% check="initialize" points=1
# The checks of initialize: run this cell.
@check
def check_two_results_of_the_right_shapes(initialize):
    """For 3 inputs and 5 units W is (3, 5) and b is (5,)."""
    result = call(initialize, 3, 5, np.random.default_rng(0))
    expect_true(
        isinstance(result, (tuple, list)) and len(result) == 2,
        f"One result of the type {type(result).__name__} came back, two are expected.",
        "How does a function return two values, W and b?",
    )
    expect_true(
        np.shape(result[0]) == (3, 5),
        f"W has shape {np.shape(result[0])}.",
        "Which axis of W counts the inputs, and which the units?",
    )
    expect_true(
        np.shape(result[1]) == (5,),
        f"b has shape {np.shape(result[1])}.",
        "How many biases do 5 units need, on how many axes?",
    )


@check
def check_biases_begin_at_zero(initialize):
    """b is all zeros."""
    expect(
        call(initialize, 3, 5, np.random.default_rng(1))[1],
        np.zeros(5),
        "What should a bias be before anything is learned?",
    )


@check
def check_weights_keep_sums_level(initialize):
    """For 50 inputs the weights have mean 0 and spread 0.2."""
    W = np.asarray(
        call(initialize, 50, 1000, np.random.default_rng(2))[0], float
    )
    expect_true(
        abs(W.mean()) < W.std() / 20,
        f"The mean of 50000 weights is {W.mean():.3f}.",
        "Are negative weights as likely as positive ones?",
    )
    expect_true(
        0.19 < W.std() < 0.21,
        f"Their standard deviation is {W.std():.4f}.",
        "sqrt(2 / 50) is 0.2: which number does your draw take as its spread?",
    )


@check
def check_each_weight_is_drawn_from_rng(initialize):
    """One seed gives one W, another seed another; no two units are alike."""
    one, same, other = (
        np.asarray(
            call(initialize, 50, 20, np.random.default_rng(seed))[0],
            float,
        )
        for seed in (3, 3, 4)
    )
    expect_true(
        np.allclose(one, same),
        "Two calls with the same generator gave two different W.",
        "From where do your random numbers come?",
    )
    expect_true(
        not np.allclose(one, other),
        "Two different generators gave the same W.",
        "Is W drawn from the rng that was handed in?",
    )
    for name, M in [("columns", one.T), ("rows", one)]:
        expect_true(
            len(np.unique(M, axis=0)) == len(M),
            f"W has equal {name}: what they begin as, they stay.",
            "How many numbers are drawn for 50 inputs and 20 units?",
        )


check_two_results_of_the_right_shapes(initialize)
check_biases_begin_at_zero(initialize)
check_each_weight_is_drawn_from_rng(initialize)
check_weights_keep_sums_level(initialize)


# %% hidden="initialize" points=1
# Hidden checks of initialize stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_spread_follows_the_inputs(initialize):
    """Mean 0 and standard deviation sqrt(2 / n_in), within 5 sigma."""
    rng = hidden_rng("initialize")
    for n_in, n_out in [(4, 5000), (200, 100), (100, 200), (1, 20000)]:
        W, b = call(initialize, n_in, n_out, rng)
        W = np.asarray(W, float)
        spread = np.sqrt(2 / n_in)
        # 10 sigma of the estimate: a heavier-tailed draw is right as well.
        margin = 10 * spread / np.sqrt(W.size)
        expect_true(W.shape == (n_in, n_out), "", "")
        expect_true(
            abs(W.mean()) < margin and abs(W.std() - spread) < margin,
            "",
            "",
        )
        expect(b, np.zeros(n_out), "")


@hidden_check
def check_draws_come_from_rng(initialize):
    """The same generator gives the same weights, another gives others."""
    one = call(initialize, 3, 4, np.random.default_rng(5))[0]
    same = call(initialize, 3, 4, np.random.default_rng(5))[0]
    other = call(initialize, 3, 4, np.random.default_rng(6))[0]
    expect(one, same, "")
    expect_true(not np.allclose(one, other), "", "")
    twice = np.random.default_rng(7)
    first = call(initialize, 3, 4, twice)[0]
    second = call(initialize, 3, 4, twice)[0]
    expect_true(not np.allclose(first, second), "", "")


check_spread_follows_the_inputs(initialize)
check_draws_come_from_rng(initialize)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `forward`: the whole way
#
# Now put them together: a dense layer, ReLU, and a second dense layer.
# No ReLU at the end: scores may be negative.
#
# | in | | out | |
# |---|---|---|---|
# | `parameters` | a dictionary with `"W1"` (d, h), `"b1"` (h,), `"W2"` (h, k), `"b2"` (k,) | `Z` | (n, k) |
# | `X` | (n, d) | | |
#
# Use your own `dense` and `relu` from above.
#
# **By hand.** One input 2, two hidden units with the weights 1 and -1, no
# biases: the hidden scores are 2 and -2, after ReLU 2 and 0. One score with
# the weights 10 and 100 and the bias 1: 2 · 10 + 0 · 100 + 1 = 21.


# %% solution="forward"
def forward(parameters, X):
    """From parameters and X (n, d) to the scores Z (n, k)."""
    ### BEGIN SOLUTION
    A1 = relu(dense(X, parameters["W1"], parameters["b1"]))
    return dense(A1, parameters["W2"], parameters["b2"])
    ### END SOLUTION


# %% check="forward" points=1
# The checks of forward: run this cell.
@check
def check_the_network_by_hand(forward):
    """Input 2 through two hidden units gives the score 21."""
    parameters = {
        "W1": np.array([[1.0, -1.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[10.0], [100.0]]),
        "b2": np.array([1.0]),
    }
    expect(
        call(forward, parameters, np.array([[2.0]])),
        [[21.0]],
        "Which steps lie between the input and the score, and in which order?",
    )


@check
def check_scores_may_be_negative(forward):
    """The last layer has no ReLU."""
    parameters = {
        "W1": np.eye(2),
        "b1": np.zeros(2),
        "W2": -np.eye(2),
        "b2": np.zeros(2),
    }
    expect(
        call(forward, parameters, np.array([[1.0, 2.0]])),
        [[-1.0, -2.0]],
        "What happens to the scores after the last dense layer?",
    )


@check
def check_hidden_units_can_be_off(forward):
    """A hidden unit with a negative score adds nothing."""
    parameters = {
        "W1": np.eye(2),
        "b1": np.array([-5.0, 0.5]),
        "W2": np.array([[1.0], [1.0]]),
        "b2": np.zeros(1),
    }
    expect(
        call(forward, parameters, np.array([[1.0, 2.0]])),
        [[2.5]],
        "What stands between the two dense layers, and does it see the bias?",
    )


check_the_network_by_hand(forward)
check_scores_may_be_negative(forward)
check_hidden_units_can_be_off(forward)


# %% hidden="forward" points=1
# Hidden checks of forward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_network(forward):
    """Z is dense, relu, dense for any sizes, square ones among them."""
    rng = hidden_rng("forward")
    for n, d, h, k in [
        (1, 1, 1, 1),
        (1, 3, 4, 2),
        (5, 3, 3, 3),
        (4, 6, 5, 2),
    ]:
        parameters = {
            "W1": rng.normal(size=(d, h)),
            "b1": rng.normal(size=h),
            "W2": rng.normal(size=(h, k)),
            "b2": rng.normal(size=k),
        }
        X = rng.normal(size=(n, d))
        expect(
            call(forward, parameters, X),
            dlcourse.forward(parameters, X),
            "",
        )


check_any_network(forward)
### END HIDDEN TESTS

# %% [markdown] transfer="leaky_relu"

# %% [markdown]
# *You may stop here.*
#
# ## What it was good for
#
# Your own functions now read handwriting, or rather: they would, with better
# weights. Here they look at all digits with the weights that they began with.
# Eight are shown. Where the guess is wrong, the right digit stands behind it.

# %%
digits_X, digits_y = datasets.digits()
start = np.random.default_rng(0)
W1, b1 = initialize(64, 32, start)
W2, b2 = initialize(32, 10, start)
scores = forward(
    {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, digits_X / 16
)
right = (np.argmax(scores, axis=1) == digits_y).mean()
print(
    f"{right:.1%} of {len(digits_y)} digits are right. Blind guessing gets about 10%."
)
ax = pictures.images(
    digits_X[:8], digits_y[:8], np.argmax(scores[:8], axis=1)
)

# %% [markdown]
# A network that knows nothing guesses.
# To do better it must first know how bad it is, as one number: that is the
# loss, and the next assignment.
