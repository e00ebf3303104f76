"""Formgrader, in a real JupyterLab and a real browser, over our marks."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest

from tests.grade import courses
from tests.grade.courses import build, hand_in, rows, scores

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 60  # seconds until a server must have answered
WAIT = 30_000  # milliseconds that the browser waits for a page's content
POINTS = "3.5"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of two, graded by the command."""
    root = build(tmp_path_factory.mktemp("formgrader") / "course")
    hand_in(root, "ada", courses.RIGHT)
    hand_in(root, "ben")
    grade(root)
    return root


def grade(root, *options):
    """`dlcourse grade ps1`, finished."""
    command = [courses.BIN / "dlcourse", "grade", "ps1", *options]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def page(course, tmp_path_factory):
    """A page of Chromium's, logged in to a JupyterLab in the course."""
    if CHROMIUM is None:
        reason = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(f"{reason}; formgrader was not looked at")
    from playwright.sync_api import sync_playwright

    token = secrets.token_hex(16)
    home = tmp_path_factory.mktemp("home")
    with jupyter_lab(course, home, token) as address, sync_playwright() as p:
        chromium = p.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium.new_page(
            base_url=address,
            extra_http_headers={"Authorization": f"token {token}"},
        )
        chromium.close()


@contextlib.contextmanager
def jupyter_lab(root, home, token):
    """The address of a JupyterLab on loopback, for as long as it is used."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(courses.BIN / "jupyter", "lab", "--no-browser", "--allow-root"),
            *(f"--port={port}", "--ServerApp.port_retries=0"),
            *(f"--ServerApp.token={token}", f"--ServerApp.root_dir={root}"),
        ],
        cwd=root,
        env={
            **courses.ENVIRONMENT,
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api?token={token}")
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(url):
    """Until something answers there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            assert time.monotonic() < deadline, f"nothing answers at {url}"
            time.sleep(0.1)


def submission_of(course, student):
    """Formgrader's number of a student's notebook."""
    ((number,),) = rows(
        course,
        "select n.id from submitted_notebook n join submitted_assignment a "
        f"on a.id = n.assignment_id where a.student_id = '{student}'",
    )
    return number


def test_formgrader_shows_the_judges_marks(course, page):
    """The class's table has the sums; what a person must do is marked."""
    page.goto("/formgrader/manage_submissions/ps1")
    page.get_by_text("ada", exact=True).wait_for(timeout=WAIT)
    text = " ".join(page.inner_text("table").split())

    assert "ada None needs manual grading 2.5 / 15" in text
    assert "ben None graded 0 / 15" in text or "ben" in text


def test_a_graded_notebook_opens_with_its_outputs(course, page):
    """The autograded copy is one that formgrader can show."""
    page.goto(f"/formgrader/submissions/{submission_of(course, 'ben')}/")
    page.locator("#test_relu").wait_for(timeout=WAIT)

    assert "NotImplementedError" in page.inner_text("body")


def test_a_cell_is_marked_by_hand_there_and_the_mark_stays(course, page):
    """What a person gives in formgrader outlives another grading."""
    page.goto(f"/formgrader/submissions/{submission_of(course, 'ada')}/")
    field = page.locator("#why")
    field.wait_for(timeout=WAIT)
    with page.expect_response(lambda r: "/api/grade/" in r.url, timeout=WAIT):
        field.fill(POINTS)
        field.press("Tab")
    comment = page.locator("#why-comment")
    with page.expect_response(lambda r: "/api/comment/" in r.url):
        comment.fill("Well seen.")
        comment.press("Tab")

    grade(course, "--force")

    assert scores(course, "ada")["why"][1] == float(POINTS)
    assert scores(course, "ada")["test_relu"][0] == 2
    found = rows(course, "select manual_comment from comment")
    assert ("Well seen.",) in found
