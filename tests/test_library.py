"""What holds for the library as a whole: its imports, names and lengths."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dlcourse

FOLDER = Path(dlcourse.__file__).parent
# The core: what a chapter includes as text. The rest may use more than numpy.
CORE = [
    *("activations", "checks", "convolution", "datasets", "gradcheck"),
    *("initializers", "layers", "letters", "lines", "losses", "memory"),
    *("metrics", "network", "optimizers", "preprocessing", "search"),
    *("tape", "training"),
]
BOOK_COLUMN = 72  # characters of code that fit beside the book's margins
BOOK_PAGE = 50  # lines of code that fit on a screen

# Numpy loads it when it is first used, and so may we: a seventh of its time.
LAZY = "numpy.random"


def loaded(code):
    """The modules that are there after some code, in a fresh process."""
    code += "; import sys; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True,
    )
    return set(result.stdout.split())


def test_importing_the_library_loads_numpy_and_nothing_else_of_weight():
    """No module beyond numpy and Python's own, and no lazy part of numpy."""
    extra = loaded("import dlcourse") - loaded("import numpy")

    strange = {
        name
        for name in extra
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "dlcourse"}
        and not name.startswith("__editable__")
    }
    assert not strange
    assert LAZY not in extra


def test_every_name_of_the_contract_is_there():
    """What the book and the exercises import."""
    text = """
        admit fraction_correct random_search initialize dense relu sigmoid
        tanh softmax forward mean_squared_error cross_entropy accuracy
        numerical_gradient mean_squared_error_grad cross_entropy_grad
        relu_backward sigmoid_backward tanh_backward dense_backward backprop
        sgd_step minibatches train best_epoch train_val_split standardize
        he xavier zeros Network SGD Momentum Adam fit Epoch conv2d
        conv2d_backward max_pool2d max_pool2d_backward gradient_check
    """

    missing = set(text.split()) - set(dlcourse.__all__)

    assert not missing
    assert all(hasattr(dlcourse, name) for name in dlcourse.__all__)


def definitions(module):
    """Every function and class of a module, as (name, node)."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text())
    kinds = (ast.FunctionDef, ast.ClassDef)
    return [(n.name, n) for n in ast.walk(tree) if isinstance(n, kinds)]


@pytest.mark.parametrize("module", CORE)
def test_no_function_is_longer_than_a_page(module):
    """A chapter can show any function whole, its docstring included."""
    long = {
        name: node.end_lineno - node.lineno + 1
        for name, node in definitions(module)
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno + 1 > BOOK_PAGE
    }

    assert not long


@pytest.mark.parametrize("module", CORE)
def test_the_code_of_a_function_fits_the_books_column(module):
    """Its code, not its docstring, nor the text of its errors."""
    lines = (FOLDER / f"{module}.py").read_text().splitlines()
    wide = [
        line
        for _, node in definitions(module)
        if isinstance(node, ast.FunctionDef)
        for statement in node.body[bool(ast.get_docstring(node)) :]
        for line in lines[statement.lineno - 1 : statement.end_lineno]
        if len(line) > BOOK_COLUMN and not re.match(r' *f?"', line)
    ]

    assert not wide


@pytest.mark.parametrize("module", CORE)
def test_everything_public_says_what_it_gives(module):
    """A docstring whose first line ends with a full stop or a colon."""
    unsaid = [
        name
        for name, node in definitions(module)
        if not name.startswith("_")
        and not re.match(r"[^\n]*[.:]$", ast.get_docstring(node) or "", re.M)
    ]

    assert not unsaid


@pytest.mark.parametrize("name", dlcourse.__all__)
def test_a_function_of_arrays_gives_shapes_on_its_first_line(name):
    """Whoever hovers over a name sees what goes in and what comes out."""
    thing = getattr(dlcourse, name)
    if inspect.isfunction(thing) and "Array" in str(inspect.signature(thing)):
        first = (thing.__doc__ or "").splitlines()[0]

        assert re.search(r"\([^)]*\)|same shape|parameter|network", first)
