"""What changed in the matrix between two days: which answers came, went, rose or fell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from centres.matrix import Coverage, Matrix, build
from centres.matrix_query import end_of
from centres.models import Answer, Cell, Centre, Level, Need


class Turn(TextChoices):
    """What became of one answer."""

    NEW_YES = "new_yes", _("new yes")
    RISEN = "risen", _("further than before")
    FALLEN = "fallen", _("less far than before")
    LOST = "lost", _("no longer yes")
    NEW_NO = "new_no", _("new no")
    TAKEN_BACK = "taken_back", _("no longer known")


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is not what it was; None means not known."""

    turn: Turn
    need: Need
    centre: Centre
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A need whose coverage is not what it was."""

    need: Need
    before: Coverage
    after: Coverage


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days of the matrix, with the needs and centres of today."""

    before: Matrix
    after: Matrix
    changes: list[Change]
    shifts: list[Shift]

    def by_turn(self) -> Iterator[tuple[Turn, list[Change]]]:
        """The changes under what became of them, good news first."""
        for turn in Turn:
            if found := [change for change in self.changes if change.turn == turn]:
                yield turn, found


def compare(start: date, end: date, *, macro: str = "") -> Comparison:
    """What changed from the end of one day to the end of another; twelve queries."""
    before, after = build(macro=macro, as_of=end_of(start)), build(macro=macro, as_of=end_of(end))
    was = {(row.need.pk, cell.centre_id): cell for row in before.rows for cell in row.cells if cell}
    had = {row.need.pk: row.coverage for row in before.rows}
    changes, shifts = [], []
    for row in after.rows:
        old = had.get(row.need.pk, row.coverage)
        if old != row.coverage:
            shifts.append(Shift(row.need, old, row.coverage))
        for centre, now in zip(after.centres, row.cells, strict=True):
            earlier = was.get((row.need.pk, centre.pk))
            if turn := _turn(earlier, now):
                changes.append(Change(turn, row.need, centre, earlier, now))
    return Comparison(before, after, changes, shifts)


def _turn(was: Cell | None, now: Cell | None) -> Turn | None:
    """What happened to the answer itself; new evidence for the same answer is no change of it."""
    had, has = bool(was and was.answer == Answer.YES), bool(now and now.answer == Answer.YES)
    if had and has and was and now:
        step = Level.values.index(now.level) - Level.values.index(was.level)
        return (Turn.RISEN if step > 0 else Turn.FALLEN) if step else None
    if has:
        return Turn.NEW_YES
    if now is None:
        return Turn.TAKEN_BACK if was else None
    if had:
        return Turn.LOST
    return None if was else Turn.NEW_NO
