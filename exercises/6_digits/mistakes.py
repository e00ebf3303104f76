"""Wrong answers to 6_digits, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

from types import SimpleNamespace

import numpy as np

import dlcourse
from dlcourse.grade.mistakes import hint, mistake

# -------------------------------------------------------- train_val_split


hint(
    "train_val_split",
    """
    May a picture stand in both parts? And must a picture keep its own
    label?
    """,
    """
    One random order of the numbers 0 to n - 1, cut once: of 10 examples
    with the fraction 0.3, three numbers go to validation and seven to
    training.
    """,
    """
    Draw an order (n,) from rng. The first round(n · fraction) numbers
    name the validation rows, the others the training rows. Pick from X
    and y with the same numbers, and mind the order of the four results.
    """,
)


@mistake("train_val_split", """
    Of 100 examples 25 were set aside, and all 100 are still in the part to learn from.
    What the network has learned by heart would count as reading something new.
    Which examples may stay in the first part?
""")
def validation_in_training(X, y, fraction, rng):
    val = rng.permutation(len(X))[: round(len(X) * fraction)]
    return X, y, X[val], y[val]


@mistake("train_val_split", """
    Examples and labels do not belong together: two different orders were drawn.
    The network would learn wrong answers.
    How many orders does your function draw, and how many are needed?
""")
def shuffled_separately(X, y, fraction, rng):
    m = round(len(X) * fraction)
    one, two = rng.permutation(len(X)), rng.permutation(len(X))
    return X[one[m:]], y[two[m:]], X[one[:m]], y[two[:m]]


@mistake("train_val_split", """
    With the fraction 0.25 the first part holds 25 of 100 examples, and the part set aside 75.
    The fraction is the share that is set aside.
    Which of the two parts comes first, and which of yours is the larger one?
""")
def parts_swapped(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[:m]], y[order[:m]], X[order[m:]], y[order[m:]]


@mistake("train_val_split", """
    The second result has shape (25, 3) and the third (75,): a table stands where labels belong.
    Some libraries give both tables first; ours gives each table with its labels.
    In which order does the table above name the four?
""")
def tables_first(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[m:]], X[order[:m]], y[order[m:]], y[order[:m]]


@mistake("train_val_split", """
    The last 25 of 100 examples were set aside, on every call.
    In a sorted file they may all be of one class.
    What decides in your function which examples are set aside?
""")
def last_ones_set_aside(X, y, fraction, rng):
    cut = len(X) - round(len(X) * fraction)
    return X[:cut], y[:cut], X[cut:], y[cut:]


@mistake("train_val_split", """
    The first 25 of 100 examples were set aside, on every call.
    In a sorted file they may all be of one class.
    What decides in your function which examples are set aside?
""")
def first_ones_set_aside(X, y, fraction, rng):
    m = round(len(X) * fraction)
    return X[m:], y[m:], X[:m], y[:m]


@mistake("train_val_split", """
    0.3 of 102 is 30.6, and 30 examples were set aside; rounded it is 31.
    Cutting off what stands behind the point is not rounding.
    What does your code make of 30.6?
""")
def rounded_down(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = int(len(X) * fraction)
    return X[order[m:]], y[order[m:]], X[order[:m]], y[order[:m]]


@mistake("train_val_split", """
    0.3 of 101 is 30.3, and 31 examples were set aside; rounded it is 30.
    Rounding up is right for 30.6 and wrong for 30.3.
    What does your code make of 30.3?
""")
def rounded_up(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = int(np.ceil(len(X) * fraction))
    return X[order[m:]], y[order[m:]], X[order[:m]], y[order[:m]]


@mistake("train_val_split", """
    Two generators with the same seed set different examples aside.
    The choice comes from a generator of numpy's own, so nobody can split the same way again.
    Which generator was handed to you?
""")
def numpys_own_choice(X, y, fraction, rng):
    order = np.random.permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[m:]], y[order[m:]], X[order[:m]], y[order[:m]]


@mistake("train_val_split", """
    Every call set the same examples aside, also with another rng.
    A generator that is made anew inside the function begins at the same place each time.
    Which generator was handed to you?
