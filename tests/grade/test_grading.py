"""dlcourse/grade/grading.py, the command, and what they write."""

import json
import os
import shutil
import stat
import subprocess

import nbformat
import pytest

from dlcourse.__main__ import main
from dlcourse.grade.errors import CourseError, SandboxError
from dlcourse.grade.grading import grade
from dlcourse.grade.model import Ran, Verdict
from tests.grade.courses import (
    CELLS,
    CONFIG,
    ENVIRONMENT,
    RIGHT,
    PlainWorker,
    build,
    graded_copy,
    hand_in,
    rows,
    scores,
)

FULL = (2.0, None, False)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course that is only copied."""
    return build(tmp_path_factory.mktemp("made") / "c")


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


@pytest.fixture
def worker():
    """The worker of every call of a test, to be looked at afterwards."""
    return PlainWorker()


def run(course, worker, **options):
    """Grade ps1 with a worker that needs no sandbox."""
    return grade("ps1", course, start=lambda: worker, **options)


def command(monkeypatch, course, worker, *arguments):
    """The exit status of `dlcourse grade ps1 …`."""
    monkeypatch.setattr(
        "dlcourse.grade.grading.Starter", lambda *_: lambda: worker
    )
    options = ["--course", str(course)] if course else []
    return main(["grade", *(arguments or ["ps1"]), *options])


def test_an_unchanged_submission_is_not_run_again(course, worker):
    """Only what is new costs time."""
    hand_in(course, "ann", RIGHT)
    assert len(run(course, worker).now) == 1

    summary = run(course, worker)

    assert len(worker.jobs) == 1
    assert not summary.now
    assert [row.student for row in summary.rows] == ["ann"]


def test_force_runs_it_again(course, worker):
    """As with nbgrader."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)

    run(course, worker, force=True)

    assert len(worker.jobs) == 2


