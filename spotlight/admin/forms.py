"""The forms of the review page: the page of the story, what staff note for themselves."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from spotlight import editing, handling, snapshots, steps
from spotlight.models import Question, Speaker, Story, StoryText, Submission
from spotlight.models.submission import LONGEST_ANSWER

_LONGEST_TRANSCRIPT = 20_000


class WordsField(forms.CharField):
    """Several lines of plain text, with the line ends of this portal."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value) or "")


class LineField(forms.CharField):
    """One line of plain text: whatever ends a line becomes a space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "vTextField"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class PageForm(forms.Form):
    """What the public will read; staff edit it here and never what was handed in."""

    headline = LineField(
        label=_("Headline"), max_length=160, required=False, help_text=_("Needed before the story is approved.")
    )
    teaser = WordsField(
        label=_("One or two sentences for cards"),
        max_length=320,
        required=False,
        rows=2,
        help_text=_("The editors’ words, not a quotation."),
    )
    person_name = LineField(label=_("Name as shown on the page"), max_length=120, required=False)
    person_role = LineField(label=_("Role as shown on the page"), max_length=200, required=False)
    meaning = WordsField(label=Question.MEANING.label, max_length=LONGEST_ANSWER, rows=8)
    achievement = WordsField(label=Question.ACHIEVEMENT.label, max_length=LONGEST_ANSWER, rows=8)
    why_fund = WordsField(label=Question.WHY_FUND.label, max_length=LONGEST_ANSWER, rows=8)
    transcript = WordsField(
        label=_("Transcript of the video"),
        max_length=_LONGEST_TRANSCRIPT,
        required=False,
        rows=6,
        help_text=_("A story with a video is published with a transcript only."),
    )
    photograph = forms.BooleanField(label=_("Show the photograph on the page"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Any, story: Story, text: StoryText, submission: Submission) -> None:
        facts = {name: getattr(story, name) for name in editing.FACTS}
        words = {name: getattr(text, name) for name in editing.WORDS}
        shown = {"photograph": story.picture_id is not None, "seen": snapshots.fingerprint(story)}
        super().__init__(data, initial=facts | words | shown)
        self.submission = submission
        for name in _superfluous(submission, story):
            del self.fields[name]
        for name in editing.WORDS:
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = text.language
        self.fields["seen"].initial = shown["seen"]

    def save(self, by: User) -> None:
        """Raises ValidationError when the door refuses."""
        names = (*editing.FACTS, *editing.WORDS)
        words = {name: self.cleaned_data.get(name, self.initial[name]) for name in names}
        editing.edit_page(
            self.submission,
            by=by,
            seen=self.cleaned_data["seen"],
            words=words,
            photograph=self.cleaned_data.get("photograph"),
        )

    def show_newest(self) -> None:
        """After a refusal: what was typed stays, and saving once more is meant for the page as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = snapshots.fingerprint(steps.story_of(self.submission))
        self.data = data


class HandlingForm(forms.Form):
    """Whose it is, and whether somebody looked for sensitive details."""

    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Assigned to"), required=False, empty_label=_("nobody")
    )
    sensitive_checked = forms.BooleanField(
        label=_("Checked for sensitive details"),
        required=False,
        help_text=_("Health, origin, belief, political views: only with the person’s clear will (Article 9 GDPR)."),
    )

    def __init__(self, data: Any, submission: Submission) -> None:
        initial = {"assignee": submission.assignee_id, "sensitive_checked": submission.sensitive_checked}
        super().__init__(data, initial=initial)
        self.submission = submission
        self.fields["assignee"].queryset = handling.reviewers()  # type: ignore[attr-defined]

    def save(self, by: User) -> None:
        """Raises ValidationError when the door refuses."""
        with transaction.atomic():
            if "assignee" in self.changed_data:
                handling.assign(self.submission, to=self.cleaned_data["assignee"], by=by)
            if "sensitive_checked" in self.changed_data:
                checked = self.cleaned_data["sensitive_checked"]
                handling.mark_sensitive_checked(self.submission, checked=checked, by=by)


class NoteForm(forms.Form):
    """A line for colleagues."""

    text = WordsField(
        label=_("Add a note"), max_length=2000, rows=3, help_text=_("Only staff read notes; they are not taken back.")
    )

    def __init__(self, data: Any, submission: Submission) -> None:
        super().__init__(data)
        self.submission = submission

    def save(self, by: User) -> None:
        """Raises ValidationError when the door refuses."""
        handling.add_note(self.submission, text=self.cleaned_data["text"], by=by)


def _superfluous(submission: Submission, story: Story) -> Iterator[str]:
    """Fields of the page that say nothing for this story."""
    if submission.picture_id is None:
        yield "photograph"
    if not story.video_url:
        yield "transcript"
    if submission.speaker != Speaker.PERSON:
        yield from editing.FACTS
