"""Forms in which dates and amounts are written as people write them, with how exactly they are known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from centres.admin.publishing import PublishableForm
from projects.admin.fields import KnownAmountField, KnownDateField
from projects.figures import write_amount, write_date


class KnownForm(forms.ModelForm[Any]):
    """A form with fields that hold a value and its precision; `known` names both."""

    known: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, precision in self.known:
            if name in self.fields:
                write: Any = write_date if isinstance(self.fields[name], KnownDateField) else write_amount
                self.initial[name] = write(getattr(self.instance, name), getattr(self.instance, precision))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, precision in self.known:
            if name in cleaned:
                found = cleaned[name]
                setattr(self.instance, precision, found.precision if found else "")
                cleaned[name] = found.value if found else None
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The precisions are no fields of the form, but the rules that look at them are to be checked."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {precision for name, precision in self.known if self.cleaned_data.get(name)}


class DatedRowForm(KnownForm):
    """A row with one date."""

    known = (("on", "precision"),)
    on = KnownDateField(label=gettext_lazy("date"))


class ConsortiumForm(KnownForm, PublishableForm):
    known = (
        ("start_date", "start_precision"),
        ("end_date", "end_precision"),
        ("total_budget", "total_budget_precision"),
        ("eu_funding", "eu_funding_precision"),
    )
    naming = ("acronym", "name")

    start_date = KnownDateField(label=gettext_lazy("Start"))
    end_date = KnownDateField(label=gettext_lazy("End"), end=True)
    total_budget = KnownAmountField(label=gettext_lazy("Total budget (EUR)"))
    eu_funding = KnownAmountField(label=gettext_lazy("EU funding (EUR)"))
