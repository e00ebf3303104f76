# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `elu`: off, but softly
#
# This one is not in the library: it takes what you know one step further.
#
# A ReLU unit that is off gives 0, so all units together give more than 0 on
# average, and the next layer has to live with that. The exponential linear
# unit (Clevert, Unterthiner and Hochreiter, 2016) may fall below 0, down to
# -1 and no further, in a smooth curve:
#
# $$
# \begin{aligned}
# a &= z && \quad \text{if } z > 0 \\
# a &= e^{z} - 1 && \quad \text{if } z \le 0
# \end{aligned}
# $$
#
# `Z` (n, k) in, `A` (n, k) out. **By hand:** 3 stays 3, 0 gives
# 1 - 1 = 0, and the score -ln 2 gives 1/2 - 1 = -0.5.
#
# **Mind huge scores.** $e^{1000}$ is infinite for a computer. It is not
# needed, since a score of 1000 stays as it is; but numpy works out both cases
# for the whole array before it chooses, and infinite times 0 is no number.


# %% solution="elu"
def elu(Z):
    """From Z (n, k) to A (n, k): Z above 0, exp(Z) - 1 elsewhere."""
    ### BEGIN SOLUTION
    return np.where(Z > 0, Z, np.exp(np.minimum(Z, 0)) - 1)
    ### END SOLUTION


# %% check="elu" points=1
# The checks of elu: run this cell.
@check
def check_elu_by_hand(elu):
    """3 stays 3, 0 stays 0, -ln 2 becomes -0.5."""
    expect(
        call(elu, np.array([[3.0, 0.0, -np.log(2)]])),
        [[3, 0, -0.5]],
        "What is exp(-ln 2), and what is taken from it?",
    )


@check
def check_never_below_minus_one(elu):
    """The lower a score, the nearer the result is to -1."""
    expect(
        call(elu, np.array([[-1.0, -10.0, -1000.0]])),
        [[np.exp(-1) - 1, np.exp(-10) - 1, -1]],
        "What is left of exp(z) if z is far below 0?",
    )


@check
def check_huge_scores_stay_as_they_are(elu):
    """A score of 1000 gives 1000."""
    expect(
        call(elu, np.array([[1000.0, 2.0], [-2.0, 0.5]])),
        [[1000, 2], [np.exp(-2) - 1, 0.5]],
        "Of which scores does your function take exp?",
    )


check_elu_by_hand(elu)
check_never_below_minus_one(elu)
check_huge_scores_stay_as_they_are(elu)


# %% hidden="elu" points=1
# Hidden checks of elu stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(elu):
    """A is Z above 0 and exp(Z) - 1 elsewhere, for any shape and size."""
    rng = hidden_rng("elu")
    for shape in [(1, 1), (1, 5), (6, 1), (4, 4), (6, 3)]:
        for size in (0.1, 3, 3000):
            Z = rng.normal(size=shape) * size
            low = np.expm1(np.minimum(Z, 0))
            expect(call(elu, Z), dlcourse.relu(Z) + low, "")
    huge = rng.choice([-1e4, -800.0, 800.0, 1e4], (4, 2))
    expect(call(elu, huge), np.maximum(huge, -1), "")


check_any_scores(elu)
### END HIDDEN TESTS
