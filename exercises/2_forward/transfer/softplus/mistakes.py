"""Wrong answers to the transfer function softplus.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake


def right(Z):
    """Right results, for the mistakes around them."""
    return np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))

hint(
    "softplus",
    """
    What should come out for 0, for 1000, for -1000? Of which number does your
    code take exp in each case?
    """,
    """
    For a score below 0 the first way of writing is harmless, for one above 0 the
    second: z plus something with exp(-z). `np.abs` and `np.maximum` serve both
    at once.
    """,
    """
    Take exp of minus the size of each score, never above 1; add 1; take the
    logarithm. Scores above 0 are added to that, the others are not.
    """,
)


@mistake("softplus", """
    The score 1000 gave inf; 1000 is right.
    The formula is right on paper, but exp(1000) is infinite for a computer.
    How can you write it so that exp sees no number above 0?
""")
def huge_scores_infinite(Z):
    return np.log(1 + np.exp(Z))


@mistake("softplus", """
    The score 1000 gave 50 in yours.
    Cutting scores off before exp makes all larger ones alike.
    Which way of writing the formula needs no cutting?
""")
def huge_scores_cut(Z):
    return np.log(1 + np.exp(np.clip(Z, -50, 50)))


@mistake("softplus", """
    The score 3 came back as 3; the right result is 3.0486.
    At your border the rounded corner is cut off too early, and a jump is left.
    How large is exp(-3), and may it be left out?
""")
def straight_too_early(Z):
    return np.where(Z > 2, Z, np.log(1 + np.exp(np.minimum(Z, 2))))


@mistake("softplus", """
    The score 0 gave 2; ln 2, which is 0.693, is right.
    Without the logarithm the result grows as fast as exp.
    Which step comes after the sum?
""")
def logarithm_left_out(Z):
    return 1 + np.exp(Z)


@mistake("softplus", """
    The score -2 came back as -2, and 3 as 3.
    The logarithm undid exp, because nothing happened between the two.
    What is added to exp of the score?
""")
def one_left_out(Z):
    return np.log(np.exp(Z))


@mistake("softplus", """
    Large scores give nearly 0 in yours, and the score -1000 gave 1000.
    The whole curve is mirrored.
    Which sign has the score in the exponent of the formula?
""")
def curve_mirrored(Z):
    return right(-Z)


@mistake("softplus", """
    The score 0 gave 0; ln 2, which is 0.693, is right.
    That is ReLU: softplus lies above it, most of all at 0.
    What does the formula add near the corner?
""")
def corner_kept(Z):
    return np.maximum(Z, 0)


@mistake("softplus", """
    The score 0 gave 0.5, and no result of yours is above 1.
    That is the sigmoid, which is the slope of softplus.
    Where does a fraction stand in your answer, and is there one in the formula?
""")
def sigmoid_given(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)


@mistake("softplus", """
    The score 0 gave 1, and every result of yours is 1.443 times ours.
    That is the logarithm to the base 2.
    Which logarithm undoes exp?
""")
def base_two(Z):
    return right(Z) / np.log(2)


@mistake("softplus", """
    The scores of a row came back as one number.
    Each unit answers for itself here; the sum in the formula has two parts, 1 and one exp.
    Which step of yours adds up a whole row?
""")
def row_added_up(Z):
    top = np.maximum(Z.max(axis=1), 0)
    E = np.exp(Z - top[:, None]).sum(axis=1) + np.exp(-top)
    return top + np.log(E)
