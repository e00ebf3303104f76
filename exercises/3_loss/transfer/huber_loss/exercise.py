# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `huber_loss`: one wild answer must not rule
#
# This one is not in the library: it takes what you know one step further.
#
# Squares make a gap of 10 count a hundred times as much as a gap of 1, so one
# answer that was written down wrongly can outweigh all others. Huber (1964)
# squares small gaps and lets larger ones grow along a straight line, which
# begins where the gap is `delta`, without a jump and without a corner:
#
# $$
# \begin{aligned}
# \text{loss} &= \frac{1}{2} g^2 && \quad \text{if } g \le \delta \\
# \text{loss} &= \delta \left(g - \frac{1}{2} \delta\right) && \quad \text{if } g > \delta
# \end{aligned}
# $$
#
# where g is the size of the gap, |p - y|. Then comes the mean over all
# entries.
#
# | in | | out | |
# |---|---|---|---|
# | `P` | any shape | loss | one number |
# | `Y` | the same shape | | |
# | `delta` | a number above 0 | | |
#
# **By hand.** With delta 1, a gap of 0.5 costs 0.125, a gap of 3 costs
# 1 · (3 - 0.5) = 2.5. The mean of the two is 1.3125.


# %% solution="huber_loss"
def huber_loss(P, Y, delta):
    """From guesses P and answers Y, same shape, to one number."""
    ### BEGIN SOLUTION
    gaps = np.abs(P - Y)
    line = delta * (gaps - delta / 2)
    return np.where(gaps <= delta, gaps**2 / 2, line).mean()
    ### END SOLUTION


# %% check="huber_loss" points=1
# The checks of huber_loss: run this cell.
@check
def check_one_small_gap_and_one_large(huber_loss):
    """With delta 1, gaps of 0.5 and 3 give 1.3125."""
    expect(
        call(huber_loss, np.array([0.5, 3.0]), np.zeros(2), 1.0),
        1.3125,
        "What do 0.5 and 3 cost each, and what is done with the two numbers?",
    )


@check
def check_too_low_costs_as_much_as_too_high(huber_loss):
    """A gap of -3 costs what a gap of 3 costs."""
    expect(
        call(huber_loss, np.array([-3.0]), np.array([0.0]), 1.0),
        2.5,
        "Is -3 a small gap or a large one, and what tells your function so?",
    )


@check
def check_far_gaps_grow_along_a_line(huber_loss):
    """Beyond delta, a gap larger by 1 costs delta more."""
    near = call(huber_loss, np.array([5.0]), np.array([0.0]), 2.0)
    far = call(huber_loss, np.array([6.0]), np.array([0.0]), 2.0)
    expect(
        np.subtract(far, near),
        2.0,
        "How steep is the straight line in the formula?",
    )


@check
def check_a_table_counts_every_entry(huber_loss):
    """The mean is over every entry, rows and columns."""
    P = np.array([[1.0, 4.0, 0.0], [0.0, 0.0, -2.0]])
    expect(
        call(huber_loss, P, np.zeros((2, 3)), 2.0),
        (0.5 + 6 + 2) / 6,
        "How many numbers are averaged in a table of 2 rows and 3 columns?",
    )


@check
def check_gaps_up_to_delta_are_squared(huber_loss):
    """With delta 2, a gap of 1.5 costs half its square, 1.125."""
    expect(
        call(huber_loss, np.array([1.5]), np.array([0.0]), 2.0),
        1.125,
        "From which gap on does the straight line begin in yours?",
    )


check_one_small_gap_and_one_large(huber_loss)
check_gaps_up_to_delta_are_squared(huber_loss)
check_too_low_costs_as_much_as_too_high(huber_loss)
check_far_gaps_grow_along_a_line(huber_loss)
check_a_table_counts_every_entry(huber_loss)


# %% hidden="huber_loss" points=1
# Hidden checks of huber_loss stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape_and_delta(huber_loss):
    """Half the square less half the square of what is beyond delta."""
    rng = hidden_rng("huber_loss")
    for shape in [(1,), (5,), (4, 4), (6, 1), (3, 2, 2)]:
        for delta in (0.1, 1.0, 2.5, 1e4):
            P, Y = rng.normal(size=(2, *shape)) * 2
            beyond = dlcourse.relu(np.abs(P - Y) - delta)
            cost = ((P - Y) ** 2 - beyond**2) / 2
            expect(call(huber_loss, P, Y, delta), cost.mean(), "")
            expect(call(huber_loss, Y, P, delta), cost.mean(), "")
    expect(call(huber_loss, np.ones(3), np.ones(3), 1.0), 0, "")
    expect(
        call(huber_loss, np.full(2, 1e4), np.zeros(2), 1.0), 9999.5, ""
    )


check_any_shape_and_delta(huber_loss)
### END HIDDEN TESTS
