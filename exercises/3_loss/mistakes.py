"""Wrong answers to 3_loss, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

# -------------------------------------------------- mean_squared_error


hint(
    "mean_squared_error",
    """
    A guess 1 too high and a guess 1 too low: should their errors
    cancel, or add up?
    """,
    """
    Gap, square, mean, in this order. Gaps of 1 and -3 become 1 and 9,
    with the mean 5. Over which numbers of a table does a mean without
    an axis go?
    """,
    """
    Subtract place by place, which keeps the shape. Square every gap,
    which makes all of them positive. Then one mean over every entry,
    rows and columns alike.
    """,
)


@mistake("mean_squared_error", """
    Gaps of both signs cancel in your loss.
    A guess that is too high is not made good by one that is too low.
    What makes a negative gap count like a positive one?
""")
def square_left_out(P, Y):
    return (P - Y).mean()


@mistake("mean_squared_error", """
    A gap of 3 counts in yours three times as much as a gap of 1, not nine times.
    That is the mean absolute error, a loss too, but another one.
    What is done with each gap before the mean?
""")
def absolute_error(P, Y):
    return np.abs(P - Y).mean()


@mistake("mean_squared_error", """
    For a table with 3 columns your loss is 3 times ours.
    len counts the rows of a table and no more.
    By how many numbers is the sum of the squares divided?
""")
def divided_by_rows(P, Y):
    return ((P - Y) ** 2).sum() / len(P)


@mistake("mean_squared_error", """
    Your loss is exactly half of ours.
    Some books put 1/2 before the sum, so that the slope looks neater; we do not.
    Which number stands before your sum?
""")
def half_of_it(P, Y):
    return 0.5 * ((P - Y) ** 2).mean()


@mistake("mean_squared_error", """
    Your loss is the sum of the squares: 6 entries give 6 times ours.
    Then more data would mean a larger loss, however good the guesses.
    What makes it independent of the number of entries?
""")
def sum_instead_of_mean(P, Y):
    return ((P - Y) ** 2).sum()


@mistake("mean_squared_error", """
    Your loss is the square root of ours.
    The root brings back the unit of the answers, and it is another loss.
    Which step comes after the mean in yours?
""")
def root_taken(P, Y):
    return np.sqrt(((P - Y) ** 2).mean())


@mistake("mean_squared_error", """
    You squared the mean gap: gaps of both signs cancel before they count.
    The mean of squares and the square of a mean are two things.
    Which of the two steps comes first?
""")
def mean_squared_too_late(P, Y):
    return (P - Y).mean() ** 2


@mistake("mean_squared_error", """
    Many numbers came back; a loss is one number.
    Only of one number can we ask whether it gets smaller.
    What is done with the squares of all gaps?
""")
def one_for_each_entry(P, Y):
    return (P - Y) ** 2


@mistake("mean_squared_error", """
    One number for each row came back; a loss is one number.
    The mean is over every entry, rows and columns.
    Which axis did you name, and what happens without it?
""")
def one_for_each_row(P, Y):
    return ((P - Y) ** 2).mean(axis=-1)


@mistake("mean_squared_error", """
    You took the difference of the squares, not the square of the difference.
    Then -1 for 1 would be a perfect guess.
    What is the gap between guess and answer, before anything is squared?
""")
def squares_subtracted(P, Y):
    return (P**2 - Y**2).mean()


@mistake("mean_squared_error", """
    The gap 1.5 counted as 3 and the gap -1 as -2: each was doubled.
    A square is a number times itself.
    How does Python write a power?
""")
def doubled_not_squared(P, Y):
    return np.mean((P - Y) * 2)


@mistake("mean_squared_error", """
    Only the answers were squared: with the guess 2.5 and the answer 1 yours has 2.5 - 1.
    A power binds more tightly than a minus.
    What must be worked out before the square, and how do you say so?
""")
def answers_squared_alone(P, Y):
    return np.mean(P - Y**2)


@mistake("mean_squared_error", """
    Guesses that are all too high by the same amount cost nothing in yours.
    That is the variance of the gaps: it takes their mean away before it squares them.
    What is squared in the formula?
