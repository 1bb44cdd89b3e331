"""How much of a profile is filled in, and which profiles are due for a new look at their facts.

One list of points says what counts; every point is a condition the database can answer, so lists never ask per row.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Partnership, Project, ProjectCountry, ProjectTargetGroup, ProjectText, ProjectTheme, State

CHECK_EVERY = timedelta(days=365)
"""A public profile whose facts nobody checked for so long is overdue."""

THIN = 50
"""Per cent of the points below which a profile counts as thin."""


def _own_text(**filled: str) -> Exists:
    """Whether the text in the original language has every named field filled."""
    rows = ProjectText.objects.filter(project=OuterRef("pk"), language=OuterRef("original_language"))
    for name in filled.values():
        rows = rows.exclude(**{name: ""})
    return Exists(rows)


def _any(model: type[Model], project: str = "project") -> Exists:
    return Exists(model._default_manager.filter(**{project: OuterRef("pk")}))


def points() -> dict[str, tuple[str | Promise, Q | Exists]]:
    """Name, label and condition of everything that counts, in the order of the form."""
    return {
        "acronym": (_("acronym"), ~Q(acronym="")),
        "title": (_("full title"), _own_text(field="title")),
        "summary": (_("summary"), _own_text(field="summary")),
        "programme": (_("programme"), Q(programme__isnull=False)),
        "countries": (_("countries"), _any(ProjectCountry)),
        "themes": (_("themes"), _any(ProjectTheme, "content_object")),
        "source": (_("source"), ~Q(source="")),
        "dates": (_("start and end"), Q(start_date__isnull=False, end_date__isnull=False)),
        "amount": (_("budget or EU funding"), Q(total_budget__isnull=False) | Q(eu_funding__isnull=False)),
        "partners": (_("partners"), _any(Partnership)),
        "target_groups": (_("target groups"), _any(ProjectTargetGroup)),
        "results": (_("what came of it"), _own_text(field="results")),
        "web": (_("website or keep.eu number"), ~Q(website="") | Q(keep_id__isnull=False)),
        "checked": (_("checked on"), Q(checked_on__isnull=False)),
    }


def completeness() -> ExpressionWrapper:
    """The share of points that are filled in, in whole per cent, 0 to 100, as the database computes it."""
    conditions = [condition for _label, condition in points().values()]
    total: Any = Value(0, output_field=IntegerField())
    for condition in conditions:
        total = total + Case(When(condition, then=1), default=0, output_field=IntegerField())
    return ExpressionWrapper(total * 100 / len(conditions), output_field=IntegerField())


def with_completeness(projects: QuerySet[Project]) -> QuerySet[Any]:
    """Adds `completeness` to every row."""
    return projects.annotate(completeness=completeness())


def rate(projects: Iterable[Project]) -> None:
    """Writes `completeness` on profiles that are already fetched, a page of them, in one query."""
    rows = list(projects)
    rated = with_completeness(Project.objects.filter(pk__in=[project.pk for project in rows]))
    shares = dict(rated.order_by().values_list("pk", "completeness"))
    for project in rows:
        project.completeness = shares.get(project.pk, 0)  # type: ignore[attr-defined]


def lacking(projects: QuerySet[Project], point: str) -> QuerySet[Project]:
    """Profiles where the named point of `points()` is not filled in."""
    return projects.filter(~Q(points()[point][1]))


def thin(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Profiles, archived ones apart, with less than `THIN` per cent of the points."""
    return with_completeness(projects.exclude(state=State.ARCHIVED)).filter(completeness__lt=THIN)


def overdue(projects: QuerySet[Project], *, on: date) -> QuerySet[Project]:
    """Public profiles that were never checked, or last checked more than a year before the day `on`."""
    never_or_long_ago = Q(checked_on__isnull=True) | Q(checked_on__lt=on - CHECK_EVERY)
    return projects.filter(never_or_long_ago, state=State.PUBLISHED)


def overdue_first(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Sorted by the day of the last check; never checked ones come first."""
    return projects.order_by(F("checked_on").asc(nulls_first=True), "pk")
