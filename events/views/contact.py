"""The contact form of an event: a message to a person to ask, without showing an address."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import contacting, rates
from events.forms.contact import ContactForm
from events.models import Contact, Event, State
from events.presentation.words import words_of
from outbox.guard import Guard, subject_of, tidy
from outbox.sending import TooManyMails


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write to a person of a public event; one without an address has no form."""
    event = Event.objects.published().prefetch_related("texts").filter(slug=slug).first()
    if event is None:
        return _gone(request, slug)
    person = event.contacts.exclude(email="").filter(pk=pk).first()
    if person is None:
        raise Http404
    context: dict[str, Any] = {"event": event, "title": words_of(event, "title"), "person": person}
    if request.method != "POST":
        sent = request.GET.get("sent") == "yes"
        return _show(request, ContactForm(), Guard(subject=str(uuid.uuid4())), context | {"sent": sent})
    posted = tidy(request.POST)
    form, guard = ContactForm(posted), Guard(posted, subject=subject_of(posted.get("stamp", "")) or str(uuid.uuid4()))
    if wait := _refused(request, form, guard) or _relay(person, form, guard.subject):
        return _show(request, form, guard.again(), context | {"sent": False}, wait)
    return redirect(f"{reverse('events:contact', args=[slug, pk])}?sent=yes")


def _relay(person: Contact, form: ContactForm, subject: str) -> int:
    """0 when it is on its way; else the seconds to wait."""
    said = form.cleaned_data
    try:
        contacting.relay(person, message=said["message"], name=said["name"], email=said["email"], key=_key(subject))
    except TooManyMails:
        form.add_error(None, _("This person has had as many messages today as we send. Please try again tomorrow."))
        return 86_400
    return 0


def _refused(request: HttpRequest, form: ContactForm, guard: Guard) -> int:
    """0 when it can go on; 1 for something to mend; more are seconds to wait."""
    if not form.is_valid() or not guard.is_valid():
        for sentence in guard.non_field_errors() if guard.errors else []:
            form.add_error(None, sentence)
        return 1
    wait = rates.seconds_to_wait(request, "contact")
    if wait:
        minutes = rates.in_minutes(wait)
        form.add_error(
            None,
            ngettext(
                "Very much was sent from your connection. Try again in %(minutes)d minute.",
                "Very much was sent from your connection. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
        )
        return max(2, wait)
    return 0


def _key(subject: str) -> str:
    """The key that the page was given; only notes of other pages hold none, which are keys of their own."""
    try:
        return str(uuid.UUID(subject))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, subject))


def _show(
    request: HttpRequest, form: ContactForm, guard: Guard, context: dict[str, Any], wait: int = 0
) -> HttpResponse:
    """The form: 200 when new, 422 with something to mend, 429 with a time to come back."""
    shown = context | {"form": form, "guard": guard, "errors": form.problems() if wait else []}
    status = 200 if not wait else 422 if wait == 1 else 429
    response = render(request, "events/contact.html", shown, status=status)
    add_never_cache_headers(response)
    if status == 429:
        response["Retry-After"] = str(wait)
    return response


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """410 with its name for an archived event, else nothing."""
    row = Event.objects.filter(slug=slug, state=State.ARCHIVED).first()
    if row is None:
        raise Http404
    return render(request, "410.html", {"name": str(row)}, status=410)
