"""What all steps of the form share: cleaning of text, saving what is right, and naming what is half done."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from spotlight import drafting
from spotlight.models import Submission

_TOO_LONG = _(
    "Shorten this to at most %(limit_value)d characters; it has %(show_value)d now. Everything you wrote is still here."
)


class Line(forms.CharField):
    """One line of text: any white space becomes one space."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, error_messages={"max_length": _TOO_LONG}, **options)
        self.widget.attrs.pop("maxlength", None)  # a browser would cut pasted text without a word

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class Words(forms.CharField):
    """Text of several lines, in the person's own language and direction."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(required=False, widget=widget, error_messages={"max_length": _TOO_LONG}, **options)
        self.widget.attrs.pop("maxlength", None)


class StepForm(forms.Form):
    """One step. Nothing in it is required, but half an answer is named at once when `strict`.

    `kept` holds what is right, also when something else is wrong; `store` writes it.
    """

    writes: ClassVar[tuple[str, ...]] = ()
    targets: ClassVar[dict[str, str]] = {}
    """Field -> id of the element an error leads to, where that is not the field's own."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        submission: Submission,
        shown_in: str,
        strict: bool = False,
    ) -> None:
        self.submission, self.shown_in, self.strict = submission, shown_in, strict
        self.kept: dict[str, Any] = {}
        initial = self.initial_of(submission)
        super().__init__(data, files, initial=initial, label_suffix="", use_required_attribute=False)

    def initial_of(self, submission: Submission) -> dict[str, Any]:
        return {name: getattr(submission, name) for name in self.writes}

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        """(field, sentence) for each half answer."""
        yield from ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # What was not sent at all was not emptied; only a box that is not ticked sends nothing.
        self.kept = {
            name: value
            for name, value in cleaned.items()
            if name in self.data or name in self.files or isinstance(self.fields[name], forms.BooleanField)
        }
        if self.strict:
            for field, sentence in list(self.halves(cleaned)):
                if not self.has_error(field):
                    self.add_error(field, ValidationError(str(sentence), code="half"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is written; only names of `drafting.FIELDS`."""
        return {name: self.kept[name] for name in self.writes if name in self.kept}

    def store(self, request: HttpRequest) -> Submission:
        """Write what is right. Raises ValidationError when the story is no longer the contributor's."""
        changed = {name: value for name, value in self.values().items() if getattr(self.submission, name) != value}
        return drafting.save(self.submission, **changed) if changed else self.submission
