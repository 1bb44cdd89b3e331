"""Fields that the forms share, with sentences that say what to do."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_TOO_LONG = _(
    "Shorten this to at most %(limit_value)d characters; it has %(show_value)d now. Everything you wrote is still here."
)
Choices = list[tuple[str, Any]]


class Line(forms.CharField):
    """One line of text: any white space becomes one space."""

    def __init__(self, missing: Any = "", **options: Any) -> None:
        messages = {"max_length": _TOO_LONG, "required": missing}
        super().__init__(required=bool(missing), error_messages=messages, **options)
        self.widget.attrs.pop("maxlength", None)  # a browser would cut pasted text without a word

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class Words(forms.CharField):
    """Text of several lines, in the person's own language and direction."""

    def __init__(self, missing: Any = "", *, rows: int = 5, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        messages = {"max_length": _TOO_LONG, "required": missing}
        super().__init__(required=bool(missing), widget=widget, error_messages=messages, **options)
        self.widget.attrs.pop("maxlength", None)


class Web(forms.URLField):
    """An address of a page; "https://" may be left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        invalid = _("Enter the address of a page, such as https://example.org/page.")
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(
            required=False,
            max_length=500,
            assume_scheme="https",
            widget=widget,
            error_messages={"invalid": invalid, "max_length": _TOO_LONG},
            **options,
        )


class Address(forms.EmailField):
    """An e-mail address, which nobody has to give."""

    def __init__(self, **options: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
        invalid = _("Enter an e-mail address like name@example.org, or leave this empty.")
        super().__init__(required=False, max_length=254, widget=widget, error_messages={"invalid": invalid}, **options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if '"' in found or "," in found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Choice(forms.ChoiceField):
    """One of a list; without `missing` it may be left open."""

    def __init__(self, missing: Any = "", **options: Any) -> None:
        wrong = _("Choose one of the list.")
        messages = {"required": missing, "invalid_choice": wrong}
        super().__init__(required=bool(missing), error_messages=messages, **options)


def language_field(label: Any) -> forms.ChoiceField:
    """The language in which somebody writes; that of the page unless another is chosen."""
    return Choice(
        _("Choose one of the list."),
        label=label,
        choices=settings.CONTENT_LANGUAGES,
        initial=lambda: get_language() or "en",
    )


class PublicForm(forms.Form):
    """A form without the browser's own complaints, so that all of them stand together above it."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", use_required_attribute=False, **options)

    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) for each thing to mend."""
        return [
            (self[name].id_for_label or f"id_{name}_0" if name != "__all__" else "", str(sentence))
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]
