"""The last step: everything at a glance, what is missing, and handing in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from outbox.guard import Guard, tidy
from spotlight import consents, curation, rates, sessions
from spotlight.actors import CONTRIBUTOR
from spotlight.forms import agreeing, summary
from spotlight.forms.order import Place
from spotlight.models import Comment, State, Submission
from spotlight.views.form_pages import CHECK, frame, language, missing, no_draft, too_many

LONGEST_NOTE = 1000
"""Characters of the note to staff when a story is handed in again."""


def page(request: HttpRequest, place: Place, submission: Submission) -> HttpResponse:
    """GET shows the answers, POST hands them in."""
    if request.method != "POST":
        return _show(request, place, submission, Guard(subject=str(submission.pk)))
    posted = tidy(request.POST)
    if posted.get("action") == "later":
        return redirect("spotlight:save")
    guard = Guard(posted, subject=str(submission.pk))
    note = posted.get("note", "").replace("\0", "").strip()[:LONGEST_NOTE]
    if missing(request, submission):
        return _show(request, place, submission, Guard(subject=str(submission.pk)), note=note, status=422)
    if not guard.is_valid():
        refusals = [str(sentence) for sentence in guard.non_field_errors()]
        return _show(request, place, submission, guard.again(), refusals, note=note, status=422)
    if wait := rates.seconds_to_wait(request, "hand_in"):
        return too_many(request, wait)
    return _hand_in(request, place, submission, guard, note)


def _hand_in(request: HttpRequest, place: Place, submission: Submission, guard: Guard, note: str) -> HttpResponse:
    ticked = sessions.agreed(request, submission)
    purposes, shown_in = (ticked.purposes, ticked.language) if ticked else (frozenset(), language())
    try:
        done = curation.submit(submission, by=CONTRIBUTOR, agreed=purposes, language=shown_in, note=note)
    except Submission.DoesNotExist:  # deleted in another browser, a moment ago
        return no_draft(request)
    except ValidationError as refusal:
        return _show(request, place, submission, guard.again(), refusal.messages, note=note, status=422)
    sessions.hand_over(request, done)
    return redirect("spotlight:received")


def _show(
    request: HttpRequest,
    place: Place,
    submission: Submission,
    guard: Guard,
    refusals: list[str] | None = None,
    *,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    lacking = missing(request, submission)
    ticked = sessions.agreed(request, submission)
    context = frame(request, place, submission) | {
        "rows": _rows(submission, {slug for slug, _sentence in lacking}),
        "lacking": [(_to(slug), sentence) for slug, sentence in lacking],
        "errors": [("", sentence) for sentence in refusals or []],
        "failed": status != 200,
        "agreed": _agreed(submission, ticked),
        "consent_url": _to("consent"),
        "guard": guard,
        "note": note,
        "longest_note": LONGEST_NOTE,
    }
    return render(request, place.template, context, status=status)


def _to(slug: str) -> str:
    return f"{reverse('spotlight:step', args=[slug])}?return={CHECK}"


def _rows(submission: Submission, lacking: set[str]) -> list[dict[str, Any]]:
    said = _comments(submission)
    return [
        {"row": row, "url": _to(row.step), "lacking": row.step in lacking, "comments": said.get(row.step, [])}
        for row in summary.rows(submission)
    ]


def _comments(submission: Submission) -> dict[str, list[str]]:
    """What staff ask for, by step."""
    if submission.state != State.CHANGES_REQUESTED:
        return {}
    found: dict[str, list[str]] = {}
    for comment in Comment.objects.filter(submission=submission, round=submission.round, by__isnull=False):
        step = {"other": "project"}.get(comment.about, comment.about.replace("_", "-"))
        found.setdefault(step, []).append(comment.text)
    return found


def _agreed(submission: Submission, ticked: sessions.Agreed | None) -> list[dict[str, Any]]:
    """Each consent, its words, and whether it is given."""
    given = set(ticked.purposes if ticked else ()) | set(consents.standing(submission) if submission.reference else ())
    wanted = [*agreeing.asked(submission), *given]
    return [{"text": text, "given": purpose in given} for purpose, text in consents.TEXTS.items() if purpose in wanted]
