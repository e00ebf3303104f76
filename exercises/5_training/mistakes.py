"""Wrong answers to 5_training, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

from types import SimpleNamespace

import numpy as np

import dlcourse
from dlcourse.grade.mistakes import hint, mistake

# --------------------------------------------------------------- sgd_step


hint(
    "sgd_step",
    """
    A weight has a positive slope: the loss grows when the weight grows.
    In which direction should the weight move?
    """,
    """
    Each array moves by its own slope, times the learning rate: a weight
    of 1, a slope of 2, a rate of 0.25 give 0.5. How do you get a new
    array, and not the old one changed?
    """,
    """
    For every key of the dictionary: the old array, less the learning
    rate times the gradient of the same key. The results go into a new
    dictionary with the same keys and shapes.
    """,
)


@mistake("sgd_step", """
    A weight of 1.5 with the slope 2 went up to 2; it should go down.
    The slope points to where the loss rises.
    Which sign turns the way up into the way down?
""")
def goes_uphill(parameters, gradients, learning_rate):
    return {
        key: parameters[key] + learning_rate * gradients[key]
        for key in parameters
    }


@mistake("sgd_step", """
    A rate of 0.5 made a shorter step than 0.25: the weight 1.5 moved by 4, and not by 8.
    The learning rate says how long the step is: twice the rate, twice the step.
    What does your code do with the slope and the rate?
""")
def divided_by_the_rate(parameters, gradients, learning_rate):
    return {
        key: parameters[key] - gradients[key] / learning_rate
        for key in parameters
    }


@mistake("sgd_step", """
    A weight of 4 with the slope 0.25 and the rate 0.25 became -0.0625: the 4 is gone.
    A step starts from where the weight is; nothing learned before is thrown away.
    From which number is the step taken?
""")
def only_the_step(parameters, gradients, learning_rate):
    return {key: -learning_rate * gradients[key] for key in parameters}


@mistake("sgd_step", """
    The weights moved, the bias 3 with the slope -1 stayed 3.
    Each parameter has a slope, the biases too.
    Which keys does your code reach?
""")
def biases_left_behind(parameters, gradients, learning_rate):
    return {
        key: parameters[key] - learning_rate * gradients[key] * (key[0] != "b")
        for key in parameters
    }


@mistake("sgd_step", """
    The bias moved, the weight 1.5 with the slope 2 stayed 1.5.
    Each parameter has a slope, the weights too.
    Which keys does your code reach?
""")
def weights_left_behind(parameters, gradients, learning_rate):
    return {
        key: parameters[key] - learning_rate * gradients[key] * (key[0] == "b")
        for key in parameters
    }


@mistake("sgd_step", """
    A weight of 0 with the slope -3 stayed 0.
    Yours stretches the weight, and whatever stretches 0 gives 0.
    What should happen to a weight of 0 whose slope is not 0?
""")
def weights_stretched(parameters, gradients, learning_rate):
    return {
        key: parameters[key] * (1 - learning_rate * gradients[key])
        for key in parameters
    }


@mistake("sgd_step", """
    A bias of 3 should become 3.25 and became 3: all your results are whole numbers.
    Learning goes by small steps, and rounding swallows them.
    Where do your numbers lose what stands behind the point?
""")
def whole_numbers(parameters, gradients, learning_rate):
    return {
        key: (parameters[key] - learning_rate * gradients[key]).astype(int)
        for key in parameters
    }


@mistake("sgd_step", """
    Right numbers, but the parameters that were handed in are changed too.
    Before and after can no longer be compared, and whoever kept the old ones has the new.
    Which line writes into the old dictionary or its arrays?
""")
def old_ones_changed(parameters, gradients, learning_rate):
    for key in parameters:
        parameters[key] -= learning_rate * gradients[key]
    return parameters


@mistake("sgd_step", """
    The parameters that were handed in are changed, and None came back.
    The loop goes on with what your function gives back.
    What should the last line return, and should it be the old dictionary?
""")
def changed_and_nothing_returned(parameters, gradients, learning_rate):
    for key in parameters:
        parameters[key] -= learning_rate * gradients[key]


@mistake("sgd_step", """
    None came back.
    What a function works out is lost unless it is returned.
    Which value should the last line return?
