"""A message to a person to ask, whose address nobody sees."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import Address, Line, PublicForm, Words


class ContactForm(PublicForm):
    """The words, and an address for the answer only with a tick that it may be passed on."""

    message = Words(_("Write your message."), label=_("Your message"), max_length=3000, rows=8)
    name = Line(label=_("Your name"), max_length=120, help_text=_("If you like."))
    email = Address(label=_("Your e-mail address, for the answer"), help_text=_("Without it nobody can answer you."))
    agreed = forms.BooleanField(
        label=_("Give my e-mail address to the person I write to, so that they can answer me."), required=False
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("email") and not found.get("agreed"):
            sentence = _("Tick that we may pass your address on, or leave the address empty.")
            self.add_error("agreed", ValidationError(sentence, code="agreed"))
        if found.get("agreed") and not found.get("email") and not self.has_error("email"):
            sentence = _("Enter the address to which the person may answer, or take the tick away.")
            self.add_error("email", ValidationError(sentence, code="email"))
        return found
