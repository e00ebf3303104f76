"""The order of imports that dlcourse/grade/__init__.py promises."""

import ast
import re
from pathlib import Path

import dlcourse.grade

FOLDER = Path(dlcourse.grade.__file__).parent
MODULES = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}


def imports_of(name):
    """The modules of this package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[:2] == ["dlcourse", "grade"] and len(parts) > 2:
                found.add(parts[2])
    return found - {name}


def test_imports_point_one_way_down_the_list():
    """No module imports one that stands below it, and none is left out."""
    _, *lists = dlcourse.grade.__doc__.split("\n\n")
    words = re.findall(r"\w+", " ".join(lists))
    place = {name: words.index(name) for name in MODULES if name in words}

    assert place.keys() == MODULES
    for name in MODULES:
        below = {
            other
            for other in imports_of(name) & MODULES
            if place[other] > place[name]
        }
        assert below == set(), f"{name} imports {below}"
