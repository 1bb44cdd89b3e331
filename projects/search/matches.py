"""One page of results: loads the projects in a constant number of statements and says why each is there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Prefetch
from django.utils.safestring import SafeString

from projects.models import SECTIONS, Project, ProjectCountry, ProjectTheme, TextChoice
from projects.search import highlight, stems
from projects.search.highlight import Marker
from projects.search.text import Hits
from projects.search.words import SearchTerm

_NAMES = """
SELECT s.project_id, 'partner', o.name FROM projects_partnership s JOIN vocabulary_organisation o
    ON o.id = s.organisation_id WHERE s.project_id = ANY (%(ids)s)
UNION ALL SELECT project_id, 'place', name FROM projects_projectplace WHERE project_id = ANY (%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A result. `title_html` and `excerpt_html` are safe, with <mark> around what matched, in the language of `text`.

    `matched_in`: acronym, title, summary, sections, theme, programme, country, partner, place, translation.
    """

    project: Project
    text: TextChoice | None
    title_html: SafeString
    excerpt_html: SafeString
    matched_in: tuple[str, ...] = ()


def load(numbers: Sequence[int], *, language: str, terms: Sequence[SearchTerm], hits: Hits, using: str) -> list[Hit]:
    """The published projects of a page, in the order of `numbers`; one withdrawn since the snapshot is left out."""
    if not numbers:
        return []
    found = (
        Project.objects.using(using)
        .published()
        .filter(pk__in=numbers)
        .select_related("programme__period")
        .prefetch_related(
            "texts",
            Prefetch("country_rows", ProjectCountry.objects.select_related("country")),
            Prefetch("theme_rows", ProjectTheme.objects.select_related("tag").prefetch_related("tag__labels")),
        )
    )
    by_number = {project.pk: project for project in found}
    projects = [by_number[number] for number in numbers if number in by_number]
    marker = highlight.marker(terms, hits) if terms else Marker()
    if marker.stems:
        _learn(projects, language, marker, using)
    made = [_hit(project, language, marker, hits) for project in projects]
    return _explained(made, marker, using) if terms else made


def _learn(projects: Sequence[Project], language: str, marker: Marker, using: str) -> None:
    """Stems of every word that may be marked."""
    pairs: set[tuple[str, str]] = set()
    for project in projects:
        choice = project.text_for(language)
        if choice and choice.language in marker.stems:
            text = choice.text
            content = " ".join((text.title, text.summary, *(getattr(text, name) for name in SECTIONS)))
            pairs.update((choice.language, word) for word in highlight.words_in(content))
    stems.learn(pairs, using=using)


def _hit(project: Project, language: str, marker: Marker, hits: Hits) -> Hit:
    choice = project.text_for(language)
    if choice is None:
        return Hit(project, None, SafeString(), SafeString())
    title = marker.spans(choice.text.title, choice.language)
    body, spans, where = highlight.best_text(choice.text, marker)
    return Hit(
        project,
        choice,
        highlight.mark(choice.text.title, title),
        highlight.excerpt(body, spans),
        tuple(_matched_in(project, choice, marker, hits, bool(title), where)) if marker else (),
    )


def _matched_in(
    project: Project,
    choice: TextChoice,
    marker: Marker,
    hits: Hits,
    in_title: bool,
    body: str,
) -> Iterator[str]:
    if project.pk in hits.acronyms or marker.spans(project.acronym, ""):
        yield "acronym"
    if in_title:
        yield "title"
    if body:
        yield "summary" if body == "summary" else "sections"
    if any(f":theme_{row.tag_id}" in hits.marks for row in project.theme_rows.all()):
        yield "theme"
    if f":programme_{project.programme_id}" in hits.marks:
        yield "programme"
    if any(f":region_{row.country_id}" in hits.marks for row in project.country_rows.all()):
        yield "country"
    others = [text for text in project.texts.all() if text.language != choice.language]
    if not (in_title or body) and any(marker.spans(f"{text.title}\n{text.summary}", "") for text in others):
        yield "translation"


def _explained(hits: Sequence[Hit], marker: Marker, using: str) -> list[Hit]:
    """Hits that nothing explains yet are looked up among partners and places; one statement, often none."""
    open_ = [hit.project.pk for hit in hits if not hit.matched_in]
    if not open_:
        return list(hits)
    with connections[using].cursor() as cursor:
        cursor.execute(_NAMES, {"ids": open_})
        names: dict[int, dict[str, None]] = defaultdict(dict)
        for number, kind, name in cursor.fetchall():
            if marker.spans(name, ""):
                names[number][kind] = None
    return [
        hit
        if hit.matched_in or hit.project.pk not in names
        else Hit(hit.project, hit.text, hit.title_html, hit.excerpt_html, tuple(names[hit.project.pk]))
        for hit in hits
    ]
