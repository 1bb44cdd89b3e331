"""A centre as one entry of a list."""

from dataclasses import dataclass

from django.urls import reverse

from centres.models import Centre, CentreKind, State
from centres.presentation.words import language_names, said
from projects.presentation import wording
from projects.presentation.wording import Link
from projects.presentation.words import Words
from vocabulary.labels import sort_key
from vocabulary.models import Region


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre by its own name, the European one by its English name; `other` is the second name, where there is one.

    `code` and `country` are empty for the European one.
    """

    name: Words
    other: Words
    url: str
    kind: str
    country: str
    code: str
    country_url: str
    host: str
    languages: list[str]
    website: Link | None
    contact: Link | None
    consortia: list[Link]

    @property
    def languages_text(self) -> str:
        return ", ".join(self.languages)


def centre_line(centre: Centre) -> CentreLine:
    """One query for the consortia unless they were prefetched; the country must have been selected."""
    names = [said(centre.name, centre.name_language) if centre.name else said(centre.name_en, "en")]
    if centre.name and centre.name_en and centre.name != centre.name_en:
        names.append(said(centre.name_en, "en"))
        if centre.kind == CentreKind.EUROPEAN:  # read in all countries, few of which have the language of its host
            names.reverse()
    country = centre.country
    return CentreLine(
        name=names[0],
        other=names[1] if len(names) > 1 else Words("", ""),
        url=centre.get_absolute_url(),
        kind=str(CentreKind(centre.kind).label),
        country=country.label(wording.language()) if country else "",
        code=country.code if country else "",
        country_url=country_url(country) if country else "",
        host=centre.host_stated,
        languages=language_names(centre.languages),
        website=Link(wording.link_label(centre.website), centre.website) if centre.website else None,
        contact=_contact(centre),
        consortia=[
            Link(each.acronym, each.get_absolute_url())
            for each in sorted(centre.consortia.all(), key=lambda each: (each.generation, each.acronym.casefold()))
            if each.state == State.PUBLISHED
        ],
    )


def country_url(country: Region) -> str:
    """The page that says who helps in a country."""
    return reverse("centres:country", args=[country.code])


def by_country(centre: Centre) -> tuple[str, str]:
    """The order of a list: by the country's name in the reader's language, then by the centre's address."""
    reader = wording.language()
    return sort_key(centre.country.label(reader) if centre.country else "", reader), centre.slug


def _contact(centre: Centre) -> Link | None:
    """The form that writes to the centre without showing its address, else the centre's own contact page."""
    if centre.contact_email:
        return Link("", reverse("centres:contact", args=[centre.slug]))
    return Link(wording.link_label(centre.contact_url), centre.contact_url) if centre.contact_url else None
