"""Says that its metadata are of schema 0. True mark: 16."""

MARK = 16


def change(notebook):
    """Every mark says so."""
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 0
