"""Registering without an account: the form, and the page that says to look into the mail."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events import links, rates, registering
from events.forms.registration import RegistrationForm
from events.letters import CONFIRM_DAYS
from events.links import LinkBroken
from events.models import Event, Invitation, State
from events.presentation import times
from events.presentation.words import words_of
from events.registering import Door, Refused
from events.views import personal
from outbox.guard import Guard, subject_of, tidy
from outbox.sending import TooManyMails
from projects.presentation import wording

TAKES = (Door.OPEN, Door.WAITING_LIST)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; once it is too late or full, why, and whom to ask."""
    event = _events().filter(slug=slug).first()
    if event is None:
        return _gone(request, slug)
    door = registering.door(event, at=timezone.now())
    if door == Door.NOT_HERE:
        return redirect("events:detail", slug)
    if request.method == "POST":
        return _take(request, event)
    if door not in TAKES:
        return personal.show(request, "closed", _about(event))
    invitation = _invitation(event, request.GET.get("invitation", ""))
    form = RegistrationForm(event, given=_given(invitation) if invitation else None)
    return _show(request, event, form, Guard(subject=str(uuid.uuid4())))


@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: the same for an address that is new and for one that is registered already."""
    event = _events().filter(slug=slug).first()
    if event is None:
        return _gone(request, slug)
    return personal.show(request, "registered", _about(event) | {"days": CONFIRM_DAYS})


def _take(request: HttpRequest, event: Event) -> HttpResponse:
    posted = tidy(request.POST)
    subject = subject_of(posted.get("stamp", "")) or str(uuid.uuid4())
    form, guard = RegistrationForm(event, posted), Guard(posted, subject=subject)
    if wait := _refused(request, form, guard) or _write(event, form, posted, subject):
        return _show(request, event, form, guard.again(), wait)
    return redirect("events:registered", event.slug)


def _write(event: Event, form: RegistrationForm, posted: Any, subject: str) -> int:
    """0 when it is written; else what is wrong is in the form."""
    try:
        registering.register(
            event,
            form.details(),
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"{event.pk}:{subject}"),
            purposes=form.purposes(),
            language=wording.language(),
            invitation=_invitation(event, posted.get("invitation", "")),
        )
    except Refused as refusal:
        form.add_error(None, refusal.messages)
        return 1
    except TooManyMails:
        form.add_error("email", _("This address has had as many e-mails today as we send. Please try again tomorrow."))
        return 86_400
    return 0


def _refused(request: HttpRequest, form: RegistrationForm, guard: Guard) -> int:
    """0 when it can go on; 1 for something to mend; more are seconds to wait."""
    if not form.is_valid() or not guard.is_valid():
        for sentence in guard.non_field_errors() if guard.errors else []:
            form.add_error(None, sentence)
        return 1
    wait = rates.seconds_to_wait(request, "register")
    if not wait:
        return 0
    minutes = rates.in_minutes(wait)
    sentence = ngettext(
        "Very much was sent from your connection. Try again in %(minutes)d minute.",
        "Very much was sent from your connection. Try again in %(minutes)d minutes.",
        minutes,
    )
    form.add_error(None, sentence % {"minutes": minutes})
    return max(2, wait)


def _show(request: HttpRequest, event: Event, form: RegistrationForm, guard: Guard, wait: int = 0) -> HttpResponse:
    """The form: 200 when new, 422 with something to mend, 429 with a time to come back."""
    context = _about(event) | {
        "form": form,
        "guard": guard,
        "errors": form.problems() if wait else [],
        "invitation": form.data.get("invitation", "") if form.is_bound else request.GET.get("invitation", ""),
    }
    response = personal.show(request, "form", context, status=200 if not wait else 422 if wait == 1 else 429)
    if wait > 1:
        response["Retry-After"] = str(wait)
    return response


def _about(event: Event) -> dict[str, Any]:
    """What every page of registration says of its event."""
    door = registering.door(event, at=timezone.now())
    return {
        "event": event,
        "title": words_of(event, "title"),
        "when": times.when(event),
        "deadline": times.deadline_text(event),
        "door": door.value,
        "takes": door in TAKES,
        "over": event.over_at <= timezone.now(),
        "ask": [person for person in event.contacts.all() if person.email],
    }


def _invitation(event: Event, token: str) -> Invitation | None:
    try:
        invitation = links.find_invited(token) if token else None
    except LinkBroken:
        return None  # the form works without
    return invitation if invitation and invitation.event_id == event.pk else None


def _given(invitation: Invitation) -> dict[str, Any]:
    centre = invitation.centre
    organisation = str(invitation.organisation or centre or "")
    return {
        "name": invitation.name if invitation.name != organisation else "",
        "email": invitation.email,
        "organisation": organisation[:200],
        "country": centre.country.code if centre and centre.country else "",
    }


def _events() -> Any:
    return Event.objects.published().select_related("country").prefetch_related("texts", "questions", "contacts")


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """410 with its name for an archived event, else nothing."""
    row = Event.objects.filter(slug=slug, state=State.ARCHIVED).first()
    if row is None:
        raise Http404
    return render(request, "410.html", {"name": str(row)}, status=410)
