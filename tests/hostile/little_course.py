"""The course that the hostile submissions attack: eight small functions.

One assignment, one notebook, two points a function, each with one graded
cell that has open and hidden checks. Written as an ordinary nbgrader course
is: plain assertions, no checks of ours.
"""

import json
from dataclasses import dataclass
from typing import Any

IMPORTS = "import numpy as np\nfrom numpy.testing import *"
ASSIGNMENT, NOTEBOOK = "ps1", "network"
POINTS = 2.0
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "little"
c.Execute.timeout = 1
c.Judge.submission_seconds = 6
c.Judge.memory_mb = 256
c.Judge.disk_mb = 8
c.Judge.output_kb = 64
"""


@dataclass(frozen=True)
class Function:
    """What students write, and what is checked."""

    head: str
    body: str
    shown: str
    hidden: str

    @property
    def name(self) -> str:
        """Its name, which is its cell's grade_id as well."""
        return self.head.removeprefix("def ").partition("(")[0]


FUNCTIONS = (
    Function(
        "def initialize(n_in, n_out, rng):\n",
        "    spread = np.sqrt(2 / n_in)\n"
        "    W = rng.normal(0, spread, (n_in, n_out))\n"
        "    return W, np.zeros(n_out)\n",
        "W, b = initialize(3, 2, np.random.default_rng(1))\n"
        "assert W.shape == (3, 2) and b.shape == (2,)\n",
        "W, b = initialize(200, 100, np.random.default_rng(5))\n"
        "assert not np.any(b)\n"
        "assert 0.097 < W.std() < 0.103 and abs(W.mean()) < 0.004\n",
    ),
    Function(
        "def dense(X, W, b):\n",
        "    return X @ W + b\n",
        "W = np.array([[1.0, 2.0], [3.0, 4.0]])\n"
        "Z = dense(np.eye(2), W, np.ones(2))\n"
        "np.testing.assert_allclose(Z, [[2, 3], [4, 5]])\n",
        "_rng = np.random.default_rng(6)\n"
        "_X, _W, _b = _rng.random((7, 3)), _rng.random((3, 4)), np.ones(4)\n"
        "_Z = _X @ _W + _b\n"
        "np.testing.assert_allclose(dense(_X, _W, _b), _Z)\n",
    ),
    Function(
        "def relu(Z):\n",
        "    return np.maximum(Z, 0)\n",
        "assert_array_equal(relu(np.array([3.0, -2.0])), [3, 0])\n",
        "_Z = np.random.default_rng(8).normal(size=(5, 4))\n"
        "_A = np.where(_Z > 0, _Z, 0)\n"
        "assert_array_equal(relu(_Z), _A)\n",
    ),
    Function(
        "def softmax(Z):\n",
        "    E = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
        "    return E / E.sum(axis=1, keepdims=True)\n",
        "P = softmax(np.zeros((2, 4)))\n"
        "assert (P == 0.25).all() and P.shape == (2, 4)\n",
        "_P = softmax(np.log(np.array([[1.0, 2.0, 5.0]])))\n"
        "np.testing.assert_allclose(_P, [[0.125, 0.25, 0.625]])\n",
    ),
    Function(
        "def cross_entropy(P, y):\n",
        "    return -np.log(P[np.arange(len(y)), y]).mean()\n",
        "loss = cross_entropy(np.full((3, 2), 0.5), np.array([0, 1, 1]))\n"
        "assert abs(loss - np.log(2)) < 1e-9\n",
        "_P = np.array([[0.2, 0.8], [0.5, 0.5]])\n"
        "_loss = cross_entropy(_P, np.array([1, 0]))\n"
        "assert abs(_loss - 0.4581453659370775) < 1e-9\n",
    ),
    Function(
        "def gradients(X, P, y):\n",
        "    dZ = P.copy()\n"
        "    dZ[np.arange(len(y)), y] -= 1\n"
        "    dZ /= len(y)\n"
        "    return X.T @ dZ, dZ.sum(axis=0)\n",
        "P = np.full((2, 2), 0.5)\n"
        "dW, db = gradients(np.eye(2), P, np.array([1, 0]))\n"
        "assert dW.shape == (2, 2) and db.shape == (2,)\n",
        "np.testing.assert_allclose(dW, [[0.25, -0.25], [-0.25, 0.25]])\n"
        "np.testing.assert_allclose(db, [0, 0])\n",
    ),
    Function(
        "def sgd_step(W, dW, learning_rate):\n",
        "    return W - learning_rate * dW\n",
        "step = sgd_step(np.array([2.0, 1.0]), np.ones(2), 0.5)\n"
        "np.testing.assert_allclose(step, [1.5, 0.5])\n",
        "_W = np.arange(4.0)\n"
        "_step = sgd_step(_W, _W, 0.25)\n"
        "np.testing.assert_allclose(_step, [0, 0.75, 1.5, 2.25])\n",
    ),
    Function(
        "def train(X, y, epochs, learning_rate):\n",
        "    k = y.max() + 1\n"
        "    W, b = np.zeros((X.shape[1], k)), np.zeros(k)\n"
        "    losses = []\n"
        "    for _ in range(epochs):\n"
        "        P = softmax(dense(X, W, b))\n"
        "        losses.append(cross_entropy(P, y))\n"
        "        dW, db = gradients(X, P, y)\n"
        "        W = sgd_step(W, dW, learning_rate)\n"
        "        b = sgd_step(b, db, learning_rate)\n"
        "    return losses\n",
        "losses = train(np.eye(2), np.array([0, 1]), 10, 1.0)\n"
        "assert len(losses) == 10 and losses[-1] < losses[0]\n",
        "_rng = np.random.default_rng(9)\n"
        "_y = np.arange(40) % 2\n"
        "_X = _rng.normal(size=(40, 2)) + 4 * _y[:, None]\n"
        "_losses = train(_X, _y, 3, 0.5)\n"
        "assert abs(_losses[0] - np.log(2)) < 1e-9\n"
        "assert abs(_losses[1] - 0.3585785874) < 1e-9\n",
    ),
)
NAMES = [function.name for function in FUNCTIONS]
FULL = POINTS * len(FUNCTIONS)
RIGHT = {each.name: each.head + each.body for each in FUNCTIONS}
WRONG = {each.name: each.head + "    return None\n" for each in FUNCTIONS}


