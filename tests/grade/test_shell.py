"""The sandbox's shell shows what nbclient and ipykernel would show."""

import json
import re
from pathlib import Path
from threading import Event, Thread
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dlcourse.grade.confine import Child, Sandbox
from dlcourse.grade.model import Limits
from tests.grade.boxes import Talk, sandbox, talk

CELLS = [
    "%matplotlib inline\nimport matplotlib.pyplot as plt, numpy as np, sys",
    "print('a'); print('b', file=sys.stderr); print('c')",
    "print('x', flush=True); print('y', file=sys.stderr, flush=True)",
    "1 + 1",
    "'x' * 3;",
    "None",
    "1 / 0",
    "def f(:",
    "raise ValueError('é')",
    "def g():\n    raise ValueError('deep')\ng()",
    "from IPython.display import HTML, Markdown, display, clear_output\n"
    "display(HTML('<b>x</b>'))\nMarkdown('*y*')",
    "print('p'); display(1); print('q')",
    "for i in range(3): display(i)",
    "handle = display('one', display_id=True)\nhandle.update('two')",
    "print('gone'); clear_output(); print('stay')",
    "print('gone'); clear_output(wait=True); print('stay')",
    "plt.plot([1, 2]);",
    "figure, axes = plt.subplots()\naxes.plot([1])\nplt.show()\nprint('on')",
    "figure",
    "plt.title('open'); 1 / 0",
    "np.arange(3)",
    "_, In[4], Out.get(4)",
    "__",
    "_21, Out[4], _oh[4]",
    "for _ in range(2): pass",
    "_",
    "_ih[4]",
    "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "input('?')",
    "import getpass; getpass.getpass()",
    "assert False, 'msg'",
    "raise KeyboardInterrupt",
    "import sys; sys.exit(3)",
    "np.random.seed(0); np.random.rand()",
    "class A:\n    def _repr_html_(self): return '<i>a</i>'\n"
    "    def __repr__(self): return 'a'\nA()",
    "class Own(Exception):\n    def _render_traceback_(self):\n"
    "        return ['mine']\nraise Own('x')",
    "np.float64(0) / 0",
    "import warnings; warnings.warn('w')",
    "import logging; logging.warning('logged')",
    "%%html\n<p>x</p>",
    "%%capture kept\nprint(1)",
    "kept.stdout",
    "print?",
    "nosuch?",
    "%nosuch",
    "%%writefile t.txt\nhello",
    "sys.displayhook(3)",
    "1; 2\n3",
    "__name__",
]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sandbox for all tests of this file."""
    with sandbox(tmp_path_factory.mktemp("build")) as made:
        yield made


@pytest.fixture
def cells(box: Sandbox) -> Any:
    """A fresh child that runs cells."""
    with talk(box) as made:
        yield made


def alike(outputs: list[dict[str, Any]]) -> list[Any]:
    """Outputs without what two runs never share: pixels and file names.

    And with a stream in one piece: a busy kernel sends a line in two.
    """
    made: list[dict[str, Any]] = []
    for output in json.loads(json.dumps(outputs)):
        stream = output["output_type"] == "stream"
        if stream and made and made[-1].get("name") == output["name"]:
            made[-1]["text"] += output["text"]
        else:
            made.append(output)
    for output in made:
        # Where input() lies is not the same: the cell's own frame is.
        output["traceback"] = [
            entry
            for entry in output.get("traceback", [])
            if not re.search(r"(kernelbase|sandbox/shell)\.py", entry)
        ]
    text = json.dumps(made, sort_keys=True)
    text = re.sub(r'"image/png": "[^"]*"', '"image/png": "a figure"', text)
    text = re.sub(r"<ipython-input-[\w-]+>\.py", "FILE", text)
    text = re.sub(r"(/tmp/ipykernel_\d+/)?\d+\.py", "FILE", text)
    return list(json.loads(text))


def test_outputs_are_those_of_nbclient(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every kind of output comes as from a kernel, in the same order."""
    # A kernel names cells as files there; the comparison knows this place.
    monkeypatch.setenv("TMPDIR", "/tmp")
    notebook = new_notebook(cells=[new_code_cell(text) for text in CELLS])
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(
        notebook, allow_errors=True, resources=resources, timeout=600
    ).execute()

    with talk(box) as cells:
        ours = [cells.run(text)[0] for text in CELLS]

    for cell, outputs in zip(notebook.cells, ours, strict=True):
        assert alike(outputs) == alike(cell.outputs), cell.source


def test_outputs_are_valid_in_a_notebook(cells: Talk):
    """What a cell shows can be saved, whatever a student displays."""
    outputs, _ = cells.run(
        "from IPython.display import publish_display_data as publish\n"
        "publish({'text/plain': 'é\\ud800', 3: 'x', 'image/png': b'x',\n"
        "         'text/html': object(), 'application/json': {1: {2}},\n"
        "         'x/json': float('nan'), 'application/a+json': {}},\n"
        "        {'k': object()})\n"
        "print('\\udfff')\n"
        "raise ValueError('\\ud800')"
    )

    made = [new_output(**output) for output in outputs]
    notebook = new_notebook(cells=[new_code_cell("", outputs=made)])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
    assert [output["output_type"] for output in outputs] == [
        "display_data",
        "stream",
        "error",
    ]


