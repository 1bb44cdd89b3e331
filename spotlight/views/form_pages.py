"""How the pages of the form are put together: one step with what surrounds it, and the pages that lead elsewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from spotlight import drafting, links, sessions
from spotlight.forms import agreeing
from spotlight.forms.base import StepForm
from spotlight.forms.order import Place, beside, places_of
from spotlight.models import State, Submission
from spotlight.rates import in_minutes
from spotlight.views.personal import private

P = ParamSpec("P")

CHECK = "check"
"""The only page a step may be told to lead back to."""


def unstored(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark the answers of a view as personal: no copy, no listing."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return private(view(*args, **kwargs))

    return wrapped


def listed(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """As `unstored`, for the one page that search engines should know."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = private(view(*args, **kwargs))
        del response["X-Robots-Tag"]
        return response

    return wrapped


def language() -> str:
    """The language of the page."""
    return get_language() or "en"


def address(place: Place, back_to: str = "") -> str:
    url = reverse("spotlight:step", args=[place.slug])
    return f"{url}?return={CHECK}" if back_to == CHECK else url


def missing(request: HttpRequest, submission: Submission) -> list[tuple[str, str]]:
    """(step, sentence) for everything that must be there before handing in, the consents included."""
    ticked = sessions.agreed(request, submission)
    return [*drafting.missing(submission), *agreeing.missing(submission, ticked)]


def comments(submission: Submission, about: str) -> list[str]:
    """What staff said on a step when they asked for changes."""
    if submission.state != State.CHANGES_REQUESTED or not about:
        return []
    rows = submission.comments.filter(round=submission.round, about=about, by__isnull=False)
    return list(rows.values_list("text", flat=True))


def build(place: Place, submission: Submission, request: HttpRequest, **more: Any) -> StepForm:
    """The form of a step; `more` is what was posted, and whether half answers are named."""
    if place.form is agreeing.ConsentStep:
        more["ticked"] = sessions.agreed(request, submission)
    return place.form(submission=submission, shown_in=language(), **more)


def errors_of(form: StepForm) -> list[tuple[str, str]]:
    """(id of the field, sentence) in the order of the fields; an empty id for what concerns the whole page."""
    found = []
    for name, sentences in form.errors.items():
        target = "" if name == "__all__" else form.targets.get(name, f"id_{name}")
        found += [(target, str(sentence)) for sentence in sentences]
    return found


def frame(request: HttpRequest, place: Place, submission: Submission) -> dict[str, Any]:
    """What stands around every step: where one is, the way back, all steps and what they lack."""
    back_to = request.POST.get("return") or request.GET.get("return", "")
    places, (before, after) = places_of(submission), beside(place, submission)
    lacking = {slug for slug, _sentence in missing(request, submission)}
    return {
        "place": place,
        "number": places.index(place) + 1,
        "total": len(places),
        "back_to": CHECK if back_to == CHECK else "",
        "back_url": reverse("spotlight:step", args=[CHECK]) if back_to == CHECK and place.slug != CHECK else "",
        "before_url": address(before) if before else reverse("spotlight:start"),
        "next_url": address(after) if after else "",
        "steps": [
            {"name": each.name, "url": address(each), "here": each == place, "lacking": each.slug in lacking}
            for each in places
        ],
        "submission": submission,
        "again": submission.state == State.CHANGES_REQUESTED,
        "own_path": links.path(links.OWN, submission) if submission.state == State.CHANGES_REQUESTED else "",
        "comments": comments(submission, place.comments),
    }


def show(
    request: HttpRequest, place: Place, submission: Submission, form: StepForm, status: int = 200, **more: Any
) -> HttpResponse:
    """One step; `status` 422 when something is wrong."""
    context = frame(request, place, submission) | {"form": form, "errors": errors_of(form)} | more
    return render(request, place.template, context, status=status)


def no_draft(request: HttpRequest, typed: Any = None) -> HttpResponse:
    """This browser holds no story. What was typed meanwhile is shown, so that it can be copied."""
    texts = [text for name, text in (typed or {}).items() if len(text) > 30 and name not in _OURS]
    return render(request, "spotlight/form/no_draft.html", {"texts": texts}, status=409 if texts else 404)


_OURS = ("csrfmiddlewaretoken", "stamp")


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 with the time to come back, and what became of what was typed."""
    response = render(request, "spotlight/form/too_many.html", {"minutes": in_minutes(seconds)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
