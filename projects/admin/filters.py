"""Filters beside the list of profiles. Values that are not offered are ignored, so no address can break the list."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.completeness import THIN, lacking, overdue, points, with_completeness
from projects.models import Project, State
from vocabulary.filters import OfferedFilter
from vocabulary.labels import sort_key
from vocabulary.models import FundingPeriod, Region, Theme

LONG = "admin/closed_filter.html"
"""Long lists are folded until one of their values is chosen."""


class StateFilter(OfferedFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return State.choices

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        return projects.filter(state=value)


class PeriodFilter(OfferedFilter):
    template = LONG
    title = _("funding period")
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(period.slug, period.label) for period in FundingPeriod.objects.all()]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        return projects.filter(programme__period__slug=value)


class ThemeFilter(OfferedFilter):
    template = LONG
    title = _("theme")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        rows = [(theme.slug, theme.label()) for theme in Theme.objects.prefetch_related("labels")]
        return [*_sorted(rows), ("none", _("none"))]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        if value == "none":
            return lacking(projects, "themes")
        return projects.filter(pk__in=Project.objects.filter(theme_rows__tag__slug=value).values("pk"))


class CountryFilter(OfferedFilter):
    template = LONG
    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        used = Region.objects.filter(level=0, project_rows__isnull=False).distinct()
        return [*_sorted([(country.code, country.label()) for country in used]), ("none", _("none"))]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        if value == "none":
            return lacking(projects, "countries")
        return projects.filter(pk__in=Project.objects.filter(country_rows__country__code=value).values("pk"))


class CompletenessFilter(OfferedFilter):
    title = _("completeness")
    parameter_name = "completeness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("thin", _("less than half")), ("part", _("half or more")), ("full", _("everything filled in"))]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        rated = with_completeness(projects)
        if value == "thin":
            return rated.exclude(state=State.ARCHIVED).filter(completeness__lt=THIN)
        return rated.filter(completeness=100) if value == "full" else rated.filter(completeness__gte=THIN)


class LackingFilter(OfferedFilter):
    template = LONG
    title = _("what is missing")
    parameter_name = "lacking"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(name, label) for name, (label, _condition) in points().items()]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        return lacking(projects, value)


class CheckFilter(OfferedFilter):
    title = _("check of the facts")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("overdue", _("overdue")), ("never", _("never checked")), ("checked", _("checked"))]

    def narrow(self, request: HttpRequest, projects: QuerySet[Project], value: str) -> QuerySet[Project]:
        if value == "overdue":
            return overdue(projects, on=timezone.localdate())
        return projects.filter(checked_on__isnull=value == "never")


def _sorted(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return sorted(rows, key=lambda row: sort_key(row[1], language))
