"""Wrong answers to the transfer function grid_search.

A message has three lines: what was seen, why it is wrong, the next step.
"""

from itertools import product

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "grid_search",
    """
    With the values -1 and 1, which eight lines are there? Write them down, in
    an order in which you cannot forget one.
    """,
    """
    A loop inside a loop inside a loop: for each first weight every second
    weight, and for each pair of these every bias. Beside that, as in Part 3,
    the best line so far is remembered.
    """,
    """
    Begin with a best share that every line beats. In the innermost loop make
    w from two values, ask `admit` and `fraction_correct`, and where the share
    is larger than the best, keep w, b and the share. Return them at the end.
    """,
)


def share(X, y, w, b):
    """The share of right answers of a line."""
    return float(((X @ np.asarray(w) + b >= 0) == y).mean())


def best_of(X, y, lines):
    """The best of some lines (w1, w2, b), the first of equals."""
    *w, b = max(lines, key=lambda line: share(X, y, line[:2], line[2]))
    return np.array(w), b, share(X, y, w, b)


@mistake("grid_search", """
    The two weights of your line are equal, 2 and 2; the best line has two different ones.
    Only lines with equal weights were tried, a few of all combinations.
    Which loop goes through the second weight while the first one stays?
""")
def weights_in_step(X, y, values):
    return best_of(X, y, [(v, v, b) for v in values for b in values])


@mistake("grid_search", """
    Your line has the bias 0, which is not among the values.
    Without a bias every line goes through the same point.
    Which loop goes through the biases?
""")
def bias_left_at_zero(X, y, values):
    return best_of(X, y, [(v, w, 0.0) for v in values for w in values])


@mistake("grid_search", """
    Your line has the second weight 0.5 and the bias 0.5: in every line you tried the two are equal.
    Two of the three numbers moved in step, so most combinations were left out.
    How many loops are needed for three numbers that each go their own way?
""")
def bias_in_step(X, y, values):
    return best_of(X, y, [(v, w, w) for v in values for w in values])


@mistake("grid_search", """
    The line that came back is the last one, 2 and 2 with the bias 2.
    Every line took the place of the one before, good or bad.
    When may a new line take the place of the old one?
""")
def last_line_kept(X, y, values):
    last = values[-1]
    return np.array([last, last]), last, share(X, y, [last, last], last)


@mistake("grid_search", """
    w and b are those of the last line, 2 and 2 with 2, but best is that of another.
    The share was remembered, and the line that had it was not.
    What must be kept at the moment when a better share is found?
""")
def share_without_its_line(X, y, values):
    last = values[-1]
    best = best_of(X, y, product(values, repeat=3))[2]
    return np.array([last, last]), last, best


@mistake("grid_search", """
    The share of your line is the smallest of all, not the largest.
    A line is better if more of its answers are right.
    Which way does your comparison point?
""")
def worst_line_kept(X, y, values):
    *w, b = min(
        product(values, repeat=3),
        key=lambda line: share(X, y, line[:2], line[2]),
    )
    return np.array(w), b, share(X, y, w, b)


@mistake("grid_search", """
    The right line, but best is 40 for 40 students who are all told rightly.
    That is a count, and a share is between 0 and 1.
    What does `fraction_correct` give back?
""")
def best_as_a_count(X, y, values):
    w, b, best = best_of(X, y, product(values, repeat=3))
    return w, b, round(best * len(y))


@mistake("grid_search", """
    The last value, 2, was never tried, and the best line needs it.
    range(n - 1) stops one too early, and so does a slice that ends at -1.
    How do you go through all values, the last one too?
""")
def last_value_left_out(X, y, values):
    return best_of(X, y, product(values[:-1], repeat=3))


@mistake("grid_search", """
    The right three things, but the share came first.
    The caller takes the first for the weights.
    In which order does the task name what comes out?
""")
def share_comes_first(X, y, values):
    w, b, best = best_of(X, y, product(values, repeat=3))
    return best, w, b


@mistake("grid_search", """
    One number came back, the share; the line that reaches it is lost.
    The line is what answers for the next student.
    How does a function return w, b and best at once?
""")
def share_alone(X, y, values):
    return best_of(X, y, product(values, repeat=3))[2]


@mistake("grid_search", """
    Your search ended at the first line that it tried, -1 and -1 with the bias -1.
    A return inside a loop ends the function at once.
    At which depth does your return line stand?
""")
def returned_too_early(X, y, values):
    first = values[0]
    return np.array([first, first]), first, share(X, y, [first, first], first)
