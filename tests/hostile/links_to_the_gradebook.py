"""A symbolic link to the gradebook beside the notebook. True mark: 16."""

MARK, SAID = 16, "left out 'data.bin': it is a link"
CELL = "import os\nprint(os.listdir('.'))\n"


def hand_in(folder):
    """And one to the whole course."""
    (folder / "data.bin").symlink_to("../../../gradebook.db")
    (folder / "all").symlink_to("../../..")


def held(seen):
    """Nothing lies where a link would lead."""
    assert "gradebook.db" not in seen.words
