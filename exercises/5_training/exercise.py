# %% [markdown]
# # 5 · Training: the loop that learns
#
# - **Time:** about 100 minutes, in six parts; you may stop after each one.
# - **You need:** the chapter *The training loop, in five steps*; dictionaries
#   and `for` loops of Python; `X[order]`, which picks rows of an array.
#
# **Goal.** Write the loop that turns measured slopes into learning: the step,
# the batches, the loop itself, and the choice of the best epoch.
# At the end your loop trains a network with eight hidden units to know who is
# admitted to college, better than any straight line can.
#
# **How it works.** Run the cells from top to bottom, with Shift and Enter.
# Each part has a cell for your answer and below it a folded cell of checks; a
# click unfolds it. Replace `raise NotImplementedError()` by your code, run
# your cell, then the checks. They say what is right, and what to look at
# where it is not.
# When your work is graded, hidden checks run as well, with other numbers.
#
# **Stuck?** Press the button below the checks, or write
# `hint(sgd_step)` into a new cell: three hints, one after the other.

# %% locked="imports" folded=1
# Run this cell first: it loads what the notebook needs.
try:
    import dlcourse
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "dlcourse is not installed where this notebook runs: START.md, "
        "which came with it, or its page in the book says how to begin."
    ) from None

import functools
from types import SimpleNamespace

import numpy as np

