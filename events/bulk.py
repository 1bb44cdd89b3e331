"""Deciding about many people at once. What is refused is told by the number in the order of arrival, never by name."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events import registering
from events.models import Registration
from outbox.waiting import Report


def admit(rows: Iterable[Registration], *, by: User) -> Report:
    """Admit people in the order of arrival."""
    ordered = sorted(rows, key=lambda row: (row.event_id, row.line or 0))
    return each_by_number(ordered, lambda row: registering.admit(row, by=by))


def each_by_number(rows: Iterable[Registration], door: Callable[[Registration], object]) -> Report:
    """Call the door for everybody, and report how many went through."""
    done = Report()
    for row in rows:
        try:
            door(row)
            done.done += 1
        except ValidationError as refusal:
            said = {"number": row.line or "–", "sentence": " ".join(refusal.messages)}
            done.refused.append(_("Number %(number)s: %(sentence)s") % said)
    return done
