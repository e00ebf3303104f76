"""The book's extension, on books of one page that the tests write."""

import doctest
import html
import io
import json
import pickle
import re
import sys
from pathlib import Path

import numpy as np
import pybtex.plugin
import pygments
import pytest
from pygments.lexers import PythonLexer
from pygments.styles import get_style_by_name
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from dlcourse.palette import COLORS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import (  # noqa: E402
    PARTS,
    citations,
    code,
    figures,
    highlight,
    markup,
    mistakes,
    moving,
    outputs,
)
from dlbook.figures import Figure  # noqa: E402
from dlbook.formulas import mathml  # noqa: E402
from dlbook.markup import parse  # noqa: E402

ALT = "A circle of one color, in the middle of the picture."
CIRCLE = f"""<svg xmlns="http://www.w3.org/2000/svg"
  xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 72 36">
  <metadata>made by a machine</metadata>
  <defs><style>*{{stroke: red}}</style>
    <path id="m1" d="M 0.123456 1 L 2 3.999999"/></defs>
  <g id="figure_1">
    <use xlink:href="#m1" x="7.654" y="5.0"
      style="stroke: {COLORS["data"]}"/>
    <text style="font-size: 10px; font-family: 'DejaVu Sans'">one</text>
  </g>
</svg>"""


# What each parser reads: Sphinx would remember it from one test to the next.
READING = {
    "myst_parser": {"source_suffix": {".md": "markdown"}},
    "myst_nb": {
        "source_suffix": {".ipynb": "myst-nb"},
        "nb_execution_mode": "off",
    },
}


@pytest.fixture
def build(tmp_path):
    """A function: the text of a page to its HTML and the warnings."""

    def build(text, *, page="index.md", parser="myst_parser", **files):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / page).write_text(text)
        for name, content in files.items():
            (source / name.replace("_svg", ".svg")).write_text(content)
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source,
                None,
                tmp_path / "html",
                tmp_path / "doctrees",
                "html",
                confoverrides={
                    "extensions": [parser, "dlbook"],
                    "myst_enable_extensions": ["dollarmath", "colon_fence"],
                    "html_math_renderer": "dlbook",
                    **READING[parser],
                    "html_theme": "basic",
                    "exclude_patterns": ["_build"],
                },
                status=None,
                warning=warnings,
            )
            app.build()
        page = (tmp_path / "html" / "index.html").read_text()
        return page, warnings.getvalue()

    return build


@pytest.mark.parametrize(
    "module", [code, figures, highlight, markup, mistakes]
)
def test_the_examples_of_the_extension_hold(module):
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(module)

    assert tried
    assert not failed


def test_every_part_is_connected():
    """A module that can be connected to Sphinx is, in alphabetical order."""
    folder = Path(figures.__file__).parent
    able = [
        path.stem
        for path in sorted(folder.glob("[!_]*.py"))
        if "def setup(" in path.read_text(encoding="utf-8")
    ]

    assert list(PARTS) == able


# Citations


def test_a_citation_is_written_without_a_search_for_packages(monkeypatch):
    """What the book's citations ask for is known beforehand."""
    monkeypatch.setattr(pybtex.plugin, "_RUNTIME_PLUGINS", {})
    citations.setup(None)
    monkeypatch.setattr(
        pybtex.plugin, "entry_points", lambda **_: pytest.fail("searched")
    )

    found = [
        pybtex.plugin.find_plugin("pybtex.backends", name)
        for name in ("plaintext", "docutils")
    ]

    assert [backend.__name__ for backend in found] == ["Backend"] * 2


# Formulas


def test_a_formula_becomes_mathml_and_asks_no_script(build):
    """The page holds the formula itself; nothing has to be loaded for it."""
    page, warnings = build("# Page\n\n$$\nZ = X W + b\n$$\n")

    assert '<math display="block">' in page
    assert "tex-mml-chtml" not in page
    assert not warnings


def test_a_formula_keeps_the_signs_that_belong_to_it(build):
    """No line of text begins with a comma, or ends with a bracket."""
    page, _ = build("# Page\n\nBoth $n$, and one ($k$): a $d$ too.\n")

    kept = re.findall(r'<span class="dl-together">(.*?)</p>', page)
    text = re.sub(r"<[^>]*>", "", kept[0])
    assert page.count('class="dl-together"') == 2
    assert re.search(r"</math></span>,</span> and one <span", page)
    assert re.search(r'together">\(<span class="math', page)
    assert text == "n, and one (k): a d too."


