"""Wrong answers to 2_forward, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

# ---------------------------------------------------------------- dense


hint(
    "dense",
    """
    X is (5, 3), W is (3, 4): which shape must Z have, and how many
    numbers are added up for each entry of it?
    """,
    """
    `@` pairs each row of the left with each column of the right: (2, 3)
    and (3, 4) give (2, 4). The inner sizes must be equal. What is still
    missing in the formula after that?
    """,
    """
    The product of X (n, d) and W (d, k) has the shape (n, k). The
    biases (k,) are then laid along every row by numpy itself, one bias
    for each column.
    """,
)


@mistake("dense", """
    With X all zeros yours gives 0, but b holds 1 and -2.
    A unit with no input at all still has its bias.
    What has to be added to the weighted sum?
""")
def bias_left_out(X, W, b):
    return X @ W


@mistake("dense", """
    X is (2, 3), W is (3, 2), b is (2,), and yours stopped; for square X and W it ran and was wrong.
    Each row of X is an example, and each example needs one row of scores.
    Which order of the two gives one row for each row of X?
""")
def operands_swapped(X, W, b):
    return W @ X + b


@mistake("dense", """
    X is (2, 3) and W is (3, 2), and numpy could not multiply what you gave it.
    Row i of W holds the weights of input i, so X and W fit as they are.
    Which of the two did you turn, and why?
""")
def weights_transposed(X, W, b):
    return X @ W.T + b


@mistake("dense", """
    With X all zeros yours gives 0, but b holds 1 and -2.
    A bias shifts the weighted sum; it does not stretch it.
    What should happen to b if the sum is 0?
""")
def bias_multiplied(X, W, b):
    return X @ W * b


@mistake("dense", """
    Only the last input reaches each unit in your result.
    Each unit needs the sum over all of its inputs.
    What happens in your loop to the product of the input before?
""")
def sum_overwritten(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            for m in range(W.shape[0]):
                Z[i, j] = X[i, m] * W[m, j]
    return Z + b


@mistake("dense", """
    No score of yours is below 0, but some should be.
    A dense layer is the weighted sum alone; the bend is a function of its own.
    Which step of yours removes the negative scores?
""")
def relu_inside(X, W, b):
    return np.maximum(X @ W + b, 0)


@mistake("dense", """
    With X all zeros yours gives 0, but b holds 1 and -2.
    A bias that is added to the weights is multiplied by the inputs.
    When is b added: before the product or after it?
""")
def bias_added_to_weights(X, W, b):
    return X @ (W + b)


@mistake("dense", """
    Your scores for X all zeros are -1 and 2, but b holds 1 and -2.
    The bias has the opposite sign.
    Is b added or taken away?
""")
def bias_subtracted(X, W, b):
    return X @ W - b


@mistake("dense", """
    Your result has one number for each example, but there is one for each unit.
    Every unit has a sum of its own.
    Over which axis may numpy sum here, and which must stay?
""")
def units_summed(X, W, b):
    return (X @ W + b).sum(axis=1)


@mistake("dense", """
    All examples came back with the same scores.
    Each row of Z belongs to one row of X alone.
    Which step of yours mixes the rows?
""")
def examples_averaged(X, W, b):
    return np.tile(X.mean(axis=0) @ W + b, (len(X), 1))


# ---------------------------------------------------------------- relu


hint(
    "relu",
    """
    What should come out for -2, for 0, for 3? Which of these three
    numbers changes?
    """,
    """
    Of each score and 0, the larger one. `np.max` gives one number for a
    whole array; numpy also has a function that compares two arrays
    place by place.
    """,
    """
    Compare each entry of Z (n, k) with 0 and take the larger of the
    two. A new array of the shape (n, k) comes back; Z itself stays as
    it was.
    """,
)


@mistake("relu", """
    The score -3 came back as 3.
    A unit with a negative score is off; its score is not turned round.
    What does a unit give that is off?
""")
def absolute_value(Z):
    return np.abs(Z)


@mistake("relu", """
    Z is (2, 3) and yours came back as (3,): an axis is gone.
    The function that you called looks for the largest number along an axis.
    Which of numpy's functions compares two things entry by entry?
""")
def maximum_along_an_axis(Z):
    return np.max(Z, 0)


@mistake("relu", """
    Python stopped with a ValueError: it cannot say whether a whole array is larger.
    Python's own max and if compare two single things.
    Which of numpy's functions compares entry by entry?