def test_a_changed_submission_is_graded_again_without_force(course, worker):
    """Its notebook, a file beside it, or its time."""
    folder = hand_in(course, "ann", {"relu": "def relu(z):\n    return z"})
    run(course, worker)
    assert scores(course, "ann")["test_relu"] == (0.0, None, False)

    hand_in(course, "ann", RIGHT)
    run(course, worker)
    assert scores(course, "ann")["test_relu"] == FULL
    (folder / "data.csv").write_text("1")
    run(course, worker)
    (folder / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
    run(course, worker)

    assert len(worker.jobs) == 4


def test_changed_checks_or_limits_are_a_reason_to_grade_again(course, worker):
    """A verdict is of the submission, the checks and the grader."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)
    (course / "source" / "ps1" / "data.csv").write_text("1")
    run(course, worker)
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.Execute.timeout = 5\n")
    run(course, worker)
    (course / ".dlcourse" / "seed").write_text("7")
    run(course, worker)

    assert len(worker.jobs) == 4
    assert worker.jobs[-1].seed == 7
    assert worker.jobs[-1].limits.cell_seconds == 5
    assert worker.jobs[-1].course_files == {"data.csv": b"1"}


def test_what_was_taken_away_is_made_again(course, worker):
    """The graded copy, or the student's rows in the gradebook."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)
    shutil.rmtree(course / "autograded")
    run(course, worker)
    assert graded_copy(course, "ann")
    os.remove(course / "gradebook.db")

    run(course, worker)

    assert scores(course, "ann")["test_relu"] == FULL


def test_stopped_and_started_again_it_grades_what_is_missing(course):
    """Ctrl-C at any moment loses the one that was running, and no more."""
    for student in ("ann", "bob", "cy"):
        hand_in(course, student, RIGHT)

    class Stopped(PlainWorker):
        def run(self, job):
            if self.jobs:
                raise KeyboardInterrupt
            return super().run(job)

    stopped, worker = Stopped(), PlainWorker()
    with pytest.raises(KeyboardInterrupt):
        run(course, stopped)
    assert stopped.closed
    assert scores(course, "ann")["test_relu"] == FULL
    assert not scores(course, "bob")

    summary = run(course, worker)

    assert [row.student for row in summary.now] == ["bob", "cy"]
    assert len(worker.jobs) == 2
    assert not list((course / "autograded").glob("**/.*"))


def test_one_submission_never_stops_the_batch(course):
    """Whatever goes wrong on our side is said, and the next one follows."""
    for student in ("ann", "mallory", "zoe"):
        hand_in(course, student, RIGHT)

    class Failing(PlainWorker):
        def run(self, job):
            if len(self.jobs) == 1:
                self.jobs.append(job)
                raise ZeroDivisionError("a slip of ours")
            return super().run(job)

    summary = run(course, Failing())

    assert [row.status for row in summary.rows] == [
        "graded",
        "infrastructure",
        "graded",
    ]
    assert summary.rows[1].reason == "ZeroDivisionError: a slip of ours"
    assert summary.rows[1].verdict.tier == "plain"
    assert scores(course, "zoe")["test_relu"] == FULL


def test_our_failure_is_infrastructure_and_changes_no_score(course, worker):
    """Neither the old marks nor the old graded copy; the next call mends."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)
    before, copy = scores(course, "ann"), graded_copy(course, "ann")
    hand_in(course, "ann", {"relu": "def relu(z):\n    return z"})

    class Troubled(PlainWorker):
        def run(self, job):
            return Verdict(tier=self.tier, trouble="the judge was killed")

    (row,) = run(course, Troubled()).infrastructure
    assert row.reason == "the judge was killed"
    assert scores(course, "ann") == before
    assert graded_copy(course, "ann") == copy

    run(course, worker)

    assert scores(course, "ann")["test_relu"] == (0.0, None, False)


def test_a_verdict_that_leaves_out_a_check_is_no_verdict(course):
    """A mark is never made up."""
    hand_in(course, "ann", RIGHT)

    class Forgetful(PlainWorker):
        def run(self, job):
            whole = super().run(job)
            return Verdict(whole.checks[1:], whole.ran, whole.tier)

    (row,) = run(course, Forgetful()).infrastructure

    assert row.reason == "the judge said nothing of test_relu"
    assert not scores(course, "ann")


def test_without_a_sandbox_nothing_is_graded(course):
    """It is said once, and no submission gets a verdict for it."""
    hand_in(course, "ann", RIGHT)

    def refuse():
        raise SandboxError("no sandbox here: install bubblewrap")

    with pytest.raises(SandboxError, match="install bubblewrap"):
        grade("ps1", course, start=refuse)

    assert not scores(course, "ann")


def test_a_mark_is_bounded_by_the_courses_points(course):
    """Whatever a judge says, nbgrader's own limits hold."""
    hand_in(course, "ann", RIGHT)

    class Generous(PlainWorker):
        def run(self, job):
            whole = super().run(job)
            first, second = whole.checks
            much = type(first)(first.id, 1e9, 2.0)
            none = type(first)(second.id, float("nan"), 1.0)
            return Verdict((much, none), whole.ran, whole.tier)

    run(course, Generous())

    assert scores(course, "ann")["test_relu"] == FULL
    assert scores(course, "ann")["test_plot"] == (0.0, None, False)


KEYS = [
    *("student", "assignment", "notebook", "status", "reason", "points"),
    *("max_points", "manual", "tier", "seconds", "checks"),
]


def lines_of(path):
    """The objects of a JSON file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_json_has_one_object_a_line_for_each_student_and_notebook(
    tmp_path, worker
):
    """CONTRACT: graded now or earlier, sorted by student, file replaced."""
    course = build(tmp_path / "c", names=("lines", "curves"))
    out = tmp_path / "out.jsonl"
    out.write_text("old\n" * 1000)
    for student in ("zoe", "ann"):
        hand_in(course, student, RIGHT)
        hand_in(course, student, RIGHT, name="curves")
    (course / "submitted" / "zoe" / "ps1" / "lines.ipynb").unlink()
    run(course, worker)

    run(course, worker, students=["zoe"], lines=out)

    found = lines_of(out)
    assert [list(line) for line in found] == [KEYS] * 4
    assert [(line["student"], line["notebook"]) for line in found] == [
        ("ann", "curves"),
        ("ann", "lines"),
        ("zoe", "curves"),
        ("zoe", "lines"),
    ]
    assert found[0] == {
        "student": "ann",
        "assignment": "ps1",
        "notebook": "curves",
        "status": "graded",
        "reason": "",
        "points": 2.5,
        "max_points": 3.0,
        "manual": ["by_hand", "why", "draw"],
        "tier": "plain",
        "seconds": 0.01,
        "checks": [
            {
                "id": "test_relu",
                "points": 2.0,
                "max_points": 2.0,
                "passed": True,
                "message": "",
                "mistake": None,
            },
            {
                "id": "test_plot",
                "points": 0.5,
                "max_points": 1.0,
                "passed": False,
                "message": "",
                "mistake": None,
            },
        ],
    }
    assert found[3]["status"] == "refused"
    assert found[3]["reason"] == "there is no lines.ipynb"
    assert found[3]["points"] is None
    assert found[3]["max_points"] == 3.0
    assert found[3]["checks"] == []
    assert found[3]["tier"] == "plain"


def test_only_the_students_asked_for_are_graded(course, worker):
    """`--student` may be given several times."""
    for student in ("ann", "bob", "cy"):
        hand_in(course, student, RIGHT)

    summary = run(course, worker, students=["cy", "ann"])

    assert [row.student for row in summary.rows] == ["ann", "cy"]
    assert not scores(course, "bob")


def test_other_directories_hold_from_end_to_end(tmp_path, worker):
    """Names, structure and database of the configuration."""
    config = (
        CONFIG + "c.CourseDirectory.directory_structure = "
        "'{nbgrader_step}/{assignment_id}/{student_id}'\n"
        "c.CourseDirectory.submitted_directory = 'in'\n"
        "c.CourseDirectory.autograded_directory = 'out'\n"
        "c.CourseDirectory.student_id_exclude = 'bob'\n"
        "c.CourseDirectory.db_url = 'sqlite:///marks.db'\n"
    )
    course = build(tmp_path / "c", config=CONFIG)
    for student in ("ann", "bob"):
        shutil.copytree(
            course / "release" / "ps1", course / "in" / "ps1" / student
        )
    (course / "nbgrader_config.py").write_text(config)
    os.rename(course / "gradebook.db", course / "marks.db")

    summary = run(course, worker)

    assert [row.student for row in summary.rows] == ["ann"]
    assert (course / "out" / "ps1" / "ann" / "lines.ipynb").is_file()
    assert not (course / "gradebook.db").exists()
    os.rename(course / "marks.db", course / "gradebook.db")
    assert scores(course, "ann")["test_relu"] == (0.0, None, False)


def test_files_are_copied_and_the_courses_win(course, worker):
    """As nbgrader copies them; what is in the way is left out."""
    source = course / "source" / "ps1"
    (source / "data").mkdir()
    (source / "data" / "x.csv").write_text("course")
    (source / "tools.py").write_text("course")
    (source / "yours.py").write_text("course")
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(
            "c.Autograde.exclude_overwriting = {'ps1': ['yours.py']}\n"
        )
    folder = hand_in(course, "ann", RIGHT, "2026-01-02 12:00:00 UTC")
    for name in ("data", "tools.py", "yours.py", "own.txt", "numpy.py"):
        (folder / name).write_text("student")
    (folder / "secret").symlink_to(course / "gradebook.db")

    (row,) = run(course, worker).rows

    copies = course / "autograded" / "ann" / "ps1"
    assert {
        str(path.relative_to(copies)): path.read_text()
        for path in copies.rglob("*")
        if path.is_file() and path.suffix != ".ipynb"
    } == {
        "data/x.csv": "course",
        "tools.py": "course",
        "yours.py": "student",
        "own.txt": "student",
        "numpy.py": "student",
        "timestamp.txt": "2026-01-02 12:00:00 UTC",
    }
    assert set(row.verdict.notes) == {
        "left out 'secret': it is a link",
        "left out 'data': the course has that name",
    }


def test_the_graded_copy_is_read_only_as_nbgraders(course, worker):
    """Or for the group, where the course is shared."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)
    path = course / "autograded" / "ann" / "ps1" / "lines.ipynb"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("c.CourseDirectory.groupshared = True\n")

    run(course, worker, force=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o2770 == 0o2770


def test_verdicts_are_for_their_owner_alone(course, worker):
    """They speak of hidden checks."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)

    path = course / ".dlcourse" / "verdicts.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_verdict_file_that_is_none_is_said(course, worker):
    """And that it may be deleted."""
    hand_in(course, "ann", RIGHT)
    (course / ".dlcourse").mkdir()
    (course / ".dlcourse" / "verdicts.db").write_text("no database" * 100)

    with pytest.raises(CourseError, match="may be deleted"):
        run(course, worker)


class Showing(PlainWorker):
    """Shows these outputs in the student's own cell."""

    def __init__(self, *outputs):
        super().__init__()
        self.outputs = outputs

    def run(self, job):
        whole = super().run(job)
        shown = [
            Ran(self.outputs, 3) if cell.kind == "own" else ran
            for cell, ran in zip(job.cells, whole.ran)
        ]
        return Verdict(whole.checks, tuple(shown), whole.tier)


def shown_by(course, *outputs):
    """What the graded copy has of outputs of the student's own cell."""
    hand_in(course, "ann", RIGHT)
    run(course, Showing(*outputs))
    nbformat.validate(graded_copy(course, "ann"))
    return graded_copy(course, "ann").cells[2].outputs


def test_text_errors_and_figures_are_in_the_graded_copy(course):
    """As nbgrader would have them."""
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "hello\n"},
        {
            "output_type": "display_data",
            "data": {"image/png": "iVBO\n", "text/plain": "<Figure>"},
            "metadata": {},
        },
        {
            "output_type": "error",
            "ename": "ValueError",
            "evalue": "no",
            "traceback": ["ValueError: no"],
        },
    ]

    assert shown_by(course, *outputs) == outputs


