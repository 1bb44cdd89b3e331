"""Erasure: everything that names a person goes, wherever the portal wrote it down; a row of numbers stays.

It reaches the submission with its versions, comments, steps and consents, the photograph with all its files, the story
with its history, e-mails waiting and sent, sessions, and the admin's log. Backups expire by themselves; a restored one
is cleaned again with `reapply`.
"""

import re
from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox import sending
from outbox.links import digest
from outbox.models import Message
from pictures.models import Picture
from spotlight import drafting, pages, sessions, steps
from spotlight.models import Erasure, Purpose, Story, StoryState, StoryText, Submission

_SESSION_KEYS = (sessions.DRAFT, sessions.RECEIVED)


def erase(submission: Submission, *, keep_story: bool = False) -> Erasure:
    """Erase a submission and the person behind it; with `keep_story` the published story stays without name and
    photograph. Raises ValidationError (`cannot_keep`) when it cannot stay so.
    """
    with transaction.atomic():
        locked = steps.lock(submission)
        if keep_story and (refused := why_not_kept(locked)):
            raise ValidationError(refused, code="cannot_keep")
        story = Story.objects.select_for_update(of=("self",)).filter(submission=locked).first()
        erasure = _write_down(locked, story, kept=keep_story)
        pictures = {picture for picture in (locked.picture, story.picture if story else None) if picture}
        _forget_log(locked, story, pictures)
        if story is not None:
            _keep_without_person(story) if keep_story else _empty_or_delete(story)
        _forget_mails(locked)
        _forget_sessions(locked.pk)
        locked.delete()
        for picture in pictures:
            drafting.drop(picture)
    return erasure


def why_not_kept(submission: Submission) -> str:
    """A sentence that says why the story cannot stay without the person; empty when it can."""
    story = Story.objects.prefetch_related("texts").filter(submission=submission, state=StoryState.PUBLISHED).first()
    if story is None:
        return _("Only a published story can stay when you go.")
    said = " ".join(str(getattr(text, name)) for text in story.texts.all() for name in _WORDS)
    names = {part for name in (submission.person_name, story.person_name) for part in re.findall(r"\w{3,}", name)}
    if any(re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE) for name in names):
        return _("Your name stands in the words of the story. Ask for a correction first, or erase the story as well.")
    return ""


def erase_address(address: str, *, keep_stories: bool = False) -> int:
    """Erase everything of an e-mail address; returns how many stories it had. Where a story cannot stay, it goes too.

    Where the address only was to sign off for somebody else, the address alone goes.
    """
    with transaction.atomic():
        own = list(Submission.objects.filter(email__iexact=address).order_by("pk"))
        for submission in own:
            erase(submission, keep_story=keep_stories and not why_not_kept(submission))
        Submission.objects.filter(second_email__iexact=address).update(second_email="")
        sending.forget_address(address)
    return len(own)


def reapply(erasures: Iterable[Erasure]) -> int:
    """Erase again what a restored backup brought back; returns how many. `erasures` may be newer than the backup.

    Numbers are given out anew after a restore, so only what was begun before its erasure is meant.
    """
    again = 0
    for erasure in erasures:
        found = Submission.objects.filter(pk=erasure.submission, created_at__lte=erasure.at).first()
        if found is not None:
            with transaction.atomic():
                Erasure.objects.filter(submission=erasure.submission).delete()
                erase(found, keep_story=erasure.story_kept and not why_not_kept(found))
                Erasure.objects.filter(submission=erasure.submission).update(at=erasure.at)
            again += 1
        elif not Erasure.objects.filter(submission=erasure.submission).exists():
            erasure.pk = None
            erasure.save(force_insert=True)
    return again


_WORDS = ("headline", "teaser", "meaning", "achievement", "why_fund", "report", "transcript")


def _write_down(submission: Submission, story: Story | None, *, kept: bool) -> Erasure:
    consent = submission.consents.filter(purpose=Purpose.STORY).last()
    return Erasure.objects.create(
        submission=submission.pk,
        story=story.pk if story else None,
        story_kept=kept,
        consent_version=consent.version if consent else "",
        at=timezone.now(),
    )


def _keep_without_person(story: Story) -> None:
    _forget_history(story.pk)
    story.submission, story.picture = None, None
    story.person_name = story.person_role = ""
    story.save()


def _empty_or_delete(story: Story) -> None:
    """Who harvested a public story must hear that it is gone, so its address stays; any other goes altogether."""
    number = story.pk
    if story.state == StoryState.PUBLISHED:
        story.state, story.archived_at = StoryState.ARCHIVED, timezone.now()
    if story.state == StoryState.ARCHIVED:
        story.submission = None
        story.save()
        pages.empty(story)
    else:
        story.delete()
    _forget_history(number)


def _forget_history(number: int) -> None:
    StoryText.history.filter(story_id=number).delete()
    Story.history.filter(id=number).delete()


def _forget_mails(submission: Submission) -> None:
    """E-mails about it; and everything to its addresses that nobody else's story needs."""
    sending.forget_topic(submission.topic)
    for address in filter(None, {submission.email, submission.second_email}):
        sending.forget_topic(address_topic(address))
        others = Submission.objects.filter(Q(email__iexact=address) | Q(second_email__iexact=address))
        if not others.exclude(pk=submission.pk).exists():
            sending.forget_address(address)


def address_topic(address: str) -> str:
    """How the outbox names an e-mail that is about everything of an address."""
    return f"spotlight.address:{digest(address)}"


def _forget_sessions(number: int) -> None:
    """Whoever is writing on it in some browser no longer is; whatever else the session holds stays."""
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = row.get_decoded()
        agreed = held.get(sessions.AGREED) or {}
        named = [key for key in _SESSION_KEYS if held.get(key) == number]
        if agreed.get("submission") == number:
            named.append(sessions.AGREED)
        if named:
            store = SessionStore(row.session_key)
            for key in named:
                store.pop(key, None)
            store.save()


def _forget_log(submission: Submission, story: Story | None, pictures: Iterable[Picture]) -> None:
    """The admin's log keeps who did something and when, but not to whose words."""
    _blank(Submission, [submission.pk])
    _blank(Message, Message.objects.about(submission.topic).values_list("pk", flat=True))
    _blank(Picture, [picture.pk for picture in pictures])
    for related in ("comments", "versions", "consents", "steps"):
        rows = getattr(submission, related)
        _blank(rows.model, rows.values_list("pk", flat=True))
    if story is not None:
        _blank(Story, [story.pk])
        _blank(StoryText, StoryText.history.filter(story_id=story.pk).values_list("id", flat=True))


def _blank(model: type[models.Model], numbers: Iterable[int]) -> None:
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(number) for number in numbers]
    ).update(object_repr="–", change_message="")
