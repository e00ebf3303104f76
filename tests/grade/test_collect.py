"""dlcourse collect: downloads of the platforms into submitted/."""

import io
import os
import shutil
import stat
import zipfile
from datetime import datetime

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from dlcourse.__main__ import main
from dlcourse.grade import packed
from dlcourse.grade.collecting import REPLACED, collect
from dlcourse.grade.course import put_alembic_on_path
from dlcourse.grade.downloads import (
    BRIGHTSPACE,
    CANVAS,
    MOODLE,
    handed_in,
    notebook_of,
)
from dlcourse.grade.errors import CourseError
from dlcourse.grade.roster import folder_name, read_roster
from dlcourse.grade.submission import parse_timestamp

# Real headers: Canvas' from lib/gradebook_exporter.rb (instructure/
# canvas-lms), Moodle's worksheet and grades from mod/assign/feedback/offline
# and grade/import/csv/tests (moodle/moodle), Brightspace's as its users have
# it. Names, numbers and addresses are made up.
CANVAS_ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section,Exercise 2 (991)
,,,,,Manual Posting
    Points Possible,,,,,10
"Lovelace, Ada",101,S1,ada,A,
"Noether, Emmy",102,S2,emmy,A,
"Student, Test",999,,9f8e7d,A,
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,\
Grade can be changed,Last modified (submission),Last modified (grade),\
Feedback comments
Participant 7001,Ada Lovelace,ada@example.org,Submitted,,10.00,Yes,-,-,
Participant 7002,Emmy Noether,emmy@example.org,Submitted,,10.00,Yes,-,-,
"""
MOODLE_GRADES = """\
"First name",Surname,"ID number",Institution,Department,"Email address",\
"Assignment: Exercise 2 (Real)","Last downloaded from this course"
Ada,Lovelace,,,,ada@example.org,-,1700000000
Emmy,Noether,,,,emmy@example.org,-,1700000000
"""
BRIGHTSPACE_GRADES = """\
OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator
#4001,#ada,Lovelace,Ada,ada@example.org,#
#4002,#emmy,Noether,Emmy,emmy@example.org,#
"""
NAMES = {
    "lovelaceada_101_5001_2_forward.ipynb": (
        *(CANVAS, "lovelaceada", "101", "2_forward.ipynb", False, None),
    ),
    "lovelaceada_LATE_101_5001_2_forward-1.ipynb": (
        *(CANVAS, "lovelaceada", "101", "2_forward-1.ipynb", True, None),
    ),
    "submissions/müllerjürgen_101_5001_my work.ipynb": (
        *(CANVAS, "müllerjürgen", "101", "my work.ipynb", False, None),
    ),
    "LATE_anon_aB3xY_5001_2_forward.ipynb": (
        *(CANVAS, "", "anon_aB3xY", "2_forward.ipynb", True, None),
    ),
    "Ada Lovelace_7001_assignsubmission_file_/2_forward.ipynb": (
        *(MOODLE, "Ada Lovelace", "7001", "2_forward.ipynb", False, None),
    ),
    "Ada Lovelace_7001_assignsubmission_file/work/2_forward.ipynb": (
        *(MOODLE, "Ada Lovelace", "7001", "2_forward.ipynb", False, None),
    ),
    "Ada Lovelace_7001_assignsubmission_file_2_forward.ipynb": (
        *(MOODLE, "Ada Lovelace", "7001", "2_forward.ipynb", False, None),
    ),
    "Participant_7001_assignsubmission_file_/2_forward.ipynb": (
        *(MOODLE, "Participant", "7001", "2_forward.ipynb", False, None),
    ),
    "12-34 - Ada Lovelace - Nov 3, 2026 1159 PM/2_forward.ipynb": (
        *(BRIGHTSPACE, "Ada Lovelace", "12", "2_forward.ipynb", False),
        datetime(2026, 11, 3, 23, 59),
    ),
    "12-34 - Group 5 - Ada Mary-Ann - 13 September 2025 310 PM/a.ipynb": (
        *(BRIGHTSPACE, "Ada Mary-Ann", "12", "a.ipynb", False),
        datetime(2025, 9, 13, 15, 10),
    ),
    "12-34 - Ada Lovelace - Mar 29, 2018 1205 PM - Ada - Work 6.ipynb": (
        *(BRIGHTSPACE, "Ada Lovelace", "12", "Ada - Work 6.ipynb", False),
        datetime(2018, 3, 29, 12, 5),
    ),
}


@pytest.mark.parametrize("path", NAMES)
def test_a_platforms_name_tells_whose_file_it_is(path):
    """Platform, name, number, file, late mark and time."""
    found = handed_in(path)

    assert NAMES[path] == (
        *(found.platform, found.name, found.number, found.file),
        *(found.late, found.time),
    )


@pytest.mark.parametrize(
    "path",
    [
        *("2_forward.ipynb", "ada/2_forward.ipynb", "index.html", "a_b_c.py"),
        "Ada_7001_assignsubmission_onlinetext_/onlinetext.html",
        "lovelaceada_101_text.html",
        "12-34 - Ada Lovelace/2_forward.ipynb",
    ],
)
def test_another_name_tells_nothing(path):
    """It is left out rather than guessed."""
    assert handed_in(path) is None


@pytest.mark.parametrize(
    "stem",
    [
        *("2_forward", "2_forward-1", "2_forward-12", "2_forward (1)"),
        *("2_forward(2)", "2_forward-Copy1", "2_forward - Copy"),
        *("2_forward - Copy (3)", "2_forward copy 2", "2_Forward-1 (1)"),
    ],
)
def test_a_renamed_notebook_is_known(stem):
    """What browsers, Jupyter and platforms put behind a name is put right."""
    assert notebook_of(stem, ["2_forward", "3_loss"]) == "2_forward"


def test_a_notebook_whose_own_name_ends_so_keeps_it():
    """Only what is behind a known name is taken away."""
    assert notebook_of("ps-1", ["ps", "ps-1"]) == "ps-1"
    assert notebook_of("2_forwards", ["2_forward"]) is None
    assert notebook_of("-1", ["2_forward"]) is None


def notebook(words="", ids=("dense",)):
    """A notebook with cells of these ids, as the bytes of a file."""
    mark = {"grade": False, "solution": True, "locked": False}
    cells = [
        new_code_cell(
            f"# {words}",
            id=name,
            metadata={"nbgrader": {"grade_id": name, "schema_version": 3}},
        )
        for name in ids
    ]
    for cell in cells:
        cell.metadata.nbgrader |= mark | {"task": False}
    return nbformat.writes(new_notebook(cells=cells)).encode()


def pack(path, files, *more):
    """A zip with {name: content}, and with ZipInfo entries; its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), *more]:
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course of two assignments; the first is due, nobody is enrolled."""
    root = tmp_path_factory.mktemp("made") / "course"
    for name, ids in (("2_forward", ["dense"]), ("3_loss", ["softmax"])):
        (root / "source" / name).mkdir(parents=True)
        path = root / "source" / name / f"{name}.ipynb"
        path.write_bytes(notebook("answer", ids))
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    put_alembic_on_path()
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        book.add_assignment("2_forward", duedate="2026-11-03 12:00:00")
        book.add_assignment("3_loss")
    return root


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


def handed(course, assignment="2_forward"):
    """{student: {file: content}} of submitted/."""
    return {
        folder.parent.name: {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
        for folder in sorted(course.glob(f"submitted/*/{assignment}"))
    }


def time_of(course, student):
    """The time that nbgrader would read, None if there is none."""
    stamp = course / "submitted" / student / "2_forward" / "timestamp.txt"
    return parse_timestamp(stamp.read_bytes())[0] if stamp.exists() else None


def roster(tmp_path, text):
    """A roster's file."""
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


