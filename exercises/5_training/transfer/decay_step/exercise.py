# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `decay_step`: forget a little
#
# This one is not in the library: it takes what you know one step further.
#
# A network can learn its examples by heart, and often does so with large
# weights. So let every weight fade a little in each step: only what the slopes
# ask for again and again stays (Krogh and Hertz, 1992). A weight w with the
# slope g takes a step as if its slope were larger by `decay` times w:
#
# $$
# \begin{aligned}
# \text{pull} &= \text{decay} \cdot w \\
# w_\text{new} &= w - \text{learning rate} \cdot (g + \text{pull})
# \end{aligned}
# $$
#
# Biases do not fade: they take a plain step, as in Part 1. Which is which
# stands in the key: it begins with `"W"` for weights and with `"b"` for
# biases. For a text, `key.startswith("W")` says so.
#
# | in | | out | |
# |---|---|---|---|
# | `parameters` | a dictionary of arrays | new parameters | the same keys and shapes |
# | `gradients` | the same keys and shapes | | |
# | `learning_rate` | one number | | |
# | `decay` | one number, not below 0 | | |
#
# **By hand.** A weight of 2, a slope of 0.5, the rate 0.1, the decay 0.3:
# 2 - 0.1 · (0.5 + 0.6) = 1.89. A bias of 2 with the same slope: 1.95.


# %% solution="decay_step"
def decay_step(parameters, gradients, learning_rate, decay):
    """New parameters: one step further, and weights a little smaller."""
    ### BEGIN SOLUTION
    new = {}
    for key, values in parameters.items():
        pull = decay * values if key.startswith("W") else 0
        new[key] = values - learning_rate * (gradients[key] + pull)
    return new
    ### END SOLUTION


# %% check="decay_step" points=1
# The checks of decay_step: run this cell.
def same_parameters(new, wanted, question):
    """Whether a dictionary came back that holds what is wanted."""
    expect_true(
        isinstance(new, dict) and set(new) == set(wanted),
        f"A {type(new).__name__} came back, and a dictionary with the keys "
        f"{', '.join(sorted(wanted))} is expected.",
        "Which keys should the new parameters have?",
    )
    for key, values in wanted.items():
        expect(new[key], values, question)


@check
def check_a_weight_by_hand(decay_step):
    """Weight 2, slope 0.5, rate 0.1, decay 0.3: 1.89."""
    same_parameters(
        call(
            decay_step,
            {"W1": np.array([[2.0]])},
            {"W1": np.array([[0.5]])},
            0.1,
            0.3,
        ),
        {"W1": [[1.89]]},
        "What is added to the slope, and what is the sum multiplied by?",
    )


@check
def check_biases_do_not_fade(decay_step):
    """Bias 2, slope 0.5, rate 0.1: 1.95, whatever the decay is."""
    same_parameters(
        call(
            decay_step,
            {"W1": np.array([[0.0]]), "b1": np.array([2.0])},
            {"W1": np.array([[0.0]]), "b1": np.array([0.5])},
            0.1,
            0.3,
        ),
        {"W1": [[0]], "b1": [1.95]},
        "How does your function know a bias from a weight?",
    )


@check
def check_weights_fade_toward_zero(decay_step):
    """Without any slope, weights of both signs come nearer to 0."""
    same_parameters(
        call(
            decay_step,
            {"W2": np.array([[4.0, -4.0]])},
            {"W2": np.zeros((1, 2))},
            0.5,
            0.25,
        ),
        {"W2": [[3.5, -3.5]]},
        "Which way does a weight of -4 have to go to come nearer to 0?",
    )


check_a_weight_by_hand(decay_step)
check_biases_do_not_fade(decay_step)
check_weights_fade_toward_zero(decay_step)


# %% hidden="decay_step" points=1
# Hidden checks of decay_step stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_parameters(decay_step):
    """A plain step with a larger slope for the weights alone."""
    draw = hidden_rng("decay_step")
    for shapes in [
        {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)},
        {"b1": (3,), "W1": (3, 3)},
        {"W": (1, 1), "b": (1,)},
        {"b": (5,)},
    ]:
        for rate, decay in [
            (0.1, 0.0),
            (0.0, 0.5),
            (0.3, 0.01),
            (1, 2),
        ]:
            old, slopes = (
                {
                    key: draw.normal(size=shape)
                    for key, shape in shapes.items()
                }
                for _ in range(2)
            )
            larger = {
                key: slopes[key] + decay * old[key] * (key[0] == "W")
                for key in old
            }
            wanted = dlcourse.sgd_step(old, larger, rate)
            new = call(decay_step, old, slopes, rate, decay)
            expect_true(
                isinstance(new, dict) and set(new) == set(old), "", ""
            )
            for key in old:
                expect(new[key], wanted[key], "")


check_any_parameters(decay_step)
### END HIDDEN TESTS
