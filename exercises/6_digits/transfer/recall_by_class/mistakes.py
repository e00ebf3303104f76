"""Wrong answers to the transfer function recall_by_class.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "recall_by_class",
    """
    The labels are 0, 0, 0, 1 and the guesses 0, 1, 0, 1. Which examples have
    a say in the recall of 0, and which have none?
    """,
    """
    `y == 0` is True for the examples of class 0. Such an array picks: `v[y ==
    0]` holds only those entries of v. The mean of True and False is a share.
    """,
    """
    For each class from 0 to k - 1: pick the guesses where y is that class,
    compare them with the class, take the mean. Gather the k shares in one
    array, in the order of the classes.
    """,
)


def found(guesses, y, k):
    """How many of each class were found, for the mistakes below."""
    return np.array([((guesses == c) & (y == c)).sum() for c in range(k)])


def count(values, k):
    """How often each class occurs."""
    return np.array([(values == c).sum() for c in range(k)])


@mistake("recall_by_class", """
    4 of the 8 labels are 0 and 3 of these were found, and yours is 1 for this class.
    You divided by how often 0 was guessed: that is the precision, another useful number.
    Of which examples is the recall a share: those guessed as 0, or those that are 0?
""")
def precision_instead(guesses, y, k):
    return found(guesses, y, k) / np.maximum(count(guesses, k), 1)


@mistake("recall_by_class", """
    4 of the 8 labels are 0 and 3 of these were found, and yours is 0.375 for this class.
    You divided by the number of all examples, so a rare class can never be well found.
    How many examples of class 0 are there?
""")
def share_of_all_examples(guesses, y, k):
    return found(guesses, y, k) / len(y)


@mistake("recall_by_class", """
    Every class has the same number in yours, 0.625.
    That is the accuracy over all classes.
    Which examples should have a say in the number of one class?
""")
def accuracy_for_all(guesses, y, k):
    return np.full(k, (guesses == y).mean())


@mistake("recall_by_class", """
    Class 0 has 3 in yours, class 2 has 1.
    Those are counts, and a recall is a share between 0 and 1.
    By what must each count be divided?
""")
def found_ones_counted(guesses, y, k):
    return found(guesses, y, k)


@mistake("recall_by_class", """
    3 of 4 zeros were found, and yours is 0.25 for this class.
    That is the share that was missed.
    Which of the two does == find, and which !=?
""")
def missed_share(guesses, y, k):
    return 1 - found(guesses, y, k) / count(y, k)


@mistake("recall_by_class", """
    3 of 4 zeros were found, and yours is 75 for this class.
    A share of 1 is all, in this course.
    By what do you multiply, and is it needed?
""")
def recall_in_percent(guesses, y, k):
    return 100 * found(guesses, y, k) / count(y, k)


@mistake("recall_by_class", """
    One number came back where three classes have one each.
    The mean over the classes hides which of them is missed.
    Which step of yours makes one number out of three?
""")
def classes_joined(guesses, y, k):
    return (found(guesses, y, k) / count(y, k)).mean()


@mistake("recall_by_class", """
    2 numbers came back for 3 classes.
    The last class was left out.
    At which number does range(k - 1) stop, and at which range(k)?
""")
def last_class_left_out(guesses, y, k):
    return (found(guesses, y, k) / count(y, k))[:-1]


@mistake("recall_by_class", """
    Your first number belongs to class 1, and the last one to no class.
    Labels begin at 0 here, like Python's indices.
    Which classes does your loop go through?
""")
def classes_begin_at_one(guesses, y, k):
    shares = found(guesses, y, k) / count(y, k)
    return np.append(shares[1:], np.nan)


@mistake("recall_by_class", """
    A table of (3, 3) came back: how often each class was guessed for each label.
    The recall of a class is one number of that table, divided by the sum of its row.
    Where in the table does guess equal label?
""")
def whole_table(guesses, y, k):
    table = np.zeros((k, k))
    np.add.at(table, (y, guesses), 1)
    return table / table.sum(axis=1, keepdims=True)
