"""dlcourse/grade/mistakes.py: wrong answers and the table made from them."""

import pytest

from dlcourse.activations import sigmoid
from dlcourse.feedback.fingerprint import fingerprint
from dlcourse.grade.errors import ExerciseError
from dlcourse.grade.mistakes import (
    mistake_table,
    read_hints,
    read_mistakes,
)

HEAD = "from dlcourse.grade.mistakes import hint, mistake\n"
HINTS = 'hint("relu", "one?", " two ", "three")\n'
ZERO = '@mistake("relu", "a\\nb\\nc?")\ndef {name}(Z):\n    return {answer}\n'


def write(tmp_path, *rows):
    path = tmp_path / "mistakes.py"
    body = "".join(ZERO.format(name=n, answer=a) for n, a in rows)
    path.write_text(HEAD + body)
    return path


def test_the_table_holds_hashes_and_messages_alone(tmp_path):
    """No code of a wrong or right answer reaches the students."""
    mistakes = read_mistakes(write(tmp_path, ("all_zero", "0 * Z")))

    table = mistake_table(mistakes)

    (row,) = table["relu"].values()
    assert row == {"mistake": "all_zero", "message": "a\nb\nc?"}


def test_two_mistakes_of_one_name_are_refused(tmp_path):
    """The second would replace the first without a word."""
    path = write(tmp_path, ("twin", "0 * Z"), ("twin", "1 * Z"))

    with pytest.raises(ExerciseError, match="two mistakes are called twin"):
        read_mistakes(path)


def test_two_mistakes_that_do_the_same_are_refused(tmp_path):
    """A fingerprint names one mistake."""
    mistakes = read_mistakes(write(tmp_path, ("a", "0 * Z"), ("b", "Z - Z")))

    with pytest.raises(ExerciseError, match="b and a do the same"):
        mistake_table(mistakes)


def test_hints_stand_beside_the_mistakes(tmp_path):
    """In their order, and not among the mistakes."""
    path = write(tmp_path, ("all_zero", "0 * Z"))
    path.write_text(path.read_text() + HINTS)

    assert read_hints(path) == {"relu": ["one?", "two", "three"]}
    assert [known.id for known in read_mistakes(path)] == ["all_zero"]


def test_hints_twice_for_one_function_are_refused(tmp_path):
    """The second would replace the first without a word."""
    path = write(tmp_path)
    path.write_text(path.read_text() + HINTS + HINTS)

    with pytest.raises(ExerciseError, match="two hints for relu"):
        read_hints(path)


def test_no_file_means_no_mistakes(tmp_path):
    """A new assignment may begin without."""
    assert read_mistakes(tmp_path / "mistakes.py") == []
    assert read_hints(tmp_path / "mistakes.py") == {}


def test_a_file_that_fails_is_named(tmp_path):
    """An error in mistakes.py is one line, not a traceback."""
    (tmp_path / "mistakes.py").write_text("1 / 0")

    with pytest.raises(ExerciseError, match=r"mistakes\.py cannot be run"):
        read_mistakes(tmp_path / "mistakes.py")


NAIVE = """
import numpy as np
@mistake("sigmoid", "a\\nb\\nc?", kind="{kind}")
def overflowing(Z):
    return {answer}
"""


def test_advice_is_told_from_the_right_answer_by_its_warnings(tmp_path):
    """Its values are right, so its fingerprint says nothing."""
    (tmp_path / "mistakes.py").write_text(
        HEAD + NAIVE.format(kind="advice", answer="1 / (1 + np.exp(-Z))")
    )

    (key,) = mistake_table(read_mistakes(tmp_path / "mistakes.py"))["sigmoid"]

    plain, _, warned = key.partition(" ")
    assert plain == fingerprint("sigmoid", sigmoid)
    assert warned == "overflow"


def test_advice_without_a_warning_is_refused(tmp_path):
    """Nothing would ever look it up."""
    (tmp_path / "mistakes.py").write_text(
        HEAD + NAIVE.format(kind="advice", answer="0 * Z")
    )

    with pytest.raises(ExerciseError, match="warns of nothing"):
        mistake_table(read_mistakes(tmp_path / "mistakes.py"))


def test_an_unknown_kind_is_refused(tmp_path):
    """A slip of the pen would make a mistake of a right answer."""
    (tmp_path / "mistakes.py").write_text(
        HEAD + NAIVE.format(kind="advise", answer="Z")
    )

    with pytest.raises(ExerciseError, match="kind is 'advise'"):
        read_mistakes(tmp_path / "mistakes.py")
