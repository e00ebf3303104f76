"""A thread goes on to change what a check has handed over.

True mark: 0. As in one process, it can change what it was given; what a
check compares with is another array, and never goes there.
"""

CELL = """
import threading, time

kept = []


def change():
    while True:
        for array in list(kept):
            array[...] = 0
        time.sleep(0.0005)


threading.Thread(target=change, daemon=True).start()


def keep(*arrays):
    kept.extend(a for a in arrays if isinstance(a, np.ndarray))
"""
ANSWERS = {
    "dense": "def dense(X, W, b):\n"
    "    keep(X, W, b)\n    return np.zeros((len(X), W.shape[1]))\n",
    "relu": "def relu(Z):\n    keep(Z)\n    return np.zeros(Z.shape)\n",
    "sgd_step": "def sgd_step(W, dW, learning_rate):\n"
    "    keep(W, dW)\n    return np.zeros(W.shape)\n",
}
SAID = "Arrays are not equal"
