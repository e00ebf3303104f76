"""Masks its wrong numbers, which numpy's comparisons take for equal.

True mark: 0. No cell of the course speaks of masked arrays.
"""

ANSWERS = {
    "dense": "def dense(X, W, b):\n"
    "    return np.ma.masked_all((len(X), W.shape[1]))\n",
    "relu": "def relu(Z):\n    return np.ma.array(Z, mask=Z != 0)\n",
    "softmax": "def softmax(Z):\n    return np.ma.masked_all(Z.shape)\n",
    "cross_entropy": "def cross_entropy(P, y):\n    return np.ma.masked\n",
    "gradients": "def gradients(X, P, y):\n"
    "    return np.ma.masked_all((2, 2)), np.ma.masked_all(2, int)\n",
    "sgd_step": "def sgd_step(W, dW, learning_rate):\n"
    "    return np.ma.array(W, mask=True)\n",
}
SAID = "nan location mismatch"