from dlcourse import (
    accuracy,
    backprop,
    cross_entropy,
    datasets,
    diagrams,
    forward,
    initialize,
    plots,
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
from dlcourse.feedback.spy import SET_ASIDE, counting_steps

# %% locked="tools"
rng = np.random.default_rng(0)
steps = SimpleNamespace(
    batches=lambda X, y: minibatches(X, y, 20, rng),
    forward=lambda parameters, X: forward(parameters, X),
    loss=lambda Z, y: cross_entropy(Z, y),
    backward=lambda parameters, X, y: backprop(parameters, X, y),
    update=lambda parameters, gradients, learning_rate: sgd_step(
        parameters, gradients, learning_rate
    ),
)

# %% [markdown]
# That cell is given: five tools in one box. Your loop will take each tool out
# of the box by its name, with a dot, as in `steps.loss(Z, y)`.
# Another network, or another kind of step, is then another box for the same
# loop.
#
# | in the box | gives back | is |
# |---|---|---|
# | `steps.batches(X, y)` | the pairs (X, y) of one epoch, one after another | your `minibatches`, 20 examples each |
# | `steps.forward(parameters, X)` | the scores `Z` | `forward`, from assignment 2 |
# | `steps.loss(Z, y)` | the loss, one number | `cross_entropy`, from assignment 3 |
# | `steps.backward(parameters, X, y)` | the `gradients` | your `backprop`, from assignment 4 |
# | `steps.update(parameters, gradients, learning_rate)` | new `parameters` | your `sgd_step` |
#
# The functions of earlier assignments come from the library here.
# `minibatches` and `sgd_step` are in the box already and will be yours as
# soon as you have written them.
#
# To use your own earlier functions, set `mine` to True in the next cell: it
# takes them from your notebooks, if their checks pass there, and says so
# where they do not.

# %%
mine = False
initialize, forward = own(
    "2_forward", "initialize", "forward", use=mine
)
cross_entropy, accuracy = own(
    "3_loss", "cross_entropy", "accuracy", use=mine
)
backprop = own("4_backprop", "backprop", use=mine)

# %% locked="picture" alt="Five boxes in a ring, joined by arrows: take a batch, forward, loss, backward, update, and back to the first. In the middle stands: repeat." caption="One step of the loop. Going round until every batch was used is an epoch."
ax = diagrams.loop(
    ["batch", "forward", "loss", "backward", "update"], center="repeat"
)

# %% [markdown]
# The names of this assignment:
#
# | name | shape | what it is |
# |---|---|---|
# | `X`, `y` | (n, d), (n,) | examples to learn from, and their labels |
# | `X_val`, `y_val` | (m, d), (m,) | examples to judge by: never learned from |
# | `parameters` | a dictionary of arrays | `"W1"`, `"b1"`, `"W2"`, `"b2"` |
# | `gradients` | a dictionary of arrays | the same keys, the same shapes: the slopes |
# | `history` | a list of pairs | (loss, validation loss) of each epoch |

# %% [markdown]
# ## Part 1 · `sgd_step`: one small step
#
# A slope says which way the loss goes up. So each parameter moves a little
# against its slope, and the learning rate says how little:
#
# $$w_\text{new} = w - \text{learning rate} \cdot \frac{dL}{dw}$$
#
# | in | | out | |
# |---|---|---|---|
# | `parameters` | a dictionary of arrays | new parameters | the same keys and shapes |
# | `gradients` | the same keys and shapes | | |
# | `learning_rate` | one number | | |
#
# The old parameters stay as they are, so that before and after can be
# compared. **By hand:** a weight of 1, a slope of 2, a learning rate of 0.25:
# the step is 0.5 long, and the new weight is 0.5.


# %% solution="sgd_step"
def sgd_step(parameters, gradients, learning_rate):
    """New parameters, each of the shape it had, one step further."""
    ### BEGIN SOLUTION
    return {
        key: parameters[key] - learning_rate * gradients[key]
        for key in parameters
    }
    ### END SOLUTION


# %% check="sgd_step" points=1
# The checks of sgd_step: run this cell.
@check
def check_one_weight_by_hand(sgd_step):
    """A weight of 1, a slope of 2 and a rate of 0.25 give 0.5."""
    new = call(
        sgd_step, {"w": np.array([1.0])}, {"w": np.array([2.0])}, 0.25
    )
    expect_true(
        isinstance(new, dict) and list(new) == ["w"],
        f"A {type(new).__name__} came back, not a dictionary "
        "with the key 'w'.",
        "Which keys should the new parameters have?",
    )
    expect(
        new["w"],
        [0.5],
        "How long is the step, and which way does it go?",
    )


@check
def check_every_parameter_takes_its_step(sgd_step):
    """Weights and biases, each by its own slope, negative ones too."""
    new = call(
        sgd_step,
        {"W1": np.array([[0.0, 4.0]]), "b1": np.array([1.0, -1.0])},
        {"W1": np.array([[2.0, -2.0]]), "b1": np.array([-4.0, 0.0])},
        0.5,
    )
    expect_true(
        isinstance(new, dict) and set(new) == {"W1", "b1"},
        "W1 and b1 went in, and not both came back under their keys.",
        "How do you reach every key of a dictionary?",
    )
    expect(
        new["W1"],
        [[-1.0, 5.0]],
        "Where does a weight of 0 go whose slope is 2?",
    )
    expect(
        new["b1"],
        [3.0, -1.0],
        "Which slope belongs to the biases, and does a slope of 0 move one?",
    )


@check
def check_steps_lead_downhill(sgd_step):
    """Ten steps on the loss w squared bring w from 3 near 0."""
    parameters = {"w": np.array([3.0])}
    for _ in range(10):
        slope = {"w": 2 * parameters["w"]}
        parameters = call(sgd_step, parameters, slope, 0.25)
    expect(
        parameters["w"],
        [3 / 1024],
        "Each step should halve w here: what happens to it in yours?",
    )


check_one_weight_by_hand(sgd_step)
check_every_parameter_takes_its_step(sgd_step)
check_steps_lead_downhill(sgd_step)


# %% hidden="sgd_step" points=1
# Hidden checks of sgd_step stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_parameters(sgd_step):
    """Right for any keys, shapes and rates; a rate of 0 moves nothing."""
    draw = hidden_rng("sgd_step")
    for shapes in [
        {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)},
        {"W1": (3, 3), "b1": (3,), "W2": (3, 3), "b2": (3,)},
        {"theta": (7,)},
        {"b": (1,), "W": (1, 1)},
    ]:
        for learning_rate in (0.0, 1e-3, 0.1, 3.0):
            old, slopes = (
                {
                    key: draw.normal(size=shape)
                    for key, shape in shapes.items()
                }
                for _ in range(2)
            )
            new = call(sgd_step, old, slopes, learning_rate)
            expect_true(
                isinstance(new, dict) and set(new) == set(old), "", ""
            )
            for key in old:
                step = learning_rate * slopes[key]
                expect(new[key], old[key] - step, "")


check_any_parameters(sgd_step)
### END HIDDEN TESTS

