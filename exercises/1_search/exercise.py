# %% [markdown]
# # 1 · Search: find a rule by trying
#
# - **Time:** about 65 minutes, in five parts; you may stop after each one.
# - **You need:** the chapter *Learning as search with feedback*; Python
#   functions and loops; `X @ w`, the weighted sum of each row of `X`.
#
# **Goal.** Nobody tells you by which rule a college admits its students. You
# write a program that finds a rule by itself: a line that says yes or no, a
# number that says how good the line is, and a search that keeps the best of
# many. At the end you see where such a search gets stuck, and why.
#
# **How it works.** Run the cells from top to bottom, with Shift and Enter.
# Each part has a cell for your answer and below it a folded cell of checks; a
# click unfolds it. Replace `raise NotImplementedError()` by your code, run
# your cell, then the checks. They say what is right, and what to look at
# where it is not.
# When your work is graded, hidden checks run as well, with other numbers.
#
# **Stuck?** Press the button below the checks, or write
# `hint(admit)` into a new cell: three hints, one after the other.

# %% locked="imports" folded=1
# Run this cell first: it loads what the notebook needs.
try:
    import dlcourse
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "dlcourse is not installed where this notebook runs: START.md, "
        "which came with it, or its page in the book says how to begin."
    ) from None

import matplotlib.pyplot as plt
import numpy as np

from dlcourse import datasets, plots
from dlcourse.feedback import (
    call,
    check,
    expect,
    expect_true,
    hidden_check,
    hidden_rng,
    hint,
)

# %% locked="picture" alt="Dots in a square, grade against test score. Those in the upper right quarter are triangles, admitted; all others are circles. A dashed line runs from upper left to lower right." caption="Two hundred students and one line that somebody guessed. Whoever lies above it is admitted by the line."
students, admitted = datasets.admissions(200, np.random.default_rng(3))
ax = plots.points(
    students, admitted, names=["not admitted", "admitted"]
)
plots.line(np.array([1.0, 1.0]), -1.2, ax=ax)
ax = ax.set(xlabel="grade", ylabel="test score")

# %% [markdown]
# The dashed line gets some students wrong. Two weights and a bias say where it
# lies: three numbers, and you will search for better ones.
# The names are the same in the whole course:
#
# | name | shape | what it is |
# |---|---|---|
# | `X` | (n, d) | n students, one a row, with d numbers each |
# | `y` | (n,) | the right answers: 1 admitted, 0 not |
# | `w` | (d,) | weights, one for each of the d numbers |
# | `b` | a number | the bias |
# | `guesses` | (n,) | what a line answers: 1 or 0 for each student |

# %% [markdown]
# ## Part 1 · `admit`: what a line answers
#
# Multiply each number of a student by its weight, add everything up, add the
# bias. Where the sum is not below 0 the answer is 1, elsewhere 0:
#
# $$\text{admit} \quad \text{if} \quad x_1 w_1 + \cdots + x_d w_d + b \ge 0$$
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, d) | guesses | (n,), 1 or 0 |
# | `w` | (d,) | | |
# | `b` | a number | | |
#
# **By hand.** A student with the numbers 3 and 1, weights 1 and -2, bias -1:
# 3 · 1 + 1 · (-2) - 1 = 0. That is not below 0, so the answer is 1.


# %% solution="admit"
def admit(X, w, b):
    """From X (n, d), w (d,), b to answers (n,): 1 or 0."""
    ### BEGIN SOLUTION
    return (X @ w + b >= 0).astype(int)
    ### END SOLUTION


# %% check="admit" points=1
# The checks of admit: run this cell.
@check
def check_one_student_on_each_side(admit):
    """Above the line the answer is 1, below it 0."""
    X = np.array([[2.0, 1.0], [0.0, 1.0]])
    expect(
        call(admit, X, np.array([1.0, 1.0]), -2.0),
        [1, 0],
        "What is the sum of each student here, and which sums mean yes?",
    )


@check
def check_on_the_line_is_yes(admit):
    """A sum of exactly 0 means 1."""
    expect(
        call(
            admit, np.array([[3.0, 1.0]]), np.array([1.0, -2.0]), -1.0
        ),
        [1],
        "Is a sum of 0 below 0?",
    )


