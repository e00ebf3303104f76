# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `recall_by_class`: which digits does it miss?
#
# This one is not in the library: it takes what you know one step further.
#
# One share for all digits hides a lot: a network may read every 0 and miss
# every third 8. The recall of a class says which share **of the examples of
# that class** was found:
#
# $$\text{recall}_c =
# \frac{\text{found examples of } c}{\text{all examples of } c}$$
#
# An example of c is found if it was guessed as c.
#
# | in | | out | |
# |---|---|---|---|
# | `guesses` | (n,) classes | recall | (k,), one share for each class |
# | `y` | (n,) labels | | |
# | `k` | how many classes; each occurs in `y` | | |
#
# **By hand.** The labels are 0, 0, 0, 1, the guesses 0, 1, 0, 1. Of three
# zeros two were found, of one 1 one: the recall is 2/3 and 1. (That another 1
# was guessed which was none does not count here.)


# %% solution="recall_by_class"
def recall_by_class(guesses, y, k):
    """From guesses (n,) and labels y (n,) to k shares, one a class."""
    ### BEGIN SOLUTION
    return np.array([(guesses[y == c] == c).mean() for c in range(k)])
    ### END SOLUTION


# %% check="recall_by_class" points=1
# The checks of recall_by_class: run this cell.
@check
def check_two_classes_by_hand(recall_by_class):
    """Labels 0, 0, 0, 1 and guesses 0, 1, 0, 1: 2/3 and 1."""
    expect(
        call(
            recall_by_class,
            np.array([0, 1, 0, 1]),
            np.array([0, 0, 0, 1]),
            2,
        ),
        [2 / 3, 1],
        "How many examples are zeros, and how many of these were found?",
    )


@check
def check_a_class_can_be_missed_altogether(recall_by_class):
    """A class that nobody guesses has the recall 0."""
    expect(
        call(
            recall_by_class,
            np.array([0, 0, 2, 0]),
            np.array([0, 1, 2, 1]),
            3,
        ),
        [1, 0, 1],
        "By which count do you divide: labels of a class, or guesses?",
    )


@check
def check_order_does_not_matter(recall_by_class):
    """Each pair of guess and label counts the same wherever it stands."""
    guesses, y = (
        np.array([2, 1, 0, 2, 1, 0]),
        np.array([2, 2, 2, 1, 1, 0]),
    )
    expect(
        call(recall_by_class, guesses[::-1], y[::-1], 3),
        [1, 1 / 2, 1 / 3],
        "Which examples are twos here, and how many of them were found?",
    )


check_two_classes_by_hand(recall_by_class)
check_a_class_can_be_missed_altogether(recall_by_class)
check_order_does_not_matter(recall_by_class)


# %% hidden="recall_by_class" points=1
# Hidden checks of recall_by_class stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_guesses(recall_by_class):
    """Right for any number of examples and classes."""
    rng = hidden_rng("recall_by_class")
    for n, k in [(1, 1), (2, 2), (9, 3), (40, 4), (200, 10)]:
        y = np.append(np.arange(k), rng.integers(0, k, n - k))
        y = y[rng.permutation(n)]
        guesses = np.where(
            rng.random(n) < 0.6, y, rng.integers(0, k, n)
        )
        found, all_of = np.zeros(k), np.zeros(k)
        for guess, label in zip(guesses, y):
            found[label] += guess == label
            all_of[label] += 1
        expect(call(recall_by_class, guesses, y, k), found / all_of, "")


check_any_guesses(recall_by_class)
### END HIDDEN TESTS
