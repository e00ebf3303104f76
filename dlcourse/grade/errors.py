"""Everything that the grader raises.

GradeError            one clear line for the person at the keyboard
├── ExerciseError     an exercise.py that cannot be made into a notebook
├── CourseError       a folder that cannot be used as a course
├── SubmissionError   what a student handed in cannot be graded
├── SandboxError      student code cannot be run safely, or at all
└── ClusterError      a cluster that cannot be reached or used
    └── LostError     one that was lost on the way: run it again
"""


class GradeError(Exception):
    """Something that the person who called can mend."""


class ExerciseError(GradeError):
    """An exercise file says something that cannot be built."""


class CourseError(GradeError):
    """The course's folder cannot be read or written."""


class SubmissionError(GradeError):
    """A submission, or a notebook of it, that is refused with this reason."""


class SandboxError(GradeError):
    """No sandbox can be had here, or it broke: nobody's mark is touched."""


class ClusterError(GradeError):
    """The Dask scheduler or its workers cannot be used; nothing was lost."""


class LostError(ClusterError):
    """They went away. What is graded stays; the same command goes on."""
