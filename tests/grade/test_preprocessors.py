"""dlcourse/grade/preprocessors.py: the judge inside nbgrader itself."""

import json
import re
import shutil

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader.handlers import template_path

from dlcourse.grade import preprocessors
from dlcourse.grade.course import open_course
from dlcourse.grade.formgrader import markdown
from dlcourse.grade.grading import grade
from dlcourse.grade.model import Verdict
from dlcourse.grade.preprocessors import OneWorker
from dlcourse.grade.release import CONFIG as RELEASED
from dlcourse.grade.verdicts import Verdicts
from tests.grade.courses import (
    CONFIG,
    RIGHT,
    PlainWorker,
    build,
    graded_copy,
    hand_in,
    nbgrader,
    rows,
    scores,
)

LINES = "".join(
    f"{line}\n"
    for line in RELEASED.splitlines()
    if "JUDGE" in line or "SAFE" in line
)
OPEN = (None, None, True)
# nbgrader's own, of which it makes nothing either: it enters a submission
# before its session knows of it.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Object of type:sqlalchemy.exc.SAWarning"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course with the lines that `dlcourse release` writes."""
    return build(tmp_path_factory.mktemp("m") / "c", config=CONFIG + LINES)


@pytest.fixture
def course(made, tmp_path):
    """A course that may be changed."""
    return shutil.copytree(made, tmp_path / "course")


@pytest.fixture
def worker(monkeypatch):
    """A worker in this process, in place of the judge's."""
    plain = PlainWorker()
    one = OneWorker(lambda *_: lambda: plain)
    monkeypatch.setattr(preprocessors, "WORKER", one)
    return plain


def autograde(course, student, **options):
    """What formgrader's button does."""
    opened = open_course(course)
    opened.config.CourseDirectory.root = str(course)
    return NbGraderAPI(config=opened.config).autograde(
        "ps1", student, **options
    )


def test_nbgrader_autograde_gives_the_judges_marks(course, tmp_path):
    """The same rows, whichever command an instructor types."""
    hand_in(course, "right", RIGHT)
    hand_in(course, "untouched")
    hand_in(course, "wrong", {"relu": "def relu(z):\n    return z"})
    hand_in(course, "forger", {"relu": "import sys\nsys.displayhook('ok')"})
    ours = shutil.copytree(course, tmp_path / "ours")

    nbgrader(course, "autograde", "ps1")

    grade("ps1", ours)
    for student in ("right", "untouched", "wrong", "forger"):
        assert scores(course, student) == scores(ours, student) != {}
        assert graded_copy(course, student) == graded_copy(ours, student)
    comments = "select auto_comment, count(*) from comment group by 1"
    assert rows(course, comments) == rows(ours, comments)


def test_formgraders_button_uses_the_judge(course, worker):
    """Its programming interface, in one process, again and again."""
    hand_in(course, "ann", RIGHT)
    hand_in(course, "bob", {"relu": "def relu(z):\n    return z"})

    for student in ("ann", "bob", "ann"):
        assert autograde(course, student)["success"]

    assert len(worker.jobs) == 3
    assert scores(course, "ann")["test_relu"] == (2.0, None, False)
    assert scores(course, "bob")["test_relu"] == (0.0, None, False)
    assert not worker.closed


def test_what_nbgrader_graded_is_known_to_dlcourse_grade(course, worker):
    """Both keep their verdicts in one place: nothing is run twice."""
    hand_in(course, "ann", RIGHT)
    autograde(course, "ann")

    summary = grade("ps1", course, start=lambda: worker)

    assert not summary.now
    assert [row.student for row in summary.rows] == ["ann"]
    assert len(worker.jobs) == 1


def test_a_check_that_was_changed_since_is_seen(course, worker):
    """A server runs for weeks: each call reads the course anew."""
    hand_in(course, "ann", RIGHT)
    autograde(course, "ann")
    path = course / "source" / "ps1" / "lines.ipynb"
    path.write_text(path.read_text().replace("relu(-1) == 0", "False"))
    nbgrader(course, "generate_assignment", "ps1", "--force")

    autograde(course, "ann")

    assert scores(course, "ann")["test_relu"] == (0.0, None, False)


def test_edited_copies_are_not_what_is_judged(course, worker):
    """The submission is, with the course's checks in their place."""
    folder = hand_in(course, "mallory")
    notebook = json.loads((folder / "lines.ipynb").read_text())
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade_id", "").startswith("test_"):
            cell["source"] = ["pass"]
            mark["points"] = 1000
    (folder / "lines.ipynb").write_text(json.dumps(notebook))

    assert autograde(course, "mallory")["success"]

    assert scores(course, "mallory")["test_relu"] == (0.0, None, False)


