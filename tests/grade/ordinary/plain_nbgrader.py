"""What plain nbgrader makes of a course: run as a program of its own.

    python plain_nbgrader.py COURSE

COURSE has source/ and submitted/. Everything is autograded; the output's last
line is JSON, {assignment: {student: {cell: score}}}, null where a person has
to look.
"""

import json
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config


def done(result):
    """Stop with nbgrader's own words if it failed."""
    if not result["success"]:
        sys.exit(result.get("error", "") + result.get("log", ""))


def graded(course):
    """Autograde every assignment for everybody."""
    config = Config()
    config.CourseDirectory.root = str(course)
    api = NbGraderAPI(config=config)
    for folder in sorted((course / "source").iterdir()):
        done(api.generate_assignment(folder.name))
        done(api.autograde(folder.name, "*"))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            assignment.name: {
                submission.student.id: marks_of(submission)
                for submission in assignment.submissions
            }
            for assignment in gradebook.assignments
        }


def marks_of(submission):
    """{cell: score} of a submission, null where a person has to look."""
    return {
        grade.name: None if grade.needs_manual_grade else grade.auto_score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


if __name__ == "__main__":
    print(json.dumps(graded(Path(sys.argv[1]))))
