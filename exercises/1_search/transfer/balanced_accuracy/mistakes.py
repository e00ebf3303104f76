"""Wrong answers to the transfer function balanced_accuracy.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "balanced_accuracy",
    """
    The answers are 1, 0, 0, 0 and all guesses are 0. Which students have a
    say in the first share, and which in the second?
    """,
    """
    `y == 1` is True for the admitted students. Such an array picks: `v[y ==
    1]` holds only their entries of v. The mean of True and False is a share.
    """,
    """
    Pick the guesses of the admitted students and take the share of ones among
    them. Pick those of the others and take the share of zeros. Add the two
    shares and halve the sum.
    """,
)


def shares(guesses, y):
    """The right two shares, of zeros and of ones, for the mistakes below."""
    return [(guesses[y == kind] == kind).mean() for kind in (0, 1)]


@mistake("balanced_accuracy", """
    All guesses 0, one admitted student among four: yours is 0.75; 0.5 is right.
    That is the plain share, to which the more frequent kind gives most.
    How can each kind get the same say, however many students there are of it?
""")
def plain_share(guesses, y):
    return (guesses == y).mean()


@mistake("balanced_accuracy", """
    All guesses 0, one admitted student among four: yours is 0; 0.5 is right.
    Only the admitted students are looked at.
    Which share says how well the others were told?
""")
def admitted_alone(guesses, y):
    return shares(guesses, y)[1]


@mistake("balanced_accuracy", """
    All guesses 0, one admitted student among four: yours is 1; 0.5 is right.
    Only the students who are not admitted are looked at.
    Which share says how well the admitted ones were told?
""")
def rejected_alone(guesses, y):
    return shares(guesses, y)[0]


@mistake("balanced_accuracy", """
    Every guess right gave 2.
    The two shares were added up, and a share cannot be above 1.
    What makes a mean out of the sum of two numbers?
""")
def shares_added(guesses, y):
    return sum(shares(guesses, y))


@mistake("balanced_accuracy", """
    2 of 3 admitted and 1 of 2 others are right: yours is 0.3333; 0.5833 is right.
    The shares were multiplied, so one bad share ruins everything.
    How is the mean of two numbers made?
""")
def shares_multiplied(guesses, y):
    low, high = shares(guesses, y)
    return low * high


@mistake("balanced_accuracy", """
    2 of 3 admitted and 1 of 2 others are right: yours is 0.5; 0.5833 is right.
    You gave back one of the two shares, the smaller one.
    What should the better share add to the result?
""")
def worse_share(guesses, y):
    return min(shares(guesses, y))


@mistake("balanced_accuracy", """
    2 of 3 admitted and 1 of 2 others are right: yours is 0.4167.
    That is the mean of the shares that are wrong.
    Which of the two does == find, and which !=?
""")
def shares_of_wrong(guesses, y):
    return 1 - sum(shares(guesses, y)) / 2


@mistake("balanced_accuracy", """
    2 of 3 admitted and 1 of 2 others are right: yours is 58.33.
    A share of 1 is all, in this course.
    By what do you multiply, and is it needed?
""")
def shares_in_percent(guesses, y):
    return 100 * sum(shares(guesses, y)) / 2


@mistake("balanced_accuracy", """
    Two numbers came back, one for each kind; the balanced accuracy is one number.
    To choose the better of two rules, one number must be compared with one.
    How is the mean of two numbers made?
""")
def both_shares(guesses, y):
    return np.array(shares(guesses, y))


@mistake("balanced_accuracy", """
    Of 4 students whom the guesses admit, 2 are admitted: you made a share of these 4.
    You sorted the students by the guess, and each kind is a kind of right answer.
    Which of the two arrays says what kind a student is?
""")
def sorted_by_guess(guesses, y):
    parts = [y[guesses == kind] == kind for kind in (0, 1)]
    return sum(part.mean() if part.size else 0.0 for part in parts) / 2
