"""Shows on a profile which centres help in its countries: `{% whom_to_ask project %}`."""

from typing import Any

from django import template

from centres.models import Centre
from centres.presentation.lines import CentreLine, centre_line, country_url
from projects.models import Project
from projects.presentation import wording
from projects.presentation.wording import Link
from vocabulary.labels import sort_key

register = template.Library()


@register.inclusion_tag("centres/_whom_to_ask.html")
def whom_to_ask(project: Project) -> dict[str, Any]:
    """The countries of a project with their published centres; nothing while no centre is known in any of them.

    Two queries however many countries and centres; the countries come from `for_profile()`.
    """
    if project.pk is None:  # a made-up profile, as the style guide shows
        return {"countries": []}
    countries = [row.country for row in project.country_rows.all()]
    known: dict[int | None, list[CentreLine]] = {}
    found = Centre.objects.published().filter(country__in=[country.pk for country in countries])
    for centre in found.select_related("country").prefetch_related("consortia").order_by("slug"):
        known.setdefault(centre.country_id, []).append(centre_line(centre))
    reader = wording.language()
    lines = [
        (Link(country.label(reader), country_url(country)), known.get(country.pk, []))
        for country in sorted(countries, key=lambda country: sort_key(country.label(reader), reader))
    ]
    return {"countries": lines if known else []}
