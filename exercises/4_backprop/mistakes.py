"""Wrong answers to 4_backprop, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

# ---------------------------------------------------- numerical_gradient


hint(
    "numerical_gradient",
    """
    When one weight is nudged, what must all the others do, and what
    must w look like when you are done?
    """,
    """
    Visit every place of w. There f is asked twice, a little above and a
    little below. For f(w) = w² at 3 with h = 0.1: 9.61 and 8.41. How
    far apart were the two points?
    """,
    """
    For each place: two copies of w, one with h more there, one with h
    less. The difference of the two values of f, over the distance
    between the points, goes into g, which has the shape of w.
    """,
)


@mistake("numerical_gradient", """
    All slopes came back equal: one number for every entry of w.
    You moved all entries of w together, so their slopes are added up.
    Which entries must stay while one is nudged?
""")
def all_moved_at_once(f, w, h=1e-5):
    return np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h))


@mistake("numerical_gradient", """
    Every slope came back as 0, but for the one at w = 0.
    A nudge of 1e-16 is lost in rounding: a number has about 16 digits, and w stays where it was.
    Which h does the task give you, and do you use it?
""")
def nudge_too_small(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        up = w.copy()
        up[place] += 1e-16
        g[place] = (f(up) - f(w)) / 1e-16
    return g


@mistake("numerical_gradient", """
    w cubed at 3 got the slope 54; it has 27, half of that.
    The upper and the lower place are farther apart than one h.
    How far is it from w - h to w + h?
""")
def divided_by_one_h(f, w, h=1e-5):
    return two_sided(f, w, h) * 2


@mistake("numerical_gradient", """
    With h = 0.1, w cubed at 2 got the slope 12.61; both sides together give 12.01.
    You asked f above w and at w itself, so the bend of the curve counts on one side only.
    Which two places does the formula ask for?
""")
def upper_side_only(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        up = w.copy()
        up[place] += h
        g[place] = (f(up) - f(w)) / h
    return g


@mistake("numerical_gradient", """
    With h = 0.1, w cubed at 2 got the slope 11.41; both sides together give 12.01.
    You asked f at w itself and below, so the bend of the curve counts on one side only.
    Which two places does the formula ask for?
""")
def lower_side_only(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        down = w.copy()
        down[place] -= h
        g[place] = (f(w) - f(down)) / h
    return g


@mistake("numerical_gradient", """
    Your w came back moved, by h in each entry.
    The next slope is then measured somewhere else, and the caller's weights have changed.
    After an entry was nudged up and down, where must it be left?
""")
def not_put_back(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        w[place] += h
        up = f(w)
        w[place] -= 2 * h
        g[place] = (up - f(w)) / (2 * h)
    return g


@mistake("numerical_gradient", """
    Every slope came back as 0.
    Two names for one array are no copy: what you take from the second is taken from the first too.
    How many arrays are there in your function, and how do you get another?
""")
def one_array_with_two_names(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        up, down = w, w
        up[place] += h
        down[place] -= h
        g[place] = (f(up) - f(down)) / (2 * h)
    return g


@mistake("numerical_gradient", """
    w cubed at 3 got the slope 13.5; it has 27, twice that.
    You asked f above w and at w itself, which is one h apart, and divided by two.
    Which two places do you ask, and how far apart are they?
""")
def one_side_divided_by_two(f, w, h=1e-5):
    return upper_side_only.wrong(f, w, h) / 2


@mistake("numerical_gradient", """
    w cubed at 3 got the slope -27; it has 27.
    A slope is positive where f grows.
    Which of the two values of f is taken from which?
""")
def sign_turned(f, w, h=1e-5):
    return -two_sided(f, w, h)


@mistake("numerical_gradient", """
    Your slopes are all near 0: for h = 1e-5 they are ten thousand million times too small.
    Python works from left to right: x / 2 * h divides by 2, and then multiplies by h.
    What should the whole of 2h be to the line of the fraction?
""")
def multiplied_by_h(f, w, h=1e-5):
    return two_sided(f, w, h) * h * h


@mistake("numerical_gradient", """
    w cubed at 3 came out as 0.00054; its slope is 27.
    The difference of the two values was never divided by the way between them.
    By what must a change of f be divided to become a slope?
""")
def never_divided(f, w, h=1e-5):
    return two_sided(f, w, h) * 2 * h


@mistake("numerical_gradient", """
    For w of shape (2, 2) four slopes came back in a row.
    A slope belongs to an entry of w, and is found at its place.
    Which shape must g have?
""")
def flattened(f, w, h=1e-5):
    return two_sided(f, w, h).ravel()


@mistake("numerical_gradient", """
    With h = 0.1, w cubed at 2 gave 12; 12.01 is what that h gives.
    The h that the caller hands in does nothing in yours.
    Where does your function take the size of its nudge from?