ADA, EMMY = notebook("ada"), notebook("emmy")
DOWNLOADS = {
    "Canvas": (
        CANVAS_ROSTER,
        {
            "lovelaceada_101_5001_2_forward.ipynb": ADA,
            "noetheremmy_LATE_102_5002_2_forward-1.ipynb": EMMY,
        },
        ("lovelaceada-101", "noetheremmy-102"),
        ("ada", "emmy"),
    ),
    "Moodle": (
        WORKSHEET,
        {
            "Ada Lovelace_7001_assignsubmission_file_/2_forward.ipynb": ADA,
            "Emmy Noether_7002_assignsubmission_file_2_forward.ipynb": EMMY,
        },
        ("ada-lovelace", "emmy-noether"),
        ("ada@example.org", "emmy@example.org"),
    ),
    "Moodle, blind": (
        WORKSHEET,
        {
            "Participant_7001_assignsubmission_file/2_forward.ipynb": ADA,
            "Participant_7002_assignsubmission_file/2_forward.ipynb": EMMY,
        },
        ("participant-7001", "participant-7002"),
        ("ada@example.org", "emmy@example.org"),
    ),
    "Moodle, by its grades": (
        MOODLE_GRADES,
        {
            "Ada Lovelace_7001_assignsubmission_file_/2_forward.ipynb": ADA,
            "Noether Emmy_7002_assignsubmission_file_/2_forward.ipynb": EMMY,
        },
        ("ada-lovelace", "noether-emmy"),
        ("ada@example.org", "emmy@example.org"),
    ),
    "Brightspace": (
        BRIGHTSPACE_GRADES,
        {
            "index.html": b"<p>",
            "12-3 - Ada Lovelace - Nov 2, 2026 1159 PM/2_forward.ipynb": ADA,
            "13-3 - Emmy Noether - Nov 4, 2026 905 AM/2_forward.ipynb": EMMY,
        },
        ("ada-lovelace", "emmy-noether"),
        ("ada", "emmy"),
    ),
}


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_a_download_becomes_submissions(course, tmp_path, platform):
    """Without a roster the download's names serve, with one its ids."""
    text, files, named, listed = DOWNLOADS[platform]
    download = pack(tmp_path / "a download.zip", files)

    done = collect([download], course)
    found = handed(course)
    shutil.rmtree(course / "submitted")
    collect([download], course, roster=roster(tmp_path, text))

    assert done.complete
    assert tuple(found) == named
    assert [files["2_forward.ipynb"] for files in found.values()] == [
        *(ADA, EMMY),
    ]
    assert tuple(handed(course)) == listed


