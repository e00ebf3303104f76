"""Iterators that never end, that send, that count. True mark: 0."""

CELL = """
import itertools


def endless():
    heard = yield 1.0
    while True:
        heard = yield heard


class Counting:
    def __len__(self):
        return 10

    def __getitem__(self, place):
        return 1.0 / (place + 1) if place >= 0 else 0.0
"""
ANSWERS = {
    "dense": "def dense(X, W, b):\n    return Counting()\n",
    "initialize": "def initialize(*anything):\n    return endless()\n",
    "gradients": "def gradients(*anything):\n"
    "    return itertools.repeat(np.zeros((2, 2)))\n",
    "train": "def train(X, y, epochs, learning_rate):\n"
    "    return itertools.count()\n",
}
SAID = "too many values to unpack"
