"""What can be checked of the Containerfile where no container can be built."""

import re
from pathlib import Path

from packaging.specifiers import SpecifierSet

from dlcourse.grade import launch

ROOT = Path(launch.__file__).parents[2]
FILE = ROOT / "Containerfile"
# Each takes a wall of the container away, which the grader does not need.
NEVER = ("privileged", "cap-add", "security-opt", "unconfined", "docker.sock")


def steps():
    """(instruction, the rest) of each line, comments left out."""
    text = FILE.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    return [tuple(line.split(None, 1)) for line in lines if line[0] not in "#"]


def test_it_installs_the_versions_that_everything_is_tested_with():
    """No version of its own, and a Python that the package takes."""
    installs = [rest for kind, rest in steps() if "pip install" in rest]
    project = (ROOT / "pyproject.toml").read_text()
    allowed = re.search(r'requires-python = "(.*)"', project)[1]
    python = re.search(r"FROM python:([\d.]+)", FILE.read_text())[1]

    assert installs
    assert all("--constraint requirements.txt" in rest for rest in installs)
    assert "==" not in FILE.read_text()
    assert SpecifierSet(allowed).contains(python)


def test_what_is_copied_is_there():
    """And lies in the repository, not beside it."""
    for kind, rest in steps():
        if kind == "COPY":
            *names, _ = rest.split()
            assert all((ROOT / name).exists() for name in names), rest
            assert not any(name.startswith(("/", "..")) for name in names)


def test_the_one_who_grades_is_not_root():
    """The last user before the command is an ordinary one."""
    kinds = [kind for kind, _ in steps()]
    users = [rest.strip() for kind, rest in steps() if kind == "USER"]

    assert users[-1] not in ("root", "0", "0:0")
    assert kinds.index("CMD") > kinds.index("USER")


def test_nobody_is_told_to_take_a_containers_walls_away():
    """Neither here nor on any page: the landlock tier needs none."""
    pages = [FILE, ROOT / "README.md", *(ROOT / "book").glob("*.md")]

    for page in pages:
        found = [
            line
            for line in page.read_text(encoding="utf-8").splitlines()
            if any(word in line for word in NEVER)
            and line.lstrip("#$ ").startswith(("docker", "podman", "--", "\\"))
        ]
        assert found == [], page