""")
def pythons_max(Z):
    return max(0, Z)


@mistake("relu", """
    The score -3 stayed, and the score 2 became 0.
    ReLU keeps what is positive.
    Which of your two choices is the smaller one, and which do you need?
""")
def minimum(Z):
    return np.minimum(Z, 0)


@mistake("relu", """
    The scores 2 and 4 both came back as 1.
    You gave back whether a unit is on; ReLU gives how much.
    Which number should stand where a unit is on?
""")
def step_function(Z):
    return (Z > 0).astype(float)


@mistake("relu", """
    Right numbers, but the array that was handed in is changed too.
    The caller may still need Z, for instance to look at the scores.
    How can you write into an array of your own?
""")
def changed_in_place(Z):
    Z[Z < 0] = 0
    return Z


@mistake("relu", """
    The score -3 came back as -0.03.
    That is the leaky ReLU; the plain one lets nothing through.
    By what is a negative score multiplied in yours?
""")
def leaky(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


@mistake("relu", """
    The score 2 came back as 1: no result of yours is above 1.
    ReLU has no upper limit.
    Which step of yours cuts large scores off?
""")
def clipped_at_one(Z):
    return np.clip(Z, 0, 1)


@mistake("relu", """
    All scores came back as they went in, the negative ones too.
    Without a bend two layers are worth one.
    Which scores should change?
""")
def identity(Z):
    return Z + 0


@mistake("relu", """
    Fewer numbers came back than went in.
    A picked list of the positive scores no longer says whose they were.
    What can stand in the place of a negative score?
""")
def negatives_dropped(Z):
    return Z[Z > 0]


# ---------------------------------------------------------------- sigmoid


hint(
    "sigmoid",
    """
    What should come out for 0, for a very large score, for a very
    negative one? Of which number does your code take exp in each case?
    """,
    """
    exp of a number that is not positive is never too large: exp(-1000)
    is 0. For -3 and 3 the number -3 serves both: `np.abs` leads there.
    And `np.where` chooses entry by entry.
    """,
    """
    Take exp of minus the size of each score: E (n, k), never above 1.
    Below the line stands 1 plus E for every score. Above it stands 1
    for scores not below 0, and E for the others.
    """,
)


@mistake("sigmoid", """
    The scores 3 and 40 gave the same result.
    Both were cut to the same number before exp; everything beyond is lost.
    Exp of which numbers is dangerous, and does yours cut only those?
""")
def clipped_too_hard(Z):
    Z = np.clip(Z, -1, 1)
    return 1 / (1 + np.exp(-Z))


@mistake("sigmoid", """
    For the whole numbers 0, 3 and -1 all results are 0 or 1.
    Your result array took the whole-number dtype of Z and cut the decimals off.
    Which dtype does the array have that you write into?
""")
def whole_numbers_kept(Z):
    A = np.zeros_like(Z)
    E = np.exp(-np.abs(Z))
    A[:] = np.where(Z >= 0, 1 / (1 + E), E / (1 + E))
    return A


@mistake("sigmoid", """
    The score 1000 came back as nan.
    exp(1000) is infinite for a computer, and infinite over infinite is nan.
    Of which of Z and -Z is exp harmless here?
""")
def infinite_over_infinite(Z):
    return np.exp(Z) / (1 + np.exp(Z))


@mistake("sigmoid", """
    The score 1 gave 0.269 and the score -2 gave 0.881: they are the wrong way round.
    A larger score must give a larger result.
    Which sign stands in the exponent?
""")
def sign_lost(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(Z))


@mistake("sigmoid", """
    The score 0 came back as 0, but a sigmoid gives 0.5 there.
    Your function runs from -1 to 1: that is tanh.
    How do the two formulas differ?
""")
def tanh_instead(Z):
    return np.tanh(Z)


@mistake("sigmoid", """
    The score 0 came back as 0.25.
    That is the slope of the sigmoid, a(1 - a), and not the sigmoid itself.
    Which of the two does this part ask for?
""")
def slope_returned(Z):
    E = np.exp(-np.abs(Z))
    return E / (1 + E) ** 2


@mistake("sigmoid", """
    The score 0 came back as 1, and no result is a probability of a yes.
    You gave exp(-z) and left out the fraction.
    What does the formula do with exp(-z)?
