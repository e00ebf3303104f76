"""The language of the course: one spelling, one sentence a line, no riddles.

A chapter's prose is read by the book's own parser, book/_ext/dlbook/reading.
"""

import doctest
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from dlcourse.feedback.asked import ASKED

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import reading  # noqa: E402
from dlbook.reading import END, Line, lines, measure, words  # noqa: E402

PAGES = sorted((ROOT / "book").glob("*.md"))
CHAPTERS = [
    path for files in reading.chapters(ROOT).values() for path in files
]

# Spelling

NOT_MISSPELLED = {
    "nd": "as in numpy's ndarray, and a German word in a name",
    "cancelled": "a method of Python's and Dask's futures",
    "inh": "Linux names a set of capabilities CapInh",
    "whos": "a magic of IPython",
    "writeable": "numpy's name for a flag of an array",
}
READ = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "book",
    "dlcourse",
    "exercises",
]
GENERATED = "book/exercises,*/__pycache__,*.npz,*.woff2,*.svg,*.bib,*.json"
GENERATED += ",*/pride.txt"  # a British novel, as it is


def misspelled(*paths, cwd=ROOT):
    """What codespell says: American spelling, and rare misspellings too."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "codespell_lib",
            "--builtin=clear,rare,en-GB_to_en-US",
            f"--skip={GENERATED}",
            f"--ignore-words-list={','.join(NOT_MISSPELLED)}",
            *paths,
        ],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_the_spelling_is_american_and_right():
    """Book, exercises, docstrings and the files for contributors."""
    assert misspelled(*READ) == ""


@pytest.mark.parametrize("word", ["colour", "recognise", "teh"])
def test_a_wrong_spelling_would_be_found(tmp_path, word):
    """British words and slips of the hand alike."""
    (tmp_path / "page.md").write_text(f"A {word} here.\n")

    assert f"{word} ==>" in misspelled("page.md", cwd=tmp_path)


# One sentence a line


def two_in_a_line(found):
    """The lines that hold more than one sentence.

    An item of a list or a quiz may: it is one line by its nature.
    """
    return [
        line.number
        for line in found
        if line.kind == "sentence" and END.search(line.text)
    ]


def broken_off(found):
    """The lines whose sentence goes on in the next one."""
    done = re.compile(r"[.!?:][)\"'’”*]*$")
    return [
        line.number
        for line, following in pairwise(found)
        if line.kind == following.kind == "sentence"
        and following.number == line.number + 1
        and not done.search(line.text.strip())
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_line_holds_one_sentence(path):
    """A change of a sentence is a change of a line, and easy to look at."""
    found = lines(path.read_text(encoding="utf-8"))

    assert two_in_a_line(found) == [], "these lines hold two sentences"
    assert broken_off(found) == [], "these lines end within a sentence"


def test_two_sentences_in_a_line_would_be_found():
    """So would a sentence over two lines; a name like J. Smith is no end."""
    assert two_in_a_line(lines("One.\nTwo. And three.\n")) == [2]
    assert two_in_a_line(lines("J. Smith, e.g. here, has .5 or 3.\n")) == []
    assert two_in_a_line(lines("- An item. It may.\n")) == []
    assert broken_off(lines("This goes\non.\nThis not.\n")) == [1]


# No unexplained term

# Words of the glossary in their everyday sense, which need no link.
EVERYDAY = {
    # of an average that began at 0, not of a neuron
    "bias": ["bias correction"],
    # of students, and Python's own word
    "class": ["in a class", "to a class", "whole class"],
    # in a school's test, a number of the data
    "score": ["test score", "test scores", "grade and score"],
    # a form that is seen, not the sizes of an array
    "shape": ["a shape of their own", "what shape", "shape of the border"],
    # of a walk, or of an account; not an update
    "step": [
        "step to the right",
        "steps 0, 2, 4",
        "for some steps",
        "steps to the right",
        "over 2 steps",
        "several steps between",
        "each step is called",
        "in three steps",
        "step by step",
        "small step",
        "little step",
        "fourth step",
        "next step",
        "step one",
        "step two",
        "step to the side",
        "the five steps",
        "one more step makes",
        "takes two steps",
        "step after step",
        "number of steps",
        "step 3",
        "step 4",
        "step three",
        "learned steps",
        "steps 2 to 5",
        "step 2",
        "step 5",
    ],
}
ANNOUNCED = "After this"  # the first line says what is to come, as a title


@cache
def glossary():
    """The terms that the glossary explains."""
    text = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    body = text.split("```{glossary}")[1].split("```")[0]
    return [
        line for line in body.splitlines() if line and not line.startswith(" ")
    ]


def forms(term):
    """The term and its plural, as a pattern; not inside a longer word."""
    plurals = {f"{term}s"}
    if term.endswith(("s", "h", "x")):
        plurals.add(f"{term}es")
    if term.endswith("y"):
        plurals.add(f"{term[:-1]}ies")
    choice = "|".join(sorted({term, *plurals}, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({choice})(?![\w-])", re.IGNORECASE)


def plain(text, term):
    """The first plain use of a term in a text, or None."""
    longer = [other for other in glossary() if f" {term} " in f" {other} "]
    for phrase in EVERYDAY.get(term, []) + longer:
        if phrase != term:
            text = forms(phrase).sub(lambda m: "-" * len(m[0]), text)
    return forms(term).search(text)


def unexplained(text, terms):
    """{term: line number} where a term is used before it is linked."""
    prose = [
        line
        for line in lines(text)
        if line.kind in ("sentence", "item")
        and not line.text.startswith(ANNOUNCED)
    ]
    used = {term: first_use(prose, term) for term in terms}
    return {term: number for term, number in used.items() if number}


def first_use(prose: list[Line], term):
    """The line of a first use that is no link; None if it is one."""
    for line in prose:
        for part in line.parts:
            if part.kind == "term" and part.target.lower() == term:
                return None
            if part.kind == "text" and plain(part.text, term):
                return line.number
    return None


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_term_is_linked_where_a_chapter_first_uses_it(path):
    """A reader who comes from a search engine can look every word up."""
    found = unexplained(path.read_text(encoding="utf-8"), glossary())

    assert found == {}, (
        f"{path.name} uses words of the glossary before it links them, in "
        f"these lines: {found}. Write {{term}}`word` there, or, for a word in "
        "its everyday sense, add the phrase to EVERYDAY in this file."
    )


def test_a_term_that_is_not_linked_would_be_found():
    """The first use counts: not in titles, code or after a link."""
    terms = ["loss", "step", "batch"]

    assert unexplained("# Loss\n\nThe losses.\n", terms) == {"loss": 3}
    assert unexplained("A {term}`loss`, and a loss.\n", terms) == {}
    assert unexplained("`loss` and a glossy next step.\n", terms) == {}
    assert unexplained("The {term}`batches <batch>`.\n", terms) == {}


@pytest.mark.parametrize("term", EVERYDAY)
def test_an_everyday_word_is_in_the_glossary(term):
    """An exception for a word that is no term would hide nothing."""
    assert term in glossary()


# Length and difficulty


def test_the_examples_of_the_reader_hold():
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(reading)

    assert tried
    assert not failed


def test_the_grade_is_the_formula():
    """Worked by hand: 9 letters, 4 words and 2 sentences."""
    grade = measure("# Title\n\nAb cde.\nFg hi.\n").grade

    assert grade == pytest.approx(4.71 * 9 / 4 + 0.5 * 4 / 2 - 21.43)


def test_code_and_formulas_are_not_read_as_words():
    """Shown code, formulas of their own and citations count for nothing."""
    text = (
        "One two.\n\n```python\nthree = 4\n```\n\n$$\nx = y\n$$\n\n"
        "Five {cite:p}`six`.\n"
    )

    assert measure(text).words == len(words("One two. Five."))


def test_boxes_and_questions_are_read():
    """What stands in an admonition or a quiz is text of the chapter."""
    text = (
        ":::{admonition} A box\n:class: tip\nOne two.\n:::\n\n"
        ":::{quiz}\nThree?\n\n- [x] Four\n\n  Five.\n:::\n"
    )

    assert [line.text for line in lines(text)] == [
        "A box",
        "One two.",
        "Three?",
        "[x] Four",
        "Five.",
    ]
    assert [line.number for line in lines(text)] == [1, 3, 7, 9, 11]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_written_for_a_beginner(path):
    """Words and sentences as of a text for the eighth school year at most."""
    found = measure(path.read_text(encoding="utf-8"))

    assert 500 < found.words < 3000
    assert found.grade < 8


def test_every_exercise_says_how_long_it_takes():
    """The page on how to use the course adds these minutes up."""
    paths = sorted((ROOT / "exercises").glob("*/exercise.py"))

    table = reading.by_exercise(paths)

    assert len(table.splitlines()) == len(paths) + 3


def test_an_exercise_that_does_not_say_it_is_named(tmp_path):
    """The error names the file and what it lacks."""
    (tmp_path / "exercise.py").write_text("# A task\n")

    with pytest.raises(ValueError, match=r"exercise\.py does not say"):
        reading.by_exercise([tmp_path / "exercise.py"])


# For instructors


def sections(name):
    """{title: text} of the second level of a page."""
    text = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
    parts = text.split("\n## ")[1:]
    return {part.split("\n")[0]: part for part in parts}


def test_every_assignment_has_six_oral_questions():
    """Each with what a good answer holds, in a sentence or more."""
    asked = sections("oral-questions")

    assert list(asked) == list(ASKED)
    for text in asked.values():
        questions = re.findall(r":::\{fold\} (.+)\n((?:.+\n)+?):::", text)
        assert len(questions) == 6
        assert all(len(words(answer)) > 10 for _, answer in questions)


def test_every_week_has_two_meetings_and_an_exercise():
    """The plan gives all assignments, one a week, and 45 minutes a time."""
    weeks = [
        text
        for title, text in sections("teaching").items()
        if title.startswith("Week ")
    ]

    for text, path in zip(weeks, sorted((ROOT / "exercises").glob("[1-6]_*"))):
        assert f"**Exercise:** {{doc}}`{path.name} " in text
        times = [
            (int(start), int(end))
            for start, end in re.findall(r"- \*(\d+) to (\d+)\.\*", text)
        ]
        assert [start for start, _ in times].count(0) == 2
        assert [end for _, end in times].count(45) == 2
        for (_, end), (start, _) in pairwise(times):
            assert start == end or (start, end) == (0, 45)
    assert len(weeks) == 6
