"""Adds a line to nbgrader_config.py, which is a program. True mark: 0."""

CELL = """
for path in ("COURSE/nbgrader_config.py", "../../../nbgrader_config.py"):
    try:
        with open(path, "a") as file:
            file.write("print('mine')\\n")
        print("poisoned")
    except OSError as error:
        print("not written:", type(error).__name__)
"""
SAID = "not written: "