""")
def own_h(f, w, h=1e-5):
    return two_sided(f, w, 1e-5)


@mistake("numerical_gradient", """
    One number came back; w has an entry for each slope.
    Each entry needs a nudge of its own.
    How many slopes does a w of shape (2, 2) have?
""")
def one_slope_for_all(f, w, h=1e-5):
    return (f(w + h) - f(w - h)) / (2 * h)


@mistake("numerical_gradient", """
    Only the first slope was measured; the others came back as 0.
    The loop ended after one round.
    On which line does your return stand, and how far in?
""")
def first_slope_only(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        g[place] = two_sided(f, w, h)[place]
        return g


@mistake("numerical_gradient", """
    For w of shape (2, 2) both slopes of a row came out alike: the whole row moved.
    One index picks a whole row of a matrix, and len counts rows.
    How do you visit each place of an array of any shape?
""")
def rows_moved(f, w, h=1e-5):
    g = np.zeros_like(w)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@mistake("numerical_gradient", """
    For w of shape (2, 2) two slopes came back: one for each row, and all of a row moved.
    One index picks a whole row of a matrix, and len counts rows.
    How do you visit each place of an array of any shape?
""")
def one_slope_a_row(f, w, h=1e-5):
    g = np.zeros(len(w))
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


@mistake("numerical_gradient", """
    f stopped with an error: it was handed one number, and needs an array of the shape of w.
    f works out a loss from all of its weights at once.
    What must the other entries of w be while one is nudged?
""")
def one_number_handed_to_f(f, w, h=1e-5):
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        g[place] = (f(w[place] + h) - f(w[place] - h)) / (2 * h)
    return g


def two_sided(f, w, h):
    """Right slopes, for the mistakes around them."""
    g = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += h
        down[place] -= h
        g[place] = (f(up) - f(down)) / (2 * h)
    return g


# ----------------------------------------------- mean_squared_error_grad


hint(
    "mean_squared_error_grad",
    """
    Where a guess is too low, should its slope be positive or negative?
    And where the guess is right?
    """,
    """
    The slope of a square is twice what is squared: the gap. One guess
    is only one of m, so its slope is divided by m. `P.size` counts all
    entries, `len(P)` only rows.
    """,
    """
    Gap of guess and answer, place by place; twice that; divided by the
    number of entries of P, rows times columns. The shape stays that of
    P, and nothing is added up.
    """,
)


@mistake("mean_squared_error_grad", """
    Your slopes are half of ours: the guess 2.5 for 1 got 0.25, where 0.5 is right.
    The square of a gap grows at twice the gap.
    What is the slope of u squared at u?
""")
def two_forgotten(P, Y):
    return (P - Y) / P.size


@mistake("mean_squared_error_grad", """
    For 6 entries your slopes are 6 times ours.
    The loss is a mean, so each entry has only a part of it.
    By what is the sum of the squares divided in the loss?
""")
def not_divided(P, Y):
    return 2 * (P - Y)


@mistake("mean_squared_error_grad", """
    For 6 entries your slopes are 3 times ours.
    Both the 2 and the number of entries are missing.
    What is the slope of u squared, and how many gaps share the mean?
""")
def gap_alone(P, Y):
    return P - Y


@mistake("mean_squared_error_grad", """
    For a table of 2 rows and 3 columns your slopes are 3 times ours.
    len counts the rows, and the mean was over every entry.
    How many entries share the mean?
""")
def divided_by_rows(P, Y):
    return 2 * (P - Y) / len(P)


@mistake("mean_squared_error_grad", """
    The guess 2.5 for 1 got the slope -0.5: all your signs are turned.
    A guess that is too high must have a positive slope, since the loss grows with it.
    Which of P and Y is taken from the other?
""")
def sign_turned_too(P, Y):
    return 2 * (Y - P) / P.size


@mistake("mean_squared_error_grad", """
    One number came back: the loss itself.
    The loss says how wrong all guesses are, a slope says what one guess does to it.
    How many slopes do six guesses have?
""")
def loss_returned(P, Y):
    return ((P - Y) ** 2).mean()


@mistake("mean_squared_error_grad", """
    One number came back: the mean of the slopes.
    Each guess needs its own, to know which way to move.
    Which shape must dP have, and which step of yours takes it away?
""")
def mean_of_slopes(P, Y):
    return (2 * (P - Y)).mean()


@mistake("mean_squared_error_grad", """
    No slope of yours is negative, though some guesses are too low.
    A squared gap is what each entry adds to the loss, not how it changes it.
    What is the slope of u squared at u?
""")
def squares_returned(P, Y):
    return (P - Y) ** 2 / P.size


@mistake("mean_squared_error_grad", """
    All your slopes have the same size, whatever the gap.
    That is the slope of the absolute gap; a squared one is steeper the larger it is.
    What is the slope of u squared at u?
""")
def signs_only(P, Y):
    return np.sign(P - Y) / P.size


@mistake("mean_squared_error_grad", """
    Right numbers, but the guesses that were handed in are changed too.
    The caller still needs P.
    Which line writes into it, and what could it make instead?
