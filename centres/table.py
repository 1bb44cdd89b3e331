"""The matrix as a table, for the file that is downloaded and for whoever reads it by machine.

One line for each need and centre, also where nothing is known, so that lines can be counted. Several pieces of evidence
stand in one field, with " | " between them and in the same order in each column. Names of columns and values are the
same in every language; needs, groups and centres have theirs in the reader's.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from centres.matrix import Matrix, Row
from centres.models import Cell, Centre
from projects.importing.messages import harmless
from projects.presentation import wording

COLUMNS = (
    "need",
    "need_name",
    "group",
    "group_name",
    "centre",
    "centre_name",
    "kind",
    "country",
    "answer",
    "level",
    "recorded_at",
    "looked_at",
    "evidence_links",
    "evidence_statements",
    "evidence_said_by",
    "evidence_dates",
    "evidence_levels",
    "region",
    "region_centres",
    "region_yes",
    "region_planned_only",
    "region_no",
    "region_unknown",
    "as_of",
    "address",
)
UNKNOWN = "unknown"
SEPARATOR = " | "
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the columns, and the lines."""

    columns: tuple[str, ...]
    lines: list[list[str]]


def table(matrix: Matrix, *, address: str = "") -> Table:
    """The matrix line by line; `address` is where it can be read."""
    moment = (matrix.as_of or timezone.now()).isoformat(timespec="seconds")
    return Table(COLUMNS, [line for row in matrix.rows for line in _lines(matrix, row, [moment, address])])


def written(found: Table) -> bytes:
    """As CSV after RFC 4180, UTF-8 with a byte order mark; no field acts as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(found.columns)
    writer.writerows([harmless(value) for value in line] for line in found.lines)
    return (BOM + out.getvalue()).encode()


def _lines(matrix: Matrix, row: Row, ending: list[str]) -> Iterator[list[str]]:
    reader, need, counted = wording.language(), row.need, row.coverage
    beginning = [need.slug, need.label(reader), need.group.slug, need.group.label(reader)]
    numbers = [str(each) for each in (counted.of, counted.yes, counted.planned_only, counted.no, counted.unknown)]
    for centre, cell in zip(matrix.centres, row.cells, strict=True):
        yield [*beginning, *_centre(centre), *_answer(cell), matrix.macro, *numbers, *ending]


def _centre(centre: Centre) -> list[str]:
    return [centre.slug, str(centre), centre.kind, centre.country.code if centre.country else ""]


def _answer(cell: Cell | None) -> list[str]:
    if cell is None:
        return [UNKNOWN, *[""] * 8]
    proofs = list(cell.evidence.all())
    columns = (
        [proof.url for proof in proofs],
        [" ".join(proof.statement.split()) for proof in proofs],
        [proof.said_by for proof in proofs],
        [_as_exact_as_known(proof.on.isoformat(), proof.precision) if proof.on else "" for proof in proofs],
        [proof.level for proof in proofs],
    )
    moments = [timezone.localtime(moment).isoformat(timespec="seconds") for moment in (cell.since, cell.looked_at)]
    return [cell.answer, cell.level, *moments, *(_joined(column) for column in columns)]


def _joined(parts: list[str]) -> str:
    """Empty where no part says anything; else every part has its place."""
    return SEPARATOR.join(parts) if any(parts) else ""


def _as_exact_as_known(day: str, precision: str) -> str:
    return day[: {"year": 4, "month": 7}.get(precision, 10)]
