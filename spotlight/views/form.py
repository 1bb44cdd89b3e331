"""The public form: begin, answer one question a page, look at the photograph, and the receipt."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from outbox.guard import Guard, subject_of, tidy
from outbox.models import Message
from pictures import renditions
from projects.models import Project
from projects.search import projects_begun
from spotlight import drafting, links, mails, rates, sessions
from spotlight.forms.order import Place, beside, find, places_of
from spotlight.models import Question, State, Submission
from spotlight.views import form_check
from spotlight.views.form_pages import (
    CHECK,
    address,
    build,
    errors_of,
    language,
    listed,
    no_draft,
    show,
    too_many,
    unstored,
)
from vocabulary.models import SiteSettings

form_methods = require_http_methods(["GET", "HEAD", "POST"])

CANDIDATES = 12
"""Projects offered at once on the page without script; eight below the search box."""


@listed
@form_methods
def start(request: HttpRequest) -> HttpResponse:
    """What the form is about; POST begins a draft, once for one page however often it is sent."""
    if request.method != "POST":
        return _start_page(request, Guard(subject=str(uuid.uuid4())))
    if not SiteSettings.current().takes_stories:
        return _start_page(request, Guard(subject=str(uuid.uuid4())), status=403)
    posted = tidy(request.POST)
    subject = subject_of(posted.get("stamp", ""))
    guard = Guard(posted, subject=subject or str(uuid.uuid4()))
    if not guard.is_valid():
        return _start_page(request, guard.again(), guard, status=422)
    if wait := rates.seconds_to_wait(request, "start"):
        return too_many(request, wait)
    submission = drafting.begin(key=uuid.UUID(subject), mail_language=language())
    if submission.state == State.DRAFT:
        sessions.adopt(request, submission)
    return redirect("spotlight:step", step="project")


def _start_page(request: HttpRequest, guard: Guard, refused: Guard | None = None, status: int = 200) -> HttpResponse:
    draft = sessions.current(request)
    errors = [("", str(sentence)) for sentence in refused.non_field_errors()] if refused else []
    context = {"guard": guard, "errors": errors, "draft": draft, "questions": list(Question)}
    return render(request, "spotlight/form/start.html", context, status=status)


@unstored
@form_methods
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step of the form."""
    place = find(step)
    submission = sessions.current(request)
    if submission is None:
        if request.method == "POST" and step == CHECK and sessions.received(request):
            return redirect("spotlight:received")  # a double click
        if _is_autosave(request):
            return JsonResponse({"errors": [_("This browser holds no unfinished story any more.")]}, status=409)
        return no_draft(request, tidy(request.POST))
    if place.slug == CHECK:
        return form_check.page(request, place, submission)
    if place not in places_of(submission):
        return redirect("spotlight:step", step="photograph")
    try:
        if request.method == "POST":
            return _answer(request, place, submission)
    except Submission.DoesNotExist:  # deleted in another browser, a moment ago
        return no_draft(request, tidy(request.POST))
    return show(request, place, submission, build(place, submission, request), **_extras(request, place, submission))


def _answer(request: HttpRequest, place: Place, submission: Submission) -> HttpResponse:
    """Save what is right; go on when nothing is wrong."""
    action = request.POST.get("action", "continue")
    if place.slug == "photograph" and action == "remove":
        drafting.remove_photograph(submission)
        return redirect(address(place, request.POST.get("return", "")))
    wait = rates.seconds_to_wait(request, "upload") if request.FILES else 0
    strict = action == "continue" and not _is_autosave(request)
    files = {} if wait else request.FILES
    if not _is_autosave(request):
        request.session.modified = True  # its twelve hours begin anew
    form = build(place, submission, request, data=tidy(request.POST), files=files, strict=strict)
    stored = _store(form, request) or submission
    if wait:
        form.add_error(None if place.slug != "photograph" else "photograph", _too_many_photographs(wait))
    if _is_autosave(request):
        sentences = [sentence for _target, sentence in errors_of(form)]
        return JsonResponse({"errors": sentences}, status=422 if sentences else 200)
    if form.errors and (action != "later" or _would_lose_text(form)):
        extras = _extras(request, place, stored, form.data.get("project", ""))
        return show(request, place, stored, form, status=429 if wait else 422, **extras)
    if action == "later":
        return redirect("spotlight:save")
    after = beside(place, stored)[1]
    return redirect("spotlight:step", step=CHECK if request.POST.get("return") == CHECK or not after else after.slug)


