"""The step of the consents: each purpose apart, none ticked beforehand, the words exactly those that are recorded."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from spotlight import consents, sessions
from spotlight.forms.base import StepForm
from spotlight.models import Purpose, Submission

WITHOUT = {
    Purpose.STORY: _("Without this tick you cannot hand in the story; your draft stays as it is."),
    Purpose.PHOTOGRAPH: _("Without this tick, remove the photograph; the story is published without one."),
    Purpose.CONTACT: _("Without this tick we write to you about this story only. Nothing else changes."),
}
"""What happens when a box stays empty."""


def asked(submission: Submission) -> list[Purpose]:
    """The purposes to ask for: not the photograph where there is none, nor what was agreed to and stands."""
    standing = consents.standing(submission) if submission.reference else []
    return [
        purpose
        for purpose in (Purpose.STORY, Purpose.PHOTOGRAPH, Purpose.CONTACT)
        if purpose not in standing and (purpose != Purpose.PHOTOGRAPH or submission.picture_id)
    ]


class ConsentStep(StepForm):
    """Ticks wait in the session; handing in writes them down word for word."""

    def __init__(self, *args: Any, ticked: sessions.Agreed | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for purpose in asked(self.submission):
            self.fields[purpose.value] = forms.BooleanField(
                label=consents.TEXTS[purpose],
                help_text=WITHOUT[purpose],
                required=False,
                initial=bool(ticked and purpose in ticked.purposes),
            )

    def store(self, request: HttpRequest) -> Submission:
        ticked = [purpose for purpose in Purpose if self.kept.get(purpose.value)]
        sessions.agree(request, self.submission, ticked, language=self.shown_in)
        return self.submission


def missing(submission: Submission, ticked: sessions.Agreed | None) -> list[tuple[str, str]]:
    """(step, sentence) for the consents without which nothing can be handed in."""
    given = ticked.purposes if ticked else frozenset()
    sentences = {
        Purpose.STORY: _("Agree that the story may be published."),
        Purpose.PHOTOGRAPH: _("Agree that the photograph may be published, or remove it."),
    }
    return [
        ("consent", str(sentence))
        for purpose, sentence in sentences.items()
        if purpose in asked(submission) and purpose not in given
    ]