""")
def generator_made_anew(X, y, fraction, rng):
    order = np.random.default_rng(0).permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[m:]], y[order[m:]], X[order[:m]], y[order[:m]]


@mistake("train_val_split", """
    Right parts, but the X and y that were handed in are shuffled too.
    The caller still needs them in their order.
    Which line writes into them, and what could it make instead?
""")
def callers_data_shuffled(X, y, fraction, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    m = round(len(X) * fraction)
    return X[m:].copy(), y[m:].copy(), X[:m].copy(), y[:m].copy()


@mistake("train_val_split", """
    Some examples stand in both parts: the two were drawn one after the other, each from all 100.
    What the network has learned by heart would count as reading something new.
    From which examples may the second part still be drawn?
""")
def drawn_twice(X, y, fraction, rng):
    m = round(len(X) * fraction)
    rest = rng.permutation(len(X))[m:]
    val = rng.permutation(len(X))[:m]
    return X[rest], y[rest], X[val], y[val]


@mistake("train_val_split", """
    Only two tables came back, without their labels.
    Without labels nothing can be learned, and nothing judged.
    Which four things does the table name?
""")
def labels_left_out(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[m:]], X[order[:m]]


@mistake("train_val_split", """
    The examples are shuffled, their labels are not: they do not belong together.
    The network would learn wrong answers.
    In which order must the labels be taken?
""")
def labels_not_shuffled(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = round(len(X) * fraction)
    return X[order[m:]], y[m:], X[order[:m]], y[:m]


@mistake("train_val_split", """
    Some examples stand in your validation part twice, others in neither part, or in both.
    They were drawn one by one, and each draw could meet one that was taken before.
    What gives every example just one place?
""")
def drawn_with_repeats(X, y, fraction, rng):
    m = round(len(X) * fraction)
    aside = rng.choice(len(X), m)
    rest = np.setdiff1d(np.arange(len(X)), aside)
    return X[rest], y[rest], X[aside], y[aside]


@mistake("train_val_split", """
    Of 100 examples and the fraction 0.25 yours set aside about 25, but not just 25.
    Every example tossed a coin of its own.
    How can chance choose exactly so many?
""")
def a_coin_for_each(X, y, fraction, rng):
    aside = rng.random(len(X)) < fraction
    return X[~aside], y[~aside], X[aside], y[aside]


@mistake("train_val_split", """
    Two pairs came back: (X, y) and (X_val, y_val).
    The caller unpacks four arrays.
    In which order does the table name them, and with which brackets?
""")
def two_pairs(X, y, fraction, rng):
    order = rng.permutation(len(X))
    m = round(len(X) * fraction)
    val, rest = order[:m], order[m:]
    return (X[rest], y[rest]), (X[val], y[val])


# ------------------------------------------------------------ standardize


def scaled(train, val, mean, std):
    """Right but for what mean and std are, for the mistakes around it."""
    scale = np.where(std == 0, 1, std)
    return (train - mean) / scale, (val - mean) / scale


hint(
    "standardize",
    """
    May the validation pictures have a say in which mean is taken away?
    And what happens where a column never changes?
    """,
    """
    Mean and standard deviation of each column: of 1 and 3 they are 2
    and 1. A column that never changes has the spread 0: by which
    harmless number could it be divided instead?
    """,
    """
    From train (n, d) two arrays (d,): means and spreads of its columns.
    Replace spreads of 0. Then train and val alike: less the means, over
    the spreads, column by column.
    """,
)


@mistake("standardize", """
    train came out differently with another val beside it.
    Mean and deviation were measured on both together, so that validation leaks into training.
    Which of the two tables may be measured?
""")
def measured_on_both(train, val):
    both = np.concatenate([train, val])
    return scaled(train, val, both.mean(axis=0), both.std(axis=0))


@mistake("standardize", """
    train is right, but val was scaled by its own mean: its columns add up to 0.
    The same picture would then look different, depending on those beside it.
    Whose mean and deviation does a picture of tomorrow get?
