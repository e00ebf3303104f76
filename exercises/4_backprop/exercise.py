# %% [markdown]
# # 4 · Backprop: which way should each weight go?
#
# - **Time:** about 140 minutes, in eight parts with a half-time; you may stop
#   after each part.
# - **You need:** the chapters *Slopes* and *Backpropagation*; `@` and
#   `.T`, sums over an axis; what a dense layer, ReLU and a loss do.
#
# **Goal.** The loss says how wrong a network is. Now write the functions that
# say, for each weight, whether it should grow or shrink, and how strongly.
# It begins with a slow way that always works, goes on with one link of the
# chain at a time, and ends with all of them in a row.
#
# **How it works.** Run the cells from top to bottom, with Shift and Enter.
# Each part has a cell for your answer and below it a folded cell of checks; a
# click unfolds it. Replace `raise NotImplementedError()` by your code, run
# your cell, then the checks. They say what is right, and what to look at
# where it is not.
# When your work is graded, hidden checks run as well, with other numbers.
#
# **Stuck?** Press the button below the checks, or write
# `hint(relu_backward)` into a new cell: three hints, one after the other.

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

from dlcourse import (
    accuracy,
    cross_entropy,
    datasets,
    dense,
    diagrams,
    forward,
    initialize,
    plots,
    relu,
    sigmoid,
    softmax,
)
from dlcourse.feedback import (
    call,
    check,
    expect,
    expect_true,
    hidden_check,
    hidden_rng,
    hint,
    own,
)

# %% locked="picture" folded=1 alt="Boxes from left to right: X, Z1, A1, Z2, L, with an arrow from each to the next. W1 leads to Z1 as well, W2 to Z2. Dotted arrows run back from L to Z2, A1, Z1 and the weights, and under each box stands the name of its slope." caption="Forward, each box is worked out from those before it. Backward, dotted, each slope is worked out from the one after it. The biases b1 and b2 go with their weights."
# The picture of the way there and back: run this cell.
ax = diagrams.computation_graph(
    {
        "X": (0, 0),
        "W1": (0, 1),
        "Z1": (1, 0.5),
        "A1": (2, 0),
        "W2": (2, 1),
        "Z2": (3, 0.5),
        "L": (4, 0.5),
    },
    [
        ("X", "Z1"),
        ("W1", "Z1"),
        ("Z1", "A1"),
        ("A1", "Z2"),
        ("W2", "Z2"),
        ("Z2", "L"),
    ],
    backward={
        "W1": "dW1",
        "Z1": "dZ1",
        "A1": "dA1",
        "W2": "dW2",
        "Z2": "dZ2",
    },
    roles={
        "X": "data",
        "W1": "weights",
        "W2": "weights",
        "Z1": "activations",
        "A1": "activations",
        "Z2": "activations",
        "L": "loss",
    },
)

# %% [markdown]
# The arrows lead forward, the dotted ones back, and each carries a slope.
# A name that begins with `d` is a slope: `dW` says how much the loss changes
# when `W` changes a little, one number for each number in `W`. So **`dW` has
# the shape of `W`**, always. This one sentence catches many mistakes.
#
# | name | shape | what it is |
# |---|---|---|
# | `X` | (n, d) | inputs of a layer, one example a row |
# | `W`, `b` | (d, k), (k,) | its weights and biases |
# | `Z` | (n, k) | its scores |
# | `A` | (n, k) | activations: ReLU or sigmoid of the scores |
# | `y` | (n,) | the right class of each example |
# | `dX`, `dW`, `db`, `dZ`, `dA` | as without the d | slopes of the loss |
#
# What the earlier assignments built (`dense`, `relu`, `sigmoid`, `softmax`,
# `cross_entropy`, `forward`) comes from the course's library, so that you can
# begin here.
# To use your own, set `mine` to True in the next cell: it takes them from your
# notebook of that assignment, if their checks pass there, and says so where
# they do not.

# %%
mine = False
dense, relu, sigmoid, initialize, forward = own(
    "2_forward",
    *("dense", "relu", "sigmoid", "initialize", "forward"),
    use=mine,
)
softmax, cross_entropy, accuracy = own(
    "3_loss", "softmax", "cross_entropy", "accuracy", use=mine
)

# %% [markdown]
# ## Part 1 · `numerical_gradient`: nudge and see
#
# To learn what a weight does to the loss, nudge it: a little up, a little
# down, and compare.
#
# $$g_i = \frac{f(\ldots, w_i + h, \ldots) - f(\ldots, w_i - h, \ldots)}{2h}$$
#
# | in | | out | |
# |---|---|---|---|
# | `f` | a function: an array of the shape of `w` in, one number out | `g` | the shape of `w` |
# | `w` | numbers, any shape | | |
# | `h` | how far to nudge | | |
#
# One number of `w` moves at a time, all others stay; and when you are done,
# `w` is as it was.
#
# **By hand.** f(w) = w² at w = 3 with h = 0.1: (3.1² - 2.9²) / 0.2 =
# (9.61 - 8.41) / 0.2 = 6. Here f has the slope 6.
#
# `np.ndindex(w.shape)` visits every place of an array, whatever its shape:

# %%
M = np.array([[10.0, 20.0], [30.0, 40.0]])
for place in np.ndindex(M.shape):
    print(place, M[place])


# %% solution="numerical_gradient"
def numerical_gradient(f, w, h=1e-5):
    """From f and w, any shape, to the slopes g of that shape."""
    ### BEGIN SOLUTION
    g = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += h
        down[place] -= h
        g[place] = (f(up) - f(down)) / (2 * h)
    return g
    ### END SOLUTION


