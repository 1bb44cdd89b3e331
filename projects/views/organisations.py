"""The page of an organisation: its projects, and the centres, consortia, networks and events it takes part in."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.models import Partnership, Project, Role
from projects.presentation import wording
from projects.presentation.cards import card
from projects.presentation.wording import Link
from vocabulary.labels import sort_key
from vocabulary.models import Organisation, Sector


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation with everything public it takes part in; without anything it has no page."""
    organisation = get_object_or_404(Organisation.objects.select_related("country", "place"), slug=slug)
    part = Prefetch("partnerships", Partnership.objects.filter(organisation=organisation), to_attr="parts")
    projects = list(Project.objects.published().of_organisation(organisation).for_cards().prefetch_related(part))
    takes_part = _takes_part(organisation)
    if not projects and not takes_part and not organisation.events.published().exists():
        raise Http404
    reader = wording.language()
    country = organisation.country.label(reader) if organisation.country else ""
    place = f"{organisation.place.name}, {organisation.place.code}" if organisation.place else ""
    website = organisation.website
    context = {
        "trail": [Link(_("Projects"), reverse("projects:list"))],
        "organisation": {
            "name": organisation.name,
            "slug": organisation.slug,
            "sector": str(Sector(organisation.sector).label) if organisation.sector else "",
            "country": country,
            "place": place,
            "website": Link(wording.link_label(website), website) if website else None,
            "sources": wording.sources(organisation.source),
        },
        "total": len(projects),
        "projects": [_row(project, project.parts[0]) for project in sorted(projects, key=_order)],
        "takes_part": takes_part,
    }
    return render(request, "projects/organisation.html", context)


def _takes_part(organisation: Organisation) -> list[dict[str, object]]:
    """Public centres, consortia and networks under their headings, each only where there is one; three queries."""
    groups = (
        (_("Competence centres"), organisation.centres.published()),
        (_("Consortia"), organisation.consortia.published()),
        (_("Networks"), organisation.networks.published()),
    )
    found = [(heading, [Link(str(row), row.get_absolute_url()) for row in rows]) for heading, rows in groups]
    reader = wording.language()
    return [
        {"heading": heading, "links": sorted(links, key=lambda link: sort_key(link.label, reader))}
        for heading, links in found
        if links
    ]


def _order(project: Project) -> tuple[int, str]:
    """Projects it leads come first, then by name."""
    role: str = project.parts[0].role  # type: ignore[attr-defined]  # the prefetch above
    return Role.values.index(role), sort_key(str(project), wording.language())


def _row(project: Project, part: Partnership) -> object:
    role = str(Role(part.role).label)
    if project.programme:
        # Translators: role of an organisation · programme · funding period
        role = _("%(role)s · %(programme)s · %(period)s") % {
            "role": role,
            "programme": project.programme.name,
            "period": project.programme.period.label,
        }
    return card(project, on=timezone.localdate(), reason=role)
