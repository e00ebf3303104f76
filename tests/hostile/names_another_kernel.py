"""Asks for a kernel that does not exist. True mark: 16."""

MARK = 16


def change(notebook):
    """A language of its own."""
    notebook["metadata"]["kernelspec"] = {
        "name": "nowhere",
        "display_name": "nowhere",
        "language": "bash",
    }
