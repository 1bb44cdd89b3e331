"""A whole profile as its page shows it."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pictures.models import Picture
from projects.models import (
    SECTIONS,
    FigureSource,
    InnovationKind,
    LinkKind,
    Partnership,
    Project,
    ProjectText,
    Rank,
    Role,
    Status,
)
from projects.presentation import wording
from projects.presentation.cards import cover_of, theme_links
from projects.presentation.facts import Fact, Facts
from projects.presentation.wording import Link, Source
from projects.presentation.words import Words, WordsOf
from vocabulary.labels import sort_key
from vocabulary.models import Strand

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-zà-ÿ])")
_GLANCE_LENGTH = 220
_DESCRIPTION_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text under its heading, which is always in the page's language.

    `notice` says which language the text is in, where that begins to differ from the page and the part before.
    """

    heading: str
    text: str
    language: str
    notice: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: the lead partner."""

    name: str
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What the first screen answers; empty strings and lists where nothing is published."""

    what: Words
    for_whom: list[str]
    for_whom_text: Words
    where: str
    outcome: Words
    outcome_missing: str
    ask: Contact | None
    website: Link | None


@dataclass(frozen=True, slots=True)
class Target:
    label: str
    url: str
    secondary: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where it works, as named; `code` is its NUTS code where that is certain."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Details:
    """The facts printed small. `dates`, `programme_fact` and `places_fact` carry their sources."""

    status: str
    status_label: str
    dates: Fact
    programme: str
    programme_url: str
    programme_fact: Fact
    period: str
    period_url: str
    strand: str
    fund: str
    kinds: list[str]
    target_groups: list[Target]
    places: list[Place]
    places_fact: Fact | None
    macro_regions: list[str]
    continues: Link | None
    continued_by: list[Link]


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner; `budget` is an amount or "not published"."""

    name: str
    url: str
    role: str
    country: str
    place: str
    budget: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A page or document elsewhere, in the language `language_name` where that is known."""

    label: str
    url: str
    host: str
    language: str
    language_name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the page of one project shows; every string is ready to print in the reader's language."""

    project: Project
    heading: str
    heading_language: str
    title: str
    title_language: str
    text_language: str
    language_notice: str
    description: str
    cover_svg: SafeString
    summary: str
    sections: list[Section]
    glance: Glance
    figures: list[Fact]
    facts: Details
    themes: list[Link]
    countries: list[str]
    partners: list[PartnerLine]
    partners_sentence: str
    lead_fact: Fact | None
    show_budget: bool
    links: list[Reference]
    sources: list[Source]
    checked: str
    cover_photo: Picture | None = None
    photos: list[Picture] = field(default_factory=list)


def profile(project: Project, *, on: date, continued_by: list[Project]) -> Profile:
    """The profile of a project that came from `for_profile()`; `continued_by` are public ones that go on with it."""
    words = WordsOf(project)
    title, summary = words("title"), words("summary")
    maker = Facts(project)
    partners = list(project.partnerships.all())
    pictures = list(project.picture_rows.all())
    return Profile(
        project=project,
        heading=project.acronym or title.text or project.slug,
        heading_language="" if project.acronym else title.language,
        title=title.text if project.acronym else "",
        title_language=title.language,
        text_language=summary.language,
        language_notice=summary.notice,
        description=_cut(" ".join(summary.text.split()) or title.text or project.acronym, _DESCRIPTION_LENGTH),
        cover_svg=cover_of(project, columns=6),
        summary=summary.text,
        sections=_sections(words, before=summary.language),
        glance=_glance(project, words, on=on),
        figures=maker.figures(),
        facts=_details(project, maker, on=on, continued_by=continued_by),
        themes=theme_links(project),
        countries=wording.country_names(row.country for row in project.country_rows.all()),
        partners=_partners(partners),
        partners_sentence=wording.partners_text(stated=project.partners_stated, named=len(partners)),
        lead_fact=maker.lead(),
        show_budget=any(row.budget is not None for row in partners),
        links=_links(project),
        sources=wording.sources(project.source),
        checked=wording.checked_text(project.checked_on),
        cover_photo=next((row.picture for row in pictures if row.is_cover), None),
        photos=[row.picture for row in pictures if not row.is_cover],
    )


def search_url(**values: str) -> str:
    """The search with one value chosen: `search_url(region="SE")`."""
    pairs = "&".join(f"{name}={value}" for name, value in values.items())
    return f"{reverse('projects:list')}?{pairs}"


def citation(shown: Profile, *, url: str, site_name: str, on: date) -> str:
    """How to refer to the page, in one sentence."""
    return _("%(title)s. In: %(site)s, %(url)s, as read on %(day)s.") % {
        "title": f"{shown.heading}: {shown.title}" if shown.title else shown.heading,
        "site": site_name,
        "url": url,
        "day": wording.day(on),
    }


