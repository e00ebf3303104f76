"""Wrong answers to the transfer function leaky_relu_backward.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "leaky_relu_backward",
    """
    A unit gave 3, another one -0.2. If the score of each moves by a tiny
    step, by how much does its output move?
    """,
    """
    `relu_backward` lets a slope pass or stops it. Here it passes or is
    shrunk: with the slope 0.1, a 7 becomes 0.7. `np.where` chooses entry by
    entry.
    """,
    """
    Make two arrays of the shape (n, k): dA as it is, and dA shrunk. Choose
    the first where A is above 0, and the second elsewhere.
    """,
)


@mistake("leaky_relu_backward", """
    The slope 5 came back as 0 where the unit gave -0.6.
    That is the plain ReLU's gate; a leaky unit lets a part of the slope through.
    Which part of its score did the unit let through on the way forward?
""")
def gate_shut(dA, A, slope):
    return dA * (A > 0)


@mistake("leaky_relu_backward", """
    Every slope came back as it went in, 5 as 5, though that unit gave -0.6.
    A unit with a negative output moves less than its score does.
    What has to happen to the slopes of such units?
""")
def gate_open(dA, A, slope):
    return dA + 0


@mistake("leaky_relu_backward", """
    A unit gave 2.5, and its slope -3 came back as -0.6.
    The leak is on the side of the units that are fully on.
    Which of your two cases gets the outputs above 0?
""")
def gate_the_wrong_way(dA, A, slope):
    return np.where(A > 0, slope * dA, dA)


@mistake("leaky_relu_backward", """
    The slope 5 came back as 0.05, though slope was 0.2.
    The way back must use the number that the way forward used.
    Where does a number of your own stand instead of the one handed in?
""")
def leak_of_its_own(dA, A, slope):
    return np.where(A > 0, dA, 0.01 * dA)


@mistake("leaky_relu_backward", """
    A unit gave 2.5, and its slope -3 came back as -0.6; another gave -0.6, and its 5 stayed 5.
    You asked for the sign of the slope, not for that of the unit.
    Which of the two arrays says whether a unit is on?
""")
def sign_of_the_slope(dA, A, slope):
    return np.where(dA > 0, dA, slope * dA)


@mistake("leaky_relu_backward", """
    Your results are 1 and 0.2 only; the slopes that came in left no trace.
    Those are the shares that pass, and a share is not yet a slope.
    What has to be done with each share and the slope behind it?
""")
def shares_alone(dA, A, slope):
    return np.where(A > 0, 1.0, slope)


@mistake("leaky_relu_backward", """
    The slope 5 came back as 0.2, which is slope itself.
    A slope twice as large should come back twice as large.
    What has to be done with slope and dA together?
""")
def slope_in_its_place(dA, A, slope):
    return np.where(A > 0, dA, slope)


@mistake("leaky_relu_backward", """
    A unit gave 2.5, and its slope -3 came back as -7.5.
    You multiplied by what the unit gave; how far it moves is another question.
    If the score of a unit that is on grows by 1, by how much does its output grow?
""")
def multiplied_by_the_output(dA, A, slope):
    return dA * np.where(A > 0, A, slope * A)


@mistake("leaky_relu_backward", """
    The slope 5 came back as 25, with 0.2 for slope.
    A unit that leaks a fifth passes on a fifth of its slope, not five times as much.
    Do you divide where the slope should shrink?
""")
def shrunk_the_wrong_way(dA, A, slope):
    return np.where(A > 0, dA, dA / slope)


@mistake("leaky_relu_backward", """
    A unit gave 2.5, and its slope -3 came back as -0.6; every other slope was shrunk too.
    A unit that is on passes its whole slope on.
    Which units does your answer tell apart?
""")
def all_slopes_shrunk(dA, A, slope):
    return slope * dA


@mistake("leaky_relu_backward", """
    Right numbers, but an array that was handed in is changed too.
    The caller may still need dA and A.
    How can you write into an array of your own?
""")
def slopes_overwritten(dA, A, slope):
    dA[A < 0] *= slope
    return dA
