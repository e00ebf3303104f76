"""Wrong answers to the transfer function scale_backward.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "scale_backward",
    """
    If one x moves by a tiny step, which z move, and how far? And if a gain
    moves: how many z move then, and how far does each?
    """,
    """
    What is used by many examples gathers a slope from each of them: a sum
    over the rows. dX is (n, d), one slope for each x, and needs no sum.
    """,
    """
    dX: each dZ times the gain of its column. dgain: each dZ times the x it
    belongs to, added up over the examples, (d,). dbias: each dZ as it is,
    added up over the examples, (d,).
    """,
)


@mistake("scale_backward", """
    dX came back as dZ itself: a 1 as 1, though its gain is 2.
    With a gain of 2 a nudge of x moves z twice as far.
    What does the gain do to the slope of its column?
""")
def gain_left_out(dZ, X, gain):
    return dZ.copy(), (dZ * X).sum(axis=0), dZ.sum(axis=0)


@mistake("scale_backward", """
    dX is right, but dgain came as (3, 2), one number for each entry.
    A gain is used by all 3 examples, and each of them pulls at it.
    What is done with the pulls of all examples at one gain?
""")
def pulls_not_added(dZ, X, gain):
    return dZ * gain, dZ * X, dZ.sum(axis=0)


@mistake("scale_backward", """
    dX and dgain are right, but dbias came as (3, 2), one number for each entry.
    A bias is used by all 3 examples, and each of them pulls at it.
    What is done with the pulls of all examples at one bias?
""")
def bias_pulls_not_added(dZ, X, gain):
    return dZ * gain, (dZ * X).sum(axis=0), dZ.copy()


@mistake("scale_backward", """
    dgain and dbias came back alike.
    A gain multiplies x: an example with a large x moves further when the gain moves.
    What, besides dZ, does the slope for a gain depend on?
""")
def inputs_forgotten(dZ, X, gain):
    return dZ * gain, dZ.sum(axis=0), dZ.sum(axis=0)


@mistake("scale_backward", """
    For 3 examples dgain and dbias are a third of ours.
    The mean over the examples was taken in the loss already, and stands in dZ.
    Do the pulls of the examples have to be added or averaged?
""")
def pulls_averaged(dZ, X, gain):
    return dZ * gain, (dZ * X).mean(axis=0), dZ.mean(axis=0)


@mistake("scale_backward", """
    There are 2 columns, but dgain and dbias came with 3 numbers, one for each example.
    Each column has a gain, so the examples have to be added up.
    Along which axis do the examples lie?
""")
def added_across_the_columns(dZ, X, gain):
    return dZ * gain, (dZ * X).sum(axis=1), dZ.sum(axis=1)


@mistake("scale_backward", """
    dgain and dbias came as (1, 2), where gain has the shape (2,).
    A slope has the shape of what it belongs to, or the step would change that shape.
    Which option of your sums keeps an axis of length 1?
""")
def axis_kept(dZ, X, gain):
    total = np.sum
    dgain = total(dZ * X, axis=0, keepdims=True)
    return dZ * gain, dgain, total(dZ, axis=0, keepdims=True)


@mistake("scale_backward", """
    The right three arrays, but the last two in the other order.
    The caller takes the second for the gains and the third for the biases.
    In which order does the task name what comes out?
""")
def last_two_swapped(dZ, X, gain):
    return dZ * gain, dZ.sum(axis=0), (dZ * X).sum(axis=0)


@mistake("scale_backward", """
    dX does not change when a gain does, but it changes with X.
    A slope for x says how far z moves with x: that is decided by its factor.
    By what is x multiplied in the formula?
""")
def factor_mixed_up(dZ, X, gain):
    return dZ * X, (dZ * X).sum(axis=0), dZ.sum(axis=0)


@mistake("scale_backward", """
    dgain grows with the gain in yours: it is twice too large where the gain is 2.
    How far z moves with the gain depends on x alone.
    Is the gain itself needed for its slope?
""")
def gain_once_too_often(dZ, X, gain):
    return dZ * gain, (dZ * X * gain).sum(axis=0), dZ.sum(axis=0)


@mistake("scale_backward", """
    One slope came back where three are expected.
    dgain and dbias are needed to learn, dX to go further back.
    How does a function return three things?
""")
def only_the_inputs(dZ, X, gain):
    return dZ * gain
