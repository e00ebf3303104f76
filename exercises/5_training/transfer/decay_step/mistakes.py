"""Wrong answers to the transfer function decay_step.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "decay_step",
    """
    A weight of 2 and a bias of 2 have the same slope. After the step, which
    of the two is smaller, and by how much?
    """,
    """
    Begin with the step of Part 1. For some keys only, the slope is first
    made larger: by the decay times what stands there now.
    """,
    """
    Go through the keys. If the key begins with "W", the pull is the decay
    times the old weights, else it is 0. Slope and pull are added, the sum is
    multiplied by the rate and taken away; a new dictionary holds the results.
    """,
)


def steps(parameters, change):
    """New parameters, each less what change(key, w) says."""
    return {key: w - change(key, w) for key, w in parameters.items()}


@mistake("decay_step", """
    The bias 3 with the slope -1 became 3.1, where 3.25 is right.
    Biases faded like the weights, and a bias has to be free to shift the sum.
    What tells a weight from a bias?
""")
def biases_fade_too(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: learning_rate * (gradients[key] + decay * w),
    )


@mistake("decay_step", """
    The weight 1.5 with the slope 2 became 1, where 0.925 is right.
    Another decay changes nothing: that is the plain step.
    What is added to the slope of a weight?
""")
def decay_unused(parameters, gradients, learning_rate, decay):
    return steps(parameters, lambda key, w: learning_rate * gradients[key])


@mistake("decay_step", """
    The weight 4 with the slope 0.25 grew to 4.1375, where 3.7375 is right.
    The pull has the wrong sign: weights run away from 0.
    Which way should a weight go whose slope is 0?
""")
def weights_grow(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            learning_rate * (gradients[key] - decay * w * (key[0] == "W"))
        ),
    )


@mistake("decay_step", """
    The weight 4 with the slope 0.25 became 3.1375, where 3.7375 is right.
    The pull was taken away whole, so a small learning rate no longer makes small steps.
    What are slope and pull together multiplied by?
""")
def pull_without_the_rate(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            learning_rate * gradients[key] + decay * w * (key[0] == "W")
        ),
    )


@mistake("decay_step", """
    The weight 1.5 with the slope 2 became 0.95, where 0.925 is right.
    The weight had moved already when its pull was worked out.
    From which weights is the pull taken: those before the step or those after?
""")
def faded_after_the_step(parameters, gradients, learning_rate, decay):
    stepped = steps(parameters, lambda key, w: learning_rate * gradients[key])
    return steps(
        stepped,
        lambda key, w: learning_rate * decay * w * (key[0] == "W"),
    )


@mistake("decay_step", """
    The weight 1.5 with the slope 2 became 0.85, where 0.925 is right.
    Your pull is twice as strong as the formula says.
    Which number stands before decay times w, and is it needed?
""")
def pull_doubled(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            learning_rate * (gradients[key] + 2 * decay * w * (key[0] == "W"))
        ),
    )


@mistake("decay_step", """
    The weight -2 with the slope 1 became -2.35, where -2.15 is right.
    Your pull has the same sign for all weights, so it drives those below 0 away from 0.
    Is there a square or an absolute value where the weight itself belongs?
""")
def pull_of_the_size(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            learning_rate
            * (gradients[key] + decay * np.abs(w) * (key[0] == "W"))
        ),
    )


@mistake("decay_step", """
    The weights 4 and 1.5 were pulled by the same amount.
    That is another decay, by the sign alone; here a large weight fades faster.
    What is the decay multiplied by?
""")
def pull_of_the_sign(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            learning_rate
            * (gradients[key] + decay * np.sign(w) * (key[0] == "W"))
        ),
    )


@mistake("decay_step", """
    The weight 1.5 with the slope 2 became 1.925: it went up the slope.
    A slope above 0 says that the loss grows with the weight.
    Which sign stands before the slope?
""")
def step_uphill(parameters, gradients, learning_rate, decay):
    return steps(
        parameters,
        lambda key, w: (
            -learning_rate * (gradients[key] - decay * w * (key[0] == "W"))
        ),
    )


@mistake("decay_step", """
    The weight 1.5 became 0.925, which is right, but b1 is gone.
    The biases take a plain step, and the network needs them.
    What does your function put into the dictionary when the key is not a weight's?
""")
def biases_dropped(parameters, gradients, learning_rate, decay):
    return {
        key: w - learning_rate * (gradients[key] + decay * w)
        for key, w in parameters.items()
        if key.startswith("W")
    }


@mistake("decay_step", """
    Right numbers, but the parameters that were handed in are changed too.
    The caller may still want to compare before and after.
    Which operation writes into an array, and which makes a new one?
""")
def faded_in_place(parameters, gradients, learning_rate, decay):
    for key, w in parameters.items():
        w -= learning_rate * (gradients[key] + decay * w * (key[0] == "W"))
    return parameters