# %% [markdown]
# Nothing here looks at the loss: backprop measured, this function moves.
# Learning is the two of them, again and again.
#
# *You may stop here.*
#
# ## Part 2 · `minibatches`: a few examples at a time
#
# The slopes of twenty examples point roughly the same way as those of a
# thousand, and cost a fiftieth. So each epoch is cut into batches: shuffle all examples,
# then take `size` of them at a time. The last batch holds what is left.
#
# | in | | out | |
# |---|---|---|---|
# | `X`, `y` | (n, d), (n,) | pairs (X, y) | one after another: a list, or with `yield` |
# | `size` | examples a batch | | |
# | `rng` | a numpy random generator | | |
#
# Each example comes once, with its own label, and each call shuffles anew:
# every random choice is drawn from `rng`. **By hand:** ten examples in
# batches of 4 are batches of 4, 4 and 2.
#
# `rng.permutation(5)` gives the numbers 0 to 4 in random order, and indexing
# with such numbers picks rows in their order:

# %%
draw = np.random.default_rng(1)
order = draw.permutation(5)
print(order, np.array([10, 11, 12, 13, 14])[order])


# %% solution="minibatches"
def minibatches(X, y, size, rng):
    """From X (n, d), y (n,) to pairs (X, y) of size examples each."""
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        batch = order[start : start + size]
        yield X[batch], y[batch]
    ### END SOLUTION


# %% locked="all-batches" folded=1
# For the checks: run this cell.
def all_batches(minibatches):
    """The same function, but all its pairs in one list, each looked at."""

    @functools.wraps(minibatches)
    def listed(*arguments):
        pairs = minibatches(*arguments)
        return pairs if pairs is None else list(pairs)

    return listed


def numbered_examples(n):
    """X (n, 2) and y (n,): example i is (i, 100 + i), its label i."""
    y = np.arange(n)
    return np.stack([y, 100.0 + y], axis=1), y


def expect_pairs(pairs, d):
    """Each must be an X with d columns and a y of the same length."""
    for pair in pairs:
        expect_true(
            isinstance(pair, (tuple, list)) and len(pair) == 2,
            f"One batch is of the type {type(pair).__name__}, "
            "not a pair of two.",
            "Which two things does each batch hold?",
        )
        rows, labels = np.shape(pair[0]), np.shape(pair[1])
        expect_true(
            len(labels) == 1 and rows == (*labels, d),
            f"In one batch X has shape {rows}, y has {labels}.",
            "Which axis of X counts the examples?",
        )


# %% check="minibatches" points=1
# The checks of minibatches: run this cell.
@check
def check_ten_examples_in_fours(minibatches):
    """Ten examples in batches of 4 are batches of 4, 4 and 2."""
    X, y = numbered_examples(10)
    pairs = call(
        all_batches(minibatches), X, y, 4, np.random.default_rng(0)
    )
    expect_pairs(pairs, 2)
    sizes = [len(y_batch) for _, y_batch in pairs]
    expect_true(
        sizes == [4, 4, 2],
        f"Your batches have the sizes {sizes}.",
        "Where does each batch begin, and what happens to the examples "
        "at the end?",
    )


@check
def check_one_left_over_is_a_batch(minibatches):
    """Nine examples in batches of 4 are 4, 4 and 1; eight are 4 and 4."""
    for n, expected in [(9, [4, 4, 1]), (8, [4, 4])]:
        X, y = numbered_examples(n)
        pairs = call(
            all_batches(minibatches), X, y, 4, np.random.default_rng(0)
        )
        expect_pairs(pairs, 2)
        sizes = [len(y_batch) for _, y_batch in pairs]
        expect_true(
            sizes == expected,
            f"Of {n} examples your batches have the sizes {sizes}.",
            "Where does the last batch begin, and how many may it hold?",
        )


@check
def check_each_example_once(minibatches):
    """In one epoch every example comes once, with its own label."""
    X, y = numbered_examples(10)
    pairs = call(
        all_batches(minibatches), X, y, 4, np.random.default_rng(0)
    )
    expect_pairs(pairs, 2)
    rows = np.concatenate([X_batch for X_batch, _ in pairs])
    labels = np.concatenate([y_batch for _, y_batch in pairs])
    expect(
        np.sort(rows[:, 0]),
        np.arange(10),
        "Which examples are missing, and which come twice?",
    )
    expect(
        labels,
        rows[:, 0],
        "Are the examples and the labels taken in the same order?",
    )


