"""A small panel under the checks of a cell, where widgets are alive.

The text of the checks comes first and is complete; the panel sums it up, holds
it folded, and puts a button beside it. It needs a running notebook and
ipywidgets; anywhere else, and where nbgrader runs the notebook, nothing is
shown and nothing is imported.

A cell's checks are collected while it runs and shown when it is done, one
panel a function. What is collected lives in `session.py`.
"""

import html
import importlib.util
import os
import sys
from typing import Any

from dlcourse.feedback.diagnosis import load_table
from dlcourse.feedback.hints import next_hint
from dlcourse.feedback.session import NOW, Outcome

NBGRADER = "NBGRADER_EXECUTION"  # set by nbgrader while it runs a notebook
AFTER_CELL = "post_run_cell"  # IPython's name of the moment
CLOSE = "line-height: 1.4"  # widgets set lines as far apart as buttons
# A shape and a word, so that color is not needed.
VERDICTS = {True: "✓ passed", False: "✗ failed"}


def collect(outcome: Outcome) -> None:
    """Keep what a check said until its cell is done, if there is a panel."""
    shell = live_shell()
    if shell is None:
        return
    if not NOW.outcomes:
        shell.events.register(AFTER_CELL, show_panels)
    NOW.outcomes.append(outcome)


def live_shell() -> Any:
    """The notebook's own IPython if it can show widgets, else None."""
    if os.environ.get(NBGRADER) or "IPython" not in sys.modules:
        return None
    shell = sys.modules["IPython"].get_ipython()
    if getattr(shell, "kernel", None) is None:  # a terminal has none
        return None
    return shell if importlib.util.find_spec("ipywidgets") else None


def show_panels(_: Any = None) -> None:
    """Show a panel for each function whose checks ran in this cell."""
    from IPython.display import display

    shell = live_shell()
    if shell is not None:
        shell.events.unregister(AFTER_CELL, show_panels)
    outcomes, NOW.outcomes = NOW.outcomes, []
    for function in dict.fromkeys(outcome.function for outcome in outcomes):
        its_own = [o for o in outcomes if o.function == function]
        bundle = panel(function, its_own)._repr_mimebundle_()
        # Where the widget cannot be drawn, its text stands for it.
        bundle["text/plain"] = f"A panel with the checks of {function}"
        display(bundle, raw=True)


def panel(function: str, outcomes: list[Outcome]) -> Any:
    """The widget: what the checks said, and a button for the next hint."""
    import ipywidgets

    parts = [ipywidgets.HTML(report(function, outcomes))]
    if load_table().hints.get(function):
        answer = ipywidgets.HTML()
        button = ipywidgets.Button(
            description=f"Hint for {function}",
            layout=ipywidgets.Layout(width="auto", align_self="flex-start"),
        )
        button.on_click(
            lambda _: setattr(answer, "value", status(next_hint(function)))
        )
        parts += [button, answer]
    return ipywidgets.VBox(parts)


def report(function: str, outcomes: list[Outcome]) -> str:
    """The panel's text, as HTML: a line, and at a click each check."""
    rows = "".join(f"<li>{row(outcome)}</li>" for outcome in outcomes)
    name = html.escape(function)
    return (
        f'<details style="{CLOSE}"><summary><strong>{name}</strong>: '
        f"{sum_words(outcomes)} {hidden_words(function)}</summary>"
        f'<ul aria-label="Checks of {name}">{rows}</ul></details>'
    )


def sum_words(outcomes: list[Outcome]) -> str:
    """How many checks passed; a cell stops at the first that fails.

    >>> sum_words([Outcome("relu", "0 stays.", True)])
    '✓ 1 check passed.'
    """
    passed = sum(outcome.passed for outcome in outcomes)
    words = f"✓ {passed} check{'' if passed == 1 else 's'} passed"
    if passed < len(outcomes):
        failed = "✗ 1 check failed"
        return f"{failed}, {words[2:]} before it." if passed else f"{failed}."
    return f"{words}."


def row(outcome: Outcome) -> str:
    """One check: verdict, property, and the message if there is one."""
    text = html.escape(f"{VERDICTS[outcome.passed]}: {outcome.property}")
    return text + lines(outcome.message)


def lines(text: str) -> str:
    """A text of several lines, each on its own."""
    return "".join(f"<br>{html.escape(line)}" for line in text.splitlines())


def status(text: str) -> str:
    """A text that a screen reader reads out when it comes."""
    inner = lines(text).removeprefix("<br>")
    return f'<div role="status" style="{CLOSE}">{inner}</div>'


def hidden_words(function: str) -> str:
    """How many cells of hidden checks are still to come."""
    cells = load_table().hidden.get(function, 0)
    if not cells:
        return ""
    verb = (
        "cell of hidden checks runs"
        if cells == 1
        else ("cells of hidden checks run")
    )
    return f"{cells} {verb} when your work is graded."