# %% check="numerical_gradient" points=1
# The checks of numerical_gradient: run this cell.
@check
def check_a_parabola(numerical_gradient):
    """w squared has the slope 6 at 3."""
    expect(
        call(numerical_gradient, lambda w: w[0] ** 2, np.array([3.0])),
        [6.0],
        "What is f a little above 3, a little below, and how far apart are the two places?",
    )


@check
def check_one_number_at_a_time(numerical_gradient):
    """2 u + 5 v w has the slopes 2, 5 w and 5 v."""
    expect(
        call(
            numerical_gradient,
            lambda w: 2 * w[0] + 5 * w[1] * w[2],
            np.array([1.0, 3.0, -2.0]),
        ),
        [2.0, -10.0, 15.0],
        "Which numbers of w move when the slope of the first one is measured?",
    )


@check
def check_the_shape_of_w(numerical_gradient):
    """For w of shape (2, 3) the slopes have shape (2, 3)."""
    factors = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    expect(
        call(
            numerical_gradient,
            lambda w: float((w * factors).sum()),
            np.ones((2, 3)),
        ),
        factors,
        "How many slopes are there for six numbers, and in which shape?",
    )


@check
def check_both_sides_and_the_given_h(numerical_gradient):
    """w cubed at 1 with h = 0.1: (1.331 - 0.729) / 0.2 = 3.01."""
    expect(
        call(
            numerical_gradient,
            lambda w: w[0] ** 3,
            np.array([1.0]),
            0.1,
        ),
        [3.01],
        "At which two places do you ask f, and do they depend on h?",
    )


@check
def check_a_place_of_zero(numerical_gradient):
    """Four times w has the slope 4, also where w is 0."""
    expect(
        call(
            numerical_gradient,
            lambda w: float(4 * w.sum()),
            np.array([0.0, 0.5]),
        ),
        [4.0, 4.0],
        "How far does yours move a number that is 0?",
    )


check_a_parabola(numerical_gradient)
check_a_place_of_zero(numerical_gradient)
check_one_number_at_a_time(numerical_gradient)
check_the_shape_of_w(numerical_gradient)
check_both_sides_and_the_given_h(numerical_gradient)


# %% hidden="numerical_gradient" points=1
# Hidden checks of numerical_gradient stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape(numerical_gradient):
    """The slopes of a function that mixes all numbers, for any shape."""
    rng = hidden_rng("numerical_gradient")
    for shape in [(1,), (5,), (1, 4), (3, 3), (2, 3), (2, 1, 3)]:
        w, factors = rng.normal(size=shape), rng.normal(size=shape)

        def f(v, shape=shape, factors=factors):
            assert v.shape == shape
            return (np.sin(v) * factors).sum() + v.sum() ** 2

        expect(
            call(numerical_gradient, f, w),
            np.cos(w) * factors + 2 * w.sum(),
            "",
        )


@hidden_check
def check_any_h(numerical_gradient):
    """For w cubed the two sides give 3 w squared + h squared."""
    rng = hidden_rng("numerical_gradient h")
    w = rng.normal(size=(2, 3))
    for h in (0.5, 0.01, 1e-4):
        expect(
            call(numerical_gradient, lambda v: (v**3).sum(), w, h),
            3 * w**2 + h**2,
            "",
        )


@hidden_check
def check_a_network(numerical_gradient):
    """The slopes of a loss in a matrix of weights."""
    rng = hidden_rng("numerical_gradient loss")
    X, y = rng.normal(size=(5, 3)), rng.integers(0, 4, 5)
    W = rng.normal(size=(3, 4))
    expect(
        call(
            numerical_gradient,
            lambda V: dlcourse.cross_entropy(X @ V, y),
            W,
        ),
        X.T @ dlcourse.cross_entropy_grad(X @ W, y),
        "",
    )


check_any_shape(numerical_gradient)
check_any_h(numerical_gradient)
check_a_network(numerical_gradient)
### END HIDDEN TESTS

# %% [markdown]
# This always works, and needs nothing but f. Its price: two runs of the whole
# network for each single weight. That is why the rest of this assignment
# exists. Keep it, though: it is the judge of all that follows.
#
# *You may stop here.*
#
# ## Part 2 · `mean_squared_error_grad`: where the slopes begin
#
# The way back begins at the loss. For the mean squared error
# $L = \frac{1}{m} \sum (p_i - y_i)^2$ over all m entries it is short: the
# square has the slope twice the gap, and the mean divides by m.
#
# $$dP = \frac{2 (P - Y)}{m}$$
#
# `P` and `Y` in, of the same shape, any; `dP` of that shape out. **By hand:**
# guesses 1 and 2, answers 1 and 4, so m is 2: the slopes are 2 · 0 / 2 = 0
# and 2 · (-2) / 2 = -2. The second guess is too low, and a negative slope says
# that the loss falls when the guess grows.


# %% solution="mean_squared_error_grad"
def mean_squared_error_grad(P, Y):
    """From P and Y, same shape, to the slopes dP of that shape."""
    ### BEGIN SOLUTION
    return 2 * (P - Y) / P.size
    ### END SOLUTION


# %% check="mean_squared_error_grad" points=1
# The checks of mean_squared_error_grad: run this cell.
@check
def check_the_slopes_by_hand(mean_squared_error_grad):
    """Guesses 1 and 2, answers 1 and 4: the slopes are 0 and -2."""
    expect(
        call(
            mean_squared_error_grad,
            np.array([1.0, 2.0]),
            np.array([1.0, 4.0]),
        ),
        [0.0, -2.0],
        "What is the slope of a squared gap, and by how many is it divided?",
    )


