"""Wrong answers to the transfer function clip_gradients.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "clip_gradients",
    """
    W holds 3, b holds 4. How long are they together? How many factors are
    there, and which numbers does each of them touch?
    """,
    """
    One length belongs to the whole dictionary: squares of all numbers of all
    arrays, one sum, one root. `values()` gives the arrays; a loop or `sum`
    goes through them.
    """,
    """
    First the length. If it is above the limit, the factor is the limit
    divided by the length, else it is 1. Then a new dictionary: under each key
    the old array times the factor.
    """,
)


def length_of(gradients):
    """The right length, for the mistakes around it."""
    return np.sqrt(sum((g**2).sum() for g in gradients.values()))


def scaled(gradients, factor):
    """All gradients times one factor."""
    return {key: factor * g for key, g in gradients.items()}


@mistake("clip_gradients", """
    W holds 3 and b holds 4, and with the limit 1 both became 1.
    Each array was measured and shrunk alone, so the direction of the step changed.
    How many lengths has a whole dictionary?
""")
def each_array_alone(gradients, limit):
    return {
        key: g * min(1.0, limit / max(np.sqrt((g**2).sum()), 1e-9))
        for key, g in gradients.items()
    }


@mistake("clip_gradients", """
    W holds 6 and -8, and with the limit 7 they became 6 and -7.
    Each number was cut off alone: the direction changed, and the length is still above 7.
    What should all numbers have in common when they shrink?
""")
def each_number_cut(gradients, limit):
    return {key: np.clip(g, -limit, limit) for key, g in gradients.items()}


@mistake("clip_gradients", """
    W holds 3 and b holds 4; with the limit 10 they became 6 and 8, and zeros became nan.
    Short gradients were made longer, and a length of 0 was divided by.
    When should nothing happen at all?
""")
def always_stretched(gradients, limit):
    return scaled(gradients, limit / length_of(gradients))


@mistake("clip_gradients", """
    W holds 6 and -8, and with the limit 7 they became 0.6 and -0.8.
    Too long ones get the length 1 in yours, whatever the limit is.
    Which length should they have afterwards?
""")
def made_of_length_one(gradients, limit):
    length = length_of(gradients)
    return scaled(gradients, 1 / length if length > limit else 1)


@mistake("clip_gradients", """
    W holds 3 and b holds 4, and with the limit 1 they became 0.12 and 0.16.
    You divided by 25, the sum of the squares, and the length is 5.
    What is done with the sum of the squares to get a length?
""")
def root_left_out(gradients, limit):
    length = length_of(gradients) ** 2
    return scaled(gradients, limit / length if length > limit else 1)


@mistake("clip_gradients", """
    W holds 3 and b holds 4, and with the limit 1 they became 0.4286 and 0.5714.
    You added up the sizes of the numbers, 7; a length goes by the squares, as in a triangle.
    How long is the longest side of a triangle with the sides 3 and 4 and a right angle?
""")
def sizes_added_up(gradients, limit):
    length = sum(np.abs(g).sum() for g in gradients.values())
    return scaled(gradients, limit / length if length > limit else 1)


@mistake("clip_gradients", """
    W holds 3 and b holds 4, and with the limit 1 they became 0.75 and 1.
    You measured the largest number, 4, and not all of them together.
    Which numbers have a part in the length?
""")
def largest_number_measured(gradients, limit):
    length = max(np.abs(g).max() for g in gradients.values())
    return scaled(gradients, limit / length if length > limit else 1)


@mistake("clip_gradients", """
    With the limit 1, gradients of the length 5 stayed; with the limit 10 they grew.
    The condition stands the wrong way round.
    Which gradients must be shrunk: those above the limit or those below?
""")
def condition_turned(gradients, limit):
    length = length_of(gradients)
    factor = limit / length if 0 < length < limit else 1
    return scaled(gradients, factor)


@mistake("clip_gradients", """
    W holds 3 and b holds 4, and with the limit 1 both became 0.
    A step that is left out teaches nothing; the direction was right, only the length was not.
    What should stay of a gradient that is too long?
""")
def thrown_away(gradients, limit):
    return scaled(gradients, 0 if length_of(gradients) > limit else 1)


@mistake("clip_gradients", """
    The arrays came back in a list, without their names.
    The next step asks for gradients by their keys, "W1" and "b1".
    What can hold each array under the key that it had?
""")
def names_lost(gradients, limit):
    factor = min(1.0, limit / max(length_of(gradients), 1e-9))
    return [factor * g for g in gradients.values()]


@mistake("clip_gradients", """
    Right numbers, but the gradients that were handed in are changed too.
    The caller may still want to know how long they were.
    How can you make new arrays instead of writing into the old ones?
""")
def shrunk_in_place(gradients, limit):
    length = length_of(gradients)
    for g in gradients.values():
        if length > limit:
            g *= limit / length
    return gradients
