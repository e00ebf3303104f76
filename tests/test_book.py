"""The book as a reader gets it: built from nothing, then looked at.

The build runs every chapter in a folder of its own, as `make book` does.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SOURCES = ["book", "exercises", "_config.yml", "_toc.yml"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_FIGURES = ("glossary", "measurements", "notation", "sources")
PLAIN = {f"book/{name}" for name in NO_FIGURES}
SPHINX_ALONE = {"genindex.html", "search.html", "index.html", "_static"}


def build(folder):
    """`jupyter-book build`, as the Makefile calls it."""
    return subprocess.run(
        [
            Path(sys.executable).parent / "jupyter-book",
            "build",
            ".",
            "--all",
            "-W",
            "--keep-going",
            "-n",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built pages; the build must be without a warning."""
    folder = tmp_path_factory.mktemp("book")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__", ".jupyter_cache"),
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    for cache in (".pytest_cache", "_build/pins"):  # what other tools leave
        (folder / cache).mkdir(parents=True)
        (folder / cache / "README.md").write_text("# Not a page")
    done = build(folder)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return folder / "_build" / "html"


def toc_pages():
    """The pages that _toc.yml names."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [toc["root"]]
    for part in toc["parts"]:
        files += [chapter["file"] for chapter in part["chapters"]]
    return files


def built_pages(site):
    """The pages of the site, without Sphinx's own."""
    return {
        str(path.relative_to(site).with_suffix(""))
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] not in SPHINX_ALONE
    }


def test_the_pages_built_are_those_of_the_toc(site):
    """No page is missing, and none is published by accident."""
    assert built_pages(site) == set(toc_pages())


def test_a_second_build_succeeds_and_keeps_every_page(site):
    """Nothing that the second build needs was deleted by the first."""
    before = {path for path in site.rglob("*") if path.is_file()}

    done = build(site.parent.parent)

    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert before <= {path for path in site.rglob("*") if path.is_file()}


class Sources(HTMLParser):
    """Every address that a page loads by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("script", "img", "iframe", "source", "audio", "video"):
            self.found.append(given.get("src"))
        if tag == "link" and given.get("rel") in (
            "stylesheet",
            "preload",
            "icon",
        ):
            self.found.append(given.get("href"))


@pytest.mark.parametrize("page", toc_pages())
def test_a_page_loads_nothing_from_another_host(site, page):
    """Scripts, styles, fonts and pictures are our own files."""
    parser = Sources()
    parser.feed((site / f"{page}.html").read_text(encoding="utf-8"))

    assert parser.found
    assert [
        a for a in parser.found if a and re.match(r"(https?:)?//", a)
    ] == []


@pytest.mark.parametrize("page", [p for p in toc_pages() if p not in PLAIN])
def test_a_page_has_figures_that_the_build_drew(site, page):
    """Each has pictures, each with a text for who cannot see it."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")

    drawn = re.findall(r'<svg[^>]*role="img"[^>]*>', text)
    chapter = "exercises" not in page and page != "book/index"
    assert len(drawn) >= (2 if chapter else 1)
    assert all("aria-label" in figure for figure in drawn)


@pytest.fixture(scope="module")
def address(site):
    """The site behind a real server on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(site))
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by playwright."""
    if CHROMIUM is None:
        reason = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(f"{reason}; no page was looked at")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("page", toc_pages())
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_opens_without_an_error(address, browser, page, scheme, width):
    """No failed or foreign request, no script error, nothing cut off."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    tab = context.new_page()
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on(
        "console",
        lambda line: line.type == "error" and problems.append(line.text),
    )
    tab.on("requestfailed", lambda request: problems.append(request.url))
    tab.on(
        "request",
        lambda request: (
            request.url.startswith(address)
            or request.url.startswith("data:")
            or problems.append(request.url)
        ),
    )

    tab.goto(f"{address}/{page}.html", wait_until="load")
    wider = tab.evaluate(
        "document.documentElement.scrollWidth - window.innerWidth"
    )
    theme = tab.evaluate("document.documentElement.dataset.theme")
    context.close()

    assert problems == []
    assert wider <= 0
    assert theme == scheme
