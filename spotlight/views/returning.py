"""Save and return: the link by e-mail, back in with it in any browser, the draft deleted, a lost link sent again."""

import contextlib
import time

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outbox.sending import TooManyMails
from spotlight import drafting, letters, links, lost_links, mails, rates, sessions
from spotlight.models import State, Submission
from spotlight.own_forms import AddressForm
from spotlight.views import personal

_EVEN_SECONDS = 0.3
"""Every answer to "send me my links" takes so long, so that its time tells nothing about the address."""


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Send the link to the draft of this browser; asks for the address when it is not known."""
    draft = sessions.current(request)
    if draft is None or draft.state != State.DRAFT:
        return personal.show(request, "nothing_to_save", {"waits_for_changes": draft is not None})
    form = AddressForm(request.POST or None, initial={"email": draft.email})
    if request.method != "POST" or not form.is_valid():
        return personal.show(request, "save", _save_context(draft, form, request.GET.get("mail") == "sent"))
    if wait := rates.seconds_to_wait(request, "link"):
        form.add_error("email", _too_often(wait))
        return _too_many(personal.show(request, "save", _save_context(draft, form), status=429), wait)
    draft = drafting.save(draft, email=form.cleaned_data["email"])
    try:
        letters.tell(mails.DRAFT_SAVED, draft, counted=True, days=links.days(links.DRAFT), link=_link(draft))
    except TooManyMails:
        return personal.show(request, "save", _save_context(draft, form, too_many=True), status=429)
    return redirect(reverse("spotlight:save") + "?mail=sent")


@personal.by_link(links.DRAFT)
def back(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Go on with a draft, at its first step that lacks something."""
    sessions.adopt(request, submission)
    missing = drafting.missing(submission)
    return redirect("spotlight:step", step=missing[0][0] if missing else "check")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the draft of this browser, for good."""
    draft = sessions.current(request)
    if draft is not None and draft.state != State.DRAFT:
        return personal.show(request, "nothing_to_save", {"waits_for_changes": True})
    if request.method != "POST":
        return personal.show(request, "delete", {"draft": draft})
    if draft is not None:
        drafting.throw_away(draft)
    sessions.forget(request)
    return personal.show(request, "gone", {"kept": False, "draft": True})


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Send the links of an address again. The answer is the same whether stories have come from it or not."""
    begun = time.monotonic()
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return personal.show(request, "lost", {"form": form, "asked": request.GET.get("asked") == "1"})
    if wait := rates.seconds_to_wait(request, "link"):
        form.add_error("email", _too_often(wait))
        return _too_many(personal.show(request, "lost", {"form": form, "asked": False}, status=429), wait)
    with contextlib.suppress(TooManyMails, ValidationError):  # the page says how many a day there are, to everybody
        lost_links.send(form.cleaned_data["email"], language=get_language() or "en")
    time.sleep(max(0.0, _EVEN_SECONDS - (time.monotonic() - begun)))
    return redirect(reverse("spotlight:lost") + "?asked=1")


@personal.by_link(links.READ)
def colleague(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """The answers, to be read by whoever was given the link; without any address."""
    return personal.show(
        request, "colleague", {"submission": submission, "photograph": personal.photograph_path(submission)}
    )


def _save_context(
    draft: Submission, form: AddressForm, sent: bool = False, too_many: bool = False
) -> dict[str, object]:
    return {
        "draft": draft,
        "form": form,
        "sent": sent and bool(draft.email),
        "too_many": too_many,
        "days": links.days(links.DRAFT),
        "own_link": _link(draft) if too_many else "",
        "colleague_link": personal.colleague_link(draft),
        "colleague_days": links.READ_DAYS,
    }


def _link(draft: Submission) -> str:
    return links.address(links.DRAFT, draft)


def _too_often(wait: int) -> str:
    return _("Too many links were asked for from your connection. Try again in %(minutes)d minutes.") % {
        "minutes": rates.in_minutes(wait)
    }


def _too_many(response: HttpResponse, wait: int) -> HttpResponse:
    response["Retry-After"] = str(wait)
    return response
