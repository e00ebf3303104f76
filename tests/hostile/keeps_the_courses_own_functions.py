"""Keeps what follow-through hands in, to answer with it later.

True mark: 8, for three right answers and for `train`, which is right where
what it uses is. It keeps all that it is handed; the check of `relu` comes
later, when nothing of that can be used any more.
"""

from tests.hostile.little_course import RIGHT, found

MARK = 8
NAMES = ("dense", "softmax", "cross_entropy", "gradients", "sgd_step")
CELL = "kept = {}\n"
ANSWERS = {
    "dense": "def dense(X, W, b):\n    return 0 * (X @ W)\n",
    "softmax": "def softmax(Z):\n    return 0 * Z\n",
    "relu": "def relu(Z):\n"
    "    return kept['dense'](np.eye(2), np.eye(2), np.zeros(2))\n",
    "sgd_step": "def sgd_step(W, dW, learning_rate):\n    return W\n",
    "train": RIGHT["train"].replace(
        "    losses = []\n",
        "    losses = []\n"
        f"    kept.update({{n: globals()[n] for n in {NAMES}}})\n",
    ),
}
SAID = "in place of yours"


def change(notebook):
    """The check of `relu` comes last."""
    check = found(notebook, "test_relu")
    notebook["cells"].remove(check)
    notebook["cells"].append(check)


def held(seen):
    """What was handed over is not known any more."""
    last = seen.row.verdict.checks[-1]
    assert last.id == "test_relu"
    assert "not known" in last.message or "no honest" in last.message, last
