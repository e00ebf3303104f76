"""dlcourse/grade/{course,table}.py, on courses that nbgrader itself made."""

import os
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest

from dlcourse.grade.course import find_course, open_course
from dlcourse.grade.errors import CourseError
from dlcourse.grade.gradebook import Record
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    MANUAL,
    OWN,
    SOLUTION,
    TEXT,
)
from dlcourse.grade.table import read_table
from tests.grade.courses import CONFIG, build, marked


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course that is only read."""
    return build(tmp_path_factory.mktemp("made"))


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


def table(root):
    """The one notebook of a course."""
    with Record(open_course(root), "ps1") as record:
        (notebook,) = record.notebooks
    return notebook


def test_each_cell_has_its_kind(made):
    """By nbgrader's marks: who wrote it, and who grades it."""
    cells = table(made).notebook.cells

    assert [(cell.id, cell.kind, cell.points) for cell in cells] == [
        ("", TEXT, 0),
        ("imports", LOCKED, 0),
        ("", OWN, 0),
        ("relu", SOLUTION, 0),
        ("test_relu", GRADED, 2),
        ("test_plot", GRADED, 1),
        ("by_hand", MANUAL, 3),
        ("why", MANUAL, 4),
        ("draw", MANUAL, 5),
        ("words", TEXT, 0),
    ]


def test_sums_and_manual_cells_stand_apart(made):
    """What the checks can give, and what a person marks."""
    assert table(made).max_points == 3
    assert table(made).manual == ["by_hand", "why", "draw"]


def test_source_and_released_text_differ_by_what_is_hidden(made):
    """Answers, hidden checks and marking schemes are in the source alone."""
    cells = {cell.id: cell for cell in table(made).notebook.cells}
    released = nbformat.read(
        made / "release" / "ps1" / "lines.ipynb", as_version=4
    )

    for cell in released.cells:
        mark = cell.metadata.get("nbgrader")
        if mark:
            assert cells[mark["grade_id"]].released == cell.source
    assert "return max(z, 0)" in cells["relu"].source
    assert "relu(-1) == 0" in cells["test_relu"].source
    assert "all" in cells["draw"].source


def test_delimiters_of_the_configuration_hold(tmp_path):
    """An instructor may have chosen other words for hidden regions."""
    cells = [
        marked("answer", "### ANSWER\nx = 1\n### DONE", solution=True),
        marked(
            "test",
            "x\n# SECRET\nassert x == 1\n# OPEN",
            grade=True,
            locked=True,
            points=1,
        ),
    ]
    words = (
        "c.ClearSolutions.begin_solution_delimeter = 'ANSWER'\n"
        "c.ClearSolutions.end_solution_delimeter = 'DONE'\n"
        "c.ClearHiddenTests.begin_test_delimeter = 'SECRET'\n"
        "c.ClearHiddenTests.end_test_delimeter = 'OPEN'\n"
    )

    course = build(tmp_path / "c", cells, CONFIG + words)

    assert [cell.released for cell in table(course).notebook.cells] == [
        "# YOUR CODE HERE\nraise NotImplementedError()",
        "x",
    ]


def test_a_graded_cell_may_be_tagged_sandbox_in_the_source(made):
    """Its mark is reported as forgeable; no other cell's is."""
    cells = table(made).notebook.cells

    assert [cell.id for cell in cells if cell.forgeable] == ["test_plot"]


def test_the_gradebooks_checks_win_over_the_sources(course):
    """As in nbgrader: what was given out is what is graded."""
    path = course / "source" / "ps1" / "lines.ipynb"
    path.write_text(path.read_text().replace("relu(-1) == 0", "False"))

    cells = {cell.id: cell for cell in table(course).notebook.cells}

    assert "relu(-1) == 0" in cells["test_relu"].source


def test_the_gradebook_alone_is_enough(course):
    """Then only answers and cells without a mark are missing."""
    whole = table(course).notebook.cells
    shutil.rmtree(course / "source")

    cells = table(course).notebook.cells

    assert [c.id for c in cells] == [c.id for c in whole if c.id]
    for cell, before in zip(cells, (c for c in whole if c.id)):
        assert cell.released == before.released
        assert cell.kind == before.kind
        if cell.kind == GRADED:
            assert cell.source == before.source
        if cell.kind == SOLUTION:
            assert cell.source == cell.released


def test_the_source_alone_is_enough(course):
    """An assignment that the gradebook does not know is entered into it."""
    whole = table(course)
    os.remove(course / "gradebook.db")

    assert table(course) == whole


def test_source_cells_that_the_gradebook_lost_come_from_the_source(course):
    """Old gradebooks have grades without the cells' text."""
    whole = table(course)
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("delete from source_cell")
    database.close()

    assert table(course) == whole


def test_a_cell_that_was_never_given_out_is_left_out(course):
    """One that was added to the source after the release."""
    whole = table(course)
    path = course / "source" / "ps1" / "lines.ipynb"
    notebook = nbformat.read(path, as_version=4)
    late = marked("late", "1", grade=True, locked=True, points=9)
    notebook.cells.insert(1, late)
    nbformat.write(notebook, path)

    assert table(course) == whole


def test_a_cell_that_the_source_no_longer_has_keeps_its_place(course):
    """The students have it, and the gradebook its points."""
    whole = table(course)
    path = course / "source" / "ps1" / "lines.ipynb"
    notebook = nbformat.read(path, as_version=4)
    del notebook.cells[5]
    nbformat.write(notebook, path)

    assert [c.id for c in table(course).notebook.cells] == [
        c.id for c in whole.notebook.cells
    ]


