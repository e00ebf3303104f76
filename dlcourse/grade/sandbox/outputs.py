"""What a cell shows, collected in nbformat's words and within a limit.

Streams are gathered as ipykernel gathers them, each in its own buffer, and
given out when something else is shown, at a flush and at the end.
"""

import base64
import io
import json
import re
from itertools import accumulate
from typing import Any

KILOBYTE = 1024
# The kinds whose data may be other than text, by nbformat's schema.
JSON_KINDS = r"application/(.*\+)?json"
MOST_OF_AN_ERROR = 20_000  # characters of its name, its text, a frame
MOST_OF_A_TRACEBACK = 100_000

Output = dict[str, Any]


class Outputs:
    """Collects the outputs of one cell, or of one call."""

    def __init__(self, limit_kb: int) -> None:
        self.limit = limit_kb * KILOBYTE
        self.note = f"[output cut off: more than {limit_kb} KB]\n"
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.done: list[Output] = []
        self.named: dict[str, list[Output]] = {}
        self.waiting: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self.size = 0
        self.cut = self.noted = self.failed = False
        self.clear_next = False

    def room_for(self, size: int) -> bool:
        """Whether so much more may be shown; from the first no on, never."""
        self.cut = self.cut or self.size + size > self.limit
        self.size += 0 if self.cut else size
        return not self.cut

    def write(self, name: str, text: str) -> None:
        """Take text for a stream."""
        if not text:
            return
        self.clear_now()
        if self.cut:
            return
        left = self.limit - self.size
        if not self.room_for(weight(text)):
            start = text[:left].encode("utf-8", "replace")[:left]
            text = start.decode("utf-8", "ignore")
        self.waiting[name].append(text)

    def flush(self, *names: str) -> None:
        """Put the streams' text where it belongs: behind all before it."""
        for name in names or ("stdout", "stderr"):
            text = whole("".join(self.waiting[name]))
            self.waiting[name].clear()
            if text:
                self.append_text(name, text)

    def append_text(self, name: str, text: str) -> None:
        """A stream output, or more of the last one."""
        self.clear_now()
        last = self.done[-1] if self.done else {}
        if (last.get("output_type"), last.get("name")) == ("stream", name):
            last["text"] += text
        else:
            self.done.append(
                {"output_type": "stream", "name": name, "text": text}
            )

    def show(
        self,
        kind: str,
        data: Any,
        metadata: Any,
        *,
        display_id: str | None = None,
        **more: Any,
    ) -> None:
        """Take a display_data or an execute_result."""
        self.flush()
        output = {
            "output_type": kind,
            "data": plain_bundle(data),
            "metadata": plain(metadata, {}),
            **more,
        }
        self.clear_now()
        if self.room_for(weight(json.dumps(output["data"]))):
            self.done.append(output)
            if display_id:
                self.named.setdefault(display_id, []).append(output)

    def update(self, display_id: str | None, data: Any, metadata: Any) -> None:
        """Put new data into what was shown under this name."""
        fresh = plain_bundle(data)
        for old in self.named.get(display_id or "", []):
            before = weight(json.dumps(old["data"]))
            if self.room_for(weight(json.dumps(fresh)) - before):
                old.update(data=fresh, metadata=plain(metadata, {}))

    def fail(self, name: str, value: str, lines: list[str]) -> None:
        """Take an error, cut; the first is never left out."""
        self.flush()
        self.clear_now()
        most = MOST_OF_AN_ERROR
        error = {
            "output_type": "error",
            "ename": whole(name[:most]),
            "evalue": whole(value[:most]),
            "traceback": shortened([whole(line[:most]) for line in lines]),
        }
        if self.room_for(weight(json.dumps(error))) or not self.failed:
            self.failed = True
            self.done.append(error)

    def clear(self, *, wait: bool) -> None:
        """Take back what was shown, at once or when more comes."""
        self.flush()
        self.clear_next = True
        if not wait:
            self.clear_now()

    def clear_now(self) -> None:
        """Carry out a clear that waits: what it takes back counts no more."""
        if self.clear_next:
            self.done.clear()
            self.named.clear()
            self.clear_next = self.cut = False
            self.size = 0

    def finish(self) -> list[Output]:
        """All outputs, ended by one line if there were too many."""
        self.flush()
        if self.cut and not self.noted:
            self.append_text("stderr", self.note)
            self.noted = True
        return self.done

    def text(self, name: str) -> str:
        """All that went to a stream."""
        return "".join(
            output["text"]
            for output in self.finish()
            if output.get("name") == name
        )


class Stream(io.TextIOBase):
    """A standard stream that writes into the current outputs."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, shell: Any, stream: str) -> None:
        self.shell = shell
        self.stream = stream
        self.name = f"<{stream}>"

    def writable(self) -> bool:
        """Yes."""
        return True

    def fileno(self) -> int:
        """The number of the standard descriptor, which is /dev/null."""
        return 1 if self.stream == "stdout" else 2

    def write(self, text: str) -> int:
        """Show text."""
        if not isinstance(text, str):
            kind = type(text).__name__
            raise TypeError(f"write() argument must be str, not {kind}")
        self.shell.outputs.write(self.stream, text)
        return len(text)

    def flush(self) -> None:
        """End what belongs together."""
        if not self.closed:
            self.shell.outputs.flush(self.stream)


def shortened(lines: list[str]) -> list[str]:
    """A traceback's lines without those in the middle, where it is long."""
    half = MOST_OF_A_TRACEBACK // 2
    if sum(map(len, lines)) <= 2 * half:
        return lines
    start, end = up_to(half, lines), up_to(half, lines[::-1])[::-1]
    left_out = len(lines) - len(start) - len(end)
    return [*start, f"[{left_out} more frames]", *end]


def up_to(most: int, lines: list[str]) -> list[str]:
    """The first lines, with so many characters at most."""
    lengths = accumulate(map(len, lines))
    return [line for line, sofar in zip(lines, lengths) if sofar <= most]


def weight(text: str) -> int:
    """Bytes of the text in UTF-8."""
    return (
        len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    )


def whole(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def plain_bundle(data: Any) -> dict[str, Any]:
    """A bundle of representations as nbformat allows it, the rest left out."""
    bundle = {}
    for kind, value in dict(data).items():
        if not isinstance(kind, str):
            continue
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode()
        if isinstance(value, str):
            bundle[whole(kind)] = whole(value)
        elif re.fullmatch(JSON_KINDS, kind):
            bundle[kind] = plain(value, None)
    return bundle


def plain(value: Any, otherwise: Any) -> Any:
    """The value as JSON gives it back, or the other where JSON cannot."""
    try:
        text = json.dumps(value or otherwise, allow_nan=False, default=str)
        return json.loads(whole(text))
    except (TypeError, ValueError, RecursionError):
        return otherwise
