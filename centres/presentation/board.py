"""The matrix as its page shows it: rows under gaps, covered needs and needs nobody was asked about, with evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres.matrix import Coverage, Matrix, Row
from centres.models import Answer, Cell, Centre, CentreKind
from centres.presentation.lines import by_country
from centres.presentation.offers import Offer, offer
from centres.presentation.words import best
from projects.presentation import wording
from projects.presentation.words import Words

SIGNS = {"delivered": "●", "partial": "◐", "planned": "○", "no": "✕", "": "?"}
"""A sign for each kind of cell, beside its word: colour never says anything alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A centre as a column: its country, or that it is the European one; `second` where the country has several."""

    slug: str
    label: str
    second: str
    name: str
    url: str
    national: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell: `kind` is a level, "no", or empty for not known; `anchor` leads to its evidence."""

    column: Column
    kind: str
    word: str
    sign: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """One need with its marks; `proofs` are the known ones with their evidence."""

    slug: str
    need: str
    description: Words
    named_by: list[str]
    counted: str
    planned: str
    marks: list[Mark]
    proofs: list[tuple[Mark, Offer]]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under the heading of their group; the gaps stand by coverage and have none."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """Gaps, covered needs, or needs nobody was asked about."""

    key: str
    heading: str
    explanation: str
    groups: list[Group]
    count: int


def board(matrix: Matrix) -> dict[str, Any]:
    """Columns, parts and what stands above them."""
    matrix = as_read(matrix)
    columns = columns_of(matrix.centres)
    explained = ngettext(
        "At most %(number)s national centre says yes, and at least one answer is known.",
        "At most %(number)s national centres say yes, and at least one answer is known.",
        matrix.threshold,
    ) % {"number": wording.whole(matrix.threshold)}
    if not matrix.threshold:
        explained = _("No national centre says yes, and at least one answer is known.")
    gaps = [line(row, columns) for row in matrix.gaps]
    parts = [
        Part("gaps", _("Gaps"), explained, [Group("", gaps)] if gaps else [], len(gaps)),
        _part("covered", _("Covered"), _more(matrix.threshold), matrix.covered, columns),
        _part("unasked", _("Not asked yet"), _("No answer of a national centre is known."), matrix.not_asked, columns),
    ]
    return {
        "columns": columns,
        "parts": parts,
        "national": sum(1 for column in columns if column.national),
        "known": [each for part in parts for group in part.groups for each in group.lines if each.proofs],
    }


def as_read(matrix: Matrix) -> Matrix:
    """The same matrix with its centres by the country's name in the reader's language, the European one last."""
    order = sorted(
        range(len(matrix.centres)),
        key=lambda place: (matrix.centres[place].kind == CentreKind.EUROPEAN, by_country(matrix.centres[place])),
    )
    rows = [replace(row, cells=[row.cells[place] for place in order]) for row in matrix.rows]
    return replace(matrix, centres=[matrix.centres[place] for place in order], rows=rows)


def columns_of(centres: Iterable[Centre]) -> list[Column]:
    """One column for each centre, in the order given."""
    reader = wording.language()
    rows = list(centres)
    places = [centre.country_id for centre in rows]
    return [
        Column(
            slug=centre.slug,
            label=centre.country.label(reader) if centre.country else _("Europe"),
            second=str(centre) if places.count(centre.country_id) > 1 else "",
            name=str(centre),
            url=centre.get_absolute_url(),
            national=centre.kind == CentreKind.NATIONAL,
        )
        for centre in rows
    ]


def line(row: Row, columns: list[Column]) -> Line:
    """One row; groups and texts of the need and the evidence must have been fetched."""
    need = row.need
    marks = [
        mark(cell, column, f"e-{need.slug}.{column.slug}") for cell, column in zip(row.cells, columns, strict=True)
    ]
    return Line(
        slug=need.slug,
        need=need.label(wording.language()),
        description=best(need.texts.all(), "description"),
        named_by=need.named_by.split("\n") if need.named_by else [],
        counted=counted(row.coverage),
        planned=planned(row.coverage),
        marks=marks,
        proofs=[(each, _offer(cell, row)) for each, cell in zip(marks, row.cells, strict=True) if cell],
    )


def mark(cell: Cell | None, column: Column, anchor: str) -> Mark:
    """The word and sign of one cell."""
    kind = (cell.level or Answer.NO.value) if cell else ""
    return Mark(column, kind, word(cell), SIGNS[kind], anchor if cell else "")


def word(cell: Cell | None) -> str:
    """What is known, in a word or two."""
    if cell is None:
        return _("not known")
    return str(cell.get_level_display() if cell.answer == Answer.YES else cell.get_answer_display())


def counted(coverage: Coverage) -> str:
    """For example "3 of 8, 2 not known"."""
    if not coverage.asked:
        return _("not asked yet")
    words = {"yes": wording.whole(coverage.yes), "of": wording.whole(coverage.of)}
    if not coverage.unknown:
        # Translators: so many centres meet a need, for example "1 of 8".
        return _("%(yes)s of %(of)s") % words
    return _("%(yes)s of %(of)s, %(unknown)s not known") % (words | {"unknown": wording.whole(coverage.unknown)})


def planned(coverage: Coverage) -> str:
    """How many of those that say yes only plan it; empty when none."""
    if not coverage.planned_only:
        return ""
    return ngettext("%(number)s of them only planned", "%(number)s of them only planned", coverage.planned_only) % {
        "number": wording.whole(coverage.planned_only)
    }


def _more(threshold: int) -> str:
    least = threshold + 1
    return ngettext(
        "At least %(number)s national centre says yes.", "At least %(number)s national centres say yes.", least
    ) % {"number": wording.whole(least)}


def _part(key: str, heading: str, explanation: str, rows: list[Row], columns: list[Column]) -> Part:
    reader = wording.language()
    groups = [
        Group(group.label(reader), [line(row, columns) for row in found])
        for group, found in groupby(rows, key=lambda row: row.need.group)
    ]
    return Part(key, heading, explanation, groups, len(rows))


def _offer(cell: Cell, row: Row) -> Offer:
    cell.need = row.need  # whose texts were fetched with the rows
    return offer(cell)