@check
def check_a_guess_too_high_has_a_positive_slope(
    mean_squared_error_grad,
):
    """Where the guess is above the answer, the loss grows with it."""
    expect(
        call(mean_squared_error_grad, np.array([5.0]), np.array([2.0])),
        [6.0],
        "Which of the two is taken from which?",
    )


@check
def check_every_entry_shares_the_mean(mean_squared_error_grad):
    """In a table of two rows and three columns m is 6."""
    expect(
        call(
            mean_squared_error_grad,
            np.array([[3.0, 0.0, 0.0], [0.0, 0.0, -6.0]]),
            np.zeros((2, 3)),
        ),
        [[1, 0, 0], [0, 0, -2]],
        "The mean was over how many entries: 2, 3 or 6?",
    )


@check
def check_slopes_have_decimals(mean_squared_error_grad):
    """Gaps of 1 and -0.5 have the slopes 1 and -0.5."""
    expect(
        call(
            mean_squared_error_grad,
            np.array([1.0, 0.5]),
            np.array([0.0, 1.0]),
        ),
        [1.0, -0.5],
        "Does your division keep the decimals?",
    )


check_the_slopes_by_hand(mean_squared_error_grad)
check_slopes_have_decimals(mean_squared_error_grad)
check_a_guess_too_high_has_a_positive_slope(mean_squared_error_grad)
check_every_entry_shares_the_mean(mean_squared_error_grad)


# %% hidden="mean_squared_error_grad" points=1
# Hidden checks of mean_squared_error_grad stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_slopes_against_numbers(mean_squared_error_grad):
    """The slopes of the loss, measured by nudging, for any shape."""
    rng = hidden_rng("mean_squared_error_grad")
    for shape in [(1,), (7,), (1, 1), (4, 4), (3, 5), (2, 3, 2)]:
        P, Y = rng.normal(size=shape) * 9, rng.normal(size=shape)
        dP = call(mean_squared_error_grad, P, Y)
        expect(dP, dlcourse.mean_squared_error_grad(P, Y), "")
        numbers = dlcourse.numerical_gradient(
            lambda V, Y=Y: dlcourse.mean_squared_error(V, Y), P
        )
        expect_true(
            np.abs(np.asarray(dP) - numbers).max() < 1e-6, "", ""
        )


check_slopes_against_numbers(mean_squared_error_grad)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 3 · `relu_backward`: a gate for slopes
#
# Now one link of the chain. Forward, ReLU let a positive score through as it
# was, and gave 0 for any other. So a little change of the score comes out
# unchanged where the unit was on, and changes nothing where it was off.
# Backward it is the same: the slope `dA` that arrives from behind is let
# through where the unit was on, and is 0 where it was off.
#
# | in | | out | |
# |---|---|---|---|
# | `dA` | (n, k), the slopes that arrive | `dZ` | (n, k) |
# | `A` | (n, k), what `relu` gave | | |
#
# `A` is enough to know who was on: a unit that was off has A = 0.
#
# **By hand.** The scores -2, 3 and 5 gave A = 0, 3 and 5. The slopes 10, 20
# and -30 arrive: 0, 20 and -30 go on.


# %% solution="relu_backward"
def relu_backward(dA, A):
    """From dA (n, k) and A = relu(Z) (n, k) to dZ (n, k)."""
    ### BEGIN SOLUTION
    return dA * (A > 0)
    ### END SOLUTION


# %% check="relu_backward" points=1
# The checks of relu_backward: run this cell.
@check
def check_the_gate_by_hand(relu_backward):
    """Off, on and on: of 10, 20 and -30 the last two go on."""
    expect(
        call(
            relu_backward,
            np.array([[10.0, 20.0, -30.0]]),
            np.array([[0.0, 3.0, 5.0]]),
        ),
        [[0, 20, -30]],
        "Which units were on, and what goes through them?",
    )


@check
def check_how_far_on_does_not_matter(relu_backward):
    """A unit with 0.001 lets as much through as one with 1000."""
    expect(
        call(
            relu_backward,
            np.array([[7.0, 7.0]]),
            np.array([[0.001, 1000.0]]),
        ),
        [[7, 7]],
        "What is the slope of ReLU where it is on?",
    )


@check
def check_negative_slopes_pass_too(relu_backward):
    """A decides, not dA: a negative slope passes a unit that was on."""
    expect(
        call(
            relu_backward,
            np.array([[-1.0, 2.0], [3.0, -4.0]]),
            np.array([[1.0, 0.0], [0.0, 2.0]]),
        ),
        [[-1, 0], [0, -4]],
        "Of which of the two arrays do you ask whether it is positive?",
    )


check_the_gate_by_hand(relu_backward)
check_how_far_on_does_not_matter(relu_backward)
check_negative_slopes_pass_too(relu_backward)


# %% hidden="relu_backward" points=1
# Hidden checks of relu_backward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_layer(relu_backward):
    """dA where A is positive, 0 elsewhere, for any shape and size."""
    rng = hidden_rng("relu_backward")
    for shape in [(1, 1), (1, 5), (4, 4), (6, 3), (30, 1)]:
        for scale in (1e-3, 1.0, 1e4):
            A = dlcourse.relu(rng.normal(size=shape) * scale)
            dA = rng.normal(size=shape)
            expect(
                call(relu_backward, dA, A), np.where(A > 0, dA, 0), ""
            )


@hidden_check
def check_slopes_against_numbers(relu_backward):
    """The slopes of a sum of activations, measured by nudging."""
    rng = hidden_rng("relu_backward numbers")
    Z = rng.choice([-1, 1], (4, 3)) * rng.uniform(0.1, 2, (4, 3))
    dA = rng.normal(size=(4, 3))
    dZ = call(relu_backward, dA, dlcourse.relu(Z))
    numbers = dlcourse.numerical_gradient(
        lambda V: (dA * dlcourse.relu(V)).sum(), Z
    )
    expect_true(np.abs(np.asarray(dZ) - numbers).max() < 1e-6, "", "")


