"""A table of a learning platform, a CSV file, read and written again.

What was read is written as it was: the same columns and rows, separator,
line ends and byte order mark, so that the platform knows its own file.
"""

import csv
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grade.errors import CourseError

SEPARATORS = ",;\t"
LARGEST = 50_000_000  # bytes: 100,000 students have some 10 MB
BOM = b"\xef\xbb\xbf"
# With these a spreadsheet begins a formula (OWASP, CSV Injection), also in
# the wide forms of East Asian fonts.
FORMULA = re.compile("[ \xa0]*[=+\\-@\t\r\n＝＋－＠]")
# A number with a sign, Moodle's "no grade", and a text as Canvas quotes it.
HARMLESS = re.compile(r'-|[+-]\d+([.,]\d+)?%?|="[^"]*"')


@dataclass(frozen=True)
class Sheet:
    """A header and rows of the same length."""

    header: list[str]
    rows: list[list[str]]
    separator: str = ","
    newline: str = "\r\n"
    bom: bool = False
    name: str = ""
    columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        places: dict[str, int] = {}
        for place, column in enumerate(self.header):
            places.setdefault(plain(column), place)
        object.__setattr__(self, "columns", places)

    def cell(self, row: list[str], *columns: str) -> str:
        """What stands in the first of these columns that is there, or ""."""
        for column in columns:
            place = self.columns.get(plain(column))
            if place is not None:
                return row[place].strip()
        return ""

    def has(self, column: str) -> bool:
        """Whether there is a column of this name."""
        return plain(column) in self.columns

    def with_column(self, column: str) -> "Sheet":
        """The same with an empty column at the end, unless it is there."""
        if self.has(column):
            return self
        return Sheet(
            [*self.header, column],
            [[*row, ""] for row in self.rows],
            self.separator,
            self.newline,
            self.bom,
            self.name,
        )


def plain(column: str) -> str:
    """A column's name without what nobody sees."""
    return " ".join(column.split()).casefold()


def read_sheet(path: Path) -> Sheet:
    """The table in a CSV file. Raises CourseError."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST:
        raise CourseError(f"{path} has more than {LARGEST / 1e6:.0f} MB")
    try:
        text = content.decode("utf-8-sig")
        first = text.split("\n", 1)[0]
        separator = max(SEPARATORS, key=first.count)
        table = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        )
    except UnicodeDecodeError:
        raise CourseError(
            f"{path} is no CSV file in UTF-8; download it again, and do not "
            "save it with a spreadsheet"
        ) from None
    except csv.Error as error:
        raise CourseError(f"{path} is no CSV file: {error}") from None
    table = [row for row in table if any(cell.strip() for cell in row)]
    if not table:
        raise CourseError(f"{path} is empty")
    header, *rows = table
    if rows and max(map(len, rows)) > len(header):
        raise CourseError(
            f"{path} has rows that are longer than its first one; is it the "
            "file that the platform gave?"
        )
    width = len(header)
    return Sheet(
        header,
        [row + [""] * (width - len(row)) for row in rows],
        separator,
        "\r\n" if "\r\n" in text else "\n",
        content.startswith(BOM),
        str(path),
    )


def write_sheet(path: Path, sheet: Sheet) -> None:
    """Write the table, whole or not at all. Raises CourseError."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=sheet.separator, lineterminator=sheet.newline
    )
    writer.writerow(sheet.header)
    writer.writerows(map(guarded, sheet.rows))
    content = (BOM if sheet.bom else b"") + text.getvalue().encode()
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(content)
        os.replace(new, path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written: {error.strerror}"
        ) from None


def guarded(row: Iterable[str]) -> list[str]:
    """A row that no spreadsheet takes for formulas: ' stands before them.

    >>> guarded(["=1+1", "-2.5", "-", "Ada", "@x"])
    ["'=1+1", '-2.5', '-', 'Ada', "'@x"]
    """
    return [
        f"'{cell}"
        if FORMULA.match(cell) and not HARMLESS.fullmatch(cell.strip())
        else cell
        for cell in row
    ]