def test_an_unknown_command_fails_the_build(build):
    """A formula that cannot be shown is a warning, which the build counts."""
    _, warnings = build("# Page\n\nThis is $\\foo x$.\n")

    assert "no MathML for" in warnings
    assert "\\foo" in warnings


def test_a_numbered_formula_can_be_referred_to(build):
    """The label of a formula gives it a number, and the text a link."""
    page, warnings = build("# Page\n\n$$\nx\n$$ (name)\n\nSee {eq}`name`.\n")

    assert '<span class="eqno">(1)' in page
    assert 'href="#equation-name"' in page
    assert not warnings


def test_function_names_stand_apart_from_letters():
    """Thin spaces stand around log, so that n log p is not read as nlogp."""
    assert mathml(r"n \log p").count("<mspace") == 2


@pytest.mark.parametrize(
    ("tex", "number"),
    [(r"q = .9", ".9"), (r"1 - .8^5", ".8"), (r"\sqrt{.1 x}", ".1")],
)
def test_a_number_may_begin_with_its_point(tex, number):
    """As an operator the point would stand off from its digits."""
    assert f"<mn>{number}</mn>" in mathml(tex)
    assert "<mo>.</mo>" not in mathml(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\frac{\partial L}{\partial W} \in \mathbb{R}^{d \times k}",
        r"\operatorname{softmax}(Z)_{ij} = \frac{e^{Z_{ij}}}{\sum_j Z_{ij}}",
        r"\begin{cases} z & z > 0 \\ 0 & \text{else} \end{cases}",
    ],
)
def test_what_chapters_write_can_be_converted(tex):
    """The commands that the course needs are known to the converter."""
    assert "<math" in mathml(tex, block=True)


# Code in its colors


def test_only_what_has_a_color_has_an_element():
    """The text stays the same; names and brackets stand bare in it."""
    styles = list(
        map(get_style_by_name, ["a11y-high-contrast-light", "a11y-dark"])
    )
    source = "def f(x):\n    return x @ W  # scores\n"

    code = pygments.highlight(
        source, PythonLexer(), highlight.lean(styles)(nowrap=True)
    )

    assert html.unescape(re.sub("<[^>]*>", "", code)) == source
    assert '<span class="k">return</span> x' in code
    assert not re.search('class="(n|p|w)"', code)


# Figures


def test_a_figure_stands_in_the_page_and_follows_the_theme(build):
    """The drawing is inline, and its colors are CSS properties."""
    page, warnings = build(f"# Page\n\n![{ALT}](a.svg)\n", a_svg=CIRCLE)

    assert "<svg" in page
    assert "stroke:var(--dl-data)" in page
    assert COLORS["data"] not in page
    assert not warnings


def test_a_figure_is_an_image_with_a_name(build):
    """A screen reader hears the alternative text, not the drawing's parts."""
    page, _ = build(f"# Page\n\n![{ALT}](a.svg)\n", a_svg=CIRCLE)

    assert f'role="img" aria-label="{ALT}"' in page


@pytest.mark.parametrize("alt", ["", "a circle"])
def test_a_figure_without_alternative_text_fails_the_build(build, alt):
    """No text, or a text that says nothing, is a warning."""
    _, warnings = build(f"# Page\n\n![{alt}](a.svg)\n", a_svg=CIRCLE)

    assert "say in a sentence what there is to see" in warnings


def test_a_colour_that_no_theme_knows_fails_the_build(build):
    """A color outside the palette would stay dark on a dark page."""
    svg = CIRCLE.replace(COLORS["data"], "#123456")

    _, warnings = build(f"# Page\n\n![{ALT}](a.svg)\n", a_svg=svg)

    assert "#123456, which no theme knows" in warnings


def test_two_figures_do_not_share_ids(build):
    """An id is the page's only one, or a figure would borrow a marker."""
    image = f"![{ALT}](a.svg)\n\n"
    page, _ = build(f"# Page\n\n{image}{image}", a_svg=CIRCLE)

    for name in ("f1-m1", "f2-m1"):
        assert page.count(f'id="{name}"') == 1
        assert page.count(f'href="#{name}"') == 1