@check
def check_every_call_shuffles_anew(minibatches):
    """Two epochs have two orders, and both come from rng."""
    X, y = numbered_examples(50)
    draw = np.random.default_rng(0)
    orders = []
    for _ in range(2):
        pairs = call(all_batches(minibatches), X, y, 8, draw)
        expect_pairs(pairs, 2)
        orders.append(np.concatenate([y_batch for _, y_batch in pairs]))
    expect_true(
        list(orders[0]) != list(range(50)),
        "The examples came in the order in which they were given.",
        "Where is the order of an epoch drawn?",
    )
    expect_true(
        list(orders[0]) != list(orders[1]),
        "Two calls with the same rng gave the same order.",
        "Which generator draws the order, and when was it made?",
    )
    one, same = (
        [
            y_batch.tolist()
            for _, y_batch in call(
                all_batches(minibatches),
                X,
                y,
                8,
                np.random.default_rng(1),
            )
        ]
        for _ in range(2)
    )
    expect_true(
        one == same,
        "Two generators with the same seed gave two orders.",
        "From where do your random numbers come?",
    )


check_ten_examples_in_fours(minibatches)
check_one_left_over_is_a_batch(minibatches)
check_each_example_once(minibatches)
check_every_call_shuffles_anew(minibatches)


# %% hidden="minibatches" points=1
# Hidden checks of minibatches stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_sizes(minibatches):
    """Sizes, pairs and labels are right for any n, d and size."""
    draw = hidden_rng("minibatches")
    for n, d, size in [
        (1, 1, 1),
        (1, 3, 8),
        (9, 4, 4),
        (12, 2, 4),
        (7, 7, 1),
        (5, 3, 5),
        (6, 2, 50),
        (23, 5, 6),
    ]:
        X, y = draw.normal(size=(n, d)), draw.integers(0, 3, n)
        X[:, 0] = np.arange(n)
        pairs = call(all_batches(minibatches), X, y, size, draw)
        expect_pairs(pairs, d)
        full = [size] * (n // size) + [n % size] * (n % size > 0)
        expect_true(
            [len(y_batch) for _, y_batch in pairs] == full, "", ""
        )
        rows = np.concatenate([X_batch for X_batch, _ in pairs])
        expect(np.sort(rows[:, 0]), np.arange(n), "")
        picked = rows[:, 0].astype(int)
        expect(rows, X[picked], "")
        expect(
            np.concatenate([y_batch for _, y_batch in pairs]),
            y[picked],
            "",
        )


@hidden_check
def check_the_order_is_drawn_from_rng(minibatches):
    """One seed, one order; another seed or a later call, another order."""
    X, y = numbered_examples(60)

    def order(draw):
        pairs = call(all_batches(minibatches), X, y, 7, draw)
        return np.concatenate(
            [y_batch for _, y_batch in pairs]
        ).tolist()

    draw = np.random.default_rng(1)
    first, second = order(draw), order(draw)
    expect_true(first != second, "", "")
    expect_true(first == order(np.random.default_rng(1)), "", "")
    expect_true(first != order(np.random.default_rng(2)), "", "")


@hidden_check
def check_batches_are_mixed(minibatches):
    """Every two examples come to stand in one batch now and then."""
    X, y = numbered_examples(8)
    draw = hidden_rng("minibatches mixed")
    met = np.zeros((8, 8))
    for _ in range(400):
        for _, labels in call(all_batches(minibatches), X, y, 2, draw):
            met[np.ix_(labels, labels)] += 1
    # Each pair meets once in 7 epochs: 57 times of 400, give or take 7.
    apart = met[~np.eye(8, dtype=bool)]
    expect_true(apart.min() > 15 and apart.max() < 105, "", "")


check_any_sizes(minibatches)
check_the_order_is_drawn_from_rng(minibatches)
check_batches_are_mixed(minibatches)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 3 · `train`: the loop
#
# An **epoch** is one pass over all examples; a **step** is one batch. For
# every epoch, ask `steps.batches(X, y)` for new batches. For every batch:
#
# 1. forward: the scores of this batch, with the parameters as they are;
# 2. loss: how wrong they are, one number;
# 3. backward: the slopes, with the same parameters;
# 4. update: new parameters, used from the next batch on.
#
# When the epoch is over, write down a pair: the loss of the epoch, and the
# loss on all of `X_val`, measured now. Validation is only measured: no slope,
# no step.
#
# | in | | out | |
# |---|---|---|---|
# | `steps` | the box of five tools | `parameters` | after the last step |
# | `parameters` | where to begin | `history` | a pair for each epoch |
# | `X`, `y` | (n, d), (n,) | | |
# | `X_val`, `y_val` | (m, d), (m,) | | |
# | `epochs`, `learning_rate` | two numbers | | |
#
# The loss of an epoch is the mean over its examples, each measured before the
# step of its batch. A batch of 4 counts twice as much as a batch of 2.
# **By hand:** batches of 4, 4 and 2 examples with the losses 0, 1 and 2 give
# (4 · 0 + 4 · 1 + 2 · 2) / 10 = 0.8.
#
# The checks use a box that only counts: its parameters count the steps taken,
# its scores are that count, its loss is their mean. So the first batch costs
# 0, the second 1, the third 2. Validation costs half a step more: after these
# three steps 3.5.
# Your loop should not notice the difference, since it knows nothing of what
# the tools do.


# %% solution="train"
def train(steps, parameters, X, y, X_val, y_val, epochs, learning_rate):
    """The trained parameters, and (loss, validation loss) of each epoch."""
    ### BEGIN SOLUTION
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(
                parameters, gradients, learning_rate
            )
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history
    ### END SOLUTION


# %% locked="count-what-train-does" folded=1
# For the checks: run this cell.
def count_steps(train, n, size, epochs, learning_rate):
    """Run train on n examples and a box that counts; what it did."""
    box, calls = counting_steps(size)
    X, y = numbered_examples(n)
    X_val, y_val = numbered_examples(3)
    result = call(
        train,
        box,
        {"count": np.array(0.0)},
        X,
        y,
        X_val + SET_ASIDE,
        y_val,
        epochs,
        learning_rate,
    )
    expect_true(
        isinstance(result, (tuple, list)) and len(result) == 2,
        f"A {type(result).__name__} came back, not parameters "
        "and history.",
        "How does a function return two values?",
    )
    expect_true(
        isinstance(result[0], dict) and "count" in result[0],
        f"The first result is a {type(result[0]).__name__}, not parameters.",
        "Which of the two results comes first?",
    )
    return *result, calls


def expect_history(history, epochs):
    """It must be a table: a pair of numbers for each epoch."""
    try:
        table = np.asarray(history, float)
    except (TypeError, ValueError):
        table = None
    seen = "is no table of numbers"
    if table is not None:
        seen = f"has shape {table.shape}"
    expect_true(
        table is not None and table.shape == (epochs, 2),
        f"history {seen}; {epochs} epochs are {epochs} pairs.",
        "When is a pair written down, and what stands in it?",
    )
    return table


def noted(calls, tool):
    """The calls of one tool, without its name."""
    return [call[1:] for call in calls if call[0] == tool]


# %% check="train" points=1
# The checks of train: run this cell.
@check
def check_every_batch_is_a_step(train):
    """2 epochs of 3 batches are 6 steps, the batches asked anew each time."""
    parameters, _, calls = count_steps(train, 10, 4, 2, 0.5)
    asked = len(noted(calls, "batches"))
    expect_true(
        asked == 2,
        f"steps.batches was called {asked} times in 2 epochs.",
        "How often should the examples be shuffled?",
    )
    made = len(noted(calls, "update"))
    expect_true(
        made == 6,
        f"steps.update was called {made} times in 2 epochs of 3 batches.",
        "After which of the batches does a step follow?",
    )
    expect(
        parameters["count"],
        6.0,
        "What becomes of the parameters that steps.update gives back?",
    )


@check
def check_slopes_are_new_and_the_batch_is_its_own(train):
    """Each step uses slopes of its own batch, and of the newest parameters."""
    _, _, calls = count_steps(train, 10, 4, 2, 0.5)
    measured = noted(calls, "backward")
    expect_true(
        [count for count, _, _ in measured] == [0, 1, 2, 3, 4, 5],
        "The slopes were measured after so many steps: "
        f"{[int(count) for count, _, _ in measured]}.",
        "With which parameters should each batch's slopes be measured?",
    )
    expect_true(
        [len(rows) for _, rows, _ in measured] == [4, 4, 2] * 2,
        "The slopes were measured on so many examples: "
        f"{[len(rows) for _, rows, _ in measured]}.",
        "On which examples are the slopes of one batch measured?",
    )
    for (count, rows, _), (_, slope, rate) in zip(
        measured, noted(calls, "update")
    ):
        expect_true(
            slope == 100 * count + rows[0],
            "A step was made with slopes of another batch.",
            "Which slopes belong to this step?",
        )
        expect_true(
            rate == 0.5,
            f"A step was made with the learning rate {rate:.6g}, not 0.5.",
            "Where does the learning rate change?",
        )


@check
def check_history_of_the_losses(train):
    """The loss of an epoch: 0.8 and 3.8, by hand as above."""
    _, history, _ = count_steps(train, 10, 4, 2, 0.5)
    expect(
        expect_history(history, 2)[:, 0],
        [0.8, 3.8],
        "When is a batch measured, and how much does a batch of 2 count?",
    )


@check
def check_validation_is_measured_last(train):
    """After 3 and 6 steps validation costs 3.5 and 6.5; it teaches nothing."""
    _, history, calls = count_steps(train, 10, 4, 2, 0.5)
    expect(
        expect_history(history, 2)[:, 1],
        [3.5, 6.5],
        "On which examples is it measured, and after which step of the epoch?",
    )
    learned = [max(rows) for _, rows, _ in noted(calls, "backward")]
    expect_true(
        max(learned) < SET_ASIDE,
        "Slopes were measured on validation examples.",
        "What may be done with X_val, and what not?",
    )


check_every_batch_is_a_step(train)
check_slopes_are_new_and_the_batch_is_its_own(train)
check_history_of_the_losses(train)
check_validation_is_measured_last(train)


# %% hidden="train" points=1
# Hidden checks of train stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_loop(train):
    """Steps, slopes, rates and history, for any n, size and epochs."""
    draw = hidden_rng("train")
    for n, size, epochs in [
        (1, 1, 1),
        (5, 5, 3),
        (6, 1, 2),
        (11, 4, 4),
    ]:
        rate = float(draw.random())
        parameters, history, calls = count_steps(
            train, n, size, epochs, rate
        )
        box, known = counting_steps(size)
        X, y = numbered_examples(n)
        X_val, y_val = numbered_examples(3)
        expected, pairs = dlcourse.train(
            box,
            {"count": np.array(0.0)},
            X,
            y,
            X_val + SET_ASIDE,
            y_val,
            epochs,
            rate,
        )
        expect_true(calls == known, "", "")
        expect(parameters["count"], expected["count"], "")
        expect(history, pairs, "")


def network_box(size):
    shuffler = np.random.default_rng(4)
    return SimpleNamespace(
        batches=lambda X, y: list(
            dlcourse.minibatches(X, y, size, shuffler)
        ),
        forward=dlcourse.forward,
        loss=dlcourse.cross_entropy,
        backward=dlcourse.backprop,
        update=dlcourse.sgd_step,
    )


@hidden_check
def check_a_network_is_trained(train):
    """A real network comes out as ours does, from the same batches."""
    draw = hidden_rng("train network")
    for n, d, k, size in [(13, 3, 4, 5), (4, 2, 2, 4), (1, 1, 2, 3)]:
        X, y = draw.normal(size=(n, d)), draw.integers(0, k, n)
        X_val, y_val = draw.normal(size=(6, d)), draw.integers(0, k, 6)
        begin = {
            "W1": draw.normal(size=(d, 5)),
            "b1": draw.normal(size=5),
            "W2": draw.normal(size=(5, k)),
            "b2": draw.normal(size=k),
        }

        data = (begin, X, y, X_val, y_val, 3, 0.2)
        parameters, history = call(train, network_box(size), *data)
        expected, pairs = dlcourse.train(network_box(size), *data)
        for key in expected:
            expect(parameters[key], expected[key], "")
        expect(history, pairs, "")


check_any_loop(train)
check_a_network_is_trained(train)
### END HIDDEN TESTS

# %% [markdown]
# Six lines in the middle: the largest networks of today are trained by a loop
# of this form.
#
# *You may stop here.*
#
# ## Part 4 · `best_epoch`: when to stop
#
# The training loss goes on falling while the network learns its examples by
# heart. The validation loss tells when that begins: it stops falling.
# So the best epoch is the one with the smallest validation loss; of equals the
# first, since it took less work.
#
# `history` in, a list of pairs (loss, validation loss); out comes the index of
# the best epoch, a whole number from 0. **By hand:** the validation losses
# 2.1, 1.5 and 1.9 make epoch 1 the best, whatever the training losses are.


# %% solution="best_epoch"
def best_epoch(history):
    """The index of the pair (loss, validation loss) to choose."""
    ### BEGIN SOLUTION
    return int(np.argmin([val_loss for _, val_loss in history]))
    ### END SOLUTION


# %% check="best_epoch" points=1
# The checks of best_epoch: run this cell.
@check
def check_the_three_epochs_by_hand(best_epoch):
    """Validation losses of 2.1, 1.5 and 1.9: epoch 1."""
    expect(
        call(best_epoch, [(2.0, 2.1), (1.0, 1.5), (0.5, 1.9)]),
        1,
        "Which of the two losses tells about new examples, and at "
        "which index is it smallest?",
    )


@check
def check_a_bump_does_not_stop_it(best_epoch):
    """A loss that rises and falls again: the smallest of all counts."""
    expect(
        call(
            best_epoch,
            [(4.0, 3.0), (3.0, 3.5), (2.0, 1.0), (1.0, 1.25)],
        ),
        2,
        "Does your function look at every epoch?",
    )


@check
def check_the_first_of_equals(best_epoch):
    """Of two equal validation losses the earlier epoch counts."""
    expect(
        call(best_epoch, [(3.0, 2.0), (2.0, 1.0), (1.5, 1.0)]),
        1,
        "Which of two equal epochs took less work?",
    )


check_the_three_epochs_by_hand(best_epoch)
check_a_bump_does_not_stop_it(best_epoch)
check_the_first_of_equals(best_epoch)


# %% hidden="best_epoch" points=1
# Hidden checks of best_epoch stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_history(best_epoch):
    """Right for one epoch and for many, with ties, at both ends."""
    draw = hidden_rng("best_epoch")
    for epochs in (1, 2, 3, 10, 40):
        for _ in range(10):
            losses = draw.normal(size=epochs)
            val_losses = draw.integers(0, 8, epochs) / 4
            history = list(zip(losses.tolist(), val_losses.tolist()))
            expect(call(best_epoch, history), val_losses.argmin(), "")


check_any_history(best_epoch)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `learn_admissions`: past what any line can reach
#
# A college admits whoever has at least half of the points, both in grades and
# in the test. The border is a corner. The best straight line gets 11 of 12
# students right (geometry says so); there the first assignment ended.
# Now train a network with **eight hidden units** and your own loop.
#
# | in | | out | |
# |---|---|---|---|
# | `X`, `y` | (400, 2), (400,) | `parameters` | `"W1"` (2, 8), `"b1"` (8,), `"W2"` (8, 2), `"b2"` (2,) |
# | `X_val`, `y_val` | (200, 2), (200,) | `history` | what `train` wrote down |
# | `rng` | a numpy random generator | | |
#
# Two classes need two scores: no and yes. `initialize(n_in, n_out, rng)` gives
# the first W and b of a layer, and `steps` is the box from the top.
# The number of epochs and the learning rate are yours to choose: **predict
# first** what 1 epoch will give, and what a learning rate of 0.001, then try.
#
# **Points.** Networks begin at random, and some starts are unlucky. So five
# starts are made, each judged on 2000 new students, and the middle one of the
# five counts: above 93 in 100, which no line can reach, 1 point; above 95 in
# 100, on students and starts that you do not know, 2 more. If the middle one
# fails, five more get a chance. Ours passes both, with room to spare.


# %% solution="learn_admissions"
def learn_admissions(X, y, X_val, y_val, rng):
    """From X (n, 2), y (n,), X_val, y_val to parameters and history."""
    ### BEGIN SOLUTION
    W1, b1 = initialize(2, 8, rng)
    W2, b2 = initialize(8, 2, rng)
    begin = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return train(steps, begin, X, y, X_val, y_val, 100, 0.5)
    ### END SOLUTION


# %% locked="five-starts" folded=1
# For the checks: run this cell.
SHAPES = {"W1": (2, 8), "b1": (8,), "W2": (8, 2), "b2": (2,)}


def accuracies_above(bar, learn_admissions, draw):
    """Those of five starts, sorted; five new ones where the middle fails."""
    reached = five_starts(learn_admissions, draw)
    if reached[2] <= bar:  # three unlucky starts of five do happen
        reached = five_starts(learn_admissions, draw)
    return reached


def five_starts(learn_admissions, draw):
    """The accuracies on 2000 new students of networks from five starts."""
    results = []
    for _ in range(5):
        X, y = datasets.admissions(400, draw)
        X_val, y_val = datasets.admissions(200, draw)
        X_new, y_new = datasets.admissions(2000, draw)
        result = call(learn_admissions, X, y, X_val, y_val, draw)
        expect_true(
            isinstance(result, (tuple, list)) and len(result) == 2,
            f"A {type(result).__name__} came back, not parameters "
            "and history.",
            "What does train give back, and what should you?",
        )
        expect_true(
            isinstance(result[0], dict)
            and {k: np.shape(v) for k, v in result[0].items()}
            == SHAPES,
            "The parameters are not those of 2 inputs, 8 hidden units and "
            "2 scores.",
            "Which shape has W1, and which W2?",
        )
        expect_true(
            isinstance(result[1], (list, tuple, np.ndarray)),
            f"The second result is a {type(result[1]).__name__}, not history.",
            "Which of train's two results is the history?",
        )
        expect_history(result[1], len(result[1]))
        results.append(accuracy(forward(result[0], X_new), y_new))
    return sorted(results)


# %% check="learn_admissions" points=1
# The checks of learn_admissions: run this cell.
@check
def check_better_than_any_line(learn_admissions):
    """The middle one of five starts is right for more than 93 in 100."""
    reached = accuracies_above(
        0.93, learn_admissions, np.random.default_rng(5)
    )
    expect_true(
        reached[2] > 0.93,
        "The five starts reached "
        f"{', '.join(f'{share:.1%}' for share in reached)}.",
        "Saying no to everybody reaches about 75%: did the loss fall, "
        "and for how many epochs?",
    )


check_better_than_any_line(learn_admissions)


# %% hidden="learn_admissions" points=2
# Hidden checks of learn_admissions stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_well_past_any_line(learn_admissions):
    """The middle one of five other starts: more than 95 in 100."""
    reached = accuracies_above(
        0.95, learn_admissions, hidden_rng("learn_admissions")
    )
    expect_true(reached[2] > 0.95, "", "")


check_well_past_any_line(learn_admissions)
### END HIDDEN TESTS

# %% [markdown] transfer="clip_gradients"

# %% [markdown]
# *You may stop here.*
#
# ## What it was good for
#
# One start of yours: how its loss fell, and where it says yes.

# %%
start = np.random.default_rng(2)
X, y = datasets.admissions(400, start)
X_val, y_val = datasets.admissions(200, start)
parameters, history = learn_admissions(X, y, X_val, y_val, start)
best = best_epoch(history)
print(
    f"{accuracy(forward(parameters, X_val), y_val):.1%} of the students "
    f"that it never saw are right; the best line gets {11 / 12:.1%}."
)
print(
    f"The best of {len(history)} epochs was epoch {best}, "
    f"with the validation loss {history[best][1]:.3f}."
)
ax = plots.loss_curves(history)

# %%
ax = plots.decision_regions(
    lambda points: np.argmax(forward(parameters, points), axis=1),
    X_val,
    y_val,
    names=["not admitted", "admitted"],
)
ax.set(xlabel="grades", ylabel="test score")
None

# %% [markdown]
# Eight units, each a line that bends at its own place: together they make the
# corner. Nobody told them that there is one.
# The same loop, word for word, reads handwriting in the next assignment.