""")
def nothing_returned(parameters, gradients, learning_rate):
    _ = {
        key: parameters[key] - learning_rate * gradients[key]
        for key in parameters
    }


@mistake("sgd_step", """
    The rates 0.25 and 0.5 gave the same: the weight 1.5 with the slope 2 became -0.5.
    The learning rate says how long the step is.
    Where does it stand in your formula?
""")
def rate_left_out(parameters, gradients, learning_rate):
    return {key: parameters[key] - gradients[key] for key in parameters}


@mistake("sgd_step", """
    Only W1 came back, b1 is gone.
    The function ended with the first parameter.
    In which line does it return, and is that line inside the loop?
""")
def first_key_alone(parameters, gradients, learning_rate):
    new = {}
    for key in parameters:
        new[key] = parameters[key] - learning_rate * gradients[key]
        return new


@mistake("sgd_step", """
    A list of arrays came back, not a dictionary.
    The loop finds its weights by name.
    Under which keys do the new arrays belong?
""")
def keys_lost(parameters, gradients, learning_rate):
    return [
        parameters[key] - learning_rate * gradients[key] for key in parameters
    ]


@mistake("sgd_step", """
    Slopes of 2 and of 1 moved their weights by the same 0.25.
    Only the sign of the slope is left in yours; a steep slope should move more.
    What did you do to the slope before the step?
""")
def sign_alone(parameters, gradients, learning_rate):
    return {
        key: parameters[key] - learning_rate * np.sign(gradients[key])
        for key in parameters
    }


@mistake("sgd_step", """
    The parameters came back as they were: the weight 1.5 with the slope 2 stayed 1.5.
    No step was made, or it was made and not kept.
    Where does the result of your subtraction go?
""")
def step_not_kept(parameters, gradients, learning_rate):
    for key in parameters:
        w = parameters[key]
        w = w - learning_rate * gradients[key]
    return dict(parameters)


@mistake("sgd_step", """
    The weight 1.5 with the slope 2 came out as -1; it should be 1.
    All signs are turned: a step begins at the old weight and goes a little way from it.
    Which of the two is taken from the other?
""")
def turned_round(parameters, gradients, learning_rate):
    return {
        key: learning_rate * gradients[key] - parameters[key]
        for key in parameters
    }


# ------------------------------------------------------------ minibatches


hint(
    "minibatches",
    """
    In one epoch, how often should each example come, and with whose
    label?
    """,
    """
    One random order of the numbers 0 to n - 1 serves both arrays: with
    the order 2, 0, 1 and batches of 2 come the examples 2 and 0, then
    1. What does `range(0, 10, 4)` count?
    """,
    """
    Draw one order (n,) from rng. Cut it into pieces of `size` numbers;
    the last piece holds what is left. For each piece, give the rows of
    X and the labels of y that it names.
    """,
)


@mistake("minibatches", """
    Ten examples in batches of 4 gave two batches: two examples were lost.
    In an epoch every example comes once; the last batch may be smaller.
    Where does your last batch begin?
""")
def last_batch_lost(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(X) - size + 1, size)
    ]


@mistake("minibatches", """
    Nine examples in batches of 4 gave two batches: one example was lost. Ten were fine.
    A last batch of one example is a batch too.
    At which number does your range stop, and does it count that number?
""")
def last_one_lost(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(X) - 1, size)
    ]


@mistake("minibatches", """
    The examples came in the order in which they were given.
    In a file sorted by class a batch would hold one class only, and each epoch would be the same.
    Where is the order of an epoch drawn?
""")
def not_shuffled(X, y, size, rng):
    return [
        (X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Ten examples in batches of 4 gave ten batches instead of three.
    A new batch begins at each example, so they overlap.
    How far is it from the beginning of one batch to the next?
""")
def overlapping(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(len(X))
    ]


@mistake("minibatches", """
    Three batches of 4 came for ten examples, which makes 12: some came twice.
    Examples drawn one by one are drawn again and again, and others never.
    Which random draw gives every number exactly once?
""")
def drawn_with_repeats(X, y, size, rng):
    pairs = []
    for _ in range(0, len(X), size):
        batch = rng.integers(0, len(X), size)
        pairs.append((X[batch], y[batch]))
    return pairs