def test_nothing_of_a_figure_reaches_the_page_around_it():
    """Style sheets, metadata, fonts and unused ids stay behind."""
    drawing = Figure(CIRCLE).inline(ALT, "f1-")

    for part in ("<style", "metadata", "DejaVu", "figure_1", "xmlns"):
        assert part not in drawing


def test_a_path_and_a_place_have_two_decimals():
    """More would be weight that nobody sees."""
    drawing = Figure(CIRCLE).inline(ALT, "f1-")

    assert 'd="M 0.12 1 L 2 4"' in drawing
    assert 'x="7.65" y="5"' in drawing


def worded(width, size, tag="text"):
    """A drawing so wide, in points, with a word of a size."""
    word = f'<{tag} style="font-size: {size}px">one</{tag}>'
    word = word if tag == "text" else f"<text>{word}</text>"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} 36">{word}</svg>'
    )


def test_words_grow_on_a_phone_where_they_would_be_small():
    """Ten points on 440 are less than nine pixels there; on 300, more."""
    wide = Figure(worded(440, 10)).inline(ALT, "f1-")
    narrow = Figure(worded(300, 10)).inline(ALT, "f1-")

    assert f'style="--dl-growth:{9 / 375 * 440 / 10:.3f}"' in wide
    assert "font-size:calc(10px*var(--dl-words,1))" in wide
    assert "growth" not in narrow
    assert "font-size:10px" in narrow


@pytest.mark.parametrize(
    "svg", [worded(600, 10), worded(300, 7, "tspan")], ids=["wide", "exponent"]
)
def test_words_too_small_for_a_phone_fail_the_build(build, svg):
    """They cannot grow by half, and an exponent not at all."""
    _, warnings = build(f"# Page\n\n![{ALT}](a.svg)\n", a_svg=svg)

    assert "draw it narrower" in warnings


def test_every_colour_has_a_value_in_both_themes():
    """The style sheet's light values are those the figures are drawn in."""
    sheet = (ROOT / "book" / "_static" / "course.css").read_text()

    for name, color in COLORS.items():
        assert f"--dl-{name}: light-dark({color}, #" in sheet


# Moving figures


def frame(d, color="data", more=""):
    """A drawing of one part that stays and one that is given."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36">
      <g id="axes_1"><defs><path id="tick" d="M 0 1"/></defs>
      <path d="M 9 9" style="stroke: {COLORS["ink"]}"/>
      <use href="#tick" style="stroke: {COLORS["ink"]}"/>
      <path d="{d}" style="stroke: {COLORS[color]}"/>{more}
      <text>the end</text></g></svg>"""


def given(*pictures, **changes):
    """What a MovingFigure would hand to the book for these drawings."""
    return {
        "alt": ALT,
        "play": 0,
        "rest": 1,
        "controls": [
            {"label": "step", "count": len(pictures), "start": 0, "rest": 1}
        ],
        "words": [f"This is <step> {k}." for k in range(len(pictures))],
        "pictures": list(pictures),
        **changes,
    }


def shown(drawing, number):
    """The drawing as moving.js shows one frame: its paths and uses."""
    root = parse(drawing)
    for parent in list(root.iter()):
        for child in list(parent):
            at = child.get("data-at")
            if child.tag == "defs" or (
                at is not None and str(number) not in at.split()
            ):
                parent.remove(child)
    return [each.attrib for each in root.iter() if each.tag in ("path", "use")]


def notebook(frames):
    """A notebook of one cell that gave a moving figure and its fallback."""
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {
            "text/plain": ALT,
            "image/svg+xml": frames["pictures"][-1],
            moving.MIME: frames,
        },
    }
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "one",
        "metadata": {},
        "source": "figure",
        "outputs": [output],
    }
    title = {
        "cell_type": "markdown",
        "id": "two",
        "metadata": {},
        "source": "# Page",
    }
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"language_info": {"name": "python"}},
            "cells": [title, cell],
        }
    )


