"""A profile as schema.org data for search engines, inside a block that no browser executes.

The content security policy needs no exception: it rules scripts that run, and a data block never does.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from projects.models import AmountPrecision, LinkKind, Project, Role
from projects.presentation.profile import Profile

# As django.utils.html.json_script: no sequence that could end the block or open a comment survives.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def profile_data(shown: Profile, *, url: str, site_url: str, site_name: str, language: str) -> dict[str, Any]:
    """The profile as `schema.org/ResearchProject`, with nothing the page does not say."""
    project = shown.project
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "@id": url,
        "name": shown.heading,
        "url": url,
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": url,
            "inLanguage": language,
            "isPartOf": {"@type": "WebSite", "name": site_name, "url": site_url},
        },
    }
    optional = {
        "alternateName": shown.title,
        "description": " ".join(shown.summary.split()),
        "foundingDate": _day(project, "start"),
        "dissolutionDate": _day(project, "end"),
        "keywords": [theme.label for theme in shown.themes],
        "areaServed": [{"@type": "Country", "name": country} for country in shown.countries],
        "member": _members(project),
        "sameAs": _same_as(project),
        "funding": _funding(shown),
    }
    data.update({name: value for name, value in optional.items() if value})
    return data


def data_block(data: dict[str, Any]) -> SafeString:
    """The data as a `<script type="application/ld+json">` element, safe to print."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def _day(project: Project, which: str) -> str:
    """ISO 8601, cut to what is known: 2016-03 for March 2016."""
    value = getattr(project, f"{which}_date")
    length = {"day": 10, "month": 7, "year": 4}.get(getattr(project, f"{which}_precision"), 0)
    return value.isoformat()[:length] if value else ""


def _same_as(project: Project) -> list[str]:
    kohesio = [row.url for row in project.links.all() if row.kind == LinkKind.KOHESIO]
    keep = [f"https://keep.eu/projects/{project.keep_id}"] if project.keep_id else []
    return [*filter(None, [project.website]), *keep, *kohesio]


def _members(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OrganizationRole",
            "roleName": Role(row.role).value,
            "member": {"@type": "Organization", "name": row.organisation.name},
        }
        for row in project.partnerships.all()
    ]


def _funding(shown: Profile) -> dict[str, Any] | None:
    project, programme = shown.project, shown.project.programme
    if programme is None:
        return None
    grant: dict[str, Any] = {
        "@type": "MonetaryGrant",
        "name": f"{programme.name} ({programme.period.label})",
        "funder": {"@type": "Organization", "name": programme.name},
    }
    # A rounded amount would look exact here.
    if project.eu_funding is not None and project.eu_funding_precision == AmountPrecision.EXACT:
        grant["amount"] = {"@type": "MonetaryAmount", "currency": "EUR", "value": f"{project.eu_funding:.2f}"}
    return grant
