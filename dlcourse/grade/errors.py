"""Everything that the grader raises.

GradeError            one clear line for the person at the keyboard
├── ExerciseError     an exercise.py that cannot be made into a notebook
├── CourseError       a folder that cannot be used as a course
├── SubmissionError   what a student handed in cannot be graded
│   └── UnwrittenError  or not be written; so it may go with all others
├── SandboxError      student code cannot be run safely, or at all
├── ClusterError      a cluster that cannot be reached or used
└── StoppedError      the rest of a class cannot be graded now: run it again
    └── LostError     its cluster went away
"""


class GradeError(Exception):
    """Something that the person who called can mend."""


class ExerciseError(GradeError):
    """An exercise file says something that cannot be built."""


class CourseError(GradeError):
    """The course's folder cannot be read or written."""


class SubmissionError(GradeError):
    """A submission, or a notebook of it, that is refused with this reason."""


class UnwrittenError(SubmissionError):
    """What a submission got cannot be written; no mark is changed."""


class SandboxError(GradeError):
    """No sandbox can be had here, or it broke: nobody's mark is touched."""


class ClusterError(GradeError):
    """The Dask scheduler or its workers cannot be used; nothing was lost."""


class StoppedError(GradeError):
    """What is graded stays; the same command goes on, once this is mended."""


class LostError(StoppedError):
    """The scheduler or its workers went away."""