@mistake("minibatches", """
    Right batches, but the X and y that were handed in are shuffled too.
    The caller still needs them in their order.
    Which line writes into them, and what could it make instead?
""")
def callers_data_shuffled(X, y, size, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    y[:] = y[order]
    return [
        (X[i : i + size].copy(), y[i : i + size].copy())
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Each of your batches holds all 10 rows of X, and 4 labels.
    The colon before the comma took every row, and the columns were cut.
    Which axis of X counts the examples?
""")
def columns_cut(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[:, :size], y[order[i : i + size]]) for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Ten examples with the size 4 gave four batches instead of three.
    The size says how many examples a batch holds, not how many batches there are.
    How many examples are in each of your batches?
""")
def size_taken_for_the_number(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[part], y[part]) for part in np.array_split(order, size)]


@mistake("minibatches", """
    Two generators with the same seed gave two orders.
    The order comes from a generator of numpy's own, so nobody can ask for the same epoch again.
    Which generator was handed to you?
""")
def numpys_own_order(X, y, size, rng):
    order = np.random.permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Eight examples in batches of 4 came as 4, 4 and 0: the last batch is empty.
    The mean over no examples is 0 / 0, and the loss becomes nan.
    Where should the last batch begin if nothing is left over?
""")
def empty_batch_at_the_end(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(X) + 1, size)
    ]


@mistake("minibatches", """
    Every call gave the same order, also with another rng.
    A generator that is made anew inside the function begins at the same place each time.
    Which generator was handed to you?
""")
def generator_made_anew(X, y, size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [
        (X[order[i : i + size]], y[order[i : i + size]])
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Labels and examples do not belong together: the rows of X are shuffled, y is not.
    The network would learn wrong answers.
    In which order must the labels be taken?
""")
def labels_not_shuffled(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + size]], y[i : i + size])
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Labels and examples do not belong together: y is shuffled, the rows of X are not.
    The network would learn wrong answers.
    In which order must the rows be taken?
