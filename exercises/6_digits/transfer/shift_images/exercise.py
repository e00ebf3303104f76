# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `shift_images`: the same digit, a little aside
#
# This one is not in the library: it takes what you know one step further.
#
# A 3 that stands one pixel further to the right is still a 3, but to your
# network it is 64 other numbers. So one shifts the pictures a little and
# learns from those as well: more examples for nothing (Simard, Steinkraus and
# Platt, 2003).
#
# A picture is a row of 64 numbers: first the 8 pixels of the top line from
# left to right, then the next line, and so on. Move every picture by `right`
# pixels to the right and `down` pixels down. What leaves the picture is lost,
# and what comes in is empty: 0.
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, 64) | moved pictures | (n, 64) |
# | `right` | a whole number from -7 to 7; below 0 means left | | |
# | `down` | a whole number from -7 to 7; below 0 means up | | |
#
# **By hand.** The pixel number 9 stands in line 1, column 1 (both count from
# 0). Moved by 2 to the right and 3 down it stands in line 4, column 3: there
# it has the number 4 · 8 + 3 = 35.


# %% solution="shift_images"
def shift_images(X, right, down):
    """From X (n, 64) to the pictures moved, (n, 64), 0 where empty."""
    ### BEGIN SOLUTION
    wide = np.zeros((len(X), 24, 24))
    top, left = 8 + down, 8 + right
    wide[:, top : top + 8, left : left + 8] = X.reshape(-1, 8, 8)
    return wide[:, 8:16, 8:16].reshape(-1, 64)
    ### END SOLUTION


# %% check="shift_images" points=1
# The checks of shift_images: run this cell.
def one_dot(line, column):
    """A picture that is empty but for one pixel, as a row of 64."""
    picture = np.zeros((1, 8, 8))
    picture[0, line, column] = 16
    return picture.reshape(1, 64)


@check
def check_one_dot_by_hand(shift_images):
    """Pixel 9, moved by 2 to the right and 3 down, is pixel 35."""
    expect(
        call(shift_images, one_dot(1, 1), 2, 3),
        one_dot(4, 3),
        "Which line and which column does the dot have in your result?",
    )


@check
def check_left_and_up(shift_images):
    """Numbers below 0 move to the left and up."""
    expect(
        call(shift_images, one_dot(5, 6), -2, -4),
        one_dot(1, 4),
        "What does your function do with a number below 0?",
    )


@check
def check_right_and_up(shift_images):
    """One number above 0 and one below: to the right, and up."""
    expect(
        call(shift_images, one_dot(5, 1), 3, -4),
        one_dot(1, 4),
        "Does each of the two numbers have a sign of its own in yours?",
    )


@check
def check_what_leaves_is_lost(shift_images):
    """A dot on the right edge, moved to the right, is gone."""
    expect(
        call(shift_images, one_dot(3, 7), 1, 0),
        np.zeros((1, 64)),
        "Where did the dot come in again, and what should stand there?",
    )


@check
def check_what_comes_in_is_empty(shift_images):
    """A dot on the left edge, moved to the right, leaves nothing behind."""
    expect(
        call(shift_images, one_dot(2, 0), 2, 0),
        one_dot(2, 2),
        "What stands where the dot was, and why?",
    )


@check
def check_standing_still(shift_images):
    """Moved by nothing, three pictures stay as they are."""
    X = np.arange(192.0).reshape(3, 64) / 2
    expect(
        call(shift_images, X, 0, 0),
        X,
        "Which shape goes in, and which comes back?",
    )


check_one_dot_by_hand(shift_images)
check_left_and_up(shift_images)
check_right_and_up(shift_images)
check_what_leaves_is_lost(shift_images)
check_what_comes_in_is_empty(shift_images)
check_standing_still(shift_images)


# %% hidden="shift_images" points=1
# Hidden checks of shift_images stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_shift(shift_images):
    """Each pixel is found where it came from, in every direction."""
    rng = hidden_rng("shift_images")
    for n, right, down in [
        (1, 1, 0),
        (3, 0, 1),
        (2, -1, 2),
        (8, 3, -2),
        (2, -7, -7),
        (1, 7, 7),
        (4, *rng.integers(-7, 8, 2).tolist()),
    ]:
        X = rng.normal(size=(n, 64))
        wanted = np.zeros((n, 64))
        for line in range(8):
            for column in range(8):
                old = line - down, column - right
                if min(old) >= 0 and max(old) < 8:
                    wanted[:, line * 8 + column] = X[
                        :, old[0] * 8 + old[1]
                    ]
        expect(call(shift_images, X, right, down), wanted, "")


check_any_shift(shift_images)
### END HIDDEN TESTS