""")
def variance_of_gaps(P, Y):
    return np.var(P - Y)


# ---------------------------------------------------------------- softmax


hint(
    "softmax",
    """
    To what should each row of P add up? And what does adding 5 to all
    scores of one row change?
    """,
    """
    exp makes all scores positive; dividing by their sum makes them add
    up to 1: 1 and 3 become 1/4 and 3/4. Before exp, take the row's
    largest score from all of its scores.
    """,
    """
    Each row's largest score, kept as a column (n, 1), is taken from Z
    (n, k). exp of that. Each row's sum, again a column (n, 1), divides
    its row. `keepdims=True` keeps the columns.
    """,
)


@mistake("softmax", """
    The scores 1000 and 1001 gave nan.
    exp(1000) is infinite for a computer, and infinite over infinite is nan.
    What can be taken from all scores of a row without changing the result?
""")
def largest_not_taken_out(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", """
    Each column of your result adds up to 1, where each row should.
    The examples compete with each other instead of the classes.
    Along which axis do the classes of one example lie?
""")
def columns_sum_to_one(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / sum(E)


@mistake("softmax", """
    Each column of your result adds up to 1, where each row should; the largest was taken from columns as well.
    The examples compete with each other instead of the classes.
    Along which axis do the classes of one example lie?
""")
def columns_for_rows(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


@mistake("softmax", """
    No row of yours adds up to 1: above the line the largest score was taken away, below it was not.
    The same amount must go from every score, or it does not cancel.
    Of which scores does your sum take exp?
""")
def taken_out_above_alone(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / np.exp(Z).sum(axis=1, keepdims=True)


@mistake("softmax", """
    No row of yours adds up to 1: exp of each score is divided by the sum of the scores themselves.
    What is shared out and what it is divided by must be the same kind of thing.
    Is exp taken before the sum?
""")
def divided_by_the_scores(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / Z.sum(axis=1, keepdims=True)


@mistake("softmax", """
    No row of yours adds up to 1: below the line stands exp of the sum of a row's scores.
    exp of a sum is the product of the single ones, and not their sum.
    Which comes first in the formula, exp or the sum?
""")
def exp_of_the_sum(Z):
    return np.exp(Z) / np.exp(Z.sum(axis=1, keepdims=True))


@mistake("softmax", """
    Four rows and three classes stopped with an error, three and three gave wrong numbers.
    The sums of the rows lost an axis, and numpy laid them along the columns.
    Which shape must the sums have to stand beside the rows?
""")
def axis_lost(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


@mistake("softmax", """
    The largest score divides the others in yours, and the probabilities differ from ours.
    Only an amount taken away from all scores of a row cancels in the fraction.
    Which operation leaves the differences between scores as they are?
""")
def divided_by_the_largest(Z):
    E = np.exp(Z / Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", """
    Each row adds up to 1, but some of your probabilities are negative.
    A share of the plain scores keeps their signs.
    What makes every score positive before it is divided?
""")
def exp_left_out(Z):
    return Z / Z.sum(axis=1, keepdims=True)


@mistake("softmax", """
    The scores 1000, 1001 and 999 came out alike.
    Cutting them off destroyed the differences between them.
    What keeps the differences and still makes the numbers small?
""")
def scores_cut_off(Z):
    E = np.exp(np.clip(Z, -50, 50))
    return E / (E.sum(axis=1, keepdims=True) + 1e-8)


@mistake("softmax", """
    All your probabilities are 0 or 1.
    Softmax keeps how sure the network is; the winner alone has no useful slope.
    Where do you compare, and what should stand there instead?
""")
def winner_takes_all(Z):
    return (Z.max(axis=1, keepdims=True) == Z).astype(float)


@mistake("softmax", """
    The whole table adds up to 1, where each row should.
    All examples share one sum in yours.
    Along which axis do the classes of one example lie?
""")
def whole_table_sums_to_one(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


@mistake("softmax", """
    Beside a row of scores near 1000 a row of small scores came out as nan.
    The largest score of the whole table was taken out; what is left of the small ones is exp of -1000.
    Whose largest score should be taken out of a row?
""")
def one_largest_for_all(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", """
    Right numbers, but the array that was handed in is changed too.
    The caller still needs the scores, for the loss.
    Which line writes into Z, and what could it make instead?
