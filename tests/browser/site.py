"""The site as a reader gets it: built from nothing, and served.

The build runs every chapter in a folder of its own, as `make book` does. The
server does what a publisher's does: it packs text, and says how long to keep
a file. The fixtures `site`, `address` and `browser` stand in conftest.py.
"""

import gzip
import mimetypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import yaml

ROOT = Path(__file__).parent.parent.parent
SOURCES = ["book", "exercises", "_config.yml", "_toc.yml"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "Chromium is not installed: apt-get install chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PACKED = ("text/", "application/json", "image/svg+xml", "application/xml")
NEEDED = ("text/html", "text/css")  # before a browser can show anything
MINUTES = 10  # how long a browser may keep a file, as GitHub Pages says it
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


def toc_pages() -> list[str]:
    """The pages that _toc.yml names."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"]]
    for part in toc["parts"]:
        files += [chapter["file"] for chapter in part["chapters"]]
    return files


def copy_sources(folder: Path) -> None:
    """Put what the book is made of into a folder, and what tools leave."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__", ".jupyter_cache"),
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    for cache in (".pytest_cache", "_build/pins"):
        (folder / cache).mkdir(parents=True)
        (folder / cache / "README.md").write_text("# Not a page")


def build(folder: Path) -> subprocess.CompletedProcess[str]:
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


def what_was_wrong(done: subprocess.CompletedProcess[str]) -> str:
    """The warnings of a build, then the end of all that it said."""
    said = (done.stdout + done.stderr).splitlines()
    warnings = [line for line in said if "WARNING: " in line]
    return "\n".join([*warnings, *said[-40:]])


def files(site: Path) -> set[Path]:
    """Every file of a site."""
    return {path for path in site.rglob("*") if path.is_file()}


def build_twice(folder: Path) -> None:
    """Build the book into a new folder; then again, and note what was lost.

    Raises AssertionError if either build warns.
    """
    folder.mkdir()
    try:
        copy_sources(folder)
        site, kept = folder / "_build" / "html", set()
        for _ in range(2):
            done = build(folder)
            assert done.returncode == 0, what_was_wrong(done)
            lost, kept = kept - files(site), files(site)
        (folder / "lost.txt").write_text("\n".join(map(str, lost)))
        (folder / "outcome.txt").write_text("built")
    except BaseException as error:
        (folder / "outcome.txt").write_text(str(error))
        raise


def built_once(folder: Path) -> Path:
    """The site in a folder; the first process that asks builds it."""
    try:
        build_twice(folder)
    except FileExistsError:
        while not (folder / "outcome.txt").exists():
            time.sleep(0.5)
        outcome = (folder / "outcome.txt").read_text()
        assert outcome == "built", outcome
    return folder / "_build" / "html"


class Publisher(SimpleHTTPRequestHandler):
    """Serves a folder as a publisher does: packed, and to be kept a while."""

    protocol_version = "HTTP/1.1"
    packed: dict[str, bytes]
    late: float

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, or the site's own page for what is not there."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
        if status == HTTPStatus.NOT_FOUND:
            path = Path(self.directory, "404.html")
        kind = self.guess_type(str(path))
        data = path.read_bytes() if path.is_file() else b"Not found"
        if not kind.startswith(NEEDED):
            time.sleep(self.late)
        self.send_response(status)
        if kind.startswith(PACKED):
            kind += "; charset=utf-8"
            data = self.packed.setdefault(str(path), gzip.compress(data, 6))
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", f"max-age={60 * MINUTES}")
        self.end_headers()
        with suppress(ConnectionError):  # the reader has gone elsewhere
            self.wfile.write(data)


class Server(ThreadingHTTPServer):
    """A thread for each reader; as many may knock as a browser likes to."""

    daemon_threads = True
    request_queue_size = 128


@contextmanager
def served(site: Path, late: float = 0) -> Iterator[str]:
    """The address of a site on loopback, as long as the block runs.

    late: seconds until the server sends what a page can be read without,
    fonts, pictures and scripts.
    """
    handler = type("Handler", (Publisher,), {"packed": {}, "late": late})
    server = Server(
        ("127.0.0.1", 0), partial(handler, directory=os.fspath(site))
    )
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
