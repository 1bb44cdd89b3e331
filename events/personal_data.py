"""Everything the portal holds about a person who registered, for them to take along (Articles 15 and 20)."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from events import letters
from events.models import Registration
from outbox.models import Message, MessageState

_OWN = (
    "place",
    "line",
    "name",
    "organisation",
    "email",
    "access_needs",
    "language",
    "created_at",
    "confirmed_at",
    "accept_until",
    "placed_at",
    "reason",
)


def held(registration: Registration) -> dict[str, Any]:
    """All of it as plain values; of staff nothing but that it was staff."""
    invitation = getattr(registration, "invitation", None)
    mails = Message.objects.about(letters.topic(registration)).filter(state=MessageState.QUEUED).order_by("pk")
    return {
        "event": {"address": registration.event.get_absolute_url(), "title": str(registration.event)},
        "registration": {name: getattr(registration, name) for name in _OWN}
        | {
            "country": registration.country.code if registration.country else "",
            "added_by_staff": registration.by_staff_id is not None,
        },
        "answers": [
            {"question": answer.question.label, "answer": answer.text}
            for answer in registration.answers.select_related("question")
        ],
        "consents": list(
            registration.consents.values("purpose", "text", "version", "language", "given_at", "withdrawn_at")
        ),
        "invitation": None
        if invitation is None
        else {
            name: getattr(invitation, name)
            for name in ("email", "name", "sent_at", "reminded_at", "reply", "replied_at")
        },
        "emails": list(mails.values("kind", "to", "subject", "body", "decided_at")),
    }


def as_json(registration: Registration) -> str:
    """What `held` says, readable and complete."""
    return json.dumps(held(registration), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
