"""Its notebook is a link to the notebook of somebody else. Refused."""

MARK, SAID = None, "network.ipynb is a link"


def hand_in(folder):
    """The first student's is right."""
    (folder / "network.ipynb").unlink()
    (folder / "network.ipynb").symlink_to("../../a/ps1/network.ipynb")