""")
def validation_by_its_own(train, val):
    one, _ = scaled(train, val, train.mean(axis=0), train.std(axis=0))
    two, _ = scaled(val, val, val.mean(axis=0), val.std(axis=0))
    return one, two


@mistake("standardize", """
    Columns of different size stayed different: one mean was taken from the whole table.
    Each feature has a mean of its own.
    Along which axis do the examples of one feature lie?
""")
def one_mean_for_all(train, val):
    return scaled(train, val, train.mean(), train.std())


@mistake("standardize", """
    The column that holds 3 everywhere came out as nan.
    Its deviation is 0, and 0 divided by 0 is not a number.
    By what else could a column be divided that does not vary?
""")
def divided_by_zero(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / std, (val - mean) / std


@mistake("standardize", """
    The columns of train came out with the deviation 0.866, and not 1.
    You divided by n - 1 inside the deviation; with 4 examples that shows.
    By how many are the squares divided, when the mean of them is meant?
""")
def one_less_in_the_deviation(train, val):
    return scaled(train, val, train.mean(axis=0), train.std(axis=0, ddof=1))


@mistake("standardize", """
    Each row was scaled by itself: the rows of train add up to 0, the columns do not.
    A row is one example; its features have nothing to do with each other's size.
    Along which axis do the examples of one feature lie?
""")
def rows_instead_of_columns(train, val):
    return tuple(
        scaled(
            part,
            part,
            part.mean(axis=1, keepdims=True),
            part.std(axis=1, keepdims=True),
        )[0]
        for part in (train, val)
    )


@mistake("standardize", """
    The columns have the deviation 1, but their means are not 0.
    Without its mean taken away a feature stays far from 0.
    What comes before the division?
""")
def mean_left_in(train, val):
    return scaled(train, val, 0, train.std(axis=0))


@mistake("standardize", """
    The columns have the mean 0, but each its own size: nothing was divided.
    A large feature would drown the small ones.
    What comes after the mean is taken away?
""")
def size_left_in(train, val):
    return scaled(train, val, train.mean(axis=0), np.ones(train.shape[1]))


@mistake("standardize", """
    A column with the deviation 3.08 came out with the deviation 0.324.
    You divided by the variance, which is the deviation squared.
    What brings a variance back to the unit of the feature?
""")
def divided_by_the_variance(train, val):
    return scaled(train, val, train.mean(axis=0), train.var(axis=0))


@mistake("standardize", """
    Both tables were scaled by the mean and the deviation of val.
    Validation stands for pictures of tomorrow: it may not have a say.
    Which of the two tables is measured?
""")
def measured_on_validation(train, val):
    mean, std = val.mean(axis=0), val.std(axis=0)
    scale = np.where(std == 0, 1, std)
    return (train - mean) / scale, (val - mean) / scale


@mistake("standardize", """
    Only the mean was divided by the deviation: the column 1, 2, 4 and 9 hardly moved.
    A division binds more tightly than a minus.
    What must be worked out before you divide, and how do you say so?
""")
def mean_divided_alone(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    scale = np.where(std == 0, 1, std)
    return train - mean / scale, val - mean / scale


@mistake("standardize", """
    The column 1, 2, 4 and 9 became wider and not narrower: it was multiplied by its deviation.
    A wide column should shrink to the size of the others.
    What undoes a large deviation?
""")
def multiplied_by_the_deviation(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (train - mean) * std, (val - mean) * std


@mistake("standardize", """
    A small number was added to the deviation, so that nothing is divided by 0.
    Then every column comes out a little too small, even where nothing is wrong with it.
    In which columns alone is help needed, and by what could one divide there?
""")
def small_number_added(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0) + 0.01
    return (train - mean) / std, (val - mean) / std


@mistake("standardize", """
    Only one table came back.
    Both are needed: one to learn from, one to judge by.
    Which two things should the last line return?
""")
def one_table_alone(train, val):
    return scaled(train, val, train.mean(axis=0), train.std(axis=0))[0]


@mistake("standardize", """
    Right numbers, but the tables that were handed in are changed too.
    The caller still needs the ink as it was.
    Which line writes into them, and what could it make instead?
