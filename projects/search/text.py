"""The finding half of the search: search text becomes one tsquery, PostgreSQL names the projects that match it.

Every piece of reader's text reaches the database as a parameter of `plainto_tsquery` and its like, never as syntax.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from projects.search.folding import squeeze
from projects.search.index import bits_of
from projects.search.vocabulary import Vocabulary
from projects.search.words import SearchTerm

SHORTEST_PREFIX = 3
_LONGEST_PHRASE = 5
_WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"

_HITS = """
WITH terms AS MATERIALIZED (SELECT {terms}),
asked AS MATERIALIZED (SELECT {strict} AS strict, {loose} AS loose, {begun} AS begun FROM terms),
words AS MATERIALIZED (SELECT CASE WHEN numnode(loose) = 0 THEN strict ELSE loose END AS query, begun FROM asked),
found AS MATERIALIZED (
    SELECT string_agg(int8send(project_id), ''::bytea) AS ids
    FROM projects_projectvector WHERE vector @@ (SELECT query FROM words)
),
used AS MATERIALIZED (
    SELECT CASE WHEN found.ids IS NULL THEN words.begun ELSE words.query END AS query FROM words, found
)
SELECT
    (SELECT query::text FROM used),
    (SELECT CASE WHEN ids IS NOT NULL THEN ids ELSE (
        SELECT string_agg(int8send(project_id), ''::bytea)
        FROM projects_projectvector WHERE vector @@ (SELECT begun FROM words)
    ) END FROM found),
    (SELECT string_agg(int8send(project_id), ''::bytea)
     FROM projects_projectvector WHERE head @@ (SELECT query FROM used)),
    {acronyms},
    {stems},
    (SELECT array_agg(mark) FROM projects_searchname WHERE words @@ (SELECT {named} FROM terms)),
    (SELECT CASE WHEN numnode(loose) = 0 THEN '{{}}' ELSE ARRAY[{stops}] END FROM asked, terms),
    (SELECT ids IS NULL FROM found)
"""
_BEGUN_IF_USED = "CASE WHEN (SELECT ids IS NULL FROM found) THEN begun ELSE ''::tsquery END"
_ACRONYMS = """(SELECT array_agg(project_id ORDER BY length(acronym_key), project_id)
     FROM projects_projectdocument WHERE acronym_key LIKE %s)"""
_STEMS = """(SELECT json_agg(DISTINCT jsonb_build_array(word, language, lexeme))
     FROM unnest(%s::text[]) AS word, unnest(%s::text[]) AS language,
          unnest(tsvector_to_array(to_tsvector(si_config(language), word))) AS lexeme)"""
_RANK = f"""
SELECT project_id, ts_rank('{_WEIGHTS}', vector, %s::tsquery, 1)
FROM projects_projectvector WHERE project_id = ANY (%s)
"""


@dataclass(frozen=True)
class Hits:
    """What matched: anywhere, in the head (names, themes, programme), by the beginning of the acronym, best first.

    For marking: `stems` by language, `ignored` stop words, `begun` when the last word was taken as a beginning,
    `marks` of the themes and places that were named.
    """

    query: str = ""
    anywhere: int = 0
    head: int = 0
    acronyms: Sequence[int] = ()
    stems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    begun: bool = False
    marks: frozenset[str] = frozenset()


class _Statement:
    """SQL with its parameters, in step."""

    def __init__(self) -> None:
        self.parameters: list[Any] = []

    def call(self, sql: str, *parameters: Any) -> str:
        self.parameters += parameters
        return sql


def find(
    terms: Sequence[SearchTerm],
    *,
    vocabulary: Vocabulary,
    languages: Iterable[str],
    reader: str,
    using: str = DEFAULT_DB_ALIAS,
) -> Hits:
    """The projects, drafts included, that match all terms; one statement.

    `languages` are those of the texts. Stop words of the reader's language are not asked for beside other words.
    Where nothing matches, the last word may also be the beginning of one.
    """
    known = sorted(set(languages) | vocabulary.languages)
    statement = _Statement()
    pieces = list(_pieces(terms, vocabulary))
    last = len(pieces) - 1
    columns = [
        f"{_piece(statement, piece, known)} AS t{place}, {_is_stop(statement, piece, reader)} AS stop{place}"
        for place, piece in enumerate(pieces)
    ]
    columns.append(f"si_with_names({_beginning(statement, pieces[-1])}) AS begun")
    several = last > 0
    every = [f"t{place}" for place in range(len(pieces))]
    wanted = [term for term in terms if not term.negative]
    key = squeeze(" ".join(term.raw for term in wanted))
    acronyms = "NULL"
    if len(key) >= SHORTEST_PREFIX and len(wanted) == len(terms):
        acronyms = statement.call(_ACRONYMS, key + "%")
    single = sorted({word for term in wanted if not term.is_phrase for word in term.words})
    sql = _HITS.format(
        terms=", ".join(columns),
        strict=" && ".join(every),
        loose=" && ".join(f"CASE WHEN stop{place} THEN ''::tsquery ELSE t{place} END" for place in range(len(pieces)))
        if several
        else "''::tsquery",
        begun=" && ".join([*every[:-1], f"(t{last} || begun)"]),
        acronyms=acronyms,
        stems=statement.call(_STEMS, single, known),
        named=" || ".join(
            [_BEGUN_IF_USED, *(f"t{place}" for place, one in enumerate(pieces) if not one.terms[0].negative)]
        ),
        stops=", ".join(f"stop{place}" for place in range(len(pieces))),
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, statement.parameters)
        query, anywhere, head, by_acronym, marks, names, stops, begun = cursor.fetchone()
    stems: dict[str, list[str]] = {}
    for _word, language, stem in marks or []:
        stems.setdefault(language, []).append(stem)
    by_acronym = by_acronym or []
    found = bits_of(_numbers(anywhere)) | bits_of(by_acronym)
    named = frozenset(names or ()) | {mark for piece in pieces for mark in piece.marks}
    ignored = {word for piece, stop in zip(pieces, stops, strict=False) if stop for word in piece.terms[0].words}
    return Hits(query or "", found, bits_of(_numbers(head)), by_acronym, stems, frozenset(ignored), begun, named)


def rank(numbers: Sequence[int], query: str, *, using: str = DEFAULT_DB_ALIAS) -> dict[int, float]:
    """Project number → how well it matches; one statement."""
    with connections[using].cursor() as cursor:
        cursor.execute(_RANK, [query, list(numbers)])
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Terms that stand together, and the marks of the theme or place they name."""

    terms: Sequence[SearchTerm]
    marks: Sequence[str] = ()