def cell(kind: str, source: str, **mark: Any) -> dict[str, Any]:
    """A cell as a notebook holds it; `mark` are nbgrader's words."""
    metadata = {}
    if mark:
        plain = dict.fromkeys(("grade", "solution", "locked", "task"), False)
        metadata["nbgrader"] = {**plain, "schema_version": 3, **mark}
    made: dict[str, Any] = {
        "cell_type": kind,
        "source": source,
        "metadata": metadata,
    }
    if kind == "code":
        made.update(outputs=[], execution_count=None)
    return made


def notebook(answers: dict[str, str], hidden: str = "") -> dict[str, Any]:
    """The notebook with these answers.

    `hidden` is put at the head of each hidden check; without it there are
    none, as in what students get.
    """
    cells = [
        cell("markdown", "# A small network"),
        cell("code", IMPORTS, grade_id="imports", locked=True),
    ]
    for each in FUNCTIONS:
        checks = each.shown
        if hidden:
            checks += (
                f"### BEGIN HIDDEN TESTS\n# {hidden}\n{each.hidden}"
                "### END HIDDEN TESTS"
            )
        cells += [
            cell(
                "code", answers[each.name], grade_id=each.name, solution=True
            ),
            cell(
                "code",
                checks,
                grade_id=f"test_{each.name}",
                grade=True,
                locked=True,
                points=POINTS,
            ),
        ]
    for number, made in enumerate(cells):
        made["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "3", "language": "python"}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel},
        "cells": cells,
    }


def source(secret: str) -> bytes:
    """The instructor's notebook."""
    answers = {
        each.name: f"{each.head}    ### BEGIN SOLUTION\n{each.body}"
        "    ### END SOLUTION\n"
        for each in FUNCTIONS
    }
    return as_bytes(notebook(answers, hidden=secret))


def as_bytes(made: dict[str, Any]) -> bytes:
    """A notebook's file."""
    return json.dumps(made).encode()


def found(made: dict[str, Any], grade_id: str) -> dict[str, Any]:
    """The cell of a notebook with this grade_id."""
    return next(
        each
        for each in made["cells"]
        if each["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )


def graded(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The graded cells of a notebook."""
    return [found(made, f"test_{name}") for name in NAMES]
