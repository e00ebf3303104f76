"""dlcourse/feedback/borrowed.py: imports that the grader will not find."""

import ast

import pytest

from dlcourse.feedback.borrowed import borrowed

ASKED = ["mean_squared_error", "softmax", "cross_entropy", "accuracy"]
LOCKED = (
    "import dlcourse\nimport numpy as np\n"
    "from dlcourse import datasets, plots\n"
)


def notes(*answers, assignment="3_loss"):
    """The notes on these cells of a student's, after a locked one."""
    cells = [(ast.parse(LOCKED), False)]
    cells += [(ast.parse(answer), True) for answer in answers]
    return borrowed(cells, assignment, ASKED)


@pytest.mark.parametrize(
    "answer",
    [
        "from dlcourse import softmax",
        "from dlcourse import softmax as mine",
        "from dlcourse.activations import softmax",
        "import dlcourse as d\nsoftmax = d.softmax",
        "import dlcourse.activations as act\nsoftmax = act.softmax",
        "from dlcourse import activations\nsoftmax = activations.softmax",
        "import dlcourse.activations\nsoftmax = dlcourse.activations.softmax",
        "def softmax(Z):\n    return dlcourse.softmax(Z)",
        "def softmax(Z):\n"
        "    from dlcourse import softmax\n    return softmax(Z)",
        "softmax = getattr(dlcourse, 'softmax')",
        "from dlcourse.feedback import own\n"
        "softmax = own('3_loss', 'softmax', use=False)",
        "from dlcourse import *\nmean_squared_error = cross_entropy = 0\n"
        "def accuracy(Z, y):\n    return 0\n",
        "from dlcourse.activations import *\n"
        "mean_squared_error = cross_entropy = accuracy = 0",
    ],
)
def test_each_way_to_take_the_answer_is_seen_once(answer):
    """One note, which names the function and what asks for it."""
    (note,) = notes(answer, answer)

    assert note == (
        "softmax is taken from dlcourse, where the grader will not find it: "
        "it is what 3_loss asks you to write"
    )


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("net = dlcourse.Network([2, 2], rng=None)", "Network"),
        ("from dlcourse.tape import Value", "tape"),
        ("import dlcourse.tape", "tape"),
        ("import dlcourse.tape as t\nt.Value(3)", "tape"),
        ("from dlcourse.gradcheck import gradient_check", "gradient_check"),
        ("plots.tangent(np.exp, 0)", "tangent"),
        ("datasets.mnist()", "mnist"),
        ("dlcourse.backprop", "backprop"),
        ("from dlcourse.grade import model", "grade"),
    ],
)
def test_whatever_else_is_missing_is_named(answer, name):
    """Later functions, and what would do the work."""
    (note,) = notes(answer)

    assert note.startswith(f"{name} is taken from dlcourse")


@pytest.mark.parametrize(
    "answer",
    [
        "from dlcourse import relu, dense, forward",
        "from dlcourse.activations import sigmoid",
        "X, y = datasets.admissions(3, None)\nplots.points(X, y)",
        "from dlcourse.feedback import hint",
        "from dlcourse.feedback import own\n"
        "dense, relu = own('2_forward', 'dense', 'relu', use=True)",
        "own = print\nown('3_loss', 'softmax')",
        "import softmax\nsoftmax.softmax",
        "def softmax(Z):\n    return np.exp(Z)",
        "from .dlcourse import softmax",
        "d = {}\nd.softmax = 3",
    ],
)
def test_what_the_grader_has_is_no_fault(answer):
    """Earlier functions, data, pictures, and one's own."""
    assert notes(answer) == []


def test_a_star_is_no_fault_where_all_is_written_anyway():
    """What is bound in a cell of one's own is not the library's."""
    own = "\n".join(f"def {name}(*_):\n    return 0" for name in ASKED)

    assert notes("from dlcourse import *\nrelu(3)", own) == []
    assert len(notes("from dlcourse import *\nfit(3)", own)) == 1


def test_in_another_course_there_are_data_and_pictures_alone():
    """None of the library's functions is there."""
    assert notes("dlcourse.relu", assignment=None)
    assert notes("plots.tangent(np.exp, 0)", assignment=None) == []
