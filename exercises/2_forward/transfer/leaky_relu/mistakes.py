"""Wrong answers to the transfer function leaky_relu.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "leaky_relu",
    """
    What should come out for -2, for 0 and for 3, if the slope is 0.1? Which of
    the three changes?
    """,
    """
    `relu` gives 0 where a score is below 0. Here that 0 becomes the score,
    shrunk: -2 and the slope 0.1 give -0.2. `np.where` chooses entry by entry.
    """,
    """
    Make two arrays of the shape (n, k), the scores as they are and the scores
    shrunk, and choose: the first where Z is above 0, the second elsewhere.
    """,
)


@mistake("leaky_relu", """
    The score -3 gave 0, whatever the slope.
    That is the plain ReLU; a leaky unit lets a part of a negative score through.
    What should become of -3 if the slope is 0.2?
""")
def nothing_leaks(Z, slope):
    return np.maximum(Z, 0)


@mistake("leaky_relu", """
    The score -3 gave -0.03, though the slope was 0.2.
    The caller decides how much leaks, and your function did not ask.
    Where does a number of your own stand instead of the one handed in?
""")
def slope_of_its_own(Z, slope):
    return np.where(Z > 0, Z, 0.01 * Z)


@mistake("leaky_relu", """
    The score 2 gave 0.4, and -3 stayed -3.
    The leak is on the side of the scores that a ReLU would switch off.
    Which of your two cases gets the scores above 0?
""")
def sides_swapped(Z, slope):
    return np.where(Z > 0, slope * Z, Z)


@mistake("leaky_relu", """
    The score 2 gave 0.4, and every other score was shrunk as well.
    Without a bend between the two sides two layers are worth one.
    Which scores should stay as they are?
""")
def every_score_shrunk(Z, slope):
    return slope * Z


@mistake("leaky_relu", """
    The score -3 gave -3.2, with the slope 0.2.
    A slope says how steep a line is: it stretches or shrinks the score.
    Which operation makes a line through 0 less steep?
""")
def slope_subtracted(Z, slope):
    return np.where(Z > 0, Z, Z - slope)


@mistake("leaky_relu", """
    The scores -3 and -0.5 both gave 0.2, which is the slope itself.
    A score twice as far below 0 should leak twice as much.
    What has to be done with the slope and the score together?
""")
def slope_itself(Z, slope):
    return np.where(Z > 0, Z, slope)


@mistake("leaky_relu", """
    The score -3 gave 0.6: below 0 your line rises to the left.
    A leaky unit keeps the sign of its score.
    Where does a minus, or an absolute value, turn it round?
""")
def sign_of_the_score_lost(Z, slope):
    return np.where(Z > 0, Z, -slope * Z)


@mistake("leaky_relu", """
    The score -3 gave -15, with the slope 0.2.
    The slope is below 1, so what leaks must be smaller than the score.
    Do you divide where the score should shrink?
""")
def divided_by_the_slope(Z, slope):
    return np.where(Z > 0, Z, Z / slope)


@mistake("leaky_relu", """
    Python stopped with a ValueError: it cannot say which of two whole arrays is larger.
    Python's own max and if compare two single things.
    Which of numpy's functions decides entry by entry?
""")
def whole_arrays_compared(Z, slope):
    return max(Z, slope * Z)


@mistake("leaky_relu", """
    Right numbers, but the array that was handed in is changed too.
    The caller may still need Z, for instance for the way back.
    How can you write into an array of your own?
""")
def leaky_scores_overwritten(Z, slope):
    Z[Z < 0] *= slope
    return Z
