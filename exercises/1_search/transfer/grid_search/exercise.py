# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `grid_search`: try them all, in order
#
# This one is not in the library: it takes what you know one step further.
#
# Instead of drawing lines by chance, one can go through them in order: a few
# values for each number, and every combination of them. That is thorough, and
# it has a price: 5 values for each of 3 numbers are already 125 lines. Bergstra
# and Bengio (2012) found that drawing by chance often does better for the same
# price; see for yourself.
#
# Here each student has two numbers, so a line has three: two weights and a
# bias. Try every combination of the given values, the same value more than
# once among them, and keep the best line.
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, 2) | `w` | (2,), weights of the best line |
# | `y` | (n,) | `b` | a number, its bias |
# | `values` | (m,), what each of the three numbers may be | `best` | its share of right answers |
#
# Use your own `admit` and `fraction_correct`. Where several lines are equally
# good, any of them is right.
#
# **By hand.** With the values -1 and 1 there are 2 · 2 · 2 = 8 lines: the
# weights may be -1 and -1, -1 and 1, 1 and -1, 1 and 1, each with the bias -1
# or 1.


# %% solution="grid_search"
def grid_search(X, y, values):
    """From X (n, 2), y (n,), values (m,) to the best w, b, and its share."""
    ### BEGIN SOLUTION
    best = -1.0
    for w1 in values:
        for w2 in values:
            for bias in values:
                line = np.array([w1, w2])
                share = fraction_correct(admit(X, line, bias), y)
                if share > best:
                    w, b, best = line, bias, share
    return w, b, best
    ### END SOLUTION


# %% check="grid_search" points=1
# The checks of grid_search: run this cell.
def line_of(grid_search, X, y, values):
    """The line that was found, if three things came back."""
    found = call(grid_search, X, y, values)
    expect_true(
        isinstance(found, (tuple, list)) and len(found) == 3,
        f"{len(found)} results came back, and three are expected."
        if isinstance(found, (tuple, list))
        else f"One result of the type {type(found).__name__} came back.",
        "How does a function return w, b and best at once?",
    )
    expect_true(
        np.shape(found[0]) == (2,) and np.shape(found[1]) == (),
        f"w has shape {np.shape(found[0])}, and b has shape {np.shape(found[1])}.",
        "How many weights has a line for students with two numbers, and how "
        "many biases?",
    )
    return found


@check
def check_only_given_values_are_tried(grid_search):
    """Both weights and the bias are among the values."""
    values = np.array([-2.0, 0.5, 3.0])
    w, b, _ = line_of(grid_search, students, admitted, values)
    expect_true(
        np.isin([*w, b], values).all(),
        f"The values are -2, 0.5 and 3, and your line has w = {w}, b = {b}.",
        "Where does a number come from that is not among the values?",
    )


@check
def check_best_belongs_to_the_line(grid_search):
    """best is the share of right answers of the line that came back."""
    w, b, best = line_of(
        grid_search, students, admitted, np.array([-1.0, -0.5, 1.0])
    )
    expect(
        best,
        dlcourse.fraction_correct(
            dlcourse.admit(students, np.asarray(w), b), admitted
        ),
        "Do w, b and best all belong to the same line?",
    )


@check
def check_three_different_numbers_are_found(grid_search):
    """Only the weights 2 and -1 with the bias -3 are always right."""
    X = np.array(
        [
            [2.0, 1.0],
            [2.0, 2.0],
            [0.0, -4.0],
            [0.0, -2.0],
            [4.0, 5.0],
            [4.0, 6.0],
        ]
    )
    w, b, best = line_of(
        grid_search,
        X,
        np.array([1, 0, 1, 0, 1, 0]),
        np.array([-3.0, -1.0, 2.0]),
    )
    expect(
        [*w, b], [2, -1, -3], "Which combinations does your search try?"
    )
    expect(best, 1, "Which share has a line that is always right?")


@check
def check_one_value_alone(grid_search):
    """With one value there is one line, even if it is always wrong."""
    for label, share in [(1, 1), (0, 0)]:
        w, b, best = line_of(
            grid_search,
            np.array([[1.0, 2.0]]),
            np.array([label]),
            np.array([0.5]),
        )
        expect([*w, b], [0.5, 0.5, 0.5], "May a value be used twice?")
        expect(best, share, "Can a line whose share is 0 be the best?")


check_only_given_values_are_tried(grid_search)
check_one_value_alone(grid_search)
check_best_belongs_to_the_line(grid_search)
check_three_different_numbers_are_found(grid_search)


# %% hidden="grid_search" points=1
# Hidden checks of grid_search stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_the_best_of_all(grid_search):
    """No combination is better, wherever in the order it stands."""
    rng = hidden_rng("grid_search")
    for n, m in [(1, 1), (1, 3), (30, 2), (50, 3), (80, 4)]:
        for _ in range(3):
            X, values = rng.normal(size=(n, 2)), rng.normal(size=m) * 2
            w, b = rng.choice(values, 2), rng.choice(values)
            y = dlcourse.admit(X, w, b)
            shares = [
                dlcourse.fraction_correct(
                    dlcourse.admit(X, np.array([w1, w2]), bias), y
                )
                for w1 in values
                for w2 in values
                for bias in values
            ]
            w, b, best = call(grid_search, X, y, values)
            expect(best, max(shares), "")
            expect_true(
                np.shape(w) == (2,) and np.shape(b) == (), "", ""
            )
            expect_true(
                np.isclose([*w, b], values[:, None]).any(0).all(),
                "",
                "",
            )
            found = dlcourse.admit(X, np.asarray(w, float), b)
            expect(dlcourse.fraction_correct(found, y), best, "")
            worst = call(grid_search, X, 1 - y, values)[2]
            expect(worst, 1 - min(shares), "")


check_the_best_of_all(grid_search)
### END HIDDEN TESTS
