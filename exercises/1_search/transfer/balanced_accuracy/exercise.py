# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `balanced_accuracy`: no reward for always saying no
#
# This one is not in the library: it takes what you know one step further.
#
# Three in four students are not admitted, so saying no to everybody is right
# for three in four: a high share for knowing nothing. The balanced accuracy
# (Brodersen and others, 2010) looks at each kind of student alone: which share
# of the admitted is right, and which share of the others? It is the mean of
# these two shares.
#
# | in | | out | |
# |---|---|---|---|
# | `guesses` | (n,), 1 or 0 | balanced accuracy | one number from 0 to 1 |
# | `y` | (n,), 1 or 0, both occur | | |
#
# **By hand.** The answers are 1, 0, 0, 0, the guesses 0, 0, 0, 0. Of one
# admitted student none is right, of three others all: the mean of 0 and 1 is
# 0.5. (The plain share would be 0.75.)


# %% solution="balanced_accuracy"
def balanced_accuracy(guesses, y):
    """From guesses (n,) and answers y (n,) to the mean of two shares."""
    ### BEGIN SOLUTION
    shares = [(guesses[y == kind] == kind).mean() for kind in (0, 1)]
    return sum(shares) / 2
    ### END SOLUTION


# %% check="balanced_accuracy" points=1
# The checks of balanced_accuracy: run this cell.
@check
def check_no_to_everybody_earns_a_half(balanced_accuracy):
    """All guesses are 0: none of the admitted is right, all others are."""
    expect(
        call(
            balanced_accuracy, np.zeros(4, int), np.array([1, 0, 0, 0])
        ),
        0.5,
        "Which share of the admitted is right, and which of the others?",
    )


@check
def check_two_shares_by_hand(balanced_accuracy):
    """1 of 2 admitted and 3 of 4 others are right: 0.625."""
    expect(
        call(
            balanced_accuracy,
            np.array([1, 0, 0, 1, 0, 0]),
            np.array([1, 1, 0, 0, 0, 0]),
        ),
        0.625,
        "By how many students do you divide for each of the two shares?",
    )


@check
def check_all_right_and_all_wrong(balanced_accuracy):
    """Every guess right gives 1, every guess wrong gives 0."""
    y = np.array([0, 1, 1])
    expect(
        call(balanced_accuracy, y, y),
        1,
        "What are the two shares if every guess is right, and their mean?",
    )
    expect(
        call(balanced_accuracy, 1 - y, y),
        0,
        "What are the two shares if every guess is wrong?",
    )


check_no_to_everybody_earns_a_half(balanced_accuracy)
check_two_shares_by_hand(balanced_accuracy)
check_all_right_and_all_wrong(balanced_accuracy)


# %% hidden="balanced_accuracy" points=1
# Hidden checks of balanced_accuracy stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_guesses(balanced_accuracy):
    """Right for any number of students, and however rare one kind is."""
    rng = hidden_rng("balanced_accuracy")
    for n, share in [
        (2, 0.5),
        (3, 0.5),
        (10, 0.1),
        (50, 0.9),
        (200, 0.3),
    ]:
        y = np.append([0, 1], rng.random(n - 2) < share).astype(int)
        y = y[rng.permutation(n)]
        guesses = rng.integers(0, 2, n)
        right = [0, 0]
        for guess, answer in zip(guesses, y):
            right[answer] += guess == answer
        ones = y.sum()
        mean = (right[0] / (n - ones) + right[1] / ones) / 2
        expect(call(balanced_accuracy, guesses, y), mean, "")


check_any_guesses(balanced_accuracy)
### END HIDDEN TESTS
