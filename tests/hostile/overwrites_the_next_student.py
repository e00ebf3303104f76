"""Takes the answers out of the next student's submission. True mark: 0."""

CELL = """
import json

name = "zz_finds_nothing_of_others-2"
for root in ("COURSE", "../../.."):
    path = f"{root}/submitted/{name}/ps1/network.ipynb"
    try:
        made = json.load(open(path))
        made["cells"] = []
        json.dump(made, open(path, "w"))
        print("overwritten")
    except OSError as error:
        print("not written:", type(error).__name__)
"""
SAID = "not written: FileNotFoundError"
