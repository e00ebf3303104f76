"""dlcourse/__main__.py: the command line."""

import subprocess
import sys

import pytest

from dlcourse.__main__ import main
from dlcourse.commands.options import default_course


def test_every_command_explains_itself(capsys):
    """--help of the command and of each part of it."""
    for arguments in (["--help"], ["release", "--help"]):
        with pytest.raises(SystemExit) as end:
            main(arguments)

        assert end.value.code == 0
        assert "usage" in capsys.readouterr().out


def test_a_wrong_word_ends_with_status_two(capsys):
    """An unknown command is refused, and the known ones are listed."""
    with pytest.raises(SystemExit) as end:
        main(["grdae"])

    assert end.value.code == 2
    assert "release" in capsys.readouterr().err


def test_this_folder_is_the_course_if_it_is_one(tmp_path, monkeypatch):
    """A folder with nbgrader_config.py is a course, else make's is meant."""
    monkeypatch.chdir(tmp_path)
    assert str(default_course()) == "_build/exercises"

    (tmp_path / "nbgrader_config.py").touch()

    assert str(default_course()) == "."


def test_the_module_can_be_run():
    """python -m dlcourse is the same command."""
    done = subprocess.run(
        [sys.executable, "-m", "dlcourse", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "release" in done.stdout