""")
def changed_in_place(P, Y):
    P -= Y
    return 2 * P / P.size


@mistake("mean_squared_error_grad", """
    The slopes of each column, or of all, were added up: their shape is not that of P.
    The loss adds the squares; a slope belongs to one guess.
    Which step of yours loses an axis?
""")
def rows_added_up(P, Y):
    return (2 * (P - Y) / P.size).sum(axis=0)


@mistake("mean_squared_error_grad", """
    Your slopes are twice ours.
    The square gives one 2, and there is no other.
    Where do your factors come from?
""")
def two_twice(P, Y):
    return 4 * (P - Y) / P.size


# --------------------------------------------------------- relu_backward


hint(
    "relu_backward",
    """
    A unit was off, so its A is 0. How much does the loss change when
    its score changes a little?
    """,
    """
    A comparison gives True or False for each unit, and True counts as 1
    in a product: 5 times False is 0. What in A tells that a unit was
    on?
    """,
    """
    Make a mask (n, k) that is 1 where A shows a unit that was on, and 0
    where it was off. What arrives, dA (n, k), is multiplied by it,
    place by place.
    """,
)


@mistake("relu_backward", """
    The slope 5 came through a unit with A = 0, and a unit with A = 0 was off.
    A small change of its score changes nothing; and since A is never negative, a comparison that lets 0 in stops nobody.
    How do you tell from A which units were off?
""")
def gate_forgotten(dA, A):
    return dA + 0.0


@mistake("relu_backward", """
    Only zeros and ones came back: 1 where a unit was on.
    That is the link's own slope; the chain rule wants it together with what arrives.
    What happens to dA in yours?
""")
def gate_only(dA, A):
    return (A > 0).astype(float)


@mistake("relu_backward", """
    The slope -3 at a unit with A = 2.5 came back as -7.5.
    You multiplied by how far the unit was on; ReLU has the slope 1 there, however far.
    By what is dA multiplied where A is 2.5?
""")
def multiplied_by_activation(dA, A):
    return dA * A


@mistake("relu_backward", """
    The slope 5 came through a unit that was off, and -3 was stopped at one that was on.
    The gate is the wrong way round.
    Which units let a change through: those with A = 0 or the others?
""")
def gate_turned(dA, A):
    return dA * (A == 0)


@mistake("relu_backward", """
    Everything came back 0.
    A is never negative, so no unit passes a comparison with less than 0.
    Which units were on?
""")
def nothing_passes(dA, A):
    return dA * (A < 0)


@mistake("relu_backward", """
    The slope -3 at a unit that was on came back as 0.
    You asked whether dA is positive; a slope may be negative, and the unit is still on.
    Which of the two arrays says who was on?
""")
def slope_decides(dA, A):
    return dA * (dA > 0)


@mistake("relu_backward", """
    The slope -3 at a unit that was on came back as 0, and so did all negative ones.
    ReLU was applied to the slopes; its own slope is what they are multiplied by.
    Which slopes are stopped by the gate, and by what are they told?
""")
def negative_slopes_lost(dA, A):
    return np.maximum(dA, 0) * (A > 0)


@mistake("relu_backward", """
    Back came the activations where the slopes should be: a unit with A = 4 gave 4.
    What goes on is the slope that arrived.
    Which of the two arrays passes the gate, and which decides?
""")
def arrays_swapped(dA, A):
    return A * (dA > 0)


@mistake("relu_backward", """
    Fewer slopes came back than went in.
    A picked list of slopes no longer says whose they are.
    What can stand in the place of a slope that is stopped?
""")
def stopped_ones_dropped(dA, A):
    return dA[A > 0]


@mistake("relu_backward", """
    Right numbers, but the slopes that were handed in are changed too.
    The caller may still need dA.
    How can you write into an array of your own?
""")
def slopes_changed_in_place(dA, A):
    dA[A == 0] = 0
    return dA


@mistake("relu_backward", """
    The slope 7 at a unit with A = 0.25 was stopped, though the unit was on.
    ReLU bends at 0 and nowhere else.
    With which number must A be compared?
""")
def compared_with_one(dA, A):
    return dA * (A > 1)


@mistake("relu_backward", """
    Python stopped with a ValueError: an if cannot ask a whole array.
    Each unit is on or off by itself.
    How does numpy compare all entries at once, and what can be done with the answer?
""")
def if_on_an_array(dA, A):
    if A > 0:
        return dA
    return 0 * dA


# ------------------------------------------------------ sigmoid_backward


hint(
    "sigmoid_backward",
    """
    Where is the sigmoid steep and where flat, and what should be left
    of a slope that arrives at a flat place?
    """,
    """
    The link's own slope needs only its output: for a = 0.9 it is 0.9
    times 0.1. Which two numbers made from a are multiplied there?
    """,
    """
    The own slope of each unit, from A (n, k) alone and without exp. By
    the chain rule, what arrives, dA (n, k), is multiplied by it, place
    by place.
    """,
)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became 0.94; a(1 - a) is 0.25 there, which makes 1.
    A is the output of the sigmoid already, and yours takes the sigmoid of it again.
    Which part of the formula needs exp if a is there?
""")
def sigmoid_taken_again(dA, A):
    s = 1 / (1 + np.exp(-A))
    return dA * s * (1 - s)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became 2, and at A = 0.25 the slope -8 became -6.
    You multiplied by 1 - a alone.
    Which factor of a(1 - a) is missing?