""")
def examples_not_shuffled(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (X[i : i + size], y[order[i : i + size]])
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    Labels and examples do not belong together: X and y are shuffled in two different orders.
    The network would learn wrong answers.
    How many orders does your function draw, and how many are needed?
""")
def shuffled_separately(X, y, size, rng):
    X, y = rng.permutation(X), rng.permutation(y)
    return [
        (X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    In every batch stand examples that were neighbors before.
    Whole batches were shuffled, or only what is in them; so the same examples are always together.
    What should be shuffled: the batches, or the examples before they are cut?
""")
def batches_shuffled_only(X, y, size, rng):
    starts = rng.permutation(range(0, len(X), size))
    return [(X[i : i + size], y[i : i + size]) for i in starts]


@mistake("minibatches", """
    One batch of 4 came for ten examples.
    The function ended after its first batch.
    How can a function give several pairs, one after another?
""")
def one_batch_alone(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[:size]], y[order[:size]])]


@mistake("minibatches", """
    One pair came back, rows and labels of the first batch, and no list of pairs.
    A return ends the function, and with it the loop, at the first batch.
    How can a function give several pairs, one after another?
""")
def returned_from_the_loop(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        batch = order[start : start + size]
        return X[batch], y[batch]


@mistake("minibatches", """
    In your pairs the labels come first.
    The loop takes X first and then y, and would multiply labels by weights.
    In which order does the table name the two?
""")
def labels_first(X, y, size, rng):
    order = rng.permutation(len(X))
    return [
        (y[order[i : i + size]], X[order[i : i + size]])
        for i in range(0, len(X), size)
    ]


@mistake("minibatches", """
    The batches hold rows of X and no labels.
    Without its labels a batch has no loss.
    Which two things belong to each batch?
""")
def no_labels(X, y, size, rng):
    order = rng.permutation(len(X))
    return [X[order[i : i + size]] for i in range(0, len(X), size)]


@mistake("minibatches", """
    All ten examples came as one batch.
    That is one step an epoch, on all examples at once.
    How many examples may a batch hold?
""")
def one_large_batch(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order], y[order])]


# ------------------------------------------------------------------ train


def looped(
    steps,
    parameters,
    X,
    y,
    X_val,
    y_val,
    epochs,
    learning_rate,
    *,
    weight=len,
    after=False,
):
    """A right loop, for the mistakes around it."""
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            old = parameters
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
            Z = steps.forward(parameters if after else old, X_batch)
            total += steps.loss(Z, y_batch) * weight(y_batch)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


hint(
    "train",
    """
    Which of the five tools sees validation examples, and which must
    never see them? When is each batch's loss measured: before its step
    or after?
    """,
    """
    Two loops: epochs outside, batches inside, asked anew each epoch.
    Batches of 4 and 2 with the losses 1 and 4 have the mean (4 · 1 + 2
    · 4) / 6 = 2, not 2.5.
    """,
    """
    In a batch: scores, loss, slopes, all with the old parameters; then
    take the new parameters. Add up loss times batch size. After the
    batches: that sum over n, and the validation loss, as one pair for
    the history.
    """,
)


@mistake("train", """
    steps.update was never called, and the parameters after 2 epochs are those from before.
    Backward only measures the slopes; nothing is learned from a measurement.
    Which of the five tools makes the step?
""")
def step_left_out(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            steps.backward(parameters, X_batch, y_batch)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    steps.update was called 6 times, and still the parameters are those from before.
    It gives back new parameters and leaves the old ones as they are.
    What does your loop do with what it gives back?
""")
def new_parameters_thrown_away(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    The slopes were measured once an epoch, on all examples, and used for all 3 steps.
    After a step the network is another one, and the old slopes are no longer true.
    On which examples, and after which steps, should slopes be measured?
""")
def slopes_before_the_batches(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        gradients = steps.backward(parameters, X, y)
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    In each step the slopes were measured on all 5 examples, not on the 2 of the batch.
    Then batches save no work: each step costs as much as a whole epoch.
    Which X and y belong to this step?
""")
def slopes_of_all_examples(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X, y)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    One step an epoch was made, with 3 batches to take.
    An epoch is a pass over all batches; a step is one batch.
    What ends your inner loop before the last batch?
""")
def one_batch_an_epoch(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
            break
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    The slopes of all 3 batches were measured, but only one step an epoch was made.
    The step stands outside the loop over the batches, so only the last slopes are used.
    How far is the line with the step indented?
""")
def step_after_the_batches(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
        parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    After 2 epochs of 3 batches the parameters have made 3 steps and not 6.
    Each epoch begins again from the first parameters, and the one before is forgotten.
    What should stand before the loop over the epochs, and not in it?
""")
def begins_anew_each_epoch(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    begin, history = parameters, []
    for _ in range(epochs):
        parameters = begin
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    Each epoch made a fourth step, with slopes measured on the validation examples.
    Who has learned from them can no longer be judged by them.
    Which tools may be used on X_val, and which not?
""")
def learns_from_validation(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        gradients = steps.backward(parameters, X_val, y_val)
        parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    Batches with the losses 0, 1 and 2 came out as a loss of 2.
    Only the last batch counts: it replaces the ones before.
    What becomes of the loss of the first batch when the second one comes?
""")
def last_batch_alone(*data):
    parameters, history = looped(*data)
    per_epoch = -(-len(data[3]) // 2)
    return parameters, [
        (per_epoch * (epoch + 1) - 1.0, val_loss)
        for epoch, (_, val_loss) in enumerate(history)
    ]


@mistake("train", """
    Batches of 2, 2 and 1 examples with the losses 0, 1 and 2 came out as 0.4; it should be 0.8.
    Only the last batch counts: it replaces the ones before, and is divided by all 5 examples.
    What becomes of the loss of the first batch when the second one comes?
""")
def last_batch_for_all(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total = steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    Batches of 2, 2 and 1 examples with the losses 0, 1 and 2 came out as 1; it should be 0.8.
    Every batch has the same weight in yours, but the loss is a mean over examples.
    How much does the batch of one example count, beside one of two?
""")
def batches_weigh_the_same(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        losses = []
        for X_batch, y_batch in steps.batches(X, y):
            losses.append(
                steps.loss(steps.forward(parameters, X_batch), y_batch)
            )
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((np.mean(losses), val_loss))
    return parameters, history


@mistake("train", """
    Batches of 2, 2 and 1 examples with the losses 0, 1 and 2 came out as 4; it should be 0.8.
    4 is the sum over all 5 examples.
    What makes a mean out of it?
""")
def summed_over_the_examples(*data):
    parameters, history = looped(*data)
    n = len(data[3])
    return parameters, [(loss * n, val_loss) for loss, val_loss in history]


@mistake("train", """
    Batches of 2, 2 and 1 examples with the losses 0, 1 and 2 came out as 4; it should be 0.8.
    The sum was divided by how many stand in the last batch, which is 1 here.
    How many examples have been added up when the epoch is over?
""")
def divided_by_the_last_batch(*data):
    parameters, history = looped(*data)
    n = len(data[3])
    last = n % 2 or 2
    return parameters, [(loss * n / last, val) for loss, val in history]


@mistake("train", """
    Your loop ended after the second of three epochs, when the validation loss had risen.
    The number of epochs is the caller's; which one was the best is asked later, of the history.
    What ends your loop before its last round?
""")
def stopped_early(*data):
    *start, epochs, learning_rate = data
    return looped(*start, min(epochs, 2), learning_rate)


@mistake("train", """
    Batches with the losses 0, 1 and 2 came out as 3; it should be 0.8.
    3 is the sum over the batches.
    How many examples does each of these losses stand for?
""")
def summed_over_the_batches(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    parameters, history = looped(
        steps,
        parameters,
        X,
        y,
        X_val,
        y_val,
        epochs,
        learning_rate,
        weight=lambda batch: 1,
    )
    return parameters, [(loss * len(y), val) for loss, val in history]


@mistake("train", """
    Batches of 2, 2 and 1 examples with the losses 0, 1 and 2 came out as 0.6; it should be 0.8.
    A loss for each batch was added up, but divided by the number of examples.
    For how many examples does the loss of one batch stand?
""")
def sizes_left_out(*data):
    return looped(*data, weight=lambda batch: 1)


@mistake("train", """
    The first epoch came out with the loss 1.8; it should be 0.8.
    Each batch was measured after its step, when the network had just learned it.
    With which parameters should a batch be measured?
""")
def measured_after_the_step(*data):
    return looped(*data, after=True)


@mistake("train", """
    The losses of the second epoch hold those of the first one too: 4.6 and not 3.8.
    A sum that is not set back goes on growing.
    Where does the sum of an epoch begin at 0?
""")
def sum_not_set_back(*data):
    parameters, history = looped(*data)
    sums = np.cumsum([loss for loss, _ in history]).tolist()
    return parameters, [
        (loss, val_loss) for loss, (_, val_loss) in zip(sums, history)
    ]


@mistake("train", """
    The learning rate 0.5 was 0.25 in the first step, and smaller at each one after it.
    Halved at every batch, it is as good as 0 after twenty.
    Which line changes the rate, and was that asked for?
""")
def rate_shrinks(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            learning_rate = learning_rate / 2
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    One epoch was made where 2 were asked for, and 2 where 3 were.
    range(1, 5) counts four numbers.
    How many does range(5) count?
""")
def one_epoch_short(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    return looped(
        steps, parameters, X, y, X_val, y_val, epochs - 1, learning_rate
    )


@mistake("train", """
    One epoch was made, whether 2 or 3 were asked for.
    The function ended with its first epoch.
    In which line does it return, and is that line inside a loop?
""")
def returned_inside_the_loop(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    return looped(steps, parameters, X, y, X_val, y_val, 1, learning_rate)


@mistake("train", """
    The first epoch used all its batches, every later one the last batch of the first alone.
    Your loop calls each batch X and y, and so X and y are all examples no more.
    Which names could a batch have instead?
""")
def batches_called_like_the_data(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    n, history = len(y), []
    for _ in range(epochs):
        total = 0.0
        for X, y in steps.batches(X, y):  # noqa: B020
            Z = steps.forward(parameters, X)
            total += steps.loss(Z, y) * len(y)
            gradients = steps.backward(parameters, X, y)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / n, val_loss))
    return parameters, history


@mistake("train", """
    All 3 steps of an epoch used the same batch, the first one.
    The other examples are never learned from.
    Which names does your loop give to the batch whose turn it is?
""")
def same_batch_again(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        batches = list(steps.batches(X, y))
        for _, y_own in batches:
            X_batch, y_batch = batches[0]
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_own)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    From the second epoch on no step was made, and the loss is 0.
    Batches that come one after another are used up after one pass; yours were asked for only once.
    Where should they be asked for anew?
""")
def batches_used_up(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    batches, history = steps.batches(X, y), []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in batches:
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    steps.batches was called once for all epochs, so each epoch had the same batches.
    Shuffling anew keeps the network from learning the order.
    Where should the batches be asked for?
""")
def batches_kept(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    batches = list(steps.batches(X, y))
    again = SimpleNamespace(**{**vars(steps), "batches": lambda X, y: batches})
    return looped(
        again, parameters, X, y, X_val, y_val, epochs, learning_rate
    )


@mistake("train", """
    After the 3 steps of the first epoch validation costs 3.5; yours says 0.5.
    It was measured before the steps, with the network of the epoch before.
    At which moment of an epoch is its validation loss due?
""")
def validation_before_the_steps(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
        parameters, ((loss, _),) = looped(
            steps, parameters, X, y, X_val, y_val, 1, learning_rate
        )
        history.append((loss, val_loss))
    return parameters, history


@mistake("train", """
    After the 3 steps of the first epoch validation costs 3.5; yours says 2.5.
    Those are scores that were worked out before the last step.
    Which parameters made the scores that you measured?
""")
def validation_one_step_late(*data):
    parameters, history = looped(*data)
    return parameters, [(loss, val_loss - 1) for loss, val_loss in history]


@mistake("train", """
    After the 3 steps of the first epoch validation costs 3.5; yours says 3.
    3 is what the training examples cost then, and the network has learned from them.
    Which X and y does your second number come from?
""")
def validation_on_training(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    return looped(steps, parameters, X, y, X, y, epochs, learning_rate)


@mistake("train", """
    Both numbers of each pair are the same, 0.8 in the first epoch.
    The second one should tell of examples that the loop never learned from.
    On which examples is it measured in yours?
""")
def validation_left_out(*data):
    parameters, history = looped(*data)
    return parameters, [(loss, loss) for loss, _ in history]


@mistake("train", """
    The validation loss came first in your pairs: (3.5, 0.8) for the first epoch.
    Whoever reads the history takes the first number for the training loss.
    In which order does the table name the two?
""")
def pair_turned_round(*data):
    parameters, history = looped(*data)
    return parameters, [(val_loss, loss) for loss, val_loss in history]


@mistake("train", """
    The history came first and the parameters second.
    Whoever calls train takes the first result for the parameters.
    In which order does the table name the two?
""")
def results_turned_round(*data):
    return looped(*data)[::-1]


@mistake("train", """
    Only the parameters came back, no history.
    Without it nobody sees whether the loss fell.
    Which two things should the last line return?
""")
def history_kept_back(*data):
    return looped(*data)[0]


@mistake("train", """
    Only the history came back, no parameters.
    What was learned is in the parameters, and it is lost.
    Which two things should the last line return?
""")
def parameters_kept_back(*data):
    return looped(*data)[1]


@mistake("train", """
    The history has 1 pair after 2 epochs, and 1 after 3.
    Only the last epoch was written down.
    How far is the line indented that adds a pair, and where does the list begin?
""")
def last_epoch_alone(*data):
    parameters, history = looped(*data)
    return parameters, history[-1:]


@mistake("train", """
    The history has a pair for each batch, 6 after 2 epochs.
    A pair belongs to each epoch: the loss of all its batches, and one validation loss.
    How far is the line indented that adds a pair?
""")
def pair_for_each_batch(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    history = []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in steps.batches(X, y):
            Z = steps.forward(parameters, X_batch)
            total += steps.loss(Z, y_batch) * len(y_batch)
            gradients = steps.backward(parameters, X_batch, y_batch)
            parameters = steps.update(parameters, gradients, learning_rate)
            val_loss = steps.loss(steps.forward(parameters, X_val), y_val)
            history.append((total / len(y), val_loss))
    return parameters, history


@mistake("train", """
    Your loop took its tools from outside, not from the box: it stopped at parameters that only count.
    With the tools in the box the same loop trains any network.
    How is each of the five tools called?
""")
def tools_from_outside(
    steps, parameters, X, y, X_val, y_val, epochs, learning_rate
):
    outside = SimpleNamespace(
        batches=steps.batches,
        forward=dlcourse.forward,
        loss=dlcourse.cross_entropy,
        backward=dlcourse.backprop,
        update=dlcourse.sgd_step,
    )
    return looped(
        outside, parameters, X, y, X_val, y_val, epochs, learning_rate
    )


# ------------------------------------------------------------- best_epoch


hint(
    "best_epoch",
    """
    Which of the two losses of a pair tells how the network does on
    examples it has not learned from?
    """,
    """
    Collect the second number of each pair: 2.1, 1.5, 1.9. You need its
    place, 1, and not its value. Of equals the first counts.
    """,
    """
    From the list of pairs make a list of validation losses, one for
    each epoch. The place of its smallest number is the answer, counted
    from 0, one whole number.
    """,
)


@mistake("best_epoch", """
    Yours chose epoch 5, the last one, where the training loss is smallest and validation costs 3.
    The training loss falls even when the network only learns by heart.
    Which number of each pair tells about new examples?
""")
def smallest_training_loss(history):
    return int(np.argmin([loss for loss, _ in history]))


@mistake("best_epoch", """
    A single epoch came out as epoch 1.
    Indices begin at 0, as in every Python list.
    Which number do you add, and is it needed?
""")
def counted_from_one(history):
    return int(np.argmin([val_loss for _, val_loss in history])) + 1


@mistake("best_epoch", """
    A single epoch with the validation loss 0.5 came out as 0.5.
    That is the loss, not the place where it stands.
    What has to come back so that the epoch can be found in the list?
""")
def loss_instead_of_index(history):
    return min(val_loss for _, val_loss in history)


@mistake("best_epoch", """
    Yours chose the epoch in which validation costs most: 3.5, where 1.25 is the smallest.
    A loss is the better the smaller it is.
    Which of numpy's arg functions do you need?
""")
def largest_validation_loss(history):
    return int(np.argmax([val_loss for _, val_loss in history]))


@mistake("best_epoch", """
    Two equal validation losses: yours took the later epoch, the first one counts.
    The earlier one took less work.
    Does a later epoch have to be smaller, or is as small enough?
""")
def last_of_equals(history):
    best = 0
    for epoch, (_, val_loss) in enumerate(history):
        if val_loss <= history[best][1]:
            best = epoch
    return best


@mistake("best_epoch", """
    Yours always chose the last epoch: 5 of 0 to 5, 3 of 0 to 3.
    The last epoch has learned longest, and perhaps by heart.
    Which number of each pair should decide?
""")
def always_the_last(history):
    return len(history) - 1


@mistake("best_epoch", """
    The validation losses 3.5, 1.75, 2, 1.25, 1.5 and 3 gave epoch 1, and 1.25 stands at 3.
    Your search ended at the first rise; a loss may fall again after it.
    Does your function look at every epoch?
""")
def stopped_at_the_first_rise(history):
    for epoch in range(1, len(history)):
        if history[epoch][1] > history[epoch - 1][1]:
            return epoch - 1
    return len(history) - 1


@mistake("best_epoch", """
    A pair of losses came back, not a whole number.
    Whoever asks wants to know when, not only how good.
    Where in the list does that pair stand?
""")
def pair_instead_of_index(history):
    return min(history, key=lambda pair: pair[1])


@mistake("best_epoch", """
    A single epoch came out as epoch 1, and six epochs gave 10.
    Your search went over all the numbers, two for each epoch, as if they were one list.
    Which of the two numbers of a pair should be searched alone?
""")
def searched_among_both(history):
    return int(np.argmin(history))


@mistake("best_epoch", """
    Yours chose the epoch in which the two losses are closest to each other.
    At the beginning they are close too, and both are bad.
    Which number of each pair should be small, by itself?
""")
def smallest_gap(history):
    return int(np.argmin([abs(val - loss) for loss, val in history]))


@mistake("best_epoch", """
    Two numbers came back, one for each column of the history.
    The training loss has no say here.
    Which of the two columns should be searched?
""")
def one_for_each_column(history):
    return np.argmin(history, axis=0)


@mistake("best_epoch", """
    Yours chose epoch 0 each time.
    The first epoch is where learning begins.
    Which epoch is compared with which in your function?
""")
def always_the_first(history):
    return 0


# ------------------------------------------------------- learn_admissions


def learned(
    X, y, X_val, y_val, rng, *, hidden=8, epochs=100, rate=0.5, begin=None
):
    """A right answer, for the mistakes around it."""
    if begin is None:
        W1, b1 = dlcourse.initialize(2, hidden, rng)
        W2, b2 = dlcourse.initialize(hidden, 2, rng)
        begin = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    steps = SimpleNamespace(
        batches=lambda X, y: dlcourse.minibatches(X, y, 20, rng),
        forward=dlcourse.forward,
        loss=dlcourse.cross_entropy,
        backward=dlcourse.backprop,
        update=dlcourse.sgd_step,
    )
    return dlcourse.train(steps, begin, X, y, X_val, y_val, epochs, rate)


hint(
    "learn_admissions",
    """
    What do your functions from above need before they can learn, and
    how many numbers does a student have, how many classes are there?
    """,
    """
    Two layers need two calls of `initialize`: one from 2 inputs to 8
    units, one from there on. With the learning rate 0.001 nearly
    nothing moves; watch the loss, and try larger rates and more epochs.
    """,
    """
    Put W1 (2, 8), b1 (8,), W2 (8, 2), b2 (2,) into a dictionary under
    their names. Give it with the box, all the data, epochs and a rate
    to your loop. What the loop returns is what you return.
    """,
)


@mistake("learn_admissions", """
    Your history has one epoch, and the network is hardly better than saying no to everybody.
    One pass over the examples is not enough to find a corner.
    What does the loss do if it may go on falling?
""")
def one_epoch_alone(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng, epochs=1)


@mistake("learn_admissions", """
    Your history has fewer than ten epochs, and the network is hardly better than saying no to everybody.
    The loss was still falling when you stopped.
    How long does it go on, if you let it?
""")
def few_epochs(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng, epochs=3, rate=0.1)


@mistake("learn_admissions", """
    After many epochs the network is hardly better than saying no to everybody, and nothing exploded.
    With steps this small it has hardly left the place where it began.
    What happens to the loss with a learning rate ten times as large, and what with a hundred?
""")
def rate_too_small(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng, rate=1e-4)


@mistake("learn_admissions", """
    In some epoch your loss was above 4, where a guess costs 0.69.
    Steps this long jump over the valley, and can switch units off for ever.
    What happens to the loss with a learning rate ten times smaller?
""")
def rate_too_large(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng, rate=50.0)


@mistake("learn_admissions", """
    All eight hidden units have the same weights.
    Units that begin alike have the same slopes, so they stay alike: eight times one unit.
    What should differ between the units at the beginning?
""")
def zeros_at_the_beginning(X, y, X_val, y_val, rng):
    begin = {
        "W1": np.zeros((2, 8)),
        "b1": np.zeros(8),
        "W2": np.zeros((8, 2)),
        "b2": np.zeros(2),
    }
    return learned(X, y, X_val, y_val, rng, begin=begin)


@mistake("learn_admissions", """
    The last validation loss in your history is not the loss of your parameters, which know hardly anything.
    train gives back new parameters; those it began with stay as they were.
    Which parameters do you return?
""")
def first_parameters_returned(X, y, X_val, y_val, rng):
    W1, b1 = dlcourse.initialize(2, 8, rng)
    W2, b2 = dlcourse.initialize(8, 2, rng)
    begin = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _, history = learned(X, y, X_val, y_val, rng, begin=begin)
    return begin, history


@mistake("learn_admissions", """
    Your network has 2 hidden units: W1 has shape (2, 2).
    Two bent lines are not enough for every start; eight were asked for.
    Which number says how many hidden units there are, and in which two arrays does it stand?
""")
def two_hidden_units(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng, hidden=2)


@mistake("learn_admissions", """
    Only the parameters came back, no history.
    The loss cannot be drawn without it.
    What does train give back, and what should you?
""")
def history_not_returned(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng)[0]


@mistake("learn_admissions", """
    Only the history came back, no parameters.
    What was learned is in the parameters.
    What does train give back, and what should you?
""")
def parameters_not_returned(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng)[1]


@mistake("learn_admissions", """
    The history came first and the parameters second.
    Whoever calls takes the first result for the parameters.
    In which order does the table name the two?
""")
def history_first(X, y, X_val, y_val, rng):
    return learned(X, y, X_val, y_val, rng)[::-1]


@mistake("learn_admissions", """
    Nothing came back.
    train was perhaps called, but what it gave back is lost.
    Which two things should the last line return?
""")
def nothing_came_back(X, y, X_val, y_val, rng):
    learned(X, y, X_val, y_val, rng, epochs=1)