def test_what_was_shown_is_not_held_for_a_whole_class(course):
    """Memory stays flat, however many there are."""
    hand_in(course, "ann", RIGHT)
    much = {"output_type": "stream", "name": "stdout", "text": "x" * 10_000}

    summary = run(course, Showing(much))

    assert "x" * 10_000 in str(graded_copy(course, "ann"))
    assert not summary.now[0].verdict.ran
    assert len((course / ".dlcourse" / "verdicts.db").read_bytes()) < 40_000


def test_nothing_that_could_run_in_a_page_is_in_the_graded_copy(course):
    """Formgrader shows what is there; text stands in its place."""
    script = "<script>alert(1)</script>"
    table = {"text/html": script, "text/plain": "a table"}
    alone = {"image/svg+xml": script, "application/javascript": "x"}
    picture = {"image/png": '"><script>', "text/plain": "a picture"}

    found = shown_by(
        course,
        *(
            {"output_type": "display_data", "data": data, "metadata": {"a": 1}}
            for data in (table, alone, picture)
        ),
    )

    assert [output.data for output in found] == [
        {"text/plain": "a table"},
        {
            "text/plain": "[image/svg+xml, application/javascript: "
            "not shown here]"
        },
        {"text/plain": "a picture"},
    ]


def test_output_is_limited_as_the_course_says(course):
    """nbgrader's LimitOutput and IgnorePattern hold."""
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(
            "c.LimitOutput.max_lines = 3\n"
            "c.IgnorePattern.enabled = True\n"
            "c.IgnorePattern.pattern = 'Deprecat'\n"
        )
    many = {"output_type": "stream", "name": "stdout", "text": "x\n" * 50}
    noise = {
        "output_type": "stream",
        "name": "stderr",
        "text": "DeprecationWarning",
    }

    (found,) = shown_by(course, many, noise)

    assert found.text == "x\nx\n... Output truncated ..."


