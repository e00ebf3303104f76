# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `softplus`: a bend without a corner
#
# This one is not in the library: it takes what you know one step further.
#
# ReLU has a corner at 0. Softplus (Dugas and others, 2001) rounds it off: far
# below 0 it is nearly 0, far above it is nearly the score, and in between it
# turns smoothly, always a little above ReLU. Its result is never below 0, so
# it serves where a network must answer with a positive number.
#
# $$a = \ln(1 + e^{z})$$
#
# `Z` (n, k) in, `A` (n, k) out. **By hand:** the score 0 gives
# ln(1 + 1) = 0.693; the score ln 3 gives ln(1 + 3) = 1.386.
#
# **Mind huge scores.** $e^{1000}$ is infinite for a computer, but the right
# result is simply 1000. As with the sigmoid, write it another way, so that
# exp is taken only of numbers that are not positive:
# $\ln(1 + e^{z}) = z + \ln(1 + e^{-z})$.


# %% solution="softplus"
def softplus(Z):
    """From Z (n, k) to A (n, k): ln(1 + exp(Z)), above 0."""
    ### BEGIN SOLUTION
    return np.maximum(Z, 0) + np.log(1 + np.exp(-np.abs(Z)))
    ### END SOLUTION


# %% check="softplus" points=1
# The checks of softplus: run this cell.
@check
def check_softplus_by_hand(softplus):
    """A score of 0 gives ln 2, a score of ln 3 gives ln 4."""
    expect(
        call(softplus, np.array([[0.0, np.log(3)]])),
        [[np.log(2), np.log(4)]],
        "What is exp(0), what is added to it, and what is done with the sum?",
    )


@check
def check_opposite_scores_differ_by_the_score(softplus):
    """The result for z is larger than the one for -z by z itself."""
    Z = np.array([[0.5, 3.0, 30.0]])
    expect(
        np.subtract(call(softplus, Z), call(softplus, -Z)),
        Z,
        "For a large z, which of the two results should be nearly 0?",
    )


@check
def check_huge_scores_stay_right(softplus):
    """Scores of 1000 and -1000 give 1000 and 0."""
    expect(
        call(softplus, np.array([[1000.0, -1000.0]])),
        [[1000, 0]],
        "Of which number is exp taken here, and is it too large?",
    )


check_softplus_by_hand(softplus)
check_opposite_scores_differ_by_the_score(softplus)
check_huge_scores_stay_right(softplus)


# %% hidden="softplus" points=1
# Hidden checks of softplus stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(softplus):
    """A is ln(1 + exp(Z)), for any shape, and for huge scores too."""
    rng = hidden_rng("softplus")
    for shape in [(1, 1), (1, 5), (6, 1), (4, 4), (6, 3)]:
        for size in (0.1, 3, 12, 3000):
            Z = rng.normal(size=shape) * size
            expect(call(softplus, Z), np.logaddexp(0, Z), "")
    huge = rng.choice([-1e4, -800.0, 800.0, 1e4], (4, 2))
    expect(call(softplus, huge), np.maximum(huge, 0), "")


@hidden_check
def check_the_slope_is_a_sigmoid(softplus):
    """Nudged by h, the result moves by h times sigmoid(Z)."""
    Z = hidden_rng("softplus slope").normal(size=(3, 4)) * 3
    rise = np.subtract(
        call(softplus, Z + 1e-4), call(softplus, Z - 1e-4)
    )
    expect_true(
        np.allclose(rise / 2e-4, dlcourse.sigmoid(Z), atol=1e-6), "", ""
    )


check_any_scores(softplus)
check_the_slope_is_a_sigmoid(softplus)
### END HIDDEN TESTS