@check
def check_every_weight_counts(admit):
    """Four students with three numbers each give four answers."""
    X = np.array(
        [
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.0, 2.0],
            [1.0, 1.0, 0.0],
        ]
    )
    expect(
        call(admit, X, np.array([2.0, -3.0, 1.0]), -1.5),
        [1, 0, 1, 0],
        "X is (4, 3) and w is (3,): which product has one number for each student?",
    )


@check
def check_a_little_below_is_no(admit):
    """The sums 0.25 and -0.25 mean 1 and 0: decimals count."""
    expect(
        call(admit, np.array([[0.5], [0.0]]), np.array([1.0]), -0.25),
        [1, 0],
        "What does your function make of a sum between -1 and 0?",
    )


check_one_student_on_each_side(admit)
check_on_the_line_is_yes(admit)
check_a_little_below_is_no(admit)
check_every_weight_counts(admit)


# %% hidden="admit" points=1
# Hidden checks of admit stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_students(admit):
    """Right for any n and d, on the line too, for sums small and huge."""
    rng = hidden_rng("admit")
    for n, d in [(1, 1), (1, 4), (5, 1), (3, 3), (40, 2), (30, 5)]:
        for scale in (0.125, 1.0, 1000.0):
            # Multiples of an eighth: sums are exact in any order.
            X = rng.integers(-3, 4, (n, d)) * scale
            w = rng.integers(-2, 3, d).astype(float)
            b = rng.integers(-3, 4) * scale
            want = [
                1 if sum(x * u for x, u in zip(row, w)) + b >= 0 else 0
                for row in X
            ]
            expect(call(admit, X, w, b), want, "")


@hidden_check
def check_sums_between_zero_and_one(admit):
    """A small sum decides like a large one."""
    X = np.array([[0.25], [-0.25], [0.75], [-0.75]])
    expect(call(admit, X, np.array([1.0]), 0.0), [1, 0, 1, 0], "")
    expect(call(admit, X, np.array([-1.0]), 0.5), [1, 1, 0, 1], "")
    tiny = X * 2.0**-20
    expect(call(admit, tiny, np.array([1.0]), 0.0), [1, 0, 1, 0], "")


check_any_students(admit)
check_sums_between_zero_and_one(admit)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 2 · `fraction_correct`: how good is it?
#
# A search needs feedback: one number that says how good a line is.
# The plainest one is the share of students for whom the guess is the right
# answer.
#
# `guesses` (n,) and `y` (n,) in, a number from 0 to 1 out.
#
# **By hand.** The guesses 1, 0, 1, 1 and the right answers 1, 1, 1, 0: the
# first and the third are right, two of four, so the result is 0.5.


# %% solution="fraction_correct"
def fraction_correct(guesses, y):
    """From guesses (n,) and answers y (n,) to the share that is right."""
    ### BEGIN SOLUTION
    return np.mean(guesses == y)
    ### END SOLUTION


# %% check="fraction_correct" points=1
# The checks of fraction_correct: run this cell.
@check
def check_two_of_four(fraction_correct):
    """Two right guesses of four give 0.5."""
    expect(
        call(
            fraction_correct,
            np.array([1, 0, 1, 1]),
            np.array([1, 1, 1, 0]),
        ),
        0.5,
        "How many of the four are right, and what is their share?",
    )


@check
def check_a_right_no_counts(fraction_correct):
    """A 0 that is right counts as much as a 1 that is right."""
    expect(
        call(
            fraction_correct,
            np.array([0, 0, 0, 1]),
            np.array([0, 0, 0, 0]),
        ),
        0.75,
        "Does a student who was rightly not admitted count in yours?",
    )


@check
def check_all_and_none(fraction_correct):
    """All right is 1, none right is 0."""
    y = np.array([1, 0, 0])
    expect(
        call(fraction_correct, y, y),
        1,
        "How large is the share of all?",
    )
    expect(
        call(fraction_correct, 1 - y, y),
        0,
        "Which guesses are counted: the right or the wrong ones?",
    )


check_two_of_four(fraction_correct)
check_a_right_no_counts(fraction_correct)
check_all_and_none(fraction_correct)


