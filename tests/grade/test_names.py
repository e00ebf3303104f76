"""Which names a cell binds and reads."""

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from dlcourse.grade.model import GRADED, LOCKED, OWN, SOLUTION, Cell
from dlcourse.grade.names import (
    Names,
    bound_by,
    classes_in,
    definitions_in,
    imported_by,
    imports_of,
    python_of,
    read_by,
)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("a = b = 1", {"a", "b"}),
        ("a, (b, *c) = x", {"a", "b", "c"}),
        ("def f(x):\n    y = 1", {"f"}),
        ("class C:\n    z = 1", {"C"}),
        ("import a.b, c as d\nfrom e import f as g", {"a", "d", "g"}),
        ("for i in x:\n    pass", {"i"}),
        ("with x as y:\n    pass", {"y"}),
        ("if (n := 3):\n    pass", {"n"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("[i for i in x]", set()),
        ("a[0] = 1\nb.c = 2", set()),
        ("%matplotlib inline\na = 1", {"a"}),
        ("files = !ls", {"files"}),
        ("def f(:", set()),
    ],
)
def test_a_cell_binds_what_it_assigns_at_its_top_level(text, bound):
    """Names of functions' insides and of comprehensions do not count."""
    assert bound_by(text) == bound


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("f(x).y", {"f", "x"}),
        ("def g(x):\n    return h(x + k)", {"h", "k"}),
        ("def g():\n    z = 1\n    return z", set()),
        ("[i + j for i in x]", {"j", "x"}),
        ("x += 1", {"x"}),
        ("lambda a: a + b", {"b"}),
    ],
)
def test_a_cell_reads_global_names_in_its_functions_too(text, read):
    """Local names and parameters are not read from outside."""
    assert read_by(text) == read


def test_imports_are_found_at_the_top_level_only():
    """An import inside a function is the function's own."""
    text = "import numpy as np\nx = 1\ndef f():\n    import os\n"

    assert imports_of(text) == "import numpy as np"
    assert imported_by(text) == {"np"}


def test_definitions_are_found_with_their_lines():
    """For inspect.getsource."""
    text = "x = 1\n\ndef f():\n    pass\n\n@wrap\nclass C:\n    pass\n"

    assert definitions_in(text) == {"f": 3, "C": 7}


def test_a_class_has_its_own_methods_and_those_of_its_bases():
    """A dataclass compares and shows itself without saying so."""
    classes = classes_in(
        [
            "class A:\n    def __len__(self): ...\n    __bool__ = None",
            "@dataclass\nclass B(A):\n    x: int\n    def f(self): ...",
        ]
    )

    assert classes["A"] == {"__len__", "__bool__"}
    assert classes["B"] == {"__len__", "__bool__", "f", "__eq__", "__repr__"}


def test_the_students_names_are_those_of_the_courses_answers():
    """What builtins, locked and graded cells bind is never the student's."""
    names = Names.of(
        (
            Cell(LOCKED, "tools", "import numpy as np\ndef helper(x): ..."),
            Cell(OWN, "", "import math as m\nsize = 3"),
            Cell(SOLUTION, "f", "import os\ndef f(x):\n    return x"),
            Cell(
                GRADED,
                "f-check",
                "expected = 1\ndef check_f(f):\n    assert f(1) == expected\n"
                "check_f(f)\nassert abs(helper(m.pi)) > np.e - size + asked",
            ),
        )
    )

    assert names.answers == {"f": 2}
    assert names.students == {"f", "size", "asked"}


@pytest.mark.parametrize(
    "text",
    [
        "a = 1",
        "def f(x):\n    return f'{x!r}' % 3\n",
        "\n\nx = (1\n % 2)",
        "%matplotlib inline\nx = 1",
        "files = !ls\n",
        "x?",
        ">>> x = 1",
        "await x",
        "def f(:",
    ],
)
def test_plain_python_is_read_without_ipython(text):
    """What is Python as it stands means the same to IPython."""
    ipythons = TransformerManager().transform_cell(text)

    assert python_of(text).strip() == ipythons.strip()
