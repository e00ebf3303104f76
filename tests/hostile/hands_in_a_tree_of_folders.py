"""Folders in folders, and more files than are read. True mark: 16."""

MARK, SAID = 16, "only the first 500 files were read"


def hand_in(folder):
    """A chain of forty folders, and 700 small files."""
    deep = folder.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("deep")
    (folder / "many").mkdir()
    for number in range(700):
        (folder / "many" / f"{number}.txt").touch()