# %% hidden="fraction_correct" points=1
# Hidden checks of fraction_correct stand here when your work is graded.
### BEGIN HIDDEN TESTS
@hidden_check
def check_any_answers(fraction_correct):
    """The share of right guesses, for any number of students."""
    rng = hidden_rng("fraction_correct")
    for n in (1, 1, 1, 2, 3, 10, 99, 400):
        guesses, y = rng.integers(0, 2, n), rng.integers(0, 2, n)
        right = sum(int(g == a) for g, a in zip(guesses, y))
        expect(call(fraction_correct, guesses, y), right / n, "")


@hidden_check
def check_the_order_of_students_does_not_matter(fraction_correct):
    """Shuffled together, guesses and answers give the same share."""
    rng = hidden_rng("fraction_correct order")
    guesses, y = rng.integers(0, 2, 25), rng.integers(0, 2, 25)
    order = rng.permutation(25)
    expect(
        call(fraction_correct, guesses[order], y[order]),
        dlcourse.fraction_correct(guesses, y),
        "",
    )


check_any_answers(fraction_correct)
check_the_order_of_students_does_not_matter(fraction_correct)
### END HIDDEN TESTS

# %% [markdown]
# *You may stop here.*
#
# ## Part 3 · `random_search`: keep the best
#
# Draw a line at random. Score it. Do this `tries` times, and give back the
# best line of all, with its score.
#
# | in | | out | |
# |---|---|---|---|
# | `X` | (n, d) | `w` | (d,), the weights of the best line |
# | `y` | (n,) | `b` | its bias, a number |
# | `tries` | how many lines are drawn | `best` | its fraction correct |
# | `rng` | a numpy random generator | | |
#
# So `best` is `fraction_correct(admit(X, w, b), y)`. Use your own `admit` and
# `fraction_correct` from above.
#
# **Random numbers come from `rng`** and from nowhere else, so that whoever
# calls you with the same generator gets the same line again.
# `rng.uniform(-1, 1, 3)` gives three numbers between -1 and 1, and
# `rng.uniform(-1, 1)` gives one. Weights and bias of both signs must be
# possible: for some data only a negative weight is right.
#
# **By hand.** With `tries` 3 the scores are, say, 0.4, 0.7 and 0.6: the second
# line comes back, with 0.7. With `tries` 1 the only line comes back, whatever
# its score, and be it 0.


# %% solution="random_search"
def random_search(X, y, tries, rng):
    """The best of `tries` random lines on X (n, d), y (n,): w, b, best."""
    ### BEGIN SOLUTION
    best = -1
    for _ in range(tries):
        new_w = rng.uniform(-1, 1, X.shape[1])
        new_b = rng.uniform(-1, 1)
        score = fraction_correct(admit(X, new_w, new_b), y)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best
    ### END SOLUTION


# %% check="random_search" points=1
# The checks of random_search: run this cell.
def line_found(random_search, X, y, tries, rng):
    """Your w, b and best, looked at before they are used."""
    result = call(random_search, X, y, tries, rng)
    expect_true(
        isinstance(result, (tuple, list)) and len(result) == 3,
        f"{len(result)} results came back."
        if isinstance(result, (tuple, list))
        else f"One result of the type {type(result).__name__} came back.",
        "How does a function return three values, w, b and best?",
    )
    d = X.shape[1]
    for name, part, shape in zip(
        ("w", "b", "best"), result, ((d,), (), ())
    ):
        expect_true(
            part is not None and np.shape(part) == shape,
            f"{name} is {part!r:.60}; X has {d} columns.",
            f"Which shape should {name} have, and in which order do the three come?",
        )
    return result


@check
def check_best_is_the_score_of_the_line(random_search):
    """best is fraction_correct(admit(X, w, b), y), after 1 try or 50."""
    X, y = datasets.admissions(60, np.random.default_rng(10))
    for tries in (1, 2, 50):
        for seed in range(5):
            w, b, best = line_found(
                random_search, X, y, tries, np.random.default_rng(seed)
            )
            expect(
                best,
                np.mean((X @ np.asarray(w) + b >= 0) == y),
                f"With tries {tries}: do w, b and best belong to the same line?",
            )


