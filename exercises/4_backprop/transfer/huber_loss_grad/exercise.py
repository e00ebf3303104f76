# %% [markdown]
# *You may stop here.*
#
# ## Part 8 · `huber_loss_grad`: a pull with a limit
#
# This one is not in the library: it takes what you know one step further.
#
# With squares, a guess that is far off pulls with a slope as large as its gap.
# One answer that was written down wrongly pulls harder than all others. The
# loss of Huber (1964) squares small gaps and lets larger ones grow along a
# straight line:
#
# $$
# \begin{aligned}
# \text{loss} &= \frac{1}{2} g^2 && \quad \text{if } |g| \le \delta \\
# \text{loss} &= \delta \left(|g| - \frac{1}{2} \delta\right) && \quad \text{if } |g| > \delta
# \end{aligned}
# $$
#
# where g is the gap, p - y. Then comes the mean over all entries. Find the
# slope of each piece yourself:
# what is the slope of $\frac{1}{2} g^2$, and how steep is the line, to the right
# and to the left? Do not forget the mean.
#
# | in | | out | |
# |---|---|---|---|
# | `P` | any shape | `dP` | the same shape |
# | `Y` | the same shape | | |
# | `delta` | a number above 0 | | |
#
# **By hand.** Two guesses, delta 1, the gaps 0.5 and -3. The first costs
# 0.125, and its slope is 0.5; the second is on the line, which falls by 1
# toward the right, so its slope is -1. Half of each, since the loss is the
# mean of two: 0.25 and -0.5.


# %% solution="huber_loss_grad"
def huber_loss_grad(P, Y, delta):
    """From guesses P and answers Y, same shape, to dP of that shape."""
    ### BEGIN SOLUTION
    return np.clip(P - Y, -delta, delta) / P.size
    ### END SOLUTION


# %% check="huber_loss_grad" points=1
# The checks of huber_loss_grad: run this cell.
@check
def check_a_small_gap_and_a_large_one(huber_loss_grad):
    """With delta 1, the gaps 0.5 and -3 give 0.25 and -0.5."""
    expect(
        call(huber_loss_grad, np.array([0.5, -3.0]), np.zeros(2), 1.0),
        [0.25, -0.5],
        "What is the slope of each piece, and what does the mean make of it?",
    )


@check
def check_no_guess_pulls_harder_than_delta(huber_loss_grad):
    """Gaps of 5 and 5000 have the same slope; the limit is delta."""
    expect(
        call(
            huber_loss_grad,
            np.array([[5.0, 5000.0]]),
            np.zeros((1, 2)),
            2.0,
        ),
        [[1, 1]],
        "How steep is the line, wherever on it one stands?",
    )


@check
def check_nudges_say_the_same(huber_loss_grad):
    """The slope for each guess, measured by nudging it."""
    P = np.array([[1.0, -0.5, 4.0], [0.25, -3.0, 0.0]])
    Y = np.array([[0.5, 0.5, 1.0], [0.0, 1.0, 2.5]])

    def loss(P):
        gaps = np.abs(P - Y)
        line = 1.5 * (gaps - 0.75)
        return np.where(gaps <= 1.5, gaps**2 / 2, line).mean()

    expect(
        call(huber_loss_grad, P, Y, 1.5),
        dlcourse.numerical_gradient(loss, P),
        "Which entries are off: those with small gaps or those with large "
        "ones, and by which factor?",
    )


check_a_small_gap_and_a_large_one(huber_loss_grad)
check_no_guess_pulls_harder_than_delta(huber_loss_grad)
check_nudges_say_the_same(huber_loss_grad)


# %% hidden="huber_loss_grad" points=1
# Hidden checks of huber_loss_grad stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape_and_delta(huber_loss_grad):
    """The slope of the squares, less that of what is beyond delta."""
    rng = hidden_rng("huber_loss_grad")
    for shape in [(1,), (5,), (4, 4), (6, 1), (3, 2, 2)]:
        for delta in (0.1, 1.0, 2.5, 1e4):
            P, Y = rng.normal(size=(2, *shape)) * 2
            beyond = dlcourse.relu(P - Y - delta) - dlcourse.relu(
                Y - P - delta
            )
            expect(
                call(huber_loss_grad, P, Y, delta),
                (P - Y - beyond) / P.size,
                "",
            )
    expect(
        call(huber_loss_grad, np.ones(3), np.ones(3), 1.0),
        np.zeros(3),
        "",
    )


check_any_shape_and_delta(huber_loss_grad)
### END HIDDEN TESTS
