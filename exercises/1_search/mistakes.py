"""Wrong answers to 1_search, and what each student should read.

A message has three lines: what was seen, why it is wrong, the next step.
"""

import numpy as np

from dlcourse.grade.mistakes import hint, mistake

# ---------------------------------------------------------------- admit


hint(
    "admit",
    """
    A student whose weighted sum plus bias is exactly 0: which answer
    does the rule above give? And which answers are possible at all?
    """,
    """
    Two steps: first a number for each student, then a yes or no for
    each number. Comparing an array gives an array: `np.array([3, -1]) >
    2` is True, False.
    """,
    """
    The weighted sums of all rows at once, shape (n,), plus the bias.
    Compare each with the border named in the text, the border itself
    included. Then True and False, shape (n,), must become 1 and 0.
    """,
)


@mistake("admit", """
    With weights 0.25 and 1 and bias -0.375 the student (-2, 0.5) was admitted; the sum is -0.375.
    The bias moves the line; without it every line passes through the same point.
    What has to be added to the weighted sum?
""")
def bias_left_out(X, w, b):
    return (X @ w >= 0).astype(int)


@mistake("admit", """
    A student whose sum is exactly 0 got the answer 0.
    Someone must say what happens on the line; here it counts as a yes.
    Does your comparison let a sum of 0 through?
""")
def border_left_out(X, w, b):
    return (X @ w + b > 0).astype(int)


@mistake("admit", """
    Sums came back, among them 8 and 3; an answer is 1 or 0.
    The sum says how far a student is from the line, the answer on which side.
    How do you turn a sum into a yes or a no?
""")
def sums_returned(X, w, b):
    return X @ w + b + 0.0


@mistake("admit", """
    Whoever lies above the line got 0, and whoever lies below it got 1.
    A large sum speaks for a student.
    Which sums mean yes?
""")
def sides_swapped(X, w, b):
    return (X @ w + b < 0).astype(int)


@mistake("admit", """
    The answers below the line are -1, and on it 0; a no is 0 and a yes is 1.
    The sign of a number has three values, an answer has two.
    Which of the three mean yes here?
""")
def sign_returned(X, w, b):
    return np.sign(X @ w + b)


@mistake("admit", """
    Weights -1 and 0.5 and bias -2 give the student (-2, 0.5) the sum 0.25, and yours says no.
    Your border lies above 0, as it might for a probability; a sum has its border at 0.
    With which number does the formula compare?
""")
def compared_with_half(X, w, b):
    return (X @ w + b >= 0.5).astype(int)


@mistake("admit", """
    Two inputs each came back as two answers a student: your result is a table.
    The products of one student belong together, as one sum.
    What is done with the products of a student before they are compared?
""")
def products_not_added(X, w, b):
    return (X * w + b >= 0).astype(int)


@mistake("admit", """
    Only the first number of a student counts in yours.
    Every number has a weight, and all products are added.
    How many columns of X does your line read?
""")
def first_number_only(X, w, b):
    return (X[:, 0] * w[0] + b >= 0).astype(int)


@mistake("admit", """
    One answer came back for all students.
    Each row of X is a student, and each student gets an answer.
    Over which axis may you add here, and which must stay?
""")
def one_answer_for_all(X, w, b):
    return int((X @ w + b).sum() >= 0)


@mistake("admit", """
    With weights 1 and -2 and bias 3 the student (1, 2) got 0; the sum 1 - 4 + 3 is 0 and means yes.
    The bias has the opposite sign in yours: it is taken away, or stands on the other side of the comparison.
    On which side does b stand in the formula, and with which sign?
""")
def bias_subtracted(X, w, b):
    return (X @ w - b >= 0).astype(int)


@mistake("admit", """
    With weights 1 and -2 and bias 3 the student (1, 2) got 1 + 3 - 4 + 3, so the bias counts twice.
    The bias is added to the sum of a student, once, however many numbers there are.
    In your line, is b added before the numbers are added up, or after?
""")
def bias_added_to_each_number(X, w, b):
    return ((X * w + b).sum(axis=1) >= 0).astype(int)


@mistake("admit", """
    The second student's answer depends on who stands above: the sum goes on where the first one ended.
    Each student has a sum of their own, and it begins anew.
    Where is your sum set to its first value, and how often does that line run?
""")
def sum_not_begun_anew(X, w, b):
    total, answers = 0, []
    for row in X:
        for number, weight in zip(row, w):
            total += number * weight
        answers.append(1 if total + b >= 0 else 0)
    return np.array(answers)


@mistake("admit", """
    A list of positions came back, not an answer for each student.
    Whoever is not admitted needs an answer too, a 0.
    How many numbers should come back for four students?
""")
def positions_returned(X, w, b):
    return np.nonzero(X @ w + b >= 0)[0]