@pytest.mark.parametrize(
    "frames",
    [
        [frame("M 1 1"), frame("M 2 2"), frame("M 1 1", "loss")],
        [frame("M 1 1"), frame("M 2 2", more='<path d="M 3 3"/>')],
        [frame("M 1 1", more='<g><path d="M 3 3"/></g>'), frame("M 2 2")],
    ],
)
def test_each_frame_shows_what_was_drawn_for_it(frames):
    """The shared drawing, cut down to a frame, is that frame alone."""
    drawing = moving.Moving(given(*frames), "m1-").drawing()

    for number, svg in enumerate(frames):
        alone = figures.Figure(svg).inline(ALT, "m1-")
        assert shown(drawing, number) == shown(alone, number)


def test_what_the_frames_share_stands_in_the_page_once():
    """Forty frames weigh little more than what moves in them."""
    svg = [frame(f"L {k} {k}") for k in range(40)]
    svg[7] = frame("L 7 7", more='<path d="L 0 0"/>')

    drawing = moving.Moving(given(*svg), "m1-").drawing()

    assert drawing.count("M 9 9") == 1
    assert drawing.count("the end") == 1
    assert drawing.count('id="m1-tick"') == 1
    assert drawing.count("data-at") == 40


def test_without_scripts_the_frame_at_rest_is_seen():
    """What the style sheet shows is that frame, and its words."""
    frames = [frame("M 1 1"), frame("M 2 2"), frame("M 3 3")]

    page = moving.Moving(given(*frames), "m1-").inline()

    (on,) = re.findall(r'<g class="dl-frame dl-on dl-rest" .*?</g>', page)
    assert "M 2 2" in on
    assert "This is &lt;step&gt; 1.</output>" in page


def test_a_slider_has_a_label_and_speaks_in_words():
    """A screen reader hears what is set, and what is seen there."""
    figure = moving.Moving(given(frame("M 1 1"), frame("M 2 2")), "m1-")

    page = figure.inline()

    assert '<label for="m1-control0">step</label>' in page
    assert 'id="m1-control0" min="0" max="1"' in page
    assert 'aria-valuetext="This is &lt;step&gt; 1."' in page
    assert "<button" not in page


def test_a_cell_that_gives_a_moving_figure_moves_in_the_page(build, tmp_path):
    """myst-nb hands it over; the page loads the script, and no other does."""
    frames = given(frame("M 1 1"), frame("M 2 2"), play=400)

    page, warnings = build(
        notebook(frames), page="index.ipynb", parser="myst_nb"
    )

    assert page.count('class="dl-moving"') == 1
    assert page.count("<svg") == 1
    assert '<button type="button" class="dl-play">' in page
    assert re.search(r'<script defer="defer" src="_static/moving.js', page)
    assert (tmp_path / "html" / "_static" / "moving.js").exists()
    assert not warnings


def test_a_page_without_a_moving_figure_loads_no_script(build):
    """A reader pays for what moves only where it moves."""
    page, _ = build("# Page\n")

    assert "moving.js" not in page


TINY = '<text style="font-size: 1px">tiny</text>'
# Random digits cannot be packed below four tenths of their length.
HEAVY = str(np.random.default_rng(0).integers(0, 9, 400_000).tolist())


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        (frame("M 1 1").replace(COLORS["data"], "#123456"), "no theme knows"),
        (frame("M 1 1").replace("the end", HEAVY), "take fewer frames"),
        (frame("M 1 1", more=TINY), "draw it narrower"),
    ],
)
def test_a_moving_figure_that_is_not_fit_fails_the_build(build, svg, message):
    """A color outside the palette, or more weight than a phone wants."""
    _, warnings = build(
        notebook(given(svg, frame("M 2 2"))),
        page="index.ipynb",
        parser="myst_nb",
    )

    assert message in warnings


# Code of the library


def test_the_library_directive_shows_the_function_as_it_runs(build):
    """Code in the book is the library's own, with one line of docstring."""
    page, warnings = build(
        "# Page\n\n```{library} dlcourse.layers.dense_backward\n```\n"
    )

    assert "dense_backward" in page
    assert "dlcourse/layers.py" in page
    assert "a change of X reaches Z" not in page
    assert not warnings


def test_full_shows_the_whole_docstring(build):
    """With the option `full` nothing is left out."""
    page, _ = build(
        "# Page\n\n```{library} dlcourse.layers.dense_backward\n:full:\n```\n"
    )

    assert "a change of X reaches Z" in page