check_any_layer(relu_backward)
check_slopes_against_numbers(relu_backward)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 4 · `sigmoid_backward`: a gate that is half open
#
# The sigmoid is steep in the middle and flat at both ends. Its slope can be
# written with its own output a, and no exp is needed any more:
#
# $$\frac{da}{dz} = a (1 - a)$$
#
# What arrives is multiplied by the link's own slope: that is the chain rule.
#
# `dA` (n, k) and `A` (n, k), what `sigmoid` gave, in; `dZ` (n, k) out.
# **By hand:** a = 0.5 has the slope 0.5 · 0.5 = 0.25, so if 8 arrives, 2 goes
# on. a = 0.9 has the slope 0.9 · 0.1 = 0.09: of 100 only 9 go on.


# %% solution="sigmoid_backward"
def sigmoid_backward(dA, A):
    """From dA (n, k) and A = sigmoid(Z) (n, k) to dZ (n, k)."""
    ### BEGIN SOLUTION
    return dA * A * (1 - A)
    ### END SOLUTION


# %% check="sigmoid_backward" points=1
# The checks of sigmoid_backward: run this cell.
@check
def check_slopes_by_hand(sigmoid_backward):
    """At a = 0.5 a slope of 8 becomes 2, at a = 0.9 one of 100 becomes 9."""
    expect(
        call(
            sigmoid_backward,
            np.array([[8.0, 100.0]]),
            np.array([[0.5, 0.9]]),
        ),
        [[2, 9]],
        "What is the slope at each a, and what is done with the slope that arrives?",
    )


@check
def check_flat_at_both_ends(sigmoid_backward):
    """Where A is 0 or 1 nothing goes on."""
    expect(
        call(
            sigmoid_backward,
            np.array([[5.0, -5.0]]),
            np.array([[0.0, 1.0]]),
        ),
        [[0, 0]],
        "What is a(1 - a) where a is 0, and where it is 1?",
    )


@check
def check_the_slope_by_a_nudge(sigmoid_backward):
    """The score 1 nudged by 0.001 to both sides gives the same slope."""
    Z = np.array([[1.0]])
    rise = (sigmoid(Z + 1e-3) - sigmoid(Z - 1e-3)) / 2e-3
    dZ = call(sigmoid_backward, np.ones((1, 1)), sigmoid(Z))
    expect_true(
        np.shape(dZ) == (1, 1) and abs(np.sum(dZ - rise)) < 1e-5,
        f"At the score 1 your slope is {np.sum(dZ):.4f}, and nudging gives {rise[0, 0]:.4f}.",
        "A is the output of the sigmoid already: how often is sigmoid taken in yours?",
    )


check_slopes_by_hand(sigmoid_backward)
check_flat_at_both_ends(sigmoid_backward)
check_the_slope_by_a_nudge(sigmoid_backward)


# %% hidden="sigmoid_backward" points=1
# Hidden checks of sigmoid_backward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_layer(sigmoid_backward):
    """dA times A (1 - A), for any shape and for huge scores."""
    rng = hidden_rng("sigmoid_backward")
    for shape in [(1, 1), (1, 5), (4, 4), (6, 3), (30, 1)]:
        for scale in (1.0, 5.0, 1e4):
            A = dlcourse.sigmoid(rng.normal(size=shape) * scale)
            dA = rng.normal(size=shape) * 3
            expect(
                call(sigmoid_backward, dA, A), dA * (A * (1 - A)), ""
            )


@hidden_check
def check_slopes_against_numbers(sigmoid_backward):
    """The slopes of a sum of activations, measured by nudging."""
    rng = hidden_rng("sigmoid_backward numbers")
    Z, dA = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    dZ = call(sigmoid_backward, dA, dlcourse.sigmoid(Z))
    numbers = dlcourse.numerical_gradient(
        lambda V: (dA * dlcourse.sigmoid(V)).sum(), Z
    )
    expect_true(np.abs(np.asarray(dZ) - numbers).max() < 1e-6, "", "")


check_any_layer(sigmoid_backward)
check_slopes_against_numbers(sigmoid_backward)
### END HIDDEN TESTS

# %% [markdown]
# ## Half-time
#
# You have the slow way and three links. Do they agree? Here is a chain of two
# links, a sigmoid and a loss, and its slopes by both ways:

# %%
scores = np.array([[0.5, -1.0, 2.0]])
answers = np.array([[1.0, 0.0, 0.0]])
guesses = sigmoid(scores)
chain = sigmoid_backward(
    mean_squared_error_grad(guesses, answers), guesses
)
nudged = numerical_gradient(
    lambda V: np.mean((sigmoid(V) - answers) ** 2), scores
)
print("by the chain:", chain)
print("by nudging:  ", nudged)
print("largest gap: ", np.abs(chain - nudged).max())

