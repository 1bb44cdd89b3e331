"""Which story this browser is writing: its number lies in the session, never in an address.

Consents ticked in the form wait here too, until the story is handed in; then they are written down for good.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest

from spotlight import consents
from spotlight.drafting import WRITABLE
from spotlight.models import Purpose, State, Submission

DRAFT, RECEIVED, AGREED = "spotlight_draft", "spotlight_received", "spotlight_agreed"


@dataclass(frozen=True)
class Agreed:
    """The purposes ticked, and the language in which the words beside them were shown."""

    purposes: frozenset[Purpose]
    language: str


def current(request: HttpRequest) -> Submission | None:
    """The draft of this browser, or the story of which staff want changes; None when there is none to write on."""
    submission = _find(request, DRAFT)
    return submission if submission and submission.state in WRITABLE else None


def received(request: HttpRequest) -> Submission | None:
    """The story this browser handed in last."""
    submission = _find(request, RECEIVED)
    return submission if submission and submission.state != State.DRAFT else None


def adopt(request: HttpRequest, submission: Submission) -> None:
    """Let this browser write on the submission; consents ticked for another one are forgotten."""
    if request.session.get(DRAFT) != submission.pk:
        request.session.pop(AGREED, None)
    request.session[DRAFT] = submission.pk


def forget(request: HttpRequest) -> None:
    """This browser writes on nothing any more."""
    for key in (DRAFT, AGREED):
        request.session.pop(key, None)


def forget_everywhere(request: HttpRequest, number: int) -> None:
    """This submission is no more: neither the form nor the receipt page of this browser knows it."""
    if request.session.get(DRAFT) == number:
        forget(request)
    if request.session.get(RECEIVED) == number:
        del request.session[RECEIVED]


def hand_over(request: HttpRequest, submission: Submission) -> None:
    """The submission was handed in: the receipt page shows it, the form no longer does."""
    forget(request)
    request.session[RECEIVED] = submission.pk


def agree(request: HttpRequest, submission: Submission, purposes: Collection[Purpose], *, language: str) -> None:
    """Keep what was ticked, with the language of the words shown and their version."""
    request.session[AGREED] = {
        "submission": submission.pk,
        "picture": submission.picture_id,
        "purposes": sorted(purposes),
        "language": language,
        "version": consents.VERSION,
    }


def agreed(request: HttpRequest, submission: Submission) -> Agreed | None:
    """What was ticked for this submission. Other words meanwhile: nothing; another photograph: not that one."""
    kept = request.session.get(AGREED)
    if not kept or (kept["submission"], kept["version"]) != (submission.pk, consents.VERSION):
        return None
    purposes = {Purpose(purpose) for purpose in kept["purposes"]}
    if submission.picture_id is None or kept["picture"] != submission.picture_id:
        purposes.discard(Purpose.PHOTOGRAPH)
    return Agreed(frozenset(purposes), kept["language"])


def _find(request: HttpRequest, key: str) -> Submission | None:
    number = request.session.get(key)
    if number is None:
        return None
    return Submission.objects.select_related("project", "picture").filter(pk=number).first()