@check
def check_more_tries_find_more(random_search):
    """The best of 20 lines is better, on average, than one line."""
    X, y = datasets.admissions(60, np.random.default_rng(11))
    one, many = (
        np.mean(
            [
                line_found(
                    random_search,
                    X,
                    y,
                    tries,
                    np.random.default_rng(seed),
                )[2]
                for seed in range(100)
            ]
        )
        for tries in (1, 20)
    )
    expect_true(
        many > one + 0.1,
        f"On average 1 try got {one:.2f} right, and 20 tries {many:.2f}.",
        "Which of the lines that were drawn comes back?",
    )


@check
def check_random_numbers_come_from_rng(random_search):
    """The same generator gives the same line, another gives another."""
    X, y = datasets.admissions(60, np.random.default_rng(12))
    one, same, *others = (
        line_found(random_search, X, y, 3, np.random.default_rng(seed))
        for seed in (1, 1, 2, 3, 4)
    )
    expect_true(
        np.allclose(one[0], same[0]) and np.isclose(one[1], same[1]),
        "Two calls with the same generator gave two lines.",
        "From where do your random numbers come?",
    )
    for place, name in enumerate(("w", "b")):
        expect_true(
            any(not np.allclose(one[place], o[place]) for o in others),
            f"Four generators all gave the same {name}, {one[place]}.",
            "Are w and b both drawn, and from the rng that was handed in?",
        )


@check
def check_a_line_that_is_wrong_for_all_is_a_line(random_search):
    """One student, one try: a line comes back, though its score be 0."""
    X = np.array([[0.5, 0.5]])
    for seed in range(20):
        w, b, best = line_found(
            random_search,
            X,
            np.array([1]),
            1,
            np.random.default_rng(seed),
        )
        expect(
            best,
            float(X[0] @ np.asarray(w) + b >= 0),
            "With which score does your search begin, and can a line of score 0 be better?",
        )


@check
def check_one_try_is_one_line(random_search):
    """One line is right for y or for its opposite: the shares add up to 1."""
    X, y = datasets.admissions(60, np.random.default_rng(13))
    for seed in range(20):
        one, other = (
            line_found(
                random_search,
                X,
                answers,
                1,
                np.random.default_rng(seed),
            )[2]
            for answers in (y, 1 - y)
        )
        expect_true(
            abs(one + other - 1) < 1e-9,
            f"With 1 try, y got {one:.2f} and its opposite {other:.2f}.",
            "How many lines does your search draw if tries is 1?",
        )


@check
def check_lines_lean_every_way(random_search):
    """Whoever has little is admitted, or more of one number than the other."""
    X = np.random.default_rng(14).random((60, 2))
    for words, answers in [
        ("little of both numbers", X.sum(axis=1) < 1),
        (
            "more of the first number than of the second",
            X[:, 0] > X[:, 1],
        ),
        (
            "more of the second number than of the first",
            X[:, 0] < X[:, 1],
        ),
    ]:
        _, _, best = line_found(
            random_search,
            X,
            answers.astype(int),
            400,
            np.random.default_rng(0),
        )
        expect_true(
            best >= 0.7,
            f"Admitted are those with {words}: the best of 400 lines is "
            f"right for {best:.0%}.",
            "Can each weight be above 0 and below 0, whatever the other is?",
        )


check_best_is_the_score_of_the_line(random_search)
check_one_try_is_one_line(random_search)
check_lines_lean_every_way(random_search)
check_more_tries_find_more(random_search)
check_random_numbers_come_from_rng(random_search)
check_a_line_that_is_wrong_for_all_is_a_line(random_search)


# %% hidden="random_search" points=1
# Hidden checks of random_search stand here when your work is graded.
### BEGIN HIDDEN TESTS
def line_of(random_search, X, y, tries, rng):
    """w, b, best of a call, of the right shapes and belonging together."""
    w, b, best = call(random_search, X, y, tries, rng)
    w = np.asarray(w, float)
    expect_true(w.shape == (X.shape[1],) and np.shape(b) == (), "", "")
    expect(best, np.mean((X @ w + b >= 0) == y), "")
    return w, b, best


@hidden_check
def check_any_students(random_search):
    """The three belong together for any n, d and number of tries."""
    rng = hidden_rng("random_search")
    for n, d in [(1, 1), (1, 3), (4, 4), (30, 1), (30, 3)]:
        X = rng.normal(size=(n, d))
        for tries in (1, 2, 7):
            for label in (rng.integers(0, 2, n), np.ones(n, int)):
                line_of(random_search, X, label, tries, rng)


