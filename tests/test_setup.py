"""Makefile and .ci: what a newcomer runs first."""

import importlib.util
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError

import pytest

ROOT = Path(__file__).parent.parent
MAKE = shutil.which("make")
needs_make = pytest.mark.skipif(MAKE is None, reason="make is not installed")


def load(name):
    """A script of .ci as a module."""
    spec = importlib.util.spec_from_file_location(
        name, ROOT / ".ci" / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup_in(tmp_path, monkeypatch):
    """environment.py, made to work in a folder of the test's own."""
    environment = load("environment")
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(environment, "LOG", tmp_path / ".venv" / "log")
    monkeypatch.setattr(
        environment,
        "INPUTS",
        [tmp_path / "requirements.txt", tmp_path / "pyproject.toml"],
    )
    return environment


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python_is_refused_in_one_line(setup_in, monkeypatch, version):
    """The version found, the versions needed, and how to name another."""
    monkeypatch.setattr(sys, "version_info", version)

    with pytest.raises(SystemExit) as end:
        setup_in.main()

    assert f"Python 3.{version[1]} was found" in end.value.code
    assert "3.11, 3.12 or 3.13" in end.value.code
    assert "\n" not in end.value.code


@needs_make
def test_no_python_at_all_is_one_line():
    """make says what to install before it does anything."""
    done = subprocess.run(
        [MAKE, "environment", "PYTHON="],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "no Python 3.11, 3.12 or 3.13 was found" in done.stderr


def test_no_network_is_one_line(setup_in, monkeypatch):
    """pip's pages of retries become one sentence."""
    setup_in.VENV.mkdir()
    setup_in.LOG.write_text("")
    fake = "echo 'ERROR: Max retries exceeded with url'; exit 1"
    python = setup_in.VENV / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f"#!/bin/sh\n{fake}\n")
    python.chmod(0o755)

    with pytest.raises(SystemExit) as end:
        setup_in.pip(["numpy"], total=1)

    assert "could not be reached" in end.value.code
    assert "\n" not in end.value.code


def test_the_environment_is_made_anew_when_the_pins_change(setup_in):
    """The stamp is a hash of the pins and of the Python."""
    before = setup_in.fingerprint()

    setup_in.INPUTS[0].write_text("numpy==2.0.0\n")

    assert setup_in.fingerprint() != before


def test_nothing_is_done_where_all_is_ready(setup_in, capsys):
    """A second call returns at once and says nothing."""
    setup_in.VENV.mkdir()
    setup_in.STAMP.write_text(setup_in.fingerprint())

    setup_in.main()

    assert capsys.readouterr().out == ""


def test_every_pin_is_exact():
    """requirements.txt names one version of everything, and no host."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]

    assert all(
        re.match(r"^[\w.-]+(\[[\w,]+\])?==[\w.]+( ;.*)?$", line)
        for line in pins
    )
    assert "nbgrader==0.9.6" in pins
    assert "jupyter-book==1.0.4.post1" in pins
    assert not any(
        "://" in line or line.startswith("torch==") for line in lines
    )


def test_a_taken_port_leads_to_the_next_and_is_said(tmp_path):
    """Two servers at once, each with an address of its own that answers."""
    (tmp_path / "index.html").write_text("the course")
    serve = load("serve")
    first = serve.bind(str(tmp_path), 8000)
    wanted = first.server_port

    second = subprocess.Popen(
        [sys.executable, ROOT / ".ci" / "serve.py", tmp_path, str(wanted)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = [second.stdout.readline(), second.stdout.readline()]
        address = re.search(r"http://\S+", said[1])[0]
        with urllib.request.urlopen(address, timeout=60) as page:
            body = page.read().decode()
    finally:
        second.kill()
        second.wait()
        second.stdout.close()
        first.server_close()

    assert f"Port {wanted} is taken" in said[0]
    assert not address.endswith(f":{wanted}")
    assert body == "the course"


@pytest.mark.parametrize("own", [True, False])
def test_what_is_not_there_is_answered_by_the_sites_own_page(tmp_path, own):
    """With status 404; a site without such a page still has the status."""
    (tmp_path / "index.html").write_text("the course")
    if own:
        (tmp_path / "404.html").write_text("no such page")
    server = load("serve").bind(str(tmp_path), 8000)
    Thread(target=server.serve_forever, args=[0.05]).start()
    address = f"http://127.0.0.1:{server.server_port}"

    try:
        with urllib.request.urlopen(address, timeout=60) as there:
            found = there.read().decode()
        with pytest.raises(HTTPError) as raised:
            urllib.request.urlopen(f"{address}/nowhere.html", timeout=60)
        with raised.value as lost:
            answer = lost.read().decode()
    finally:
        server.shutdown()
        server.server_close()

    assert found == "the course"
    assert raised.value.code == 404
    assert (answer == "no such page") == own


@needs_make
def test_help_lists_every_target():
    """make help names what the README and CONTRIBUTING speak of."""
    done = subprocess.run(
        [MAKE, "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    for target in [
        "serve",
        "test",
        "book",
        "exercises",
        "bench",
        "clean",
        "help",
        "pins",
    ]:
        assert f"make {target}" in done.stdout


def test_nothing_derived_is_committed():
    """No notebook, no output, no built page in git."""
    listed = subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    files = listed.stdout.split()

    assert [f for f in files if f.endswith((".ipynb", ".pyc", ".db"))] == []
    assert [f for f in files if f.startswith(("_build/", ".venv/"))] == []
