"""The same notebook as different programs save it.

Each function takes a notebook as a dictionary and gives the text of the file.
They imitate what was seen in saved files and in the programs' sources, named
at each; where versions differ, the harder case is taken.
"""

import copy
import json

OUTPUT = {
    "name": "stdout",
    "output_type": "stream",
    "text": ["passed: one\n", "passed: two\n"],
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
PYTHON = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.12.3",
}
KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}


def jupyterlab(notebook):
    """JupyterLab 4, with recorded times and saved widgets.

    Times: the option recordTiming of the notebook extension, keys as in
    nbformat's pull request 144. Widgets: "Save Widget State Automatically" of
    the ipywidgets manager, https://ipywidgets.readthedocs.io (embedding).
    """
    changed = ran(notebook)
    time = "2026-11-22T17:00:00.000000Z"
    for cell in code_cells(changed):
        cell["metadata"]["execution"] = {
            "iopub.execute_input": time,
            "iopub.status.busy": time,
            "iopub.status.idle": time,
            "shell.execute_reply": time,
        }
    code_cells(changed)[0]["outputs"].append(
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {
                "text/plain": ["A panel"],
                WIDGET_VIEW: {"model_id": "0123abcd", **version(2, 0)},
            },
        }
    )
    changed["metadata"] = {
        "kernelspec": KERNEL,
        "language_info": PYTHON,
        "widgets": {WIDGET_STATE: {"state": {}, **version(2, 0)}},
    }
    return dumped(changed, indent=1) + "\n"


def notebook7(notebook):
    """Notebook 7, after its property panel was open.

    It is JupyterLab's editor; what the panel adds to cells is taken out again
    in https://github.com/ComPWA/qrules/pull/277, for one.
    """
    changed = ran(notebook)
    for cell in changed["cells"]:
        cell["metadata"].setdefault("editable", True)
        cell["metadata"]["slideshow"] = {"slide_type": ""}
        cell["metadata"]["tags"] = []
    for cell in code_cells(changed):
        cell["metadata"] |= {"scrolled": True, "collapsed": False}
        cell["metadata"]["jupyter"] = {"source_hidden": False}
    changed["metadata"] = {"kernelspec": KERNEL, "language_info": PYTHON}
    return dumped(changed, indent=1) + "\n"


def vscode(notebook):
    """VS Code: all keys sorted, cells with the language chosen for them.

    https://github.com/microsoft/vscode, extensions/ipynb/src/serializers.ts;
    the hash of the interpreter stands in files of 2022.
    """
    changed = ran(notebook)
    for cell in code_cells(changed):
        if "nbgrader" not in cell["metadata"]:
            cell["metadata"]["vscode"] = {"languageId": "python"}
    changed["metadata"] = {
        "kernelspec": {**KERNEL, "display_name": ".venv"},
        "language_info": PYTHON,
        "orig_nbformat": 4,
        "vscode": {"interpreter": {"hash": "0" * 64}},
    }
    return dumped(changed, indent=1, sort_keys=True) + "\n"


def pycharm(notebook):
    """PyCharm: ids of its own, one line as a text, no newline at the end.

    Seen in files with a cell called "initial_id", which is how PyCharm names
    the first cell of a new notebook; they call the language Python 2.7.6.
    """
    changed = ran(notebook)
    for number, cell in enumerate(changed["cells"]):
        cell["id"] = f"{number:016x}" if number else "initial_id"
        if len(cell["source"]) == 1:
            cell["source"] = cell["source"][0]
        cell["metadata"]["collapsed"] = False
    for cell in code_cells(changed):
        cell["metadata"]["ExecuteTime"] = {
            "end_time": "2026-11-22T17:00:00.180938Z",
            "start_time": "2026-11-22T17:00:00.168767Z",
        }
        cell["metadata"]["pycharm"] = {"name": "#%%\n"}
    changed["metadata"] = {
        "kernelspec": {**KERNEL, "display_name": "Python 3"},
        "language_info": {**PYTHON, "version": "2.7.6"},
    }
    return dumped(changed, indent=1)


def colab(notebook):
    """Google Colab: format 4.0, so no ids, and indented by two.

    Seen in files that Colab saved to GitHub; ids stand in the metadata there.
    Colab keeps ids of format 4.5 where it meets them
    (https://github.com/sagemathinc/cocalc/issues/5504); here they are lost.
    JSON may escape any character, so here all are that are not ASCII.
    """
    changed = ran(notebook)
    for cell in changed["cells"]:
        cell["metadata"]["id"] = cell.pop("id")[:12]
    for cell in code_cells(changed):
        cell["metadata"] |= {
            "colab": {"base_uri": "https://localhost:8080/", "height": 35},
            "executionInfo": {"elapsed": 3, "status": "ok", "user": {}},
            "outputId": "69ae5f1b-9a4f-4a0c-b5a3-2c1a7d4f1f00",
        }
    changed |= {"nbformat_minor": 0}
    changed["metadata"] = {
        "colab": {"provenance": []},
        "kernelspec": {"display_name": "Python 3", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return dumped(changed, indent=2, ensure_ascii=True)


def ran(notebook):
    """A copy in which every code cell was run."""
    changed = copy.deepcopy(notebook)
    for number, cell in enumerate(code_cells(changed), start=1):
        cell["execution_count"] = number
        cell["outputs"] = [copy.deepcopy(OUTPUT)]
    for cell in changed["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    return changed


def code_cells(notebook):
    """The cells that are run."""
    return [c for c in notebook["cells"] if c["cell_type"] == "code"]


def version(major, minor):
    """How a widget says its version."""
    return {"version_major": major, "version_minor": minor}


def dumped(notebook, **options):
    """The notebook as JSON."""
    return json.dumps(notebook, **{"ensure_ascii": False, **options})


EDITORS = {
    "jupyterlab": jupyterlab,
    "notebook7": notebook7,
    "vscode": vscode,
    "pycharm": pycharm,
    "colab": colab,
}
