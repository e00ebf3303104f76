"""The reference: every public name of a module, from its docstring.

Sphinx's autodoc reads the docstrings; `api` says which names there are, and
puts the code of each below it in a fold. A box of `library` in a chapter
leads here.
"""

import importlib
import inspect
import re
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import dlcourse
from dlbook.code import PACKAGE, brief, find, listing
from dlbook.folds import fold

# What RST takes for markup, and a docstring of ours means as it stands: a
# star, a bar, and a line at the end of a word.
MARKUP = re.compile(r"[*|]|_(?!\w)")
ENTRY = """\
```{{eval-rst}}
.. auto{kind}:: {name}
{members}
   .. api-source:: {name}
```
"""


def public(module: ModuleType) -> list[str]:
    """The full names of what a module offers, in the order of its file.

    What `dlcourse` itself offers goes by its short name, `dlcourse.relu`;
    a module of which it offers nothing goes by its own `__all__`, or by all
    that it defines and does not mark as private.
    """
    own = [
        name
        for name, value in vars(module).items()
        if (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__.startswith(module.__name__)
        and not name.startswith("_")
    ]
    here = [name for name in own if name in dlcourse.__all__]
    if here:
        return [f"{PACKAGE}.{name}" for name in here]
    listed = getattr(module, "__all__", own)
    return [f"{module.__name__}.{name}" for name in own if name in listed]


class Api(SphinxDirective):
    """Every public name of a module of dlcourse: ```{api} losses."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """What the module is about, then an entry for each name."""
        name = f"{PACKAGE}.{self.arguments[0]}"
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            raise self.error(f"there is no module {name}") from error
        self.env.note_dependency(inspect.getsourcefile(module))
        names = public(module)
        entries = [inspect.getdoc(module) or "", contents(names)]
        for name in names:
            is_class = inspect.isclass(find(name))
            entries.append(
                ENTRY.format(
                    kind="class" if is_class else "function",
                    name=name,
                    members="   :members:\n" if is_class else "",
                )
            )
        return self.parse_text_to_nodes("\n\n".join(entries))


def contents(names: list[str]) -> str:
    """The names in a row, each a link to its entry.

    >>> contents(["dlcourse.relu", "dlcourse.tanh"])
    '{py:obj}`relu <dlcourse.relu>` · {py:obj}`tanh <dlcourse.tanh>`'
    """
    return " · ".join(
        f"{{py:obj}}`{name.rpartition('.')[2]} <{name}>`" for name in names
    )


# What chapters are made with, and not what they teach: a page has a weight.
WITHOUT_CODE = {
    *("board", "clicks", "diagrams", "drawing", "letters", "lines"),
    *("pictures", "plots", "sounds", "track", "vowels", "widgets"),
}


class ApiSource(SphinxDirective):
    """The code of one name in a fold, its docstring cut short."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The fold."""
        found = find(self.arguments[0])
        if found.__module__.removeprefix("dlcourse.") in WITHOUT_CODE:
            return []
        self.env.note_dependency(inspect.getsourcefile(found))
        source = brief(inspect.getsource(found).rstrip())
        path = found.__module__.replace(".", "/") + ".py"
        box = listing(self, source, [nodes.literal("", path)], "dl-library")
        return [fold([nodes.Text("Source")], [box], "dl-answer")]


def as_text(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Keep RST, in place, from reading markup into a docstring's prose."""
    example = False
    for number, line in enumerate(lines):
        example = bool(line) and (example or line.startswith(">>>"))
        if not example:
            lines[number] = MARKUP.sub(r"\\\g<0>", line)


def setup(app: Sphinx) -> None:
    """Add the directives, and autodoc with how it is to read."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("api", Api)
    app.add_directive("api-source", ApiSource)
    app.connect("autodoc-process-docstring", as_text)
