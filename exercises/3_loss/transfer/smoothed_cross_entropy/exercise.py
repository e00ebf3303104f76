# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `smoothed_cross_entropy`: not quite so sure
#
# This one is not in the library: it takes what you know one step further.
#
# Cross-entropy wants the right class to have the probability 1, so a network
# makes its scores larger and larger, and is too sure of itself in the end.
# Szegedy and others (2016) ask for less: of the weight 1 that the right class
# had, a small amount is taken and shared out among all k classes, the right
# one included.
#
# $$\text{loss} = -(1 - a) \ln p_y
# \;-\; \frac{a}{k} \sum_{j} \ln p_j$$
#
# Here $p$ are the probabilities of the row, and $a$ is `amount`. Then comes
# the mean over the examples.
#
# | in | | out | |
# |---|---|---|---|
# | `Z` | (n, k) scores | loss | one number |
# | `y` | (n,) labels | | |
# | `amount` | a number from 0 to 1 | | |
#
# **By hand.** The probabilities 0.75 and 0.25, the right class 0, the amount
# 0.2: -0.8 · ln 0.75 - 0.1 · (ln 0.75 + ln 0.25) = 0.2301 + 0.1674
# = 0.3975.
#
# As in Part 3, take the logarithm before anything is rounded to 0: with $m$
# the largest score of the row, $\ln p_j = (z_j - m) - \ln \sum_i e^{z_i - m}$.


# %% solution="smoothed_cross_entropy"
def smoothed_cross_entropy(Z, y, amount):
    """From scores Z (n, k) and labels y (n,) to one number."""
    ### BEGIN SOLUTION
    S = Z - Z.max(axis=1, keepdims=True)
    logs = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    right = logs[np.arange(len(y)), y]
    return -((1 - amount) * right + amount * logs.mean(axis=1)).mean()
    ### END SOLUTION


# %% check="smoothed_cross_entropy" points=1
# The checks of smoothed_cross_entropy: run this cell.
@check
def check_smoothing_by_hand(smoothed_cross_entropy):
    """0.75 and 0.25, the class 0, the amount 0.2: 0.3975."""
    expect(
        call(
            smoothed_cross_entropy,
            np.array([[np.log(3), 0.0]]),
            np.array([0]),
            0.2,
        ),
        -0.8 * np.log(0.75) - 0.1 * np.log(0.75 * 0.25),
        "Which weight has the right class, and which has each class?",
    )


@check
def check_an_amount_of_zero_is_cross_entropy(smoothed_cross_entropy):
    """Where nothing is shared out, only the right class counts."""
    Z = np.array([[1.0, 2.0, 0.0], [0.5, -1.0, 3.0]])
    y = np.array([1, 0])
    expect(
        call(smoothed_cross_entropy, Z, y, 0.0),
        dlcourse.cross_entropy(Z, y),
        "Which of the two terms is left if the amount is 0?",
    )


@check
def check_being_too_sure_costs(smoothed_cross_entropy):
    """Scores of 1000 and 0, the class 0, the amount 0.2: 100."""
    expect(
        call(
            smoothed_cross_entropy,
            np.array([[1000.0, 0.0]]),
            np.array([0]),
            0.2,
        ),
        100,
        "What is the logarithm of the other class's probability?",
    )


check_smoothing_by_hand(smoothed_cross_entropy)
check_an_amount_of_zero_is_cross_entropy(smoothed_cross_entropy)
check_being_too_sure_costs(smoothed_cross_entropy)


# %% hidden="smoothed_cross_entropy" points=1
# Hidden checks of smoothed_cross_entropy stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores_and_amounts(smoothed_cross_entropy):
    """A mean of cross-entropies: of y, and of every label in turn."""
    rng = hidden_rng("smoothed_cross_entropy")
    for n, k in [(1, 1), (1, 4), (3, 3), (5, 2), (12, 10)]:
        for amount in (0.0, 0.1, 0.6, 1.0):
            Z, y = rng.normal(size=(n, k)) * 3, rng.integers(0, k, n)
            shared = np.mean(
                [
                    dlcourse.cross_entropy(Z, np.full(n, j))
                    for j in range(k)
                ]
            )
            right = dlcourse.cross_entropy(Z, y)
            want = (1 - amount) * right + amount * shared
            expect(call(smoothed_cross_entropy, Z, y, amount), want, "")
    huge = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4]])
    expect(
        call(smoothed_cross_entropy, huge, np.array([0, 0]), 0.3),
        0.7 * (20000 + np.log(2)) / 2
        + 0.1 * (30000 + 20000 + 3 * np.log(2)) / 2,
        "",
    )


check_any_scores_and_amounts(smoothed_cross_entropy)
### END HIDDEN TESTS
