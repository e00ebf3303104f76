"""Wrong answers to the transfer function smoothed_cross_entropy.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "smoothed_cross_entropy",
    """
    With 4 classes and the amount 0.2, which weight has the right class, and
    which has each of the others? Do the weights add up to 1?
    """,
    """
    Two losses you know are mixed: that of the right class, and the mean over
    all classes. The logarithms of all probabilities, (n, k), serve both.
    """,
    """
    First all logarithms (n, k), as the formula with m says. From each row
    take the one that y names, times 1 less the amount, and the mean of the
    row, times the amount. Add, turn the sign, take the mean over the rows.
    """,
)


def logs_of(Z):
    """Right logarithms (n, k), for the mistakes around them."""
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def smoothed(logs, y, amount):
    """The losses (n,) that follow from logarithms (n, k)."""
    right = logs[np.arange(len(y)), y]
    return -((1 - amount) * right + amount * logs.mean(axis=1))


@mistake("smoothed_cross_entropy", """
    Another amount gives the same loss in yours.
    That is the plain cross-entropy: only the right class counts.
    What is shared out among all the classes?
""")
def nothing_shared(Z, y, amount):
    return smoothed(logs_of(Z), y, 0.0).mean()


@mistake("smoothed_cross_entropy", """
    The scores 1000 and 0, the class 0, the amount 0.25: yours is 250, and 125 is right.
    You shared the amount among the wrong classes only.
    Among how many classes does the formula share it, and is the right one among them?
""")
def shared_by_the_wrong_ones(Z, y, amount):
    n, k = Z.shape
    weights = np.full((n, k), amount / (k - 1))
    weights[np.arange(n), y] = 1 - amount
    return -(weights * logs_of(Z)).sum(axis=1).mean()


@mistake("smoothed_cross_entropy", """
    Ten equal scores and the amount 0.4 cost 10.59 in yours; 2.303 is right.
    Every class got the whole amount, so the weights of a row add up to more than 1.
    By what is the amount divided before each class gets its part?
""")
def whole_amount_for_each(Z, y, amount):
    logs = logs_of(Z)
    right = logs[np.arange(len(y)), y]
    return -((1 - amount) * right + amount * logs.sum(axis=1)).mean()


@mistake("smoothed_cross_entropy", """
    Ten equal scores and the amount 0.4 cost 3.224 in yours; 2.303 is right.
    The right class kept its full weight, and the others got theirs on top.
    What is left for the right class once the amount is taken away?
""")
def nothing_taken_away(Z, y, amount):
    logs = logs_of(Z)
    right = logs[np.arange(len(y)), y]
    return -(right + amount * logs.mean(axis=1)).mean()


@mistake("smoothed_cross_entropy", """
    The scores 1000 and 0, the class 0, the amount 0.25: yours is 375, and 125 is right.
    The larger weight went to all classes together, the smaller one to the right class.
    Which of the two terms belongs to the amount, and which to what is left?
""")
def weights_swapped(Z, y, amount):
    return smoothed(logs_of(Z), y, 1 - amount).mean()


@mistake("smoothed_cross_entropy", """
    The scores 1000 and 0, the class 0, the amount 0.25: yours is inf, and 125 is right.
    A probability was rounded to 0, and the log of 0 is minus infinity.
    How can the log be taken before anything is rounded away?
""")
def log_of_rounded(Z, y, amount):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return smoothed(np.log(P), y, amount).mean()


@mistake("smoothed_cross_entropy", """
    The scores 1000 and 0, the class 0, the amount 0.25: yours is 3.454, and 125 is right.
    The small number added under the log hides how sure the network is.
    How can the log be taken before anything is rounded away?
""")
def log_of_a_little_more(Z, y, amount):
    return smoothed(np.log(np.exp(logs_of(Z)) + 1e-12), y, amount).mean()


@mistake("smoothed_cross_entropy", """
    The scores 1000 and 0 cost nan in yours.
    exp(1000) is infinite for a computer, and infinite over infinite is nan.
    What can be taken from all scores of a row first?
""")
def exp_of_a_thousand(Z, y, amount):
    E = np.exp(Z)
    return smoothed(np.log(E / E.sum(axis=1, keepdims=True)), y, amount).mean()


@mistake("smoothed_cross_entropy", """
    Your loss is below 0.
    The log of a probability is never above 0, and a loss counts upward from 0.
    Which sign stands before both terms?
""")
def signs_left_out(Z, y, amount):
    return -smoothed(logs_of(Z), y, amount).mean()


@mistake("smoothed_cross_entropy", """
    For 4 examples your loss is 4 times ours.
    A loss that grows with the number of examples makes each step grow with it.
    What makes it independent of how many there are?
""")
def rows_summed(Z, y, amount):
    return smoothed(logs_of(Z), y, amount).sum()


@mistake("smoothed_cross_entropy", """
    4 numbers came back for 4 examples; a loss is one number.
    Only of one number can we ask whether it gets smaller.
    What is done with the losses of all examples?
""")
def one_loss_a_row(Z, y, amount):
    return smoothed(logs_of(Z), y, amount)
