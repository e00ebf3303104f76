"""Classes whose own class agrees with everything. True mark: 0."""

CELL = """
class Every(type):
    def __instancecheck__(cls, other):
        return True

    def __subclasscheck__(cls, other):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__

    def __getattribute__(cls, name):
        return yes

    def __call__(cls, *arguments, **options):
        return yes


class Yes(metaclass=Every):
    pass


class Array:
    @property
    def __class__(self):
        return np.ndarray

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **options):
        return True


yes = Yes
"""

EACH = "    return yes\n"
ANSWERS = {
    "relu": "def relu(Z):\n    return Array()\n",
    "train": "def train(*_):\n    return [Array(), Yes]\n",
}
SAID = "relu"