""")
def changed_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", """
    Your rows do not add up to 1.
    exp of the scores has to be shared out.
    By what is each of them divided?
""")
def sum_left_out(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@mistake("softmax", """
    Your results are the logarithms of the probabilities: none is above 0.
    The logarithm belongs to the loss.
    Which step comes last in yours?
""")
def log_taken(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


@mistake("softmax", """
    Each of your numbers depends on its own score alone.
    A sigmoid is for one yes or no; the classes of a row share 1 among them.
    Which sum makes each row add up to 1?
""")
def sigmoid_instead(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)


@mistake("softmax", """
    The smallest score got the largest probability.
    A minus in the exponent turns the order round.
    Which sign does the score have in the formula?
""")
def sign_turned(Z):
    E = np.exp(-(Z - Z.min(axis=1, keepdims=True)))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", """
    Right; but at a score of 1000 numpy warns of an overflow in exp.
    A difference of two scores can be large and positive, and its exp is infinite. 1 over infinite happens to give the right 0.
    Which score of a row is never smaller than another one?
""", kind="advice")
def differences_overflow(Z):
    return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


# ---------------------------------------------------------- cross_entropy


def log_probabilities(Z):
    """Right logarithms, for the mistakes around them."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


hint(
    "cross_entropy",
    """
    With ten equal scores each class has the probability 1/10. What
    should the loss be then, and does it change with the number of
    examples?
    """,
    """
    For each example two numbers are enough: the log of the sum of exp
    of its scores, and the score of its right class. For scores 0 and 0:
    ln 2 and 0.
    """,
    """
    Take each row's largest score (n, 1) from its row. Log of the row
    sums of exp: (n,). The shifted scores of the right classes, picked
    with y: (n,). Their difference is a loss for each example; one
    number comes back.
    """,
)


@mistake("cross_entropy", """
    Ordinary scores are right, but the scores 1000 and 0 with the class 1 cost inf; 1000 is right.
    Softmax rounded the probability to 0, and the log of 0 is minus infinity.
    How can the log be taken before anything is rounded away?
""")
def log_of_zero(Z, y):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y]).mean()


@mistake("cross_entropy", """
    The scores 1000 and 0 with the class 1 cost 27.6 in yours; 1000 is right.
    The small number added under the log hides how wrong the network is, and its slope.
    How can the log be taken before anything is rounded away?
""")
def small_number_under_the_log(Z, y):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y] + 1e-12).mean()


@mistake("cross_entropy", """
    The scores 1000 and 0 with the class 0 cost inf in yours; 0 is right.
    The formula is right on paper, but exp(1000) is infinite for a computer.
    What can be taken from all scores of a row first?
""")
def exp_too_large(Z, y):
    log_sum = np.log(np.exp(Z).sum(axis=1))
    return (log_sum - Z[np.arange(len(y)), y]).mean()


@mistake("cross_entropy", """
    In the table with the rows 1000, 0 and 0, 1 the second row has no finite loss; 0.313 is right.
    The largest score of the whole table was taken from every row, so exp gave 0 in the small ones.
    Along which axis is the largest score of each row found?
""")
def largest_of_all_rows(Z, y):
    S = Z - Z.max()
    log_sum = np.log(np.exp(S).sum(axis=1))
    return (log_sum - S[np.arange(len(y)), y]).mean()


@mistake("cross_entropy", """
    Your loss is below 0.
    The log of a probability is never above 0, and a loss counts upward from a perfect 0.
    Which sign is missing?
""")
def minus_left_out(Z, y):
    return log_probabilities(Z)[np.arange(len(y)), y].mean()


@mistake("cross_entropy", """
    For 4 examples your loss is 4 times ours.
    A loss that grows with the number of examples makes each step grow with it.
    What makes it independent of how many there are?
""")
def summed_not_averaged(Z, y):
    return -log_probabilities(Z)[np.arange(len(y)), y].sum()


@mistake("cross_entropy", """
    Your loss takes the columns that y names from every row, 16 numbers for 4 examples.
    Each row has one right class.
    How do you pair row 0 with y[0], row 1 with y[1], and so on?
""")
def every_row_every_label(Z, y):
    return -log_probabilities(Z)[:, y].mean()


