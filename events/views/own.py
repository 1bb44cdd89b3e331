"""The page behind the personal link of a registration, and everything its person can do there without an account."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from events import consents, erasing, personal_data, registering
from events.forms.registration import RegistrationForm
from events.models import Place, Purpose, QuestionKind, Registration, State
from events.presentation import in_mails, times
from events.presentation.words import words_of
from events.views import personal
from outbox.guard import tidy


@personal.by_link("GET", "HEAD")
def overview(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Where it stands, what was entered, and what can be done now."""
    context = _about(registration, token) | {"saved": request.GET.get("saved") == "yes"}
    return personal.show(request, "own", context)


@personal.by_link("GET", "HEAD", "POST")
def confirm(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Confirm the address; opening the address alone does nothing."""
    return _do(request, registration, token, registering.confirm)


@personal.by_link("GET", "HEAD", "POST")
def accept(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Take the place that is offered."""
    return _do(request, registration, token, registering.accept)


@personal.by_link("GET", "HEAD", "POST")
def change(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Change what was entered; the address stays."""
    context = _about(registration, token)
    if not registration.is_alive:
        return redirect("events:own", token)
    if request.method != "POST":
        form = RegistrationForm(registration.event, registered=registration)
        return personal.show(request, "change", context | {"form": form, "errors": []})
    form = RegistrationForm(registration.event, tidy(request.POST), registered=registration)
    if form.is_valid():
        try:
            registering.change(registration, form.details(), purposes=form.purposes())
            return redirect(f"{reverse('events:own', args=[token])}?saved=yes")
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return personal.show(request, "change", context | {"form": form, "errors": form.problems()}, status=422)


@personal.by_link("GET", "HEAD", "POST")
def cancel(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Give the place back, after one question."""
    if request.method == "POST":
        return _do(request, registration, token, registering.cancel)
    context = _about(registration, token)
    if not context["may_cancel"]:
        return redirect("events:own", token)
    return personal.show(request, "cancel", context)


@personal.by_link("GET", "HEAD", "POST")
def erase(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Delete everything about this person and event, after one question."""
    context = _about(registration, token)
    if request.method == "POST":
        erasing.erase(registration)
        return personal.show(request, "erased", context)
    return personal.show(request, "erase", context)


@personal.by_link("GET", "HEAD")
def download(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Everything held, as a file to take along."""
    response = HttpResponse(personal_data.as_json(registration), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="registration-{registration.event.slug}.json"'
    return response


def _do(
    request: HttpRequest, registration: Registration, token: str, door: Callable[[Registration], Registration]
) -> HttpResponse:
    """Through the door on POST, then back to the page; what a door refuses is said there."""
    if request.method == "POST":
        try:
            door(registration)
        except ValidationError as refusal:
            registration.refresh_from_db()
            context = _about(registration, token) | {"errors": personal.sentences(refusal)}
            return personal.show(request, "own", context, status=409)
    return redirect("events:own", token)


def _about(registration: Registration, token: str) -> dict[str, Any]:
    event = registration.event
    now = timezone.now()
    takes_place = event.state == State.PUBLISHED and now < event.over_at
    until = registration.accept_until
    return {
        "registration": registration,
        "token": token,
        "event": event,
        "title": words_of(event, "title"),
        "when": times.when(event),
        "where": in_mails.where(event, placed=registration.place == Place.CONFIRMED and takes_place).split("\n"),
        "takes_place": takes_place,
        "line": registering.place_in_line(registration),
        "until": in_mails.moment(until, event.zone) if until else "",
        "may_cancel": takes_place and registration.is_alive and registration.place != Place.UNCONFIRMED,
        "may_change": registration.is_alive,
        "answers": _answers(registration),
        "listed": Purpose.LISTED in (standing := consents.standing(registration)),
        "contact": Purpose.CONTACT in standing,
        "errors": [],
    }


def _answers(registration: Registration) -> list[dict[str, Any]]:
    return [
        {"label": answer.question.label, "text": answer.text, "ticked": answer.question.kind == QuestionKind.TICK}
        for answer in registration.answers.select_related("question")
    ]
