"""Where the instructor's cells run: the judge's namespace.

Cells are what Jupyter would run: magics that only show something do nothing,
`!command` is refused by name, and the value of the last line is what nbgrader
would read as partial credit.
"""

import ast
import asyncio
import builtins
import contextlib
import inspect
import io
import linecache
import re
import sys
import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from IPython.utils.capture import CapturedIO

from dlcourse.grade.names import python_of

SHOWING = {
    *("matplotlib", "config", "autoreload", "load_ext", "reload_ext"),
    *("pylab", "precision", "pprint", "colors", "xmode", "pinfo", "pinfo2"),
    *("html", "javascript", "js", "latex", "markdown", "svg", "capture"),
    *("who", "whos", "lsmagic"),
}
TIMING = {"time", "timeit", "prun"}
OPTIONS = re.compile(r"^(\s*-{1,2}[a-z-]+\s*\d*\s+)+")  # -n 1 -r 1
MOST_TEXT = 1 << 20  # characters that a cell may print


class Refused(Exception):
    """Something that a graded cell cannot do; its text names it."""


class JudgeShell:
    """What `get_ipython()` gives to the instructor's cells."""

    def __init__(self, space: dict[str, Any]):
        self.user_ns = space

    def run_line_magic(self, name: str, line: str, *_: Any) -> Any:
        """Times run what they time; what shows something does nothing."""
        if name in TIMING:
            return self.once(OPTIONS.sub("", line))
        if name not in SHOWING:
            raise Refused(f"%{name} cannot be used in a graded cell")
        return None

    def once(self, line: str) -> Any:
        """Run a line; the value of an expression is given back."""
        text = python_of(line).strip()
        with contextlib.suppress(SyntaxError):
            return eval(compile(text, "<line>", "eval"), self.user_ns)
        return exec(text, self.user_ns)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """As run_line_magic, for a whole cell."""
        if name in TIMING:
            exec(python_of(cell), self.user_ns)
        elif name == "capture":
            self.captured(OPTIONS.sub("", line).strip(), cell)
        elif name not in SHOWING:
            raise Refused(f"%%{name} cannot be used in a graded cell")

    def captured(self, name: str, cell: str) -> None:
        """Run a cell; what it prints is kept under the name."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            exec(python_of(cell), self.user_ns)
        if name:
            self.user_ns[name] = CapturedIO(out, err)

    def system(self, command: str) -> None:
        """Commands of the operating system are not run."""
        raise Refused(f"`!{command}` is refused: graded cells run no commands")

    getoutput = system


class Printed(io.TextIOBase):
    """Collects what is printed, up to a limit."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.room = MOST_TEXT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Keep the text while there is room."""
        if self.room > 0:
            self.parts.append(text[: self.room])
            self.room -= len(text)
        return len(text)

    @property
    def text(self) -> str:
        """All that was kept."""
        cut = "\n[cut off here]\n" if self.room < 0 else ""
        return "".join(self.parts) + cut


class Space:
    """A fresh `__main__` for the instructor's cells."""

    def __init__(self) -> None:
        self.module = types.ModuleType("__main__")
        self.names: dict[str, Any] = self.module.__dict__
        shell = JudgeShell(self.names)
        self.names["__builtins__"] = builtins  # a module, as in Jupyter
        self.names["get_ipython"] = lambda: shell
        self.names["display"] = lambda *objects, **options: None
        self.out, self.err = Printed(), Printed()

    @contextlib.contextmanager
    def printing(self) -> Iterator[None]:
        """Collect what is printed meanwhile, anew."""
        self.out, self.err = Printed(), Printed()
        with (
            contextlib.redirect_stdout(self.out),
            contextlib.redirect_stderr(self.err),
        ):
            yield

    def run(self, text: str, filename: str) -> Any:
        """Run a cell; the value of its last line, None if it has none."""
        body, last = compiled(text, filename)
        keep_source(filename, python_of(text))
        sys.modules["__main__"] = self.module
        self.execute(body)
        return None if last is None else self.execute(last)

    def execute(self, code: types.CodeType) -> Any:
        """Run code; `await` may stand at the top level."""
        result = eval(code, self.names)
        if code.co_flags & inspect.CO_COROUTINE:
            return asyncio.run(result)
        return result


@lru_cache(maxsize=4096)
def compiled(
    text: str, filename: str
) -> tuple[types.CodeType, types.CodeType | None]:
    """A cell's code, and that of its last line if this is an expression.

    A semicolon at the end says that its value is not to be shown.
    """
    source = python_of(text)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    body = ast.parse(source, filename).body
    last = None
    shown = not source.rstrip().endswith(";")
    if shown and body and isinstance(body[-1], ast.Expr):
        # An Expr, as the line above asks: mypy forgets it in the pop.
        value = ast.Expression(body.pop().value)  # type: ignore[attr-defined]
        last = compile(value, filename, "eval", flags=flags)
    whole = compile(ast.Module(body, []), filename, "exec", flags=flags)
    return whole, last


def keep_source(filename: str, source: str) -> None:
    """Let tracebacks and inspect find the lines of a cell."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