""")
def fraction_left_out(Z):
    return np.exp(-np.abs(Z))


@mistake("sigmoid", """
    All results are 0 or 1.
    A sigmoid is a smooth switch: a score of 0 is half on.
    Where do you round or compare?
""")
def hard_switch(Z):
    return (Z > 0).astype(float)


@mistake("sigmoid", """
    The results of one row add up to 1.
    Softmax shares 1 among the classes; a sigmoid looks at each score alone.
    Which other numbers does each of your results depend on?
""")
def softmax_instead(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@mistake("sigmoid", """
    Right; but at a score of -1000 numpy warns of an overflow in exp.
    exp(1000) is infinite for a computer. Here 1 over infinite happens to give the right 0; in a longer formula it would give nan.
    For which scores is exp(z) harmless where exp(-z) is not?
""", kind="advice")
def exp_overflows(Z):
    return 1 / (1 + np.exp(-Z))


@mistake("sigmoid", """
    Right; but numpy warns of an overflow and of an invalid value.
    Both formulas are worked out for every score, and the half that went wrong is thrown away afterwards.
    Of which single number could exp be taken, so that both formulas use it?
""", kind="advice")
def both_ways_worked_out(Z):
    return np.where(Z >= 0, 1 / (1 + np.exp(-Z)), np.exp(Z) / (1 + np.exp(Z)))


# ---------------------------------------------------------------- initialize


hint(
    "initialize",
    """
    What mean and what spread should the weights have, and does the
    spread grow or shrink when a unit has more inputs?
    """,
    """
    `rng.normal` takes the mean, the standard deviation and a shape, in
    this order. For 8 inputs the standard deviation is 0.5. Which two
    steps lead from 8 to 0.5?
    """,
    """
    Draw W from rng with the shape (n_in, n_out) and the spread of the
    formula; mind the root. The biases b (n_out,) are not drawn: they
    begin at 0. Both come back, W first.
    """,
)


@mistake("initialize", """
    All 24000 weights are 0.
    Units that begin alike get the same change in every step and stay alike for ever.
    What makes the units of a layer differ before they have learned anything?
""")
def all_zeros(n_in, n_out, rng):
    return np.zeros((n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs the spread of your weights is 1; 0.1 is asked for.
    A sum of 200 such products has a spread of about 14, and grows in each layer.
    How should the spread depend on n_in?
""")
def spread_of_one(n_in, n_out, rng):
    return rng.normal(0, 1, (n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs the spread of your weights is 0.01; 0.1 is asked for.
    2 / n_in is a variance, and a draw takes a standard deviation.
    How do you get from the one to the other?
""")
def variance_as_spread(n_in, n_out, rng):
    return rng.normal(0, 2 / n_in, (n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs the spread of your weights is 0.058; 0.1 is asked for.
    Numbers drawn evenly from -s to s have a spread of s divided by the root of 3, not of s.
    Which draw takes its spread as an argument, or how far out must an even draw reach?
""")
def drawn_evenly(n_in, n_out, rng):
    edge = np.sqrt(2 / n_in)
    return rng.uniform(-edge, edge, (n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs the spread of your weights is 10; 0.1 is asked for.
    Draws of spread 1 were divided by the spread that is wanted.
    What makes draws of spread 1 ten times smaller?
""")
def divided_by_the_spread(n_in, n_out, rng):
    W = rng.normal(0, 1, (n_in, n_out)) / np.sqrt(2 / n_in)
    return W, np.zeros(n_out)


@mistake("initialize", """
    The spread of your weights is 0.01 for 200 inputs and for 50; it should be 0.1 and 0.2.
    The more inputs are added up, the smaller each weight must be.
    Where does n_in come in?
""")
def same_spread_for_all(n_in, n_out, rng):
    return 0.01 * rng.normal(0, 1, (n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs the spread of your weights is 0.007; 0.1 is asked for.
    The root was taken of 2 alone, and n_in was divided by outside of it.
    How far does the root in the formula reach?
""")
def root_of_two_alone(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2) / n_in, (n_in, n_out))
    return W, np.zeros(n_out)


@mistake("initialize", """
    Your weights have the mean 0.1 for 200 inputs; it should be 0.
    The first number that a normal draw takes is the mean, the second the spread.
    In which place does the root stand in yours?
""")
def spread_as_mean(n_in, n_out, rng):
    W = rng.normal(np.sqrt(2 / n_in), 1, (n_in, n_out))
    return W, np.zeros(n_out)


@mistake("initialize", """
    The spread of your weights depends on the number of units as well.
    That is the way of Glorot and Bengio, for other bends than ReLU.
    Which of the two sizes stands in the formula here?
""")
def inputs_and_units(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))
    return W, np.zeros(n_out)


