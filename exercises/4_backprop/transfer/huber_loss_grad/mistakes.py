"""Wrong answers to the transfer function huber_loss_grad.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "huber_loss_grad",
    """
    Draw the loss of one guess against its gap, for delta 1. How steep is it
    at the gaps 0.5, 1, 3, and how steep at -3?
    """,
    """
    Between -delta and delta the slope is the gap itself. Beyond, it stays
    what it was at the border. numpy has a function that holds numbers
    between two borders.
    """,
    """
    Take the gaps, P less Y, with their signs. Hold each of them between
    minus delta and delta. Then divide by the number of entries, since the
    loss is a mean.
    """,
)


@mistake("huber_loss_grad", """
    For 6 entries your slopes are 6 times ours.
    The loss is a mean, so each entry moves it by a sixth of its own cost.
    By how many numbers does the mean divide?
""")
def mean_forgotten(P, Y, delta):
    return np.clip(P - Y, -delta, delta)


@mistake("huber_loss_grad", """
    All your slopes are exactly twice ours.
    The half in the loss is there so that no 2 is left over in the slope.
    What is the slope of half of g squared?
""")
def factor_of_two(P, Y, delta):
    return 2 * np.clip(P - Y, -delta, delta) / P.size


@mistake("huber_loss_grad", """
    With delta 1 a gap of 3 pulls three times as hard as a gap of 1, and delta changes nothing.
    That is the slope of the squares; the line has one slope everywhere.
    How large may a slope be, before it is divided by the number of entries?
""")
def no_limit(P, Y, delta):
    return (P - Y) / P.size


@mistake("huber_loss_grad", """
    A guess that is too high by 0.5 got a slope below 0.
    Making it higher makes the loss larger, so its slope is above 0.
    Which of the two is taken from the other, guess or answer?
""")
def answer_less_guess(P, Y, delta):
    return np.clip(Y - P, -delta, delta) / P.size


@mistake("huber_loss_grad", """
    A guess that is too low by 2 got a slope above 0.
    No slope of yours is below 0, so too low and too high pull the same way.
    Where does the sign of the gap get lost?
""")
def signs_lost(P, Y, delta):
    return np.minimum(np.abs(P - Y), delta) / P.size


@mistake("huber_loss_grad", """
    With delta 1, gaps of 0.5 and 3 have the same slope in yours.
    Near 0 the loss is a round valley, and its slope fades to 0 at the bottom.
    What is the slope where the gap is smaller than delta?
""")
def full_pull_everywhere(P, Y, delta):
    return delta * np.sign(P - Y) / P.size


@mistake("huber_loss_grad", """
    With delta 1 a gap of 3 has the slope 0 in yours.
    Nothing would then pull a far guess back, though the loss still grows there.
    How steep is the straight line beyond delta?
""")
def no_pull_beyond(P, Y, delta):
    G = P - Y
    return np.where(np.abs(G) <= delta, G, 0) / P.size


@mistake("huber_loss_grad", """
    With delta 1 yours is right; with delta 2 a gap of 3 has half of its slope.
    The line goes up by delta for each 1 that the gap grows, not by 1.
    Which number, besides the sign, says how steep the line is?
""")
def pull_of_one_beyond(P, Y, delta):
    G = P - Y
    return np.where(np.abs(G) <= delta, G, np.sign(G)) / P.size


@mistake("huber_loss_grad", """
    With delta 1 a gap of -2 has twice the slope of a gap of -1 in yours.
    Every negative gap was taken for a small one, since -2 is below delta.
    How far is -2 from 0, and is that more than delta?
""")
def limited_above_alone(P, Y, delta):
    return np.minimum(P - Y, delta) / P.size


@mistake("huber_loss_grad", """
    For a table with 3 columns your slopes are 3 times ours.
    len counts the rows of a table and no more.
    By how many numbers does the mean divide?
""")
def slopes_by_rows(P, Y, delta):
    return np.clip(P - Y, -delta, delta) / len(P)


@mistake("huber_loss_grad", """
    One number came back, but each of the 6 guesses has a slope of its own.
    dP has the shape of P: it says for each guess which way it should go.
    Which step of yours puts all slopes together?
""")
def slopes_averaged(P, Y, delta):
    return np.clip(P - Y, -delta, delta).mean()
