"""Wrong answers to the transfer function elu.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "elu",
    """
    What should come out for 3, for -1000, for a score just below 0? Which of the
    three needs exp?
    """,
    """
    `np.where` chooses entry by entry, but works out both cases for all entries.
    exp(1000) is infinite; is it harmless if the entry is not chosen?
    """,
    """
    Make two arrays of the shape (n, k): the scores, and exp of the scores less
    1. Choose the first where Z is above 0. Before exp, replace scores above 0 by
    0, so that nothing is infinite.
    """,
)


@mistake("elu", """
    The score 1000 gave nan.
    Your two cases are added up, and the one that should not count was infinite times 0.
    Which function picks one of two arrays, entry by entry, without multiplying?
""")
def infinite_times_zero(Z):
    return (Z > 0) * Z + (Z <= 0) * (np.exp(Z) - 1)


@mistake("elu", """
    The score -2 gave 0.1353: below 0 yours is exp(z), and at 0 it jumps to 1.
    A unit that is off should come near to 0 at 0, and to -1 far below.
    What is taken from exp(z)?
""")
def one_not_taken_away(Z):
    return np.where(Z > 0, Z, np.exp(np.minimum(Z, 0)))


@mistake("elu", """
    The score -2 gave 0.8647, above 0.
    Below 0 the results should fall to -1, and yours rise to 1.
    Which of the two is taken from the other: exp(z) or 1?
""")
def taken_the_wrong_way(Z):
    return np.where(Z > 0, Z, 1 - np.exp(np.minimum(Z, 0)))


@mistake("elu", """
    The score -2 gave 0.
    That is the plain ReLU; here a unit that is off still gives something below 0.
    What does the second case of the formula make of -2?
""")
def plain_relu(Z):
    return np.maximum(Z, 0)


@mistake("elu", """
    The score -2 stayed -2, and 3 gave 19.09.
    The curve belongs below 0 and the straight line above.
    Which of your two cases gets the scores above 0?
""")
def cases_swapped(Z):
    return np.where(Z > 0, np.exp(Z) - 1, Z)


@mistake("elu", """
    The score -2 gave 6.389.
    The minus in your exponent makes exp grow where it should fade.
    What is exp(z) for a z below 0, larger or smaller than 1?
""")
def exponent_negated(Z):
    return np.where(Z > 0, Z, np.exp(-Z) - 1)


@mistake("elu", """
    The score 3 gave 19.09: exp reaches the scores above 0 as well.
    Above 0 the unit is a straight line.
    Which scores should stay as they are?
""")
def curve_everywhere(Z):
    return np.exp(Z) - 1


@mistake("elu", """
    The score -2 gave -1, as every score below 0 does in yours.
    The way down to -1 is smooth: a score near 0 gives nearly 0.
    What stands in the place of the curve in your answer?
""")
def step_down(Z):
    return np.where(Z > 0, Z, -1.0 * (Z < 0))


@mistake("elu", """
    Python stopped with a ValueError: it cannot say whether a whole array is above 0.
    An if decides once, and each score needs a decision of its own.
    Which of numpy's functions decides entry by entry?
""")
def one_if_for_all(Z):
    if Z > 0:
        return Z
    return np.exp(Z) - 1


@mistake("elu", """
    Right numbers, but the array that was handed in is changed too.
    The caller may still need Z, for instance for the way back.
    How can you write into an array of your own?
""")
def elu_scores_overwritten(Z):
    low = Z < 0
    Z[low] = np.exp(Z[low]) - 1
    return Z
