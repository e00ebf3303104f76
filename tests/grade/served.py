"""What a child of the tests serves: it runs the cells that it is sent.

A line of JSON each way. The tests copy this file into a sandbox.
"""

import json
import socket
from typing import Any


def serve(wire: socket.socket, shell: Any, limits: dict[str, Any]) -> None:
    """Answer cells with their outputs, and `call`s with what they show."""
    for line in wire.makefile("rb"):
        asked = json.loads(line)
        if "call" in asked:
            answer = captured(shell, asked["call"])
        else:
            answer = shell.run(asked["source"], asked["number"])
        wire.sendall(json.dumps(answer).encode() + b"\n")


def captured(shell: Any, name: str) -> list[str]:
    """What a function of the cells' prints."""
    with shell.capture() as seen:
        shell.namespace[name]()
    return [seen.text("stdout"), seen.text("stderr")]
