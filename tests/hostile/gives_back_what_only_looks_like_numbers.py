"""Arrays of no time, of fields, of nothing, endless views, odd numbers.

True mark: 0. Some have operations or properties that lie.
"""

CELL = """
from decimal import Decimal
from fractions import Fraction


class Half(Fraction):
    numerator = property(lambda self: Half(0))

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


class Text(Decimal):
    def __str__(self):
        return "NaN"


class Two(complex):
    real = property(lambda self: "x")


endless = np.lib.stride_tricks.as_strided
"""
ANSWERS = {
    "initialize": "def initialize(n_in, n_out, rng):\n"
    "    return np.broadcast_to(0.1, (10**6, 10**7)), np.zeros(n_out)\n",
    "dense": "def dense(X, W, b):\n"
    "    return np.memmap('x', float, 'w+', shape=(2, 2)).view('m8[s]')\n",
    "relu": "def relu(Z):\n"
    "    return endless(Z, (10**9,) * 3 + Z.shape, (0, 0, 0) + Z.strides)\n",
    "softmax": "def softmax(Z):\n"
    "    return np.rec.fromarrays([np.full((2, 4), 0.25)], names='all')\n",
    "cross_entropy": "def cross_entropy(P, y):\n    return Half(1, 2)\n",
    "gradients": "def gradients(X, P, y):\n"
    "    odd = np.array([[NotImplemented, ...], [Two(1), Text(0)]], object)\n"
    "    return odd, odd[0]\n",
    "sgd_step": "def sgd_step(W, dW, learning_rate):\n"
    "    return np.array(['NaT', 'NaT'], 'M8[s]')\n",
    "train": "def train(X, y, epochs, learning_rate):\n"
    "    return np.char.array(['0.69'] * epochs)\n",
}
SAID = "relu"
