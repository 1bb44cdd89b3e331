"""Opening an import file: its kind, its encoding, its separator, and its rows as plain text cells.

CSV may be UTF-8, with or without a byte order mark, UTF-16, or Windows-1252; separated by comma, semicolon or tab.
XLSX is read by `workbooks`. Whatever is wrong with a file as a whole raises FileRefused with a sentence.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from projects.importing.messages import CellRefused, FileRefused

MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 300
MAX_CELL = 60_000
_PORTION = 2**20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cell = str | CellRefused
Row = tuple[int, list[Cell]]


@dataclass(slots=True)
class Table:
    """The header line, and the rows below it with their line numbers; empty rows are left out."""

    header: list[str]
    rows: Iterator[Row]
    kind: str
    encoding: str = ""


def open_table(data: bytes, name: str) -> Table:
    """The table in `data`; `name` is the file's name, whose ending must agree with the content."""
    if not data.strip(b"\x00\r\n\t "):
        raise FileRefused(_("The file is empty."))
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(
            _("The file has %(size)d MB; at most %(most)d MB are taken. Split it.")
            % {"size": len(data) // 2**20, "most": MAX_FILE_BYTES // 2**20}
        )
    ending = PurePath(name).suffix.lower()
    if ending not in (".csv", ".tsv", ".txt", ".xlsx"):
        raise FileRefused(_("Only CSV and XLSX files are taken. Save the table as one of them."))
    if data.startswith(_OLE):
        raise FileRefused(
            _("The file is an old Excel file or protected by a password. Save it as XLSX without a password.")
        )
    if data.startswith(_ZIP) != (ending == ".xlsx"):
        raise FileRefused(
            _("The file is named %(ending)s, but holds something else. Save the table again as CSV or XLSX.")
            % {"ending": ending}
        )
    if ending == ".xlsx":
        from projects.importing.workbooks import open_workbook

        return open_workbook(data)
    return _open_text(data)


def _open_text(data: bytes) -> Table:
    encoding = _encoding(data)
    rows = _csv_rows(data, encoding, _separator(data[:40_000].decode(encoding, errors="ignore")))
    header: list[str] = []
    for _line, cells in rows:
        header = [cell if isinstance(cell, str) else "" for cell in cells]
        break
    if len(header) > MAX_COLUMNS:
        raise too_many_columns(len(header))
    return Table(header, rows, "csv", encoding)


def _encoding(data: bytes) -> str:
    """The encoding in which the whole file can be read."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked_encoding(data, encoding)
    start = data[:2000]
    if len(start) > 3 and start.count(0) > len(start) // 4:  # UTF-16 without a mark: every second byte is 0
        little = start[1::2].count(0) > start[0::2].count(0)
        return _checked_encoding(data, "utf-16-le" if little else "utf-16-be")
    return "utf-8" if _first_unreadable(data, "utf-8") is None else _checked_encoding(data, "cp1252")


def _checked_encoding(data: bytes, encoding: str) -> str:
    place = _first_unreadable(data, encoding)
    if place is not None:
        line = data[:place].count(b"\n") + 1
        raise FileRefused(
            _("The characters near line %(line)d cannot be read. Save the file as “CSV UTF-8”.") % {"line": line}
        )
    return encoding


def _first_unreadable(data: bytes, encoding: str) -> int | None:
    """Where decoding fails, or None; in portions, so that a large file is not held in memory a second time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    for start in range(0, len(data), _PORTION):
        try:
            decoder.decode(view[start : start + _PORTION], final=start + _PORTION >= len(data))
        except UnicodeDecodeError as error:
            return min(start + error.start, len(data))
    return None


def _separator(text: str) -> str:
    """The separator that stands most often in the header line, outside quotation marks."""
    counts = {",": 0, ";": 0, "\t": 0}
    quoted = False
    for character in text.lstrip("\r\n "):
        if character == '"':
            quoted = not quoted
        elif not quoted:
            if character in "\r\n":
                break
            if character in counts:
                counts[character] += 1
    return max(counts, key=lambda mark: counts[mark])


def _csv_rows(data: bytes, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL * 4))
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                _(
                    "The quotation marks do not match in the record that starts in line %(line)d. "
                    "Write a quotation mark inside a cell twice, and close each cell that begins with one."
                )
                % {"line": line}
            ) from error
        if not any(cell.strip() for cell in record):
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise too_many_rows()
        yield line, [_checked(cell) for cell in record]


def _checked(cell: str) -> Cell:
    return check_text(cell) if cell else ""


def check_text(cell: str) -> Cell:
    """The cell's text, without the apostrophe that keeps a spreadsheet from calculating; or what is wrong with it."""
    if len(cell) > MAX_CELL:
        return CellRefused(_("has more than %(most)d characters. Shorten it.") % {"most": MAX_CELL})
    if "\x00" in cell:
        return CellRefused(_("holds a character that cannot be kept (NUL). Type the text again."))
    stripped = cell.strip().replace("\x0b", " ").replace("\x0c", " ")
    if stripped.startswith(("=", "＝")):
        return CellRefused(
            _("holds a formula. Write its result, or put an apostrophe (') in front if it is meant as text.")
        )
    if stripped.startswith("'") and stripped.lstrip("'").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
        return stripped[1:]
    return stripped


def too_many_rows() -> FileRefused:
    return FileRefused(_("The file has more than %(most)d rows. Split it.") % {"most": MAX_ROWS})


def too_many_columns(count: int) -> FileRefused:
    return FileRefused(
        _("The file has %(count)d columns; at most %(most)d are taken. Remove the empty ones.")
        % {"count": count, "most": MAX_COLUMNS}
    )