# %% [markdown]
# A gap as small as that is the rounding of the nudges. Anyone who has ever
# written a backward function checks it like this.
#
# A good place for a longer break. What comes is the heart of it: the layer
# with the weights, the loss for classes, and the whole way back.
#
# *You may stop here.*
#
# ## Part 5 · `dense_backward`: blame for inputs, weights, biases
#
# A dense layer has three things that make its scores: $Z = X W + b$. Each gets
# its slope from `dZ`, the slopes of the scores.
#
# | in | | out | |
# |---|---|---|---|
# | `dZ` | (n, k) | `dX` | (n, d) |
# | `X` | (n, d) | `dW` | (d, k) |
# | `W` | (d, k) | `db` | (k,) |
#
# Two rules are enough. *Along a way multiply:* a score is input times weight,
# so a weight's slope has the input as its factor, and an input's slope has the
# weight. *Where ways meet add:* a weight works on all n examples, an input on
# all k units, a bias on all n examples; what comes back by all these ways is
# added up.
#
# $$dX_{im} = \sum_j dZ_{ij} W_{mj}$$
#
# $$dW_{mj} = \sum_i X_{im}\, dZ_{ij}$$
#
# $$db_j = \sum_i dZ_{ij}$$
#
# **By hand.** Two examples with one input each, 3 and 4; one unit with the
# weight 2; the slopes 10 and 100 arrive. The inputs get 10 · 2 = 20 and
# 100 · 2 = 200. The weight gets 3 · 10 + 4 · 100 = 430. The bias gets
# 10 + 100 = 110.
#
# The sums are matrix products. Which product has the shape that you need?


# %% solution="dense_backward"
def dense_backward(dZ, X, W):
    """From dZ (n, k), X (n, d), W (d, k) to dX, dW and db (k,)."""
    ### BEGIN SOLUTION
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)
    ### END SOLUTION


# %% check="dense_backward" points=1
# The checks of dense_backward: run this cell.
def three_slopes(dense_backward, dZ, X, W):
    """Your dX, dW and db, looked at before they are used."""
    result = call(dense_backward, dZ, X, W)
    expect_true(
        isinstance(result, (tuple, list)) and len(result) == 3,
        f"{len(result)} results came back."
        if isinstance(result, (tuple, list))
        else f"One result of the type {type(result).__name__} came back.",
        "How does a function return three values, dX, dW and db?",
    )
    for name, slopes, shape in zip(
        ("dX", "dW", "db"), result, (X.shape, W.shape, W.shape[1:])
    ):
        expect_true(
            slopes is not None and np.shape(slopes) == shape,
            f"{name} came back with the shape {np.shape(slopes)}; {name[1:]} has {shape}.",
            f"dZ is {dZ.shape}, X is {X.shape}, W is {W.shape}: from which of them, and turned how, do you get {shape}?",
        )
    return result


@check
def check_two_examples_by_hand(dense_backward):
    """Inputs 3 and 4, weight 2, slopes 10 and 100."""
    dX, dW, db = three_slopes(
        dense_backward,
        np.array([[10.0], [100.0]]),
        np.array([[3.0], [4.0]]),
        np.array([[2.0]]),
    )
    expect(
        dX,
        [[20], [200]],
        "By what is a slope on its way to an input multiplied?",
    )
    expect(
        dW,
        [[430]],
        "The weight worked on both examples: what is done with the two slopes?",
    )
    expect(
        db,
        [110],
        "The bias was added to both examples: what is done with the two slopes?",
    )


@check
def check_each_slope_has_the_shape_of_its_own(dense_backward):
    """Five examples, three inputs, two units."""
    X = np.arange(15.0).reshape(5, 3) - 7
    W = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 4.0]])
    dZ = np.zeros((5, 2))
    dZ[1] = [1.0, -2.0]
    dZ[4] = [0.0, 5.0]
    dX, dW, db = three_slopes(dense_backward, dZ, X, W)
    expect(db, [1, 3], "Over which axis do the examples lie?")
    expect(
        dX[1],
        [-3, 5, -8],
        "Which weights lead from an input to the two units?",
    )
    expect(
        dX[0],
        [0, 0, 0],
        "Nothing arrives at this example: from where does its slope come?",
    )
    expect(
        dW,
        [[-4, 33], [-3, 36], [-2, 39]],
        "Which examples give a slope to a weight, and with which factor?",
    )


@check
def check_square_weights_are_no_excuse(dense_backward):
    """With as many inputs as units the shapes cannot help."""
    W = np.array([[1.0, 2.0], [3.0, 4.0]])
    X = np.array([[1.0, 10.0], [0.0, 0.0]])
    dX, dW, _ = three_slopes(
        dense_backward, np.array([[1.0, 0.0], [0.0, 0.0]]), X, W
    )
    expect(
        dX,
        [[1, 3], [0, 0]],
        "Input 2 reaches unit 1 through which weight?",
    )
    expect(
        dW, [[1, 0], [10, 0]], "Which weight joins input 2 and unit 1?"
    )


check_two_examples_by_hand(dense_backward)
check_each_slope_has_the_shape_of_its_own(dense_backward)
check_square_weights_are_no_excuse(dense_backward)


# %% hidden="dense_backward" points=1
# Hidden checks of dense_backward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_layer(dense_backward):
    """Right for any shapes: one example, one input, square ones."""
    rng = hidden_rng("dense_backward")
    for n, d, k in [
        (1, 1, 1),
        (1, 4, 3),
        (5, 1, 2),
        (6, 3, 3),
        (3, 3, 3),
        (4, 4, 2),
        (7, 5, 1),
    ]:
        X, W = rng.normal(size=(n, d)), rng.normal(size=(d, k))
        dZ = rng.normal(size=(n, k))
        dX, dW, db = call(dense_backward, dZ, X, W)
        expect(dX, dZ @ W.T, "")
        expect(dW, X.T @ dZ, "")
        expect(db, dZ.sum(axis=0), "")


