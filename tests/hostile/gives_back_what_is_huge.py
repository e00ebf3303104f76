"""Texts, lists, arrays, numbers and errors too large for anyone.

True mark: 0.
"""

ANSWERS = {
    "initialize": "def initialize(*_):\n    return 'x' * 20_000_000, 1\n",
    "dense": "def dense(*_):\n    return np.zeros(9_000_000)\n",
    "relu": "def relu(Z):\n    return np.broadcast_to(0.0, (10**5, 10**6))\n",
    "softmax": "def softmax(Z):\n    return b'x' * 20_000_000\n",
    "cross_entropy": "def cross_entropy(*_):\n"
    "    raise ValueError('y' * 20_000_000)\n",
    "gradients": "def gradients(*_):\n"
    "    deep = ()\n"
    "    for _ in range(100_000):\n"
    "        deep = (deep,)\n"
    "    return deep\n",
    "sgd_step": "def sgd_step(*_):\n"
    "    class Loud:\n"
    "        def __repr__(self):\n"
    "            return 'z' * 20_000_000\n"
    "    raise KeyError(Loud())\n",
    "train": "def train(*_):\n"
    "    print('w' * 20_000_000)\n"
    "    return {i: [i] for i in range(10_000)}\n",
}
SAID = "relu"


def held(seen):
    """What is kept of it is small."""
    assert len(seen.copy) < 2_000_000
