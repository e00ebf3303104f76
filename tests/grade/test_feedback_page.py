"""dlcourse/grade/feedback_page.py: what a student reads, and what never."""

import base64
import hashlib
import os
import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from dlcourse.grade.feedback_page import (
    FOLLOWED,
    FORGEABLE,
    Grades,
    Score,
    feedback_page,
)
from dlcourse.grade.model import (
    GRADED,
    LOCKED,
    MANUAL,
    SOLUTION,
    Cell,
    Check,
    Notebook,
    Verdict,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SECRET = "assert relu(-7) == 0"
OPEN = "check_positive(relu)"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA"
    "60e6kgAAAABJRU5ErkJggg=="
)
COURSE = Notebook(
    "lines",
    (
        Cell(LOCKED, "imports", "import numpy as np", "import numpy as np"),
        Cell(SOLUTION, "relu", "answer", "stub"),
        Cell(GRADED, "relu-open", OPEN, OPEN, 1.0),
        Cell(GRADED, "relu-hidden", SECRET, "# more checks", 2.0),
        Cell(MANUAL, "why", "", "", 3.0, "markdown"),
        Cell(
            MANUAL,
            "draw",
            "Draw. SCHEME: all",
            "Draw.",
            4.0,
            "markdown",
        ),
    ),
)
SCORES = (
    Score("relu-open", 1.0, 1.0),
    Score("relu-hidden", 2.0, 2.0),
    Score("why", None, 3.0),
    Score("draw", None, 4.0),
)
KNOWN = (
    "failed: Negative scores become 0.\nThe score -3 gave 3.\n"
    "relu lets nothing below 0 through.\nWhat does max(z, 0) give for -3?"
)


def cell(source, grade_id="", cell_type="code", outputs=(), **flags):
    """A cell of an autograded notebook."""
    words = {"nbgrader": {"grade_id": grade_id, **flags}} if grade_id else {}
    return {
        "cell_type": cell_type,
        "source": source,
        "metadata": words,
        "outputs": list(outputs),
    }


CELLS = [
    cell("# My work", cell_type="markdown"),
    cell("import numpy as np", "imports", locked=True),
    cell("def relu(z):\n    return z", "relu", solution=True),
    cell(OPEN, "relu-open", grade=True, locked=True),
    cell(
        SECRET,
        "relu-hidden",
        outputs=[
            {"output_type": "error", "ename": "E", "evalue": "-7 is not"}
        ],
        grade=True,
        locked=True,
    ),
    cell(
        "plt.plot([1])",
        outputs=[
            {"output_type": "stream", "name": "stdout", "text": "hello"},
            {"output_type": "display_data", "data": {"image/png": PIXEL}},
        ],
    ),
    cell("It bends.", "why", "markdown", grade=True, solution=True),
    cell("Draw. SCHEME: all", "draw", "markdown", task=True, locked=True),
]


def checks(*failed, **words):
    """The verdict on the two checks: those named earned nothing."""
    return Verdict(
        tuple(
            Check(id, 0.0 if id in failed else most, most, **words)
            for id, most in (("relu-open", 1.0), ("relu-hidden", 2.0))
        )
    )


def page(cells=CELLS, verdict=None, grades=None, **options):
    """The page of these."""
    options = {"student": "alice", "assignment": "ps1", **options}
    return feedback_page(
        None if cells is None else {"cells": cells},
        COURSE,
        checks() if verdict is None else verdict,
        Grades(SCORES) if grades is None else grades,
        **options,
    )


