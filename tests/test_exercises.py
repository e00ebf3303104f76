"""What must hold for every assignment in exercises/.

The cells of an assignment are run here as its notebook would run them, with
the answer of one function replaced. A transfer function that is not the
default is run in its assignment too, under a name such as 2_forward+elu, but
without the checks of the other functions.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

import dlcourse
from dlcourse.feedback import CheckFailed
from dlcourse.feedback.asked import ASKED
from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.feedback.probes import PROBES
from dlcourse.grade.exercise import instructor_notebook, transfer_cells
from dlcourse.grade.mistakes import (
    ADVICE,
    WRONG,
    mistake_table,
    read_hints,
    read_mistakes,
)
from dlcourse.grade.release import assignments
from dlcourse.grade.transfer import mistake_files, transfer_folders
from tests.right_answers import answers_of

ROOT = Path(__file__).parent.parent
EXERCISES = ROOT / "exercises"
# Those of the course; one that somebody began stands `dlcourse new --report`
# alone (tests/grade/test_new.py).
ASSIGNMENTS = [name for name in assignments(EXERCISES) if name in ASKED]
TRANSFERS = {name: transfer_folders(EXERCISES / name) for name in ASSIGNMENTS}
DEFAULTS = {name: next(iter(TRANSFERS[name])) for name in ASSIGNMENTS}
OTHERS = {
    f"{name}+{of}": (name, folder)
    for name in ASSIGNMENTS
    for of, folder in TRANSFERS[name].items()
    if of != DEFAULTS[name]
}
NAMES = [*ASSIGNMENTS, *OTHERS]
NOTEBOOKS = {
    name: instructor_notebook(EXERCISES / name / "exercise.py")
    for name in ASSIGNMENTS
} | {
    version: instructor_notebook(EXERCISES / name / "exercise.py", folder)
    for version, (name, folder) in OTHERS.items()
}
FILES = {name: mistake_files(EXERCISES / name) for name in ASSIGNMENTS} | {
    version: [folder / "mistakes.py"]
    for version, (_, folder) in OTHERS.items()
}
MISTAKES = {
    name: [known for path in FILES[name] for known in read_mistakes(path)]
    for name in NAMES
}
HINTS = {
    name: {of: h for path in FILES[name] for of, h in read_hints(path).items()}
    for name in NAMES
}
LONGEST_HINT = 45  # words: more is not read by anybody who is stuck


def solutions_in(name):
    """The functions that a version of an assignment asks for."""
    return [
        cell.metadata.nbgrader.grade_id
        for cell in NOTEBOOKS[name].cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("solution")
    ]


def asked_in(name):
    """Of these, those that are tested in this version and no other."""
    return [OTHERS[name][1].name] if name in OTHERS else solutions_in(name)


FUNCTIONS = [(name, of) for name in NAMES for of in asked_in(name)]
EVERY_MISTAKE = [
    pytest.param(name, known, id=f"{known.of}-{known.id}")
    for name, known_ones in MISTAKES.items()
    for known in known_ones
]
EVERY_WRONG_ANSWER, EVERY_ADVICE = (
    [param for param in EVERY_MISTAKE if param.values[1].kind == kind]
    for kind in (WRONG, ADVICE)
)
EVERY_RIGHT_ANSWER = [
    pytest.param(name, of, answer, id=answer.__name__)
    for name, of in FUNCTIONS
    for answer in answers_of(of)
]


@pytest.fixture(scope="module")
def table():
    """The messages of every assignment, by function and fingerprint."""
    rows = {}
    for known in MISTAKES.values():
        rows |= mistake_table(known)
    return rows


@pytest.fixture(autouse=True)
def _beside_the_tables(table, tmp_path, monkeypatch):
    """As in a released course: the table stands beside the notebook."""
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    Path("mistakes.json").write_text(json.dumps({"mistakes": table}))
    yield
    plt.close("all")


def run_cells(name, answers, of=None):
    """{grade_id: None or what the graded cell raised}, with other answers.

    Of all functions tested there, or of one. Manual cells are no code, and
    stand apart.
    """
    graded = graded_cells([of] if of else asked_in(name))
    space, outcome = {}, {}
    for cell in NOTEBOOKS[name].cells:
        words = cell.metadata.get("nbgrader")
        if cell.cell_type != "code" or words is None:
            continue
        if words.solution and words.grade_id in answers:
            answer = answers[words.grade_id]
            space.pop(words.grade_id, None)
            if answer is not None:
                space[words.grade_id] = answer
            continue
        if words.grade and words.grade_id not in graded:
            continue
        try:
            exec(compile(cell.source, words.grade_id, "exec"), space)
            result = None
        except Exception as error:
            result = error
        if words.grade:
            outcome[words.grade_id] = result
        elif result is not None:
            raise result
    return outcome


def graded_cells(functions):
    """The ids of the functions' graded cells, two for each."""
    return {f"{of}-{kind}" for of in functions for kind in ("open", "hidden")}


