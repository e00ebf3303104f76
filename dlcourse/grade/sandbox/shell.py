"""One IPython shell that runs cells as Jupyter would, without a kernel.

nbclient starts a kernel a notebook, about a second of CPU. This shell is made
and tried out once, in the zygote; a forked child has it at once.
"""

import ast
import builtins
import getpass
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, NoReturn

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from .outputs import KILOBYTE, Output, Outputs, Stream

OUTPUT_KB = 1024  # until the child is told its own limit
# Whatever is slow or starts something the first time, children find done.
PRIME = """
import numpy as np
from IPython.display import display, HTML
def wrong():
    raise ValueError("é")
display(HTML("<b>x</b>"), np.arange(3))
wrong()
"""
FIGURE = """
import numpy as np
import matplotlib.pyplot as plt
%matplotlib inline
figure, axes = plt.subplots()
axes.plot([0, 1e-3], [1, 2], "o--", label="one")
axes.set(title="$x^2$", xlabel="x")
axes.legend()
axes.imshow(np.zeros((2, 2)))
plt.show()
"""

# Magics, commands, help, `await`, and names for what was typed before. Those
# for what was shown, `_` above all, are bound wherever a value is shown.
NEEDS_IPYTHON = re.compile(
    r"^\s*[%!?,;/]|=\s*[%!]|\?\s*$"
    r"|\b(await|async|In|_i+\d*|_ih|get_ipython|exit|quit)\b",
    re.MULTILINE,
)


class Compiler(CachingCompiler):
    """Names cells so that IPython takes its short way to a traceback.

    It does for a `.py` that is no file, as ipykernel's cells are: 1 ms where
    the other way, with the failing expression in color, costs 10.
    """

    made = 0

    def get_code_name(self, *_: Any) -> str:
        """The file name that a cell's code gets."""
        self.made += 1
        return f"<ipython-input-{self.made}>.py"


