"""The one thing a visitor can do about an event, or why there is nothing to do."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import moments, registering
from events.models import Event, RegistrationMode, State
from events.presentation import times
from events.registering import Door
from projects.presentation import wording


@dataclass(frozen=True, slots=True)
class Call:
    """`label` and `url` of the one button, empty where nothing can be done; `sentences` say why, or until when.

    `kind`: register, elsewhere, website, closed, full, cancelled, over or none. `ask` where people may be asked.
    """

    kind: str
    sentences: list[str]
    label: str = ""
    url: str = ""
    ask: bool = False

    @property
    def external(self) -> bool:
        return self.kind in ("elsewhere", "website")


def call(event: Event, *, at: datetime) -> Call:
    """What can be done at that moment; one query where places are counted."""
    if event.state == State.CANCELLED:
        return Call("cancelled", [_("The event is cancelled."), event.cancel_reason], ask=True)
    if times.is_over(event, at=at):
        return Call("over", [_("The event is over.")])
    if event.registration == RegistrationMode.HERE:
        return _here(event, at=at)
    if event.registration == RegistrationMode.ELSEWHERE:
        return _elsewhere(event, at=at)
    sentences = [_("No registration for this event is published.")]
    if event.website:
        label = _("To the website of the event")
        return Call("website", sentences, label, event.website)
    return Call("none", sentences, ask=True)


def _here(event: Event, *, at: datetime) -> Call:
    door = registering.door(event, at=at)
    url = reverse("events:register", args=[event.slug])
    if door == Door.OPEN:
        return Call("register", _until(event) + _places(event), _("Register"), url)
    if door == Door.WAITING_LIST:
        sentences = [_("All places are taken; who joins the waiting list moves up when somebody cancels.")]
        return Call("register", sentences + _until(event), _("Join the waiting list"), url)
    if door == Door.FULL:
        return Call("full", [registering.sentence(door)], ask=True)
    return Call("closed", _closed(event), ask=True)


def _elsewhere(event: Event, *, at: datetime) -> Call:
    if event.closes_at and at >= event.closes_at:
        return Call("closed", _closed(event), ask=True)
    host = wording.host(event.registration_url)
    sentences = [_("The organisers take registrations on their own page: %(host)s.") % {"host": host}]
    return Call("elsewhere", _until(event) + sentences, _("Register with the organisers"), event.registration_url)


def _until(event: Event) -> list[str]:
    last = times.deadline_text(event)
    return [_("Register until %(moment)s.") % {"moment": last}] if last else []


def _closed(event: Event) -> list[str]:
    if last := times.deadline_text(event):
        return [_("Registration closed on %(moment)s.") % {"moment": last}]
    begun = moments.begins(event)
    if begun is None:
        return [_("Registration is closed.")]
    return [_("Registration closed when the event began, on %(moment)s.") % {"moment": times.moment_text(begun)}]


def _places(event: Event) -> list[str]:
    if event.admits:
        return [_("The organisers decide about each registration.")]
    if event.capacity is None:
        return []
    return [
        ngettext("There is %(number)s place.", "There are %(number)s places.", event.capacity)
        % {"number": wording.whole(event.capacity)}
    ]
