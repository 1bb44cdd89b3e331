"""What visitors post. Machines are kept out without a puzzle: by a field people never see, and by a signed note of when
the page was shown.

Whoever is refused is told so, keeps everything, and passes by pressing the button once more.
"""

import re
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

QUICKEST, LONGEST = 1, 86_400
"""Seconds between showing the page and its answer. People who know the page press its button within three."""

_SALT = "outbox.guard"
_SENTENCES = {
    "trap": _("A field that is hidden from people was filled in. If you are one, please press the button once more."),
    "too_quick": _("That was very quick. To keep machines out, please wait three seconds and press the button again."),
    "too_old": _("This page was open for more than a day. Nothing is lost; please press the button once more."),
}


_HALF = re.compile("[\ud800-\udfff]")


def tidy(posted: QueryDict) -> QueryDict:
    """The posted text with one kind of line break, and without halves of characters, which no answer can hold."""
    clean = QueryDict(mutable=True)
    for name, values in posted.lists():
        clean.setlist(_whole(name), [_whole(value).replace("\r\n", "\n").replace("\r", "\n") for value in values])
    clean._mutable = False  # as request.POST is
    return clean


def _whole(text: str) -> str:
    return _HALF.sub("\ufffd", text)


def stamp(subject: str) -> str:
    """The signed note: what the page is about, and the moment it was shown."""
    return signing.TimestampSigner(salt=_SALT).sign(subject)


def subject_of(note: str) -> str | None:
    """What a note is about, however old it is; None when it is not ours."""
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(note)
    except signing.BadSignature:
        return None


class Guard(forms.Form):
    """Two hidden fields, beside the visible ones of a page that begins or ends something."""

    remarks_2 = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, subject: str) -> None:
        super().__init__(data, auto_id="guard_%s", initial={"stamp": stamp(subject)})
        self.subject = subject

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("remarks_2") != "":
            raise _refusal("trap")
        note = cleaned.get("stamp", "")
        signer = signing.TimestampSigner(salt=_SALT)
        try:
            signer.unsign(note, max_age=LONGEST)
        except signing.BadSignature:
            raise _refusal("too_old") from None
        try:
            signer.unsign(note, max_age=QUICKEST)
        except signing.SignatureExpired:
            return cleaned
        raise _refusal("too_quick")

    def again(self) -> "Guard":
        """The guard to show with the refusal. Too quick: the old note, so that waiting is enough; else a new one."""
        shown = Guard(subject=self.subject)
        if self.has_error("__all__", "too_quick"):
            shown.initial["stamp"] = self.data["stamp"]
        return shown


def _refusal(code: str) -> ValidationError:
    return ValidationError(_SENTENCES[code], code=code)