@mistake("cross_entropy", """
    The label 0 looks up the last class in yours.
    Labels begin at 0 here, like Python's indices.
    Which number do you take from y, and is it needed?
""")
def labels_from_one(Z, y):
    return -log_probabilities(Z)[np.arange(len(y)), y - 1].mean()


@mistake("cross_entropy", """
    Only the first example counts: other labels for the others change nothing.
    The loss of all examples is asked for.
    How many rows does your index pick?
""")
def first_example_only(Z, y):
    return -log_probabilities(Z)[0, y[0]]


@mistake("cross_entropy", """
    Your loss is 1.443 times ours: ten equal classes cost 3.32 and not 2.303.
    That is the logarithm to the base 2.
    Which logarithm undoes exp?
""")
def log_base_two(Z, y):
    return -(log_probabilities(Z)[np.arange(len(y)), y] / np.log(2)).mean()


@mistake("cross_entropy", """
    Your loss is 0.434 times ours: ten equal classes cost 1 and not 2.303.
    That is the logarithm to the base 10.
    Which logarithm undoes exp?
""")
def log_base_ten(Z, y):
    return -(log_probabilities(Z)[np.arange(len(y)), y] / np.log(10)).mean()


@mistake("cross_entropy", """
    Other labels give the same loss in yours.
    You scored the class that the network likes best, right or wrong.
    Which class of each row should count?
""")
def winner_scored(Z, y):
    return -log_probabilities(Z).max(axis=1).mean()


@mistake("cross_entropy", """
    You gave back the share of wrong answers.
    It does not change when a score changes a little, so a network cannot follow it.
    What does a probability of the right class that is a little larger earn?
""")
def error_rate(Z, y):
    return (Z.argmax(axis=1) != y).mean()


@mistake("cross_entropy", """
    4 numbers came back for 4 examples; a loss is one number.
    Only of one number can we ask whether it gets smaller.
    What is done with the losses of all examples?
""")
def one_for_each_example(Z, y):
    return -log_probabilities(Z)[np.arange(len(y)), y]


@mistake("cross_entropy", """
    Your function took the labels for a table of zeros and ones.
    y has one whole number for each example: the class itself.
    How do you pick from each row the column that y names?
""")
def one_hot_expected(Z, y):
    return -(y * log_probabilities(Z)).sum(axis=1).mean()


@mistake("cross_entropy", """
    Your loss is the mean probability of the right class, with a minus.
    A hopeless answer then costs hardly more than a bad one.
    Which function of the probability is missing?
""")
def log_left_out(Z, y):
    P = np.exp(log_probabilities(Z))
    return -P[np.arange(len(y)), y].mean()


@mistake("cross_entropy", """
    Ten equal scores of 0 cost 0 in yours: only the right class's score is left.
    A score alone says nothing; it is good or bad beside the others.
    Which of the two parts of the formula is missing?
""")
def others_left_out(Z, y):
    return -Z[np.arange(len(y)), y].mean()


@mistake("cross_entropy", """
    The largest score was taken away in one part of the formula and not in the other.
    The loss of the row with the scores 1, 2 and 3.5 is too small by 3.5 in yours.
    From which scores do you pick the right class's, and from which does the log of the sum come?
""")
def shifted_in_one_part(Z, y):
    S = Z - Z.max(axis=1, keepdims=True)
    logs = np.log(np.exp(S).sum(axis=1))
    return (logs - Z[np.arange(len(y)), y]).mean()


@mistake("cross_entropy", """
    The probabilities were averaged before the log was taken.
    The log of a mean is not the mean of the logs: one hopeless example would hide among good ones.
    Of how many numbers do you take the log?
""")
def log_of_the_mean(Z, y):
    P = np.exp(log_probabilities(Z))
    return -np.log(P[np.arange(len(y)), y].mean())


@mistake("cross_entropy", """
    Your loss also counts the log of 1 minus the probability, for the wrong classes.
    That is the formula for two answers, yes and no; here the classes share one probability of 1.
    Which probability alone stands in the formula?
""")
def wrong_classes_counted_too(Z, y):
    P = np.exp(log_probabilities(Z))
    Y = np.eye(Z.shape[1])[y]
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum(axis=1).mean()