""")
def first_factor_missing(dA, A):
    return dA * (1 - A)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became 2, and at A = 0.25 the slope -8 became -2.
    You multiplied by a alone.
    Which factor of a(1 - a) is missing?
""")
def second_factor_missing(dA, A):
    return dA * A


@mistake("sigmoid_backward", """
    At A = 0.5 you gave 0.25 although the slope 4 arrived.
    That is the link's own slope; the chain rule wants it together with what arrives.
    What happens to dA in yours?
""")
def own_slope_only(dA, A):
    return A * (1 - A)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became 3.
    That is 1 - a squared, the slope of tanh.
    How does the formula of this part differ from it?
""")
def slope_of_tanh(dA, A):
    return dA * (1 - A**2)


@mistake("sigmoid_backward", """
    Everything that arrived went on as it was.
    A sigmoid is nowhere as steep as 1: its slope is 0.25 at most.
    By what is each slope multiplied on its way?
""")
def passed_on_whole(dA, A):
    return dA + 0.0


@mistake("sigmoid_backward", """
    All your signs are turned: at A = 0.5 the slope 4 became -1.
    A sigmoid grows everywhere, so it keeps the sign of what arrives.
    In which order do a and 1 stand in the bracket?
""")
def bracket_turned(dA, A):
    return dA * A * (A - 1)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became 16, more than arrived.
    You divided by the slope of the link; the chain rule multiplies.
    Can a slope of 0.25 make anything larger?
""")
def divided_by_slope(dA, A):
    with np.errstate(divide="ignore"):
        return dA / (A * (1 - A))


@mistake("sigmoid_backward", """
    The slopes that arrive were let through where A is positive, as in a ReLU.
    A sigmoid is never quite off and never quite on.
    What is its slope where a is 0.5?
""")
def gate_of_relu(dA, A):
    return dA * (A > 0)


@mistake("sigmoid_backward", """
    At A = 0.5 the slope 4 became -6: the slope that arrives stands in the formula in place of a.
    a is what the sigmoid gave; dA is what arrives from behind.
    Which of the two stands in a(1 - a)?
""")
def activation_and_slope_swapped(dA, A):
    return A * dA * (1 - dA)


@mistake("sigmoid_backward", """
    Right numbers, but the slopes that were handed in are changed too.
    The caller may still need dA.
    Which line writes into it, and what could it make instead?
""")
def arriving_slopes_changed(dA, A):
    dA *= A * (1 - A)
    return dA


@mistake("sigmoid_backward", """
    One number, or one for each column, came back; each unit has its own slope.
    Nothing is added up in an activation: each score has one way to its output.
    Which step of yours loses an axis?
""")
def summed_over_examples(dA, A):
    return (dA * A * (1 - A)).sum(axis=0)


# -------------------------------------------------------- dense_backward


hint(
    "dense_backward",
    """
    dW has the shape of W, dX that of X, db that of b. Which of the n
    examples does each of the three speak of?
    """,
    """
    A product `@` adds over the inner size: (3, 5) and (5, 2) add over
    the 5. For dW, ways meet over examples; for dX, over units. `.T`
    turns a table round.
    """,
    """
    dX (n, d): dZ (n, k) with the turned W (k, d). dW (d, k): the turned
    X (d, n) with dZ (n, k). db (k,): each column of dZ, added up over
    the examples.
    """,
)