def test_a_folder_serves_as_its_zip_does(course, tmp_path):
    """Some browsers unpack what they download."""
    name = "Ada Lovelace_7001_assignsubmission_file_"
    (tmp_path / "unpacked" / name).mkdir(parents=True)
    (tmp_path / "unpacked" / name / "2_forward.ipynb").write_bytes(ADA)

    collect([tmp_path / "unpacked"], course)

    assert handed(course) == {"ada-lovelace": {"2_forward.ipynb": ADA}}


def test_the_gradebooks_students_are_a_roster(course, tmp_path):
    """By number or name; whoever is not there keeps the download's name."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.add_student("al", first_name="Ada", last_name="Lovelace")
        book.add_student("en", lms_user_id="102")
    files = {
        "lovelaceada_101_5001_2_forward.ipynb": ADA,
        "someoneelse_102_5002_2_forward.ipynb": EMMY,
        "newcomer_103_5003_2_forward.ipynb": EMMY,
    }

    collect([pack(tmp_path / "d.zip", files)], course)

    assert list(handed(course)) == ["al", "en", "newcomer-103"]


def test_the_newest_attempt_counts_and_it_is_said(course, tmp_path):
    """By the time where there is one, else by the file's number."""
    folder = "13-3 - Emmy Noether - Nov {}, 2026 1100 AM/2_forward.ipynb"
    files = {
        "lovelaceada_101_999_2_forward-1.ipynb": notebook("old"),
        "lovelaceada_101_1000_2_forward.ipynb": ADA,
        folder.format(9): notebook("older"),
        folder.format(10): EMMY,
    }

    done = collect([pack(tmp_path / "d.zip", files)], course)

    assert {k: v["2_forward.ipynb"] for k, v in handed(course).items()} == {
        "emmy-noether": EMMY,
        "lovelaceada-101": ADA,
    }
    assert "of several files the newest" in "\n".join(done.words())


