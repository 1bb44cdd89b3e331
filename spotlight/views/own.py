"""The page behind the personal link: where the story stands, and everything its team can do about it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spotlight import (
    consents,
    corrections,
    curation,
    erasing,
    links,
    personal_data,
    rates,
    sessions,
    tracking,
    transitions,
)
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, State, Submission, Verb
from spotlight.own_forms import CorrectionForm, EraseForm, ObjectForm
from spotlight.views import personal
from spotlight.views.form_pages import too_many


@personal.by_link(links.OWN)
def overview(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Where it stands, whose turn it is, what can be done now."""
    published = submission.state == State.PUBLISHED
    asked = submission.asked_still_true_at
    context = {
        "submission": submission,
        "token": token,
        "standing": tracking.standing(submission),
        "timeline": tracking.timeline(submission),
        "asked_for": tracking.asked_for(submission),
        "queue": tracking.queue(submission),
        "told": corrections.told(submission) if submission.state in corrections.TOLD_IN else [],
        "may_tell": submission.state in corrections.TOLD_IN,
        "page_url": submission.story.get_absolute_url() if published else "",
        "ask_still_true": published and asked and not (submission.still_true_at and submission.still_true_at > asked),
        "may_withdraw": Verb.WITHDRAW in transitions.possible(submission.state, CONTRIBUTOR),
        "may_contact": Purpose.CONTACT in consents.standing(submission),
        "has_photograph": personal.picture_of(submission) is not None,
        "colleague_link": personal.colleague_link(submission),
        "colleague_days": links.READ_DAYS,
    }
    return personal.show(request, "overview", context)


@personal.by_link(links.OWN, "POST")
def change_answers(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Take the story into this browser's form."""
    if submission.state != State.CHANGES_REQUESTED:
        return redirect("spotlight:own", token)
    sessions.adopt(request, submission)
    return redirect("spotlight:step", step="check")


@personal.by_link(links.OWN, "GET", "POST")
def correct(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Ask for other words in the published story."""
    if submission.state != State.PUBLISHED:
        return redirect("spotlight:own", token)
    shown = corrections.current(submission) | (submission.correction or {})
    form = CorrectionForm(submission, request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.ask(submission, changes=form.cleaned_data)
            return redirect("spotlight:own", token)
        except ValidationError as refusal:
            form.add_error(None, personal.sentences(refusal))
    return personal.show(request, "correct", {"submission": submission, "token": token, "form": form})


@personal.by_link(links.OWN, "GET", "POST")
def note(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Say what should be different while the editors read, or before they publish."""
    if submission.state not in corrections.TOLD_IN:
        return redirect("spotlight:own", token)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if wait := rates.seconds_to_wait(request, "hand_in"):
            return too_many(request, wait)
        corrections.tell(submission, note=form.cleaned_data["note"])
        return redirect("spotlight:own", token)
    return personal.show(request, "note", {"submission": submission, "token": token, "form": form})


@personal.by_link(links.OWN, "GET", "POST")
def still_true(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """One button says that the story still holds."""
    if submission.state == State.PUBLISHED and request.method == "POST":
        corrections.say_still_true(submission, at=timezone.now())
    return redirect("spotlight:own", token)


@personal.by_link(links.OWN, "GET", "POST")
def photograph(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Take the photograph out, at once; the story stays."""
    if request.method == "POST" or personal.picture_of(submission) is None:
        if request.method == "POST":
            corrections.withdraw_photograph(submission)
        return redirect("spotlight:own", token)
    context = {
        "submission": submission,
        "token": token,
        "photograph": personal.photograph_path(submission),
        "picture": personal.picture_of(submission),
    }
    return personal.show(request, "photograph", context)


@personal.by_link(links.OWN, "POST")
def no_contact(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Take back the consent to be written to about other things."""
    consents.withdraw(submission, [Purpose.CONTACT], at=timezone.now())
    return redirect("spotlight:own", token)


@personal.by_link(links.OWN)
def download(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Everything held, as a ZIP file."""
    response = HttpResponse(personal_data.archive([submission]), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{submission.reference}.zip"'
    return response


@personal.by_link(links.OWN, "GET", "POST")
def withdraw(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Take the story off the site, at once."""
    if Verb.WITHDRAW not in transitions.possible(submission.state, CONTRIBUTOR):
        return redirect("spotlight:own", token)
    if request.method == "POST":
        curation.withdraw(submission, by=CONTRIBUTOR)
        return redirect("spotlight:own", token)
    context = {"submission": submission, "token": token, "is_public": submission.state == State.PUBLISHED}
    return personal.show(request, "withdraw", context)


@personal.by_link(links.OWN, "GET", "POST")
def erase(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Erase the person, and the story with them unless it may stay without."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["what"] == EraseForm.PERSON
        try:
            erasing.erase(submission, keep_story=keep)
            sessions.forget_everywhere(request, submission.pk)
            return personal.show(request, "gone", {"kept": keep, "draft": False})
        except ValidationError as refusal:
            form.add_error("what", personal.sentences(refusal))
    context = {
        "submission": submission,
        "token": token,
        "form": form,
        "why_not_kept": erasing.why_not_kept(submission),
        "is_public": submission.state == State.PUBLISHED,
    }
    return personal.show(request, "erase", context)
