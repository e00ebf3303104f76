# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `leaky_relu`: never quite off
#
# This one is not in the library: it takes what you know one step further.
#
# A unit that is off for every example gives 0 whatever its weights are, so
# nothing tells it which way to change: it may stay off for ever. Maas, Hannun
# and Ng (2013) let a little through: below 0 the unit gives its score times a
# small number, the slope.
#
# $$
# \begin{aligned}
# a &= z && \quad \text{if } z > 0 \\
# a &= \text{slope} \cdot z && \quad \text{if } z \le 0
# \end{aligned}
# $$
#
# | in | | out | |
# |---|---|---|---|
# | `Z` | (n, k) | `A` | (n, k) |
# | `slope` | a number above 0 and below 1 | | |
#
# **By hand.** With the slope 0.1, the scores -2, 0 and 3 become -0.2, 0 and 3.


# %% solution="leaky_relu"
def leaky_relu(Z, slope):
    """From Z (n, k) to A (n, k): scores below 0 times slope."""
    ### BEGIN SOLUTION
    return np.where(Z > 0, Z, slope * Z)
    ### END SOLUTION


# %% check="leaky_relu" points=1
# The checks of leaky_relu: run this cell.
@check
def check_the_leak_by_hand(leaky_relu):
    """With the slope 0.1, -2, 0 and 3 become -0.2, 0 and 3."""
    expect(
        call(leaky_relu, np.array([[-2.0, 0.0, 3.0]]), 0.1),
        [[-0.2, 0, 3]],
        "Which of the three scores does the slope touch, and how?",
    )


@check
def check_another_slope_leaks_more(leaky_relu):
    """With the slope 0.5, -2 becomes -1."""
    expect(
        call(leaky_relu, np.array([[-2.0, 4.0]]), 0.5),
        [[-1, 4]],
        "Where does your function use the slope that it was given?",
    )


@check
def check_each_score_is_taken_alone(leaky_relu):
    """A has the shape of Z: one result for each score."""
    expect(
        call(
            leaky_relu,
            np.array([[-4.0, 8.0], [0.0, -12.0], [6.0, -2.0]]),
            0.25,
        ),
        [[-1, 8], [0, -3], [6, -0.5]],
        "Does your function decide for each score alone?",
    )


check_the_leak_by_hand(leaky_relu)
check_another_slope_leaks_more(leaky_relu)
check_each_score_is_taken_alone(leaky_relu)


# %% hidden="leaky_relu" points=1
# Hidden checks of leaky_relu stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores_and_slopes(leaky_relu):
    """A is relu(Z) - slope relu(-Z), for any shape, size and slope."""
    rng = hidden_rng("leaky_relu")
    for shape in [(1, 1), (1, 5), (6, 1), (4, 4), (6, 3)]:
        for slope in (1e-3, 0.2, 0.9):
            Z = rng.normal(size=shape) * 10.0 ** rng.integers(-3, 4)
            on, off = dlcourse.relu(Z), dlcourse.relu(-Z)
            expect(call(leaky_relu, Z, slope), on - slope * off, "")
    expect(
        call(leaky_relu, np.zeros((2, 3)), 0.1), np.zeros((2, 3)), ""
    )


check_any_scores_and_slopes(leaky_relu)
### END HIDDEN TESTS
