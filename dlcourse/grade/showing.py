"""Outputs of cells, as notebooks keep them, from a side that may lie."""

import re
from typing import Any

STREAMS = ("stdout", "stderr")
MIME = re.compile(r"[\w.+-]{1,60}/[\w.+;=-]{1,80}")
MOST_OUTPUTS = 1000
COLORS = re.compile(r"\x1b\[[0-9;]*m")


def stream_output(name: str, text: str) -> dict[str, Any]:
    """What was printed, as an output."""
    return {"output_type": "stream", "name": name, "text": text}


def error_output(name: str, text: str) -> dict[str, Any]:
    """An error, as an output."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        "traceback": text.splitlines() or [name],
    }


def plain_outputs(raw: Any, cap: int) -> tuple[dict[str, Any], ...]:
    """The outputs that are well formed, up to `cap` characters in all."""
    if not isinstance(raw, list):
        return ()
    kept: list[dict[str, Any]] = []
    room = cap
    for output in raw[:MOST_OUTPUTS]:
        clean = plain_output(output) if isinstance(output, dict) else None
        if clean is None:
            continue
        room -= size_of(clean)
        if room < 0:
            words = f"[output cut off: more than {cap // 1024} KB]\n"
            return (*kept, stream_output("stderr", words))
        kept.append(clean)
    return tuple(kept)


def plain_output(output: dict[str, Any]) -> dict[str, Any] | None:
    """One output with nothing in it but what nbformat knows, or None."""
    kind = output.get("output_type")
    if kind == "stream":
        name, text = output.get("name"), output.get("text")
        if name in STREAMS and isinstance(text, str):
            return stream_output(name, text)
    elif kind == "error":
        name, text = output.get("ename"), output.get("evalue")
        lines = output.get("traceback")
        if isinstance(name, str) and isinstance(text, str):
            return {
                **error_output(name, text),
                "traceback": [line for line in lines if isinstance(line, str)]
                if isinstance(lines, list)
                else [],
            }
    elif kind in ("display_data", "execute_result"):
        data = output.get("data")
        if isinstance(data, dict):
            clean: dict[str, Any] = {
                "output_type": kind,
                "data": {
                    mime: text
                    for mime, text in data.items()
                    if MIME.fullmatch(mime) and isinstance(text, str)
                },
                "metadata": {},
            }
            if kind == "execute_result":
                count = output.get("execution_count")
                clean["execution_count"] = (
                    count if type(count) is int and count >= 0 else None
                )
            return clean
    return None


def size_of(output: dict[str, Any]) -> int:
    """Characters in an output."""
    texts = [output.get("text", ""), output.get("evalue", "")]
    texts += output.get("traceback", [])
    texts += list(output.get("data", {}).values())
    return sum(map(len, texts))
