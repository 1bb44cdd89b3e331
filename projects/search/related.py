"""Projects that belong beside one, each with the reason a reader understands."""

from collections import Counter, defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Partnership, Project, ProjectTheme, State
from vocabulary.labels import sort_key
from vocabulary.models import Theme

_CONTINUES, _ORGANISATION, _THEME, _PROGRAMME = 100, 6, 3, 1
_CONSIDERED = 300


def related(project: Project, *, language: str, limit: int = 4) -> list[tuple[Project, str]]:
    """Up to `limit` published projects with a reason: continuation, shared organisations, themes, programme."""
    scores: Counter[int] = Counter()
    line = _line_of(project)
    for number in line:
        scores[number] += _CONTINUES
    organisations = _shared_organisations(project)
    for number, names in organisations.items():
        scores[number] += _ORGANISATION * len(names)
    themes = _shared_themes(project)
    for number, shared in themes.items():
        scores[number] += _THEME * len(shared)
    if project.programme_id:
        beside = Project.objects.published().filter(programme=project.programme_id).exclude(pk=project.pk)
        for number in beside.order_by("-published_at", "pk").values_list("pk", flat=True)[:_CONSIDERED]:
            scores[number] += _PROGRAMME
    best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
    found = {one.pk: one for one in Project.objects.published().filter(pk__in=best).for_cards()}
    labels = _theme_labels({key for number in best for key in themes.get(number, ())}, language)
    return [
        (
            found[number],
            _reason(
                continuation=line.get(number, ""),
                organisations=organisations.get(number, []),
                themes=sorted((labels[key] for key in themes.get(number, ())), key=lambda n: sort_key(n, language)),
            ),
        )
        for number in best
        if number in found
    ]


def _line_of(project: Project) -> dict[int, str]:
    """The project this one continues, and those that continue it."""
    rows = (
        Project.objects.published()
        .filter(Q(pk=project.continues_id) | Q(continues=project.pk))
        .exclude(pk=project.pk)
        .values_list("pk", flat=True)
    )
    return {
        number: _("This project continues it.") if number == project.continues_id else _("It continues this project.")
        for number in rows
    }


def _shared_organisations(project: Project) -> dict[int, list[str]]:
    rows = (
        Partnership.objects.filter(organisation__partnerships__project=project.pk, project__state=State.PUBLISHED)
        .exclude(project=project.pk)
        .order_by("-project__published_at", "organisation__name")
        .values_list("project_id", "organisation__name")[:_CONSIDERED]
    )
    shared: dict[int, list[str]] = defaultdict(list)
    for number, name in rows:
        shared[number].append(name)
    return shared


def _shared_themes(project: Project) -> dict[int, list[int]]:
    """Projects with at least one theme in common; of very many only the newest are considered."""
    rows = (
        ProjectTheme.objects.filter(tag__project_rows__content_object=project.pk, content_object__state=State.PUBLISHED)
        .exclude(content_object=project.pk)
        .order_by("-content_object__published_at", "content_object_id")
        .values_list("content_object_id", "tag_id")[: _CONSIDERED * 3]
    )
    shared: dict[int, list[int]] = defaultdict(list)
    for number, key in rows:
        shared[number].append(key)
    return shared


def _theme_labels(keys: set[int], language: str) -> dict[int, str]:
    return {theme.pk: theme.label(language) for theme in Theme.objects.filter(pk__in=keys).prefetch_related("labels")}


def _reason(*, continuation: str, organisations: list[str], themes: list[str]) -> str:
    if continuation:
        return continuation
    if organisations:
        return ngettext("Shared partner: %(names)s", "Shared partners: %(names)s", len(organisations)) % {
            "names": ", ".join(organisations)
        }
    if themes:
        return ngettext("Shared theme: %(names)s", "Shared themes: %(names)s", len(themes)) % {
            "names": ", ".join(themes)
        }
    return _("Same programme")
