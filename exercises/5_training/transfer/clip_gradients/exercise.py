# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `clip_gradients`: never too far at once
#
# This one is not in the library: it takes what you know one step further.
#
# Now and then one batch has slopes a hundred times as large as usual, and one
# step ruins what many have learned. Pascanu, Mikolov and Bengio (2013) measure
# how long the gradients are, all of them taken together as one long vector. If
# that is longer than a limit, all are shrunk by the same factor, so that the
# length becomes the limit and the direction stays:
#
# $$
# \begin{aligned}
# \text{length} &= \sqrt{\textstyle\sum g^2} \\
# g_\text{new} &= g \cdot \frac{\text{limit}}{\text{length}} \quad \text{if length} > \text{limit}
# \end{aligned}
# $$
#
# The sum is over every number in every array.
#
# | in | | out | |
# |---|---|---|---|
# | `gradients` | a dictionary of arrays | new gradients | the same keys and shapes |
# | `limit` | a number above 0 | | |
#
# **By hand.** `W` holds 3 and `b` holds 4: the length is
# $\sqrt{9 + 16} = 5$. With the limit 1 they become 0.6 and 0.8; with the limit
# 10 they stay 3 and 4.


# %% solution="clip_gradients"
def clip_gradients(gradients, limit):
    """New gradients, none longer than limit, all of them together."""
    ### BEGIN SOLUTION
    length = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    factor = limit / length if length > limit else 1
    return {key: factor * g for key, g in gradients.items()}
    ### END SOLUTION


# %% check="clip_gradients" points=1
# The checks of clip_gradients: run this cell.
def same_gradients(new, wanted, question):
    """Whether a dictionary came back that holds what is wanted."""
    expect_true(
        isinstance(new, dict) and set(new) == set(wanted),
        f"A {type(new).__name__} came back, and a dictionary with the keys "
        f"{', '.join(sorted(wanted))} is expected.",
        "Which keys should the new gradients have?",
    )
    for key, values in wanted.items():
        expect(new[key], values, question)


@check
def check_three_and_four(clip_gradients):
    """3 and 4 with the limit 1 become 0.6 and 0.8."""
    same_gradients(
        call(
            clip_gradients,
            {"W": np.array([[3.0]]), "b": np.array([4.0])},
            1.0,
        ),
        {"W": [[0.6]], "b": [0.8]},
        "How long are the two together, and by which factor do they shrink?",
    )


@check
def check_short_ones_stay(clip_gradients):
    """What is not longer than the limit stays as it is, zeros too."""
    short = {"W": np.array([[3.0, 0.0]]), "b": np.array([4.0])}
    same_gradients(
        call(clip_gradients, short, 10.0),
        short,
        "What should happen to gradients that are short enough?",
    )
    zeros = {"W": np.zeros((1, 2)), "b": np.zeros(1)}
    same_gradients(
        call(clip_gradients, zeros, 1.0),
        zeros,
        "Is a length of 0 above the limit, and what do you divide by?",
    )


@check
def check_the_direction_stays(clip_gradients):
    """All numbers shrink by the same factor, in every array."""
    long = {
        "W1": np.array([[6.0, -8.0], [0.0, 0.0]]),
        "W2": np.array([[0.0], [24.0]]),
    }
    same_gradients(
        call(clip_gradients, long, 13.0),
        {"W1": [[3, -4], [0, 0]], "W2": [[0], [12]]},
        "The length is 26: is every number halved in yours?",
    )


check_three_and_four(clip_gradients)
check_short_ones_stay(clip_gradients)
check_the_direction_stays(clip_gradients)


# %% hidden="clip_gradients" points=1
# Hidden checks of clip_gradients stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_gradients(clip_gradients):
    """Length and direction are right for any keys, shapes and limits."""
    draw = hidden_rng("clip_gradients")
    for shapes in [
        {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)},
        {"theta": (7,)},
        {"b": (1,), "W": (1, 1)},
    ]:
        for limit in (1e-3, 0.5, 3.0, 1e4):
            old = {
                key: draw.normal(size=shape)
                for key, shape in shapes.items()
            }
            theta = np.concatenate([g.ravel() for g in old.values()])
            factor = min(1, limit / np.linalg.norm(theta))
            new = call(clip_gradients, old, limit)
            expect_true(
                isinstance(new, dict) and set(new) == set(old), "", ""
            )
            for key in old:
                expect(new[key], factor * old[key], "")
    zeros = {"W": np.zeros((2, 2))}
    expect(call(clip_gradients, zeros, 1.0)["W"], zeros["W"], "")


check_any_gradients(clip_gradients)
### END HIDDEN TESTS
