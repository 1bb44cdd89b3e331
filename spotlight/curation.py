"""The doors through which a submission and its story change state. One function per step of `spotlight.transitions`.

Each locks the row, refuses what table and person do not allow, and writes state, step, story and e-mail together.
Refusals are `ValidationError`s with a sentence and a `code`.
"""

import contextlib
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.sending import TooManyMails
from pictures.models import Shelf
from spotlight import consents, letters, mails, moments, pages, readiness, snapshots, steps, transitions
from spotlight.actors import CLOCK, CONTRIBUTOR, user_of
from spotlight.letters import Letter
from spotlight.models import Comment, Purpose, State, Story, StoryState, Submission, Verb, Version
from spotlight.steps import Actor, NotReady

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def submit(
    submission: Submission, *, by: Actor, agreed: Collection[Purpose], language: str, note: str = ""
) -> Submission:
    """Hand in a draft, or hand in again after changes were requested; sends the receipt. Done twice, it is done once.

    `agreed` are the consents given now, shown in the interface `language`. Staff may hand in what came by e-mail
    without them: they are asked for at sign-off.
    """
    with transaction.atomic():
        locked = steps.lock(submission)
        verb = Verb.SUBMIT if locked.state == State.DRAFT else Verb.RESUBMIT
        if locked.state == State.SUBMITTED and by is CONTRIBUTOR:
            return locked  # a double click
        steps.allow(verb, locked, by)
        readiness.require_answers(locked, agreed, by)
        now = moments.now()
        before = locked.versions.order_by("-round").values_list("content", flat=True).first()
        if locked.reference is None:
            locked.reference, locked.submitted_at = _new_reference(), now
        locked.round += 1
        locked.touched_at = now
        steps.write(locked, verb, by, said=note, at=now)
        consents.record(locked, agreed, language=language, at=now)
        Version.objects.create(submission=locked, round=locked.round, content=snapshots.take(locked))
        if note:
            Comment.objects.create(submission=locked, about="other", text=note, round=locked.round)
        pages.prepare(locked, before)
        steps.put_photograph(locked.picture, Shelf.RECEIVED)
        if verb == Verb.SUBMIT:
            _send_receipt(locked)
    return locked


def request_changes(
    submission: Submission, *, by: User, comments: Mapping[str, str], letter: Letter | None = None
) -> Submission:
    """Ask the team for changes; `comments` by question (or `photograph`, `other`), at least one."""
    said = {about: text.strip() for about, text in comments.items() if text.strip()}
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.REQUEST_CHANGES, locked, by)
        if not said:
            raise NotReady(_("Say what should change, for at least one question."), code="no_comment")
        for about, text in said.items():
            Comment.objects.create(submission=locked, about=about, text=text, round=locked.round, by=by)
        words = comments_in_words(locked, said)
        steps.write(locked, Verb.REQUEST_CHANGES, by, said=words)
        letters.decide(mails.CHANGES, locked, letter, by=by, comments=words)
    return locked


