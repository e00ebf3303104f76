# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `admit_corner`: another kind of rule
#
# This one is not in the library: it takes what you know one step further.
#
# A line lets a high grade make good for a low test score. Some colleges do not:
# they ask for so much in **each** number, and whoever is below in one of them
# is out, however good the others are. Seen in the square, those who are
# admitted lie in a corner, and no single line has that shape.
#
# $$x_1 \ge l_1 \ \text{ and } \cdots \text{ and } \ x_d \ge l_d$$
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, d) | guesses | (n,), 1 or 0 |
# | `lowest` | (d,), the least that is asked for | | |
#
# **By hand.** The least is 2 and 5. A student with 3 and 5 is in (5 is just
# enough), one with 9 and 4 is out.


# %% solution="admit_corner"
def admit_corner(X, lowest):
    """From X (n, d) and lowest (d,) to 1 or 0 for each student, (n,)."""
    ### BEGIN SOLUTION
    return (lowest <= X).all(axis=1).astype(int)
    ### END SOLUTION


# %% check="admit_corner" points=1
# The checks of admit_corner: run this cell.
@check
def check_two_students_by_hand(admit_corner):
    """The least is 2 and 5: 3 and 5 is in, 9 and 4 is out."""
    expect(
        call(
            admit_corner,
            np.array([[3.0, 5.0], [9.0, 4.0]]),
            np.array([2.0, 5.0]),
        ),
        [1, 0],
        "Which numbers of a student must be high enough: one, or each?",
    )


@check
def check_just_enough_is_enough(admit_corner):
    """A number equal to the least that is asked for is enough."""
    expect(
        call(
            admit_corner,
            np.array([[0.5, 0.5], [0.5, 0.4999]]),
            np.array([0.5, 0.5]),
        ),
        [1, 0],
        "What does your comparison say of two equal numbers?",
    )


@check
def check_three_numbers_each(admit_corner):
    """Four students with three numbers each: one answer for a student."""
    X = np.array(
        [
            [1.0, 2.0, 3.0],
            [1.0, 2.0, 0.0],
            [0.0, 9.0, 9.0],
            [5.0, 5.0, 5.0],
        ]
    )
    expect(
        call(admit_corner, X, np.array([1.0, 2.0, 3.0])),
        [1, 0, 0, 1],
        "Along which axis do the numbers of one student lie?",
    )


check_two_students_by_hand(admit_corner)
check_just_enough_is_enough(admit_corner)
check_three_numbers_each(admit_corner)


# %% hidden="admit_corner" points=1
# Hidden checks of admit_corner stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_students(admit_corner):
    """Right for any shape, signs and sizes, one number among them."""
    rng = hidden_rng("admit_corner")
    for n, d in [(1, 1), (1, 4), (4, 1), (3, 3), (40, 2), (60, 5)]:
        X = rng.integers(-4, 5, (n, d)) * 250.0
        lowest = rng.integers(-4, 2, d) * 250.0
        wanted = [
            int(all(x >= least for x, least in zip(row, lowest)))
            for row in X
        ]
        expect(call(admit_corner, X, lowest), wanted, "")


check_any_students(admit_corner)
### END HIDDEN TESTS
