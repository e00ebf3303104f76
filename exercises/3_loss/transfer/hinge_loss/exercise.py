# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `hinge_loss`: ahead by one is enough
#
# This one is not in the library: it takes what you know one step further.
#
# Cross-entropy is never content: it still pulls when the right class is far
# ahead. The hinge loss asks only that the score of the right class is ahead of
# each other score by 1 or more. Each class that comes nearer than that costs
# what is missing (Weston and Watkins, 1999):
#
# $$\text{loss} = \sum_{j \ne y} \max\left(0,\; 1 + z_j - z_y\right)$$
#
# and then the mean over the examples.
#
# | in | | out | |
# |---|---|---|---|
# | `Z` | (n, k) scores | loss | one number |
# | `y` | (n,) labels | | |
#
# **By hand.** The scores 2, 1.5 and 0, the right class is 0. Class 1 is only
# 0.5 behind: it costs 1 + 1.5 - 2 = 0.5. Class 2 is 2 behind: nothing. The
# loss is 0.5.


# %% solution="hinge_loss"
def hinge_loss(Z, y):
    """From scores Z (n, k) and labels y (n,) to one number."""
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    missing = np.maximum(0, 1 + Z - Z[rows, y][:, np.newaxis])
    missing[rows, y] = 0
    return missing.sum(axis=1).mean()
    ### END SOLUTION


# %% check="hinge_loss" points=1
# The checks of hinge_loss: run this cell.
@check
def check_hinge_by_hand(hinge_loss):
    """The scores 2, 1.5 and 0 with the class 0 cost 0.5."""
    expect(
        call(hinge_loss, np.array([[2.0, 1.5, 0.0]]), np.array([0])),
        0.5,
        "What does class 1 cost here, what class 2, and does class 0 count?",
    )


@check
def check_far_ahead_costs_nothing(hinge_loss):
    """Where the right class leads by more than 1, the loss is 0."""
    Z = np.array([[5.0, 1.0, 0.0], [-1.0, 3.0, 2.0]])
    expect(
        call(hinge_loss, Z, np.array([0, 1])),
        0,
        "What becomes of a difference that is below 0?",
    )


@check
def check_every_class_too_near_counts(hinge_loss):
    """Three equal scores: each of the two wrong classes costs 1."""
    expect(
        call(hinge_loss, np.zeros((2, 3)), np.array([0, 2])),
        2,
        "Which classes of a row count, and what is done with the rows?",
    )


@check
def check_each_row_has_its_own_class(hinge_loss):
    """Four examples with three classes: the mean of their four losses."""
    Z = np.array(
        [
            [0.0, 1.0, 0.0],
            [0.0, 2.0, 0.0],
            [3.0, 1.0, 0.5],
            [2.0, 4.0, 3.5],
        ]
    )
    expect(
        call(hinge_loss, Z, np.array([0, 1, 1, 1])),
        (3 + 0 + 3.5 + 0.5) / 4,
        "How do you pair row 0 with y[0], row 1 with y[1], and so on?",
    )


check_hinge_by_hand(hinge_loss)
check_far_ahead_costs_nothing(hinge_loss)
check_every_class_too_near_counts(hinge_loss)
check_each_row_has_its_own_class(hinge_loss)


# %% hidden="hinge_loss" points=1
# Hidden checks of hinge_loss stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(hinge_loss):
    """The sum over wrong classes, averaged, whatever the order of rows."""
    rng = hidden_rng("hinge_loss")
    for n, k in [(1, 1), (1, 2), (1, 5), (4, 4), (3, 7), (20, 3)]:
        Z, y = rng.normal(size=(n, k)) * 2, rng.integers(0, k, n)
        cost = np.mean(
            [
                sum(
                    max(0.0, 1 + Z[i, j] - Z[i, y[i]])
                    for j in range(k)
                    if j != y[i]
                )
                for i in range(n)
            ]
        )
        order = rng.permutation(n)
        expect(call(hinge_loss, Z, y), cost, "")
        expect(call(hinge_loss, Z[order] + 7, y[order]), cost, "")
    huge = np.array([[1e4, -1e4], [1e4, -1e4]])
    expect(call(hinge_loss, huge, np.array([0, 1])), 10000.5, "")


check_any_scores(hinge_loss)
### END HIDDEN TESTS