@hidden_check
def check_slopes_against_numbers(dense_backward):
    """The slopes of a sum of scores, measured by nudging."""
    rng = hidden_rng("dense_backward numbers")
    X, W = rng.normal(size=(4, 3)), rng.normal(size=(3, 2))
    b, dZ = rng.normal(size=2), rng.normal(size=(4, 2))
    slopes = call(dense_backward, dZ, X, W)
    for values, given in zip((X, W, b), slopes):
        numbers = dlcourse.numerical_gradient(
            # values are nudged in place, so that X, W and b all see it.
            lambda _: (dZ * (X @ W + b)).sum(),
            values,
        )
        expect_true(np.shape(given) == values.shape, "", "")
        gap = np.abs(np.asarray(given) - numbers).max()
        expect_true(gap < 1e-6, "", "")


@hidden_check
def check_order_of_examples(dense_backward):
    """Shuffled examples give the same dW and db, and a shuffled dX."""
    rng = hidden_rng("dense_backward order")
    X, W = rng.normal(size=(6, 3)), rng.normal(size=(3, 4))
    dZ, order = rng.normal(size=(6, 4)), rng.permutation(6)
    dX, dW, db = call(dense_backward, dZ[order], X[order], W)
    expect(dX, (dZ @ W.T)[order], "")
    expect(dW, X.T @ dZ, "")
    expect(db, dZ.sum(axis=0), "")


check_any_layer(dense_backward)
check_slopes_against_numbers(dense_backward)
check_order_of_examples(dense_backward)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `cross_entropy_grad`: probability minus what it should be
#
# For classes the way back begins at the scores. Softmax, log and mean together
# have a slope that is shorter than any of them:
#
# $$dZ = \frac{1}{n} (P - Y)$$
#
# `P` = `softmax(Z)` are the probabilities, and each row of `Y` is *one-hot*:
# 1 at the right class, 0 elsewhere. `softmax` is there already.
#
# `Z` (n, k) and the classes `y` (n,) in, `dZ` (n, k) out. **By hand:** one
# example, the scores 0 and ln 3, so the probabilities 1/4 and 3/4. If class 0
# is right: 1/4 - 1 = -3/4 and 3/4 - 0 = 3/4. The score of class 0 should grow,
# the other should shrink, and together they come to 0.
#
# `A[np.arange(n), y]` picks from each row the column that `y` names, and it
# can be written to as well:

# %%
A = np.zeros((2, 3))
A[np.arange(2), np.array([2, 0])] = 7
print(A)


# %% solution="cross_entropy_grad"
def cross_entropy_grad(Z, y):
    """From scores Z (n, k) and classes y (n,) to dZ (n, k)."""
    ### BEGIN SOLUTION
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)
    ### END SOLUTION


# %% check="cross_entropy_grad" points=1
# The checks of cross_entropy_grad: run this cell.
@check
def check_one_example_by_hand(cross_entropy_grad):
    """Probabilities 1/4 and 3/4, class 0 is right."""
    expect(
        call(
            cross_entropy_grad,
            np.array([[0.0, np.log(3)]]),
            np.array([0]),
        ),
        [[-0.75, 0.75]],
        "What is each probability, and what should it be?",
    )


@check
def check_each_row_has_its_own_class(cross_entropy_grad):
    """Three examples, equal scores, the classes 1, 0 and 1."""
    expect(
        call(cross_entropy_grad, np.zeros((3, 2)), np.array([1, 0, 1])),
        np.array([[1, -1], [-1, 1], [1, -1]]) / 6,
        "From which entry of each row is 1 taken, and by what is all divided?",
    )


@check
def check_rows_come_to_zero(cross_entropy_grad):
    """What the right class gains the others lose: each row adds up to 0."""
    Z = np.array([[1.0, 2.0, 3.0], [5.0, 0.0, -2.0]])
    dZ = call(cross_entropy_grad, Z, np.array([0, 2]))
    expect_true(
        np.shape(dZ) == (2, 3),
        f"dZ has shape {np.shape(dZ)}, Z has (2, 3).",
        "How many slopes are there for six scores?",
    )
    expect(
        np.sum(dZ, axis=1),
        [0, 0],
        "What do the probabilities of a row add up to, and what is taken away?",
    )


@check
def check_huge_scores_stay_finite(cross_entropy_grad):
    """Scores of 1000 and 0: sure and right gives 0, sure and wrong 1."""
    Z = np.array([[1000.0, 0.0], [1000.0, 0.0]])
    expect(
        call(cross_entropy_grad, Z, np.array([0, 1])),
        [[0, 0], [0.5, -0.5]],
        "Is exp taken of 1000 anywhere in yours?",
    )


check_one_example_by_hand(cross_entropy_grad)
check_each_row_has_its_own_class(cross_entropy_grad)
check_rows_come_to_zero(cross_entropy_grad)
check_huge_scores_stay_finite(cross_entropy_grad)


# %% hidden="cross_entropy_grad" points=1
# Hidden checks of cross_entropy_grad stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(cross_entropy_grad):
    """Right for any shape, labels at both ends, and huge scores."""
    rng = hidden_rng("cross_entropy_grad")
    for n, k in [(1, 1), (1, 4), (4, 4), (7, 3), (3, 10)]:
        Z, y = rng.normal(size=(n, k)) * 3, rng.integers(0, k, n)
        expect(
            call(cross_entropy_grad, Z, y),
            dlcourse.cross_entropy_grad(Z, y),
            "",
        )
    Z = rng.normal(size=(4, 3)) + np.array([[1e4], [-1e4], [0], [800]])
    for y in (np.zeros(4, int), np.full(4, 2)):
        expect(
            call(cross_entropy_grad, Z, y),
            dlcourse.cross_entropy_grad(Z, y),
            "",
        )
    Z = rng.choice([-1e4, 0.0, 1e4], (6, 4))
    y = rng.integers(0, 4, 6)
    expect(
        call(cross_entropy_grad, Z, y),
        dlcourse.cross_entropy_grad(Z, y),
        "",
    )