@mistake("admit", """
    Small sums were rounded or cut before the comparison: the sum -0.375 was admitted.
    Cut to a whole number, everything between -1 and 0 becomes 0.
    Which step of yours takes the decimals away?
""")
def cut_to_whole_numbers(X, w, b):
    return ((X @ w + b).astype(int) >= 0).astype(int)


# ------------------------------------------------------ fraction_correct


hint(
    "fraction_correct",
    """
    If every guess is right, which number should come back? If half of
    them are right, which? Does it matter how many students there are?
    """,
    """
    Comparing two arrays says, place by place, whether they agree. True
    counts as 1 and False as 0: `np.array([True, False, True]).sum()` is
    2.
    """,
    """
    From guesses (n,) and answers (n,) make n values that say right or
    wrong. How large a part of them is right is one number, between 0
    and 1.
    """,
)


@mistake("fraction_correct", """
    Three of four right came back as 3.
    A share lies between 0 and 1, however many students there are.
    By what must the count be divided?
""")
def count_returned(guesses, y):
    return int((guesses == y).sum())


@mistake("fraction_correct", """
    Three of four right came back as 75.
    A share of 1 is all, in this course.
    By what do you multiply, and is it needed?
""")
def in_percent(guesses, y):
    return 100 * (guesses == y).mean()


@mistake("fraction_correct", """
    Three of four right came back as 0.25.
    That is the share of wrong guesses.
    Which of the two does == count, and which !=?
""")
def errors_counted(guesses, y):
    return (guesses != y).mean()


@mistake("fraction_correct", """
    Three of four right came back as 0.
    Yours is 1 only if every guess is right; then a search cannot tell good from bad.
    Which step of yours asks whether all are right, or rounds the share down?
""")
def all_or_nothing(guesses, y):
    return float(np.array_equal(guesses, y))


@mistake("fraction_correct", """
    4 answers came back for 4 students; the share is one number.
    Right and wrong, as 1 and 0, have a mean.
    What is the mean of four such numbers if three are right?
""")
def one_for_each_student(guesses, y):
    return guesses == y


@mistake("fraction_correct", """
    A student who was rightly not admitted does not count in yours: three of four right came back as 0.25.
    The product of guess and answer is 1 only where both are 1.
    How do you notice that both are 0?
""")
def only_right_yes(guesses, y):
    return (guesses * y).sum() / len(y)


@mistake("fraction_correct", """
    Three of four right came back as 0.5, the share of students who were guessed to be admitted.
    Saying yes often is not the same as being right.
    With what must each guess be compared?
""")
def share_of_yes(guesses, y):
    return guesses.mean()


@mistake("fraction_correct", """
    Of the guesses that say yes yours counts those that are right: one of two, 0.5, where three of four guesses are right.
    A no can be right as well.
    How many students are there in all?
""")
def right_among_yes(guesses, y):
    return (guesses * y).sum() / max(guesses.sum(), 1)


@mistake("fraction_correct", """
    Of the students who were admitted yours counts those that were found: 1, where only three of four guesses are right.
    A yes that should have been a no costs nothing in it.
    Which students are left out of your count?
""")
def found_among_admitted(guesses, y):
    return (guesses * y).sum() / max(y.sum(), 1)


@mistake("fraction_correct", """
    Errors of both kinds cancel: with two too many and two too few of eight yours gives 1.
    A wrong yes is not made good by a wrong no.
    Is each guess compared with its own answer, before anything is added up?
""")
def errors_cancel(guesses, y):
    return 1 - abs((guesses - y).mean())


@mistake("fraction_correct", """
    Your loop ended after the first student: with three of four right yours gives 1/4.
    A return line ends the whole function, wherever it stands.
    How far to the right should your last line begin?
""")
def returned_after_the_first(guesses, y):
    return int(guesses[0] == y[0]) / len(y)


@mistake("fraction_correct", """
    Yours compares the number of yes, not who got one: two wrong of eight each way still give 1.
    The right number of admitted students may be the wrong students.
    Is each guess compared with its own answer?
""")
def totals_compared(guesses, y):
    return float(guesses.sum() == y.sum())


@mistake("fraction_correct", """
    Three of four right came back as 1: a whole number.
    A share lies between the whole numbers most of the time.
    Which step of yours rounds, or divides without decimals?
""")
def rounded_to_whole(guesses, y):
    return round(float((guesses == y).mean()))


# --------------------------------------------------------- random_search


def draw(X, rng):
    """A right random line, for the mistakes around it."""
    return rng.uniform(-1, 1, X.shape[1]), rng.uniform(-1, 1)


def share(X, y, w, b):
    """A right score, for the mistakes around it."""
    return float(np.mean((X @ w + b >= 0) == y))


