"""The themes of the directory, and the page of each one."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import directory
from projects.presentation import wording
from projects.presentation.profile import search_url
from projects.presentation.results import cards, pager
from projects.presentation.wording import Link
from projects.search import ProjectSearch, clean_query
from vocabulary.labels import sort_key
from vocabulary.models import Theme, ThemeLabel

_BESIDE = 8


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every theme with the number of its projects, by name."""
    themes = [_line(found) for found in directory.theme_counts()]
    themes.sort(key=lambda line: sort_key(str(line["label"]), wording.language()))
    return render(request, "projects/themes.html", {"themes": themes})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme with its projects, newest first, and the themes it often comes with."""
    theme = get_object_or_404(Theme.objects.prefetch_related("labels"), slug=slug)
    reader = wording.language()
    wanted = QueryDict(mutable=True)
    wanted["theme"] = theme.slug
    if "page" in request.GET:
        wanted["page"] = request.GET["page"]
    query = clean_query(wanted, language=reader)
    search = ProjectSearch(query, on=timezone.localdate(), language=reader)
    context = {
        "trail": [Link(_("Themes"), reverse("projects:themes"))],
        "theme": {"slug": theme.slug, "label": theme.label(reader), "synonyms": _synonyms(theme, reader)},
        "total": search.total,
        "search_url": search_url(theme=theme.slug),
        "hits": cards(search, query),
        "pager": pager(search, query, reverse("projects:list")),
        "neighbours": [_line(found) for found in directory.themes_beside(theme, limit=_BESIDE)],
    }
    return render(request, "projects/theme.html", context)


def _line(found: directory.ThemeCount) -> dict[str, str | int]:
    theme = found.theme
    return {
        "slug": theme.slug,
        "label": theme.label(wording.language()),
        "url": reverse("projects:theme", args=[theme.slug]),
        "count": found.count,
    }


def _synonyms(theme: Theme, reader: str) -> list[str]:
    label: ThemeLabel | None = next((row for row in theme.labels.all() if row.language == reader), None)
    return list(label.synonyms) if label else []