def test_late_marks_are_kept_as_nbgrader_reads_them(course, tmp_path):
    """A time where the download tells it, else just after the due date."""
    files = {
        "lovelaceada_LATE_101_5001_2_forward.ipynb": ADA,
        "ontime_102_5002_2_forward.ipynb": EMMY,
        "9-3 - Emmy Noether - Nov 4, 2026 805 AM/2_forward.ipynb": EMMY,
    }

    done = collect(
        [pack(tmp_path / "d.zip", files)], course, zone="Europe/Berlin"
    )

    assert time_of(course, "lovelaceada-101") == datetime(
        2026, 11, 3, 12, 0, 1
    )
    assert time_of(course, "ontime-102") is None
    assert time_of(course, "emmy-noether") == datetime(2026, 11, 4, 7, 5)
    assert done.late["emmy-noether"] == "by 0 days, 19 h 5 min"
    assert "not by how much" in done.late["lovelaceada-101"]
    assert set(done.late) == {"lovelaceada-101", "emmy-noether"}


def test_nothing_collected_before_is_overwritten(course, tmp_path):
    """The same is left, another is kept out unless --replace says so."""
    name = "lovelaceada_101_{}_2_forward.ipynb"
    first = pack(tmp_path / "1.zip", {name.format(1): ADA})
    second = pack(tmp_path / "2.zip", {name.format(2): EMMY})
    collect([first], course)

    again = collect([first], course)
    other = collect([second], course)
    kept = handed(course)
    forced = collect([second], course, replace=True)

    assert again.unchanged == ["lovelaceada-101"]
    assert again.complete
    assert "--replace" in other.kept["lovelaceada-101"]
    assert not other.complete
    assert kept == {"lovelaceada-101": {"2_forward.ipynb": ADA}}
    assert forced.replaced == ["lovelaceada-101"]
    assert handed(course) == {"lovelaceada-101": {"2_forward.ipynb": EMMY}}
    old = course / REPLACED / "2_forward" / "lovelaceada-101" / "1"
    assert (old / "2_forward.ipynb").read_bytes() == ADA


def test_an_older_attempt_never_replaces_a_newer_one(course, tmp_path):
    """Not even where that is asked for: somebody took an old download."""
    name = "9-3 - Ada - Nov {}, 2026 805 AM/2_forward.ipynb"
    collect([pack(tmp_path / "1.zip", {name.format(2): ADA})], course)
    old = pack(tmp_path / "2.zip", {name.format(1): EMMY})

    done = collect([old], course, replace=True)

    assert done.kept == {"ada": "what is there is newer"}
    assert handed(course)["ada"]["2_forward.ipynb"] == ADA


def test_a_try_writes_nothing(course, tmp_path):
    """And says what would be done."""
    files = {"lovelaceada_101_1_2_forward.ipynb": ADA}

    done = collect([pack(tmp_path / "d.zip", files)], course, dry=True)

    assert done.new == ["lovelaceada-101"]
    assert "nothing is written" in done.words()[0]
    assert handed(course) == {}


def test_what_fits_nobody_is_listed_with_its_reason(course, tmp_path):
    """Names without form, files that are no notebook, strangers."""
    files = {
        "2_forward.ipynb": ADA,
        "lovelaceada_101_1_2_forward.ipynb": ADA,
        "lovelaceada_101_2_report.pdf": b"%PDF",
        "stranger_7_3_2_forward.ipynb": ADA,
        "noetheremmy_102_4_other.ipynb": notebook("x", ["softmax"]),
        "__MACOSX/._lovelaceada_101_1_2_forward.ipynb": b"\0",
    }

    done = collect(
        [pack(tmp_path / "d.zip", files)],
        course,
        roster=roster(tmp_path, CANVAS_ROSTER),
    )

    assert list(handed(course)) == ["ada"]
    assert not done.complete
    told = {line.split(": ")[0]: line for line in done.left_out}
    assert len(told) == len(done.left_out) == 4
    for name, reason in (
        ("2_forward.ipynb", "no form"),
        ("lovelaceada_101_2_report.pdf", "it is no notebook"),
        ("stranger_7_3_2_forward.ipynb", "nobody of this name"),
        ("noetheremmy_102_4_other.ipynb", "neither by its name nor"),
    ):
        assert reason in told[repr(name)]


