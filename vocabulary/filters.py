"""What the filters beside the lists of the admin have in common."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class OfferedFilter(admin.SimpleListFilter):
    """A filter that calls `narrow` only for a value it offers itself, so that no address can break the list."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset
        return self.narrow(request, queryset, str(value))

    def narrow(self, request: HttpRequest, rows: Any, value: str) -> QuerySet[Any]:
        """The rows that the value, one of those offered, leaves in the list."""
        raise NotImplementedError
