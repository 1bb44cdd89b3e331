"""The doors for a published story: correct it, say that it is still true, take the photograph out."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from spotlight import consents, drafting, letters, mails, moments, snapshots, steps, transitions
from spotlight.letters import Letter
from spotlight.models import Comment, Purpose, Question, Speaker, State, Story, Submission

YEAR = timedelta(days=365)
TOLD_IN = (State.SUBMITTED, State.SIGNED_OFF)
"""States in which nothing else lets the team say what should be different."""


def ask(submission: Submission, *, changes: Mapping[str, str]) -> Submission:
    """Ask for other words in a published story: `changes` names fields of `snapshots.CORRECTABLE` with their new text.

    The page stays as it is until staff have read it. A second request replaces the first.
    """
    if unknown := set(changes) - set(snapshots.CORRECTABLE):
        raise ValueError(f"Not to be corrected: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        locked = _published(submission)
        now_on_page = current(locked)
        wanted = {name: text.strip() for name, text in changes.items() if text.strip() != now_on_page[name]}
        if not wanted:
            raise ValidationError(_("Nothing differs from the page."), code="nothing_changed")
        if empty := [name for name in wanted if not wanted[name] and name != "person_role"]:
            raise ValidationError(_("An answer or a name cannot become empty."), code="empty", params={"names": empty})
        _require_room(locked, wanted)
        locked.correction, locked.correction_at = wanted, moments.now()
        locked.save()
    return locked


def tell(submission: Submission, *, note: str) -> Submission:
    """Say before publication what should be different; staff read it beside the answers, which stay as they are."""
    with transaction.atomic():
        locked = steps.lock(submission)
        if locked.state not in TOLD_IN:
            raise ValidationError(
                _("Nothing of the kind waits any more; somebody else was quicker."), code="wrong_state"
            )
        if not note.strip():
            raise ValidationError(_("Say what should be different."), code="no_comment")
        Comment.objects.create(submission=locked, about="other", text=note.strip(), round=locked.round)
    return locked


def told(submission: Submission) -> list[Comment]:
    """What the team said in this round beside its answers and steps, the latest first."""
    said = submission.comments.filter(by=None, round=submission.round)
    return list(said.exclude(text__in=submission.steps.values("said")).order_by("-at", "-pk"))


def current(submission: Submission) -> dict[str, str]:
    """What the page says now in the fields that can be corrected."""
    story = steps.story_of(submission)
    text = story.original_text()
    return {
        name: getattr(story, name) if name.startswith("person_") else getattr(text, name, "")
        for name in snapshots.CORRECTABLE
    }


def accept(submission: Submission, *, by: User, letter: Letter | None = None) -> Submission:
    """Put the correction on the page; the contributor wrote it, so it counts as signed off.

    When answers change, translations leave the page until staff have brought them into line.
    """
    with transaction.atomic():
        locked = _published(submission)
        _allow(by)
        correction = _pending(locked)
        story = steps.story_of(locked)
        text = story.original_text()
        assert text is not None  # a published story has its original text
        for name, value in correction.items():
            setattr(story if name.startswith("person_") else text, name, value)
            setattr(locked, name, value)
        text.signed_off_at = moments.now()
        text.save()
        if set(correction) & set(Question.values):
            _hide_translations(story)
        steps.save_story(story, by)
        locked.signed_fingerprint = snapshots.fingerprint(steps.story_of(locked))
        locked.correction = locked.correction_at = None
        locked.save()
        letters.decide(mails.CORRECTED, locked, letter, by=by, page=letters.page_address(locked))
    return locked


def refuse(submission: Submission, *, by: User, reason: str, letter: Letter | None = None) -> Submission:
    """Leave the page as it is, and say why."""
    with transaction.atomic():
        locked = _published(submission)
        _allow(by)
        _pending(locked)
        steps.require_reason(reason)
        locked.correction = locked.correction_at = None
        locked.save()
        letters.decide(mails.NOT_CORRECTED, locked, letter, by=by, reason=reason)
    return locked


def withdraw_photograph(submission: Submission) -> Submission:
    """Take the photograph out of the story at once, and its consent back; the story stays."""
    with transaction.atomic():
        locked = steps.lock(submission)
        pictures = {locked.picture}
        story = Story.objects.filter(submission=locked).first()
        locked.picture = None
        locked.people_shown, locked.people_names, locked.shows_minors = "", "", False
        if story is not None and story.picture_id:
            pictures.add(story.picture)
            story.picture = None
            story.save()
        if locked.signed_fingerprint and story is not None:
            locked.signed_fingerprint = snapshots.fingerprint(steps.story_of(locked))
        consents.withdraw(locked, [Purpose.PHOTOGRAPH], at=moments.now())
        locked.touched_at = moments.now()
        locked.save()
        for picture in pictures:
            drafting.drop(picture)
    return locked


def say_still_true(submission: Submission, *, at: datetime) -> Submission:
    """The contributor says that the story still holds."""
    with transaction.atomic():
        locked = _published(submission)
        locked.still_true_at = at
        locked.save()
    return locked


def to_be_asked(*, at: datetime) -> QuerySet[Submission]:
    """Published stories whose last word on being true is a year old, and who were not asked since."""
    long_ago = at - YEAR
    return Submission.objects.filter(state=State.PUBLISHED, is_example=False, story__published_at__lte=long_ago).filter(
        Q(still_true_at__isnull=True) | Q(still_true_at__lte=long_ago),
        Q(asked_still_true_at__isnull=True) | Q(asked_still_true_at__lte=long_ago),
    )


def _require_room(submission: Submission, wanted: Mapping[str, str]) -> None:
    """Refuse what the row cannot hold."""
    if submission.speaker == Speaker.PROJECT and any(name.startswith("person_") for name in wanted):
        raise ValidationError(_("The project speaks in this story; no person is named."), code="no_person")
    for name, text in wanted.items():
        field = Submission._meta.get_field(name)
        longest = getattr(field, "max_length", None) or len(text)
        if len(text) > longest:
            words = {"name": getattr(field, "verbose_name", name), "count": longest}
            raise ValidationError(_("%(name)s: at most %(count)d characters."), code="too_long", params=words)


def _hide_translations(story: Story) -> None:
    for text in story.texts.exclude(language=story.original_language):
        text.signed_off_at, text.labelled = None, False
        text.save()


def _published(submission: Submission) -> Submission:
    locked = steps.lock(submission)
    if locked.state != State.PUBLISHED:
        raise ValidationError(_("This is possible for published stories only."), code="wrong_state")
    return locked


def _pending(submission: Submission) -> dict[str, str]:
    if not submission.correction:
        raise ValidationError(_("No correction waits."), code="wrong_state")
    found: dict[str, str] = submission.correction
    return found


def _allow(by: User) -> None:
    if not isinstance(by, User) or not by.has_perm(transitions.DECIDE):  # whoever is not signed in is no User
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
