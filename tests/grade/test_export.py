"""dlcourse export: marks as Canvas and Moodle import them."""

import csv
import shutil

import pytest
from nbgrader.api import Gradebook

from dlcourse.__main__ import main
from dlcourse.grade.course import put_alembic_on_path
from dlcourse.grade.errors import CourseError
from dlcourse.grade.exporting import Wanted, export, parse_wanted
from dlcourse.grade.sheet import Sheet, read_sheet, write_sheet
from tests.grade.courses import nbgrader

LOSS = Wanted("3_loss")
# Headers and first rows as lib/gradebook_exporter.rb of instructure/canvas-lms
# writes them: a course with SIS ids, totals and an assignment posted by hand;
# and one of a school that has first and last names apart, and semicolons.
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,3_loss (7),Essay (8),\
Current Score,Final Grade
,,,,,,Manual Posting,,
    Points Possible,,,,,2,10,(read only),(read only)
"Lovelace, Ada",101,S1,ada,A,,9,90,A
"Bo, Ben",102,S2,ben,"A, B",1.5,,,
"Ito, Cy",103,S3,cy,A,EX,7,70,C
"Dora, M.",104,S4,dora,A,,,,
"Student, Test",999,,9f8e,A,,,,
"""
CANVAS_APART = """\
LastName;FirstName;ID;SIS User ID;SIS Login ID;Integration ID;Section;Essay (8)
    Points Possible;;;;;;;10,5
Lovelace;Ada;101;S1;ada;;A;9,5
"""
# From the tests of grade/import/csv in moodle/moodle, with other people.
MOODLE = """\
"First name",Surname,"ID number",Institution,Department,"Email address",\
"Assignment: 3_loss (Real)","Feedback: 3_loss","Course total (Real)",\
"Last downloaded from this course"
Ada,Lovelace,,,,ada@example.org,-,,-,1700000000
Ben,Bo,,,,ben@example.org,1.00,good,1.00,1700000000
"""
# From mod/assign/feedback/offline/locallib.php of moodle/moodle.
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,\
Grade can be changed,Last modified (submission),Last modified (grade),\
Feedback comments
Participant 71,Ada Lovelace,ada@example.org,"Submitted for grading",,2.00,\
Yes,"Tuesday, 3 November 2026, 11:59 PM",-,
Participant 72,Ben Bo,ben@example.org,No submission,,2.00,Yes,-,-,
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A gradebook: right, late, nothing, to be marked by hand, refused."""
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    put_alembic_on_path()
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        for name in ("3_loss", "6_digits"):
            book.add_assignment(name)
            book.add_notebook(name, name)
            for cell in ("one", "two"):
                book.add_grade_cell(
                    cell, name, name, max_score=1, cell_type="code"
                )
        people = (
            *(("ada", "Ada", "Lovelace"), ("ben", "Ben", "Bo")),
            *(("cy", "Cy", "Ito"), ("dora", "=1+1", "@M"), ("eve", "", "")),
        )
        for name, first, last in people:
            book.add_student(
                name,
                first_name=first,
                last_name=last,
                email=f"{name}@example.org",
            )
        put(book, "3_loss", "ada", 1, 1)
        put(book, "3_loss", "ben", 1, 1, penalty=0.25)
        put(book, "3_loss", "dora", 1, 0)
        put(book, "3_loss", "eve", None, None)
        put(book, "6_digits", "ada", 1, 1 / 3)
        put(book, "6_digits", "ben", 1, 0, penalty=7)
        put(book, "6_digits", "dora", 1, None, manual=True)
    return root


def put(book, assignment, student, *points, penalty=None, manual=False):
    """Enter what a student got for the cells of an assignment."""
    with book.db.no_autoflush:
        submission = book.add_submission(assignment, student)
    submission.notebooks[0].late_submission_penalty = penalty
    for cell, score in zip(("one", "two"), points):
        grade = book.find_grade(cell, assignment, assignment, student)
        grade.auto_score = score
        grade.needs_manual_grade = manual and score is None
    book.db.commit()


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


@pytest.fixture
def roster(tmp_path):
    """A writer of rosters, which gives back their path."""

    def write(text):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode())
        return path

    return write


def table(path, separator=","):
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file, delimiter=separator))


