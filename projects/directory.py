"""Numbers computed from the published directory; none of them is written down anywhere."""

from dataclasses import dataclass

from django.db.models import Count, Q

from projects.models import Project, State
from vocabulary.models import Organisation, Theme


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme and how many published projects have it."""

    theme: Theme
    count: int


def theme_counts() -> list[ThemeCount]:
    """Every theme with its published projects, those without any too."""
    published = Q(project_rows__content_object__state=State.PUBLISHED)
    themes = Theme.objects.prefetch_related("labels").annotate(count=Count("project_rows", filter=published))
    return [ThemeCount(theme, theme.count) for theme in themes]


def themes_beside(theme: Theme, *, limit: int) -> list[ThemeCount]:
    """The themes that published projects most often have together with `theme`, most frequent first."""
    shared = Project.objects.published().filter(theme_rows__tag=theme)
    others = (
        Theme.objects.exclude(pk=theme.pk)
        .filter(project_rows__content_object__in=shared)
        .annotate(count=Count("project_rows"))
        .order_by("-count", "slug")
        .prefetch_related("labels")
    )
    return [ThemeCount(other, other.count) for other in others[:limit]]


def organisations_named() -> int:
    """How many organisations are named as partners of published projects."""
    return Organisation.objects.filter(partnerships__project__in=Project.objects.published()).distinct().count()