def test_a_notebook_of_another_name_is_known_by_its_cells(course, tmp_path):
    """Its grade_ids are those of the course."""
    files = {
        "lovelaceada_101_1_my homework.ipynb": ADA,
        "noetheremmy_102_2_2_forward.ipynb": EMMY,
    }

    done = collect([pack(tmp_path / "d.zip", files)], course)

    assert done.renamed == ["lovelaceada-101's 'my homework'"]
    assert handed(course)["lovelaceada-101"] == {"2_forward.ipynb": ADA}


def test_a_zip_that_a_student_handed_in_is_looked_into(course, tmp_path):
    """One notebook deep, and under the student's name."""
    inner = io.BytesIO()
    pack(inner, {"work/2_forward.ipynb": ADA, "work/data.csv": b"1"})
    files = {
        "lovelaceada_101_1_work.zip": inner.getvalue(),
        "noetheremmy_102_2_work.zip": b"not a zip",
        "other_103_2_2_forward.ipynb": EMMY,
    }

    done = collect([pack(tmp_path / "d.zip", files)], course)

    assert handed(course)["lovelaceada-101"] == {"2_forward.ipynb": ADA}
    (line,) = done.left_out
    assert "it is no zip archive" in line


def test_two_people_never_become_one(course, tmp_path):
    """Neither by the same name nor by a roster that fits both."""
    name = "Ada Lovelace_{}_assignsubmission_file_/2_forward.ipynb"
    files = {name.format(1): ADA, name.format(2): EMMY}
    twins = WORKSHEET.replace("Emmy Noether", "Ada Lovelace")
    download = pack(tmp_path / "d.zip", files)

    done = collect([download], course)
    listed = collect([download], course, roster=roster(tmp_path, twins))

    assert handed(course) == {}
    assert all("2 people of the download" in line for line in done.left_out)
    assert all("2 students of the roster" in line for line in listed.left_out)


def test_the_course_may_describe_other_names(course, tmp_path):
    """nbgrader's own expression for zip_collect is asked too."""
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.FileNameCollectorPlugin.named_regexp = "
        r"r'.*/(?P<student_id>\w+)\+(?P<timestamp>[^+]+)\+(?P<file_id>\w+)'"
    )
    files = {"abgabe/ada+2026-11-02 10:00:00+2_forward.ipynb": ADA}

    collect([pack(tmp_path / "d.zip", files)], course)

    assert handed(course)["ada"]["2_forward.ipynb"] == ADA
    assert time_of(course, "ada") == datetime(2026, 11, 2, 10)