def _store(form: Any, request: HttpRequest) -> Submission | None:
    """The submission as it is afterwards; None when the doors refused, which the form then says."""
    form.is_valid()
    try:
        stored: Submission = form.store(request)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    form.submission = stored
    return stored


def _too_many_photographs(wait: int) -> str:
    minutes = rates.in_minutes(wait)
    return ngettext(
        "Many photographs came from your address. Choose this one again in %(minutes)d minute.",
        "Many photographs came from your address. Choose this one again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _is_autosave(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers


def _would_lose_text(form: Any) -> bool:
    """Whether something long was typed that could not be saved."""
    return any(form.has_error(name, "max_length") for name in form.fields)


def _extras(request: HttpRequest, place: Place, submission: Submission, posted: str = "") -> dict[str, Any]:
    if place.slug == "project":
        return candidates(submission, [], posted) | {"q": "", "unknown": [], "searched": False}
    if place.slug == "photograph":
        return {"preview": preview(submission)}
    return {}


def preview(submission: Submission) -> dict[str, Any] | None:
    """The address and size of the photograph as its owner sees it."""
    picture = submission.picture
    if picture is None:
        return None
    width = min(picture.widths, key=lambda each: abs(each - 960))
    return {
        "url": reverse("spotlight:own-photograph", args=[width]),
        "width": width,
        "height": round(picture.height * width / picture.width),
    }


@require_safe
@vary_on_headers("Accept")
@unstored
def find_project(request: HttpRequest) -> HttpResponse:
    """Published projects whose names begin as typed: JSON for the search box, the step with choices for all others."""
    q = " ".join(request.GET.get("q", "")[:200].split())
    found = projects_begun(q, limit=CANDIDATES)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        offered = [_candidate(project) for project in found[:8]]
        message = ngettext("%(number)s project found", "%(number)s projects found", len(offered))
        return JsonResponse({"projects": offered, "message": message % {"number": len(offered)}})
    submission = sessions.current(request)
    if submission is None:
        return no_draft(request)
    place = find("project")
    unknown = [name for name in request.GET if name not in ("q", "return")]
    extras = candidates(submission, found) | {"q": q, "unknown": unknown, "searched": "q" in request.GET}
    return show(request, place, submission, build(place, submission, request), **extras)


def candidates(submission: Submission, found: list[Project], posted: str = "") -> dict[str, Any]:
    """The projects to choose from: the one chosen before, the one posted, and what the search found."""
    more = [submission.project] if submission.project else []
    if posted and posted not in {project.slug for project in more}:
        more += Project.objects.published().filter(slug=posted[:120]).prefetch_related("texts")
    offered = {project.slug: project for project in (*more, *found)}
    return {"candidates": [_candidate(project) for project in offered.values()]}


def _candidate(project: Project) -> dict[str, str]:
    choice = project.text_for(language())
    title = choice.text.title if choice else ""
    label = project.acronym or title or project.slug
    return {"value": project.slug, "label": label, "detail": title if title != label else ""}


@require_safe
@unstored
def own_photograph(request: HttpRequest, width: int) -> HttpResponse:
    """The photograph of the story in this browser; everybody else gets the 404 of what does not exist."""
    submission = sessions.current(request) or sessions.received(request)
    picture = submission.picture if submission else None
    if picture is None or width not in picture.widths:
        raise Http404
    try:
        with default_storage.open(renditions.path(picture.key, width, "jpg")) as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Content-Disposition"] = 'inline; filename="photograph.jpg"'
    return response


@require_safe
@unstored
def received(request: HttpRequest) -> HttpResponse:
    """The receipt: reference, whether an e-mail is on its way, and what happens next."""
    submission = sessions.received(request)
    if submission is None:
        return no_draft(request)
    mailed = Message.objects.about(submission.topic).filter(kind=mails.RECEIPT.name).exists()
    context = {
        "submission": submission,
        "mailed": mailed,
        "first": submission.round == 1,
        "own_path": links.path(links.OWN, submission),
    }
    return render(request, "spotlight/form/received.html", context)
