"""What changed between two days of the matrix, in the words of its page."""

from dataclasses import dataclass
from typing import Any

from centres.comparing import Change, Comparison, Shift
from centres.presentation.board import SIGNS, as_read, columns_of, counted, word
from centres.presentation.offers import Offer, offer
from projects.presentation import wording


@dataclass(frozen=True, slots=True)
class Step:
    """One answer: whose, to what, what it was and is; `now` holds the evidence and is None when nothing is known."""

    need: str
    centre: str
    name: str
    url: str
    was: str
    was_sign: str
    word: str
    sign: str
    now: Offer | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A need whose coverage changed."""

    need: str
    before: str
    after: str


def changes(found: Comparison) -> dict[str, Any]:
    """The changes under what became of them, and the needs whose coverage is another."""
    after = as_read(found.after)
    columns = {centre.pk: column for centre, column in zip(after.centres, columns_of(after.centres), strict=True)}
    needs = {row.need.pk: place for place, row in enumerate(after.rows)}
    places = {centre.pk: place for place, centre in enumerate(after.centres)}

    def order(change: Change) -> tuple[int, int]:
        return needs[change.need.pk], places[change.centre.pk]

    def step(change: Change) -> Step:
        column = columns[change.centre.pk]
        if change.after:
            change.after.need = change.need  # whose texts were fetched with the rows
        return Step(
            need=change.need.label(wording.language()),
            centre=column.label,
            name=column.name,
            url=column.url,
            was=word(change.before),
            was_sign=SIGNS[_kind(change.before)],
            word=word(change.after),
            sign=SIGNS[_kind(change.after)],
            now=offer(change.after) if change.after else None,
        )

    return {
        "turns": [
            {"key": turn.value, "label": turn.label, "steps": [step(change) for change in sorted(rows, key=order)]}
            for turn, rows in found.by_turn()
        ],
        "moved": [_moved(shift) for shift in found.shifts],
        "total": len(found.changes),
    }


def _kind(cell: Any) -> str:
    return (cell.level or cell.answer) if cell else ""


def _moved(shift: Shift) -> Moved:
    return Moved(shift.need.label(wording.language()), counted(shift.before), counted(shift.after))
