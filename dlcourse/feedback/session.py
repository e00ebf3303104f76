"""What one session remembers between two runs of a cell: nothing else does.

It holds how many hints of a function were read, and what its last failure
was, so that the same trouble twice in a row can offer a hint; and, while a
cell runs, what its checks said, for the panel. It lives in the kernel and
ends with it; no file and no function of a student's is touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """What one check of a function said."""

    function: str
    property: str
    passed: bool
    message: str = ""


@dataclass
class Session:
    """What is remembered of each function, by its name."""

    hints_read: dict[str, int] = field(default_factory=dict)
    last_trouble: dict[str, str] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)  # of this cell

    def again(self, name: str, trouble: str) -> bool:
        """Whether this function's trouble is the one it had before."""
        before = self.last_trouble.get(name)
        self.last_trouble[name] = trouble
        return before == trouble


NOW = Session()


@contextmanager
def fresh_session() -> Iterator[None]:
    """Remember nothing from before, and leave nothing behind."""
    before = dict(vars(NOW))
    vars(NOW).update(vars(Session()))
    try:
        yield
    finally:
        vars(NOW).update(before)
