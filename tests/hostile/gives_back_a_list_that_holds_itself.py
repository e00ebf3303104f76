"""Gives back a list that holds itself twice: a tree without end.

True mark: 14; softmax was handed in wrong.
"""

MARK = 14
ANSWERS = {
    "softmax": "def softmax(Z):\n"
    "    tree = []\n"
    "    tree += [tree, tree]\n"
    "    return [tree] * 10\n"
}
SAID = "test_softmax"
