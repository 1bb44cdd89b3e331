"""The door that takes a centre, consortium, network or need with all its parts back to how it was at a moment."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from centres.models import (
    Centre,
    CentreConsortium,
    CentreOrganisation,
    CentreText,
    Consortium,
    ConsortiumCountry,
    ConsortiumItem,
    ConsortiumMember,
    ConsortiumText,
    Need,
    NeedText,
    Network,
    NetworkMember,
    NetworkMilestone,
    NetworkText,
    State,
)
from centres.models.publishing import Publishable
from centres.publishing import NotReady, missing
from projects.restoring import Restored, restore_fields, restore_rows, rows_at
from vocabulary.timeline import Part

PARTS: dict[type[Publishable], tuple[Part, ...]] = {
    Centre: (
        Part(Centre),
        Part(CentreText, "centre", ("language",)),
        Part(CentreOrganisation, "centre", ("organisation",)),
        Part(CentreConsortium, "centre", ("consortium",)),
    ),
    Consortium: (
        Part(Consortium),
        Part(ConsortiumText, "consortium", ("language",)),
        Part(ConsortiumMember, "consortium", ("organisation",)),
        Part(ConsortiumCountry, "consortium", ("country",)),
        Part(ConsortiumItem, "consortium", ("title",)),
    ),
    Network: (
        Part(Network),
        Part(NetworkText, "network", ("language",)),
        Part(NetworkMember, "network", ("organisation",)),
        Part(NetworkMilestone, "network", ("title",)),
    ),
    Need: (Part(Need), Part(NeedText, "need", ("language",))),
}
"""Each of the four with every table that belongs to it."""

_STATE = ("state", "published_at", "published_by", "archived_at", "archived_by")
STAYS = frozenset({"id", "slug", "created_at", "updated_at", *_STATE})
"""Never restored: the address, and the publication state, which changes through its own doors only."""


def restore_to(thing: Publishable, *, at: datetime, by: User) -> Restored:
    """Take facts, texts and tables back to the moment `at`. The answers of the matrix have a history of their own.

    What rows point at may have been deleted since: such rows are left out and named in the result. Raises
    ValidationError when the moment lies before the first record, or what is public would break a rule.
    """
    try:
        with transaction.atomic():
            return _restore(thing, at, by)
    except IntegrityError as refusal:
        raise ValidationError(
            _("A rule would be broken then: what is public would lack something, or a country its member."),
            code="rule",
        ) from refusal


def _restore(thing: Publishable, at: datetime, by: User) -> Restored:
    done = Restored()
    parts = PARTS[type(thing)]
    locked = type(thing).objects.select_for_update().get(pk=thing.pk)
    past = {part.model: rows_at(part, locked, at) for part in parts}
    record = past[type(thing)].get(locked.pk)
    if record is None:
        raise ValidationError(_("The history begins later than that."), code="before_history")
    moment = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
    mark = {"_history_user": by, "_change_reason": _("Restored as it was on %(moment)s") % {"moment": moment}}
    restore_fields(locked, record, mark, done, stays=STAYS)
    for part in parts[1:]:
        restore_rows(part, locked, past[part.model], mark, done)
    _check(type(thing).objects.get(pk=locked.pk))
    return done


def _check(fresh: Publishable) -> None:
    """What the database would refuse only when the transaction ends, it refuses now."""
    fresh.full_clean()
    if fresh.state != State.DRAFT and (sentences := missing(fresh)):
        raise NotReady([ValidationError(sentence, code="not_ready") for sentence in sentences])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
