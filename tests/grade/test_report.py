"""dlcourse/grade/report.py, its page, chapters.py and `dlcourse report`."""

import shutil
import stat
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from dlcourse.__main__ import main
from dlcourse.feedback.asked import ASKED
from dlcourse.grade.chapters import TITLES, Book, find_book
from dlcourse.grade.errors import CourseError
from dlcourse.grade.feedback_page import policy
from dlcourse.grade.grading import grade
from dlcourse.grade.report import read_report
from dlcourse.grade.report_page import SHEET, report_page
from dlcourse.grade.voiding import void_checks
from tests.browser.axe import OPEN, violations
from tests.grade.courses import (
    CELLS,
    RIGHT,
    PlainWorker,
    build,
    change,
    hand_in,
    marked,
)

BOOK = Path(__file__).parents[2] / "book"
CLASS = ("ann", "bob", "cid", "dan", "eda", "fay")
NEVER = marked("test_never", "assert False", grade=True, points=1)
ALWAYS = marked("test_always", "None", grade=True, points=1)
LINEAR = "def relu(z):\n    return z"
UNWRITTEN = "def relu(z):\n    raise NotImplementedError"
SAID = "failed: no\nYours gives -1.\nIt lets all through.\nWhat stops it?"


class Telling(PlainWorker):
    """Says of an answer what the judge would say."""

    def run(self, job):
        """The verdict, with the mistake's name."""
        verdict = super().run(job)
        answer = next(cell.text for cell in job.cells if cell.id == "relu")
        words = {}
        if answer == LINEAR:
            words = {"message": SAID, "mistake": "all_<b>_through"}
        if answer == UNWRITTEN:
            words = {"message": "failed: no\nrelu is not written yet."}
        return replace(
            verdict,
            checks=tuple(
                replace(check, **words) if check.id == "test_relu" else check
                for check in verdict.checks
            ),
        )


def run(course, **options):
    """Grade ps1."""
    return grade("ps1", course, start=Telling, **options)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Six students: one right, three linear, one unwritten, one refused."""
    course = build(
        tmp_path_factory.mktemp("class") / "c", (*CELLS, NEVER, ALWAYS)
    )
    hand_in(course, "ann", RIGHT)
    for name in ("bob", "cid", "dan"):
        hand_in(course, name, {"relu": LINEAR})
    hand_in(course, "eda", {"relu": UNWRITTEN})
    lost = hand_in(course, "fay") / "lines.ipynb"
    lost.rename(lost.with_name("fay's own.ipynb"))
    run(course)
    return course


@pytest.fixture
def course(graded, tmp_path):
    """The class, which may be changed."""
    return shutil.copytree(graded, tmp_path / "course")


def seen_in(course):
    """The assignment in numbers."""
    (seen,) = read_report(course, [], Book()).assignments
    return seen


def test_it_counts_what_the_class_did(graded):
    """Marks, functions, mistakes, refusals; nobody is counted twice."""
    seen = seen_in(graded)

    assert (seen.handed_in, seen.graded, seen.refused) == (6, 5, 1)
    relu, *_ = [f for f in seen.functions if f.name == "test_relu"]
    assert (relu.of, relu.full, relu.wrong, relu.not_written) == (5, 1, 3, 1)
    (mistake,) = relu.mistakes
    assert (mistake.count, mistake.of, mistake.title) == (
        *(3, 5),
        "All <b> through",
    )
    assert mistake.words == (
        *("Yours gives -1.", "It lets all through.", "What stops it?"),
    )
    assert [c.id for c in seen.nobody] == ["test_plot", "test_never"]
    assert [check.id for check in seen.everybody] == ["test_always"]
    assert sum(seen.bins) == len(seen.marks) == 5
    assert seen.waiting == 5
    assert dict(seen.tiers) == {"plain": 5}


def test_marks_are_those_of_the_gradebook(course):
    """What a person gave counts, and what nobody has marked does not."""
    ann = max(seen_in(course).marks)
    assert ann == pytest.approx(100 * 3.5 / 8)  # of 5 checks, 3 by hand: 0

    change(course, "update grade set manual_score = 0.5")

    assert seen_in(course).marks == pytest.approx((100 * 7 * 0.5 / 17,) * 6)


def page_of(course, **options):
    """The page of the class."""
    return report_page(read_report(course, [], Book("../site")), **options)


class Reader(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_says_what_was_misunderstood_and_by_how_many(graded):
    """The count, the message, the question; the checks that tell nothing."""
    text = Reader(page_of(graded)).text

    assert "3 of 5 All <b> through test_relu" in text
    assert "Ask the class What stops it?" in text
    assert "Nobody passes test_never (0 of 5)" in text
    assert "Everybody passes test_always" in text
    assert "3 wrong, 1 not written" in text
    assert "1: there is no lines.ipynb, but a file of another name" in text


def test_the_page_names_nobody(graded):
    """No student, and no file that a student has named."""
    html = page_of(graded)

    assert not [name for name in CLASS if name in html.lower()]
    assert "names nobody" in html


def test_who_it_was_stands_in_a_part_that_says_whom_it_is_for(graded):
    """With --names alone: points, mistakes and reasons by student."""
    text = Reader(page_of(graded, names=True)).text

    head, _, named = text.partition("For you alone: student by student")
    assert "For the instructor alone:" in head
    assert not [name for name in CLASS if name in head]
    assert "bob ps1 1.5 of 5 all <b> through" in named
    assert "fay ps1 refused there is no lines.ipynb, but" in named


def test_nothing_of_anyone_becomes_markup(graded):
    """Ids, names and reasons are text, and nothing is asked of anyone."""
    reader = Reader(page_of(graded, names=True, changes=True))

    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "b", "img", "iframe", "form", "link"}
    for tag, attributes in reader.tags:
        assert "style" not in attributes, tag
        address = attributes.get("href", attributes.get("src", "#"))
        assert address.startswith(("#", "../site/book/"))
    policies = [a["content"] for _, a in reader.tags if "http-equiv" in a]
    assert policies == [policy(SHEET)]


def test_changes_are_told_by_student(course):
    """After a regrade and after a void; whoever is the same is left out."""
    assert read_report(course, [], Book()).changes == ()

    hand_in(course, "bob", RIGHT)
    run(course)
    void_checks("ps1", course, out=["test_never"], why="No one can pass it.")

    changes = {c.student: c for c in read_report(course, [], Book()).changes}
    assert (changes["bob"].old, changes["bob"].new) == (1.5, 4.5)
    assert changes["bob"].until
    assert (changes["ann"].old, changes["ann"].new) == (3.5, 4.5)
    assert changes["ann"].checks == ("test_never",)
    assert "fay" not in changes
    text = Reader(page_of(course, changes=True)).text
    assert "bob ps1 1.5 4.5 of 5 +3 test_" in text
    assert "test_never does not count: No one can pass it. (5 of 5" in text


def test_a_refused_one_that_comes_right_is_a_change(course):
    """From no points at all to some."""
    shutil.rmtree(course / "submitted" / "fay")
    hand_in(course, "fay", RIGHT)
    run(course)

    (change_,) = read_report(course, [], Book()).changes

    assert (change_.student, change_.old, change_.new) == ("fay", None, 3.5)


def test_the_command_writes_the_page_and_says_where(course, capsys):
    """One address a line; a page with names is for its owner alone."""
    call = ["report", "ps1", "--course", str(course)]

    assert main(call) == main([*call, "--names"]) == 0

    plain, named = course / "report.html", course / "report-with-names.html"
    said = capsys.readouterr().out.splitlines()
    assert said[0] == plain.resolve().as_uri()
    assert said[1] == named.resolve().as_uri()
    assert "you alone" in said[2]
    assert stat.S_IMODE(named.stat().st_mode) == 0o600
    assert "ann" not in plain.read_text()


def test_a_wrong_call_is_one_line(course, tmp_path, capsys):
    """An assignment that is not there, a page that cannot be written."""
    call = ["report", "--course", str(course)]

    assert main([*call, "ps2"]) == 2
    assert "nothing of 'ps2' is graded in" in capsys.readouterr().err
    assert main([*call, "-o", str(tmp_path / "no" / "page.html")]) == 2
    assert "cannot be written: No such file" in capsys.readouterr().err


def test_an_ungraded_course_is_told_what_to_run(tmp_path):
    """There is nothing to report yet."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")

    with pytest.raises(CourseError, match="run: dlcourse grade ASSIGNMENT"):
        read_report(tmp_path, [], Book())


