"""Gives back more tuples, lists and functions than anyone can read.

True mark: 0. It costs the check its time, and nobody else any.
"""

CELL = """
from collections import namedtuple

Pair = namedtuple("Pair", "one two")
many = [Pair(1, 2)] * 60_000
"""
ANSWERS = {
    "relu": "def relu(Z):\n    return many\n",
    "dense": "def dense(X, W, b):\n    return [[] for _ in range(20_000)]\n",
    "train": "def train(X, y, epochs, learning_rate):\n"
    "    return [lambda: 1 for _ in range(20_000)]\n",
}
SAID = "relu"