def _sections(words: WordsOf, *, before: str) -> list[Section]:
    sections = []
    for name in SECTIONS:
        found = words(name)
        if not found:
            continue
        heading = str(ProjectText._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        notice = found.notice if found.language != before else ""
        sections.append(Section(heading, found.text, found.language, notice))
        before = found.language
    return sections


def _glance(project: Project, words: WordsOf, *, on: date) -> Glance:
    lead = next((row for row in project.partnerships.all() if row.role == Role.LEAD), None)
    names = wording.country_names(row.country for row in project.country_rows.all())
    stated = project.countries_stated
    known_where = bool(names) or stated is not None
    targets = [target.label for target in _targets(project)]
    return Glance(
        what=_first_sentence(words("summary")),
        for_whom=targets,
        for_whom_text=_first_sentence(words("target_group")),
        where=wording.countries_text(names, partial=project.countries_partial, stated=stated) if known_where else "",
        outcome=_first_sentence(words.first("results", "effect", "reusable")),
        outcome_missing=_outcome_missing(project, on=on),
        ask=_contact(lead) if lead else None,
        website=Link(wording.link_label(project.website), project.website) if project.website else None,
    )


def _outcome_missing(project: Project, *, on: date) -> str:
    status = project.status(on=on)
    if status == Status.PLANNED:
        return _("not yet started")
    if status == Status.RUNNING:
        return _("still running, until %(end)s") % {"end": wording.date_text(project.end_date, project.end_precision)}
    return _("not told yet")


def _contact(lead: Partnership) -> Contact:
    country = lead.organisation.country
    return Contact(
        lead.organisation.name,
        lead.organisation.get_absolute_url(),
        country.label(wording.language()) if country else "",
    )


def _first_sentence(words: Words) -> Words:
    """The first sentence, cut at a word where it is too long for a first screen."""
    return Words(_cut(_SENTENCE_END.split(words.text, maxsplit=1)[0], _GLANCE_LENGTH), words.language)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def _details(project: Project, maker: Facts, *, on: date, continued_by: list[Project]) -> Details:
    programme = project.programme
    status = project.status(on=on)
    reader = wording.language()
    places = [Place(row.name, row.region.code if row.region else "") for row in project.places.all()]
    figure = FigureSource.Figure
    macro = {row.macro_region for row in project.macro_region_rows.all()}
    macro.update(programme.macro_regions.all() if programme else [])
    return Details(
        status=status.value,
        status_label=str(status.label),
        dates=maker.dates(),
        programme=programme.name if programme else "",
        programme_url=search_url(programme=programme.slug) if programme else "",
        programme_fact=maker.other(figure.PROGRAMME, programme.name if programme else ""),
        period=programme.period.label if programme else "",
        period_url=search_url(period=programme.period.slug) if programme else "",
        strand=str(Strand(programme.strand).label) if programme else "",
        fund=programme.fund_label if programme else "",
        kinds=[str(InnovationKind(kind).label) for kind in project.innovation_kinds],
        target_groups=_targets(project),
        places=places,
        places_fact=maker.other(figure.PLACES, places[0].name) if places else None,
        macro_regions=sorted((row.label(reader) for row in macro), key=lambda label: sort_key(label, reader)),
        continues=_continues(project),
        continued_by=[Link(str(other), other.get_absolute_url()) for other in continued_by],
    )


def _targets(project: Project) -> list[Target]:
    reader = wording.language()
    rows = [
        Target(row.group.label(reader), search_url(target=row.group.slug), row.rank == Rank.SECONDARY)
        for row in project.target_rows.all()
    ]
    return sorted(rows, key=lambda target: (target.secondary, sort_key(target.label, reader)))


def _partners(rows: list[Partnership]) -> list[PartnerLine]:
    order = {role: place for place, role in enumerate(Role.values)}
    reader = wording.language()
    ordered = sorted(rows, key=lambda row: (order[row.role], sort_key(row.organisation.name, reader)))
    return [_partner(row, reader) for row in ordered]


def _partner(row: Partnership, reader: str) -> PartnerLine:
    organisation = row.organisation
    role = str(Role(row.role).label)
    place = row.place or organisation.place
    return PartnerLine(
        name=organisation.name,
        url=organisation.get_absolute_url(),
        role=_("%(role)s (%(remark)s)") % {"role": role, "remark": row.remark} if row.remark else role,
        country=organisation.country.label(reader) if organisation.country else "",
        place=f"{place.name}, {place.code}" if place else "",
        budget=_("not published") if row.budget is None else wording.exact_euros(row.budget),
        is_lead=row.role == Role.LEAD,
    )


def _links(project: Project) -> list[Reference]:
    order = {kind: place for place, kind in enumerate(LinkKind.values)}
    rows = sorted(project.links.all(), key=lambda row: (order[row.kind], row.pk))
    found = [
        Reference(
            label=row.title,
            url=row.url,
            host=wording.host(row.url),
            language=row.language,
            language_name=wording.language_name(row.language) if row.language else "",
        )
        for row in rows
    ]
    if project.keep_id:
        address = f"https://keep.eu/projects/{project.keep_id}"
        found.append(Reference(_("This project on keep.eu"), address, "keep.eu", "", ""))
    if project.website:
        label = _("Website of the project")
        found.insert(0, Reference(label, project.website, wording.host(project.website), "", ""))
    return found


def _continues(project: Project) -> Link | None:
    former = project.continues
    return Link(str(former), former.get_absolute_url()) if former and former.is_public else None
