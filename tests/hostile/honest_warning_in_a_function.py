"""Warns from a right function, as a beginner's does. True mark: 16."""

MARK = 16
ANSWERS = {
    "relu": "def relu(Z):\n"
    "    np.log(np.zeros(1))  # a RuntimeWarning on stderr\n"
    "    return np.maximum(Z, 0)\n"
}