@hidden_check
def check_each_try_is_a_new_line_from_rng(random_search):
    """Twenty tries draw ten times as much from rng as two tries do."""
    rng = hidden_rng("random_search draws")
    X, y = datasets.admissions(30, rng)
    seeds = rng.integers(2**32, size=200)
    taken, scores = {1: [], 2: [], 20: []}, {1: [], 2: [], 20: []}
    for tries in taken:
        for seed in seeds + tries:
            own = np.random.default_rng(seed)
            # What own will draw, to see how far a call has moved it.
            stream = np.random.default_rng(seed).bit_generator
            stream = stream.random_raw(4000)
            best = line_of(random_search, X, y, tries, own)[2]
            after = own.bit_generator.random_raw()
            taken[tries].append(np.argmax(stream == after))
            scores[tries].append(best)
    one, two, twenty = (sum(taken[tries]) for tries in taken)
    if min(taken[1] + taken[20]):  # else rng itself was not drawn from
        # Single precision takes half a number, so 1 try may round up.
        expect_true(1.2 < two / one < 2.6, "", "")
        expect_true(8.5 < twenty / two < 11.8, "", "")
    # The best of ten calls with 2 tries is the best of 20 tries.
    ten = np.reshape(scores[2], (20, 10)).max(axis=1)
    twenty = np.array(scores[20])
    sigma = np.sqrt(ten.var() / 20 + twenty.var() / 200) + 1e-3
    expect_true(abs(ten.mean() - twenty.mean()) < 5 * sigma, "", "")


@hidden_check
def check_the_best_is_chosen_by_all_students(random_search):
    """With y turned round the worst line is the best; order is nothing."""
    rng = hidden_rng("random_search choice")
    X, y = datasets.admissions(24, rng)
    both = {1: [], 2: [], 3: []}
    for tries in both:
        for seed in rng.integers(2**32, size=60):
            one, other, mixed = (
                line_of(
                    random_search,
                    X_some,
                    y_some,
                    tries,
                    np.random.default_rng(seed),
                )
                for X_some, y_some in (
                    (X, y),
                    (X, 1 - y),
                    (X[::-1], y[::-1]),
                )
            )
            expect(mixed[0], one[0], "")
            expect(mixed[1], one[1], "")
            both[tries].append(one[2] + other[2])
    expect(both[1], np.ones(60), "")  # one line, so nothing to choose
    for tries in (2, 3):
        expect_true(min(both[tries]) > 1 - 1e-9, "", "")
        expect_true(np.mean(both[tries]) > 1.05, "", "")


@hidden_check
def check_draws_come_from_rng_alone(random_search):
    """Again with the same rng, new with another; numpy's own stays."""
    rng = hidden_rng("random_search rng")
    X, y = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    seed = int(rng.integers(2**32))
    before = np.random.get_state()[1:3]
    w, b, _ = line_of(
        random_search, X, y, 5, np.random.default_rng(seed)
    )
    after = np.random.get_state()[1:3]
    expect_true(all(map(np.array_equal, before, after)), "", "")
    again = line_of(random_search, X, y, 5, np.random.default_rng(seed))
    expect(again[0], w, "")
    expect(again[1], b, "")
    for tries in (1, 5):
        lines = [
            line_of(
                random_search, X, y, tries, np.random.default_rng(s)
            )
            for s in range(seed, seed + 8)
        ]
        numbers = np.array([[*w, b] for w, b, _ in lines])
        expect_true((np.ptp(numbers, axis=0) > 1e-9).all(), "", "")
    twice = np.random.default_rng(seed)
    lines = [line_of(random_search, X, y, 1, twice) for _ in range(8)]
    numbers = np.array([[*w, b] for w, b, _ in lines])
    expect_true((np.ptp(numbers, axis=0) > 1e-9).all(), "", "")