@mistake("dense_backward", """
    db came back as (5, 2) for 5 examples; b has (2,).
    The same b was added to every example, so all of them have a say in its slope.
    What is done with the slopes of all examples?
""")
def bias_for_each_example(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ


@mistake("dense_backward", """
    Your db is 1, 0.45 where 5, 2.25 is right: 5 times too small for 5 examples.
    The loss divided by n already, and dZ holds that.
    What is done where ways meet: added up or averaged?
""")
def bias_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@mistake("dense_backward", """
    Your dW is 5 times too small for 5 examples: it begins with -0.75, where -3.75 is right.
    The loss divided by n already, and dZ holds that.
    Where does your extra division come from?
""")
def weights_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@mistake("dense_backward", """
    Your dW and db are both 5 times too small for 5 examples.
    The loss divided by n already, and dZ holds that.
    What is done where ways meet: added up or averaged?
""")
def both_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ / len(X), dZ.mean(axis=0)


@mistake("dense_backward", """
    dZ is (5, 2) and W is (3, 2), and numpy could not multiply them; with square ones it ran, and was wrong.
    A slope goes back through the weights that the input went forward through.
    dX must be (5, 3): which of the two must be turned?
""")
def weights_not_turned(dZ, X, W):
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


@mistake("dense_backward", """
    X is (5, 3) and dZ is (5, 2), and numpy could not multiply them so.
    Each weight collects from all 5 examples: 5 must meet 5 in the middle.
    dW must be (3, 2): which of the two must be turned?
""")
def inputs_not_turned(dZ, X, W):
    return dZ @ W.T, X @ dZ, dZ.sum(axis=0)


@mistake("dense_backward", """
    W is (3, 2) and your dW is (2, 3).
    A slope has the shape of what it belongs to.
    Which of X and dZ comes first in the product, and which is turned?
""")
def slopes_of_weights_turned(dZ, X, W):
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@mistake("dense_backward", """
    X is (5, 3) and your dX is (3, 5).
    A slope has the shape of what it belongs to.
    Which of dZ and W comes first in the product?
""")
def slopes_of_inputs_turned(dZ, X, W):
    return W @ dZ.T, X.T @ dZ, dZ.sum(axis=0)


@mistake("dense_backward", """
    numpy could not multiply your arrays entry by entry: dZ is (5, 2) and W is (3, 2).
    Each input reaches every unit, and each weight meets every example: sums of products are needed.
    Which operation multiplies and adds at once?
""")
def entry_by_entry(dZ, X, W):
    return dZ * W, X * dZ, dZ.sum(axis=0)


@mistake("dense_backward", """
    Your three results begin with a (3, 2): dW came first, and dX last.
    Whoever calls dense_backward takes the first one for dX.
    In which order does the task name the three?
""")
def order_of_results(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0), dZ @ W.T


@mistake("dense_backward", """
    Your first result is (3, 2) and the second (5, 3): dW came before dX.
    Whoever calls dense_backward takes the first one for dX.
    In which order does the task name the three?
""")
def inputs_and_weights_swapped(dZ, X, W):
    return X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)