@pytest.mark.parametrize("version", [0, 1, 2])
def test_older_metadata_mean_the_same(course, version):
    """nbgrader's own upgrade is used."""
    whole = table(course)
    path = course / "source" / "ps1" / "lines.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != "draw"
    ]
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"]["schema_version"] = version
            del cell.metadata["nbgrader"]["task"]
    nbformat.write(notebook, path)
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("delete from source_cell where name = 'draw'")
    database.close()

    assert table(course).notebook.cells == tuple(
        cell for cell in whole.notebook.cells if cell.id != "draw"
    )


def test_a_source_that_cannot_be_read_is_said_in_one_line(course):
    """An instructor's slip ends the command before anything is graded."""
    (course / "source" / "ps1" / "lines.ipynb").write_text("{")

    with pytest.raises(CourseError, match="no readable JSON"):
        table(course)


def test_a_hidden_region_without_an_end_is_said(course):
    """Else everything after it would be taken for hidden."""
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute(
            "update source_cell set source = '# BEGIN HIDDEN TESTS' "
            "where name = 'test_relu'"
        )
    database.close()

    with pytest.raises(CourseError, match="cell 'test_relu': No end hidden"):
        table(course)


def test_timeouts_and_limits_of_the_configuration_hold(course):
    """nbgrader's own timeout, and what `c.Judge` says for an assignment."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(
            "c.ExecutePreprocessor.timeout = 7\n"
            "c.Judge.memory_mb = 300\n"
            "c.Judge.assignments = {'ps1': {'memory_mb': 2048}}\n"
        )

    opened = open_course(course)

    assert opened.limits("ps1").cell_seconds == 7
    assert opened.limits("ps1").memory_mb == 2048
    assert opened.limits("ps2").memory_mb == 300


def test_no_timeout_means_the_whole_time(course):
    """nbgrader's -1 and None are no limit of a cell."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.Execute.timeout = -1\n")

    limits = open_course(course).limits("ps1")

    assert limits.cell_seconds == limits.submission_seconds > 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1 +", "nbgrader_config.py cannot be read"),
        ("1 / 0", "division by zero"),
        ("c.CourseDirectory.db_url = 7", "db_url"),
        ("c.CourseDirectory.db_url = 'nonsense'", "db_url"),
        ("c.CourseDirectory.root = '/nowhere'", "was it moved"),
        ("c.Judge.memory_mb = 'much'", "memory_mb"),
        ("c.Judge.assignments = {'ps1': {'memory': 1}}", "no 'memory'"),
    ],
)
def test_a_wrong_configuration_is_said_in_one_line(course, line, words):
    """A person reads it, so it says what is wrong."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(line + "\n")

    with pytest.raises(CourseError, match=words) as caught:
        open_course(course).limits("ps1")

    assert "\n" not in str(caught.value)


def test_directory_names_and_structure_hold(course):
    """Students are found wherever the configuration says that they are."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(
            "c.CourseDirectory.submitted_directory = 'handed in'\n"
            "c.CourseDirectory.directory_structure = "
            "'{nbgrader_step}/{assignment_id}/{student_id}'\n"
            "c.CourseDirectory.student_id_exclude = 'carol,dave'\n"
        )
    for student in ("bob", "[a]lice", "carol"):
        (course / "handed in" / "ps1" / student).mkdir(parents=True)

    found = open_course(course).students("ps1")

    assert list(found) == ["[a]lice", "bob"]
    assert found["bob"] == course / "handed in" / "ps1" / "bob"


def test_a_relative_database_lies_in_the_course(course):
    """nbgrader runs in the course's folder; this command runs anywhere."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.CourseDirectory.db_url = 'sqlite:///marks.db'\n")

    assert open_course(course).db_url == f"sqlite:///{course}/marks.db"


def test_other_databases_keep_their_address(course):
    """With its password, since it is used and never shown."""
    url = "postgresql://teacher:secret@db.example/grades"
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(f"c.CourseDirectory.db_url = {url!r}\n")

    assert open_course(course).db_url == url


def test_folders_behind_links_are_known(course):
    """One that students fill; where the course itself lies is no matter."""
    (course / "submitted" / "bob" / "ps1").mkdir(parents=True)
    (course / "submitted" / "eve").symlink_to("bob")

    opened = open_course(course)

    assert not opened.through_link(opened.submitted("bob", "ps1"))
    assert opened.through_link(opened.submitted("eve", "ps1"))


def test_the_course_is_here_or_given_or_where_make_builds_it(
    course, tmp_path, monkeypatch
):
    """CONTRACT: the default of --course; else one line says so."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="no course here"):
        find_course()
    with pytest.raises(CourseError, match="no folder nowhere"):
        find_course(Path("nowhere"))
    built = tmp_path / "_build" / "exercises"
    built.mkdir(parents=True)
    (built / "nbgrader_config.py").write_text(CONFIG)

    assert find_course() == Path("_build/exercises")
    assert find_course(course) == course
    monkeypatch.chdir(course)
    assert find_course() == Path()


def test_read_table_gives_every_notebook(tmp_path):
    """An assignment may have several; they come sorted by name."""
    course = build(tmp_path / "c")
    shutil.copy(
        course / "source" / "ps1" / "lines.ipynb",
        course / "source" / "ps1" / "curves.ipynb",
    )
    os.remove(course / "gradebook.db")

    opened = open_course(course)
    with Record(opened, "ps1") as record:
        found = read_table(opened, record.assignment)

    assert [notebook.name for notebook in found] == ["curves", "lines"]
