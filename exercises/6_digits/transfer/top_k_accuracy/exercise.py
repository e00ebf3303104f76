# %% [markdown]
# *You may stop here.*
#
# ## Part 5 · `top_k_accuracy`: was it among the first few?
#
# This one is not in the library: it takes what you know one step further.
#
# With ten digits, one guess is enough. With a thousand kinds of things in
# photographs it is hard to be right at once, and a picture may show several of
# them. So the contest that made deep networks known counted an answer as right
# if it was among the five best guesses (Russakovsky and others, 2015).
#
# An example is right if the score of its label is among the `k` largest of its
# row. What comes back is the share of right examples.
#
# | in | | out | |
# |---|---|---|---|
# | `Z` | (n, m) scores of n examples for m classes | share | one number from 0 to 1 |
# | `y` | (n,) labels | | |
# | `k` | how many guesses, from 1 to m | | |
#
# **By hand.** The scores 0.1, 3, 2 and the label 2: with k = 1 it is wrong,
# since class 1 is ahead; with k = 2 it is right. (No check has equal scores in
# a row.)


# %% solution="top_k_accuracy"
def top_k_accuracy(Z, y, k):
    """From Z (n, m), y (n,) and k to the share among the k best."""
    ### BEGIN SOLUTION
    right = Z[np.arange(len(y)), y]
    ahead = (right[:, np.newaxis] < Z).sum(axis=1)
    return (ahead < k).mean()
    ### END SOLUTION


# %% check="top_k_accuracy" points=1
# The checks of top_k_accuracy: run this cell.
@check
def check_one_row_by_hand(top_k_accuracy):
    """Scores 0.1, 3, 2 and the label 2: wrong with one guess, right with two."""
    Z, y = np.array([[0.1, 3.0, 2.0]]), np.array([2])
    expect(
        call(top_k_accuracy, Z, y, 1),
        0,
        "Which class is first here, and is it the label?",
    )
    expect(
        call(top_k_accuracy, Z, y, 2),
        1,
        "Which two classes are the best two here?",
    )
    expect(
        call(top_k_accuracy, Z, np.array([1]), 1),
        1,
        "Class 1 has the largest score here: do your guesses begin with it?",
    )


@check
def check_all_guesses_are_always_right(top_k_accuracy):
    """With as many guesses as classes, every example is right."""
    Z = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]])
    expect(
        call(top_k_accuracy, Z, np.array([1, 0]), 3),
        1,
        "Which label could be missing among all classes?",
    )


@check
def check_the_share_grows_with_k(top_k_accuracy):
    """Labels on the places 1, 2, 3 and 4: a quarter more for each k."""
    Z = np.tile([4.0, 3.0, 2.0, 1.0], (4, 1))
    expect(
        [
            call(top_k_accuracy, Z, np.arange(4), k)
            for k in (1, 2, 3, 4)
        ],
        [0.25, 0.5, 0.75, 1],
        "How many examples are right with k = 2, and what is their share?",
    )


check_one_row_by_hand(top_k_accuracy)
check_all_guesses_are_always_right(top_k_accuracy)
check_the_share_grows_with_k(top_k_accuracy)


# %% hidden="top_k_accuracy" points=1
# Hidden checks of top_k_accuracy stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_scores(top_k_accuracy):
    """Right for any shape and k, however the rows are ordered."""
    rng = hidden_rng("top_k_accuracy")
    for n, m in [(1, 1), (1, 5), (4, 4), (30, 3), (25, 10)]:
        Z, y = rng.normal(size=(n, m)) * 3000, rng.integers(0, m, n)
        places = [
            sorted(row, reverse=True).index(row[label])
            for row, label in zip(Z.tolist(), y)
        ]
        for k in range(1, m + 1):
            share = sum(place < k for place in places) / n
            order = rng.permutation(n)
            expect(call(top_k_accuracy, Z, y, k), share, "")
            expect(
                call(top_k_accuracy, Z[order], y[order], k), share, ""
            )


check_any_scores(top_k_accuracy)
### END HIDDEN TESTS