def test_canvas_finds_our_own_table(course, tmp_path):
    """Its columns and its second row; who has no mark has no row."""
    path = tmp_path / "marks.csv"

    done = export([LOSS, Wanted("6_digits")], course, to="canvas", path=path)

    assert table(path) == [
        [
            *("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
            *("3_loss", "6_digits"),
        ],
        ["    Points Possible", "", "", "", "", "2", "2"],
        ["Lovelace, Ada", "", "", "ada", "", "2", "1.3333"],
        ["Bo, Ben", "", "", "ben", "", "1.75", "0"],
        ["'@M, =1+1", "", "", "dora", "", "1", ""],
    ]
    assert done.counts == {"3_loss": 3, "6_digits": 2}


def test_moodle_finds_our_own_table(course, tmp_path):
    """Columns that its import page can map to users."""
    path = tmp_path / "marks.csv"

    export([LOSS], course, to="moodle", path=path)

    head, *rows = table(path)
    assert head == [
        *("Username", "First name", "Last name", "Email address", "3_loss"),
    ]
    assert rows == [
        ["ada", "Ada", "Lovelace", "ada@example.org", "2"],
        ["ben", "Ben", "Bo", "ben@example.org", "1.75"],
        ["dora", "'=1+1", "'@M", "dora@example.org", "1"],
    ]


def test_canvas_own_table_stays_but_for_the_marks(course, tmp_path, roster):
    """Every other cell is as it was; no mark is taken from anybody."""
    path = tmp_path / "marks.csv"

    done = export(
        [LOSS], course, to="canvas", path=path, roster=roster(CANVAS)
    )

    wanted = list(csv.reader(CANVAS.splitlines()))
    wanted[3][5], wanted[4][5], wanted[6][5] = "2", "1.75", "1"
    assert table(path) == wanted
    assert done.counts == {"3_loss": 3}
    assert [line for line in done.problems if "row" in line] == []


def test_a_new_column_says_how_many_points_it_has(course, tmp_path, roster):
    """With semicolons, byte order mark and line ends as Canvas had them."""
    path = tmp_path / "marks.csv"
    text = "\ufeff" + CANVAS_APART.replace("\n", "\r\n")

    done = export([LOSS], course, to="canvas", path=path, roster=roster(text))

    content = path.read_bytes().decode()
    assert content == (
        text.replace("(8)\r", "(8);3_loss\r")
        .replace("10,5\r", "10,5;2\r")
        .replace("9,5\r", "9,5;2\r")
    )
    assert "is a new one" in done.hints[0]


def test_moodles_own_table_stays_but_for_the_marks(course, tmp_path, roster):
    """Its grades, with the feedback and the time of the download."""
    path = tmp_path / "marks.csv"

    export([LOSS], course, to="moodle", path=path, roster=roster(MOODLE))

    wanted = list(csv.reader(MOODLE.splitlines()))
    wanted[1][6], wanted[2][6] = "2", "1.75"
    assert table(path) == wanted


def test_moodles_worksheet_gets_its_grades(course, tmp_path, roster):
    """The one column Grade, whatever the assignment is called there."""
    path = tmp_path / "marks.csv"

    export([LOSS], course, to="moodle", path=path, roster=roster(WORKSHEET))

    wanted = list(csv.reader(WORKSHEET.splitlines()))
    wanted[1][4], wanted[2][4] = "2", "1.75"
    assert table(path) == wanted


def test_marks_without_a_row_are_listed(course, tmp_path, roster):
    """And everybody else's are written."""
    path = tmp_path / "marks.csv"
    text = CANVAS.replace(",dora,", ",elsewhere,")

    done = export([LOSS], course, to="canvas", path=path, roster=roster(text))

    assert done.counts == {"3_loss": 2}
    (line,) = [line for line in done.problems if "without a row" in line]
    assert line.endswith("dora")


def test_nobody_gets_anothers_mark(course, tmp_path, roster):
    """Two students that fit one row are both left out, and named."""
    path = tmp_path / "marks.csv"
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.add_student("lovelaceada-101")
        put(book, "3_loss", "lovelaceada-101", 0, 0)

    done = export(
        [LOSS], course, to="canvas", path=path, roster=roster(CANVAS)
    )

    assert table(path)[3][5] == ""
    assert "one row fits ada and lovelaceada-101" in " ".join(done.problems)


@pytest.mark.parametrize(
    ("student", "text", "to"),
    [
        ("lovelaceada-101", CANVAS, "canvas"),
        ("S1", CANVAS, "canvas"),
        ("101", CANVAS, "canvas"),
        ("ada-lovelace", MOODLE, "moodle"),
        ("participant-71", WORKSHEET, "moodle"),
        ("ADA@example.org", WORKSHEET, "moodle"),
    ],
)
def test_whoever_was_collected_finds_a_row(
    course, tmp_path, roster, student, text, to
):
    """Under each name that `dlcourse collect` may have given."""
    path = tmp_path / "marks.csv"
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.remove_student("ada")
        book.add_student(student)
        put(book, "3_loss", student, 0.5, 1)

    export([LOSS], course, to=to, path=path, roster=roster(text))

    assert "1.5" in next(row for row in table(path) if "Ada" in " ".join(row))


def test_a_mark_that_waits_for_a_person_is_not_given(course, tmp_path, roster):
    """Unless it is asked for; a refused submission has none either way."""
    path = tmp_path / "marks.csv"
    arguments = {"to": "moodle", "path": path}

    done = export([Wanted("6_digits")], course, **arguments)
    without = [row[0] for row in table(path)]
    export([Wanted("6_digits")], course, **arguments, partial=True)

    assert without == ["Username", "ada", "ben"]
    assert "wait for a person: dora" in done.problems[0]
    assert table(path)[-1][::4] == ["dora", "1"]


def test_a_column_may_be_named(course, tmp_path, roster):
    """Where the platform calls the assignment something else."""
    path = tmp_path / "marks.csv"
    wanted = parse_wanted(["3_loss=Essay (8)"])

    done = export(
        wanted, course, to="canvas", path=path, roster=roster(CANVAS)
    )

    assert [row[6] for row in table(path)[3:7]] == ["2", "1.75", "7", "1"]
    assert "3_loss has 2 points here, and 10 there" in done.problems


def test_a_spreadsheet_runs_nothing(tmp_path):
    """What begins a formula is text; numbers and the platforms' signs stay."""
    cells = [
        *("=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", " =1", "\t=1", "＝1"),
        *("-", "-1.5", "+3", '="=1"', "7", "a=b", "ada@example.org"),
    ]

    write_sheet(tmp_path / "x.csv", Sheet(["a"] * len(cells), [cells]))

    after = table(tmp_path / "x.csv")[1]
    assert after[:7] == [f"'{cell}" for cell in cells[:7]]
    assert after[7:] == cells[7:]


def test_a_sheet_is_written_as_it_was_read(tmp_path, roster):
    """Cell for cell, with its line ends."""
    for text in (CANVAS, CANVAS_APART, MOODLE.replace('"', ""), WORKSHEET):
        path = roster(text)

        write_sheet(tmp_path / "x.csv", read_sheet(path))

        assert read_sheet(tmp_path / "x.csv").rows == read_sheet(path).rows
    assert (tmp_path / "x.csv").read_bytes().count(b"\r") == 0


def test_nbgraders_own_export_says_the_same(course, tmp_path):
    """It works as before, and where both give a mark it is one."""
    path = tmp_path / "marks.csv"

    nbgrader(course, "export")
    export([LOSS, Wanted("6_digits")], course, to="moodle", path=path)

    head, *rows = table(course / "grades.csv")
    theirs = {
        (row[0], row[3]): float(row[head.index("score")]) for row in rows
    }
    head, *rows = table(path)
    ours = {
        (name, row[0]): float(mark)
        for row in rows
        for name, mark in zip(head[4:], row[4:])
        if mark
    }
    assert len(ours) == 5
    for key, mark in ours.items():
        assert theirs[key] == pytest.approx(mark, abs=1e-4)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["4_more", "--to", "canvas"], "there are 3_loss, 6_digits"),
        (["3_loss", "3_loss", "--to", "canvas"], "named twice"),
        (["3_loss=", "--to", "canvas"], "no column behind"),
        (["3_loss=X", "--to", "canvas"], "--roster FILE"),
        (["3_loss", "--to", "canvas", "--id", "X"], "--roster FILE"),
        (["3_loss", "--to", "canvas", "--roster", "no.csv"], "No such file"),
        (["3_loss", "--to", "canvas", "--roster", "m.csv"], "of Canvas: "),
        (["3_loss", "--to", "moodle", "--roster", "c.csv"], "--to canvas"),
        (["3_loss=Y", "--to", "canvas", "--roster", "c.csv"], "column 'Y'"),
        (
            [
                *("3_loss=Essay", "6_digits=Essay (8)"),
                *("--to", "canvas", "--roster", "c.csv"),
            ],
            "would both go",
        ),
        (
            ["3_loss", "--to", "canvas", "--roster", "c.csv", "-o", "c.csv"],
            "roster itself",
        ),
        (["3_loss", "--to", "canvas", "-o", "no/x.csv"], "cannot be written"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    course, tmp_path, monkeypatch, capsys, words, reason
):
    """Status 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.csv").write_text(CANVAS)
    (tmp_path / "m.csv").write_text(MOODLE)

    status = main(["export", *words, "--course", str(course)])

    said = capsys.readouterr().err
    assert status == 2
    assert reason in said
    assert said.count("\n") == 1
    assert sorted(tmp_path.glob("*.csv")) == [
        *(tmp_path / "c.csv", tmp_path / "m.csv")
    ]
    assert (tmp_path / "c.csv").read_text() == CANVAS


def test_the_status_tells_whether_to_look(course, tmp_path, monkeypatch):
    """0 where all marks are in the file, 1 where something is listed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.csv").write_text(CANVAS)
    call = ["export", "3_loss", "--to", "canvas", "--course", str(course)]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.remove_student("eve")  # refused: a person must look

    assert main([*call, "--roster", "c.csv"]) == 0
    (tmp_path / "c.csv").write_text(CANVAS.replace("Ada", "A.", 1))
    assert main([*call, "--roster", "c.csv"]) == 0  # known by the login
    (tmp_path / "c.csv").write_text(CANVAS.replace(",ada,", ",other,"))
    assert main([*call, "--roster", "c.csv"]) == 1


def test_a_course_without_a_gradebook_is_one_line(tmp_path):
    """Nothing is graded there yet."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")

    with pytest.raises(CourseError, match="no assignment '3_loss'"):
        export([LOSS], tmp_path, to="canvas", path=tmp_path / "x.csv")
