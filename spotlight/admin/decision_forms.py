"""What staff type for a decision, and the e-mail that tells of it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.kinds import Kind
from outbox.links import LinkBroken, LinkExpired
from spotlight import curation, letters, links
from spotlight.admin.forms import LineField, WordsField
from spotlight.models import Question, Submission

_OWN = re.compile(r"/spotlight/own/([^/\s]+)/")
LONGEST_COMMENT = 2000


class TypedForm(forms.Form):
    """What a decision asks for; `shapes_letter` when the e-mail is made of it."""

    shapes_letter = False

    def __init__(self, data: Any, submission: Submission) -> None:
        super().__init__(data)
        self.submission = submission

    @classmethod
    def for_letter(cls, submission: Submission, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The values its e-mail names; an e-mail knows which of them it uses."""
        return {"page": letters.page_address(submission)}

    def in_words(self) -> list[tuple[str, str]]:
        """(label, text) of what was typed, to be read beside the e-mail."""
        return [
            (str(field.label), str(self.cleaned_data[name]))
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]


class NothingForm(TypedForm):
    """Nothing to type."""


class ReasonForm(TypedForm):
    """A reason that must be given."""

    shapes_letter = True
    reason = WordsField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_COMMENT,
        error_messages={"required": gettext_lazy("Give a reason; it is kept.")},
    )

    @classmethod
    def for_letter(cls, submission: Submission, typed: Mapping[str, Any]) -> dict[str, Any]:
        return {"reason": typed["reason"]}


class OptionalReasonForm(TypedForm):
    """A reason for the history, if there is one."""

    reason = WordsField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_COMMENT,
        required=False,
        help_text=gettext_lazy("For the history; only staff read it."),
    )


class WithdrawalForm(TypedForm):
    """A reason for the history; the e-mail does not name it."""

    reason = WordsField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_COMMENT,
        help_text=gettext_lazy("For the history; only staff read it."),
        error_messages={"required": gettext_lazy("Give a reason; it is kept.")},
    )


class AddressForm(TypedForm):
    """Whom to ask."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person who signs off"),
        widget=forms.EmailInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )


class MomentForm(TypedForm):
    """When the story goes online."""

    at = forms.DateTimeField(
        label=gettext_lazy("Publish on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Choose the day and time at which the story goes online."),
            "invalid": gettext_lazy("Write the moment as 2027-01-31 09:00."),
        },
    )

    def __init__(self, data: Any, submission: Submission) -> None:
        super().__init__(data, submission)
        zone = timezone.get_current_timezone_name()
        self.fields["at"].help_text = _("The time is that of the zone %(zone)s.") % {"zone": zone}

    def clean_at(self) -> Any:
        if self.cleaned_data["at"] <= timezone.now():
            raise ValidationError(_("Choose a moment in the future, or publish now."), code="schedule_in_past")
        return self.cleaned_data["at"]


class ChangesForm(TypedForm):
    """A comment for each question, for the photograph and for the rest; at least one."""

    shapes_letter = True
    ABOUT = (*(question.value for question in Question), "photograph", "other")

    def __init__(self, data: Any, submission: Submission) -> None:
        super().__init__(data, submission)
        labels = dict(submission.comments.model._meta.get_field("about").flatchoices)
        for about in self.ABOUT:
            if about != "photograph" or submission.picture_id:
                label = str(labels[about])
                self.fields[about] = WordsField(
                    label=label[:1].upper() + label[1:], max_length=LONGEST_COMMENT, required=False, rows=3
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.comments(cleaned):
            raise ValidationError(_("Say what should change, for at least one question."), code="no_comment")
        return cleaned

    @classmethod
    def comments(cls, typed: Mapping[str, Any]) -> dict[str, str]:
        """What was written, by what it is about."""
        return {about: typed[about] for about in cls.ABOUT if typed.get(about)}

    @classmethod
    def for_letter(cls, submission: Submission, typed: Mapping[str, Any]) -> dict[str, Any]:
        return {"comments": curation.comments_in_words(submission, cls.comments(typed))}


class LetterForm(forms.Form):
    """The e-mail of a decision. The two marks tell whether it, or what it was made of, was changed since."""

    subject = LineField(label=gettext_lazy("Subject"), max_length=200)
    body = WordsField(label=gettext_lazy("Text"), max_length=20_000, rows=16)
    composed = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    made_of = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Any, submission: Submission, kind: Kind) -> None:
        super().__init__(data)
        self.submission, self.kind = submission, kind
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = submission.mail_language

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if "link" in self.kind.placeholders and not self._leads_home(body):
            sentence = _("The e-mail needs the personal link of this story; without it nobody can answer: %(link)s")
            link = letters.own_link(self.submission)
            raise ValidationError(sentence, code="no_link", params={"link": link})
        return body

    def _leads_home(self, body: str) -> bool:
        for token in _OWN.findall(body):
            try:
                if links.find(links.OWN, token).pk == self.submission.pk:
                    return True
            except (LinkBroken, LinkExpired):
                continue
        return False
