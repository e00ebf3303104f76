"""The records that the parts of the grader hand to each other.

    a course's notebook (Notebook of Cells) + a submission -> Job
    Job -> worker (judge and sandbox) -> Verdict -> gradebook, pages, JSON

Everything in a Job and a Verdict is plain data, so that both can go through a
pipe, into a file or to another machine; `as_data` and `from_data` do that.
"""

from dataclasses import dataclass, field
from typing import Any, Self

# What a cell of the course's source is for (CONTRACT: cells, in the judge).
LOCKED = "locked"  # imports, data, tools: on both sides, the course's text
SOLUTION = "solution"  # the student's answer: in the sandbox
GRADED = "graded"  # the checks: in the judge alone
MANUAL = "manual"  # read by a person; code runs in the sandbox
OWN = "own"  # unmarked, the student's own: in the sandbox
TEXT = "text"  # markdown and raw cells: run nowhere
IN_SANDBOX = "sandbox"  # the tag of a graded cell whose figures are needed


@dataclass(frozen=True)
class Cell:
    """A cell of the course's notebook, as the instructor wrote it."""

    kind: str
    id: str = ""  # its grade_id; empty for an unmarked cell
    source: str = ""  # hidden checks and answers included
    released: str = ""  # as the students got it
    points: float = 0.0
    cell_type: str = "code"
    forgeable: bool = False  # tagged `sandbox` by the instructor


@dataclass(frozen=True)
class Notebook:
    """A notebook of an assignment, with all its cells in order."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Seconds are wall time."""

    cell_seconds: float = 30.0  # one cell, or one call of a check
    submission_seconds: float = 120.0
    memory_mb: int = 1024
    disk_mb: int = 64
    output_kb: int = 1024  # text and figures that one cell shows


@dataclass(frozen=True)
class JobCell:
    """A cell as it is to be run, in the order of the submission.

    `text` is what the sandbox runs: the student's for the kinds solution,
    own and manual, the course's for locked; for graded the released text,
    without hidden checks, which runs only where a later cell of the
    student's reads a name that it binds. `judge` is what the judge runs, for
    locked and graded.
    """

    kind: str
    id: str = ""
    text: str = ""
    judge: str = ""
    points: float = 0.0
    forgeable: bool = False


@dataclass(frozen=True)
class Job:
    """All that is needed to judge one notebook of one student.

    `course_cells` are all of the course's cells in its own order: from them
    the judge learns which names are the student's to bind, and the answers
    that follow-through puts in place of wrong ones. `files` lie beside the
    notebook in the sandbox, `course_files` on both sides; the latter win.
    """

    cells: tuple[JobCell, ...]
    course_cells: tuple[Cell, ...] = ()
    limits: Limits = field(default_factory=Limits)
    files: dict[str, bytes] = field(default_factory=dict)
    course_files: dict[str, bytes] = field(default_factory=dict)
    seed: int | None = None  # of the hidden checks
    follow_through: bool = True


@dataclass(frozen=True)
class Check:
    """The verdict on one graded cell."""

    id: str
    points: float
    max_points: float
    message: str = ""
    hint: str = ""  # what the student may read: no hidden arrays
    mistake: str | None = None
    followed_through: bool = False  # earlier functions were the judge's
    forgeable: bool = False
    void: str = ""  # why it does not count, and gives full points to all

    @property
    def passed(self) -> bool:
        """Whether it earned full points."""
        return self.points >= self.max_points


@dataclass(frozen=True)
class Ran:
    """What running a cell of the job showed: nbformat's outputs."""

    outputs: tuple[dict[str, Any], ...] = ()
    count: int | None = None  # its number, as Jupyter counts
    error: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the judge says of a job.

    `ran` has an entry for each cell of the job, in its order. `trouble` is
    empty, or says in one line what of ours failed: then there are no checks
    and nothing may be recorded but "infrastructure".
    """

    checks: tuple[Check, ...] = ()
    ran: tuple[Ran, ...] = ()
    tier: str = ""
    seconds: float = 0.0
    notes: tuple[str, ...] = ()  # e.g. a cell was stopped after 30 s
    trouble: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return {
            **vars(self),
            "checks": list(map(vars, self.checks)),
            "ran": list(map(vars, self.ran)),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The verdict again, from as_data's."""
        return cls(
            **{
                **data,
                "checks": tuple(Check(**row) for row in data["checks"]),
                "ran": tuple(
                    Ran(tuple(row["outputs"]), row["count"], row["error"])
                    for row in data["ran"]
                ),
                "notes": tuple(data["notes"]),
            }
        )
