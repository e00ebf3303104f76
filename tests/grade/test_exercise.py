"""dlcourse/grade/exercise.py: from a text source to a notebook."""

import nbformat
import pytest

from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.exercise import instructor_notebook

SOLUTION = '''# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
CHECK = """# %% check="double" points=2
def check_three(double):
    assert double(3) == 6


check_three(double)
"""


def build(tmp_path, text):
    path = tmp_path / "exercise.py"
    path.write_text(text, encoding="utf-8")
    return instructor_notebook(path)


def test_a_header_of_one_word_becomes_nbgraders_metadata(tmp_path):
    """Grade, lock, points and a stable id follow from the role."""
    notebook = build(tmp_path, SOLUTION + CHECK)

    solution, check = notebook.cells
    assert solution.metadata.nbgrader.solution
    assert not solution.metadata.nbgrader.locked
    assert check.metadata.nbgrader.grade
    assert check.metadata.nbgrader.locked
    assert check.metadata.nbgrader.points == 2
    assert check.id == check.metadata.nbgrader.grade_id == "double-open"


def test_the_same_text_gives_the_same_bytes(tmp_path):
    """No random ids: a notebook changes only where its source does."""
    one, two = (build(tmp_path, SOLUTION + CHECK) for _ in range(2))

    assert nbformat.writes(one) == nbformat.writes(two)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHECK.replace("points=2", "points=0"), "points is 0"),
        (CHECK.replace(" points=2", ""), "points is 0"),
        (CHECK.replace("\n\ncheck_three(double)", ""), "last line must call"),
        (
            CHECK.replace("check_three(double)\n", "check_three(3)\n"),
            "last line",
        ),
        (SOLUTION.replace("### BEGIN SOLUTION", ""), "BEGIN SOLUTION"),
        (SOLUTION + "\nx = double(3)\n", "nothing else"),
        (SOLUTION.replace("def double", "def triple"), "def double("),
        (SOLUTION.replace("(x):", "(\n    x\n):"), "on one line"),
        (SOLUTION.replace("return 2 *", "return 2 * *"), "line 4"),
        (
            SOLUTION.replace('solution="double"', 'solutoin="double"'),
            "solutoin",
        ),
        (
            SOLUTION.replace('"double"', '"double" check="double"', 1),
            "one role",
        ),
        ('# %% [markdown] solution="double"\n# text\n', "only a code cell"),
        (CHECK.replace("check=", "hidden="), "BEGIN HIDDEN TESTS"),
        (SOLUTION + CHECK + CHECK, "two cells are called double-open"),
    ],
)
def test_a_faulty_source_is_refused_by_file_and_cell(tmp_path, text, said):
    """Each broken rule is one line with the file, the cell and the rule."""
    with pytest.raises(ExerciseError) as refusal:
        build(tmp_path, text)

    message = str(refusal.value)
    assert said in message
    assert "exercise.py" in message
    assert "\n" not in message


def test_a_missing_source_is_refused(tmp_path):
    """A folder without exercise.py is named."""
    with pytest.raises(ExerciseError, match=r"exercise\.py cannot be read"):
        instructor_notebook(tmp_path / "exercise.py")
