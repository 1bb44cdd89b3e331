"""The history of an event with what belongs to it, and the door that takes facts and words back to a moment."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from events import publishing
from events.models import (
    Contact,
    Event,
    EventFile,
    EventLink,
    EventText,
    Organiser,
    Question,
    Session,
    Speaker,
    State,
)
from events.publishing import NotReady
from projects.restoring import Restored, restore_fields, restore_rows, rows_at
from vocabulary.timeline import Part


class SpeakerPart(Part):
    """Speakers belong to the event by way of their session."""

    def records(self, thing: Model, *, until: datetime | None = None) -> list[Any]:
        sessions = Session.history.filter(event_id=thing.pk).values("id")
        found = Speaker.history.filter(session_id__in=sessions).select_related("history_user")
        if until is not None:
            found = found.filter(history_date__lte=until)
        return list(found.order_by("history_date", "history_id"))


RESTORED = (
    Part(EventText, "event", ("language",)),
    Part(Organiser, "event", ("organisation",)),
    Part(Session, "event", ("title",)),
    SpeakerPart(Speaker, "session__event", ("name",)),
    Part(EventLink, "event", ("title",)),
)
"""Rows that come back. Answers hang on questions, the bytes of a file and an address are in no history."""

PARTS = (
    Part(Event),
    *RESTORED,
    Part(Contact, "event", ("name",)),
    Part(EventFile, "event", ("title",)),
    Part(Question, "event", ("label",)),
)
"""Everything the history tells."""

_STATE = (
    *("state", "published_at", "published_by", "cancelled_at", "cancelled_by", "cancel_reason"),
    *("archived_at", "archived_by", "purged_at"),
)
_REGISTRATION = (
    *("registration", "registration_url", "deadline_day", "deadline_time", "capacity", "waiting_list", "admits"),
    *("accept_hours", "asks_access", "lists_people", "reminder_days"),
)
STAYS = frozenset({"id", "slug", "uid", "sequence", "is_example", "created_at", "updated_at", *_STATE, *_REGISTRATION})
"""Never restored: the address, the publication state, and what people who register rely on."""


def restore_to(event: Event, *, at: datetime, by: User) -> Restored:
    """Take facts, words, agenda, organisers and links back to the moment `at`.

    What rows point at may have been deleted since: such rows are left out and named in the result. Raises
    ValidationError when the moment lies before the first record, or what is public would break a rule.
    """
    try:
        with transaction.atomic():
            return _restore(event, at, by)
    except IntegrityError as refusal:
        raise ValidationError(
            _("A rule would be broken then: what is public would lack something."), code="rule"
        ) from (refusal)


def _restore(event: Event, at: datetime, by: User) -> Restored:
    done = Restored()
    locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    record = rows_at(PARTS[0], locked, at).get(locked.pk)
    if record is None:
        raise ValidationError(_("The history begins later than that."), code="before_history")
    past = [(part, rows_at(part, locked, at)) for part in RESTORED]
    moment = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
    mark = {"_history_user": by, "_change_reason": _("Restored as it was on %(moment)s") % {"moment": moment}}
    restore_fields(locked, record, mark, done, stays=STAYS)
    for part, rows in past:
        restore_rows(part, locked, rows, mark, done)
    _check(Event.objects.get(pk=locked.pk))
    return done


def _check(fresh: Event) -> None:
    """What the database would refuse only when the transaction ends, it refuses now."""
    fresh.full_clean()
    if fresh.state != State.DRAFT and (sentences := publishing.missing(fresh)):
        raise NotReady([ValidationError(sentence, code="not_ready") for sentence in sentences])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