def approve(submission: Submission, *, by: User, letter: Letter | None = None) -> Submission:
    """Say that the page is ready, and ask the person featured to sign it off."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.APPROVE, locked, by)
        steps.require(readiness.missing_for_publication(locked, consents_too=False))
        steps.write(locked, Verb.APPROVE, by)
        letters.decide(mails.SIGN_OFF, locked, letter, by=by)
    return locked


def pass_sign_off(submission: Submission, *, to: str, by: Actor) -> Submission:
    """Let somebody else sign off: a link goes to the address `to`; a link sent to another address before ends."""
    with transaction.atomic():
        locked = steps.lock(submission)
        if not (transitions.may(Verb.SIGN_OFF, by) or transitions.may(Verb.APPROVE, by)):
            raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
        if locked.state != State.APPROVED:
            raise ValidationError(_("There is nothing to sign off now."), code="wrong_state")
        if not to.strip():
            raise ValidationError(_("Give the e-mail address of the person who signs off."), code="no_address")
        locked.second_email = to.strip()
        locked.clean_fields(exclude={field.name for field in locked._meta.fields} - {"second_email"})
        locked.save()
        try:
            letters.tell_second(locked)
        except TooManyMails:
            sentence = _("Too many e-mails went to this address today. Please try again tomorrow.")
            raise ValidationError(sentence, code="too_many_mails") from None
    return locked


def sign_off(
    submission: Submission,
    *,
    by: Actor,
    seen: str,
    languages: Collection[str] = (),
    agreed: Collection[Purpose] = (),
    language: str = "en",
) -> Submission:
    """Agree to the page as shown: `seen` is `pages.fingerprint`, `languages` the translations agreed to as well."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.SIGN_OFF, locked, by)
        story = steps.story_of(locked)
        if seen != snapshots.whole(story):
            raise ValidationError(
                _("The page has changed since you opened it. Please look at it once more."), code="page_changed"
            )
        now = moments.now()
        consents.record(locked, agreed, language=language, at=now)
        steps.require(readiness.missing_consents(locked, story))
        locked.signed_fingerprint = snapshots.fingerprint(story)
        for text in story.texts.all():
            if text.language == story.original_language or text.language in languages:
                text.signed_off_at = now
                text.save()
        steps.write(locked, Verb.SIGN_OFF, by, at=now)
    return locked


def object_to_page(submission: Submission, *, by: Actor, note: str) -> Submission:
    """Say at sign-off what should be different; the story is staff's turn again."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.OBJECT, locked, by)
        if not note.strip():
            raise NotReady(_("Say what should be different."), code="no_comment")
        Comment.objects.create(submission=locked, about="other", text=note.strip(), round=locked.round)
        steps.write(locked, Verb.OBJECT, by, said=note.strip())
    return locked


def override_sign_off(submission: Submission, *, by: User, reason: str) -> Submission:
    """Go on without the person's sign-off; the reason is kept."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.OVERRIDE, locked, by)
        steps.require_reason(reason)
        story = steps.story_of(locked)
        steps.require(readiness.missing_consents(locked, story))
        locked.signed_fingerprint = snapshots.fingerprint(story)
        steps.write(locked, Verb.OVERRIDE, by, reason=reason)
    return locked


def reopen(submission: Submission, *, by: User, reason: str = "") -> Submission:
    """Take a story back to reading; a sign-off given for it is void, a schedule falls."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.REOPEN, locked, by)
        readiness.require_answers(locked, set(Purpose), by)
        story = steps.story_of(locked)
        steps.unschedule_story(story, by)
        locked.signed_fingerprint = ""
        for text in story.texts.exclude(signed_off_at=None):
            text.signed_off_at = None
            text.save()
        steps.write(locked, Verb.REOPEN, by, reason=reason)
    return locked


def publish(submission: Submission, *, by: Actor, letter: Letter | None = None) -> Submission:
    """Show a signed-off story to the public. The clock shows only what is scheduled."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.PUBLISH, locked, by)
        story = steps.story_of(locked)
        if by is CLOCK and story.state != StoryState.SCHEDULED:
            raise ValidationError(_("The story is not scheduled."), code="wrong_state")
        steps.require(readiness.missing_for_publication(locked))
        now = moments.now()
        on_behalf = story.scheduled_by
        story.state, story.published_at = StoryState.PUBLISHED, now
        story.scheduled_for = story.scheduled_by = None
        steps.save_story(story, user_of(by) or on_behalf)
        steps.put_photograph(story.picture, Shelf.LIBRARY)
        steps.write(locked, Verb.PUBLISH, by, at=now)
        page = letters.page_address(locked)
        if isinstance(by, User):
            letters.decide(mails.PUBLISHED, locked, letter, by=by, page=page)
        else:
            letters.tell(mails.PUBLISHED, locked, page=page, link=letters.own_link(locked))
    return locked


