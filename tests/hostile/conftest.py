"""One course for all hostile submissions, graded once."""

from collections.abc import Iterator

import pytest

from tests.hostile.arena import ENTRIES, SECRET, Arena


@pytest.fixture(scope="session")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """The course, graded."""
    root = tmp_path_factory.mktemp("hostile")
    scratch = root / "scratch"
    scratch.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(scratch))
        patch.setenv("INSTRUCTOR_SECRET", SECRET)
        made = Arena(root)
        try:
            made.run(ENTRIES)
            patch.undo()  # a kernel of another file must not inherit it
            yield made
        finally:
            made.close()
