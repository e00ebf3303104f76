"""Gives back numbers that would take for ever to calculate with.

True mark: 0.
"""

CELL = "from decimal import Decimal\nfrom fractions import Fraction\n"
ANSWERS = {
    "relu": "def relu(Z):\n    return Decimal('1e999999999')\n",
    "cross_entropy": "def cross_entropy(P, y):\n    return 10**1_000_000\n",
    "sgd_step": "def sgd_step(W, dW, learning_rate):\n"
    "    return Fraction(1, 3**9000)\n",
    "train": "def train(X, y, epochs, learning_rate):\n"
    "    return range(10**12)\n",
}
SAID = "a whole number of that length cannot cross"
