"""Fetches a page from a listener on loopback. True mark: 0."""

CELL = """
import socket, urllib.request

try:
    urllib.request.urlopen("http://127.0.0.1:PORT/", timeout=5)
except OSError as error:
    print("no page:", error)
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, 16, 17, 40):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
        print("a socket of family", family)
    except OSError as error:
        print("no socket:", type(error).__name__)
"""
SAID = "no page: "


def held(seen):
    """No socket of any family."""
    assert "a socket of family" not in seen.words
