"""Wrong answers to the transfer function momentum_step.

A message has three lines: what was seen, why it is wrong, the next step.
"""

from dlcourse.grade.mistakes import hint, mistake

hint(
    "momentum_step",
    """
    A weight of 1 has the velocity 2 and the slope 3. Which of the two, weight
    or velocity, has to be known first, and what is it made from?
    """,
    """
    Two new dictionaries are made, one after the other: first the velocities,
    from the old ones and the slopes; then the weights, a plain step with
    velocities in the place of slopes.
    """,
    """
    For each key: keep times the old velocity, plus the slope, is the new
    velocity. The weight less the rate times this new velocity is the new
    weight. Give back both dictionaries, the weights first.
    """,
)


def both(parameters, velocity, new_velocity, step):
    """New parameters and velocity, each worked out key by key."""
    moved = {key: new_velocity(key, v) for key, v in velocity.items()}
    new = {key: w - step(key, moved[key]) for key, w in parameters.items()}
    return new, moved


@mistake("momentum_step", """
    The new velocity is right, but the weight 1.5 with the velocity 2 became 1.3; 1.25 is right.
    That step was taken with the old velocity, so the slope of today counts only tomorrow.
    Which of your two lines has to come first?
""")
def old_velocity_moves(parameters, velocity, gradients, learning_rate, keep):
    _, moved = both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: learning_rate * v,
    )
    new = {
        key: w - learning_rate * velocity[key]
        for key, w in parameters.items()
    }
    return new, moved


@mistake("momentum_step", """
    The new weights are right, but the velocity came back as it went in, 2 as 2.
    The next step would then begin with a speed of long ago.
    Which velocity does your last line give back?
""")
def old_velocity_returned(
    parameters, velocity, gradients, learning_rate, keep
):
    new, _ = both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: learning_rate * v,
    )
    return new, velocity


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 1, which is the slope.
    Nothing of the old speed was kept: that is the plain step.
    Where does the old velocity come into the new one?
""")
def no_memory(parameters, velocity, gradients, learning_rate, keep):
    return both(
        parameters,
        velocity,
        lambda key, v: gradients[key],
        lambda key, v: learning_rate * v,
    )


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 3, though keep is 0.75.
    Nothing is lost of the old speed, so it grows for ever.
    What is the old velocity multiplied by?
""")
def nothing_slowed_down(
    parameters, velocity, gradients, learning_rate, keep
):
    return both(
        parameters,
        velocity,
        lambda key, v: v + gradients[key],
        lambda key, v: learning_rate * v,
    )


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 2.75; with 0.75 for keep it is 2.5.
    keep says how much of the old speed is left, and you multiplied the slope by it.
    Which of the two does it belong to?
""")
def slope_slowed_down(parameters, velocity, gradients, learning_rate, keep):
    return both(
        parameters,
        velocity,
        lambda key, v: v + keep * gradients[key],
        lambda key, v: learning_rate * v,
    )


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 1.75; with 0.75 for keep it is 2.5.
    You took an average of the two, and here the whole slope is added.
    Which factor stands before the slope in yours, and which in the formula?
""")
def averaged_with_the_slope(
    parameters, velocity, gradients, learning_rate, keep
):
    return both(
        parameters,
        velocity,
        lambda key, v: keep * v + (1 - keep) * gradients[key],
        lambda key, v: learning_rate * v,
    )


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 1.6: the slope was multiplied by the rate 0.1.
    Some books do so, and take the step without the rate; here the rate comes in the step alone.
    In which of the two lines of the formula does the learning rate stand?
""")
def rate_in_the_velocity(
    parameters, velocity, gradients, learning_rate, keep
):
    return both(
        parameters,
        velocity,
        lambda key, v: keep * v + learning_rate * gradients[key],
        lambda key, v: v,
    )


@mistake("momentum_step", """
    The velocity is right, 2.5, but the weight 1.5 became -1.
    The step was as long as the velocity, whatever the learning rate.
    What is the velocity multiplied by before it is taken away?
""")
def step_without_the_rate(parameters, velocity, gradients, learning_rate, keep):
    return both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: v,
    )


@mistake("momentum_step", """
    The velocity is right, 2.5, but the weight 1.5 grew to 1.75.
    The velocity gathers slopes, and slopes point uphill.
    Which sign stands before the step?
""")
def rolls_uphill(parameters, velocity, gradients, learning_rate, keep):
    return both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: -learning_rate * v,
    )


@mistake("momentum_step", """
    The velocity 2 with the slope 1 became 0.5: they were taken from each other.
    A slope that points the way of the velocity should make it faster.
    Which sign stands before the slope in the first line?
""")
def slope_taken_away(parameters, velocity, gradients, learning_rate, keep):
    return both(
        parameters,
        velocity,
        lambda key, v: keep * v - gradients[key],
        lambda key, v: learning_rate * v,
    )


@mistake("momentum_step", """
    The two dictionaries came back in the other order.
    The caller takes the first for the parameters and the second for the velocity.
    In which order does the task name what comes out?
""")
def order_swapped(parameters, velocity, gradients, learning_rate, keep):
    new, moved = both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: learning_rate * v,
    )
    return moved, new


@mistake("momentum_step", """
    One dictionary came back, and two are expected.
    Without the new velocity the next step has no memory.
    How does a function return two things?
""")
def velocity_kept_back(
    parameters, velocity, gradients, learning_rate, keep
):
    new, _ = both(
        parameters,
        velocity,
        lambda key, v: keep * v + gradients[key],
        lambda key, v: learning_rate * v,
    )
    return new


@mistake("momentum_step", """
    Right numbers, but the velocity that was handed in is changed too.
    The caller may still need it, for instance to try the step again.
    Which operation writes into an array, and which makes a new one?
""")
def velocity_overwritten(
    parameters, velocity, gradients, learning_rate, keep
):
    new = {}
    for key, w in parameters.items():
        velocity[key] *= keep
        velocity[key] += gradients[key]
        new[key] = w - learning_rate * velocity[key]
    return new, velocity
