"""Filters beside the lists. Values that are not offered are ignored, so no address can break a list."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centres.models import Centre, ColumnLink, Consortium, Need, ProposalState, State
from vocabulary.labels import sort_key
from vocabulary.models import MacroRegion

LONG = "admin/closed_filter.html"
"""Long lists are folded until one of their values is chosen."""
YEAR = timedelta(days=365)
"""After so long somebody should look at the evidence of an answer again."""


class _Filter(admin.SimpleListFilter):
    """A filter that calls `narrow` only for a value it offers itself."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset
        return self.narrow(queryset, str(value))

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        raise NotImplementedError


class StateFilter(_Filter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return State.choices

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(state=value)


class MacroRegionFilter(_Filter):
    title = _("macro-region")
    parameter_name = "macro"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return _sorted([(row.slug, row.label()) for row in MacroRegion.objects.prefetch_related("labels")])

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(country__in=MacroRegion.objects.filter(slug=value).values("countries"))


class ConsortiumFilter(_Filter):
    template = LONG
    title = _("consortium")
    parameter_name = "consortium"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(row.slug, row.acronym) for row in Consortium.objects.all()]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=Centre.objects.filter(consortia__slug=value).values("pk"))


class LookedAtFilter(_Filter):
    title = _("last looked at")
    parameter_name = "looked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("stale", _("not for a year")), ("fresh", _("within a year"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        before = timezone.now() - YEAR
        return rows.filter(looked_at__lt=before) if value == "stale" else rows.filter(looked_at__gte=before)


class CentreFilter(_Filter):
    template = LONG
    title = _("competence centre")
    parameter_name = "centre"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return _sorted([(row.slug, str(row)) for row in Centre.objects.all()])

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(centre__slug=value)


class NeedFilter(_Filter):
    template = LONG
    title = _("need")
    parameter_name = "need"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return _sorted([(row.slug, row.label()) for row in Need.objects.prefetch_related("texts")])

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(need__slug=value)


class ProposalStateFilter(_Filter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return ProposalState.choices

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(state=value)


class AnsweredFilter(_Filter):
    title = _("answer")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("waiting", _("not answered yet")), ("answered", _("answered"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        waiting = ColumnLink.objects.unanswered(at=timezone.now())
        return (
            rows.filter(pk__in=waiting.values("pk")) if value == "waiting" else rows.filter(answered_at__isnull=False)
        )


def _sorted(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return sorted(rows, key=lambda row: sort_key(row[1], language))