def schedule(submission: Submission, *, at: datetime, by: User) -> Submission:
    """Let the clock publish a signed-off story at the moment `at`, which must lie in the future."""
    if at <= moments.now():
        raise ValidationError(_("Choose a moment in the future, or publish now."), code="schedule_in_past")
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.PUBLISH, locked, by)
        steps.require(readiness.missing_for_publication(locked))
        story = steps.story_of(locked)
        story.state, story.scheduled_for, story.scheduled_by = StoryState.SCHEDULED, at, by
        steps.save_story(story, by)
    return locked


def unschedule(submission: Submission, *, by: User) -> Submission:
    """Take a schedule back; the story stays signed off."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.PUBLISH, locked, by)
        steps.unschedule_story(steps.story_of(locked), by)
    return locked


def decline(submission: Submission, *, by: User, reason: str, letter: Letter | None = None) -> Submission:
    """Say that the story will not be published, and why; the team is told."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.DECLINE, locked, by)
        steps.require_reason(reason)
        steps.unschedule_story(steps.story_of(locked), by)
        steps.write(locked, Verb.DECLINE, by, reason=reason)
        letters.decide(mails.DECLINED, locked, letter, by=by, reason=reason)
    return locked


def withdraw(submission: Submission, *, by: Actor, reason: str = "", letter: Letter | None = None) -> Submission:
    """Take the story off every page at once. Staff say why; e-mails about it that still wait are not sent any more."""
    with transaction.atomic():
        locked = steps.lock(submission)
        steps.allow(Verb.WITHDRAW, locked, by)
        if isinstance(by, User):
            steps.require_reason(reason)
        now = moments.now()
        story = steps.story_of(locked)
        steps.unschedule_story(story, user_of(by))
        if story.state == StoryState.PUBLISHED:
            story.state, story.archived_at = StoryState.ARCHIVED, now
            steps.save_story(story, user_of(by))
        steps.put_photograph(story.picture, Shelf.RECEIVED)
        consents.withdraw(locked, Purpose, at=now)
        locked.correction = locked.correction_at = None
        steps.write(locked, Verb.WITHDRAW, by, reason=reason, at=now)
        letters.discard_held(locked, by=user_of(by))
        if isinstance(by, User):
            letters.decide(mails.WITHDRAWN, locked, letter, by=by)
        else:
            letters.tell(mails.WITHDRAWN, locked, link=letters.own_link(locked))
    return locked


def publish_due(*, at: datetime) -> int:
    """Publish scheduled stories whose moment has come; returns how many. One that lost something stays signed off."""
    published = 0
    for story in Story.objects.due(at=at).exclude(submission=None).select_related("submission").order_by("pk"):
        assert story.submission is not None
        try:
            with transaction.atomic():
                steps.lock(story.submission)
                if not Story.objects.due(at=at).filter(pk=story.pk).exists():
                    continue  # staff changed the schedule meanwhile
                publish(story.submission, by=CLOCK)
            published += 1
        except NotReady as refusal:
            with transaction.atomic():
                locked = steps.lock(story.submission)
                locked.notes = "\n".join([locked.notes, *refusal.messages]).strip()
                locked.save()
                steps.unschedule_story(steps.story_of(locked))
    return published


def comments_in_words(submission: Submission, comments: Mapping[str, str]) -> str:
    """The comments under the names of what they are about, for the e-mail."""
    labels = dict(Comment._meta.get_field("about").flatchoices)
    with translation.override(submission.mail_language):
        return "\n\n".join(f"{labels[about]}\n{text}" for about, text in comments.items())


def _send_receipt(submission: Submission) -> None:
    """The receipt page shows the same; it says when no e-mail is coming because there were too many to this address."""
    with contextlib.suppress(TooManyMails):
        letters.tell(
            mails.RECEIPT,
            submission,
            counted=True,
            answers=letters.copy_of_answers(submission),
            link=letters.own_link(submission),
        )


def _new_reference() -> str:
    """`SI-` and six letters that cannot be mistaken for one another; the database refuses a second one."""
    while True:
        reference = "SI-" + "".join(secrets.choice(_LETTERS) for _letter in range(6))
        if not Submission.objects.filter(reference=reference).exists():
            return reference
