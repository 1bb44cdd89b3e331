"""The doors through which centres, consortia, networks and needs become public and leave again."""

from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre, Consortium, Need, Network, State
from centres.models.publishing import Publishable

Thing = TypeVar("Thing", bound=Publishable)
PERMISSION = "centres.publish_centre"


class NotReady(ValidationError):
    """Something is missing before the public may see it; `messages` says what."""


def missing(thing: Publishable) -> list[str]:
    """Sentences that say what is lacking for the public; empty when ready."""
    found = []
    if not getattr(thing, "source", "").strip():
        found.append(_("Name a source."))
    if isinstance(thing, Need) and not thing.texts.filter(language="en").exists():
        found.append(_("Write the need in English."))
    if isinstance(thing, Consortium) and not thing.country_rows.exists():
        found.append(_("List at least one country."))
    if isinstance(thing, Network) and not thing.texts.exists():
        found.append(_("Say what the network aims at."))
    if isinstance(thing, Centre) and thing.contact_email and not (thing.website or thing.contact_url):
        found.append(_("Give a website or a contact page beside the contact form."))
    return found


def publish(thing: Thing, *, by: User) -> Thing:
    """Show a draft to the public."""
    with transaction.atomic():
        locked = _lock(thing, by, State.DRAFT)
        if sentences := missing(locked):
            raise NotReady([ValidationError(sentence, code="not_ready") for sentence in sentences])
        locked.published_at, locked.published_by = timezone.now(), by
        return _write(locked, State.PUBLISHED, by)


def withdraw(thing: Thing, *, by: User) -> Thing:
    """Take something published by mistake back to draft; its page answers 404."""
    with transaction.atomic():
        locked = _lock(thing, by, State.PUBLISHED)
        locked.published_at = locked.published_by = None
        return _write(locked, State.DRAFT, by)


def archive(thing: Thing, *, by: User) -> Thing:
    """Take something off the site for good; its page answers 410."""
    with transaction.atomic():
        locked = _lock(thing, by, State.PUBLISHED)
        locked.archived_at, locked.archived_by = timezone.now(), by
        return _write(locked, State.ARCHIVED, by)


def restore(thing: Thing, *, by: User) -> Thing:
    """Show something archived again."""
    with transaction.atomic():
        locked = _lock(thing, by, State.ARCHIVED)
        locked.archived_at = locked.archived_by = None
        return _write(locked, State.PUBLISHED, by)


def _lock(thing: Thing, by: User, allowed: State) -> Thing:
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    locked: Thing = type(thing).objects.select_for_update().get(pk=thing.pk)
    if locked.state != allowed:
        raise ValidationError(
            _("“%(name)s” is %(state)s; this step is not possible now.")
            % {"name": locked, "state": State(locked.state).label},
            code="wrong_state",
        )
    return locked


def _write(thing: Thing, state: State, by: User) -> Thing:
    thing.state = state
    thing._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    thing.save()
    return thing
