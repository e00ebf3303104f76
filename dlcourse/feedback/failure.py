"""The error that a check raises."""


class CheckFailed(AssertionError):
    """A check that failed. Its text is for the student: no traceback.

    `mistake` is the id of the known mistake behind it, or None.
    """

    def __init__(self, message: str, mistake: str | None = None):
        super().__init__(message)
        self.mistake = mistake

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return str(self).splitlines()


class Stopped(CheckFailed):
    """A failure because the student's function stopped with an error."""


class Explained(CheckFailed):
    """A failure whose text already names its cause, whatever the task."""