@mistake("cross_entropy", """
    Your loss is also divided by the number of classes.
    Each example has one right class, so n losses are averaged.
    By how many numbers do you divide?
""")
def divided_by_classes_too(Z, y):
    return -log_probabilities(Z)[np.arange(len(y)), y].sum() / Z.size


# --------------------------------------------------------------- accuracy


hint(
    "accuracy",
    """
    Which column of a row is the network's guess? And which number
    should come back if all guesses are right?
    """,
    """
    `np.argmax` gives the place of the largest number: of 1, 5, 3 it is
    1. With an axis it gives one place for each row, or for each column.
    Which do you need?
    """,
    """
    From Z (n, k) one guess for each row, shape (n,). Compare with y
    (n,), place by place. The share of places that agree is one number
    from 0 to 1.
    """,
)


@mistake("accuracy", """
    You looked for the best example of each class, down the columns.
    The question is the best class of each example.
    Along which axis do the classes of one example lie?
""")
def best_example_of_a_class(Z, y):
    k = Z.shape[1]
    best = Z.argmax(axis=0)
    return float((best[: len(y)] == y[:k]).mean())


@mistake("accuracy", """
    Three of four right came back as 0.25.
    That is the share of wrong answers.
    Which of the two does == count, and which !=?
""")
def error_rate_instead(Z, y):
    return float((Z.argmax(axis=1) != y).mean())


@mistake("accuracy", """
    Three of four right came back as 0.
    Yours is 1 only if every answer is right.
    How do you compare one by one, and then average?
""")
def all_or_nothing(Z, y):
    return float(np.array_equal(Z.argmax(axis=1), y))


@mistake("accuracy", """
    Three of four right came back as 3.
    A share is between 0 and 1, however many examples there are.
    By what must the count be divided?
""")
def count_instead_of_share(Z, y):
    return int((Z.argmax(axis=1) == y).sum())


@mistake("accuracy", """
    Three of four right came back as 75.
    A share of 1 is all, in this course.
    By what do you multiply, and is it needed?
""")
def in_percent(Z, y):
    return float(100 * (Z.argmax(axis=1) == y).mean())


@mistake("accuracy", """
    4 answers came back, one for each example; the accuracy is one number.
    Right and wrong, as 1 and 0, have a mean.
    What is the mean of four such numbers if three are right?
""")
def one_for_each_example_too(Z, y):
    return Z.argmax(axis=1) == y


@mistake("accuracy", """
    The smallest score wins in yours.
    The network gives the class that it likes best the largest score.
    Which of numpy's arg functions do you need?
""")
def smallest_wins(Z, y):
    return float((Z.argmin(axis=1) == y).mean())


@mistake("accuracy", """
    Two equal scores: yours took the last class, the first one counts.
    Some rule is needed for equals, and all of us need the same.
    Which of equal entries does np.argmax take by itself?
""")
def last_of_equals(Z, y):
    k = Z.shape[1]
    return float((k - 1 - Z[:, ::-1].argmax(axis=1) == y).mean())


@mistake("accuracy", """
    You compared scores with labels: hardly any score equals a label.
    The column of the largest score is the answer, not the score itself.
    Which function gives the place of the largest, and which the largest?
""")
def score_taken_for_the_class(Z, y):
    return float((Z.max(axis=1) == y).mean())


@mistake("accuracy", """
    The share was not given back but the guessed classes themselves.
    Accuracy is one number: the share of guesses that y agrees with.
    What is still to be done with the guesses?
""")
def guesses_returned(Z, y):
    return np.argmax(Z, axis=1)


@mistake("accuracy", """
    Yours takes the largest score of the whole table: one guess for all four examples.
    Each row is an example and guesses for itself.
    Along which axis should the largest be looked for?
""")
def one_guess_for_all(Z, y):
    return np.mean(np.argmax(Z) == y)


@mistake("accuracy", """
    Yours is the mean probability of the right class, and not the share of right guesses.
    A guess is right or wrong, however sure it is.
    Which class does a row guess, and is it the one that y names?
""")
def probability_instead(Z, y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P[np.arange(len(y)), y].mean()
