"""Loads the retold spotlights and the examples, once per database, through the same doors as everything else."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from outbox import sending
from outbox.models import Message
from projects.models import Project
from spotlight import corrections, curation, drafting, moments, pages, reports
from spotlight.actors import CONTRIBUTOR
from spotlight.demo.drawing import hills
from spotlight.models import PeopleShown, Purpose, Story, StoryKind, StoryText, Submission
from vocabulary.loading import read_json

DATA = Path(__file__).resolve().parent

Entry = dict[str, Any]


def is_loaded() -> bool:
    """Whether this database ever had one of the retold spotlights; what staff removed since stays removed."""
    slugs = [entry["slug"] for entry in read_json(DATA / "stories.json")]
    return Story.history.filter(slug__in=slugs).exists()


def load(by: User) -> None:
    """Make reports and examples in the name of `by`, who need not be able to sign in. All or nothing."""
    deciding = User.objects.get(pk=by.pk)
    deciding.is_active = deciding.is_superuser = True  # in memory only: the doors ask for it, the account stays closed
    now = timezone.now()
    with transaction.atomic():
        for number, entry in enumerate(read_json(DATA / "stories.json")):
            with moments.at(now - timedelta(minutes=number)):
                _report(entry, deciding)
        for entry in read_json(DATA / "submissions.json"):
            _Example(entry, deciding, now).tell()


def _report(entry: Entry, by: User) -> None:
    story = Story(
        slug=entry["slug"],
        kind=StoryKind.REPORT,
        project=Project.objects.filter(slug=entry["project"]).first(),
        project_name=entry["project_name"],
        original_language="en",
        person_name=entry.get("person_name", ""),
        source="\n".join(entry["source"]),
        featured=entry.get("featured", False),
    )
    story._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    story.save()
    for language, words in entry["texts"].items():
        StoryText.objects.create(story=story, language=language, labelled=language != "en", **words)
    reports.publish_report(story, by=by)


class _Example:
    """One submission, told step by step at its moments."""

    def __init__(self, entry: Entry, by: User, now: datetime) -> None:
        self.entry, self.by, self.now = entry, by, now
        self.row: Submission

    def tell(self) -> None:
        begun = self.now - timedelta(days=self.entry["begun"], hours=3)
        with moments.at(begun):
            self._begin(begun)
        for step in self.entry["steps"]:
            moment = self.now - timedelta(days=step["days"], hours=2 if step["do"] == "submit" else 1)
            with moments.at(moment):
                self.doors[step["do"]](self, step)
            self._settle(moment, kept=step.get("hold", False))

    def _begin(self, begun: datetime) -> None:
        key = uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.entry['key']}.example.org")
        self.row = drafting.begin(key=key, mail_language=self.entry["fields"]["mail_language"])
        Submission.objects.filter(pk=self.row.pk).update(is_example=True, created_at=begun)
        self.row = drafting.save(self.row, **self.entry["fields"])
        if picture := self.entry.get("photograph"):
            drafting.attach_photograph(self.row, hills(picture["seed"]))
            words = {"credit": picture["credit"], "alt": picture["alt"], "decorative": False}
            drafting.describe_photograph(self.row, **words, language=self.row.language)
            drafting.save(self.row, people_shown=PeopleShown.NONE)

    def _settle(self, moment: datetime, *, kept: bool) -> None:
        """Move back what the database dates by itself; keep an e-mail that waits, and forget the others."""
        if not kept:
            sending.forget_topic(self.row.topic)
        Message.objects.about(self.row.topic).update(created_at=moment)
        for rows in (self.row.comments, self.row.versions):
            rows.filter(at__gt=moment).update(at=moment)
        Story.objects.filter(submission=self.row).update(updated_at=moment)
        Story.objects.filter(submission=self.row, created_at__gt=moment).update(created_at=moment)
        extra = {"notes": self.entry.get("notes", ""), "assignee": self.by if self.entry.get("assigned") else None}
        Submission.objects.filter(pk=self.row.pk).update(**extra)

    def _submit(self, step: Entry) -> None:
        agreed = {Purpose(purpose) for purpose in self.entry.get("agreed", [Purpose.STORY])}
        language = self.entry["fields"]["mail_language"]
        note = step.get("note", "")
        self.row = curation.submit(self.row, by=CONTRIBUTOR, agreed=agreed, language=language, note=note)

    def _resubmit(self, step: Entry) -> None:
        drafting.save(self.row, **step["fields"])
        self._submit(step)

    def _edit(self, step: Entry) -> None:
        story = Story.objects.get(submission=self.row)
        text = story.texts.get(language=story.original_language)
        text.headline, text.teaser = step["headline"], step["teaser"]
        text._history_user = self.by  # type: ignore[attr-defined]  # simple-history reads it
        text.save()
        for language, words in step.get("translations", {}).items():
            StoryText.objects.create(story=story, language=language, labelled=True, **words)
        Submission.objects.filter(pk=self.row.pk).update(sensitive_checked=True)

    def _remind(self, step: Entry) -> None:
        # The door for reminders refuses examples, because it writes an e-mail.
        self.row.refresh_from_db()
        Submission.objects.filter(pk=self.row.pk).update(reminders=self.row.reminders + 1, reminded_at=moments.now())

    def _sign_off(self, step: Entry) -> None:
        curation.sign_off(self.row, by=CONTRIBUTOR, seen=pages.fingerprint(self.row))

    def _schedule(self, step: Entry) -> None:
        curation.schedule(self.row, at=self.now + timedelta(days=step["ahead"]), by=self.by)

    doors: dict[str, Callable[["_Example", Entry], object]] = {
        "submit": _submit,
        "resubmit": _resubmit,
        "edit": _edit,
        "remind": _remind,
        "sign_off": _sign_off,
        "schedule": _schedule,
        "request_changes": lambda self, step: curation.request_changes(self.row, by=self.by, comments=step["comments"]),
        "approve": lambda self, step: curation.approve(self.row, by=self.by),
        "pass_on": lambda self, step: curation.pass_sign_off(self.row, to=step["to"], by=CONTRIBUTOR),
        "publish": lambda self, step: curation.publish(self.row, by=self.by),
        "correct": lambda self, step: corrections.ask(self.row, changes=step["changes"]),
        "decline": lambda self, step: curation.decline(self.row, by=self.by, reason=step["reason"]),
        "withdraw": lambda self, step: curation.withdraw(self.row, by=CONTRIBUTOR),
    }