""")
def changed_in_place(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    scale = np.where(std == 0, 1, std)
    for part in (train, val):
        part -= mean
        part /= scale
    return train, val


@mistake("standardize", """
    Each column of train came out between 0 and 1: scaled by its smallest and largest value.
    That is another scale; one single very large value would press all others together.
    Which two numbers of a column does the formula name?
""")
def smallest_and_largest(train, val):
    low, high = train.min(axis=0), train.max(axis=0)
    return scaled(train, val, low, high - low)


@mistake("standardize", """
    train is right, and val came back as it was.
    A network that learned from scaled pictures cannot read others.
    What has to happen to a picture before the network sees it?
""")
def validation_left_as_it_was(train, val):
    one, _ = scaled(train, val, train.mean(axis=0), train.std(axis=0))
    return one, val


@mistake("standardize", """
    The column that holds 3 everywhere stayed 3.
    What never varies tells nothing; without its mean it is 0.
    Which of the two steps can a constant column still take?
""")
def constant_column_left(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    return scaled(train, val, np.where(std == 0, 0, mean), std)


@mistake("standardize", """
    The column that holds 3 everywhere is gone: 2 columns came back of 3.
    Then weights would no longer fit pictures from elsewhere.
    What should stand in a column that does not vary?
""")
def constant_column_dropped(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    kept = std > 0
    one, two = scaled(train, val, mean, std)
    return one[:, kept], two[:, kept]


@mistake("standardize", """
    Right; but for a constant column numpy warns of an invalid value: 0 over 0.
    The division is done for every column, and what went wrong is mended afterwards; a column of another kind could slip through.
    By which number could a constant column be divided, so that nothing has to be mended?
""", kind="advice")
def zero_over_zero_mended(train, val):
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (
        np.where(std == 0, 0, (train - mean) / std),
        np.where(std == 0, 0, (val - mean) / std),
    )


# ------------------------------------------------------------ read_digits


def learned(X, y, rng, *, epochs=12, rate=0.1, zeros=False):
    """Parameters that read scaled pictures, for the mistakes around it."""
    W1, b1 = dlcourse.initialize(64, 32, rng)
    W2, b2 = dlcourse.initialize(32, 10, rng)
    begin = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    if zeros:
        begin = {key: 0 * values for key, values in begin.items()}
    steps = SimpleNamespace(
        batches=lambda X, y: dlcourse.minibatches(X, y, 32, rng),
        forward=dlcourse.forward,
        loss=dlcourse.cross_entropy,
        backward=dlcourse.backprop,
        update=dlcourse.sgd_step,
    )
    return dlcourse.train(steps, begin, X, y, X[:9], y[:9], epochs, rate)[0]


def scores_of_new(X, y, X_new, rng, **options):
    """The scores (m, 10) of the new pictures, as they should be."""
    X, X_new = dlcourse.standardize(X, X_new)
    return dlcourse.forward(learned(X, y, rng, **options), X_new)


hint(
    "read_digits",
    """
    Which pictures may have a say in mean and spread, and what must
    happen to X_new before the network sees it?
    """,
    """
    The steps 1 to 4 of the text, in their order: a network of 64, 32
    and 10 has W1 (64, 32) and W2 (32, 10). Look at the loss: does it
    still fall in your last epoch?
    """,
    """
    Scale X_new by the statistics of the pictures you trained on, never
    by its own. Scores (m, 10) come from the trained parameters. In each
    row the place of the largest score is the digit: labels (m,).
    """,
)


@mistake("read_digits", """
    180 new pictures gave a table of 180 rows and 10 columns: the scores.
    Who asks for a digit wants one whole number a picture.
    Which of the ten scores of a row names the digit?
""")
def scores_returned(X, y, X_new, rng):
    return scores_of_new(X, y, X_new, rng)


@mistake("read_digits", """
    180 new pictures gave 180 numbers with decimals: the largest score of each row.
    A score says how strongly a digit is meant, and not which one.
    Which function gives the place of the largest, and which the largest?
