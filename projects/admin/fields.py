"""Form fields that take dates and amounts as people write them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.figures import KnownAmount, KnownDate, read_amount, read_date
from vocabulary.labels import sort_key


class _ReadField(forms.CharField):
    """A line of text that `read` understands; the cleaned value is what it returns, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "").split() != str(data or "").split()


class KnownDateField(_ReadField):
    """A `KnownDate`; with `end` the last day of what is known."""

    def __init__(self, *, end: bool = False, **kwargs: Any) -> None:
        super().__init__(help_text=_("As much as is known: 2016, March 2016 or 1.3.2016."), **kwargs)
        self.end = end

    def read(self, text: str) -> KnownDate:
        return read_date(text, end=self.end)


class KnownAmountField(_ReadField):
    """A `KnownAmount` in EUR; with `zero` 0 is allowed and means published as zero."""

    def __init__(self, *, zero: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("As the source prints it: 4,860,664.11 or “about 2.4 million”."))
        super().__init__(**kwargs)
        self.zero = zero

    def read(self, text: str) -> KnownAmount:
        return read_amount(text, zero=self.zero)


class ChecklistField(forms.ModelMultipleChoiceField):
    """Rows of a controlled list as check boxes, sorted by their label in the reader's language."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "checklist"})

    def __init__(self, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, required=False, **kwargs)

    def fill(self) -> None:
        """Read the rows; a form calls it when it is made, because labels depend on the active language."""
        language = get_language() or "en"
        rows = [(row.pk, row.label(language)) for row in self.queryset.all()]  # type: ignore[union-attr]
        rows.sort(key=lambda row: sort_key(row[1], language))
        self.choices = rows
