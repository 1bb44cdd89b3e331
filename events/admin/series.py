"""Series of events."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from events.models import Series
from vocabulary.curated import CuratedAdmin, NamedForm


@admin.register(Series)
class SeriesAdmin(CuratedAdmin):
    form = NamedForm
    list_display = ["name", "event_count"]
    search_fields = ["name", "slug"]
    fields = ["name", "language", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(event_count=Count("events"))

    @admin.display(description=gettext_lazy("events"), ordering="event_count")
    def event_count(self, series: Series) -> int:
        count: int = series.event_count  # type: ignore[attr-defined]
        return count
