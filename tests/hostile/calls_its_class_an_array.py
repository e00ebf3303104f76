"""Classes that bear the names of numpy's and the course's. True mark: 0."""

CELL = """
class ndarray:
    __module__ = "numpy"
    shape = (2, 4)

    def __eq__(self, other):
        return True

    def all(self):
        return True

    def __array__(self, *arguments, **options):
        return np.zeros((2, 4))


class float64(float):
    __module__ = "numpy"

    def __sub__(self, other):
        return float64(0)

    __rsub__ = __sub__


ndarray.__qualname__, float64.__qualname__ = "ndarray", "float64"
"""
ANSWERS = {
    name: f"def {name}(*anything):\n    return ndarray()\n"
    for name in ("relu", "dense", "softmax", "sgd_step", "initialize")
} | {"cross_entropy": "def cross_entropy(P, y):\n    return float64(5)\n"}
SAID = "relu"
