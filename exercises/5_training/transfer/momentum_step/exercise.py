# %% [markdown]
# *You may stop here.*
#
# ## Part 6 · `momentum_step`: a step with a memory
#
# The library knows this idea only as a class that changes its arrays; write it
# as a function that gives back new ones.
#
# A ball that rolls down a valley keeps its speed: small bumps do not stop it,
# and where the slope stays the same it becomes faster. Polyak (1964) gave that
# to gradient descent. Each parameter has a velocity. In each step the old
# velocity is slowed down a little and the slope is added; then the parameter
# moves against the **new** velocity:
#
# $$
# \begin{aligned}
# v_\text{new} &= \text{keep} \cdot v + g \\
# w_\text{new} &= w - \text{learning rate} \cdot v_\text{new}
# \end{aligned}
# $$
#
# | in | | out | |
# |---|---|---|---|
# | `parameters` | a dictionary of arrays | new parameters | the same keys and shapes |
# | `velocity` | the same keys and shapes | new velocity | the same keys and shapes |
# | `gradients` | the same keys and shapes | | |
# | `learning_rate` | one number | | |
# | `keep` | from 0 to 1: how much speed is kept, the momentum | | |
#
# **By hand.** A weight of 1 with the velocity 2 and the slope 3, the rate 0.1,
# keep 0.5: the new velocity is 0.5 · 2 + 3 = 4, the new weight is
# 1 - 0.1 · 4 = 0.6.


# %% solution="momentum_step"
def momentum_step(parameters, velocity, gradients, learning_rate, keep):
    """New parameters and new velocity, the old ones as they were."""
    ### BEGIN SOLUTION
    velocity = {
        key: keep * velocity[key] + gradients[key] for key in parameters
    }
    return sgd_step(parameters, velocity, learning_rate), velocity
    ### END SOLUTION


# %% check="momentum_step" points=1
# The checks of momentum_step: run this cell.
def two_dictionaries(momentum_step, *arguments):
    """New parameters and new velocity, if these came back."""
    result = call(momentum_step, *arguments)
    expect_true(
        isinstance(result, (tuple, list))
        and [type(part) for part in result] == [dict, dict]
        and all(set(part) == set(arguments[0]) for part in result),
        f"A {type(result).__name__} came back, and two dictionaries with the "
        f"keys {', '.join(sorted(arguments[0]))} are expected.",
        "How does a function return the parameters and the velocity?",
    )
    return result


@check
def check_one_weight_by_hand(momentum_step):
    """Weight 1, velocity 2, slope 3: velocity 4 and weight 0.6."""
    new, velocity = two_dictionaries(
        momentum_step,
        {"w": np.array([1.0])},
        {"w": np.array([2.0])},
        {"w": np.array([3.0])},
        0.1,
        0.5,
    )
    expect(velocity["w"], [4], "How much of the old velocity is kept?")
    expect(
        new["w"], [0.6], "Which velocity moves the weight: old or new?"
    )


@check
def check_it_rolls_on_where_it_is_flat(momentum_step):
    """Without any slope, the velocity still moves each parameter."""
    new, velocity = two_dictionaries(
        momentum_step,
        {"W1": np.array([[0.0, 1.0]]), "b1": np.array([2.0])},
        {"W1": np.array([[4.0, -8.0]]), "b1": np.array([0.0])},
        {"W1": np.zeros((1, 2)), "b1": np.zeros(1)},
        0.5,
        0.25,
    )
    expect(velocity["W1"], [[1, -2]], "What slows the velocity down?")
    expect(
        new["W1"], [[-0.5, 2]], "Which way does a velocity of 1 lead?"
    )
    expect(new["b1"], [2], "How far does a velocity of 0 lead?")


@check
def check_speed_grows_on_a_steady_slope(momentum_step):
    """Three steps on a slope of 1, all speed kept: 1 + 2 + 3 long."""
    new, velocity = {"w": np.array([0.0])}, {"w": np.array([0.0])}
    slope = {"w": np.array([1.0])}
    for _ in range(3):
        new, velocity = two_dictionaries(
            momentum_step, new, velocity, slope, 1.0, 1.0
        )
    expect(
        new["w"], [-6], "How long is each of the three steps in yours?"
    )


check_one_weight_by_hand(momentum_step)
check_it_rolls_on_where_it_is_flat(momentum_step)
check_speed_grows_on_a_steady_slope(momentum_step)


# %% hidden="momentum_step" points=1
# Hidden checks of momentum_step stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_parameters(momentum_step):
    """Steps in a row are right for any keys, shapes and numbers."""
    draw = hidden_rng("momentum_step")
    for shapes in [
        {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)},
        {"theta": (7,)},
        {"b": (1,), "W": (1, 1)},
    ]:
        for rate, kept in [(0.1, 0.9), (0.5, 0.0), (0.0, 0.3), (2, 1)]:
            new, velocity = (
                {
                    key: draw.normal(size=shape)
                    for key, shape in shapes.items()
                }
                for _ in range(2)
            )
            for _ in range(3):
                slopes = {
                    key: draw.normal(size=w.shape)
                    for key, w in new.items()
                }
                result = call(
                    momentum_step, new, velocity, slopes, rate, kept
                )
                velocity = {
                    key: kept * velocity[key] + slopes[key]
                    for key in slopes
                }
                new = dlcourse.sgd_step(new, velocity, rate)
                expect_true(
                    [set(part) for part in result] == [set(new)] * 2,
                    "",
                    "",
                )
                for key in slopes:
                    expect(result[0][key], new[key], "")
                    expect(result[1][key], velocity[key], "")


check_any_parameters(momentum_step)
### END HIDDEN TESTS
