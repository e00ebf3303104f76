"""The names of its functions stand for texts, modules and classes.

True mark: 0.
"""

ANSWERS = {
    "initialize": "initialize = 'a text'",
    "dense": "import numpy as dense",
    "relu": "relu = np.ndarray",
    "softmax": "class softmax:\n    def __new__(cls, Z):\n"
    "        return cls\n",
    "cross_entropy": "cross_entropy = np.nan",
    "gradients": "gradients = open('/dev/zero')",
    "sgd_step": "sgd_step = type",
    "train": "train = __import__('functools').partial(print, end='16')",
}
SAID = "relu"
