"""Serve a folder on 127.0.0.1, on the wanted port or the next free one."""

import os
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TRIES = 100
LOST = "404.html"  # the site's own page for what is not there


class Handler(SimpleHTTPRequestHandler):
    """Files as they are, with the types that a browser needs, no log."""

    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".ipynb": "application/x-ipynb+json",
        ".woff2": "font/woff2",
    }

    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Send the site's own page, if it has one, for what is not there."""
        lost = Path(self.directory, LOST)
        if code != HTTPStatus.NOT_FOUND or not lost.is_file():
            super().send_error(code, message, explain)
            return
        page = lost.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)


class Server(ThreadingHTTPServer):
    """One that refuses a taken port on every system."""

    allow_reuse_address = os.name != "nt"  # there it would share the port
    allow_reuse_port = False


def bind(folder: str, wanted: int) -> Server:
    """A server on the first free port from the wanted one."""
    handler = partial(Handler, directory=folder)
    for port in range(wanted, wanted + TRIES):
        try:
            return Server(("127.0.0.1", port), handler)
        except OSError:
            continue
    sys.exit(
        f"make: no free port from {wanted} to {wanted + TRIES - 1}; "
        "name another with: make serve PORT=9000"
    )


def main() -> None:
    """Serve until Ctrl-C."""
    folder, wanted = sys.argv[1], int(sys.argv[2])
    server = bind(folder, wanted)
    port = server.server_port
    if port != wanted:
        print(f"==> Port {wanted} is taken, so this is on {port}")
    print(
        f"==> The course is at http://127.0.0.1:{port}  (Ctrl-C stops it)",
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
