"""Spelling help: the nearest words that published profiles really use."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import DEFAULT_DB_ALIAS, connections
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from projects.search.words import SearchTerm

CANDIDATES = 40
NEAREST = 5

_READ = """
SELECT word, pg_snapshot_xmin(pg_current_snapshot())::text FROM projects_searchword WHERE xid >= %s::xid8
UNION ALL SELECT NULL, pg_snapshot_xmin(pg_current_snapshot())::text
"""
# How many published profiles use a word, at most a hundred; drafts do not count.
_USED = """
WITH asked AS MATERIALIZED (
    SELECT word, si_with_names(plainto_tsquery('simple', word)) AS query FROM unnest(%s::text[]) AS word
)
SELECT word, (
    SELECT count(*) FROM (
        SELECT 1 FROM projects_projectvector v JOIN projects_projectdocument d USING (project_id)
        WHERE d.is_public AND v.vector @@ asked.query LIMIT 100
    ) AS uses
)
FROM asked
"""


@dataclass(frozen=True, slots=True)
class Spelling:
    """`terms`: the corrected search, None where no correction is close enough. `nearest`: words to offer instead."""

    terms: list[SearchTerm] | None
    nearest: list[str]


_known: dict[str, tuple[int, frozenset[str]]] = {}
_swap = threading.Lock()


def lexicon(using: str = DEFAULT_DB_ALIAS) -> frozenset[str]:
    """Every folded word any profile has ever used; a copy per process, brought forward by one statement."""
    key = str(connections[using].settings_dict["NAME"])
    horizon, known = _known.get(key, (0, frozenset()))
    with connections[using].cursor() as cursor:
        cursor.execute(_READ, [str(horizon)])
        rows = cursor.fetchall()
    new = frozenset(word for word, _xmin in rows if word)
    both = known if new <= known else known | new
    with _swap:
        # Words of a transaction that is rolled back may stay: what is offered is checked first.
        if int(rows[-1][1]) >= _known.get(key, (0, known))[0]:
            _known[key] = (int(rows[-1][1]), both)
    return both


def correct(terms: Sequence[SearchTerm], *, using: str = DEFAULT_DB_ALIAS) -> Spelling:
    """What a search that found nothing may have meant; two statements."""
    every = lexicon(using)
    asked = list(dict.fromkeys(word for term in terms for word in _spelled(term)))
    near = {word: _candidates(word, every) for word in asked}
    used = _used(set(asked) | {other for found in near.values() for other, _distance in found}, using)
    better: dict[str, str] = {}
    nearest: list[tuple[float, str]] = []
    for word in asked:
        if used.get(word):
            continue
        offers = [(distance, -used[other], other) for other, distance in near[word] if used.get(other)]
        close = sorted(offer for offer in offers if offer[0] <= _tolerance(word))
        if close:
            better[word] = close[0][2]
        ranked = sorted((-fuzz.ratio(word, other), other) for _distance, _used, other in offers)
        nearest += ranked[:NEAREST]
    corrected = [_respelled(term, better) for term in terms] if better else None
    offered = list(dict.fromkeys(word for _score, word in sorted(nearest)))
    return Spelling(corrected, offered[:NEAREST])


def _spelled(term: SearchTerm) -> tuple[str, ...]:
    """What of a term may be a slip; quotation marks and a star say that it is meant as written."""
    if term.is_phrase or term.negative or term.is_prefix:
        return ()
    return (*term.words, term.squeezed) if term.squeezed else term.words


def _candidates(word: str, every: frozenset[str]) -> list[tuple[str, int]]:
    """(word, distance) of the nearest words: those within a few letters, filled up with the most similar ones."""
    within = process.extract(word, every, scorer=OSA.distance, score_cutoff=_tolerance(word) + 1, limit=CANDIDATES)
    alike = [other for other in every if len(other) > 3 or len(word) < 5]
    similar = process.extract(word, alike, scorer=fuzz.ratio, limit=CANDIDATES)
    found = {other: int(distance) for other, distance, _place in within}
    for other, _score, _place in similar:
        found.setdefault(other, OSA.distance(word, other))
    found.pop(word, None)
    return list(found.items())


def _tolerance(word: str) -> int:
    """Letters that may be wrong."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _used(words: set[str], using: str) -> dict[str, int]:
    with connections[using].cursor() as cursor:
        cursor.execute(_USED, [sorted(words)])
        return dict(cursor.fetchall())


def _respelled(term: SearchTerm, better: dict[str, str]) -> SearchTerm:
    if term.squeezed and term.squeezed in better:
        word = better[term.squeezed]
        return replace(term, raw=word, words=(word,))
    if not any(word in better for word in _spelled(term)):
        return term
    words = tuple(better.get(word, word) for word in term.words)
    return replace(term, raw=" ".join(words), words=words)
