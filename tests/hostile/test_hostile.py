"""Every hostile submission gets its true mark, and harms nobody.

Each entry is a file of this folder, named for what it tries; arena.py says
how they are written and graded.
"""

import pytest

from tests.hostile.arena import ENTRIES, SECRET, Arena, load
from tests.hostile.little_course import FULL


@pytest.mark.parametrize("name", ENTRIES)
def test_hostile(name: str, arena: Arena):
    """The true mark or a stated refusal; nothing read, changed or left."""
    entry, found = load(name), arena.seen[name]
    mark = getattr(entry, "MARK", 0)

    assert found.row.status == ("refused" if mark is None else "graded")
    assert found.mark == mark
    assert found.score == mark
    assert found.row.reason or mark is not None
    said = getattr(entry, "SAID", "")
    assert said in found.words, found.words[:3000]
    assert SECRET not in found.words
    assert found.left == []
    assert found.after.status == "graded"
    assert found.after.as_json("")["points"] == FULL
    getattr(entry, "held", lambda found: None)(found)


def test_the_first_student_is_untouched(arena: Arena):
    """What came before all hostile entries still has its mark."""
    assert arena.first.as_json("")["points"] == FULL
