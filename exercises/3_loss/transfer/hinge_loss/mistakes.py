"""Wrong answers to the transfer function hinge_loss.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "hinge_loss",
    """
    The scores 2, 1.5 and 0, the right class 0: which two numbers are added
    up, and why does the right class itself add nothing?
    """,
    """
    `Z[np.arange(n), y]` picks from each row the column that y names: (n,). A
    new axis, as in `v[:, np.newaxis]`, makes it a column that can stand
    beside Z.
    """,
    """
    For every entry of Z (n, k): 1 plus it, less the right score of its row;
    below 0 becomes 0. Then put 0 where the right class stands. Add up each
    row, and take the mean of the n sums.
    """,
)


def missing(Z, y, margin=1.0):
    """Right costs (n, k) of all classes, for the mistakes around them."""
    rows = np.arange(len(y))
    M = np.maximum(0, margin + Z - Z[rows, y][:, None])
    M[rows, y] = 0
    return M


@mistake("hinge_loss", """
    Your loss is larger than ours by exactly 1.
    The right class was compared with itself: 1 + z - z costs 1 in every row.
    Which class of a row must not be counted?
""")
def right_class_counted(Z, y):
    right = Z[np.arange(len(y)), y][:, None]
    return np.maximum(0, 1 + Z - right).sum(axis=1).mean()


@mistake("hinge_loss", """
    Ten equal scores cost 0 in yours; 9 is right.
    A lead of nothing is not enough: the right class should be ahead by 1.
    Which number is added to each difference before it is cut at 0?
""")
def margin_left_out(Z, y):
    return missing(Z, y, margin=0.0).sum(axis=1).mean()


@mistake("hinge_loss", """
    For the scores 3 and 0 with the class 0 your loss is -2; 0 is right.
    A class that is far behind earned a reward, and could make good for one that is too near.
    What should a difference below 0 count?
""")
def rewards_given(Z, y):
    rows = np.arange(len(y))
    M = 1 + Z - Z[rows, y][:, None]
    M[rows, y] = 0
    return M.sum(axis=1).mean()


@mistake("hinge_loss", """
    For the scores 3 and 0 with the class 0 your loss is 4; 0 is right.
    The further ahead the right class is, the more it costs in yours.
    Which of the two scores is taken from which?
""")
def difference_turned(Z, y):
    rows = np.arange(len(y))
    M = np.maximum(0, 1 + Z[rows, y][:, None] - Z)
    M[rows, y] = 0
    return M.sum(axis=1).mean()


@mistake("hinge_loss", """
    For 4 examples your loss is 4 times ours.
    A loss that grows with the number of examples makes each step grow with it.
    What is done with the losses of all examples?
""")
def examples_summed(Z, y):
    return missing(Z, y).sum()


@mistake("hinge_loss", """
    Ten equal scores cost 0.9 in yours; 9 is right.
    You averaged over the classes as well, and they should be added up.
    By how many numbers do you divide: examples, or entries of the table?
""")
def classes_averaged(Z, y):
    return missing(Z, y).mean()


@mistake("hinge_loss", """
    Ten equal scores cost 1 in yours; 9 is right.
    Only the strongest rival counts in yours: a loss too, but another one.
    What does the formula do with all the classes that are too near?
""")
def strongest_rival_alone(Z, y):
    return missing(Z, y).max(axis=1).mean()


@mistake("hinge_loss", """
    A class that is 3 too near costs 9 in yours.
    That is the squared hinge, a loss too, but another one.
    What is done with the differences after they are cut at 0?
""")
def missing_squared(Z, y):
    return (missing(Z, y) ** 2).sum(axis=1).mean()


@mistake("hinge_loss", """
    4 numbers came back for 4 examples; a loss is one number.
    Only of one number can we ask whether it gets smaller.
    What is done with the losses of all examples?
""")
def loss_of_each_example(Z, y):
    return missing(Z, y).sum(axis=1)


@mistake("hinge_loss", """
    The label 0 looks up the last class in yours.
    Labels begin at 0 here, like Python's indices.
    Which number do you take from y, and is it needed?
""")
def classes_from_one(Z, y):
    return missing(Z, y - 1).sum(axis=1).mean()


@mistake("hinge_loss", """
    Python stopped: Z is (4, 3), and the four right scores do not fit beside it.
    One right score belongs to each row, and numpy laid the four along the columns.
    Which shape must they have to stand beside the rows?
""")
def right_scores_lie_flat(Z, y):
    rows = np.arange(len(y))
    M = np.maximum(0, 1 + Z - Z[rows, y])
    M[rows, y] = 0
    return M.sum(axis=1).mean()
