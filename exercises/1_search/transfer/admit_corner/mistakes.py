"""Wrong answers to the transfer function admit_corner.

A message has three lines: what was seen, why it is wrong, the next step.
"""


from dlcourse.grade.mistakes import hint, mistake

hint(
    "admit_corner",
    """
    The least is 2 and 5. Why is a student with 9 and 4 out, though 9 is far
    more than 2?
    """,
    """
    Comparing X (n, d) with the least (d,) gives a table of True and False, one
    row for each student. `all` and `any` put the entries of a row together;
    which of the two is meant here?
    """,
    """
    Compare every entry with the least for its column: a table (n, d). Along
    each row, ask whether all entries are True: (n,). True becomes 1, False
    becomes 0.
    """,
)


@mistake("admit_corner", """
    A student with 9 and 4 was admitted, though 5 is the least for the second number.
    One number that is high enough was taken to be enough.
    How many of a student's numbers must be high enough?
""")
def one_is_enough(X, lowest):
    return (lowest <= X).any(axis=1).astype(int)


@mistake("admit_corner", """
    A student with 3 and 5 was refused, where 2 and 5 are asked for.
    Just enough is enough, and in yours it is too little.
    What does your comparison say of 5 and 5?
""")
def just_enough_refused(X, lowest):
    return (lowest < X).all(axis=1).astype(int)


@mistake("admit_corner", """
    A student with 9 and 4 was admitted: in sum that is more than 2 and 5.
    A line adds numbers up, so a high one makes good for a low one; here it must not.
    What should each number be compared with, before anything is put together?
""")
def sums_compared(X, lowest):
    return (X.sum(axis=1) >= lowest.sum()).astype(int)


@mistake("admit_corner", """
    A student with 1 and 7 was admitted, though 2 is the least for the first number.
    Only the last number of a student decides in yours.
    What happens to the answer for the first number when the second one is looked at?
""")
def last_number_decides(X, lowest):
    return (X[:, -1] >= lowest[-1]).astype(int)


@mistake("admit_corner", """
    A student with 9 and 4 was admitted, though 5 is the least for the second number.
    Only the first number of a student decides in yours.
    Where does your function look at the other ones?
""")
def first_number_decides(X, lowest):
    return (X[:, 0] >= lowest[0]).astype(int)


@mistake("admit_corner", """
    The student with 3 and 5 was refused and others admitted: every answer is turned round.
    1 stands for those who are in.
    Which of your two answers belongs to a student who has enough of everything?
""")
def answers_turned_round(X, lowest):
    return 1 - (lowest <= X).all(axis=1)


@mistake("admit_corner", """
    A student with 1 and 4 was admitted, where 2 and 5 are asked for.
    You admit those who have at most so much of each.
    Which way does your comparison point?
""")
def highest_instead(X, lowest):
    return (lowest >= X).all(axis=1).astype(int)


@mistake("admit_corner", """
    A table came back, with 2 answers for each student.
    Each student gets one answer, so the entries of a row have to be put together.
    How do you ask whether all entries of a row are True?
""")
def one_answer_a_number(X, lowest):
    return (lowest <= X).astype(int)


@mistake("admit_corner", """
    2 answers came back for 5 students, one for each column.
    You asked whether all students have enough of a number, not whether a student has enough of all.
    Along which axis do the numbers of one student lie?
""")
def students_put_together(X, lowest):
    return (lowest <= X).all(axis=0).astype(int)


@mistake("admit_corner", """
    One answer came back for 5 students.
    The whole table was put together, and each student should get an answer.
    What does `all` do if it is not told an axis?
""")
def all_put_together(X, lowest):
    return int((lowest <= X).all())


@mistake("admit_corner", """
    A student with 3 and 5 got 2: you counted how many numbers are high enough.
    The answer is 1 or 0.
    Which count means that all of them are?
""")
def enough_ones_counted(X, lowest):
    return (lowest <= X).sum(axis=1)
