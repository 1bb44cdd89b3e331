"""Stories: submissions brought into a state through the doors, and reports of the editors."""

import uuid
from typing import Any

import factory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from spotlight import curation, drafting, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, State, Story, StoryKind, StoryState, StoryText, Submission
from tests.factories.people import superuser

ANSWERS = {
    "meaning": "To us it means that neighbours find answers which no office had thought of.",
    "achievement": "Forty households share three cars, and the bus calls again on Saturdays.",
    "why_fund": "Because a trial in one valley shows twenty others what they can do without.",
}


def draft_submission(**fields: Any) -> Submission:
    """A complete draft about a project not in the directory; `fields` are those of `drafting.FIELDS`."""
    draft = drafting.begin(key=uuid.uuid4(), mail_language=fields.pop("mail_language", "en"))
    about = {} if fields.get("project") else {"new_project": "Lake Neighbours"}
    person = {"speaker": "person", "person_name": "Ansa", "person_role": "baker"}
    if fields.get("speaker") == "project":
        person = {}
    return drafting.save(draft, **(about | person | {"language": "en", "email": "ansa@example.org"} | ANSWERS | fields))


def submission_in(state: str, *, by: User | None = None, **fields: Any) -> Submission:
    """A submission brought into `state` through the doors; `by` is the superuser who decides."""
    boss = by or superuser()
    row = draft_submission(**fields)
    if state == State.DRAFT:
        return row
    row = curation.submit(row, by=CONTRIBUTOR, agreed=set(Purpose) - {Purpose.CONTACT}, language="en")
    make_ready(row)
    row.refresh_from_db()
    if state == State.CHANGES_REQUESTED:
        return curation.request_changes(row, by=boss, comments={"meaning": "Who are the neighbours?"})
    if state == State.DECLINED:
        return curation.decline(row, by=boss, reason="It is an advertisement.")
    if state == State.WITHDRAWN:
        return curation.withdraw(row, by=CONTRIBUTOR)
    if state in (State.APPROVED, State.SIGNED_OFF, State.PUBLISHED):
        row = curation.approve(row, by=boss)
    if state in (State.SIGNED_OFF, State.PUBLISHED):
        row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    if state == State.PUBLISHED:
        row = curation.publish(row, by=boss)
    return row


def make_ready(submission: Submission, headline: str = "Three cars for forty households") -> None:
    """What staff do before they approve: a headline, and a look for sensitive details."""
    text = submission.story.texts.get(language=submission.story.original_language)
    text.headline = headline
    text.save()
    Submission.objects.filter(pk=submission.pk).update(sensitive_checked=True)


class ReportFactory(DjangoModelFactory[Story]):
    """A published report of the editors; `words` are the fields of its English text."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    kind = StoryKind.REPORT
    slug = factory.Sequence(lambda n: f"lake-report-{n}")
    project_name = "Lake Neighbours"
    original_language = "en"
    source = "https://example.org/lake"
    state = StoryState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Story], *args: Any, **kwargs: Any) -> Story:
        words = {"headline": "Three cars for forty households", "report": "Neighbours share cars."}
        words |= kwargs.pop("words", {})
        with transaction.atomic():
            story: Story = super()._create(model_class, *args, **kwargs)
            StoryText.objects.create(story=story, language=story.original_language, **words)
        return story
