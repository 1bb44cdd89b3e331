"""The file to start from: every column, an example that is obviously made up, and the values that lists allow."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from projects.importing.columns import COLUMNS
from projects.importing.messages import harmless
from projects.importing.rows import CLEAR
from projects.models import InnovationKind
from vocabulary.models import Programme, Region, TargetGroup, Theme

_WIDE = {"words": 40, "text": 40, "organisations": 40}


def as_csv() -> bytes:
    """Header and example row; with a byte order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    writer.writerow([harmless(column.example) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def as_workbook() -> bytes:
    """The same as a workbook, with a sheet that explains the columns and one with the allowed values."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Projects"
    _fill(sheet, [column.name for column in COLUMNS], [[column.example for column in COLUMNS]])
    for index, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = _WIDE.get(column.kind, 22)
    _fill(book.create_sheet(_("Columns")), [_("Column"), _("How to write it"), _("Also found as")], _explanations())
    values = _allowed()
    length = max(len(column) for column in values.values())
    rows = [[column[index] if index < len(column) else "" for column in values.values()] for index in range(length)]
    _fill(book.create_sheet(_("Allowed values")), list(values), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explanations() -> Iterable[list[str]]:
    for column in COLUMNS:
        several = _("Several languages: add the code in brackets, such as %(name)s (de).") % {"name": column.name}
        hint = f"{column.hint} {several}" if column.has_language else str(column.hint)
        yield [column.name, hint, "; ".join(column.also)]
    yield ["", _("An empty cell leaves a profile as it is. %(word)s empties the field.") % {"word": CLEAR}, ""]


def _allowed() -> dict[str, list[str]]:
    programmes = Programme.objects.select_related("period").order_by("name", "period__start_year")
    countries = Region.objects.filter(level=0).order_by("code")
    return {
        _("Programme"): [f"{row.name} ({row.period.slug})" for row in programmes],
        _("Country"): [f"{row.code}" for row in countries],
        _("Country name"): [row.label() for row in countries],
        _("Theme"): [row.name for row in Theme.objects.order_by("name")],
        _("Target group"): [row.label("en") for row in TargetGroup.objects.prefetch_related("labels")],
        _("Kind of innovation"): list(InnovationKind.values),
    }


def _fill(sheet: Any, header: list[str], rows: Iterable[list[str]]) -> None:
    sheet.append(header)
    for row in rows:
        sheet.append([harmless(cell) if cell else None for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows():
        for cell in line:
            cell.data_type = "s" if cell.value is not None else "n"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
