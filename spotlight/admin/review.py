"""What the review page of one submission shows, put together in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from outbox.kinds import all_kinds
from outbox.models import Message
from spotlight import duplicates, pages, readiness
from spotlight.admin.words import DONE, STATES, Turn, turn_of
from spotlight.differences import marked, marked_sides
from spotlight.models import Comment, PeopleShown, Question, Speaker, State, Step, Story, StoryText, Submission, Version
from spotlight.snapshots import CORRECTABLE

OPEN = (State.SUBMITTED, State.CHANGES_REQUESTED, State.APPROVED, State.SIGNED_OFF)

LABELS: dict[str, Any] = {
    **{question.value: question.label for question in Question},
    "person_name": _("Name"),
    "person_role": _("Role"),
    "video_url": _("Video"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: what was said now and the round before, what the page says, what was commented."""

    name: str
    label: str | Promise
    now: str
    before_marked: SafeString | None
    now_marked: SafeString | None
    page: str
    page_marked: SafeString | None
    comments: list[Comment]
    edited_by_both: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what was handed in; `before` is what the round before said, if that was something else."""

    label: str | Promise
    now: str
    before: str | None
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the history."""

    what: str | Promise
    at: datetime
    who: str | Promise
    said: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail about this submission."""

    pk: int
    title: str | Promise
    subject: str
    state: str
    state_label: str
    at: datetime


class Review:
    """Everything about one submission, for the people who decide on it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.story: Story = submission.story
        self.text: StoryText | None = self.story.original_text()

    @cached_property
    def versions(self) -> list[Version]:
        return list(self.submission.versions.all())

    @property
    def before(self) -> dict[str, Any] | None:
        """What the round before this one said, if there was one."""
        return self.versions[-2].content if len(self.versions) > 1 else None

    @property
    def state_label(self) -> Promise:
        return STATES[State(self.submission.state)]

    @property
    def turn(self) -> Turn:
        return turn_of(self.submission)

    @cached_property
    def missing(self) -> list[readiness.Missing]:
        """What is missing for publication, while that is still to come."""
        return readiness.missing_for_publication(self.submission) if self.submission.state in OPEN else []

    @cached_property
    def both(self) -> list[str]:
        return pages.edited_by_both(self.submission)

    @property
    def both_labels(self) -> list[Any]:
        return [LABELS[name] for name in self.both]

    @cached_property
    def answers(self) -> list[Answer]:
        return [self._answer(question) for question in Question]

    def _answer(self, question: Question) -> Answer:
        name = question.value
        now = getattr(self.submission, name)
        before = str(self.before.get(name, "")) if self.before else now
        sides = marked_sides(before, now) if before != now else (None, None)
        page = getattr(self.text, name) if self.text else now
        return Answer(
            name=name,
            label=question.label,
            now=now,
            before_marked=sides[0],
            now_marked=sides[1],
            page=page,
            page_marked=marked(now, page) if page != now else None,
            comments=self._comments(name),
            edited_by_both=name in self.both,
        )

    def _comments(self, *about: str) -> list[Comment]:
        return [comment for comment in self.submission.comments.all() if comment.about in about]

    @property
    def photograph_comments(self) -> list[Comment]:
        return self._comments("photograph")

    @property
    def other_comments(self) -> list[Comment]:
        return self._comments("other")

    @property
    def told(self) -> list[Comment]:
        """What the team said in this round beside its answers: why it is staff's turn again."""
        return [
            comment
            for comment in self.submission.comments.all()
            if comment.by_id is None and comment.round == self.submission.round and self.submission.state in OPEN
        ]

    @cached_property
    def facts(self) -> list[Fact]:
        """The lines about who speaks and in which language; the round before only where it differs."""
        found = [
            (_("Who speaks"), "speaker"),
            (_("Name"), "person_name"),
            (_("Role"), "person_role"),
            (_("Language of the answers"), "language"),
            (_("Video"), "video_url"),
            (_("Transcript"), "video_transcript"),
            (_("People in the photograph"), "people_shown"),
            (_("Who agreed"), "people_names"),
        ]
        return [fact for label, name in found if (fact := self._fact(label, name)).now or fact.before]

    def _fact(self, label: Promise, name: str) -> Fact:
        now = getattr(self.submission, name)
        before = self.before.get(name, now) if self.before else now
        earlier = self._in_words(name, before) if before != now else None
        return Fact(label, self._in_words(name, now), earlier, is_link=name == "video_url" and bool(now))

    def _in_words(self, name: str, value: Any) -> str:
        if name == "language":
            return dict(settings.CONTENT_LANGUAGES).get(value, value)
        if name in ("speaker", "people_shown"):
            choices = dict((Speaker if name == "speaker" else PeopleShown).choices)
            return str(choices.get(value, value))
        return str(value)

    @property
    def photograph_changed(self) -> bool:
        """Whether photograph, credit or description differ from the round before."""
        if not self.before:
            return False
        return bool(self.versions[-1].content.get("photograph", "") != self.before.get("photograph", ""))

    @property
    def is_person(self) -> bool:
        return self.submission.speaker == Speaker.PERSON

    @cached_property
    def history(self) -> list[Moment]:
        """From the first word to now."""
        begun = Moment(_("draft"), self.submission.created_at, self._who_began())
        return [begun, *(_moment(step) for step in self.submission.steps.all())]

    def _who_began(self) -> str | Promise:
        entered_by = self.submission.entered_by
        return entered_by.get_username() if entered_by else _("the team")

    @cached_property
    def duplicates(self) -> list[duplicates.Duplicate]:
        return duplicates.find(self.submission)

    @cached_property
    def mails(self) -> list[Mail]:
        """Every e-mail about it that still exists; those that wait come first."""
        kinds = all_kinds()
        rows = Message.objects.about(self.submission.topic).order_by("created_at", "pk")
        found = [
            Mail(
                pk=row.pk,
                title=kinds[row.kind].title if row.kind in kinds else row.kind,
                subject=row.subject,
                state=row.state,
                state_label=row.get_state_display(),
                at=row.created_at,
            )
            for row in rows
        ]
        return sorted(found, key=lambda mail: mail.state != "held")

    @property
    def translations(self) -> list[StoryText]:
        return [text for text in self.story.texts.all() if text.language != self.story.original_language]

    @cached_property
    def correction(self) -> list[tuple[Any, SafeString, SafeString]]:
        """(label, what the page says, what is asked for), with the changed words marked."""
        return list(self._correction(self.submission.correction or {}))

    def _correction(self, wanted: dict[str, str]) -> Iterable[tuple[Any, SafeString, SafeString]]:
        for name in CORRECTABLE:
            if name in wanted:
                source = self.story if name.startswith("person_") else self.text
                yield LABELS[name], *marked_sides(getattr(source, name, ""), wanted[name])


def load(pk: int) -> Submission | None:
    """A submission that was handed in, with everything its page shows."""
    return (
        Submission.objects.handed_in()
        .select_related("project", "picture", "assignee", "entered_by", "story__picture", "story__project")
        .prefetch_related(
            "project__texts",
            "steps__by",
            "comments__by",
            "versions",
            "consents",
            "story__texts",
            "picture__descriptions",
        )
        .filter(pk=pk)
        .first()
    )


def _moment(step: Step) -> Moment:
    who = step.by.get_username() if step.by else step.get_actor_display()
    what = DONE[step.verb]  # type: ignore[index]  # the column holds values of Verb
    return Moment(what, step.at, who, step.said, step.reason)