def entry(name, mode=0):
    """A zip's entry with a mode of Unix."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def test_a_hostile_archive_reaches_nothing(course, tmp_path, monkeypatch):
    """No path out, no link, no device, nothing huge; one line each."""
    monkeypatch.setattr(packed.Caps, "notebook", 100_000)
    good = "lovelaceada_101_1_2_forward.ipynb"
    name = "x_{}_1_2_forward.ipynb"
    hostile = [
        (entry("../../" + name.format(1)), ADA),
        (entry("/tmp/" + name.format(2)), ADA),
        (entry("C:\\" + name.format(3)), ADA),
        (entry("a\\..\\..\\" + name.format(4)), ADA),
        (entry(name.format(5), stat.S_IFLNK | 0o777), b"/etc/passwd"),
        (entry(name.format(6), stat.S_IFIFO | 0o777), b""),
        (entry(name.format(7)), b"0" * 10_000_000),
        (entry("x\u202e_8_1_2_forward.ipynb"), ADA),
    ]
    before = set(tmp_path.iterdir())

    download = pack(tmp_path / "d.zip", {good: ADA}, *hostile)
    done = collect([download], course)

    assert handed(course) == {"lovelaceada-101": {"2_forward.ipynb": ADA}}
    assert len(done.left_out) == len(hostile)
    assert set(tmp_path.iterdir()) - before == {download}
    reasons = " ".join(done.left_out)
    for reason in ("leads out", "a link", "ordinary", "10 MB", "hidden char"):
        assert reason in reasons


def test_an_archive_that_unpacks_to_too_much_stops(
    course, tmp_path, monkeypatch
):
    """The sum counts as well, however small each file is."""
    monkeypatch.setattr(packed.Budget.__init__, "__defaults__", (3000,))
    files = {f"x_{n}_1_2_forward.ipynb": b" " * 1000 for n in range(9)}

    done = collect([pack(tmp_path / "d.zip", files)], course)

    assert len(handed(course)) == 3
    assert len(done.left_out) == 6
    assert "more than" in done.left_out[0]


def test_a_student_that_is_a_link_is_not_followed(course, tmp_path):
    """What stands in submitted/ may be another's."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (course / "submitted").mkdir()
    os.symlink(elsewhere, course / "submitted" / "lovelaceada-101")
    files = {"lovelaceada_101_1_2_forward.ipynb": ADA}

    done = collect([pack(tmp_path / "d.zip", files)], course)

    assert "through a link" in done.kept["lovelaceada-101"]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("../../etc", "etc"),
        ("Zoë Müller", "Zoë-Müller"),
        ("ada@example.org", "ada@example.org"),
        ("a/b\\c:d*e?", "a-b-c-d-e"),
        ("..", ""),
        ("-rf", "rf"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_students_name_is_safe_as_a_folder(text, safe):
    """No path, no pattern, no option."""
    assert folder_name(text) == safe


def said(capsys):
    """The one line on stderr."""
    text = capsys.readouterr().err
    assert text.count("\n") == 1
    return text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere.zip"], "there is no"),
        (["broken.zip"], "is no zip archive"),
        (["foreign.zip"], "--assignment NAME"),
        (["both.zip"], "1 of 2_forward, 1 of 3_loss"),
        (["good.zip", "--assignment", "4_more"], "no assignment '4_more'"),
        (["good.zip", "--roster", "none.csv"], "cannot be read"),
        (["good.zip", "--roster", "empty.csv"], "is empty"),
        (["good.zip", "--roster", "other.csv"], "--id COLUMN"),
        (["good.zip", "--roster", "latin.csv"], "UTF-8"),
        (["good.zip", "--roster", "class.csv", "--id", "X"], "no column 'X'"),
        (["good.zip", "--id", "Login"], "--roster FILE"),
        (["good.zip", "--timezone", "Mars/Base"], "no time zone"),
        (["good.zip", "--timezone", "../x"], "no time zone"),
        (["good.zip", "--course", "nowhere"], "there is no folder"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    course, tmp_path, monkeypatch, capsys, words, reason
):
    """Status 2, and nothing is collected."""
    monkeypatch.chdir(tmp_path)
    name = "a_1_1_{}.ipynb"
    pack("good.zip", {name.format("2_forward"): ADA})
    pack("foreign.zip", {name.format("x"): ADA})
    pack("both.zip", {name.format(n): ADA for n in ("2_forward", "3_loss")})
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and no more")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "other.csv").write_text("color,size\nred,1\n")
    (tmp_path / "latin.csv").write_bytes(
        "Student,ID\nZoë,1\n".encode("latin1")
    )
    (tmp_path / "class.csv").write_text(CANVAS_ROSTER)
    at = [] if "--course" in words else ["--course", str(course)]

    status = main(["collect", *words, *at])

    assert status == 2
    assert reason in said(capsys)
    assert handed(course) == {}


def test_the_status_tells_whether_to_look(course, tmp_path, capsys):
    """0 where all is collected, 1 where something is listed."""
    name = "lovelaceada_101_1_2_forward.ipynb"
    good = pack(tmp_path / "good.zip", {name: ADA})
    half = pack(tmp_path / "half.zip", {name: ADA, "x.pdf": b""})
    at = ["--course", str(course)]

    assert main(["collect", str(good), *at]) == 0
    assert main(["collect", str(half), *at]) == 1
    assert "1 unchanged, 1 left out" in capsys.readouterr().out


def test_a_roster_may_be_told_its_column(tmp_path):
    """Another column than the login can name students."""
    path = roster(tmp_path, CANVAS_ROSTER)

    people = read_roster(path, "SIS User ID").people

    assert [person.student for person in people] == ["S1", "S2"]


def test_a_roster_with_two_rows_for_one_student_is_refused(tmp_path):
    """Marks of two people would become one's."""
    path = roster(tmp_path, CANVAS_ROSTER.replace(",emmy,", ",Ada,"))

    with pytest.raises(CourseError, match="two rows for 'Ada'"):
        read_roster(path)
