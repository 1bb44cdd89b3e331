"""The doors of the matrix: say yes or no with evidence, or take an answer back to “not known”.

Answers are never rewritten: a new one ends the one before, so the matrix of any earlier day can be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Answer, Cell, Centre, Evidence, Level, Need

PERMISSION = "centres.change_cell"


def furthest(levels: Iterable[str]) -> str:
    """The level of an answer that rests on several pieces of evidence: the furthest of theirs."""
    return max(levels, key=Level.values.index)


@dataclass(frozen=True)
class Proof:
    """What an answer rests on: a link, or a statement with who made it. `on` with `precision` (day, month, year)."""

    url: str = ""
    statement: str = ""
    said_by: str = ""
    language: str = "en"
    on: date | None = None
    precision: str = ""
    level: str = ""
    remarks: str = ""


def answer(
    centre: Centre,
    need: Need,
    *,
    answer: str,
    level: str = "",
    proofs: Sequence[Proof],
    by: User,
    at: datetime | None = None,
) -> Cell:
    """Record what is known now, or was at `at`, which lies after the answer before.

    Saying the same again with the same evidence only notes that somebody looked. Raises ValidationError with the codes
    `not_allowed`, `evidence`, `level`, `moment`, or with what is wrong with a field.
    """
    _allow(by)
    if not proofs:
        raise ValidationError(_("A yes or no needs evidence: a link, or a statement and who made it."), code="evidence")
    if answer == Answer.YES and level not in Level.values:
        raise ValidationError(_("Say how far the service is: planned, in part or delivered."), code="level")
    with transaction.atomic():
        Centre.objects.select_for_update().get(pk=centre.pk)
        moment = at or timezone.now()  # after waiting for the lock: answers follow one another
        before = Cell.objects.current().filter(centre=centre, need=need).prefetch_related("evidence").first()
        wanted = level if answer == Answer.YES else ""
        if before and moment <= before.since:
            raise ValidationError(_("A later answer is already recorded."), code="moment")
        if before and (before.answer, before.level) == (answer, wanted) and _same(before, proofs):
            before.looked_at = moment
            before.save(update_fields=["looked_at"])
            return before
        if before:
            before.until = moment
            before.save(update_fields=["until"])
        cell = Cell(
            centre=centre, need=need, answer=answer, level=wanted, since=moment, looked_at=moment, recorded_by=by
        )
        cell.full_clean()
        cell.save()
        for proof in proofs:
            row = Evidence(cell=cell, **_fields(proof))
            row.full_clean()
            row.save()
    return cell


def forget(centre: Centre, need: Need, *, by: User) -> None:
    """Take the answer back: nothing is known any more. What was known stays in the history of the matrix."""
    _allow(by)
    with transaction.atomic():
        Centre.objects.select_for_update().get(pk=centre.pk)
        Cell.objects.current().filter(centre=centre, need=need).update(until=timezone.now())


def confirm(cell: Cell, *, by: User) -> None:
    """Say that somebody looked at the evidence again and it still holds."""
    _allow(by)
    Cell.objects.current().filter(pk=cell.pk).update(looked_at=timezone.now())


def _allow(by: User) -> None:
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")


def _fields(proof: Proof) -> dict[str, object]:
    return {name: getattr(proof, name) for name in Proof.__dataclass_fields__}


def _same(cell: Cell, proofs: Sequence[Proof]) -> bool:
    rows = [Proof(**{name: getattr(row, name) for name in Proof.__dataclass_fields__}) for row in cell.evidence.all()]
    return set(rows) == set(proofs)