hint(
    "random_search",
    """
    When a new line scores worse than the one you hold, what should your
    function still know at the end?
    """,
    """
    Keep three things together: weights, bias and their score. For
    scores of 0.4, 0.7, 0.6 the kept ones belong to 0.7. With what score
    must you begin, so that even a line that scores 0 is kept?
    """,
    """
    In each round draw new weights, one for each column of X, and a new
    bias, from rng. Score this line with your two functions. Where it
    beats the best so far, replace all three. Return them after the last
    round.
    """,
)


@mistake("random_search", """
    20 tries are, on average, no better in yours than one: the last line comes back.
    A good line that was found early is thrown away for the next one.
    When may a new line take the place of the one that you keep?
""")
def last_one_kept(X, y, tries, rng):
    for _ in range(tries):
        w, b = draw(X, rng)
    return w, b, share(X, y, w, b)


@mistake("random_search", """
    20 tries are, on average, worse in yours than one: the worst line comes back.
    A larger share is better.
    Which way round is your comparison?
""")
def worst_one_kept(X, y, tries, rng):
    best = 2
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score < best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Your best is not the score of the w and b beside it.
    The best score was kept, but not the line that earned it.
    What has to be remembered when a score is the best so far?
""")
def best_of_another_line(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        w, b = draw(X, rng)
        best = max(best, share(X, y, w, b))
    return w, b, best


@mistake("random_search", """
    20 tries give the line that 1 try gives.
    Only one line was ever looked at, so there was nothing to choose from.
    Is a new line drawn in each round, and does the loop run to its end?
""")
def first_one_kept(X, y, tries, rng):
    for _ in range(tries):
        w, b = draw(X, rng)
        return w, b, share(X, y, w, b)


@mistake("random_search", """
    Two different generators gave the same line.
    A generator that is made anew inside draws the same numbers each time, so all tries are one.
    Which generator was handed to you, and which do you draw from?
""")
def own_generator_each_try(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w, new_b = draw(X, np.random.default_rng(0))
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Two different generators gave the same line, though your tries differ among themselves.
    A generator that is made inside, with a seed of its own, makes every search the same.
    Which generator was handed to you, and which do you draw from?
""")
def own_generator(X, y, tries, rng):
    rng = np.random.default_rng(0)
    best = -1
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Two calls with the same generator gave two lines.
    Numbers that numpy draws for everybody cannot be had again.
    From what should every random number in your function come?
""")
def numpys_own_numbers(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w = np.random.uniform(-1, 1, X.shape[1])
        new_b = np.random.uniform(-1, 1)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Two different generators gave the same line, and numpy's own generator was set to a seed.
    A seed inside makes every search the same, and disturbs whoever else draws.
    From what should every random number in your function come?
""")
def seeded_inside(X, y, tries, rng):
    np.random.seed(0)
    return numpys_own_numbers.wrong(X, y, tries, rng)


@mistake("random_search", """
    One student, one try, a line that gets the student wrong: yours has no line to give back, but None.
    A search that begins with the best score 0 never takes a line of score 0.
    Which score is so low that every line beats it?
""")
def score_of_zero_forgotten(X, y, tries, rng):
    w, b, best = None, None, 0
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    One student, one try, a line that gets the student wrong: yours stopped, since w was never set.
    A search that begins with the best score 0 never takes a line of score 0.
    Which score is so low that every line beats it?
""")
def score_of_zero_unset(X, y, tries, rng):
    best = 0
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    One student, one try, a line that gets the student wrong: yours gave back zeros, which nobody drew, with the score 0.
    A search that begins with the best score 0 never takes a line of score 0.
    Which score is so low that every line beats it?
""")
def score_of_zero_is_zeros(X, y, tries, rng):
    w, b, best = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Your best is a count of students; with 40 students it can be as large as 40.
    The best is a share, so that searches on many and few students compare.
    Which function of yours gives the share?
""")
def best_as_count(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, b, best * len(y)


@mistake("random_search", """
    Your best is near the share of the line beside it, but rounded: for 40 students a share is a multiple of 0.025.
    A search compares scores, and two lines that differ by one student must not look alike.
    Where do you round, and who needs it?
""")
def best_rounded(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, b, round(best, 2)


@mistake("random_search", """
    Your best is a percentage of students.
    A share of 1 is all, in this course.
    Which function of yours gives the share?
""")
def best_in_percent(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, b, 100 * best


@mistake("random_search", """
    Your best is the share of wrong answers of the line beside it.
    The third result says how good the line is, so it grows with right answers.
    Which of the two does fraction_correct count?
""")
def errors_returned(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, b, 1 - best


@mistake("random_search", """
    The first of your results is a single number, and w comes second: best stands first.
    Whoever calls random_search takes the first result for w.
    In which order does the task name the three?
""")
def order_swapped(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return best, w, b


@mistake("random_search", """
    The second of your results is the score, and the third is b.
    Whoever calls random_search takes the second result for the bias.
    In which order does the task name the three?
