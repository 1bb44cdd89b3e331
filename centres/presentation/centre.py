"""The page of one centre."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import Centre, OrganisationRole
from centres.presentation.country import projects_there
from centres.presentation.lines import CentreLine, centre_line
from centres.presentation.offers import offers
from centres.presentation.people import Body
from centres.presentation.words import best, remark
from projects import jsonld
from projects.presentation import wording
from projects.presentation.wording import Link


def centre_page(centre: Centre, *, url: str) -> dict[str, Any]:
    """Everything the page shows of a published centre; `url` is its absolute address."""
    line = centre_line(centre)
    text = best(centre.texts.all(), "description")
    return {
        "trail": _trail(line),
        "centre": line,
        "slug": centre.slug,
        "text": text,
        "bodies": _bodies(centre),
        "offers": offers([centre])[centre.pk],
        "projects": projects_there(centre.country) if centre.country else None,
        "remarks": remark(centre.remarks),
        "sources": wording.sources(centre.source),
        "checked": wording.checked_text(centre.checked_on),
        "matrix_url": reverse("centres:matrix"),
        "report_url": f"{reverse('centres:report-service')}?centre={centre.slug}",
        "description": " ".join(text.text.split())[:300] or line.name.text,
        "json_ld": jsonld.data_block(organisation_data(centre, line, url=url, description=text.text)),
    }


def organisation_data(centre: Centre, line: CentreLine, *, url: str, description: str) -> dict[str, Any]:
    """The centre as `schema.org/Organization`, with nothing the page does not say and no e-mail address."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": line.name.text,
        "mainEntityOfPage": url,
    }
    served = [line.country] if line.country else []
    optional = {
        "alternateName": line.other.text,
        "description": " ".join(description.split()),
        "url": centre.website,
        "areaServed": [{"@type": "Country", "name": name} for name in served],
        "knowsLanguage": list(centre.languages),
        "member": [{"@type": "Organization", "name": body.name} for body in _bodies(centre)],
    }
    data.update({name: value for name, value in optional.items() if value})
    return data


def _trail(line: CentreLine) -> list[Link]:
    trail = [Link(_("Competence centres"), reverse("centres:list"))]
    return [*trail, Link(line.country, line.country_url)] if line.country else trail


def _bodies(centre: Centre) -> list[Body]:
    return [
        Body.of(row.organisation, role=_said_of(row.role), note=row.note)
        for row in sorted(centre.organisation_rows.all(), key=lambda row: (row.role != OrganisationRole.HOST, row.pk))
    ]


def _said_of(role: str) -> str:
    """Only the host is named as such; that the others take part says the heading above them."""
    return str(OrganisationRole.HOST.label) if role == OrganisationRole.HOST else ""


def for_page() -> Any:
    """Published centres with what their page reads."""
    return (
        Centre.objects.published()
        .select_related("country")
        .prefetch_related("texts", "consortia", "organisation_rows__organisation__country")
    )