@hidden_check
def check_slopes_against_numbers(cross_entropy_grad):
    """The slopes of the loss, measured by nudging."""
    rng = hidden_rng("cross_entropy_grad numbers")
    Z, y = rng.normal(size=(5, 3)) * 2, rng.integers(0, 3, 5)
    dZ = call(cross_entropy_grad, Z, y)
    numbers = dlcourse.numerical_gradient(
        lambda V: dlcourse.cross_entropy(V, y), Z
    )
    expect_true(np.shape(dZ) == Z.shape, "", "")
    expect_true(np.abs(np.asarray(dZ) - numbers).max() < 1e-6, "", "")


check_any_scores(cross_entropy_grad)
check_slopes_against_numbers(cross_entropy_grad)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 7 · `backprop`: all the way back
#
# Forward the network does four things:
# `Z1 = dense(X, W1, b1)`, `A1 = relu(Z1)`, `Z2 = dense(A1, W2, b2)`, and the
# loss is `cross_entropy(Z2, y)`. Go forward, keep what you pass, and come back
# the same way: the last link first, each with its own backward function.
# Look at the picture at the top: every dotted arrow is one result.
#
# | in | | out | |
# |---|---|---|---|
# | `parameters` | a dictionary with `"W1"` (d, h), `"b1"` (h,), `"W2"` (h, k), `"b2"` (k,) | gradients | a dictionary with the same four keys, and slopes of the same shapes |
# | `X` | (n, d) | | |
# | `y` | (n,) | | |
#
# Use your own `cross_entropy_grad`, `dense_backward` and `relu_backward`, and
# the library's `dense` and `relu`.
#
# **By hand.** One example, one input 1, one hidden unit with weight 2 and no
# bias: Z1 = 2, A1 = 2. Two scores with the weights 3 and 3: Z2 = (6, 6), so
# both probabilities are 1/2. If class 0 is right, dZ2 = (-1/2, 1/2). Then
# dW2 = 2 · (-1/2, 1/2) = (-1, 1), db2 = (-1/2, 1/2), and
# dA1 = 3 · (-1/2) + 3 · 1/2 = 0: it does not matter what this unit says,
# since both classes listen to it alike. So dW1 and db1 are 0.


# %% solution="backprop"
def backprop(parameters, X, y):
    """From parameters, X (n, d), y (n,) to the slopes, same keys."""
    ### BEGIN SOLUTION
    A1 = relu(dense(X, parameters["W1"], parameters["b1"]))
    Z2 = dense(A1, parameters["W2"], parameters["b2"])
    dZ2 = cross_entropy_grad(Z2, y)
    dA1, dW2, db2 = dense_backward(dZ2, A1, parameters["W2"])
    dZ1 = relu_backward(dA1, A1)
    _, dW1, db1 = dense_backward(dZ1, X, parameters["W1"])
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    ### END SOLUTION


# %% check="backprop" points=1
# The checks of backprop: run this cell.
def four_slopes(backprop, parameters, X, y):
    """Your gradients, looked at before they are used."""
    gradients = call(backprop, parameters, X, y)
    expect_true(
        isinstance(gradients, dict),
        f"A {type(gradients).__name__} came back, a dictionary is expected.",
        "How can a slope be found by the name of its parameter?",
    )
    expect_true(
        set(gradients) == set(parameters),
        f"The keys of your gradients are {sorted(map(str, gradients))}; those of the parameters are {sorted(parameters)}.",
        "Which names must the slopes have, so that each finds its parameter?",
    )
    for name, values in parameters.items():
        expect_true(
            np.shape(gradients[name]) == values.shape,
            f"The slope of {name} has the shape {np.shape(gradients[name])}; {name} has {values.shape}.",
            "What does a slope have the shape of?",
        )
    return gradients


@check
def check_one_hidden_unit_by_hand(backprop):
    """Input 1, weight 2, then the weights 3 and 3: class 0 is right."""
    parameters = {
        "W1": np.array([[2.0]]),
        "b1": np.zeros(1),
        "W2": np.array([[3.0, 3.0]]),
        "b2": np.zeros(2),
    }
    gradients = four_slopes(
        backprop, parameters, np.array([[1.0]]), np.array([0])
    )
    expect(
        gradients["b2"],
        [-0.5, 0.5],
        "What are the slopes of the two scores?",
    )
    expect(
        gradients["W2"],
        [[-1, 1]],
        "What went into the second layer, and which slopes came out of it?",
    )
    expect(
        gradients["W1"],
        [[0]],
        "What do the two ways back to the hidden unit add up to?",
    )


