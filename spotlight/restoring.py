"""The door that takes a report with all its texts back to how it was at a moment."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from projects.restoring import Restored, restore_fields, restore_rows, rows_at
from spotlight.models import Story, StoryKind, StoryState, StoryText
from spotlight.reports import missing_for_publication
from spotlight.steps import require
from vocabulary.timeline import Part

PARTS = (Part(Story), Part(StoryText, "story", ("language",)))
"""A story and its words."""

STAYS = frozenset(
    {
        "id",
        "slug",
        "kind",
        "submission",
        "is_example",
        "state",
        "scheduled_for",
        "scheduled_by",
        "published_at",
        "archived_at",
        "created_at",
        "updated_at",
    }
)
"""Never restored: the address, and the publication state, which changes through its own doors only."""


def restore_report_to(story: Story, *, at: datetime, by: User) -> Restored:
    """Take facts and texts of a report back to the moment `at`; what they pointed at may be gone, the result names it.

    Raises ValidationError for stories in people's own words: what they signed off changes on another way.
    """
    done = Restored()
    with transaction.atomic():
        locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
        if locked.kind != StoryKind.REPORT:
            raise ValidationError(_("Only reports by the editors are taken back."), code="not_a_report")
        past = {part.model: rows_at(part, locked, at) for part in PARTS}
        record = past[Story].get(locked.pk)
        if record is None:
            raise ValidationError(_("The history of this story begins later than that."), code="before_history")
        moment = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
        mark = {"_history_user": by, "_change_reason": _("Restored as it was on %(moment)s") % {"moment": moment}}
        restore_fields(locked, record, mark, done, stays=STAYS)
        restore_rows(PARTS[1], locked, past[StoryText], mark, done)
        fresh = Story.objects.select_related("picture").get(pk=locked.pk)
        if fresh.original_text() is None:
            raise ValidationError(
                _("At that moment no text in the original language is on record; choose a later moment."),
                code="no_original_text",
            )
        if fresh.state in (StoryState.SCHEDULED, StoryState.PUBLISHED):
            require(missing_for_publication(fresh))
    return done
