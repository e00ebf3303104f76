"""The records of a class's report: what is counted, and of whom.

`Seen` and what it holds name nobody. Who it was stands in `Named` and
`Change` alone, for the instructor's own eyes.
"""

import statistics
from collections import Counter
from dataclasses import dataclass

from dlcourse.grade.chapters import Chapter

FEW = 5  # graded: of fewer, that all of them pass or fail a check says little
SHARED = 2  # so many make a mistake of one person one of the class
BINS = 10  # of the marks, from 0 to 100 %


@dataclass(frozen=True)
class Mistake:
    """A known mistake, and how many made it."""

    assignment: str
    function: str
    id: str
    words: tuple[str, ...]  # what was seen, why it is wrong, the next step
    count: int
    of: int
    chapter: Chapter | None

    @property
    def title(self) -> str:
        """Its id as one would say it."""
        words = self.id.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Function:
    """How many have a function right, in part, wrong, or not at all."""

    name: str
    of: int
    full: int
    part: int
    wrong: int
    not_written: int
    other: int  # lost points, and by no mistake that is known
    followed: int  # judged with right earlier functions in place of theirs
    mistakes: tuple[Mistake, ...]

    @property
    def rest(self) -> list[str]:
        """Those who do not have it right, in words."""
        return [
            f"{count} {words}"
            for count, words in (
                (self.part, "in part"),
                (self.wrong, "wrong"),
                (self.not_written, "not written"),
            )
            if count
        ]


@dataclass(frozen=True)
class CheckSeen:
    """How many pass a check; `void` is why it does not count."""

    id: str
    passed: int
    of: int
    void: str = ""
    forgeable: bool = False


@dataclass(frozen=True)
class Seen:
    """An assignment of the class."""

    name: str
    graded: int
    refused: int
    infrastructure: int
    waiting: int  # have cells that a person is still to mark
    marks: tuple[float, ...]  # in percent of what has been marked, sorted
    functions: tuple[Function, ...]
    checks: tuple[CheckSeen, ...]
    reasons: tuple[tuple[str, int], ...]  # of refusals, without file names
    tiers: tuple[tuple[str, int], ...]
    seconds: tuple[float, ...]  # a notebook each, sorted
    lesson: Chapter | None = None

    @property
    def handed_in(self) -> int:
        """All notebooks, graded or not."""
        return self.graded + self.refused + self.infrastructure

    @property
    def bins(self) -> list[int]:
        """How many marks lie in each tenth; full marks in the last."""
        places = Counter(
            min(int(m / 100 * BINS), BINS - 1) for m in self.marks
        )
        return [places[place] for place in range(BINS)]

    @property
    def median(self) -> float | None:
        """The mark of the student in the middle."""
        return statistics.median(self.marks) if self.marks else None

    @property
    def mistakes(self) -> list[Mistake]:
        """All of them, the most frequent first."""
        found = [m for function in self.functions for m in function.mistakes]
        return sorted(found, key=lambda mistake: -mistake.count)

    @property
    def nobody(self) -> list[CheckSeen]:
        """Checks that count and that nobody passes."""
        return [c for c in self.telling if c.passed == 0]

    @property
    def everybody(self) -> list[CheckSeen]:
        """Checks that count and that everybody passes."""
        return [c for c in self.telling if c.passed == c.of]

    @property
    def telling(self) -> list[CheckSeen]:
        """Checks that enough people have met."""
        return [c for c in self.checks if c.of >= FEW and not c.void]

    @property
    def void(self) -> list[CheckSeen]:
        """Checks that do not count."""
        return [check for check in self.checks if check.void]


@dataclass(frozen=True)
class Change:
    """What a student's notebook got before and what it has now."""

    student: str
    assignment: str
    notebook: str
    old: float | None  # None: refused
    new: float | None
    most: float
    checks: tuple[str, ...]  # whose points are others now
    until: str  # the day of the regrade; "" for a check that was voided


@dataclass(frozen=True)
class Named:
    """A student's notebook, for the instructor alone."""

    student: str
    assignment: str
    notebook: str
    status: str
    reason: str
    points: float | None
    most: float
    mistakes: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The class, and apart from it who it is."""

    course: str
    assignments: tuple[Seen, ...]
    named: tuple[Named, ...]
    changes: tuple[Change, ...]

    @property
    def shared(self) -> list[Mistake]:
        """What several have misunderstood, the largest share first."""
        found = [m for seen in self.assignments for m in seen.mistakes]
        found = [m for m in found if m.count >= SHARED]
        return sorted(found, key=lambda m: (-m.count / m.of, -m.count))