@check
def check_units_that_are_off_get_no_blame(backprop):
    """A hidden unit that is off has slopes of 0, and passes none on."""
    parameters = {
        "W1": np.array([[1.0, -1.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[2.0, 0.0], [5.0, 0.0]]),
        "b2": np.array([-4.0, 0.0]),
    }
    gradients = four_slopes(
        backprop, parameters, np.array([[2.0]]), np.array([1])
    )
    expect(
        gradients["W2"],
        [[1, -1], [0, 0]],
        "Is the slope of W2 made with what the second layer really saw?",
    )
    expect(
        gradients["W1"],
        [[2, 0]],
        "What stands between the two layers, and has its gate been passed on the way back?",
    )
    expect(
        gradients["b1"],
        [1, 0],
        "What stands between the two layers, and has its gate been passed on the way back?",
    )


@check
def check_a_step_against_the_slopes_lowers_the_loss(backprop):
    """A small step downhill lowers the loss as the slopes foretell."""
    rng = np.random.default_rng(5)
    parameters = {
        "W1": rng.normal(size=(3, 4)),
        "b1": rng.normal(size=4),
        "W2": rng.normal(size=(4, 2)),
        "b2": rng.normal(size=2),
    }
    X, y = rng.normal(size=(6, 3)), np.array([0, 1, 1, 0, 1, 0])
    gradients = four_slopes(backprop, parameters, X, y)
    foretold = sum(
        float(np.sum(np.square(slopes)))
        for slopes in gradients.values()
    )
    losses = [
        cross_entropy(
            forward(
                {
                    name: values
                    + way * 1e-5 * np.asarray(gradients[name])
                    for name, values in parameters.items()
                },
                X,
            ),
            y,
        )
        for way in (1, -1)
    ]
    seen = (losses[0] - losses[1]) / 2e-5
    expect_true(
        foretold > 0 and abs(seen - foretold) < 1e-4 * foretold,
        f"Along your slopes the loss should change by {foretold:.4f} a step, and it changes by {seen:.4f}.",
        "Which of the four slopes differs from what numerical_gradient says?",
    )


check_one_hidden_unit_by_hand(backprop)
check_units_that_are_off_get_no_blame(backprop)
check_a_step_against_the_slopes_lowers_the_loss(backprop)


# %% hidden="backprop" points=1
# Hidden checks of backprop stand here when your work is graded.
### BEGIN HIDDEN TESTS
def some_network(rng, d, h, k, scale=1.0):
    """Random parameters of a network."""
    return {
        "W1": rng.normal(size=(d, h)) * scale,
        "b1": rng.normal(size=h) * scale,
        "W2": rng.normal(size=(h, k)) * scale,
        "b2": rng.normal(size=k) * scale,
    }


def same_slopes(gradients, expected):
    """Fail unless both have the same keys and slopes."""
    expect_true(
        isinstance(gradients, dict) and set(gradients) == set(expected),
        "",
        "",
    )
    for name, slopes in expected.items():
        expect(gradients[name], slopes, "")


@hidden_check
def check_any_network(backprop):
    """Right for any sizes: one example, one unit, square layers."""
    rng = hidden_rng("backprop")
    for n, d, h, k in [
        (1, 1, 1, 1),
        (1, 3, 4, 2),
        (5, 3, 3, 3),
        (3, 3, 3, 3),
        (4, 6, 5, 2),
        (8, 2, 1, 4),
    ]:
        for scale in (1.0, 10.0):
            parameters = some_network(rng, d, h, k, scale)
            X, y = rng.normal(size=(n, d)), rng.integers(0, k, n)
            same_slopes(
                call(backprop, parameters, X, y),
                dlcourse.backprop(parameters, X, y),
            )


@hidden_check
def check_slopes_against_numbers(backprop):
    """The slopes of the loss, measured by nudging every parameter."""
    rng = hidden_rng("backprop numbers")
    parameters = some_network(rng, 3, 4, 3)
    X, y = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    gradients = call(backprop, parameters, X, y)
    for name, values in parameters.items():
        numbers = dlcourse.numerical_gradient(
            # values are nudged in place, so that parameters see it.
            lambda _: dlcourse.cross_entropy(
                dlcourse.forward(parameters, X), y
            ),
            values,
        )
        expect_true(np.shape(gradients[name]) == values.shape, "", "")
        gap = np.abs(np.asarray(gradients[name]) - numbers)
        # A unit at the very corner of ReLU may spoil a nudge, not two.
        expect_true(np.sum(gap > 1e-5) <= 1, "", "")


@hidden_check
def check_batches_average(backprop):
    """Slopes of a batch are the mean of its examples' own, in any order."""
    rng = hidden_rng("backprop mean")
    parameters = some_network(rng, 4, 5, 3)
    X, y = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
    alone = [
        dlcourse.backprop(parameters, X[i : i + 1], y[i : i + 1])
        for i in range(6)
    ]
    mean = {
        name: np.mean([slopes[name] for slopes in alone], axis=0)
        for name in parameters
    }
    order = rng.permutation(6)
    same_slopes(call(backprop, parameters, X[order], y[order]), mean)


check_any_network(backprop)
check_slopes_against_numbers(backprop)
check_batches_average(backprop)
### END HIDDEN TESTS

# %% [markdown] transfer="leaky_relu_backward"

# %% [markdown]
# *You may stop here.*
#
# ## What it was good for
#
# A network that reads digits has 2,410 parameters. Nudging each of them takes
# 4,820 runs through the network; you need one run forward and one back.
# So let it learn: a hundred times, move every parameter a little against its
# slope. (A few seconds of patience; minutes if `mine` is True and your own
# `dense` has loops in it.)

# %%
pixels, labels = datasets.digits()
pixels = pixels.astype(float) / 16
start = np.random.default_rng(0)
W1, b1 = initialize(64, 32, start)
W2, b2 = initialize(32, 10, start)
network = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
losses = []
for _ in range(100):
    losses.append(cross_entropy(forward(network, pixels), labels))
    slopes = backprop(network, pixels, labels)
    network = {
        name: network[name] - 0.5 * slopes[name] for name in network
    }
right = accuracy(forward(network, pixels), labels)
print(f"{right:.1%} of the digits it learned from are right.")
ax = plots.curve(
    lambda at: np.interp(at, range(100), losses), 0, 99, name="loss"
)
ax = ax.set(xlabel="step", ylabel="loss")

# %% [markdown]
# The loss begins near ln 10, about 2.3: guessing. Then your slopes pull it
# down, and a network that knew nothing reads handwriting.
#
# Whether it reads digits that it has *not* seen is another question. Doing this
# step properly, in small batches and with an eye on that question, is the next
# assignment.
