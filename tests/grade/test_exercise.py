"""dlcourse/grade/exercise.py: from a text source to a notebook."""

import nbformat
import pytest
from nbgrader.utils import determine_grade

from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.exercise import instructor_notebook
from dlcourse.grade.student import student_notebook

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
MANUAL = """# %% [markdown] manual="why" points=3
# Since it is so.
#
# ### BEGIN MARK SCHEME
# - 3 points for saying so
# ### END MARK SCHEME
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


def test_checks_are_folded_and_so_is_what_says_so(tmp_path):
    """A page of code that a beginner need not read would hide the task."""
    tool = '# %% locked="tool"{}\nten = 10\n'
    folded = tool.format(" folded=1").replace("tool", "other")
    text = SOLUTION + CHECK + tool.format("") + folded

    cells = {cell.id: cell.metadata for cell in build(tmp_path, text).cells}

    assert cells["double-open"].jupyter.source_hidden
    assert cells["other"].jupyter.source_hidden
    assert "jupyter" not in cells["double"]
    assert "jupyter" not in cells["tool"]


def test_a_manual_cell_is_written_in_and_earns_points(tmp_path):
    """nbgrader's manual answer: the student's, graded, and not locked."""
    (cell,) = build(tmp_path, MANUAL).cells

    assert cell.cell_type == "markdown"
    assert cell.id == "why"
    assert cell.metadata.nbgrader == {
        "grade": True,
        "grade_id": "why",
        "locked": False,
        "points": 3,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_students_get_a_stub_for_a_manual_cell(tmp_path):
    """Neither the model answer nor the marking scheme reaches them."""
    (cell,) = student_notebook(build(tmp_path, MANUAL)).cells

    assert cell.source == "YOUR ANSWER HERE"


def test_a_stub_that_stays_earns_nothing_and_an_answer_waits(tmp_path):
    """nbgrader's own rule: 0 if unchanged, open until a person has read it."""
    (cell,) = student_notebook(build(tmp_path, MANUAL)).cells
    assert determine_grade(cell) == (0, 3)

    cell.source = "Since it is not."

    assert determine_grade(cell) == (None, 3)


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
        (MANUAL.replace("[markdown] ", ""), "a [markdown] cell"),
        (MANUAL.replace(" points=3", ""), "points is 0"),
        (MANUAL.replace("# ### END MARK SCHEME\n", ""), "END MARK SCHEME"),
        (
            MANUAL.replace("# Since", "# ### BEGIN SOLUTION\n# Since"),
            "needs no",
        ),
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
