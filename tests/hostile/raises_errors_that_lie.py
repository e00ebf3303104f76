"""Errors of all kinds, with texts, names and classes that lie.

True mark: 0. No error passes a check, and none ends the judge.
"""

CELL = """
class CheckFailed(AssertionError):
    mistake = "relu-leaks"
    hint = "full marks"
    points = 2.0


class Unmakeable(Exception):
    def __init__(self, *arguments):
        if not arguments:
            raise SystemExit("no")
        super().__init__(*arguments)


class Base(BaseException):
    pass


class Text:
    def __str__(self):
        return 7

    __repr__ = __str__


class Late:
    calls = 0

    def __str__(self):
        Late.calls += 1
        if Late.calls > 1:
            import os
            os._exit(4)
        return "early"


class Exits:
    def __str__(self):
        raise SystemExit(0)
"""
ANSWERS = {
    "initialize": "def initialize(*_):\n    raise CheckFailed('all is well')",
    "dense": "def dense(*_):\n    raise ValueError(Text())",
    "relu": "def relu(*_):\n    raise ValueError(Late())",
    "softmax": "def softmax(*_):\n    raise KeyError(Exits())",
    "cross_entropy": "def cross_entropy(*_):\n    raise Unmakeable(1)",
    "gradients": "def gradients(*_):\n    raise GeneratorExit",
    "sgd_step": "def sgd_step(*_):\n    raise Base(np.zeros(2))",
    "train": "def train(*_):\n    raise StopIteration(10)",
}
SAID = "all is well"


def held(seen):
    """No mistake of a known name was named."""
    assert all(check.mistake is None for check in seen.row.verdict.checks)
    assert all(check.points == 0 for check in seen.row.verdict.checks)
