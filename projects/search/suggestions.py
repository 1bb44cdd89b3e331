"""Suggestions while typing: what the letters so far may mean, from what the public can see."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from projects.models import Project, State
from projects.search.folding import squeeze, words
from projects.search.query import LONGEST, Query
from projects.search.sync import current
from projects.search.vocabulary import Term
from vocabulary.models import Organisation

SHORTEST = 2

_PROJECTS = """
SELECT v.project_id
FROM projects_projectvector v JOIN projects_projectdocument d USING (project_id)
WHERE d.is_public AND v.head @@ (SELECT to_tsquery('simple', %(begun)s))
ORDER BY d.acronym_key LIKE %(key)s DESC, ts_rank('{0, 0, 0.1, 1}', v.head, to_tsquery('simple', %(begun)s)) DESC,
         d.published_at DESC, d.project_id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the reader may mean. `url` leads to its page; without one, `query_string` is the search for it."""

    kind: str
    label: str
    detail: str
    url: str = ""
    query_string: str = ""


Source = Callable[[list[str], str], Iterable[Suggestion]]
"""Suggests public things for folded words that were typed, in a language, the likeliest first."""
_SOURCES: list[Source] = []


def also_suggest(source: Source) -> Source:
    """Let a room above this one be found in the search box; it says so once, when the portal starts."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def suggest_others(q: str, *, language: str, limit: int = 5) -> list[Suggestion]:
    """At most `limit` suggestions of things that are no part of the directory, such as competence centres."""
    typed = words(q[:LONGEST])[:8]
    if sum(len(word) for word in typed) < SHORTEST:
        return []
    return [one for source in _SOURCES for one in source(typed, language)][:limit]


def suggest(q: str, *, language: str, limit: int = 8, using: str = DEFAULT_DB_ALIAS) -> list[Suggestion]:
    """At most `limit` suggestions for what was typed, projects first; nothing below two letters."""
    typed = words(q[:LONGEST])[:8]
    if sum(len(word) for word in typed) < SHORTEST:
        return []
    projects = list(_projects(typed, language, limit, using))
    lists = list(_listed(typed, language, using))
    bodies = list(_organisations(typed, limit, using))
    others = suggest_others(q, language=language, limit=limit)
    # Nobody's turn is taken by another kind: each has some room before the rest is filled.
    share = max(1, limit // 4)
    first = [*projects[: max(1, limit // 2 - 1)], *lists[:share], *bodies[:share], *others[:1]]
    rest = [one for one in (*projects, *lists, *bodies, *others) if one not in first]
    order = {"project": 0, "theme": 1, "programme": 2, "region": 3, "organisation": 4}
    return sorted([*first, *rest][:limit], key=lambda one: order.get(one.kind, len(order)))


def projects_begun(q: str, *, limit: int = 8, using: str = DEFAULT_DB_ALIAS) -> list[Project]:
    """Published projects where every typed word begins a word of acronym or title, likeliest first, with texts."""
    typed = words(q[:LONGEST])[:8]
    return _begun(typed, limit, using) if sum(len(word) for word in typed) >= SHORTEST else []


def _begun(typed: list[str], limit: int, using: str) -> list[Project]:
    begun = " & ".join(f"'{word}':*" for word in typed)
    with connections[using].cursor() as cursor:
        cursor.execute(_PROJECTS, {"begun": begun, "key": squeeze(" ".join(typed)) + "%", "limit": limit})
        numbers = [number for (number,) in cursor.fetchall()]
    found = {
        project.pk: project
        for project in Project.objects.using(using).published().filter(pk__in=numbers).prefetch_related("texts")
    }
    return [found[number] for number in numbers if number in found]


def _projects(typed: list[str], language: str, limit: int, using: str) -> Iterator[Suggestion]:
    for project in _begun(typed, limit, using):
        choice = project.text_for(language)
        title = choice.text.title if choice else ""
        label = project.acronym or title or project.slug
        yield Suggestion(
            "project", label, title if title != label else "", url=reverse("projects:detail", args=[project.slug])
        )


def _listed(typed: list[str], language: str, using: str) -> Iterator[Suggestion]:
    """Themes, programmes and places of which every typed word begins a word, with what they would find."""
    snapshot = current(using)
    for kind in ("theme", "programme", "region"):
        found: list[tuple[int, str, Term]] = []
        for key, term in snapshot.vocabulary.terms.get(kind, {}).items():
            count = snapshot.index.sets[kind].get(key, 0).bit_count()
            if count and any(begins(typed, name) for name in term.labels.values()):
                found.append((-count, term.label(language), term))
        for negative, label, term in sorted(found, key=lambda one: one[:2])[:3]:
            query = Query(facets={kind: (term.slug,)}).urlencode()
            yield Suggestion(kind, label, _projects_text(-negative), query_string=query)


def _organisations(typed: list[str], limit: int, using: str) -> Iterator[Suggestion]:
    """Organisations with published projects; their names are searched where partners stand in the search rows."""
    wanted = Q()
    for word in typed:
        wanted &= Q(name__icontains=word)
    found = (
        Organisation.objects.using(using)
        .filter(wanted)
        .annotate(public=Count("partnerships", filter=Q(partnerships__project__state=State.PUBLISHED)))
        .filter(public__gt=0)
        .order_by("-public", "name")[:limit]
    )
    for body in found:
        url = reverse("projects:organisation", args=[body.slug])
        yield Suggestion("organisation", body.name, _projects_text(body.public), url=url)


def begins(typed: list[str], name: str) -> bool:
    """Whether every typed word begins a word of `name`."""
    parts = words(name)
    return all(any(part.startswith(word) for part in parts) for word in typed)


def _projects_text(number: int) -> str:
    return ngettext("%(number)s project", "%(number)s projects", number) % {"number": number}
