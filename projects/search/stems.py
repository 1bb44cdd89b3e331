"""Stems of words, as the database's stemmers give them; a process remembers those it has met."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections

MOST = 200_000

_STEM = """
SELECT language, word, tsvector_to_array(to_tsvector(si_config(language), si_lower(word)))
FROM unnest(%s::text[], %s::text[]) AS asked (language, word) WHERE si_config(language) IS NOT NULL
"""

_known: dict[tuple[str, str], frozenset[str]] = {}


def learn(words: Iterable[tuple[str, str]], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make sure the stems of these (language, word) pairs are known; at most one statement."""
    missing = [pair for pair in set(words) if pair not in _known]
    if not missing:
        return
    if len(_known) + len(missing) > MOST:
        _known.clear()
    with connections[using].cursor() as cursor:
        cursor.execute(_STEM, [[language for language, _word in missing], [word for _language, word in missing]])
        _known.update(dict.fromkeys(missing, frozenset()))
        _known.update({(language, word): frozenset(stems) for language, word, stems in cursor.fetchall()})


def stems(language: str, word: str) -> frozenset[str]:
    """The stems of a word learnt before; nothing for a stop word or a language without a stemmer."""
    return _known.get((language, word), frozenset())