def _pieces(terms: Sequence[SearchTerm], vocabulary: Vocabulary) -> Iterator[_Piece]:
    """The terms, with the longest name of a theme or place taken as one piece."""
    place = 0
    while place < len(terms):
        for length in range(min(_LONGEST_PHRASE, len(terms) - place), 0, -1):
            run = terms[place : place + length]
            plain = not any(term.negative or term.is_prefix for term in run)
            words = tuple(word for term in run for word in term.words)
            if marks := vocabulary.phrases.get(words) if plain else None:
                yield _Piece(run, marks)
                break
        else:
            length = 1
            yield _Piece(terms[place : place + 1])
        place += length


def _piece(statement: _Statement, piece: _Piece, languages: Sequence[str]) -> str:
    found = " && ".join(_term(statement, term, languages) for term in piece.terms)
    found = f"si_with_names({found})"
    for mark in piece.marks:
        found += " || " + statement.call("%s::tsquery", f"'{mark}'")
    return f"(!! ({found}))" if piece.terms[0].negative else f"({found})"


def _term(statement: _Statement, term: SearchTerm, languages: Sequence[str]) -> str:
    """One term in every form it may have in the rows: folded, as stem per language, squeezed."""
    if term.is_prefix:
        return _beginning_of(statement, term)
    parser = "phraseto_tsquery" if term.is_phrase else "plainto_tsquery"
    found = statement.call(f"{parser}('simple', %s)", " ".join(term.words))
    for language in languages:
        found += statement.call(" || si_stem_query(%s, %s)", language, term.raw)
    if term.squeezed:
        found += statement.call(" || plainto_tsquery('simple', %s)", term.squeezed)
    return f"({found})"


def _is_stop(statement: _Statement, piece: _Piece, reader: str) -> str:
    """Whether a piece is one word so common in the reader's language that its stemmer leaves it out."""
    term = piece.terms[0]
    if len(piece.terms) > 1 or piece.marks or term.is_phrase or term.negative or term.is_prefix or term.words[1:]:
        return "false"
    return statement.call(
        "(si_config(%s) IS NOT NULL AND numnode(si_stem_query(%s, %s)) = 0)", reader, reader, term.raw
    )


def _beginning(statement: _Statement, piece: _Piece) -> str:
    term = piece.terms[-1]
    if term.negative or term.is_phrase or len(term.words[-1]) < SHORTEST_PREFIX:
        return "''::tsquery"
    before = [_term(statement, one, ()) for one in piece.terms[:-1]]
    return " && ".join([*before, _beginning_of(statement, term)])


def _beginning_of(statement: _Statement, term: SearchTerm) -> str:
    found = statement.call("to_tsquery('simple', %s)", f"'{term.words[-1]}':*")
    if before := " ".join(term.words[:-1]):
        found += statement.call(" && plainto_tsquery('simple', %s)", before)
    return f"({found})"


def _numbers(sent: memoryview | None) -> "array[int]":
    numbers: array[int] = array("q")
    if sent:
        numbers.frombytes(bytes(sent))
        if sys.byteorder == "little":
            numbers.byteswap()
    return numbers
