"""The one error that a check raises."""


class CheckFailed(AssertionError):
    """A check that failed. Its text is for the student: no traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return str(self).splitlines()