def own_answer(name, of):
    """The function as exercise.py itself answers it."""
    space = {}
    for cell in NOTEBOOKS[name].cells:
        words = cell.metadata.get("nbgrader")
        if cell.cell_type == "code" and words and not words.grade:
            exec(compile(cell.source, words.grade_id, "exec"), space)
    return space[of]


def named(function, name):
    """The function under the name that the exercise gives it."""

    def same_but_renamed(*arguments):
        return function(*arguments)

    same_but_renamed.__name__ = name
    return same_but_renamed


def untouched(*arguments):
    raise NotImplementedError()


@pytest.mark.parametrize("name", NAMES)
def test_our_own_answers_get_full_marks(name):
    """The answers in exercise.py pass every check, open and hidden."""
    outcome = run_cells(name, {})

    assert outcome
    assert {i: str(e) for i, e in outcome.items() if e} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_untouched_notebook_gets_nothing(name):
    """Every graded cell fails where nothing was written."""
    stubs = {of: named(untouched, of) for of in solutions_in(name)}

    outcome = run_cells(name, stubs)

    assert [i for i, error in outcome.items() if error is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_passes_for_a_function_that_is_not_there(name):
    """Every graded cell fails where its function was deleted."""
    outcome = run_cells(name, dict.fromkeys(solutions_in(name)))

    assert [i for i, error in outcome.items() if error is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_function_has_an_open_and_a_hidden_check(name):
    """Two graded cells a function, with points of their own."""
    graded = {
        cell.metadata.nbgrader.grade_id
        for cell in NOTEBOOKS[name].cells
        if cell.cell_type == "code"
        and cell.metadata.get("nbgrader", {}).get("grade")
    }

    assert graded == graded_cells(solutions_in(name))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_each_assignment_has_three_transfer_functions(name):
    """Three to choose from, each with other cells, none in the library."""
    functions = set(TRANSFERS[name])

    assert len(functions) >= 3
    assert not functions & set(dlcourse.__all__)
    cells = {of: transfer_cells(TRANSFERS[name][of]) for of in functions}
    assert {of: headings(cells[of]) for of in functions} == {
        of: [part_after(name)] for of in functions
    }


def headings(cells):
    """The parts that cells begin, without what they are called."""
    lines = "\n".join(cell.source for cell in cells).splitlines()
    return [line.split(" ·")[0] for line in lines if line.startswith("## ")]


def part_after(name):
    """The heading that is due where the transfer function stands."""
    parts = []
    for cell in NOTEBOOKS[name].cells:
        if cell.id.startswith(f"{DEFAULTS[name]}-"):
            return f"## Part {len(parts) + 1}"
        parts += [h for h in headings([cell]) if h.startswith("## Part")]
    raise AssertionError("the notebook has no transfer function")


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_two_mistakes_of_an_assignment_have_one_name(name):
    """A report speaks of an assignment's mistakes by their names."""
    versions = [name, *(v for v in OTHERS if OTHERS[v][0] == name)]
    ids = [known.id for v in versions for known in MISTAKES[v]]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(("name", "known"), EVERY_WRONG_ANSWER)
def test_every_mistake_loses_points_and_is_named(name, known):
    """A known wrong answer fails a check, which shows its own message."""
    answers = {known.of: named(known.wrong, known.of)}

    outcome = run_cells(name, answers, known.of)

    failures = [error for error in outcome.values() if error is not None]
    assert failures, f"{known.id} passes every check of {known.of}"
    for failure in failures:
        assert isinstance(failure, CheckFailed)
        assert failure.mistake == known.id
        assert known.message in str(failure)


def naive_softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def no_minus(Z, y):
    return np.log(naive_softmax(Z)[np.arange(len(y)), y]).mean()


def every_column(Z, y):
    return -np.log(naive_softmax(Z)[:, y]).mean()


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [(no_minus, "minus_left_out"), (every_column, "every_row_every_label")],
)
def test_a_mistake_is_named_though_huge_scores_go_wrong_as_well(
    answer, mistake
):
    """Who makes two mistakes reads of the one that ordinary numbers show."""
    answers = {"cross_entropy": named(answer, "cross_entropy")}

    outcome = run_cells("3_loss", answers, "cross_entropy")

    assert {error.mistake for error in outcome.values()} == {mistake}


@pytest.mark.parametrize(("name", "known"), EVERY_ADVICE)
def test_advice_loses_nothing_and_is_shown(name, known, capsys):
    """What is right with a warning gets full marks, and a word about it."""
    answers = {known.of: named(known.wrong, known.of)}

    outcome = run_cells(name, answers, known.of)

    assert {i: str(e) for i, e in outcome.items() if e} == {}
    shown = capsys.readouterr().out
    for line in known.message.splitlines():
        assert f"  advice: {line}\n" in shown


@pytest.mark.parametrize(("name", "of", "answer"), EVERY_RIGHT_ANSWER)
def test_a_right_answer_in_other_words_loses_nothing(name, of, answer):
    """Loops, einsum, lists, float32: what is right gets full marks."""
    outcome = run_cells(name, {of: named(answer, of)})

    assert {i: str(e) for i, e in outcome.items() if e} == {}


@pytest.mark.parametrize(("name", "of"), FUNCTIONS)
def test_each_function_has_mistakes_and_other_right_answers(name, of):
    """No function goes without its own wrong and right answers."""
    assert len([known for known in MISTAKES[name] if known.of == of]) >= 5
    assert len(answers_of(of)) >= 3


@pytest.mark.parametrize(("name", "known"), EVERY_MISTAKE)
def test_a_message_has_three_lines_and_ends_with_a_question(name, known):
    """What was seen, why it is wrong, and a next step that is asked."""
    lines = known.message.splitlines()

    assert len(lines) == 3
    assert lines[2].endswith("?")
    assert "np." not in known.message or "np.arg" in known.message


@pytest.mark.parametrize(("name", "of"), FUNCTIONS)
def test_no_mistake_is_the_right_answer(table, name, of):
    """Our own answer has a fingerprint of its own."""
    assert fingerprint(of, own_answer(name, of)) not in table[of]


@pytest.mark.parametrize(("name", "known"), EVERY_MISTAKE)
def test_a_fingerprint_stands_clear_of_rounding(name, known):
    """Noise of 1e-12 in the results changes no fingerprint."""
    rng = np.random.default_rng(0)

    def shaken(result):
        if isinstance(result, dict):
            return {key: shaken(value) for key, value in result.items()}
        if isinstance(result, (tuple, list)):
            return type(result)(map(shaken, result))
        if isinstance(result, Iterator):
            return map(shaken, result)
        if result is None:
            return None
        return np.asarray(result) * (1 + 1e-12 * rng.choice([-1, 1]))

    def noisy(*arguments):
        return shaken(known.wrong(*arguments))

    calm = fingerprint(known.of, known.wrong)
    assert fingerprint(known.of, noisy) == calm


def test_every_exercise_function_has_probes():
    """A function without probes could never be diagnosed."""
    assert {of for _, of in FUNCTIONS} <= PROBES.keys()


@pytest.mark.parametrize(("name", "of"), FUNCTIONS)
def test_each_function_has_three_short_hints(name, of):
    """Each says something else, and the first one asks."""
    hints = HINTS[name][of]

    assert len(set(hints)) == 3
    assert max(len(text.split()) for text in hints) <= LONGEST_HINT
    assert "?" in hints[0]


@pytest.mark.parametrize(("name", "of"), FUNCTIONS)
def test_no_hint_holds_a_line_of_the_answer(name, of):
    """Neither a statement of ours nor what it computes."""
    hints = bare(" ".join(HINTS[name][of]))

    for line in answer_lines(name, of):
        assert bare(line) not in hints


def answer_lines(name, of):
    """The statements of our own answer, and the values they work out."""
    (source,) = (
        cell.source
        for cell in NOTEBOOKS[name].cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == of
    )
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign)):
            yield ast.unparse(node)
            if not isinstance(node.value, (ast.Name, ast.Constant)):
                yield ast.unparse(node.value)


def bare(text):
    """A text without its spaces, so that layout makes no difference."""
    return "".join(text.split())
