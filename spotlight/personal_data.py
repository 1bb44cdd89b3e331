"""Everything the portal holds about a story and the person behind it, for them to take along (Articles 15 and 20)."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from outbox.models import Message, MessageState
from pictures import renditions
from spotlight import snapshots
from spotlight.models import ActorKind, Story, Submission

_OWN = (
    "reference",
    "state",
    "state_since",
    "round",
    "new_programme",
    "new_website",
    "email",
    "mail_language",
    "second_email",
    "correction",
    "correction_at",
    "created_at",
    "touched_at",
    "submitted_at",
    "reminded_at",
    "reminders",
    "asked_still_true_at",
    "still_true_at",
)


def held(submission: Submission) -> dict[str, Any]:
    """All of it as plain values; of staff nothing but that it was staff."""
    story = Story.objects.prefetch_related("texts").filter(submission=submission).first()
    return {
        "story": {name: getattr(submission, name) for name in _OWN} | snapshots.take(submission),
        "handed_in": list(submission.versions.values("round", "at", "content")),
        "consents": list(
            submission.consents.values("purpose", "text", "version", "language", "given_at", "withdrawn_at")
        ),
        "steps": [
            {
                "at": step.at,
                "step": step.verb,
                "before": step.before,
                "after": step.after,
                "by": step.actor,
                "said": step.said,
            }
            for step in submission.steps.all()
        ],
        "comments": [
            {
                "at": comment.at,
                "about": comment.about,
                "text": comment.text,
                "by": ActorKind.STAFF if comment.by_id else ActorKind.CONTRIBUTOR,
            }
            for comment in submission.comments.all()
        ],
        "emails": _mails(submission),
        "page": _page(story) if story else None,
        "photograph": _described(submission),
    }


def archive(submissions: Iterable[Submission]) -> bytes:
    """A ZIP file with `data.json` and the photographs, each in its largest size."""
    rows = list(submissions)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archived:
        archived.writestr("data.json", as_json([held(row) for row in rows]))
        for row in rows:
            if photograph := master(row):
                archived.writestr(photograph_name(row), photograph)
    return file.getvalue()


def as_json(rows: list[dict[str, Any]], **more: Any) -> str:
    """What `held` says, readable and complete."""
    return json.dumps({"stories": rows, **more}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def master(submission: Submission) -> bytes | None:
    """The photograph as the portal keeps it, a JPEG without metadata; None without one."""
    picture = submission.picture
    if picture is None:
        return None
    try:
        with default_storage.open(renditions.path(picture.key, picture.width, "jpg")) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def photograph_name(submission: Submission) -> str:
    return f"photograph-{submission.reference or f'draft-{submission.pk}'}.jpg"


def _mails(submission: Submission) -> list[dict[str, Any]]:
    rows = Message.objects.about(submission.topic).filter(state=MessageState.QUEUED).order_by("pk")
    return [dict(row) for row in rows.values("kind", "to", "subject", "body", "decided_at")]


def _page(story: Story) -> dict[str, Any]:
    words = ("language", "headline", "teaser", "meaning", "achievement", "why_fund", "transcript", "signed_off_at")
    return {
        "address": story.get_absolute_url(),
        "state": story.state,
        "published_at": story.published_at,
        "person_name": story.person_name,
        "person_role": story.person_role,
        "texts": list(story.texts.values(*words, "labelled")),
    }


def _described(submission: Submission) -> dict[str, Any] | None:
    picture = submission.picture
    if picture is None:
        return None
    return {
        "file": photograph_name(submission),
        "credit": picture.credit,
        "description": picture.alt,
        "language": picture.alt_language,
        "decorative": picture.decorative,
        "uploaded_at": picture.uploaded_at,
    }
