"""The form of an event; what it refuses, it refuses in sentences beside the field."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import ALIVE, Event, RegistrationMode, State
from projects.admin.fields import ChecklistField
from projects.models import DatePrecision
from vocabulary.curated import NamedForm
from vocabulary.latin import propose_slug
from vocabulary.models import MacroRegion, Region, Theme

RESERVED = frozenset({"past", "series", "registration", "invitation"})
"""Words under /events/ that are pages of their own."""

FIELD_OF_RULE = {
    "event_hour_needs_day": "start_time",
    "event_end_needs_start": "start_time",
    "event_last_day_after_first": "last_day",
    "event_ends_after_start": "end_time",
    "event_start_exists": "start_time",
    "event_end_exists": "end_time",
    "event_deadline_exists": "deadline_time",
    "event_lasts_a_while": "end_time",
    "event_number_needs_series": "number",
    "event_number_once_in_series": "number",
    "event_registration_elsewhere_has_address": "registration_url",
    "event_registration_here_needs_hour": "start_time",
    "event_deadline_hour_needs_day": "deadline_day",
    "event_deadline_needs_registration": "deadline_day",
    "event_deadline_before_end": "deadline_day",
}
"""Where the form shows the sentence of a database rule that looks at several fields."""


def day_input() -> forms.DateInput:
    """A day as the browser lets people choose it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def hour_input() -> forms.TimeInput:
    """An hour and minute as the browser lets people choose them."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class EventForm(NamedForm):
    """Facts of an event. The address of a new one is made from the first title that stands below."""

    themes = ChecklistField(Theme.objects.prefetch_related("labels"), label=gettext_lazy("Themes"))
    regions = ChecklistField(Region.objects.filter(level=0), label=gettext_lazy("Countries it is about"))
    macro_regions = ChecklistField(
        MacroRegion.objects.prefetch_related("labels"), label=gettext_lazy("Macro-regions it is about")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "regions", "macro_regions"):
            field = self.fields.get(name)
            if isinstance(field, ChecklistField):
                field.fill()

    def clean_slug(self) -> str:
        written: str = self.cleaned_data.get("slug", "").lower()
        if written in RESERVED:
            sentence = _("“%(slug)s” is a page of the events; choose another address.")
            raise ValidationError(sentence, code="reserved", params={"slug": written})
        made = propose_slug(Event, str(self.data.get("texts-0-title", "")), but=self.instance)
        return written or (f"{made}-2" if made in RESERVED else made)

    def clean_capacity(self) -> int | None:
        places: int | None = self.cleaned_data["capacity"]
        taken = self._taken()
        if places is not None and places < taken:
            sentence = ngettext(
                "%(count)d place is taken or offered already; there cannot be fewer.",
                "%(count)d places are taken or offered already; there cannot be fewer.",
                taken,
            )
            raise ValidationError(sentence, code="taken", params={"count": taken})
        return places

    def _taken(self) -> int:
        """Places that are taken now; nobody gets one before the form is saved, because the event is locked."""
        if not self.instance.pk:
            return 0
        locked = Event.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        return locked.registrations.holding().count()

    def clean_registration(self) -> str:
        mode: str = self.cleaned_data["registration"]
        leaves = self.instance.pk and mode != RegistrationMode.HERE
        if leaves and self.instance.registrations.filter(place__in=ALIVE).exists():
            sentence = _("People have registered here already; the registration stays here.")
            raise ValidationError(sentence, code="has_people")
        return mode

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._begin_with_first(cleaned)
        here = cleaned.get("registration") == RegistrationMode.HERE
        was_public = self.instance.state != State.DRAFT
        if was_public and "source" in cleaned and not cleaned["source"].strip() and not here:
            sentence = _("What was published keeps its source, unless people register for it here.")
            self.add_error("source", ValidationError(sentence, code="needed_while_public"))
        return cleaned

    def _begin_with_first(self, cleaned: dict[str, Any]) -> None:
        """Of a month or year that is known only as such, the first day stands for all of it."""
        first, precision = cleaned.get("first_day"), cleaned.get("precision")
        if isinstance(first, date) and precision in (DatePrecision.MONTH, DatePrecision.YEAR):
            month = first.month if precision == DatePrecision.MONTH else 1
            cleaned["first_day"] = first.replace(month=month, day=1)

    def add_error(self, field: str | None, error: Any) -> None:
        """The sentence of a rule about several fields stands beside the one that people would change."""
        if field is None and hasattr(error, "error_dict"):
            found = error.error_dict.pop(NON_FIELD_ERRORS, [])
            for one in found:
                super().add_error(self._field_of(one), one)
            if not error.error_dict:
                return
        super().add_error(field, error)

    def _field_of(self, error: ValidationError) -> str | None:
        sentences = {
            str(rule.violation_error_message): name
            for rule in Event._meta.constraints
            if (name := FIELD_OF_RULE.get(rule.name)) and name in self.fields
        }
        return sentences.get(str(error.message))
