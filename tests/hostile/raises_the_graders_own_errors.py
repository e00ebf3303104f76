"""Raises errors of the grader's own classes, by their names.

True mark: 0. One would be read as the course's own message with a known
mistake, others as a failure of ours: no mark, today and whenever it is graded
again.
"""

CELL = """WIRE
def fail(module, name):
    error = {
        "name": name, "base": "Exception", "text": "well done",
        "class": ["ref", module, name], "args": ["well done"],
        "attributes": {"mistake": "relu_leaks"},
    }
    lie(lambda h, b: ({**h, "do": "raise", "error": error}, b))
"""
ERRORS = {
    "initialize": ("dlcourse.feedback.failure", "CheckFailed"),
    "dense": ("dlcourse.grade.errors", "GradeError"),
    "relu": ("dlcourse.grade.judge", "TimeIsUp"),
    "softmax": ("dlcourse.grade.sandbox.wire", "OutOfTime"),
    "cross_entropy": ("dlcourse.grade.errors", "SandboxError"),
    "gradients": ("unittest.case", "SkipTest"),
    "sgd_step": ("dlcourse.grade.outside", "BadFrame"),
    "train": ("__main__", "CheckFailed"),
}
ANSWERS = {
    name: f"def {name}(*_):\n    fail{where}\n"
    for name, where in ERRORS.items()
}
SAID = "relu sent what no honest answer is"


def held(seen):
    """None was taken for what it says that it is."""
    for check in seen.row.verdict.checks:
        assert check.message.endswith("sent what no honest answer is")
