"""Wrong answers to the transfer function huber_loss.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "huber_loss",
    """
    With delta 1, which of the gaps 0.5, -0.5, 3 and -3 are small, and what
    should each of them cost?
    """,
    """
    A gap counts by its size, so its sign goes first. `np.where` then chooses
    entry by entry between two arrays, the squares and the line.
    """,
    """
    From P and Y make the sizes of all gaps. From these make the halved
    squares, and the line. Choose where the size is not above delta. Take the
    mean of everything: one number.
    """,
)


def costs(P, Y, delta):
    """Right costs of the single entries, for the mistakes around them."""
    gaps = np.abs(P - Y)
    return np.where(gaps <= delta, gaps**2 / 2, delta * (gaps - delta / 2))


@mistake("huber_loss", """
    Your loss is exactly twice ours: with delta 1 a gap of 1 costs 1, not 0.5.
    The halves in the formula make the square and the line meet without a corner.
    Which number stands before the square, and which is taken away on the line?
""")
def halves_left_out(P, Y, delta):
    return 2 * costs(P, Y, delta).mean()


@mistake("huber_loss", """
    With delta 1 a gap of 3 costs 4.5 in yours, and another delta changes nothing.
    Every gap is squared, so one wild answer still rules.
    What should happen to gaps that are larger than delta?
""")
def every_gap_squared(P, Y, delta):
    return ((P - Y) ** 2 / 2).mean()


@mistake("huber_loss", """
    With delta 1 a gap of 0.25 costs 0.25 in yours; 0.03125 is right.
    That is the mean absolute error, which has a corner at 0.
    What should happen to gaps that are smaller than delta?
""")
def absolute_gaps(P, Y, delta):
    return np.abs(P - Y).mean()


@mistake("huber_loss", """
    With delta 1 yours is right, with delta 2 it is not: a gap of 3 costs 2 and not 4.
    The line goes up by delta for each 1 that the gap grows.
    What is the difference of the gap and half of delta multiplied by?
""")
def line_of_slope_one(P, Y, delta):
    gaps = np.abs(P - Y)
    return np.where(gaps <= delta, gaps**2 / 2, gaps - delta / 2).mean()


@mistake("huber_loss", """
    With delta 1 a gap of 1 costs 0.5, and one a hair larger costs 1: a jump.
    The line must begin where the square ends.
    What is taken from the gap before it is multiplied by delta?
""")
def jump_at_delta(P, Y, delta):
    gaps = np.abs(P - Y)
    return np.where(gaps <= delta, gaps**2 / 2, delta * gaps).mean()


@mistake("huber_loss", """
    With delta 1 the gaps 1.5 and 3 cost 0.5 each in yours.
    A loss that is flat beyond delta has no slope there, so nothing pulls a far guess back.
    How should the cost go on growing once a gap is larger than delta?
""")
def flat_beyond_delta(P, Y, delta):
    return (np.minimum(np.abs(P - Y), delta) ** 2 / 2).mean()


@mistake("huber_loss", """
    With delta 1 a gap of 3 costs 4.5, and one of 0.25 costs -0.25.
    The square is for small gaps, the line for large ones.
    On which side of your comparison does a gap of 3 land?
""")
def cases_the_wrong_way(P, Y, delta):
    gaps = np.abs(P - Y)
    line = delta * (gaps - delta / 2)
    return np.where(gaps > delta, gaps**2 / 2, line).mean()


@mistake("huber_loss", """
    With delta 1 a gap of -2 costs 2 in yours, a gap of 2 costs 1.5.
    Every negative gap was taken for a small one, since -2 is below delta.
    Which step makes the size of a gap out of it, before you compare?
""")
def sign_not_taken_off(P, Y, delta):
    gaps = P - Y
    line = delta * (gaps - delta / 2)
    return np.where(gaps <= delta, gaps**2 / 2, line).mean()


@mistake("huber_loss", """
    Your loss is the sum of the costs: 6 entries give 6 times ours.
    Then more data would mean a larger loss, however good the guesses.
    What makes it independent of the number of entries?
""")
def costs_summed(P, Y, delta):
    return costs(P, Y, delta).sum()


@mistake("huber_loss", """
    For a table with 3 columns your loss is 3 times ours.
    len counts the rows of a table and no more.
    By how many numbers is the sum of the costs divided?
""")
def costs_by_rows(P, Y, delta):
    return costs(P, Y, delta).sum() / len(P)


@mistake("huber_loss", """
    Many numbers came back; a loss is one number.
    Only of one number can we ask whether it gets smaller.
    What is done with the costs of all entries?
""")
def cost_of_each_entry(P, Y, delta):
    return costs(P, Y, delta)
