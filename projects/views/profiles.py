"""The page of one project, and what stands at its address when it is not public."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects import jsonld
from projects.models import FormerSlug, Project, State
from projects.presentation import wording
from projects.presentation.cards import card
from projects.presentation.profile import Profile, citation, profile
from projects.presentation.results import address
from projects.presentation.wording import Link
from projects.search import ProjectSearch, clean_query, related
from vocabulary.models import SiteSettings


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The public profile; 301 from a former address, 410 for an archived one, 404 for everything else."""
    project = Project.objects.published().for_profile().filter(slug=slug).first()
    if project is None:
        return _elsewhere(request, slug)
    return render(request, "projects/detail.html", _context(request, project))


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile as it will look, for staff who may see it in the admin; everybody else finds nothing here."""
    user = request.user
    if not (user.is_staff and user.has_perm("projects.view_project")):
        raise Http404
    project = Project.objects.for_profile().filter(slug=slug).first()
    if project is None:
        raise Http404
    response = render(request, "projects/detail.html", _context(request, project, is_preview=True))
    response["X-Robots-Tag"] = "noindex"
    return response


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    archived = Project.objects.filter(slug=slug, state=State.ARCHIVED).prefetch_related("texts").first()
    former = None if archived else FormerSlug.objects.filter(slug=slug).select_related("project").first()
    if former and former.project.state == State.ARCHIVED:
        archived = former.project
    if archived:
        return render(request, "410.html", {"name": archived.display_name}, status=410)
    if former and former.project.is_public:
        query_string = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(address(former.project.get_absolute_url(), query_string))
    raise Http404


def _context(request: HttpRequest, project: Project, *, is_preview: bool = False) -> dict[str, Any]:
    today = timezone.localdate()
    continued_by = list(project.continued_by.published().prefetch_related("texts"))
    shown = profile(project, on=today, continued_by=continued_by)
    others = [] if is_preview else related(project, language=wording.language())
    return _steps(request, project) | {
        "profile": shown,
        "is_preview": is_preview,
        "related": [card(other, on=today, reason=reason) for other, reason in others],
        **_outward(request, shown, is_preview=is_preview),
    }


def _outward(request: HttpRequest, shown: Profile, *, is_preview: bool) -> dict[str, Any]:
    """How the page describes itself to those who cite and collect it."""
    url = request.build_absolute_uri(shown.project.get_absolute_url())
    name = SiteSettings.current().site_name
    data = jsonld.profile_data(
        shown,
        url=url,
        site_url=request.build_absolute_uri(reverse("home")),
        site_name=name,
        language=shown.text_language or wording.language(),
    )
    return {
        "json_ld": "" if is_preview else jsonld.data_block(data),
        "citation": citation(shown, url=url, site_name=name, on=timezone.localdate()),
    }


def _steps(request: HttpRequest, project: Project) -> dict[str, Any]:
    """The way back to the search one came from, and its previous and next result."""
    trail = [Link(_("Projects"), reverse("projects:list"))]
    steps: dict[str, Any] = {"trail": trail, "previous": None, "next": None}
    query = clean_query(request.GET, language=get_language() or "en")
    if query.is_empty:
        return steps
    search = ProjectSearch(query, on=timezone.localdate(), language=get_language() or "en")
    beside = search.neighbours(project.pk)
    remembered = query.urlencode(page=None, size=None)
    if beside.position is None:
        return steps
    label = ngettext("Result %(position)s of %(total)s", "Result %(position)s of %(total)s", beside.total) % {
        "position": wording.whole(beside.position),
        "total": wording.whole(beside.total),
    }
    trail.append(Link(label, address(reverse("projects:list"), remembered)))
    slugs = [slug for slug in (beside.previous, beside.next) if slug]
    names = {other.slug: str(other) for other in Project.objects.filter(slug__in=slugs).prefetch_related("texts")}
    for step, slug in (("previous", beside.previous), ("next", beside.next)):
        if slug in names:
            steps[step] = Link(names[slug], address(reverse("projects:detail", args=[slug]), remembered))
    return steps