class Reader(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.parts, self.ids = [], [], set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids |= {v for name, v in attributes if name == "id"}

    def handle_data(self, data):
        self.parts.append(data)

    def text(self):
        """All text, blanks as one."""
        return " ".join(" ".join(self.parts).split())

    def named(self, *names):
        """The attributes of the tags of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


def text_of(html):
    """What stands on the page, without its style sheet."""
    return Reader(re.sub(r"(?s)<style>.*?</style>", "", html)).text()


def test_the_points_come_first_then_the_messages_then_the_notebook():
    """In the order in which they are wanted."""
    text = text_of(page(verdict=checks("relu-open", hint=KNOWN)))

    places = [
        text.index(words)
        for words in ("Your points", "What to look at", "Your notebook")
    ]
    assert places == sorted(places)


def test_the_points_of_a_function_are_one_row():
    """Its open and its hidden checks together; a written answer waits."""
    text = text_of(page())

    assert "3 of 10 points" in text
    assert "relu passed 3 of 3" in text
    assert "why waiting – of 3" in text
    assert "Up to 7 more are still to be given by a person." in text


def test_a_person_has_the_last_word():
    """What was given by hand counts, is said, and comments are shown."""
    grades = Grades(
        (
            Score("relu-open", 1.0, 1.0),
            Score("relu-hidden", 0.5, 2.0, by_hand=True),
            Score("why", 2.5, 3.0, by_hand=True),
            Score("draw", 4.0, 4.0, by_hand=True),
        ),
        {"why": "Good,\n<b>but</b> short.", "imports": "Nice."},
        late_penalty=1.0,
        handed_in="20 November 2026, 10:00 UTC",
    )

    text = text_of(page(verdict=checks("relu-hidden"), grades=grades))

    assert "7 of 10 points" in text
    assert "relu in part, by hand 1.5 of 3" in text
    assert "1 points were taken off because it came late" in text
    assert "A comment by your instructor Good, <b>but</b> short." in text
    assert "A comment by your instructor on imports Nice." in text
    assert "Handed in 20 November 2026" in text


def test_a_known_mistake_is_told_in_three_parts_once():
    """Two checks that fail for one reason say it once."""
    verdict = checks("relu-open", "relu-hidden", hint=KNOWN, mistake="m")

    text = text_of(page(verdict=verdict))

    assert (
        "Negative scores become 0. What was seen The score -3 gave 3. "
        "Why it is wrong relu lets nothing below 0 through. "
        "Next step What does max(z, 0) give for -3?"
    ) in text
    assert text.count("What was seen") == 1


def test_an_unknown_mistake_is_told_as_the_check_does():
    """No names for parts that are not there."""
    text = text_of(page(verdict=checks("relu-open", hint=KNOWN)))

    assert "What was seen" not in text
    assert "The score -3 gave 3." in text


def test_an_answer_that_stopped_says_why_before_its_checks_do():
    """An import that the grader lacks is the reason, not what follows."""
    error = {
        "output_type": "error",
        "ename": "ImportError",
        "evalue": "relu is what 2_forward asks you to write",
    }
    cells = [*CELLS[:2], cell("...", "relu", outputs=[error], solution=True)]
    verdict = checks("relu-open", hint="NameError: name 'relu'")
    grades = Grades((Score("relu-open", 0.0, 1.0),))

    text = text_of(page(cells, verdict, grades))

    assert (
        "Cell 3 stopped with an error ImportError: relu is what 2_forward "
        "asks you to write NameError: name 'relu'"
    ) in text


def test_how_it_was_judged_is_said_in_words():
    """Follow-through, and a check that the student could have forged."""
    hint = "Judged with our own earlier functions in place of yours."
    verdict = checks(followed_through=True, forgeable=True, hint=hint)

    text = text_of(page(verdict=verdict))

    assert text.count(FOLLOWED) == text.count(FORGEABLE) == 1
    assert hint not in text


@pytest.mark.parametrize("failed", [[], ["relu-open", "relu-hidden"]])
def test_hidden_checks_and_marking_schemes_are_never_shown(failed):
    """Neither their text, nor what running them showed."""
    html = page(verdict=checks(*failed, message="relu(-7) gave -7", hint="no"))

    for secret in (SECRET, "-7", "SCHEME"):
        assert secret not in html
    assert "# more checks" in text_of(html)
    assert "Draw." in html


def test_a_test_cell_that_stands_for_itself_keeps_its_secrets_too():
    """In other courses a row of the table is one graded cell."""
    error = {"output_type": "error", "ename": "E", "evalue": "-7 is not"}
    cells = [cell(SECRET, "test-1", outputs=[error], grade=True, locked=True)]
    verdict = Verdict((Check("test-1", 0.0, 1.0, "-7", "It failed."),))
    course = Notebook("lines", (Cell(GRADED, "test-1", SECRET, "# more"),))

    html = feedback_page(
        {"cells": cells},
        course,
        verdict,
        Grades((Score("test-1", 0.0, 1.0),)),
        student="alice",
        assignment="ps1",
    )

    assert "-7" not in html
    assert "It failed." in html


def test_a_graded_cell_that_the_course_no_longer_has_is_left_empty():
    """Its text may hold hidden checks that cannot be told apart."""
    stranger = cell(SECRET, "old-test", grade=True, locked=True)

    assert SECRET not in page([stranger])


def test_a_refused_notebook_gets_its_reason():
    """And no points, neither old ones nor 0."""
    text = text_of(page(cells=None, refused="it is <b>cut off</b>"))

    assert "could not be graded it is <b>cut off</b> No points" in text
    assert "of 10 points" not in text


def test_a_figure_says_which_cell_drew_it():
    """For those who do not see it; and it keeps its place."""
    (image,) = Reader(page()).named("img")

    assert image["alt"] == "figure drawn by cell 6"
    assert (image["width"], image["height"]) == ("1", "1")
    assert image["src"].startswith("data:image/png;base64,")


def test_the_page_can_be_heard():
    """A language, a title, landmarks, headings without a gap, labels."""
    reader = Reader(page(verdict=checks("relu-open", hint=KNOWN)))

    assert reader.named("html") == [{"lang": "en"}]
    assert len(reader.named("main")) == len(reader.named("h1")) == 1
    levels = [int(t[1]) for t, _ in reader.tags if re.fullmatch("h[1-6]", t)]
    assert all(b <= a + 1 for a, b in pairwise(levels))
    for section in reader.named("section"):
        assert section["aria-labelledby"] in reader.ids
    assert {th["scope"] for th in reader.named("th")} == {"col", "row"}
    assert ("a", {"class": "skip", "href": "#content"}) in reader.tags


def test_the_policy_allows_the_pages_own_style_and_pictures_alone():
    """The style is named by its hash; scripts and other hosts are not."""
    html = page()
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", html)

    key = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [
        meta["content"]
        for meta in Reader(html).named("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{key}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "://" not in style
    assert html.index("Content-Security-Policy") < html.index("<style>")


EVIL = (
    "</style></title></script><script>document.title='forged'</script>"
    "<img src=x onerror=\"document.title='forged'\">\u202e{{ 7 * 7 }}"
)


def hostile_page():
    """Every place that a student, or a check's words, can reach."""
    cells = [
        cell(EVIL, cell_type="markdown"),
        cell(
            "[a](javascript:alert(1)) ![b](http://127.0.0.1:9/x.png)",
            "",
            "markdown",
        ),
        cell(EVIL, cell_type="raw"),
        cell(EVIL, EVIL, grade=False, solution=True),
        cell(EVIL, "relu", solution=True),
        cell(
            EVIL,
            outputs=[
                {"output_type": "stream", "name": EVIL, "text": EVIL},
                {"output_type": "display_data", "data": {"text/html": EVIL}},
                {"output_type": "display_data", "data": {"image/png": EVIL}},
                {"output_type": "error", "ename": EVIL, "evalue": EVIL},
                {"output_type": EVIL, "data": {EVIL: EVIL}},
            ],
        ),
        cell(EVIL, "why", "markdown", grade=True, solution=True),
    ]
    failed = checks("relu-open", "relu-hidden", hint=f"{EVIL}\n{EVIL}")
    return page(
        cells,
        Verdict(failed.checks, notes=(EVIL,)),
        Grades(SCORES, {"relu": EVIL, EVIL: EVIL}, handed_in=EVIL),
        student=EVIL,
    )


def test_nothing_of_a_hostile_student_becomes_markup():
    """No tag, attribute or address that the page does not have itself."""
    reader = Reader(hostile_page())

    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "iframe", "object", "svg", "form", "base"}
    names = {name for _, attributes in reader.tags for name in attributes}
    assert not any(name.startswith("on") for name in names)
    assert not reader.named("img")
    for link in reader.named("a"):
        assert link["href"] in ("#content", "http://127.0.0.1:9/x.png")
    assert "\u202e" not in "".join(reader.parts)
    assert len(reader.named("style")) == 1
    assert "49" not in reader.text()


