"""The matrix of needs and services as one object: page, table file and, later, the API are drawn from it.

Rows are published needs, columns published centres. Coverage counts national centres only; the European centre has
its own column, because it answers for all. Three queries for rows, columns and cells, however many there are.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from centres.models import Answer, Cell, Centre, CentreKind, Level, Need

GAP = 0
"""A need is a gap while at most so many national centres answer yes, and at least one answer is known."""


@dataclass(frozen=True)
class Coverage:
    """How many of the national centres meet a need: `yes` of `of`, `unknown` of them without an answer."""

    of: int
    yes: int
    no: int
    planned_only: int

    @property
    def unknown(self) -> int:
        return self.of - self.yes - self.no

    @property
    def asked(self) -> bool:
        """Whether anything is known at all."""
        return self.yes + self.no > 0


@dataclass(frozen=True)
class Row:
    """One need with the cells of the centres, in the order of `Matrix.centres`; None means not known."""

    need: Need
    cells: list[Cell | None]
    coverage: Coverage

    def is_gap(self, threshold: int = GAP) -> bool:
        return self.coverage.asked and self.coverage.yes <= threshold


@dataclass(frozen=True)
class Matrix:
    """The matrix for a macro-region (slug; empty for all), as it stands or stood at `as_of`."""

    macro: str = ""
    as_of: datetime | None = None
    threshold: int = GAP
    centres: list[Centre] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def gaps(self) -> list[Row]:
        """Needs that the region's centres leave open, least covered first."""
        return sorted((row for row in self.rows if row.is_gap(self.threshold)), key=lambda row: row.coverage.yes)

    @property
    def not_asked(self) -> list[Row]:
        return [row for row in self.rows if not row.coverage.asked]

    @property
    def covered(self) -> list[Row]:
        return [row for row in self.rows if row.coverage.asked and not row.is_gap(self.threshold)]


def build(*, macro: str = "", as_of: datetime | None = None, threshold: int = GAP) -> Matrix:
    """Read the matrix. Centres: national ones by country code, then the European one."""
    shown = Centre.objects.published().select_related("country")
    if macro:
        shown = shown.filter(Q(country__macro_regions__slug=macro) | Q(kind=CentreKind.EUROPEAN))
    centres = sorted(shown, key=lambda each: (each.country.code if each.country else "ZZ", each.slug))
    needs = (
        Need.objects.published()
        .select_related("group")
        .prefetch_related("texts", "group__labels")
        .order_by("group__order", "group__slug", "order", "slug")
    )
    known = Cell.objects.as_of(as_of) if as_of else Cell.objects.current()
    found = {
        (cell.centre_id, cell.need_id): cell
        for cell in known.filter(centre__in=[centre.pk for centre in centres]).prefetch_related("evidence")
    }
    rows = []
    for need in needs:
        cells = [found.get((centre.pk, need.pk)) for centre in centres]
        rows.append(Row(need, cells, _coverage(centres, cells)))
    return Matrix(macro, as_of, threshold, centres, rows)


def _coverage(centres: list[Centre], cells: list[Cell | None]) -> Coverage:
    national = [cell for centre, cell in zip(centres, cells, strict=True) if centre.kind == CentreKind.NATIONAL]
    yes = [cell for cell in national if cell and cell.answer == Answer.YES]
    return Coverage(
        of=len(national),
        yes=len(yes),
        no=sum(1 for cell in national if cell and cell.answer == Answer.NO),
        planned_only=sum(1 for cell in yes if cell.level == Level.PLANNED),
    )
