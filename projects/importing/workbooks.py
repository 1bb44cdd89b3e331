"""Reading XLSX: size checked before anything is unpacked, no entities, no formulas, dates as exact as their format."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from projects.importing.messages import CellRefused, FileRefused
from projects.importing.reading import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Row,
    Table,
    check_text,
    too_many_columns,
    too_many_rows,
)

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 2000
# Rows that only carry a format still count as rows in the file.
_MAX_EMPTY_ROWS = 200_000
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def open_workbook(data: bytes) -> Table:
    """The sheet “Projects”, or the first one."""
    _check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of charts and validations, which are no data
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    except Exception as error:  # a damaged workbook raises whatever its reader stumbles over
        raise _damaged() from error
    if not sheets:
        raise FileRefused(_("The workbook has no sheet with a table."))
    named = [sheet for sheet in sheets if sheet.title.casefold() in ("projects", "projekte", "projekt")]
    sheet = (named or sheets)[0]
    rows = _rows(sheet)
    header: list[str] = []
    for _line, cells in rows:
        header = [cell if isinstance(cell, str) else "" for cell in cells]
        break
    return Table(header, rows, "xlsx")


def _check_archive(data: bytes) -> None:
    """Refuse what would unpack to too much, and XML that declares entities, before openpyxl sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise FileRefused(
                    _("The workbook unpacks to more than %(most)d MB. Save the table alone, or as CSV.")
                    % {"most": MAX_UNPACKED_BYTES // 2**20}
                )
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
                raise FileRefused(_("The file is a ZIP archive, but no workbook. Save the table as XLSX."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_declarations(archive, part)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged() from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _damaged() from error


def _refuse_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type stands before the root element; entities need one, and no spreadsheet writes any."""
    with archive.open(part) as stream:
        start = stream.read(8192)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start[:64] or _DECLARATION.search(start):
        raise FileRefused(_("The workbook holds declarations no spreadsheet writes. Save the table again as XLSX."))


def _rows(sheet: Any) -> Iterator[Row]:
    iterator = sheet.iter_rows()
    seen = kept = 0
    while True:
        try:
            cells = next(iterator)
        except StopIteration:
            return
        except Exception as error:
            raise _damaged() from error
        seen += 1
        values = [_text(cell) for cell in cells]
        while values and values[-1] == "":
            values.pop()
        if not values:
            if seen > _MAX_EMPTY_ROWS:
                raise too_many_rows()
            continue
        if len(values) > MAX_COLUMNS:
            raise too_many_columns(len(values))
        kept += 1
        if kept > MAX_ROWS + 1:
            raise too_many_rows()
        yield getattr(cells[len(values) - 1], "row", seen), values


def _text(cell: Any) -> Cell:
    """A cell as plain text; numbers and dates lose the format of the sheet, not their value."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return CellRefused(_("holds the error %(error)s. Mend it in the workbook.") % {"error": str(value)[:20]})
    if isinstance(value, str):
        return check_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date | datetime):
        return _date(value, str(cell.number_format or ""))
    if isinstance(value, time):
        return value.isoformat()
    # Array and data table formulas come as objects of their own.
    return CellRefused(_("holds a formula. Copy the column and insert it again as values."))


def _number(value: float) -> Cell:
    if value != value or value in (float("inf"), float("-inf")):
        return CellRefused(_("holds a number that cannot be read."))
    if value == int(value):
        return str(int(value))
    return f"{Decimal(repr(value)):.2f}"


def _date(value: date | datetime, number_format: str) -> str:
    """The date as exactly as its format shows it: a cell shown as “Mar 2016” holds no day."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    if "y" in shown and "d" not in shown:
        return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return f"{value:%Y-%m-%d}"


def _damaged() -> FileRefused:
    return FileRefused(_("The workbook is damaged and cannot be opened. Save the table again as XLSX, or as CSV."))
