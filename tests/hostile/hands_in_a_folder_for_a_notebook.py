"""A folder bears the notebook's name. Refused."""

MARK, SAID = None, "network.ipynb is no ordinary file"


def hand_in(folder):
    """With a notebook in it."""
    path = folder / "network.ipynb"
    content = path.read_bytes()
    path.unlink()
    path.mkdir()
    (path / "network.ipynb").write_bytes(content)