def test_a_hostile_refusal_is_harmless_too():
    """File names stand in reasons."""
    reader = Reader(page(cells=None, refused=EVIL, student=EVIL))

    assert "script" not in {tag for tag, _ in reader.tags}
    assert not reader.named("img")


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by playwright."""
    if CHROMIUM is None:
        reason = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(f"{reason}; no page was looked at")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("make", [page, hostile_page])
def test_a_browser_shows_it_whole_and_asks_nobody(
    browser, tmp_path, make, width, scheme
):
    """Styled, nothing wider than the screen, no request, no script."""
    file = tmp_path / "page.html"
    file.write_text(make(), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    tab = context.new_page()
    problems = []
    tab.on(
        "console",
        lambda line: line.type == "error" and problems.append(line.text),
    )
    tab.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:"))
            or problems.append(request.url)
        ),
    )

    tab.goto(file.as_uri(), wait_until="load")
    wider = tab.evaluate(
        "document.documentElement.scrollWidth - window.innerWidth"
    )
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    title = tab.title()
    context.close()

    assert problems == []
    assert wider <= 0
    assert (
        paper
        == {
            "light": "rgb(255, 255, 255)",
            "dark": "rgb(21, 24, 29)",
        }[scheme]
    )
    assert title.startswith("ps1: feedback for ")


def test_the_policy_stops_what_would_get_through(browser, tmp_path):
    """A script that is put into the page by force does not run."""
    script = "<script>document.title = 'forged'</script>"
    sheet = "<style>body { background: rgb(1, 2, 3) }</style>"
    file = tmp_path / "page.html"
    file.write_text(
        page().replace("</body>", f"{script}{sheet}</body>"), encoding="utf-8"
    )
    tab = browser.new_page()

    tab.goto(file.as_uri(), wait_until="load")
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    title = tab.title()
    tab.close()

    assert title == "ps1: feedback for alice"
    assert paper != "rgb(1, 2, 3)"


CONTRAST = """
() => {
  const luminance = rgb => {
    const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map(v => {
      v /= 255
      return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4
    })
    return .2126 * r + .7152 * g + .0722 * b
  }
  const behind = element => {
    for (; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor
      if (!color.startsWith('rgba(0, 0, 0, 0')) return color
    }
    return 'rgb(255, 255, 255)'
  }
  const low = []
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(
      node => node.nodeType == 3 && node.textContent.trim())
    if (!own) continue
    const pair = [getComputedStyle(element).color, behind(element)]
    const [a, b] = pair.map(luminance).sort((x, y) => y - x)
    if ((a + .05) / (b + .05) < 4.5) low.push([element.outerHTML, ...pair])
  }
  return low
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(
    browser, tmp_path, scheme
):
    """A contrast of 4.5 or more, in both themes, code included."""
    source = (
        "# a comment\n@decorator\ndef f(x=1.5):\n    '''text'''\n"
        "    return None if x else [not x, 'a']\nclass A: pass\n"
        "import os as o\nf'{x!r:>3}\\n'\n%matplotlib inline\n1 +"
    )
    errors = [
        {"output_type": "error", "ename": "E", "evalue": "no"},
        {"output_type": "stream", "name": "stderr", "text": "careful"},
    ]
    file = tmp_path / "page.html"
    file.write_text(
        page(
            [*CELLS, cell(source, outputs=errors)],
            checks("relu-open", hint=KNOWN, mistake="m"),
        ),
        encoding="utf-8",
    )
    context = browser.new_context(color_scheme=scheme)
    tab = context.new_page()

    tab.goto(file.as_uri(), wait_until="load")
    low = tab.evaluate(CONTRAST)
    context.close()

    assert low == []
