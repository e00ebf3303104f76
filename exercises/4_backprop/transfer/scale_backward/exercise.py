# %% [markdown]
# *You may stop here.*
#
# ## Part 8 · `scale_backward`: one knob for each column
#
# This one is not in the library: it takes what you know one step further.
#
# Large networks keep their numbers level by a small layer in between: each
# column of X is stretched by a gain of its own and shifted by a bias of its
# own, and both are learned (Ioffe and Szegedy, 2015, put it behind their
# normalization).
#
# $$z_{ij} = x_{ij}\, g_j + b_j$$
#
# There is no sum over inputs here: column j of Z depends on column j of X
# alone. But each gain and each bias is used by all n examples. Find the three
# slopes yourself, as you did for the dense layer.
#
# | in | | out | |
# |---|---|---|---|
# | `dZ` | (n, d) | `dX` | (n, d) |
# | `X` | (n, d) | `dgain` | (d,) |
# | `gain` | (d,) | `dbias` | (d,) |
#
# **By hand.** Two examples with one number each, 2 and 3, the gain 10, and the
# slopes dZ are 1 and 4. Nudge the first x: z moves ten times as far, so its
# slope is 10 · 1 = 10; that of the second is 40. Nudge the gain: the two z
# move by 2 and by 3, so dgain is 2 · 1 + 3 · 4 = 14. Nudge the bias: both move
# alike, so dbias is 1 + 4 = 5.


# %% solution="scale_backward"
def scale_backward(dZ, X, gain):
    """From dZ, X (n, d), gain (d,) to dX (n, d), dgain (d,), dbias (d,)."""
    ### BEGIN SOLUTION
    return dZ * gain, (dZ * X).sum(axis=0), dZ.sum(axis=0)
    ### END SOLUTION


# %% check="scale_backward" points=1
# The checks of scale_backward: run this cell.
def three_slopes(scale_backward, dZ, X, gain):
    """What comes back, if it is three things."""
    slopes = call(scale_backward, dZ, X, gain)
    expect_true(
        isinstance(slopes, (tuple, list)) and len(slopes) == 3,
        f"{len(slopes)} results came back, and three are expected."
        if isinstance(slopes, (tuple, list))
        else f"One result of the type {type(slopes).__name__} came back.",
        "How does a function return dX, dgain and dbias at once?",
    )
    return slopes


@check
def check_one_column_by_hand(scale_backward):
    """2 and 3, the gain 10, dZ of 1 and 4: 10 and 40, 14, 5."""
    dX, dgain, dbias = three_slopes(
        scale_backward,
        np.array([[1.0], [4.0]]),
        np.array([[2.0], [3.0]]),
        np.array([10.0]),
    )
    expect(dX, [[10], [40]], "How far does z move if x does?")
    expect(dgain, [14], "How far does each z move if the gain does?")
    expect(dbias, [5], "Which examples does the bias reach?")


@check
def check_columns_stay_apart(scale_backward):
    """Each column has its own gain: (3, 2), (2,) and (2,) come back."""
    dX, dgain, dbias = three_slopes(
        scale_backward,
        np.array([[1.0, 0.0], [0.0, 2.0], [1.0, -1.0]]),
        np.array([[5.0, 1.0], [1.0, 3.0], [-2.0, 4.0]]),
        np.array([2.0, -3.0]),
    )
    expect(
        dX,
        [[2, 0], [0, -6], [2, 3]],
        "Which gain belongs to each column of dX?",
    )
    expect(dgain, [3, 2], "Along which axis do the examples lie?")
    expect(dbias, [2, 1], "Along which axis do the examples lie?")


@check
def check_nudging_a_gain_says_the_same(scale_backward):
    """The slope for each gain, measured by nudging it."""
    X = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])
    dZ = np.array([[0.5, 1.0, -2.0], [1.5, -4.0, 2.5]])
    gain = np.array([2.0, 0.5, -1.0])
    expect(
        three_slopes(scale_backward, dZ, X, gain)[1],
        dlcourse.numerical_gradient(
            lambda gain: (dZ * (X * gain)).sum(), gain
        ),
        "What does the slope for a gain depend on: dZ, X, or both?",
    )


check_one_column_by_hand(scale_backward)
check_columns_stay_apart(scale_backward)
check_nudging_a_gain_says_the_same(scale_backward)


# %% hidden="scale_backward" points=1
# Hidden checks of scale_backward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shape(scale_backward):
    """As a dense layer whose W has the gains on its diagonal."""
    rng = hidden_rng("scale_backward")
    for n, d in [(1, 1), (1, 4), (5, 1), (3, 3), (7, 2)]:
        dZ, X = rng.normal(size=(2, n, d))
        gain = rng.normal(size=d) * 3
        dX, dW, db = dlcourse.dense_backward(dZ, X, np.diag(gain))
        slopes = call(scale_backward, dZ, X, gain)
        expect_true(len(slopes) == 3, "", "")
        expect(slopes[0], dX, "")
        expect(slopes[1], np.diag(dW), "")
        expect(slopes[2], db, "")


check_any_shape(scale_backward)
### END HIDDEN TESTS
