"""The page behind the link of an invitation: are you coming?"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from events import inviting
from events.models import Invitation, RegistrationMode, State
from events.presentation import in_mails, times
from events.presentation.words import words_of
from events.views import personal


@personal.by_invitation
def answer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Yes leads to the registration, or counts where there is none here; no counts at once. Both can be changed."""
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        try:
            inviting.reply(invitation, coming=request.POST["answer"] == "yes")
        except ValidationError as refusal:
            return _show(request, invitation, token, refusal)
        return redirect("events:invitation", token)
    return _show(request, invitation, token)


def _show(
    request: HttpRequest, invitation: Invitation, token: str, refusal: ValidationError | None = None
) -> HttpResponse:
    event = invitation.event
    context = {
        "invitation": invitation,
        "token": token,
        "event": event,
        "title": words_of(event, "title"),
        "summary": words_of(event, "summary"),
        "when": times.when(event),
        "where": in_mails.where(event, placed=False).split("\n"),
        "until": in_mails.answer_until(event),
        "open": event.state == State.PUBLISHED and timezone.now() < event.over_at,
        "here": event.registration == RegistrationMode.HERE,
        "elsewhere": event.registration_url,
        "errors": personal.sentences(refusal) if refusal else [],
    }
    return personal.show(request, "invitation", context, status=409 if refusal else 200)