@hidden_check
def check_lines_of_every_kind_are_tried(random_search):
    """Good lines are found where weights or bias must be negative."""
    rng = hidden_rng("random_search reach")
    for d in (1, 2, 3):
        X = rng.random((80, d))
        above = (X.mean(axis=1) >= 0.5).astype(int)
        for shift in (0, -1):
            for y in (above, 1 - above):
                _, _, best = line_of(
                    random_search, X + shift, y, 400, rng
                )
                expect_true(best >= 0.7, "", "")
    X = rng.normal(size=(80, 2))
    y = (X[:, 0] >= X[:, 1]).astype(int)
    expect_true(
        line_of(random_search, X, y, 400, rng)[2] >= 0.7, "", ""
    )


check_any_students(random_search)
check_each_try_is_a_new_line_from_rng(random_search)
check_the_best_is_chosen_by_all_students(random_search)
check_draws_come_from_rng_alone(random_search)
check_lines_of_every_kind_are_tried(random_search)
### END HIDDEN TESTS

# %% [markdown]
# ## What it was good for
#
# Your program has never heard of grades. It gets 200 students and their
# answers, and finds a rule:

# %%
w, b, best = random_search(
    students, admitted, 1000, np.random.default_rng(1)
)
print(f"Your line is right for {best:.1%} of the students.")
print(f"No to everybody is right for {1 - admitted.mean():.1%}.")
ax = plots.decision_regions(
    lambda X: admit(X, w, b), students, admitted
)
ax = ax.set(xlabel="grade", ylabel="test score")

# %% [markdown]
# *You may stop here.*
#
# ## Part 4 · Climb, and get stuck
#
# Random search learns nothing from a good try: the next one is drawn as
# blindly as the first. **Hill climbing** takes each try near the best line so
# far. It is given; read it, and find the two lines that draw a try near the
# best one. Then let both have 300 tries, from five starts each.


# %%
def hill_climb(X, y, tries, rng):
    w, b, best = random_search(X, y, 1, rng)
    record = [best]
    for _ in range(tries - 1):
        new_w = w + 0.1 * rng.standard_normal(len(w))
        new_b = b + 0.1 * rng.standard_normal()
        score = fraction_correct(admit(X, new_w, new_b), y)
        if score >= best:
            w, b, best = new_w, new_b, score
        record.append(best)
    return w, b, best, record


fig, ax = plt.subplots()
for start in range(5):
    *line, climbed, record = hill_climb(
        students, admitted, 300, np.random.default_rng(start)
    )
    searched = random_search(
        students, admitted, 300, np.random.default_rng(start)
    )[2]
    print(f"start {start}: search {searched:.3f}, climb {climbed:.3f}")
    ax.plot(record)
nobody = 1 - admitted.mean()
ax.axhline(nobody, color="gray", ls=":", label="no to everybody")
ax.set(xlabel="tries", ylabel="share right", ylim=(0, 1))
ax = ax.legend(loc="lower right")

# %% [markdown]
# Some climbs end high. Others get stuck lower down: look for one that stays
# on the dotted line, or does not even reach it. To see why, turn one single
# number a little: move the bias of your line, and look at the share that is
# right.

# %%
reach = np.abs(w).sum() / 4
biases = np.linspace(b - reach, b + reach, 2001)
shares = [
    fraction_correct(admit(students, w, bias), admitted)
    for bias in biases
]
near = np.abs(biases - b - reach / 2) < reach / 7
fig, (left, right) = plt.subplots(
    1, 2, figsize=(6.0, 2.8), layout="constrained"
)
left.plot(biases, shares)
right.step(biases[near], np.array(shares)[near], where="mid")
right.locator_params(nbins=3)
left.set(xlabel="bias", ylabel="share right")
right = right.set(xlabel="bias, seen closely")
flat = np.mean(np.diff(shares) == 0)
print(f"{flat:.0%} of these tiny steps change nothing at all.")

# %% [markdown]
# From afar it is a hill. From nearby it is a staircase: flat, a jump when one
# more student falls on the other side, and flat again. Where it is flat, the
# share says nothing about which way to go, and so a climber has to grope.

# %% [markdown] transfer="balanced_accuracy"

# %% [markdown]
# ## What comes next
#
# The share of right answers is flat, wherever one looks closely.
# What is needed is a number that changes a little whenever the line changes a
# little. That is the loss, in `3_loss`; and the slope of the loss, in
# `4_backprop`, says which way to go without any groping.
# First, though, a line must become a network: that is the next assignment.
