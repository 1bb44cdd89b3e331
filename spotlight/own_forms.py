"""The forms of the personal pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spotlight import snapshots
from spotlight.models import Purpose, Question, Speaker, Submission
from spotlight.models.submission import LONGEST_ANSWER

_NO_ADDRESS = {
    "required": _("Enter your e-mail address."),
    "invalid": _("Enter an e-mail address like name@example.org."),
}


def _address(**more: Any) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(max_length=254, widget=widget, error_messages=_NO_ADDRESS, **more)


class AddressForm(forms.Form):
    """Where a link is to be sent."""

    email = _address(label=_("Your e-mail address"))


class PassForm(forms.Form):
    """Who signs off instead."""

    to = _address(label=_("E-mail address of the person who signs off"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].widget.attrs["autocomplete"] = "off"


class ObjectForm(forms.Form):
    """What should be different on the page."""

    note = forms.CharField(
        label=_("What should be different?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what should be different.")},
    )


class AgreeForm(forms.Form):
    """The agreement to one exact page: its fingerprint, translations agreed to, consents that were missing."""

    seen = forms.CharField(max_length=64)
    languages = forms.MultipleChoiceField(required=False)
    agreed = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, languages: list[str], purposes: list[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, code) for code in languages]  # type: ignore[attr-defined]
        self.fields["agreed"].choices = [(purpose.value, purpose.label) for purpose in purposes]  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """Other words for a published story; the fields that can be corrected, filled with what the page says."""

    person_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    person_role = forms.CharField(label=_("Role"), max_length=200, required=False)

    def __init__(self, submission: Submission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if submission.speaker != Speaker.PERSON:
            del self.fields["person_name"], self.fields["person_role"]
        for question in Question:
            self.fields[question.value] = forms.CharField(
                label=question.label,
                max_length=LONGEST_ANSWER,
                required=False,
                widget=forms.Textarea(attrs={"rows": 7, "lang": submission.language}),
            )
        assert set(self.fields) <= set(snapshots.CORRECTABLE)


class EraseForm(forms.Form):
    """What is erased, and that it is meant."""

    ALL, PERSON = "all", "person"

    what = forms.ChoiceField(choices=[(ALL, ""), (PERSON, "")], error_messages={"required": _("Choose what to erase.")})
    sure = forms.BooleanField(error_messages={"required": _("Tick the box to show that you mean it.")})
