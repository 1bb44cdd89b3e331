"""The door for a story that came by e-mail: staff enter it, and the person agrees at the sign-off link."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pictures.intake import Photograph
from spotlight import curation, drafting
from spotlight.models import State, Submission

ENTER = "spotlight.add_submission"


@dataclass(frozen=True)
class Described:
    """A photograph with what is said about it; the words are in the language of the answers."""

    photograph: Photograph
    credit: str
    alt: str
    decorative: bool


def enter(*, by: User, key: uuid.UUID, fields: Mapping[str, Any], photograph: Described | None = None) -> Submission:
    """Hand in for somebody else: `fields` are those of `drafting.FIELDS`. No consent is recorded: staff cannot give it.

    The same `key` (a form sent twice) gives the same submission. Raises ValidationError for what is missing.
    """
    if not by.has_perm(ENTER):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    with transaction.atomic():
        if Submission.objects.filter(start_key=key, entered_by=None).exists():
            raise ValidationError(_("Somebody is writing this story in the public form."), code="not_entered")
        draft = drafting.begin(key=key, mail_language=fields["mail_language"])
        if draft.state != State.DRAFT:
            return draft  # a double click
        draft.entered_by = draft.assignee = by
        draft.save()
        if photograph is not None:
            drafting.attach_photograph(draft, photograph.photograph)
            drafting.describe_photograph(
                draft,
                credit=photograph.credit,
                alt=photograph.alt,
                decorative=photograph.decorative,
                language=fields["language"],
            )
        drafting.save(draft, **fields)
        return curation.submit(draft, by=by, agreed=(), language=fields["mail_language"])
