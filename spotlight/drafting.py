"""The doors of a draft: begun, filled in step by step, photographed, thrown away. Handing in is `curation.submit`.

The same doors take changes while staff wait for them (`changes_requested`).
"""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outbox import sending
from pictures import intake, renditions
from pictures.models import Picture, PictureAlt, Shelf
from spotlight import consents, moments
from spotlight.models import PeopleShown, Purpose, Question, Speaker, State, Submission

WRITABLE = (State.DRAFT, State.CHANGES_REQUESTED)
FIELDS = (
    "project",
    "new_project",
    "new_programme",
    "new_website",
    "speaker",
    "person_name",
    "person_role",
    "language",
    *(question.value for question in Question),
    "people_shown",
    "people_names",
    "shows_minors",
    "video_url",
    "video_transcript",
    "email",
    "mail_language",
)
"""What a contributor may write; nothing else, whatever a form sends."""

SHORTEST, LONGEST = 40, 1500
"""The range of characters the form states for an answer; three sentences are about 300."""


def begin(*, key: uuid.UUID, mail_language: str) -> Submission:
    """A new draft; the same `key` (a form sent twice) gives the same one."""
    now = moments.now()
    draft, _created = Submission.objects.get_or_create(
        start_key=key, defaults={"state_since": now, "touched_at": now, "mail_language": mail_language}
    )
    return draft


def save(submission: Submission, **fields: Any) -> Submission:
    """Write some of FIELDS. Raises ValidationError (`wrong_state`) when the story is no longer the contributor's."""
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"A contributor does not write {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        locked = _lock(submission)
        for name, value in fields.items():
            setattr(locked, name, value)
        if locked.speaker == Speaker.PROJECT:
            locked.person_name = locked.person_role = ""
        if locked.state != State.DRAFT and not locked.email and not locked.entered_by_id:
            raise ValidationError(_("Give an e-mail address, so that we can answer you."), code="no_address")
        locked.touched_at = moments.now()
        locked.save()
    return locked


def attach_photograph(submission: Submission, photograph: intake.Photograph) -> Submission:
    """Keep a photograph, not yet described, in place of the one before. Raises `renditions.NotStored`."""
    key = renditions.store(photograph.image)
    width, height = photograph.image.size
    with transaction.atomic():
        locked = _lock(submission)
        before = locked.picture
        locked.picture = Picture.objects.create(
            key=key, width=width, height=height, sha256=photograph.sha256, pending=True, shelf=_shelf(locked)
        )
        _say_nothing_of_photograph(locked)
        drop(before)
    return locked


def describe_photograph(
    submission: Submission, *, credit: str, alt: str, decorative: bool, language: str
) -> Submission:
    """Say whose photograph it is and what it shows, in the language of the answers; half of it is kept as pending."""
    with transaction.atomic():
        locked = _lock(submission)
        picture = locked.picture
        if picture is None:
            raise ValidationError(_("Choose a photograph first."), code="no_photograph")
        picture.credit, picture.alt, picture.decorative = credit, "" if decorative else alt, decorative
        picture.alt_language, picture.pending = language, not (credit and (alt or decorative))
        unsaid = ["credit"] if picture.pending else []
        picture.full_clean(exclude=["key", "sha256", "licence", "source", *unsaid])
        picture.save()
        locked.touched_at = moments.now()
        locked.save()
    return locked


def remove_photograph(submission: Submission) -> Submission:
    """Take the photograph and everything said about it out of the story."""
    with transaction.atomic():
        locked = _lock(submission)
        before, locked.picture = locked.picture, None
        _say_nothing_of_photograph(locked)
        drop(before)
    return locked


def throw_away(submission: Submission) -> None:
    """Delete a draft for good; every link to it ends."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update(of=("self",)).select_related("picture").get(pk=submission.pk)
        if locked.state != State.DRAFT:
            raise ValidationError(_("What was handed in is withdrawn, not deleted."), code="wrong_state")
        picture = locked.picture
        sending.forget_topic(locked.topic)
        locked.delete()
        drop(picture)


def missing(submission: Submission) -> list[tuple[str, str]]:
    """(step of the form, sentence) for everything that must be there before handing in; empty when complete."""
    found = []
    if not submission.project and not submission.new_project:
        found.append(("project", _("Choose the project your story is about.")))
    if not submission.speaker:
        found.append(("speaker", _("Say who speaks.")))
    elif submission.speaker == Speaker.PERSON and not submission.person_name:
        found.append(("speaker", _("Give a name; a first name is enough.")))
    if not submission.language:
        found.append(("language", _("Choose the language of your answers.")))
    for question, answer in submission.answers:
        if not answer.strip():
            found.append((question.value.replace("_", "-"), _("Answer: %(question)s") % {"question": question.label}))
        elif len(answer.strip()) < SHORTEST:
            words = {"question": question.label, "count": SHORTEST}
            found.append(
                (question.value.replace("_", "-"), _("Write at least %(count)d characters: %(question)s") % words)
            )
    if submission.picture:
        if submission.picture.pending:
            found.append(("photograph", _("Say who took the photograph and what it shows, or remove it.")))
        if not submission.people_shown:
            found.append(("people", _("Say whether somebody can be recognised in the photograph.")))
        elif submission.people_shown == PeopleShown.CONSENTED and not submission.people_names:
            found.append(("people", _("Name the people in the photograph who have agreed.")))
    if not submission.email and not submission.entered_by_id:
        found.append(("contact", _("Give an e-mail address, so that we can tell you what becomes of your story.")))
    return found


def drop(picture: Picture | None) -> None:
    """Delete a photograph that nothing shows any more, with its files."""
    if picture is None:
        return
    used = picture.submission_rows.exists() or picture.story_rows.exists() or picture.project_rows.exists()
    if not used:
        number = picture.pk  # deleting takes it from the object, and writes one more row of history
        picture.delete()
        Picture.history.filter(id=number).delete()
        PictureAlt.history.filter(picture_id=number).delete()


def _say_nothing_of_photograph(submission: Submission) -> None:
    """What was said about the photograph before, and agreed to, does not hold for another one."""
    submission.people_shown, submission.people_names, submission.shows_minors = "", "", False
    submission.touched_at = moments.now()
    submission.save()
    consents.withdraw(submission, [Purpose.PHOTOGRAPH], at=submission.touched_at)


def _shelf(submission: Submission) -> Shelf:
    """Staff do not see the photograph of a story before it is handed in."""
    return Shelf.DRAFT if submission.state == State.DRAFT else Shelf.RECEIVED


def _lock(submission: Submission) -> Submission:
    locked = (
        Submission.objects.select_for_update(of=("self",)).select_related("picture", "project").get(pk=submission.pk)
    )
    if locked.state not in WRITABLE:
        raise ValidationError(
            _("This story was handed in; it is %(state)s now.") % {"state": locked.get_state_display()},
            code="wrong_state",
        )
    return locked