def test_every_function_that_is_asked_for_has_a_chapter():
    """And every chapter is there, under the title that is said."""
    for assignment, functions in ASKED.items():
        for name in functions:
            assert Book().chapter(assignment, name).title in TITLES.values()
        assert Book().lesson(assignment)
    assert Book().chapter("ps1", "dense") is None
    for page, title in TITLES.items():
        lines = (BOOK / f"{page}.md").read_text().splitlines()
        assert f"# {title}" in lines, page
    teaching = (BOOK / "teaching.md").read_text()
    assert all(f"(week-{n + 1})=" in teaching for n in range(len(ASKED)))


def test_the_book_is_found_where_it_is(tmp_path, monkeypatch):
    """The one that is named, then the published one, then the built one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_URL", raising=False)
    page = tmp_path / "course" / "report.html"
    assert find_book(None, page).page("loss").address == ""

    (tmp_path / "_build" / "html" / "book").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "book" / "index.html").touch()
    built = "../_build/html/book/loss.html"
    assert find_book(None, page).page("loss").address == built
    monkeypatch.setenv("COURSE_URL", "https://a.example/c/")
    site = "https://a.example/c/book/loss.html"
    assert find_book(None, page).page("loss").address == site
    own = find_book("https://b.example", page).page("loss").address
    assert own == "https://b.example/book/loss.html"


@pytest.fixture(scope="module")
def tab(browser):
    """A page of a browser that notes what goes wrong."""
    context = browser.new_context()
    tab = context.new_page()
    tab.problems = []
    tab.on(
        "console",
        lambda line: line.type == "error" and tab.problems.append(line.text),
    )
    tab.on(
        "request",
        lambda request: (
            request.url.startswith("file:") or tab.problems.append(request.url)
        ),
    )
    yield tab
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_it_whole_and_axe_finds_nothing(
    tab, graded, tmp_path, width, scheme
):
    """Styled, no request, nothing wider than the screen, in both themes."""
    file = tmp_path / "report.html"
    file.write_text(page_of(graded, names=True, changes=True))
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)

    tab.goto(file.as_uri(), wait_until="load")
    wider = tab.evaluate(
        "document.documentElement.scrollWidth - window.innerWidth"
    )
    heading = tab.evaluate(
        "getComputedStyle(document.querySelector('h1')).fontSize"
    )
    tab.evaluate(OPEN)
    tab.evaluate(AXE_SCRIPT)

    assert violations(tab) == []
    assert tab.problems == []
    assert wider <= 0
    assert heading != "32px"  # a browser's own, without our style