@mistake("dense_backward", """
    db came back as (1, 2); b has (2,).
    An axis of length 1 is still an axis.
    Which word in your sum keeps it?
""")
def bias_keeps_an_axis(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@mistake("dense_backward", """
    db came back as (5,) for 5 examples and 2 units; b has (2,).
    You added up the units of each example.
    Over which axis do the examples lie?
""")
def bias_over_units(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@mistake("dense_backward", """
    db is one number; there are 2 units.
    Each unit has a bias of its own, and its own slope.
    Over which axis may be added up, and which must stay?
""")
def bias_over_everything(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@mistake("dense_backward", """
    Two results came back, and three are expected.
    The layer before this one needs dX, or the chain ends here.
    Which of X, W and b got no slope in yours?
""")
def inputs_left_out(dZ, X, W):
    return X.T @ dZ, dZ.sum(axis=0)


@mistake("dense_backward", """
    Two results came back, and three are expected.
    A bias learns as the weights do, and needs its slope.
    Which of X, W and b got no slope in yours?
""")
def bias_left_out(dZ, X, W):
    return dZ @ W.T, X.T @ dZ


@mistake("dense_backward", """
    Your db is the slope of one example only: 1, -2 is the first row of dZ.
    The same b was added to every example.
    What is done with the slopes of the others?
""")
def first_example_only(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ[0]


@mistake("dense_backward", """
    Your db is 1, 1 for all slopes.
    The slope of the sum by its bias is 1, but the chain rule multiplies that by what arrives.
    What arrives at each bias, and from how many examples?
""")
def bias_slope_of_one(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.ones(W.shape[1])


# ---------------------------------------------------- cross_entropy_grad


def probabilities(Z):
    """Right probabilities, for the mistakes around them."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


hint(
    "cross_entropy_grad",
    """
    To what do the slopes of one example's scores add up? And what are
    they when the right class already has the probability 1?
    """,
    """
    Of the probabilities of one example only one changes: 1/4 and 3/4
    with class 0 right become -3/4 and 3/4. And the loss was a mean:
    what does that do to every slope?
    """,
    """
    softmax gives P (n, k). In each row, 1 is taken away in the column
    that y names, for all rows at once. Then all of it is divided by the
    number of examples.
    """,
)


@mistake("cross_entropy_grad", """
    For 4 examples your slopes are 4 times ours.
    The loss is a mean, so each example has only a part of it.
    What does the formula do with P minus the one-hot rows?
""")
def never_divided_by_n(Z, y):
    dZ = probabilities(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ


@mistake("cross_entropy_grad", """
    Your rows do not add up to 0: 1 is taken from whole columns, once for each label.
    Each row has one right class.
    How do you pair row 0 with y[0], row 1 with y[1], and so on?
""")
def one_from_every_row(Z, y):
    dZ = probabilities(Z)
    dZ[:, y] -= 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    No slope of yours is negative, so no score would ever grow.
    Where the network is sure and right, all slopes should be 0; yours are not.
    What should the probability of the right class be, and is that taken away?
""")
def probabilities_only(Z, y):
    return probabilities(Z) / len(y)


@mistake("cross_entropy_grad", """
    Only the right class has a slope in yours, and the others have 0.
    You stopped at the probabilities: that is the slope of -log p, and p itself comes from all scores of its row.
    Which link lies between the scores and the probabilities?
""")
def stopped_at_softmax(Z, y):
    P = probabilities(Z)
    rows = np.arange(len(y))
    dP = np.zeros_like(P)
    with np.errstate(divide="ignore"):
        dP[rows, y] = -1 / P[rows, y]
    return dP / len(y)


@mistake("cross_entropy_grad", """
    Your slopes are also divided by the number of classes: for 3 classes they are 3 times too small.
    The mean was over the examples, each with one loss.
    How many losses share the mean?
""")
def divided_by_classes_too(Z, y):
    dZ = probabilities(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / dZ.size


@mistake("cross_entropy_grad", """
    All your signs are turned: the right class has a positive slope.
    The loss falls when its score grows, so its slope is negative.
    Which of the two is taken from which?
""")
def signs_turned(Z, y):
    dZ = -probabilities(Z)
    dZ[np.arange(len(y)), y] += 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    The scores 1000 and 0 gave slopes near 500, and no slope is larger than 1.
    You took 1 from the scores; the formula speaks of probabilities.
    Which step makes probabilities of scores?
""")
def scores_for_probabilities(Z, y):
    dZ = Z.copy()
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    1 was taken from the wrong entry: the label 2 was looked up as 1, and 0 as the last.
    Labels begin at 0 here, like Python's indices.
    Which number do you take from y, and is it needed?
""")
def labels_from_one(Z, y):
    dZ = probabilities(Z)
    dZ[np.arange(len(y)), y - 1] -= 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    The scores 1000 and 0 gave nan.
    exp(1000) is infinite for a computer, and infinite over infinite is nan.
    Which function of the course makes probabilities, and how does it avoid that?
""")
def own_softmax_overflows(Z, y):
    E = np.exp(Z)
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    Your rows do not add up to 0, but your columns nearly do: each column of probabilities adds up to 1.
    The examples compete with each other instead of the classes.
    Along which axis do the classes of one example lie?
""")
def columns_sum_to_one(Z, y):
    E = np.exp(Z - Z.max(axis=0))
    dZ = E / E.sum(axis=0)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    The slope of the right class is right, and all others came back as 0.
    Taking a little probability from the wrong classes lowers the loss too.
    What should the probability of a wrong class be, and what is it?
""")
def right_class_only(Z, y):
    P, rows = probabilities(Z), np.arange(len(y))
    dZ = np.zeros_like(P)
    dZ[rows, y] = P[rows, y] - 1
    return dZ / len(y)


@mistake("cross_entropy_grad", """
    One number came back for each example; every score needs a slope.
    You picked the entries of the right classes and left the others behind.
    Which shape must dZ have?
""")
def one_for_each_example(Z, y):
    return (probabilities(Z)[np.arange(len(y)), y] - 1) / len(y)


@mistake("cross_entropy_grad", """
    Your function took the labels for amounts: class 2 was subtracted as the number 2.
    A label names a column; it is no amount.
    What should a row of three probabilities be if class 2 is right?
""")
def labels_subtracted(Z, y):
    return (probabilities(Z) - y[:, None]) / len(y)


@mistake("cross_entropy_grad", """
    4 examples with 3 classes stopped with an error: your function takes y for a table of zeros and ones.
    y has one whole number for each example: the class itself.
    How do you find in each row the column that y names?
""")
def one_hot_expected(Z, y):
    return (probabilities(Z) - y) / len(y)


@mistake("cross_entropy_grad", """
    Right numbers, but the scores that were handed in are changed too.
    The caller still needs them, for the loss.
    Which line writes into Z, and what could it make instead?
""")
def scores_changed(Z, y):
    P = probabilities(Z)
    Z[:] = P
    Z[np.arange(len(y)), y] -= 1
    return Z / len(y)


@mistake("cross_entropy_grad", """
    You gave back the loss, one number, or its slope as one number.
    Every score has a slope of its own.
    Which shape must dZ have?
""")
def loss_itself(Z, y):
    P = probabilities(Z)[np.arange(len(y)), y]
    with np.errstate(divide="ignore"):
        return -np.log(P).mean()


@mistake("cross_entropy_grad", """
    Right; but at a score of 1000 numpy warns of an overflow in exp.
    A difference of two scores can be large and positive, and its exp is infinite. 1 over infinite happens to give the right 0.
    Which function that is there already gives the probabilities without this?
""", kind="advice")
def differences_overflow(Z, y):
    P = 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)
    return (P - np.eye(Z.shape[1])[y]) / len(y)


# --------------------------------------------------------------- backprop


def go_forward(parameters, X):
    """Right Z1, A1 and Z2, for the mistakes around them."""
    Z1 = X @ parameters["W1"] + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    return Z1, A1, A1 @ parameters["W2"] + parameters["b2"]


def begin(Z2, y):
    """The right dZ2."""
    dZ2 = probabilities(Z2)
    dZ2[np.arange(len(y)), y] -= 1
    return dZ2 / len(y)


def gathered(X, dZ1, A1, dZ2):
    """The gradients from what each layer saw and what arrives at it."""
    return {
        "W1": X.T @ dZ1,
        "b1": dZ1.sum(axis=0),
        "W2": A1.T @ dZ2,
        "b2": dZ2.sum(axis=0),
    }


hint(
    "backprop",
    """
    Which slope is known first on the way back, and which activations
    must you have kept from the way there?
    """,
    """
    Each backward function takes the slope that the one behind it gave:
    the loss gives dZ2 (n, k). What did the second layer take as its
    input on the way there: X or A1?
    """,
    """
    Go forward and keep A1 and Z2. Then three links back: the loss gives
    dZ2; the second layer gives dA1, dW2, db2; ReLU gives dZ1; the first
    layer, with X, gives dW1, db1. Return four slopes by their keys.
    """,
)


@mistake("backprop", """
    Your slopes of W2 and b2 are right, those of W1 and b1 are not: hidden units that were off get blame.
    The chain is broken between the two layers.
    Which link lies between Z1 and A1, and what does it do backward?
""")
def gate_left_out(parameters, X, y):
    _, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    return gathered(X, dZ2 @ parameters["W2"].T, A1, dZ2)


@mistake("backprop", """
    Your slope of W2 is wrong where hidden units are off; the other three are right.
    The second layer never saw the scores Z1, but what ReLU made of them.
    What went into the second layer?
""")
def scores_instead_of_activations(parameters, X, y):
    Z1, _, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, Z1, dZ2)


@mistake("backprop", """
    Your slopes of W1 and b1 do not depend on how large the weights W2 are.
    You asked which weights are positive; the gate belongs to the hidden units, and the weights are factors.
    By what is a slope on its way through the second layer multiplied?
""")
def gate_on_the_weights(parameters, X, y):
    _, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    return gathered(X, dZ2 @ (parameters["W2"] > 0).T, A1, dZ2)


@mistake("backprop", """
    Your slopes have the keys W1 and W2 only.
    Biases without slopes would stay as they began for ever.
    Which results of dense_backward did you leave behind?
""")
def biases_left_out(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {"W1": slopes["W1"], "W2": slopes["W2"]}


@mistake("backprop", """
    For 3 examples your slope of b2 has 3 rows, and that of b1 too.
    Each bias worked on every example, so all of them have a say in its slope.
    Which shape have b1 and b2, and what is done where ways meet?
""")
def biases_for_each_example(parameters, X, y):
    Z1, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return {**gathered(X, dZ1, A1, dZ2), "b1": dZ1, "b2": dZ2}


@mistake("backprop", """
    Under W1 came an array of the shape of X.
    That is the slope of the inputs; the pixels are given, and the weights are what we change.
    Which of the three results of dense_backward belongs to W1?
""")
def inputs_blamed(parameters, X, y):
    Z1, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    gradients = gathered(X, dZ1, A1, dZ2)
    gradients["W1"] = dZ1 @ parameters["W1"].T
    return gradients


@mistake("backprop", """
    Your slopes of W1 and b1 are wrong: what arrives at a unit decided whether it passes on, not the unit.
    A negative slope passes a unit that was on, and a positive one stops at a unit that was off.
    Which array says which hidden units were on?
""")
def slope_opens_the_gate(parameters, X, y):
    _, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dA1 = dZ2 @ parameters["W2"].T
    return gathered(X, dA1 * (dA1 > 0), A1, dZ2)


@mistake("backprop", """
    For 3 examples all your slopes are 3 times ours.
    The loss is a mean over the examples.
    Where on the way back is it divided by n?
""")
def not_averaged(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {name: len(y) * values for name, values in slopes.items()}


@mistake("backprop", """
    For 3 examples all your slopes are a third of ours.
    The division by n is in the slope of the loss already.
    Where do you divide a second time?
""")
def averaged_twice(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {name: values / len(y) for name, values in slopes.items()}


@mistake("backprop", """
    Your slopes have the keys dW1, db1, dW2 and db2.
    Each slope must be found under the name of its parameter, or the step that follows cannot pair them.
    Which keys has parameters?
""")
def other_keys(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {f"d{name}": values for name, values in slopes.items()}


@mistake("backprop", """
    A tuple came back, not a dictionary.
    Each slope must be found under the name of its parameter.
    Which keys has parameters, and where do your four results go?
""")
def tuple_returned(parameters, X, y):
    return tuple(right_slopes(parameters, X, y).values())


@mistake("backprop", """
    All your slopes are wrong, those of b2 too: the way back begins with probabilities of probabilities.
    cross_entropy_grad takes softmax itself, and it was handed what softmax gave.
    What comes out of the second layer, and what does the loss take?
""")
def softmax_twice(parameters, X, y):
    Z1, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(probabilities(Z2), y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, A1, dZ2)


@mistake("backprop", """
    All your slopes have the opposite sign.
    A slope says where the loss grows; the step that goes against it comes later.
    Which of P and Y is taken from the other, or where does your minus come from?
""")
def signs_of_all_turned(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {name: -values for name, values in slopes.items()}


@mistake("backprop", """
    You gave back new parameters: the old ones, moved against their slopes.
    That step is the next assignment's; here only the slopes are asked for.
    What is left of your result if the parameters are taken from it?
""")
def parameters_moved(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {name: parameters[name] - slopes[name] for name in parameters}


@mistake("backprop", """
    Your slopes are right, but the parameters that were handed in are changed too.
    The caller still needs them as they were.
    Which line writes into parameters?
""")
def parameters_changed(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    for name in parameters:
        parameters[name] -= 0.1 * slopes[name]
    return slopes


@mistake("backprop", """
    All your slopes are those of a network without ReLU on its way forward.
    The way back belongs to the way forward that was really gone.
    Which four links does the forward way have?
""")
def relu_left_out_forward(parameters, X, y):
    Z1 = X @ parameters["W1"] + parameters["b1"]
    dZ2 = begin(Z1 @ parameters["W2"] + parameters["b2"], y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, Z1, dZ2)


@mistake("backprop", """
    Your scores went through ReLU on the way forward.
    Nothing follows the last dense layer but the loss, and scores may be negative.
    Which steps lie between A1 and the loss?
""")
def relu_of_the_scores(parameters, X, y):
    A1 = np.maximum(X @ parameters["W1"] + parameters["b1"], 0)
    Z2 = np.maximum(A1 @ parameters["W2"] + parameters["b2"], 0)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (A1 > 0)
    return gathered(X, dZ1, A1, dZ2)


@mistake("backprop", """
    Your slopes came back for W2 and b2 alone.
    The first layer learns too: its slopes come through the hidden units.
    Which link lies before the second layer, and what does it need?
""")
def first_layer_forgotten(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {name: slopes[name] for name in ("W2", "b2")}


@mistake("backprop", """
    All your slopes are those of a network without biases on its way forward.
    A bias decides with the weights whether a unit is on.
    What does dense add to X @ W?
""")
def biases_left_out_forward(parameters, X, y):
    Z1 = X @ parameters["W1"]
    A1 = np.maximum(Z1, 0)
    dZ2 = begin(A1 @ parameters["W2"], y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, A1, dZ2)


@mistake("backprop", """
    Your slopes are those of a network whose scores pass a ReLU at the end.
    The last layer gives its scores to the loss as they are.
    After which of the two layers does ReLU stand?
""")
def relu_on_the_scores(parameters, X, y):
    Z1, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(np.maximum(Z2, 0), y) * (Z2 > 0)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, A1, dZ2)


@mistake("backprop", """
    Your slopes of W1 and b1 are too large or too small at every unit by how far it was on.
    The gate of ReLU is open or shut: its slope is 1 where a unit is on.
    By what is dA1 multiplied in yours?
""")
def multiplied_by_the_activation(parameters, X, y):
    _, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    return gathered(X, (dZ2 @ parameters["W2"].T) * A1, A1, dZ2)


@mistake("backprop", """
    Your slopes of W2 and b2 are right, and those of W1 and b1 are those of a sigmoid.
    This network bends with ReLU.
    Which backward function belongs to the forward function that you called?
""")
def slope_of_a_sigmoid(parameters, X, y):
    _, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * A1 * (1 - A1)
    return gathered(X, dZ1, A1, dZ2)


@mistake("backprop", """
    Only the second layer has slopes; those of W1 and b1 are all 0.
    The way back does not end at the hidden layer.
    Where does dA1 go on to?
""")
def first_layer_without_blame(parameters, X, y):
    slopes = right_slopes(parameters, X, y)
    return {
        **slopes,
        "W1": 0 * slopes["W1"],
        "b1": 0 * slopes["b1"],
    }


@mistake("backprop", """
    The loss came back with the slopes, as one of two results.
    Here only the slopes are asked for, under the names of the parameters.
    What does the caller do with the keys W1, b1, W2 and b2?
""")
def loss_returned_too(parameters, X, y):
    Z2 = go_forward(parameters, X)[2]
    P = probabilities(Z2)[np.arange(len(y)), y]
    return -np.log(P).mean(), right_slopes(parameters, X, y)


def right_slopes(parameters, X, y):
    """Right gradients, for the mistakes around them."""
    Z1, A1, Z2 = go_forward(parameters, X)
    dZ2 = begin(Z2, y)
    dZ1 = (dZ2 @ parameters["W2"].T) * (Z1 > 0)
    return gathered(X, dZ1, A1, dZ2)
