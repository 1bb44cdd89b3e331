"""What centres offer: the answers of the matrix with their evidence, in the words of a page."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from centres.models import Answer, Cell, Centre, Evidence, Level, Need
from centres.presentation.words import best, remark, said
from projects.presentation import wording
from projects.presentation.wording import Link
from projects.presentation.words import Words


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: what it says, who said it, where it stands; `day` only as exact as it is known."""

    statement: Words
    said_by: str
    link: Link | None
    day: str
    level: str
    remarks: Words


@dataclass(frozen=True, slots=True)
class Offer:
    """A need and what a centre does about it; `level` is empty for a no."""

    need: str
    description: Words
    group: str
    answer: str
    level: str
    level_label: str
    proofs: list[Proof]
    looked_at: str


@dataclass(frozen=True, slots=True)
class Offers:
    """The answers of one centre: `given` by group of needs, `refused`, and how many needs are `unknown`."""

    given: list[Offer]
    refused: list[Offer]
    unknown: int

    @property
    def delivered(self) -> int:
        return sum(1 for offer in self.given if offer.level == Level.DELIVERED)


def offers(centres: Collection[Centre]) -> dict[int, Offers]:
    """The offers of each centre by its number; six queries however many centres and answers there are."""
    needs = Need.objects.published().count()
    cells = (
        Cell.objects.current()
        .filter(centre__in=[centre.pk for centre in centres], need__in=Need.objects.published())
        .select_related("need__group")
        .prefetch_related("need__texts", "need__group__labels", "evidence")
        .order_by("need__group__order", "need__group__slug", "need__order", "need__slug")
    )
    found: dict[int, list[Cell]] = {centre.pk: [] for centre in centres}
    for cell in cells:
        found[cell.centre_id].append(cell)
    return {
        number: Offers(
            given=[offer(cell) for cell in rows if cell.answer == Answer.YES],
            refused=[offer(cell) for cell in rows if cell.answer == Answer.NO],
            unknown=needs - len(rows),
        )
        for number, rows in found.items()
    }


def offer(cell: Cell) -> Offer:
    """One answer with its evidence, which should have been prefetched."""
    return Offer(
        need=cell.need.label(wording.language()),
        description=best(cell.need.texts.all(), "description"),
        group=cell.need.group.label(wording.language()),
        answer=cell.answer,
        level=cell.level,
        level_label=str(Level(cell.level).label) if cell.level else "",
        proofs=[_proof(row) for row in cell.evidence.all()],
        looked_at=_("last looked at on %(day)s") % {"day": wording.day(cell.looked_at.date())},
    )


def _proof(row: Evidence) -> Proof:
    return Proof(
        statement=said(row.statement, row.language),
        said_by=row.said_by,
        link=Link(wording.link_label(row.url), row.url) if row.url else None,
        day=wording.date_text(row.on, row.precision),
        level=str(Level(row.level).label) if row.level else "",
        remarks=remark(row.remarks),
    )
