"""A student's notebook as plain cells. Of its metadata the grade_ids count.

Whatever the bytes are, the answer is a tuple of cells or a SubmissionError
with one clear reason.
"""

import json
import logging
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from dlcourse.grade.errors import SubmissionError

CODE_TYPES = ("code", "markdown", "raw")
PICTURES = ("image/png", "image/jpeg", "image/gif")
BIDI = "\u061c\u200e\u200f\u2028\u2029" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# Each takes some hundred bytes of memory, and two in the file.
MOST_PARTS = 2_000_000
TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
UNREADABLE = "its notebook is no readable JSON ({}); save it again in Jupyter"


@dataclass(frozen=True)
class Caps:
    """How much of a submission is read. Sizes are in bytes."""

    notebook: int = 50_000_000  # with its outputs, which are dropped
    text: int = 4_000_000  # all cells together
    cells: int = 5_000
    files: int = 500
    file: int = 32_000_000
    total: int = 32_000_000  # all files together
    depth: int = 12  # folders in folders


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as the student left it; `id` is the grade_id that it bears."""

    cell_type: str = "code"
    source: str = ""
    id: str = ""
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


def notebook_data(content: bytes) -> dict[str, Any]:
    """A notebook in format 4, unchecked but for its list of cells.

    Raises SubmissionError.
    """
    if (parts := parts_of(content)) > MOST_PARTS:
        raise SubmissionError(
            f"its notebook holds {parts} lists and objects, at most "
            f"{MOST_PARTS} are read; clear its outputs"
        )
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SubmissionError(UNREADABLE.format("not UTF-8")) from None
    except RecursionError:
        raise SubmissionError(UNREADABLE.format("nested too deep")) from None
    except json.JSONDecodeError as error:
        reason = f"a fault in line {error.lineno}"
        if not content.strip():
            reason = "the file is empty"
        raise SubmissionError(UNREADABLE.format(reason)) from None
    except ValueError:
        raise SubmissionError(UNREADABLE.format("a huge number")) from None
    if isinstance(data, dict) and "worksheets" in data:
        data = upgraded(data)
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise SubmissionError(
            "its notebook has no list of cells; save it again in Jupyter"
        )
    return data


def parts_of(content: bytes) -> int:
    """How many lists and objects JSON has, at most; found without reading it.

    >>> parts_of(b'{"a": [[], []]}')
    4
    """
    most = content.count(b"[") + content.count(b"{")
    if most <= MOST_PARTS:
        return most
    texts = (found.group() for found in TEXT.finditer(content))
    return most - sum(text.count(b"[") + text.count(b"{") for text in texts)


def parse_notebook(content: bytes, caps: Caps) -> tuple[SubmittedCell, ...]:
    """The cells of a notebook in format 3 or 4. Raises SubmissionError."""
    data = notebook_data(content)
    if len(data["cells"]) > caps.cells:
        raise SubmissionError(
            f"its notebook has {len(data['cells'])} cells, at most "
            f"{caps.cells} are read"
        )
    cells = tuple(map(parse_cell, data["cells"]))
    text = sum(len(cell.source) for cell in cells)
    if text > caps.text:
        raise SubmissionError(
            f"its cells hold {text / 1e6:.0f} MB of text, at most "
            f"{caps.text / 1e6:.0f} MB are read"
        )
    return cells


def upgraded(data: dict) -> Any:
    """A notebook of format 3 as one of format 4, by nbformat itself."""

    import nbformat
    from nbformat.v4 import upgrade

    log = logging.getLogger("traitlets")
    before, log.disabled = log.disabled, True
    try:
        data.setdefault("metadata", {})
        return upgrade(nbformat.from_dict(data), from_version=3)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise SubmissionError(
            "its notebook is in an old format, and damaged; save it again "
            "in Jupyter"
        ) from None
    finally:
        log.disabled = before


def parse_cell(data: Any) -> SubmittedCell:
    """A cell; what is no cell is taken for an empty text."""
    if not isinstance(data, dict):
        return SubmittedCell("raw")
    kind = data.get("cell_type")
    return SubmittedCell(
        kind if kind in CODE_TYPES else "raw",
        parse_text(data.get("source")),
        parse_id(data.get("metadata")),
        parse_attachments(data.get("attachments")),
    )


def parse_text(source: Any) -> str:
    """A cell's text, which JSON holds as one string or as lines."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    # Half a character (a lone surrogate) could not be written again.
    return source.encode("utf-8", "replace").decode("utf-8")


def parse_id(metadata: Any) -> str:
    """The grade_id; nothing else of the metadata is believed."""
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = mark.get("grade_id") if isinstance(mark, dict) else None
    return name if isinstance(name, str) else ""


def parse_attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """Pictures that a student put into a text, by name and type."""
    if not isinstance(attachments, dict):
        return {}
    kept = {}
    for name, kinds in attachments.items():
        pictures = {
            kind: content
            for kind, content in (
                kinds.items() if isinstance(kinds, dict) else ()
            )
            if kind in PICTURES
            and isinstance(content, str)
            and re.fullmatch(r"[A-Za-z0-9+/=\s]*", content)
        }
        if pictures and not strange(name):
            kept[name] = pictures
    return kept


def strange(name: str) -> bool:
    """Whether a name shows otherwise than it is, or is no text at all.

    >>> strange("naïve data.csv"), strange("a\\nb"), strange("\\u202egpj.exe")
    (False, True, True)
    """
    return any(
        letter in BIDI or unicodedata.category(letter) in ("Cc", "Cs")
        for letter in name
    )
