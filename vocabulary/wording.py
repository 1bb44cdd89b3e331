"""Values of any field as staff read them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _


class Wording:
    """Names of the rows that foreign keys point at, fetched once per model, and words for every other value."""

    def __init__(self, keys: Mapping[type[Model], set[Any]]) -> None:
        self._names: dict[tuple[type[Model], Any], str] = {}
        for model, wanted in keys.items():
            rows = model._default_manager.filter(pk__in=wanted - {None})
            if any(relation.name == "labels" for relation in model._meta.related_objects):
                rows = rows.prefetch_related("labels")
            if any(one.name == "period" for one in model._meta.fields):
                rows = rows.select_related("period")
            if any(relation.name == "texts" for relation in model._meta.related_objects):
                rows = rows.prefetch_related("texts")
            self._names |= {(model, row.pk): str(row) for row in rows}

    def of(self, field: Field[Any, Any], value: Any) -> str:
        """`value` of `field` in words; empty when there is nothing."""
        if value is None or value == "" or value == []:
            return ""
        if isinstance(field, ForeignKey):
            related = field.related_model
            return self._names.get((related, value)) or _("deleted since (number %(key)s)") % {"key": value}
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            inner = getattr(field, "base_field", field)
            return ", ".join(self.of(inner, item) for item in value)
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, datetime):
            return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        if isinstance(value, date):
            return formats.date_format(value, "DATE_FORMAT")
        if isinstance(value, Decimal):
            return formats.number_format(value, use_l10n=True, force_grouping=True)
        return str(value)
