"""Objects of its own whose every operation agrees. True mark: 0.

The judge asks such an object neither for a comparison nor for a number.
"""

CELL = """
class Yes:
    __array_priority__ = 1e9
    __name__ = "ndarray"

    @property
    def __array_interface__(self):
        return np.zeros((4, 4)).__array_interface__

    def __getattr__(self, name):
        return Yes()

    def __array__(self, *arguments, **options):
        return np.zeros((5, 4))

    def __array_ufunc__(self, *arguments, **options):
        return np.True_

    def __array_function__(self, *arguments, **options):
        return np.True_

    def __call__(self, *arguments, **options):
        return True

    def __iter__(self):
        return iter((Yes(), Yes()))

    def __len__(self):
        return 10

    def __getitem__(self, place):
        return Yes()

    def __float__(self):
        return 0.0

    def __bool__(self):
        return True

    def __eq__(self, other):
        return True

    __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__

    def __ne__(self, other):
        return False

    def __sub__(self, other):
        return 0.0

    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    __abs__ = __neg__ = __float__


yes = Yes()
"""
EACH = "    return yes\n"
SAID = "cannot"