@mistake("initialize", """
    Your biases begin at 1; they should begin at 0.
    A bias of 1 shifts every unit the same way before any data was seen.
    What should a bias be before anything is learned?
""")
def biases_of_one(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.ones(n_out)


@mistake("initialize", """
    Your b is a single number; for 120 units it should hold 120.
    All begin at 0, but each unit must be able to change its own.
    Which shape does b have in the table?
""")
def one_bias_for_all(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), 0.0


@mistake("initialize", """
    The mean of your weights is far from 0: none is negative.
    Then every unit adds up all inputs, and all units do nearly the same.
    Between which two numbers does your draw lie?
""")
def only_positive(n_in, n_out, rng):
    W = rng.uniform(0, 1, (n_in, n_out)) * np.sqrt(2 / n_in)
    return W, np.zeros(n_out)


@mistake("initialize", """
    Two calls with generators of the same seed gave two different W.
    Your numbers come from a generator of numpy's own, which nobody can set back from outside.
    Which generator was handed to your function?
""")
def numpys_own_generator(n_in, n_out, rng):
    W = np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.zeros(n_out)


@mistake("initialize", """
    Two generators with different seeds gave the same 24000 weights.
    A generator made inside the function begins at the same place in every call.
    Which generator was handed to your function?
""")
def generator_made_inside(n_in, n_out, rng):
    W = np.random.default_rng(0).normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.zeros(n_out)


@mistake("initialize", """
    All 120 columns of your W are the same.
    Units that begin alike get the same change in every step and stay alike for ever.
    How many numbers does your function draw, and how many does W hold?
""")
def columns_alike(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, 1))
    return np.repeat(W, n_out, axis=1), np.zeros(n_out)


@mistake("initialize", """
    For 200 inputs and 120 units W came back as (120, 200).
    In X @ W each row of W belongs to one input.
    Which of the two numbers comes first in the shape?
""")
def shape_turned(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in)), np.zeros(n_out)


@mistake("initialize", """
    The biases were drawn by chance; they should begin at 0.
    A large negative bias switches a ReLU unit off before it has seen any data.
    What should a bias be before anything is learned?
""")
def biases_random(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, rng.normal(0, 1, n_out)


@mistake("initialize", """
    The spread of your weights is 0.07 for 200 inputs; 0.1 is asked for.
    ReLU lets half of a signal through, and a factor in the formula makes up for it.
    Which number stands above n_in in the formula?
""")
def two_forgotten(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out)), np.zeros(n_out)


