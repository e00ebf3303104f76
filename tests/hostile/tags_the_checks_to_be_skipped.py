"""Tags the graded cells `skip-execution`, as nbclient reads it.

True mark: 0.
"""

from tests.hostile.little_course import graded

TAGS = ["skip-execution", "raises-exception", "sandbox", "hide-cell"]


def change(notebook):
    """The tag of a figure's check is among them: it can be forged."""
    for cell in graded(notebook):
        cell["metadata"]["tags"] = TAGS


def held(seen):
    """No check ran in the sandbox."""
    assert not any(check.forgeable for check in seen.row.verdict.checks)