""")
def bias_and_best_swapped(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, best, b


@mistake("random_search", """
    Two results came back, and three are expected.
    Whoever searched also wants to know how good the line is.
    What does the task name besides w and b?
""")
def best_not_returned(X, y, tries, rng):
    w, b, _ = right_search(X, y, tries, rng)
    return w, b


@mistake("random_search", """
    One number came back, and three results are expected.
    Without w and b nobody can use the line that you found.
    What does the task name besides best?
""")
def only_best_returned(X, y, tries, rng):
    return right_search(X, y, tries, rng)[2]


@mistake("random_search", """
    Every line of yours gives all students the same answer, yes.
    With weights and a bias that are never negative no sum of marks from 0 to 1 is below 0.
    Which signs may weights and bias have in yours, and which do they need?
""")
def never_negative(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w, new_b = rng.random(X.shape[1]), rng.random()
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    In 600 tries no good line was found where the weights must be negative.
    The bias may have either sign in yours, the weights may not.
    Between which two numbers should a weight lie?
""")
def weights_never_negative(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w, new_b = rng.random(X.shape[1]), rng.uniform(-1, 1)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Each try of yours is a small step from the best line so far.
    That is hill climbing, a good idea that comes in part 4; in a random search no try knows of another.
    From where does each new line come, if it must not know the others?
""")
def hill_climb_instead(X, y, tries, rng):
    w, b = draw(X, rng)
    best = share(X, y, w, b)
    for _ in range(tries - 1):
        new_w = w + 0.1 * rng.standard_normal(len(w))
        new_b = b + 0.1 * rng.standard_normal()
        score = share(X, y, new_w, new_b)
        if score >= best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    The bias is the same number in your results, whatever the generator.
    Without a bias every line passes through the point where all numbers are 0.
    Which of the open numbers is not drawn in yours?
""")
def bias_never_drawn(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w = rng.uniform(-1, 1, X.shape[1])
        score = share(X, y, new_w, 0)
        if score > best:
            w, best = new_w, score
    return w, 0.0, best


@mistake("random_search", """
    All weights of a line are the same number in yours.
    Then no line can prefer a high grade to a high test score.
    How many numbers are drawn for a line with two weights and a bias?
""")
def one_weight_for_all(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w = np.full(X.shape[1], rng.uniform(-1, 1))
        new_b = rng.uniform(-1, 1)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    b came back as an array of shape (1,); it should be a number.
    One line has one bias, and a number has no axes.
    What does a draw give when you name no size at all?
""")
def bias_as_array(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return w, np.array([b]), best


@mistake("random_search", """
    A dictionary came back, and three results are expected, one after another.
    Whoever writes w, b, best = random_search(...) would get its keys.
    How does a function return three values without names?
""")
def dictionary_returned(X, y, tries, rng):
    w, b, best = right_search(X, y, tries, rng)
    return {"w": w, "b": b, "best": best}


@mistake("random_search", """
    With 20 tries yours draws fewer than ten times as many lines as with 2.
    A line that is good enough ends your search, though a later one may be better.
    Which condition ends your loop before all tries are made?
""")
def good_enough(X, y, tries, rng):
    best = -1
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
        if best > 0.7:
            break
    return w, b, best


@mistake("random_search", """
    With 2 tries yours draws as many random numbers as with 1.
    Each try is a new line, so 2 tries need twice as many.
    How many rounds does your loop make for 1, 2 and 3 tries?
""")
def every_second_try(X, y, tries, rng):
    return right_search(X, y, (tries + 1) // 2, rng)


@mistake("random_search", """
    Your search draws one line more than tries says.
    The line before the loop is drawn and scored as well, and counts as a try.
    How many lines are drawn in yours if tries is 1?
""")
def one_try_more(X, y, tries, rng):
    return right_search(X, y, tries + 1, rng)


@mistake("random_search", """
    With tries 1 yours stopped with an error: no line was drawn.
    range(1, 20) counts nineteen rounds, and range(1, 1) none.
    How many rounds does range(20) count?
""")
def one_try_less(X, y, tries, rng):
    best = -1
    for _ in range(1, tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


@mistake("random_search", """
    Your 20 tries all draw the same line, though another generator gives another.
    A copy of a generator begins where the original stands, each time anew.
    What moves the generator that was handed in from try to try?
""")
def copy_each_try(X, y, tries, rng):
    import copy

    best = -1
    for _ in range(tries):
        new_w, new_b = draw(X, copy.deepcopy(rng))
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best


def right_search(X, y, tries, rng):
    """A right search, for the mistakes around it."""
    best = -1
    for _ in range(tries):
        new_w, new_b = draw(X, rng)
        score = share(X, y, new_w, new_b)
        if score > best:
            w, b, best = new_w, new_b, score
    return w, b, best
