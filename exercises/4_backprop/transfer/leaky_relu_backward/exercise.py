# %% [markdown]
# *You may stop here.*
#
# ## Part 8 · `leaky_relu_backward`: a gate that never shuts
#
# This one is not in the library: it takes what you know one step further.
#
# A unit that is off lets no slope through, so it may stay off for ever. The
# leaky ReLU (Maas, Hannun and Ng, 2013) is never quite off: a score above 0
# stays, any other is multiplied by a small number, `slope`. Going back, a unit
# lets through as much as it did going forward:
#
# $$
# \begin{aligned}
# dZ &= dA && \quad \text{if } A > 0 \\
# dZ &= \text{slope} \cdot dA && \quad \text{if } A < 0
# \end{aligned}
# $$
#
# | in | | out | |
# |---|---|---|---|
# | `dA` | (n, k) slopes | `dZ` | (n, k) |
# | `A` | (n, k) what the units gave | | |
# | `slope` | a number above 0 and below 1 | | |
#
# **By hand.** The slope is 0.1, two units gave 3 and -0.2, and the slopes dA
# are 5 and 7: dZ is 5 and 0.7. (At 0 itself there is a corner and no slope;
# no check asks about it.)


# %% solution="leaky_relu_backward"
def leaky_relu_backward(dA, A, slope):
    """From dA (n, k) and the units' own output A (n, k) to dZ (n, k)."""
    ### BEGIN SOLUTION
    return np.where(A > 0, dA, slope * dA)
    ### END SOLUTION


# %% check="leaky_relu_backward" points=1
# The checks of leaky_relu_backward: run this cell.
@check
def check_two_units_by_hand(leaky_relu_backward):
    """Outputs 3 and -0.2, slopes 5 and 7, slope 0.1: 5 and 0.7."""
    expect(
        call(
            leaky_relu_backward,
            np.array([[5.0, 7.0]]),
            np.array([[3.0, -0.2]]),
            0.1,
        ),
        [[5, 0.7]],
        "How much of its slope does each of the two units let through?",
    )


@check
def check_slopes_keep_their_sign(leaky_relu_backward):
    """Slopes below 0 pass the gate like those above."""
    expect(
        call(
            leaky_relu_backward,
            np.array([[-4.0, -4.0], [0.0, 8.0]]),
            np.array([[1.0, -1.0], [2.0, -2.0]]),
            0.25,
        ),
        [[-4, -1], [0, 2]],
        "What opens the gate: the sign of the output, or that of the slope?",
    )


@check
def check_a_nudge_says_the_same(leaky_relu_backward):
    """The slope for each score, measured by nudging it."""
    Z, dA = np.array([[-3.0, 2.0, 0.5]]), np.array([[1.5, -2.0, 4.0]])

    def loss(Z):
        return (dA * np.where(Z > 0, Z, 0.3 * Z)).sum()

    expect(
        call(leaky_relu_backward, dA, np.where(Z > 0, Z, 0.3 * Z), 0.3),
        dlcourse.numerical_gradient(loss, Z),
        "By how much does the output of each unit move if its score does?",
    )


check_two_units_by_hand(leaky_relu_backward)
check_slopes_keep_their_sign(leaky_relu_backward)
check_a_nudge_says_the_same(leaky_relu_backward)


# %% hidden="leaky_relu_backward" points=1
# Hidden checks of leaky_relu_backward stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_outputs_and_slopes(leaky_relu_backward):
    """What passes is relu's share, and slope times the rest."""
    rng = hidden_rng("leaky_relu_backward")
    for shape in [(1, 1), (1, 5), (6, 1), (4, 4), (6, 3)]:
        for slope in (1e-3, 0.2, 0.9):
            Z = rng.normal(size=shape) * 10.0 ** rng.integers(-3, 4)
            dA = rng.normal(size=shape)
            A = dlcourse.relu(Z) - slope * dlcourse.relu(-Z)
            on = dlcourse.relu_backward(dA, dlcourse.relu(Z))
            expect(
                call(leaky_relu_backward, dA, A, slope),
                slope * dA + (1 - slope) * on,
                "",
            )


check_any_outputs_and_slopes(leaky_relu_backward)
### END HIDDEN TESTS