def test_folded_code_is_hidden_behind_write_yours_first(build):
    """An answer to an exercise is not seen by accident."""
    page, _ = build("# Page\n\n```{library} dlcourse.relu\n:folded:\n```\n")

    fold = page[page.index("<details") : page.index("</details>")]
    assert "Write yours first" in fold
    assert "relu" in fold


@pytest.mark.parametrize(
    "name", ["dlcourse.layers.dens", "dlcourse.layer.dense", "os.getcwd"]
)
def test_an_unknown_name_fails_the_build(build, name):
    """A function that was renamed is noticed, not dropped from the page."""
    _, warnings = build(f"# Page\n\n```{{library}} {name}\n```\n")

    assert name in warnings


def test_a_page_is_built_again_when_the_library_has_changed(build, tmp_path):
    """The file a function comes from is a dependency of the page."""
    build("# Page\n\n```{library} dlcourse.layers.dense\n```\n")
    pickled = (tmp_path / "doctrees" / "environment.pickle").read_bytes()

    needed = pickle.loads(pickled).dependencies["index"]
    assert any(path.endswith("layers.py") for path in needed)


# Folds and questions

QUIZ = """# Page

:::{quiz}
What is two and two?

- [x] Four.

  Count them.
- [ ] Five.

  That is one too many.
:::
"""


def test_every_option_of_a_quiz_opens_to_its_reason(build):
    """An option is a details element: no script, no account, any key."""
    page, warnings = build(QUIZ)

    assert page.count("<details") == 2
    assert page.index("Right.") < page.index("Count them.")
    assert page.index("Not this one.") < page.index("one too many")
    assert "[x]" not in page
    assert not warnings


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        ("\n  That is one too many.\n", "needs a reason"),
        ("[ ] ", "needs the mark"),
    ],
)
def test_an_option_without_mark_or_reason_fails_the_build(build, cut, message):
    """A reader learns from the reason; an option without one is no use."""
    _, warnings = build(QUIZ.replace(cut, ""))

    assert message in warnings


@pytest.mark.parametrize("link", ["[two](https://a.example)", "[](index)"])
def test_a_link_in_a_title_fails_the_build(build, link):
    """Whoever presses the title opens the fold, and nothing else."""
    _, option = build(QUIZ.replace("[x] ", f"[x] {link} "))
    _, title = build(f":::{{fold}} See {link}\nHere.\n:::")

    assert "must hold no link" in option
    assert "must hold no link" in title


def test_a_quiz_without_a_right_option_fails_the_build(build):
    """A question that nobody can answer is a slip of ours."""
    _, warnings = build(QUIZ.replace("[x]", "[ ]"))

    assert "needs a right option" in warnings


def test_a_fold_hides_its_content_behind_a_title(build):
    """The title shows; the rest waits in a details element."""
    page, warnings = build("# Page\n\n:::{fold} A *hint*\nLook again.\n:::\n")

    fold = page[page.index("<details") : page.index("</details>")]
    assert "<summary>A <em>hint</em></summary>" in fold
    assert "Look again." in fold
    assert not warnings


# Measurements


def test_the_table_of_the_last_benchmark_is_shown(build, tmp_path):
    """The page holds the numbers that `make bench` kept."""
    table = tmp_path / "source" / "_build" / "bench.md"
    table.parent.mkdir(parents=True)
    table.write_text("| what | ratio |\n| --- | --- |\n| epoch | 0.57 |\n")

    page, warnings = build("# Page\n\n```{measurements}\n```\n")

    assert warnings == ""
    assert "<table" in page
    assert "0.57" in page


def test_without_a_benchmark_the_page_says_how_to_make_one(build):
    """No number is shown that was not measured."""
    page, warnings = build("# Page\n\n```{measurements}\n```\n")

    assert warnings == ""
    assert "Nothing has been measured" in page
    assert "<table" not in page


# Mistakes

WRONG = '''"""Wrong answers."""

from dlcourse.grade.mistakes import mistake


@mistake("share", """
    Three of four came back as 3.
    A share is *never* above 1.
    By what is it divided?
""")
def count_returned(guesses, y):
    return (guesses == y).sum()


@mistake("share", """
    Seen.
    Why.
    Next?
""")
def nearly_right(guesses, y):
    right = guesses  ==  y
    return right.sum()
'''
RIGHT = """
def share(guesses, y):
    right = (guesses == y)
    return right.mean()
"""


