"""Wrong answers to the transfer function shift_images.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

hint(
    "shift_images",
    """
    Draw a picture of 8 by 8 with one dot in line 1, column 1. Where is it
    after 2 to the right and 3 down, and which of its 64 numbers is that?
    """,
    """
    `reshape` makes lines and columns, (n, 8, 8), out of rows, (n, 64). A
    larger sheet of zeros has room for a picture wherever it goes; a window of
    8 by 8 is then cut out of the sheet.
    """,
    """
    Make a sheet of zeros (n, 24, 24). Lay the pictures (n, 8, 8) on it, from
    line 8 + down and column 8 + right on. Cut out the lines and the columns
    from 8 to 16, and make rows of 64 again.
    """,
)


def moved(X, right, down):
    """The right pictures (n, 8, 8), for the mistakes around them."""
    wide = np.zeros((len(X), 24, 24), X.dtype)
    top, left = 8 + down, 8 + right
    wide[:, top : top + 8, left : left + 8] = X.reshape(-1, 8, 8)
    return wide[:, 8:16, 8:16]


@mistake("shift_images", """
    What left the picture on one side came in again on the other.
    Rolling is for a ring; a picture has edges, and beyond them is nothing.
    Which pixels must be emptied after the move?
""")
def comes_in_again(X, right, down):
    images = X.reshape(-1, 8, 8)
    return np.roll(images, (down, right), axis=(1, 2)).reshape(-1, 64)


@mistake("shift_images", """
    Moved by 1 to the right, the end of each line became the beginning of the next.
    You moved the row of 64 numbers, which does not know where a line ends.
    Which shape knows lines and columns?
""")
def lines_run_over(X, right, down):
    return np.roll(X, 8 * down + right, axis=1)


@mistake("shift_images", """
    Asked for 2 to the right and 1 down, yours moved 1 to the right and 2 down.
    Lines and columns are swapped.
    Which axis of (n, 8, 8) counts the lines from top to bottom?
""")
def right_is_down(X, right, down):
    return moved(X, down, right).reshape(-1, 64)


@mistake("shift_images", """
    Asked for 2 to the right and 1 down, yours moved to the left and up.
    Both signs are the wrong way round.
    Do you place the old picture, or do you say where each new pixel comes from?
""")
def the_other_way(X, right, down):
    return moved(X, -right, -down).reshape(-1, 64)


@mistake("shift_images", """
    Asked for 2 to the right and 1 down, yours went to the right and up.
    Lines are counted from the top, so down means a larger number.
    Which sign stands before down?
""")
def down_is_up(X, right, down):
    return moved(X, right, -down).reshape(-1, 64)


@mistake("shift_images", """
    The right pictures, but of the shape (2, 8, 8) where (2, 64) went in.
    The network takes rows of 64 numbers.
    Which step turns lines and columns into one row again?
""")
def rows_not_made_again(X, right, down):
    return moved(X, right, down)


@mistake("shift_images", """
    One picture came back where two went in.
    Every picture should be moved, each in its own row.
    Which axis counts the pictures, and what happens to it in yours?
""")
def one_picture_back(X, right, down):
    return moved(X, right, down)[:1].reshape(-1, 64)


@mistake("shift_images", """
    Where something came in, yours repeats the pixels of the edge.
    Beyond the edge the paper is empty, and ink that was never there came in.
    Which number means no ink?
""")
def edge_repeated(X, right, down):
    at = np.arange(8)
    lines, columns = np.clip(at - down, 0, 7), np.clip(at - right, 0, 7)
    images = X.reshape(-1, 8, 8)
    return images[:, lines][:, :, columns].reshape(-1, 64)


@mistake("shift_images", """
    Moves to the right and down are right, but the move by -1 and -3 did nothing.
    A number below 0 means left or up.
    What do your slices begin with if right is -1?
""")
def left_and_up_ignored(X, right, down):
    return moved(X, max(right, 0), max(down, 0)).reshape(-1, 64)


@mistake("shift_images", """
    Two moves were asked for, and yours moved to the right alone.
    right and down are done to the same picture.
    Where does your function use down?
""")
def down_forgotten(X, right, down):
    return moved(X, right, 0).reshape(-1, 64)


@mistake("shift_images", """
    Right numbers, but the pictures that were handed in are changed too.
    They are still needed: the shifted ones come on top of them.
    How can you write into an array of your own?
""")
def pictures_overwritten(X, right, down):
    X[:] = moved(X, right, down).reshape(-1, 64)
    return X
