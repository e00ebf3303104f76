"""Wrong answers to the transfer function top_k_accuracy.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "top_k_accuracy",
    """
    The scores are 0.1, 3 and 2, the label is 2. How many classes are ahead of
    the label, and how many may be, if k is 2?
    """,
    """
    Either sort: `np.argsort` gives the classes from the smallest score to the
    largest. Or count, in each row, the scores that are larger than the score
    of the label.
    """,
    """
    Take from each row the score that y names, and make it a column (n, 1).
    Compare Z with it, and count along each row how many are larger: (n,). An
    example is right if that count is below k.
    """,
)


def places(Z, y):
    """How many classes are ahead of each label, for the mistakes below."""
    right = Z[np.arange(len(y)), y]
    return (right[:, None] < Z).sum(axis=1)


@mistake("top_k_accuracy", """
    With 1, 2 and 3 guesses the share is 0.2, always the same.
    Only the first guess counts in yours: that is the plain accuracy.
    Where does your function ask how many guesses are allowed?
""")
def first_guess_alone(Z, y, k):
    return (Z.argmax(axis=1) == y).mean()


@mistake("top_k_accuracy", """
    With 1 guess the share is 0.4, where 0.2 is right.
    You looked among the smallest scores; sorting begins with those.
    At which end of a sorted row do the best guesses stand?
""")
def smallest_scores_taken(Z, y, k):
    best = np.argsort(Z, axis=1)[:, :k]
    return (best == y[:, None]).any(axis=1).mean()


@mistake("top_k_accuracy", """
    With 1, 2 and 3 guesses the share is 0.2 each time, and with 4 it is 0.
    Only the last of the k guesses counts in yours.
    Is an example wrong if the label was an earlier guess?
""")
def last_guess_alone(Z, y, k):
    return (places(Z, y) == k - 1).mean()


@mistake("top_k_accuracy", """
    With 1 guess the share is 0.4, where 0.2 is right: that is the share for 2.
    One guess too many is allowed in yours.
    How many classes may be ahead of the label if k is 1?
""")
def one_guess_too_many(Z, y, k):
    return (places(Z, y) <= k).mean()


@mistake("top_k_accuracy", """
    With 2 guesses the share is 0.2, where 0.4 is right: that is the share for 1.
    One guess too few is allowed in yours.
    How many columns does your slice take if k is 2?
""")
def one_guess_too_few(Z, y, k):
    return (places(Z, y) < k - 1).mean()


@mistake("top_k_accuracy", """
    1 of 5 right came back as 1, and 3 of 5 as 3.
    A share is between 0 and 1, however many examples there are.
    By what must the count be divided?
""")
def examples_counted(Z, y, k):
    return (places(Z, y) < k).sum()


@mistake("top_k_accuracy", """
    1 of 5 right came back as 20.
    A share of 1 is all, in this course.
    By what do you multiply, and is it needed?
""")
def share_in_percent(Z, y, k):
    return 100 * (places(Z, y) < k).mean()


@mistake("top_k_accuracy", """
    1 of 5 right came back as 0.8.
    That is the share of the examples that are wrong.
    Which of the two does your comparison find?
""")
def share_of_misses(Z, y, k):
    return (places(Z, y) >= k).mean()


@mistake("top_k_accuracy", """
    5 answers came back, one for each example; the share is one number.
    Right and wrong, as 1 and 0, have a mean.
    What is the mean of five such numbers if three are right?
""")
def answer_for_each(Z, y, k):
    return (places(Z, y) < k).astype(float)


@mistake("top_k_accuracy", """
    1 of 5 right came back as 0.2, and 3 of 5 as 0.2: you divided by k as well.
    Each example is right or wrong as a whole, however many guesses it had.
    Over what is the mean taken: examples, or all guesses?
""")
def mean_over_guesses(Z, y, k):
    best = np.argsort(-Z, axis=1)[:, :k]
    return (best == y[:, None]).mean()