class Shell:
    """What runs the cells of one submission."""

    namespace: dict[str, Any]  # of the module __main__, as the cells see it

    def __init__(self) -> None:
        self.outputs = Outputs(OUTPUT_KB)
        self.busy = False  # with the student's code
        self.interactive = interactive_shell(self)
        self.namespace = self.interactive.user_ns
        # They do what a student's code calls, not all that typeshed lists.
        sys.stdout = Stream(self, "stdout")  # type: ignore[assignment]
        sys.stderr = Stream(self, "stderr")  # type: ignore[assignment]
        builtins.input = no_input("raw_input")  # type: ignore[assignment]
        getpass.getpass = no_input("getpass")

    def prime(self) -> None:
        """Go once through displays and tracebacks, then forget it."""
        outputs, _ = self.run(PRIME, 1)
        if not outputs or outputs[-1].get("ename") != "ValueError":
            raise RuntimeError(f"the shell does not work: {outputs}")
        self.forget()

    def prime_figures(self) -> None:
        """The same for figures. Where nothing can draw, children say so."""
        self.run(FIGURE, 1)
        self.forget()

    def forget(self) -> None:
        """Be as new."""
        self.interactive.reset(new_session=True)
        self.namespace = self.interactive.user_ns
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            if hasattr(sys, name):
                delattr(sys, name)

    def begin(self, *, output_kb: int) -> None:
        """In a child: its own limit for what each cell shows, and SIGINT."""
        self.outputs = Outputs(output_kb)
        signal.signal(signal.SIGINT, self.interrupt)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt in the student's code, and only there."""
        if self.busy:
            signal.default_int_handler(number, frame)

    def run(self, source: str, number: int) -> tuple[list[Output], bool]:
        """The outputs of a cell, and whether it ended without an error.

        `number` is its execution count. Nothing that the cell raises leaves
        this function.
        """
        fine = False
        with self.capture() as outputs:
            try:
                self.interactive.execution_count = number
                fine = (
                    self.run_plain(source, number)
                    if (not NEEDS_IPYTHON.search(source))
                    else self.interactive.run_cell(
                        source, store_history=True
                    ).success
                )
            except BaseException as error:
                # What IPython does not catch: an interrupt in its own code,
                # or an error that makes showing it impossible.
                self.busy = False
                name = type(error).__name__
                outputs.fail(name, "", [name])
        return outputs.finish(), fine

    def run_plain(self, source: str, number: int) -> bool:
        """Run a cell that is nothing but Python, as IPython would.

        Without its history and its search for magics, which take longer than
        the cell itself. Whether it ended without an error.
        """
        shell = self.interactive
        name = shell.compile.cache(source, number, raw_code=source)
        shell.execution_count = number + 1  # counted on before a cell runs
        try:
            codes = codes_of(source, name, shell.compile.flags)
            past: Any = shell.history_manager
            past.input_hist_parsed.append(source)  # where a `;` is looked for
            past.input_hist_raw.append(source)
            shell.displayhook.exec_result = None
            with shell.builtin_trap, shell.display_trap:
                for code in codes:
                    exec(code, self.namespace)
        except SyntaxError as error:
            if error.filename == name:
                shell.showsyntaxerror(name)
            else:
                self.show(error)
            return False
        except BaseException as error:
            self.show(error)
            return False
        finally:
            shell.events.trigger("post_execute")
        return True

    def show(self, error: BaseException) -> None:
        """Show an error's traceback, without the frame that runs cells."""
        trace = error.__traceback__
        inner = trace.tb_next if trace else None
        self.interactive.showtraceback(
            (type(error), error, inner), running_compiled_code=True
        )

    @contextmanager
    def capture(self) -> Iterator[Outputs]:
        """What is shown meanwhile, with `.text("stdout")` and "stderr"."""
        before, busy = self.outputs, self.busy
        self.outputs = Outputs(before.limit // KILOBYTE)
        try:
            self.busy = True
            yield self.outputs
        finally:
            self.busy = busy
            self.outputs = before


def codes_of(source: str, name: str, flags: int) -> list[CodeType]:
    """A cell's code; the last line's own, if its value is to be shown."""
    body = ast.parse(source, name).body
    last: list[ast.stmt] = []
    if body and isinstance(body[-1], ast.Expr):
        last = [body.pop()]
    codes = [
        compile(ast.Module(body, []), name, "exec", flags, dont_inherit=True)
    ]
    if last:
        codes.append(
            compile(
                ast.Interactive(last), name, "single", flags, dont_inherit=True
            )
        )
    return codes


def interactive_shell(owner: Shell) -> InteractiveShell:
    """IPython's shell, whose outputs go to the owner's."""

    class Publisher(DisplayPublisher):
        """Where display() leads."""

        # IPython's own subclasses differ from its signature too.
        def publish(  # type: ignore[override]
            self,
            data: Any,
            metadata: Any = None,
            *,
            transient: Any = None,
            update: bool = False,
            **_: Any,
        ) -> None:
            name = (transient or {}).get("display_id")
            if update:
                owner.outputs.update(name, data, metadata)
            else:
                owner.outputs.show(
                    "display_data", data, metadata, display_id=name
                )

        def clear_output(self, wait: bool = False) -> None:
            owner.outputs.clear(wait=wait)

    class Hook(DisplayHook):
        """Where the value of a cell's last line leads."""

        def write_output_prompt(self) -> None:
            pass

        def write_format_data(
            self, format_dict: Any, md_dict: Any = None
        ) -> None:
            owner.outputs.show(
                "execute_result",
                format_dict,
                md_dict,
                execution_count=self.prompt_count,
            )

        def finish_displayhook(self) -> None:
            pass

        def start_displayhook(self) -> None:
            pass

    class SandboxShell(InteractiveShell):
        """A shell without a terminal, a kernel or other programs."""

        display_pub_class = Type(Publisher)
        displayhook_class = Type(Hook)
        compiler_class = Type(Compiler)

        def _showtraceback(
            self, etype: Any, evalue: Any, stb: list[str]
        ) -> None:
            owner.outputs.fail(
                getattr(etype, "__name__", str(etype)), str(evalue), stb
            )

        # IPython has an attribute there, chosen by platform.
        def system(self, cmd: str) -> None:  # type: ignore[override]
            """Say that a `!command` is not run, and go on, as Jupyter does."""
            refuse_command(self, cmd)

        def getoutput(
            self, cmd: str, split: bool = True, depth: int = 0
        ) -> Any:
            """Nothing, for `lines = !command`."""
            refuse_command(self, cmd)
            return SList() if split else ""

        def enable_gui(self, gui: Any = None) -> None:
            """There is no window."""

        def init_virtualenv(self) -> None:
            """The environment is the zygote's."""

        def ask_exit(self) -> None:
            """`exit` ends nothing."""

    settings = Config()
    settings.HistoryManager.enabled = False  # a thread and a database
    settings.InteractiveShell.autocall = 0
    # get_ipython() and matplotlib look for the one shell under either name.
    shell = SandboxShell.instance(config=settings)
    shell.set_hook("show_in_pager", lambda *_, **__: None, 0)
    return shell


def refuse_command(shell: InteractiveShell, command: str) -> None:
    """Say that other programs are not at hand, as a command that failed."""
    print(f"!{command}: commands cannot be run while grading", file=sys.stderr)
    shell.user_ns["_exit_code"] = 1


def no_input(name: str) -> Any:
    """A function that says that nobody is there to answer."""

    def ask(*_: object, **__: object) -> NoReturn:
        __tracebackhide__ = True
        raise StdinNotImplementedError(
            f"{name} was called, but this frontend does not support input "
            "requests."
        )

    return ask
