"""The matrix as a file that can be filled in and handed back: one line for each piece of evidence.

Where nothing is known there is one line without an answer, ready to be filled in.
"""

import csv
import io
import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from centres.models import Cell, Centre, Evidence, Need, State

COLUMNS = (
    "centre",
    "country",
    "need",
    "label",
    "answer",
    "level",
    "link",
    "statement",
    "said by",
    "date",
    "language",
    "evidence level",
    "remarks",
    "recorded at",
)
"""The same in every language. `country`, `label` and `recorded at` are only for reading."""

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
_WIDE = {"link": 40, "statement": 50, "label": 35, "remarks": 30}


def lines(centre: Centre | None = None) -> Iterator[list[str]]:
    """The cells of every line, for all centres that are not archived or for one. Five queries."""
    centres = Centre.objects.exclude(state=State.ARCHIVED).select_related("country").order_by("country__code", "slug")
    needs = list(
        Need.objects.exclude(state=State.ARCHIVED)
        .select_related("group")
        .prefetch_related("texts")
        .order_by("group__order", "group__slug", "order", "slug")
    )
    shown = list(centres.filter(pk=centre.pk) if centre else centres)
    cells = Cell.objects.current().filter(centre__in=[row.pk for row in shown]).prefetch_related("evidence")
    known = {(cell.centre_id, cell.need_id): cell for cell in cells}
    for each in shown:
        for need in needs:
            head = [each.slug, each.country.code if each.country else "", need.slug, need.label()]
            cell = known.get((each.pk, need.pk))
            for proof in cell.evidence.all() if cell else [None]:
                yield [*head, *_answer(cell, proof)]


def as_csv(centre: Centre | None = None) -> bytes:
    """With a byte order mark, so that spreadsheets read it as UTF-8; no cell can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in line] for line in lines(centre))
    return out.getvalue().encode("utf-8-sig")


def as_workbook(centre: Centre | None = None) -> bytes:
    """The same as a workbook; every cell is text, so that no spreadsheet turns a date or a formula into something."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Services")
    sheet.append(list(COLUMNS))
    for line in lines(centre):
        sheet.append([guarded(cell) or None for cell in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDE.get(str(cell.value), 18)
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else "n"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guarded(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would calculate; reading takes exactly that one away."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def _answer(cell: Cell | None, proof: Evidence | None) -> list[str]:
    if cell is None or proof is None:
        return [""] * (len(COLUMNS) - 4)
    return [
        cell.answer,
        cell.level,
        proof.url,
        as_cell(proof.statement),
        as_cell(proof.said_by),
        written_date(proof),
        proof.language,
        proof.level,
        as_cell(proof.remarks),
        recorded_at(cell),
    ]


def recorded_at(cell: Cell) -> str:
    """2026-05-01 14:05, in the time of the site."""
    return f"{timezone.localtime(cell.since):%Y-%m-%d %H:%M}"


def written_date(proof: Evidence) -> str:
    """2026, 2026-05 or 2026-05-01: as much as is known."""
    return proof.on.isoformat()[: {"year": 4, "month": 7}.get(proof.precision, 10)] if proof.on else ""


def as_cell(text: str) -> str:
    """A text without what no table cell keeps: space around it, and control characters that a workbook refuses."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text.replace("\r\n", "\n")).strip()
