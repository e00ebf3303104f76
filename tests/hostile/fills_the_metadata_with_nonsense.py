"""Metadata, cells and texts of every wrong kind. True mark: 16."""

MARK = 16
ODD = ([], {}, None, 7, "x", [[]], {"nbgrader": []}, {"nbgrader": None})


def change(notebook):
    """The course's own cells are left as they are."""
    cells = notebook["cells"]
    for odd in ODD:
        cells.insert(0, odd)
        cells.append({"cell_type": "code", "source": "", "metadata": odd})
        cells.append({"cell_type": odd, "source": odd, "outputs": odd})
        mark = {"grade_id": odd, "grade": odd, "points": odd, "locked": odd}
        cells.append(
            {
                "cell_type": "code",
                "source": ["print(", 7, None, "'mine')"],
                "metadata": {"nbgrader": mark, "tags": odd},
                "id": odd,
            }
        )
    notebook["metadata"] = []
    notebook["nbformat_minor"] = "x"