def test_a_graded_cell_shows_nothing_of_the_sandbox(course):
    """Only what tells the mark: an output there could forge nbgrader's."""
    hand_in(course, "ann", {"relu": "def relu(z):\n    return z"})
    number = {
        "output_type": "execute_result",
        "data": {"text/plain": "2.0"},
        "metadata": {},
        "execution_count": 1,
    }

    class Forged(PlainWorker):
        def run(self, job):
            whole = super().run(job)
            ran = tuple(Ran((number,), 1) for _ in whole.ran)
            return Verdict(whole.checks, ran, whole.tier)

    run(course, Forged())

    (found,) = graded_copy(course, "ann").cells[4].outputs
    assert found.output_type == "error"
    assert found.traceback == ["A check of test_relu failed."]


def test_a_refused_notebook_has_a_copy_that_says_why(course, worker):
    """So that formgrader can open it, and a person can give marks."""
    folder = hand_in(course, "ann", RIGHT)
    (folder / "lines.ipynb").write_text("")

    run(course, worker)

    copy = graded_copy(course, "ann")
    nbformat.validate(copy)
    assert "was not graded" in copy.cells[0].source
    assert "the file is empty" in copy.cells[0].source
    ids = [
        cell.metadata.nbgrader.grade_id
        for cell in copy.cells
        if "nbgrader" in cell.metadata
    ]
    assert ids == [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in CELLS
        if "nbgrader" in cell.metadata
    ]
    assert "return max(z, 0)" not in str(copy)


def test_a_folder_that_is_a_link_is_refused(course, worker):
    """Another student's work, or a folder of the instructor's."""
    hand_in(course, "bob", RIGHT)
    (course / "submitted" / "eve").symlink_to("bob")

    found = {row.student: row for row in run(course, worker).rows}

    assert found["bob"].status == "graded"
    assert found["eve"].status == "refused"
    assert "is a link" in found["eve"].reason


def test_a_students_name_that_is_no_text_stops_nobody(course, worker):
    """A folder's name may be any bytes."""
    hand_in(course, "ann", RIGHT)
    name = os.fsencode(course / "submitted") + b"/b\xff\xfe"
    shutil.copytree(os.fsencode(course / "submitted" / "ann"), name)

    summary = run(course, worker)

    assert [row.status for row in summary.rows] == ["graded", "infrastructure"]
    assert "rename the folder" in summary.rows[1].reason


