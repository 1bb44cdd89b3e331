"""A process's copy of the controlled lists: what values a facet has, what they are called, which words mean them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import translation
from django_countries import countries

from projects.search.folding import words

_READ = """
SELECT json_build_object(
    'region', (SELECT json_agg(json_build_array(id, code, name, level, parent_id) ORDER BY code)
               FROM vocabulary_region),
    'macro', (SELECT json_agg(json_build_array(id, slug, acronym) ORDER BY slug) FROM vocabulary_macroregion),
    'macro_labels', (SELECT json_agg(json_build_array(macro_region_id, language, label))
                     FROM vocabulary_macroregionlabel),
    'theme', (SELECT json_agg(json_build_array(id, slug, name) ORDER BY slug) FROM vocabulary_theme),
    'theme_labels', (SELECT json_agg(json_build_array(theme_id, language, label, synonyms)) FROM vocabulary_themelabel),
    'period', (SELECT json_agg(json_build_array(id, slug, start_year, end_year) ORDER BY start_year DESC)
               FROM vocabulary_fundingperiod),
    'programme', (SELECT json_agg(json_build_array(g.id, g.slug, g.name, p.start_year, p.end_year) ORDER BY g.slug)
                  FROM vocabulary_programme g JOIN vocabulary_fundingperiod p ON p.id = g.period_id),
    'target', (SELECT json_agg(json_build_array(id, slug) ORDER BY slug) FROM vocabulary_targetgroup),
    'target_labels', (SELECT json_agg(json_build_array(group_id, language, label)) FROM vocabulary_targetgrouplabel)
)::text
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a controlled list. `labels` by language; the entry "" serves every other language."""

    key: int
    slug: str
    labels: Mapping[str, str]
    level: int = 0
    parent: int | None = None
    names_period: str = ""

    def label(self, language: str) -> str:
        return self.labels.get(language) or self.labels.get("en") or self.labels[""]


@dataclass(frozen=True)
class Vocabulary:
    """The lists of one moment. `phrases` maps folded words to the marks that stand in the search rows."""

    terms: Mapping[str, Mapping[int, Term]] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    phrases: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()

    def children(self, parent: int | None) -> list[Term]:
        """The regions just below a region, by code."""
        return self._children.get(parent, [])

    @property
    def _children(self) -> dict[int | None, list[Term]]:
        made: dict[int | None, list[Term]] | None = self.__dict__.get("_made")
        if made is None:
            made = defaultdict(list)
            for term in self.terms.get("region", {}).values():
                made[term.parent].append(term)
            self.__dict__["_made"] = made
        return made


def read_vocabulary(using: str) -> Vocabulary:
    """The lists as the database has them now; one statement."""
    with connections[using].cursor() as cursor:
        cursor.execute(_READ)
        rows: dict[str, list[list[Any]] | None] = json.loads(cursor.fetchone()[0])
    found = {name: values or [] for name, values in rows.items()}
    labels: dict[str, dict[int, dict[str, str]]] = {}
    for name in ("macro", "theme", "target"):
        labels[name] = defaultdict(dict)
        for key, language, label, *_synonyms in found[f"{name}_labels"]:
            labels[name][key][language] = label
    terms: dict[str, list[Term]] = {
        "region": [
            Term(key, code, {"": name} if level else _country_labels(code, name), level, parent)
            for key, code, name, level, parent in found["region"]
        ],
        "macro": [Term(key, slug, {"": acronym} | labels["macro"][key]) for key, slug, acronym in found["macro"]],
        "theme": [Term(key, slug, {"": name} | labels["theme"][key]) for key, slug, name in found["theme"]],
        "period": [Term(key, slug, {"": f"{start}–{end}"}) for key, slug, start, end in found["period"]],
        "programme": [
            Term(key, slug, {"": name}, names_period=f"{start}–{end}")
            for key, slug, name, start, end in found["programme"]
        ],
        "target": [Term(key, slug, {"": slug} | labels["target"][key]) for key, slug in found["target"]],
    }
    return Vocabulary(
        terms={name: {term.key: term for term in values} for name, values in terms.items()},
        keys={name: {term.slug: term.key for term in values} for name, values in terms.items()},
        phrases=_phrases(terms, found["theme_labels"]),
        languages=frozenset(language for _key, language, *_rest in found["theme_labels"]),
    )


@lru_cache(maxsize=512)
def _country_names(code: str) -> tuple[tuple[str, str], ...]:
    names = []
    for language, _own in settings.LANGUAGES:
        with translation.override(language):
            names.append((language, str(countries.name(code))))
    return tuple(names)


def _country_labels(code: str, name: str) -> dict[str, str]:
    return {"": name} | {language: label for language, label in _country_names(code) if label}


def _phrases(
    terms: Mapping[str, Iterable[Term]], theme_labels: Iterable[list[Any]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Names of themes with their synonyms, of countries and macro-regions, in every language we know them in."""
    named: list[tuple[str, str]] = [
        (name, f":theme_{key}") for key, _language, label, synonyms in theme_labels for name in (label, *synonyms)
    ]
    for kind in ("region", "macro", "theme"):
        named += [(label, f":{kind}_{term.key}") for term in terms[kind] for label in term.labels.values()]
    marks: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, mark in named:
        if parts := tuple(words(name)):
            marks[parts].add(mark)
    return {parts: tuple(sorted(found)) for parts, found in marks.items()}