def test_a_flood_of_output_is_cut_off(box: Sandbox):
    """One line says so; the cell goes on and its error is still seen."""
    with talk(box, limits=Limits(output_kb=16)) as cells:
        outputs, fine = cells.run(
            "from IPython.display import HTML, display\n"
            "for _ in range(100): print('é' * 1000)\n"
            "display(HTML('y' * 20_000))\n"
            "1 / 0"
        )
        after = cells.value("'next'")

    assert not fine
    assert after == "'next'"
    first, error, last = outputs
    assert 15_000 < len(first["text"].encode()) <= 16 * 1024
    assert error["ename"] == "ZeroDivisionError"
    assert last["text"] == "[output cut off: more than 16 KB]\n"


def test_only_what_stays_counts(box: Sandbox):
    """A picture that is drawn again and again is one picture."""
    with talk(box, limits=Limits(output_kb=16)) as cells:
        outputs, _ = cells.run(
            "from IPython.display import clear_output, display\n"
            "handle = display('', display_id=True)\n"
            "for n in range(50): handle.update(str(n) * 1000)\n"
            "for n in range(50): clear_output(wait=True); print(n, 'y' * 1000)"
        )

    assert [f"49 {'y' * 1000}\n"] == [output["text"] for output in outputs]


def test_huge_errors_are_cut_off(box: Sandbox):
    """An error's text and traceback have limits, and so have many errors."""
    with talk(box, limits=Limits(output_kb=300)) as cells:
        outputs, _ = cells.run("raise ValueError('x' * 10_000_000)")
        assert len(outputs[0]["evalue"]) == 20_000
        assert len(json.dumps(outputs)) < 200_000

        outputs, _ = cells.run(
            "try:\n    error = ValueError('x' * 90_000)\n"
            "    for _ in range(500): error = RuntimeError(error)\n"
            "    raise error\n"
            "except RuntimeError:\n"
            "    for _ in range(50): get_ipython().showtraceback()"
        )
        assert outputs[-1]["text"] == "[output cut off: more than 300 KB]\n"
        assert 1 < len(outputs) < 50


def test_nothing_that_a_cell_raises_ends_the_shell(cells: Talk):
    """Not SystemExit, nor what IPython cannot even show."""
    for source in (
        "raise SystemExit",
        "exit()",
        "raise GeneratorExit",
        "class Mute(BaseException):\n"
        "    def __str__(self): raise SystemExit\n"
        "raise Mute",
        "get_ipython().showtraceback = None\nraise ValueError",
    ):
        cells.run(source)

    assert cells.value("1 + 1") == "2"


def test_a_cell_that_is_interrupted_ends_with_an_error(box: Sandbox):
    """A KeyboardInterrupt in the student's code, and the next cell runs.

    An interrupt that comes before the cell does nothing, so that on a busy
    machine it takes several.
    """
    answered = Event()

    def interrupt(child: Child) -> None:
        while not answered.wait(0.3):
            child.interrupt()

    with talk(box) as cells:
        cells.send(source="print('in')\nwhile True: pass", number=1)
        again = Thread(target=interrupt, args=[cells.child])
        again.start()
        outputs, fine = cells.answer()
        answered.set()
        again.join()

        assert not fine
        assert outputs[-1]["ename"] == "KeyboardInterrupt"
        assert cells.value("1 + 1") == "2"


def test_an_interrupt_between_cells_does_nothing(cells: Talk):
    """It comes too late for the cell, and must not hit our own code."""
    for _ in range(20):
        cells.child.interrupt()

        assert cells.value("1 + 1") == "2"
    assert cells.child.ended() is None


def test_commands_are_refused_in_words(cells: Talk):
    """`!command` fails as a command that failed; other ways raise."""
    outputs, fine = cells.run("lines = !pip list\n!ls\nlines, _exit_code")

    assert fine
    assert outputs[0]["text"] == (
        "!pip list: commands cannot be run while grading\n"
        "!ls: commands cannot be run while grading\n"
    )
    assert outputs[-1]["data"]["text/plain"] == "([], 1)"
    for source in (
        "import subprocess; subprocess.run(['ls'])",
        "import os; os.system('ls')",
        "import os; os.fork()",
    ):
        assert "cannot be started while grading" in cells.error(source)


def test_what_a_call_shows_is_captured(cells: Talk):
    """It goes to the capture alone, and not into the next cell's outputs."""
    cells.run(
        "import sys\ndef loud():\n"
        "    print('out'); print('err', file=sys.stderr); print('more')"
    )

    cells.send(call="loud")

    assert cells.answer() == ["out\nmore\n", "err\n"]
    assert cells.run("pass") == ([], True)


def test_each_child_starts_with_nothing_of_the_one_before(box: Sandbox):
    """Names, history, figures and files are gone with a child."""
    with talk(box) as cells:
        cells.run(
            "import matplotlib.pyplot as plt\n"
            "left = 1; open('left.txt', 'w').close(); plt.figure()"
        )

    with talk(box) as cells:
        assert "NameError" in cells.error("left")
        assert (
            cells.value(
                "import os, matplotlib.pyplot as plt\n"
                "os.listdir(), plt.get_fignums()"
            )
            == "([], [])"
        )
        assert "['', 'In']" in cells.value("In[:1] + In[-1:]").replace(
            "In[:1] + In[-1:]", "In"
        )


@pytest.mark.parametrize(
    "source", ["1 / 0", "%time 1\n1 / 0", "def f():\n    1 / 0\nf()"]
)
def test_a_traceback_shows_the_students_lines_alone(box: Sandbox, source: str):
    """Nothing of what runs the cells."""
    with talk(box) as cells:
        *_, error = cells.run(source)[0]

    assert "sandbox/shell.py" not in "".join(error["traceback"])
    assert "ZeroDivisionError" in error["traceback"][-1]