@pytest.fixture
def exercise(tmp_path):
    """An assignment with two wrong answers beside the book's one page."""
    folder = tmp_path / "source" / "exercises" / "1_share"
    folder.mkdir(parents=True)
    (folder / "mistakes.py").write_text(WRONG)
    return folder


def test_a_mistake_is_shown_as_a_student_would_have_written_it(
    build, exercise
):
    """The code is the file's own; no name or message tells what is wrong."""
    page, warnings = build(
        "# Page\n\n```{mistake} 1_share count_returned\n```\n"
    )

    text = re.sub("<[^>]*>", "", page)
    assert "def share(guesses, y):\n    return (guesses == y).sum()" in text
    assert "A wrong share" in text
    assert "@mistake" not in text
    assert "count_returned" not in text
    assert "Three of four" not in text
    assert not warnings


def test_the_reveal_folds_the_message_and_the_idea(build, exercise):
    """What is wrong waits in a details element, letter for letter."""
    page, warnings = build(
        "# Page\n\n:::{reveal} 1_share count_returned\nA *count*.\n:::\n"
    )

    fold = page[page.index("<details") : page.index("</details>")]
    assert "<summary>What is wrong? Reveal</summary>" in fold
    assert "A share is *never* above 1." in fold
    assert "A <em>count</em>." in fold
    assert not warnings


def test_a_reveal_without_an_idea_fails_the_build(build, exercise):
    """The message is for who wrote it; a reader needs the idea."""
    _, warnings = build("# Page\n\n:::{reveal} 1_share count_returned\n:::\n")

    assert "say in words what is wrong in count_returned" in warnings


@pytest.mark.parametrize("directive", ["mistake", "reveal"])
@pytest.mark.parametrize(
    "names", ["1_share no_such_one", "9_nothing count_returned"]
)
def test_an_unknown_mistake_fails_the_build(build, exercise, directive, names):
    """A mistake that was renamed is noticed, not dropped from the page."""
    page, warnings = build(
        f"# Page\n\n:::{{{directive}}} {names}\nWhy.\n:::\n"
    )

    assert "has no mistake " + names.split()[1] in warnings
    assert "<details" not in page


@pytest.mark.parametrize(
    ("name", "refused"), [("count_returned", False), ("nearly_right", True)]
)
def test_a_line_of_the_answer_fails_the_build(
    build, exercise, monkeypatch, name, refused
):
    """Wrong code may be shown, but no line of the answer, however laid out."""
    (exercise / "exercise.py").write_text(RIGHT)
    none = "dlbook.exercises.assignments"  # of whichever import is in use
    monkeypatch.setattr(none, lambda folder: [])

    _, warnings = build(f"# Page\n\n```{{mistake}} 1_share {name}\n```\n")

    told = f"{name} shows a line of the answer: right = guesses == y"
    assert (told in warnings) == refused
    assert bool(warnings) == refused


def test_a_page_is_built_again_when_a_mistake_has_changed(
    build, exercise, tmp_path
):
    """The file of the mistakes is a dependency of the page."""
    build("# Page\n\n```{mistake} 1_share count_returned\n```\n")
    pickled = (tmp_path / "doctrees" / "environment.pickle").read_bytes()

    needed = pickle.loads(pickled).dependencies["index"]
    assert any(path.endswith("1_share/mistakes.py") for path in needed)


# Outputs


@pytest.mark.parametrize(
    "changed", ["dlcourse/losses.py", "exercises/3_loss/mistakes.py"]
)
def test_kept_outputs_are_forgotten_when_what_made_them_has_changed(
    tmp_path, changed
):
    """No page shows a number that the library of today would not give."""
    for name in ("dlcourse/losses.py", "exercises/3_loss/mistakes.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("# before")
    cache = tmp_path / "cache"
    folders = tmp_path / "dlcourse", tmp_path / "exercises"

    def kept():
        """Is an output still there after a build in today's state?"""
        outputs.forget(cache, outputs.state(outputs.imported(*folders)))
        return (cache / "output").exists()

    assert not kept()
    (cache / "output").write_text("0.69")
    assert kept()
    (tmp_path / changed).write_text("# after")
    assert not kept()