@mistake("initialize", """
    b came back as (1, 120); it should be (120,).
    Every function of this course takes b with one axis.
    How many axes does a list of 120 numbers have?
""")
def bias_with_two_axes(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.zeros((1, n_out))


@mistake("initialize", """
    b came back as (200,); there are 120 units.
    Each unit has one bias, whatever it reads.
    Which of n_in and n_out counts the units?
""")
def bias_for_each_input(n_in, n_out, rng):
    W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
    return W, np.zeros(n_in)


@mistake("initialize", """
    One result came back, and two are expected: W and b.
    Whoever calls initialize takes it apart into the two.
    What does your return line give back besides W?
""")
def bias_not_returned(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


@mistake("initialize", """
    The first result is (120,) and the second (200, 120): b came before W.
    Whoever calls initialize takes the first one for W.
    In which order does the task name them?
""")
def order_swapped(n_in, n_out, rng):
    return np.zeros(n_out), rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


@mistake("initialize", """
    The spread of your weights follows the number of units, 120, not of inputs, 200.
    A unit adds up n_in products, however many other units there are.
    Which number stands below the root?
""")
def units_instead_of_inputs(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out)), np.zeros(n_out)


# ---------------------------------------------------------------- forward


def layer(parameters, number, X):
    """A right dense layer, for the mistakes around it."""
    return X @ parameters[f"W{number}"] + parameters[f"b{number}"]


hint(
    "forward",
    """
    In which order does X meet the two layers, and where can scores
    below 0 still appear in the result?
    """,
    """
    Each step takes the result of the one before it. With weights 1 and
    -1 an input of 2 becomes 2 and -2, after ReLU 2 and 0, and only then
    comes the second layer.
    """,
    """
    Hidden scores (n, h) from X with "W1" and "b1"; activations (n, h)
    by ReLU; scores (n, k) from these activations with "W2" and "b2".
    After that nothing more.
    """,
)


@mistake("forward", """
    Your scores are those of a network without a bend: units that are off still add to them.
    Two dense layers in a row are worth one.
    What stands between the two dense layers?
""")
def relu_left_out(parameters, X):
    return layer(parameters, 2, layer(parameters, 1, X))


@mistake("forward", """
    No score of yours is below 0, but some should be.
    A negative score says that a class is unlikely; it must not be lost.
    After which of the two layers does ReLU stand?
""")
def relu_at_the_end_too(parameters, X):
    A1 = np.maximum(layer(parameters, 1, X), 0)
    return np.maximum(layer(parameters, 2, A1), 0)


@mistake("forward", """
    No score is below 0, and hidden units that should be off add to the scores.
    ReLU stands in the wrong place.
    After which of the two layers does it stand?
""")
def relu_at_the_end_only(parameters, X):
    return np.maximum(layer(parameters, 2, layer(parameters, 1, X)), 0)


@mistake("forward", """
    Your result has three columns, and the second W gives two scores.
    What came back are the hidden activations.
    What is done with them next?
""")
def stopped_at_the_hidden_layer(parameters, X):
    return np.maximum(layer(parameters, 1, X), 0)


@mistake("forward", """
    Your scores are right but for the bias of the hidden layer.
    ReLU must see the score with its bias, or other units are off.
    Which of b1 and b2 is missing?
""")
def hidden_bias_left_out(parameters, X):
    A1 = np.maximum(X @ parameters["W1"], 0)
    return layer(parameters, 2, A1)


@mistake("forward", """
    Each column of your scores is off by one and the same number.
    The second layer has biases too.
    Which of b1 and b2 is missing?
""")
def last_bias_left_out(parameters, X):
    A1 = np.maximum(layer(parameters, 1, X), 0)
    return A1 @ parameters["W2"]


@mistake("forward", """
    Without b1 and without b2 the scores come out as yours do.
    Both layers add their biases after the product.
    Which of the four parameters do not appear in your lines?
""")
def both_biases_left_out(parameters, X):
    hidden = np.maximum(X @ parameters["W1"], 0)
    return hidden @ parameters["W2"]


@mistake("forward", """
    The input -3 counts as 0 in yours: ReLU was taken of X.
    ReLU bends the hidden scores; inputs may be negative.
    Which of the three steps is the first, and what does it take?
""")
def relu_of_the_inputs(parameters, X):
    hidden = np.maximum(X, 0) @ parameters["W1"] + parameters["b1"]
    return hidden @ parameters["W2"] + parameters["b2"]


@mistake("forward", """
    For each of three examples one whole number came back: the place of the largest score.
    Who asks for scores wants all of them; a loss needs them too.
    Which of your lines gives up the other scores?
""")
def classes_returned(parameters, X):
    hidden = np.maximum(X @ parameters["W1"] + parameters["b1"], 0)
    return np.argmax(hidden @ parameters["W2"] + parameters["b2"], axis=1)


@mistake("forward", """
    The bias of the hidden layer is added after ReLU in yours.
    Then it can no longer switch a unit on or off.
    Of which sum does ReLU decide whether a unit is on?
""")
def bias_after_relu(parameters, X):
    A1 = np.maximum(X @ parameters["W1"], 0) + parameters["b1"]
    return layer(parameters, 2, A1)


@mistake("forward", """
    The hidden activations lie between 0 and 1 in yours.
    This network bends with ReLU; the sigmoid is for a probability of a yes.
    Which activation does the task name?
""")
def sigmoid_instead_of_relu(parameters, X):
    A1 = 1 / (1 + np.exp(-layer(parameters, 1, X)))
    return layer(parameters, 2, A1)


@mistake("forward", """
    Each row of your result adds up to 1: these are probabilities.
    Scores are asked for; the loss makes probabilities of them later.
    Which step comes after the second dense layer in yours?
""")
def softmax_at_the_end(parameters, X):
    A1 = np.maximum(layer(parameters, 1, X), 0)
    E = np.exp(layer(parameters, 2, A1))
    return E / E.sum(axis=1, keepdims=True)
