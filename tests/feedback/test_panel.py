"""dlcourse/feedback/panel.py: widgets beside the text, where they live."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import ipywidgets
import nbclient
import nbformat
import pytest

from dlcourse.feedback import CheckFailed, call, check, expect, panel
from dlcourse.feedback.session import NOW, Outcome, fresh_session

WIDGET = "application/vnd.jupyter.widget-view+json"
TABLE = {
    "hidden": {"double": 1, "halve": 2},
    "hints": {"double": ["first <b>", "second"]},
    "mistakes": {},
}
CHECKS = """
from dlcourse.feedback import call, check, expect

@check
def check_three(double):
    \"\"\"Three becomes six.\"\"\"
    expect(call(double, 3.0), 6.0, "What is done with x?")

def double(x):
    return 2 * x

check_three(double)
"""
CLICK = """
from ipywidgets.widgets.widget import _instances
(button,) = [w for w in _instances.values() if hasattr(w, "click")]
button.click()
print([w.value for w in _instances.values() if hasattr(w, "value")][-1])
"""


@check
def check_three(double):
    """Three becomes six."""
    expect(call(double, 3.0), 6.0, "What is done with x?")


@check
def check_zero(double):
    """Zero stays zero."""
    expect(call(double, 0.0), 0.0, "What is done with x?")


def double(x):
    return 2 * x


@pytest.fixture(autouse=True)
def _in_a_folder_with_hints(tmp_path, monkeypatch):
    """A table beside the notebook, and a session that knows nothing yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(panel.NBGRADER, raising=False)
    Path("mistakes.json").write_text(json.dumps(TABLE))
    with fresh_session():
        yield


@pytest.fixture
def cell(monkeypatch):
    """A notebook's cell: call `.done()` to end it; `.shown` is what came."""
    callbacks, shown = [], []
    shell = SimpleNamespace(
        events=SimpleNamespace(
            register=lambda event, call: callbacks.append(call),
            unregister=lambda event, call: callbacks.remove(call),
        )
    )
    monkeypatch.setattr(panel, "live_shell", lambda: shell)
    monkeypatch.setattr(
        "IPython.display.display", lambda bundle, raw: shown.append(bundle)
    )

    def done():
        for callback in [*callbacks]:
            callback()

    return SimpleNamespace(done=done, shown=shown, callbacks=callbacks)


def test_a_cell_shows_one_panel_a_function(cell):
    """When it is done, whatever the number of checks; the next begins anew."""
    check_three(double)
    check_zero(double)
    assert cell.shown == []
    cell.done()
    cell.done()

    (bundle,) = cell.shown
    assert WIDGET in bundle
    assert bundle["text/plain"] == "A panel with the checks of double"
    assert cell.callbacks == NOW.outcomes == []


def test_a_failed_check_has_its_panel_too(cell):
    """Though the cell stops there."""
    check_zero(double)
    with pytest.raises(CheckFailed):
        check_three(lambda x: x)
    cell.done()

    assert [bundle["text/plain"] for bundle in cell.shown] == [
        "A panel with the checks of double",
        "A panel with the checks of <lambda>",
    ]


def test_a_panel_says_in_words_what_passed_and_failed():
    """A shape and a word, the message, and what is still to come."""
    text = panel.report(
        "double",
        [
            Outcome("double", "Zero stays zero.", True),
            Outcome("double", "a < b", False, "one\ntwo & three"),
        ],
    )

    assert "</strong>: ✗ 1 check failed, 1 check passed before it." in text
    assert "✓ passed: Zero stays zero.</li>" in text
    assert "✗ failed: a &lt; b<br>one<br>two &amp; three</li>" in text
    assert "1 cell of hidden checks runs when your work is graded." in text
    assert "color" not in text


def test_the_button_gives_one_hint_after_the_other():
    """The same as hint(double), and it counts there too."""
    _, button, answer = panel.panel("double", []).children

    button.click()
    assert 'role="status"' in answer.value
    assert "hint 1 of 2<br>first &lt;b&gt;</div>" in answer.value
    button.click()
    assert "hint 2 of 2" in answer.value
    assert NOW.hints_read == {"double": 2}


def test_a_function_without_hints_has_no_button():
    """A button that gives nothing is none."""
    (text,) = panel.panel("halve", []).children

    assert "2 cells of hidden checks run when" in text.value
    assert isinstance(text, ipywidgets.HTML)


def test_without_a_notebook_nothing_is_collected():
    """As here, in the terminal and in the grader."""
    check_three(double)

    assert NOW.outcomes == []


def test_feedback_imports_no_widgets():
    """It must be light, and run where there are none."""
    code = (
        "import sys, dlcourse.feedback; "
        "print({'IPython', 'ipywidgets'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "set()\n"


def run_in_kernel(*sources):
    """The outputs of each cell, run in a real kernel."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources]
    )
    nbclient.NotebookClient(notebook, kernel_name="python3").execute(
        cwd=str(Path.cwd()), cleanup_kc=True
    )
    return [cell.outputs for cell in notebook.cells]


def test_a_real_notebook_shows_text_first_and_then_the_panel():
    """And its button works there."""
    (text, drawn), (clicked,) = run_in_kernel(CHECKS, CLICK)

    assert text.text == "passed: Three becomes six.\n"
    assert drawn.output_type == "display_data"
    assert WIDGET in drawn.data
    assert "hint 1 of 2" in clicked.text


def test_nbgrader_sees_text_alone(monkeypatch):
    """A panel in a graded notebook would be of no use to anybody."""
    monkeypatch.setenv(panel.NBGRADER, "autograde")

    ((text,),) = run_in_kernel(CHECKS)

    assert text.text == "passed: Three becomes six.\n"
