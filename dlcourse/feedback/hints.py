"""Three hints a function, each nearer to the answer; the answer never.

    hint(softmax)

prints the first; called again, the next. The texts are the assignment's: they
stand in its table, beside the known mistakes (`diagnosis.py`).
"""

import textwrap
from collections.abc import Callable

from dlcourse.feedback.diagnosis import load_table
from dlcourse.feedback.session import NOW

WIDTH = 72  # a notebook breaks longer lines in the middle of a word


def hint(function: Callable | str) -> None:
    """Print the next hint for the function; after the last, the first."""
    for line in next_hint(name_of(function)).splitlines():
        print(textwrap.fill(line, WIDTH))


def next_hint(name: str) -> str:
    """The next hint for the function of this name, with its number."""
    hints = load_table().hints
    texts = hints.get(name, [])
    if not texts:
        known = f" There are hints for {', '.join(hints)}." if hints else ""
        return f"There is no hint for {name} here.{known}"
    number = NOW.hints_read.get(name, 0) % len(texts) + 1
    NOW.hints_read[name] = number
    return f"hint {number} of {len(texts)}\n{texts[number - 1]}"


def offer(name: str) -> str:
    """How to get another hint, or nothing where all of them were read."""
    left = len(load_table().hints.get(name, [])) - NOW.hints_read.get(name, 0)
    return f"\nAnother hint: hint({name})" if left > 0 else ""


def name_of(function: Callable | str) -> str:
    """The name by which the tables know a function."""
    if isinstance(function, str):
        return function
    return getattr(function, "__name__", "your function")