""")
def largest_score_itself(X, y, X_new, rng):
    return np.max(scores_of_new(X, y, X_new, rng), axis=1)


@mistake("read_digits", """
    180 new pictures gave 10 numbers: for each digit the picture that is most like it.
    The question is the other way round: for each picture its digit.
    Along which axis do the scores of one picture lie?
""")
def best_picture_of_each_digit(X, y, X_new, rng):
    return np.argmax(scores_of_new(X, y, X_new, rng), axis=0)


@mistake("read_digits", """
    180 new pictures gave one single number.
    A share says how good the network is, and nobody can check it; the digits are asked for.
    What does your function know about each new picture?
""")
def one_number_returned(X, y, X_new, rng):
    return np.mean(np.argmax(scores_of_new(X, y, X_new, rng), axis=1) == 3)


@mistake("read_digits", """
    720 labels came back for 180 new pictures: as many as there are to learn from.
    Those digits are known already.
    Which pictures go through the network at the end?
""")
def old_pictures_read(X, y, X_new, rng):
    X, _ = dlcourse.standardize(X, X_new)
    return np.argmax(dlcourse.forward(learned(X, y, rng), X), axis=1)


@mistake("read_digits", """
    Fewer than 30 in 100 are right, and not always the same digit is said: that is guessing.
    So does a network with its first weights or hardly changed ones, with pictures of another scale, or with labels in another order.
    Which parameters go through forward at the end, how was X_new scaled, and does each label stay with its picture?
""")
def first_weights_kept(X, y, X_new, rng):
    X, X_new = dlcourse.standardize(X, X_new)
    return np.argmax(
        dlcourse.forward(learned(X, y, rng, epochs=0), X_new), axis=1
    )


@mistake("read_digits", """
    All 180 new pictures were read as the same digit.
    So it is where all weights begin at 0, or where steps are so long that every unit is off.
    What happens to the loss from epoch to epoch?
""")
def always_the_same_digit(X, y, X_new, rng):
    return np.argmax(scores_of_new(X, y, X_new, rng, zeros=True), axis=1)


@mistake("read_digits", """
    Most of your labels are one too large: a 3 is called 4.
    The columns of the scores count from 0, and so do the digits.
    Which number do you add, and is it needed?
""")
def counted_from_one(X, y, X_new, rng):
    return np.argmax(scores_of_new(X, y, X_new, rng), axis=1) + 1


@mistake("read_digits", """
    A five that stands among other digits is read otherwise than among fives alone.
    The new pictures were scaled by their own mean, so each one depends on those beside it.
    Whose mean and deviation does a new picture get?
""")
def new_by_their_own_mean(X, y, X_new, rng):
    scaled_new, _ = dlcourse.standardize(X_new, X_new)
    X, _ = dlcourse.standardize(X, X)
    return np.argmax(dlcourse.forward(learned(X, y, rng), scaled_new), axis=1)


@mistake("read_digits", """
    With all pixels of X and X_new divided by 1000, and 5 added, hardly any digit is read.
    With the mean of the training pictures taken off and divided by their deviation, both tables would come out as before.
    Which of the two steps is missing, and for which table: X, X_new, or both?
""")
def new_not_scaled(X, y, X_new, rng):
    X, _ = dlcourse.standardize(X, X_new)
    return np.argmax(dlcourse.forward(learned(X, y, rng), X_new), axis=1)


@mistake("read_digits", """
    Some are right, but fewer than 70 in 100.
    The network has learned something, and then it stopped: it took too few steps, or too short ones.
    How long does the loss go on falling?
""")
def stopped_too_early(X, y, X_new, rng):
    return np.argmax(
        scores_of_new(X, y, X_new, rng, epochs=3, rate=0.02), axis=1
    )


@mistake("read_digits", """
    Nothing came back.
    Your network has perhaps read the pictures, but nobody hears of it.
    Which value should the last line return?
""")
def nothing_came_back(X, y, X_new, rng):
    scores_of_new(X, y, X_new, rng, epochs=1)