def test_a_refused_notebook_stays_to_be_seen_in_formgrader(course, worker):
    """With its reason, open cells, and no old score."""
    folder = hand_in(course, "eve", RIGHT)
    autograde(course, "eve")
    (folder / "lines.ipynb").rename(folder / "other")
    (folder / "lines.ipynb").symlink_to("other")

    result = autograde(course, "eve")

    assert result["success"]
    assert (
        "eve, lines.ipynb is refused: lines.ipynb is a link" in (result["log"])
    )
    assert set(scores(course, "eve").values()) == {OPEN}
    assert "was not graded" in graded_copy(course, "eve").cells[0].source


def test_a_missing_notebook_has_no_score_beside_one_that_is_there(
    tmp_path, worker
):
    """nbgrader alone would write 0."""
    course = build(
        tmp_path / "c", config=CONFIG + LINES, names=("lines", "curves")
    )
    hand_in(course, "ann", RIGHT, name="curves")

    autograde(course, "ann")

    found = rows(
        course,
        "select b.name, auto_score from grade g "
        "join submitted_notebook n on n.id = g.notebook_id "
        "join notebook b on b.id = n.notebook_id "
        "join base_cell c on c.id = g.cell_id where c.name = 'test_relu' "
        "order by 1",
    )
    assert found == [("curves", 2.0), ("lines", None)]


def test_our_failure_is_told_to_nbgrader_and_changes_no_mark(
    course, worker, monkeypatch
):
    """It says so, and goes on with the next student."""
    hand_in(course, "ann", RIGHT)
    autograde(course, "ann")
    before = scores(course, "ann")
    trouble = Verdict(tier="plain", trouble="the judge was killed")
    monkeypatch.setattr(worker, "run", lambda job: trouble)

    result = autograde(course, "ann")

    assert not result["success"]
    assert "lines.ipynb: the judge was killed" in result["log"]
    assert scores(course, "ann") == before
    with Verdicts(course, "ps1") as verdicts:
        assert [row.status for row in verdicts.all()] == ["infrastructure"]


def test_one_worker_serves_until_another_library_is_needed(tmp_path):
    """Students of another assignment have another part of dlcourse."""
    made = []

    def start(*_):
        made.append(PlainWorker())
        return made[-1]

    one = OneWorker(lambda *arguments: start)
    first = one.get("2_forward", tmp_path)

    assert one.get("2_forward", tmp_path) is first
    second = one.get("3_loss", tmp_path)
    assert second is not first
    assert first.closed
    one.close()
    assert second.closed
    one.close()


HOSTILE = r"""<script>alert(1)</script> <img src=x onerror=alert(2)>

[link](javascript:alert(3)) $a < b$ ![drawn](attachment:a.png)
![gone](attachment:gone.png) ![far](https://example.org/seen.png)
$\href{javascript:alert(5)}{x}$ $$\cssId{relu}{y}$$

# why

```mermaid
<script>alert(4)</script>
```
"""


RAW = r'<div id="relu" class="btn">$\href{javascript:alert(6)}{x}$</div>'


def test_no_html_of_a_students_runs_in_formgraders_pages(course, worker):
    """Words, formulas and attached pictures are still shown there."""
    folder = hand_in(course, "mallory", {"why": HOSTILE})
    notebook = json.loads((folder / "lines.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "why":
            cell["attachments"] = {"a.png": {"image/png": "iVBO"}}
    raw = {"cell_type": "raw", "source": RAW, "metadata": {}, "id": "raw"}
    notebook["cells"].append(raw)
    (folder / "lines.ipynb").write_text(json.dumps(notebook))
    autograde(course, "mallory")
    config = open_course(course).config
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    names = ("assignment_id", "notebook_id", "submission_id", "student")
    words = dict.fromkeys((*names, "last_name", "first_name"), "x")

    page, _ = HTMLExporter(config=config).from_filename(
        str(course / "autograded" / "mallory" / "ps1" / "lines.ipynb"),
        resources={**words, "base_url": "/", "index": 0, "total": 1},
    )

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:alert(3)' not in page
    assert "$a &lt; b$" in page
    assert "data:image/png;base64,iVBO" in page
    assert "[gone: not shown]" in page
    assert 'href="https://example.org/seen.png"' in page  # not fetched
    assert "\\href" not in page
    assert "\\cssId" not in page
    assert "alert(6)" not in page
    assert not re.search(r'<h\d id=|<div id="relu"', page)


def test_the_configuration_of_a_release_names_what_is_there():
    """A slip in the two lines would show only when grading begins."""
    assert preprocessors.KeepCells.__name__ in RELEASED
    assert preprocessors.JudgeCells.__name__ in RELEASED
    assert preprocessors.__name__ + "." in RELEASED
    assert f"{markdown.__module__}.{markdown.__name__}" in RELEASED
