"""What each assignment asks for, and what is therefore not at hand in it.

While an assignment is graded the student's cells find only a part of the
library: the functions of the assignments before it, data and pictures. The
table below says which; `dlcourse check` and the grader both read it.
"""

from collections.abc import Iterable

# The solution cells of every assignment, in their order. Transfer functions,
# which are not in the library, stand beside their assignments.
ASKED: dict[str, tuple[str, ...]] = {
    "1_search": ("admit", "fraction_correct", "random_search"),
    "2_forward": ("dense", "relu", "sigmoid", "initialize", "forward"),
    "3_loss": ("mean_squared_error", "softmax", "cross_entropy", "accuracy"),
    "4_backprop": (
        "numerical_gradient",
        "mean_squared_error_grad",
        "relu_backward",
        "sigmoid_backward",
        "dense_backward",
        "cross_entropy_grad",
        "backprop",
    ),
    "5_training": (
        "sgd_step",
        "minibatches",
        "train",
        "best_epoch",
        "learn_admissions",
    ),
    "6_digits": ("train_val_split", "standardize", "read_digits"),
}
# Asked for, but no part of the library: the student's own network.
NOT_IN_LIBRARY = ("learn_admissions", "read_digits")

# At hand in every assignment, and in every other course.
MODULES = ("datasets", "diagrams", "feedback", "palette", "pictures", "plots")

# What draws a slope also measures it.
GIVES_AWAY = {"tangent": "numerical_gradient"}
DOWNLOADED = ("mnist",)


def assignment_of(functions: Iterable[str]) -> str | None:
    """The assignment that asks for most of these, None for another course.

    >>> assignment_of(["softmax", "accuracy", "cross_entropy", "huber_loss"])
    '3_loss'
    >>> assignment_of(["softmax", "tokenize"]) is None
    True
    """
    given = set(functions)
    for assignment, asked in ASKED.items():
        if len(given.intersection(asked)) > len(asked) / 2:
            return assignment
    return None


def at_hand(assignment: str | None) -> tuple[str, ...]:
    """The library's functions that the assignments before this one asked for.

    >>> at_hand("2_forward")
    ('admit', 'fraction_correct', 'random_search')
    """
    if assignment not in ASKED:
        return ()
    before = list(ASKED)[: list(ASKED).index(assignment)]
    return tuple(
        name
        for earlier in before
        for name in ASKED[earlier]
        if name not in NOT_IN_LIBRARY
    )


def is_absent(name: str, assignment: str | None) -> bool:
    """Whether a name of the library is not at hand.

    >>> is_absent("softmax", "3_loss"), is_absent("softmax", "4_backprop")
    (True, False)
    """
    if name in GIVES_AWAY and assignment not in ASKED:
        return False
    needed = GIVES_AWAY.get(name, name)
    return needed not in at_hand(assignment) and name not in MODULES


def why_absent(name: str, assignment: str | None) -> str:
    """Why a name of the library is not at hand; "" where it is.

    >>> why_absent("softmax", "3_loss")
    'softmax is what 3_loss asks you to write; it is not at hand here'
    """
    if not is_absent(name, assignment):
        return ""
    return f"{name} is {reason(name, assignment)}; it is not at hand here"


def reason(name: str, assignment: str | None) -> str:
    """What a name that is not at hand is, in the middle of a sentence."""
    if name in DOWNLOADED:
        return "downloaded, and the grader has no network"
    if name in GIVES_AWAY:
        return f"a way to do what {GIVES_AWAY[name]} does"
    for asking, asked in ASKED.items():
        if name in asked and assignment in ASKED:
            return f"what {asking} asks you to write"
    if assignment in ASKED:
        return f"neither data nor pictures nor asked for before {assignment}"
    return "neither data nor pictures nor checks"