def test_no_name_steers_the_terminal(course, monkeypatch, capsys):
    """Nor does it begin a line of its own, or turn one round."""
    folder = hand_in(course, "a\x1b[2J\nps1: 9 graded\u202e")
    (folder / "lines.ipynb").write_text("{")
    monkeypatch.chdir(course)

    assert main(["grade", "ps1"]) == 0

    said = capsys.readouterr().out
    assert "  a\\x1b[2J\\nps1: 9 graded\\u202e, lines.ipynb: refused" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "nothing of 'nothing' is handed in"),
        (["ps1", "--student", "nobody"], "is handed in by 'nobody'"),
        (["ps1", "--json", "/nowhere/x"], "/nowhere/x cannot be written"),
        (["ps1", "--jobs", "0"], "--jobs 0"),
        (["../ps1"], "nothing of '../ps1'"),
        (["p*"], "nothing of 'p*'"),
    ],
)
def test_a_wrong_call_is_said_in_one_line_with_status_2(
    course, worker, monkeypatch, capsys, arguments, words
):
    """And nothing is graded."""
    hand_in(course, "ann", RIGHT)

    status = command(monkeypatch, course, worker, *arguments)

    printed = capsys.readouterr()
    assert status == 2
    assert words in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out
    assert not scores(course, "ann")


def test_an_assignment_that_the_course_does_not_have_is_named(
    course, worker, monkeypatch, capsys
):
    """Even if students handed something in under that name."""
    (course / "submitted" / "ann" / "ps2").mkdir(parents=True)

    assert command(monkeypatch, course, worker, "ps2") == 2

    said = capsys.readouterr().err
    assert "no assignment 'ps2'" in said
    assert "there are ps1" in said


def test_every_verdict_gives_status_0_a_refusal_too(
    course, worker, monkeypatch, capsys
):
    """A refusal is a verdict; who was refused and why is printed."""
    hand_in(course, "ann", RIGHT)
    (hand_in(course, "bob", RIGHT) / "lines.ipynb").write_text("{")

    assert command(monkeypatch, course, worker) == 0

    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "ps1: 1 graded, 1 refused"
    assert second == "  1 have cells to grade by hand"
    assert third.startswith("  bob, lines.ipynb: refused: its notebook is no")


def test_infrastructure_gives_status_1(course, monkeypatch, capsys):
    """Run it again."""
    hand_in(course, "ann", RIGHT)

    class Troubled(PlainWorker):
        def run(self, job):
            return Verdict(tier=self.tier, trouble="the judge was killed")

    assert command(monkeypatch, course, Troubled()) == 1

    assert "ann, lines.ipynb: infrastructure: the judge" in (
        capsys.readouterr().out
    )


def test_the_course_is_this_folder_if_it_has_a_configuration(
    course, worker, monkeypatch, capsys
):
    """CONTRACT: the default of --course."""
    hand_in(course, "ann", RIGHT)
    monkeypatch.chdir(course)

    assert command(monkeypatch, None, worker, "ps1", "--json", "o.jsonl") == 0

    assert [line["student"] for line in lines_of(course / "o.jsonl")] == [
        "ann"
    ]


def test_the_course_can_be_moved(course, worker, tmp_path):
    """No absolute path is kept: nothing is run again in its new place."""
    hand_in(course, "ann", RIGHT)
    run(course, worker)
    shutil.move(course, tmp_path / "moved")

    summary = run(tmp_path / "moved", worker)

    assert not summary.now
    assert len(worker.jobs) == 1


def test_nothing_is_imported_for_the_help(tmp_path):
    """`--help` answers at once: nbgrader is for those who grade."""
    code = (
        "import sys; from dlcourse.__main__ import main\n"
        "try: main(['grade', '--help'])\n"
        "except SystemExit: pass\n"
        "assert 'nbgrader' not in sys.modules"
    )

    done = subprocess.run(
        [*("python", "-c", code)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "--unsandboxed" in done.stdout
    assert "--cluster" in done.stdout


def test_the_judge_itself_gives_the_same_marks(course, tmp_path):
    """The real worker, in its sandbox, on the same submissions."""
    hand_in(course, "right", RIGHT)
    hand_in(course, "untouched")
    hand_in(course, "wrong", {"relu": "def relu(z):\n    return z"})
    plain = shutil.copytree(course, tmp_path / "plain")
    run(plain, PlainWorker())

    summary = grade("ps1", course)

    assert all(row.status == "graded" for row in summary.rows)
    for student in ("right", "untouched", "wrong"):
        assert scores(course, student) == scores(plain, student)
    query = "select auto_comment from comment order by 1"
    assert rows(course, query) == rows(plain, query)
