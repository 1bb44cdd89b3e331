"""The door through which staff edit the page of a submission. What was handed in stays as it is."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from spotlight import snapshots, steps
from spotlight.models import Question, State, Submission
from spotlight.transitions import REVIEW

EDITABLE = (State.SUBMITTED, State.CHANGES_REQUESTED, State.APPROVED)
"""Afterwards the words are signed off: a story is taken back to reading before its page changes."""

FACTS = ("person_name", "person_role")
WORDS = ("headline", "teaser", *(question.value for question in Question), "transcript")


def edit_page(
    submission: Submission, *, by: User, seen: str, words: Mapping[str, str], photograph: bool | None = None
) -> Submission:
    """Write FACTS and WORDS on the page; `photograph` False leaves it out of the page, True shows it again.

    `seen` is the fingerprint of the page the words were written over. Raises ValidationError: `not_allowed`,
    `wrong_state`, `page_changed`.
    """
    with transaction.atomic():
        locked = steps.lock(submission)
        _allow(locked, by)
        story = steps.story_of(locked)
        text = story.original_text()
        if text is None or seen != snapshots.fingerprint(story):
            sentence = _("Somebody changed this page meanwhile. Compare, and save once more if yours is right.")
            raise ValidationError(sentence, code="page_changed")
        for name in FACTS:
            setattr(story, name, words[name])
        for name in WORDS:
            setattr(text, name, words[name])
        if photograph is not None:
            story.picture = locked.picture if photograph else None
        steps.save_story(story, by)
        text._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
        text.save()
    return locked


def _allow(submission: Submission, by: User) -> None:
    if not by.has_perm(REVIEW):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    if submission.state not in EDITABLE:
        raise ValidationError(
            _("The page cannot be edited now; the story is: %(state)s. Take it back to reading first.")
            % {"state": submission.get_state_display()},
            code="wrong_state",
        )
