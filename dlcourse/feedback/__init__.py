"""What a student's notebook uses to look at its own answers.

A check is a function of the student's function:

    @check
    def check_zero_inputs_give_the_bias(dense):
        \"\"\"With X all zeros, every row of Z is b.\"\"\"
        Z = call(dense, np.zeros((2, 3)), np.ones((3, 4)), np.arange(4.0))
        expect(Z, np.tile(np.arange(4.0), (2, 1)), "What is added last?")

Its docstring is the property in words. It passes by returning, and fails by
raising CheckFailed, which shows its message and no traceback. Begin with
`checks.py`; `calls.py` runs the student's function; `hints.py` helps on;
`seeds.py` gives hidden checks their numbers.
"""

from dlcourse.feedback.calls import call
from dlcourse.feedback.checks import (
    check,
    expect,
    expect_true,
    hidden_check,
)
from dlcourse.feedback.failure import CheckFailed
from dlcourse.feedback.hints import hint
from dlcourse.feedback.own import own
from dlcourse.feedback.seeds import hidden_rng

__all__ = [
    "CheckFailed",
    "call",
    "check",
    "expect",
    "expect_true",
    "hidden_check",
    "hidden_rng",
    "hint",
    "own",
]
