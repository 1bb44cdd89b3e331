"""The search as a good textbook writes it, in a table of its own: one statement for total, results and four facets.

One tsvector per project (stemmed English over all its words, weighted), one GIN index on it, GIN indexes on the arrays;
`ts_rank` on every match, `unnest` and `GROUP BY` per facet over the matches, taken once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

PREPARE = """
DROP TABLE IF EXISTS bench_textbook;
CREATE TABLE bench_textbook AS
SELECT
    d.project_id AS id, p.slug, p.acronym, d.published_at, d.regions, d.themes, d.period, d.programme,
    (SELECT t.title FROM projects_projecttext t WHERE t.project_id = p.id AND t.language = p.original_language)
        AS title,
    (SELECT t.summary FROM projects_projecttext t WHERE t.project_id = p.id AND t.language = p.original_language)
        AS summary,
    setweight(to_tsvector('english', p.acronym || ' ' || coalesce((
        SELECT string_agg(t.title, ' ') FROM projects_projecttext t WHERE t.project_id = p.id), '')), 'A')
    || setweight(to_tsvector('english', coalesce((
        SELECT string_agg(l.label || ' ' || array_to_string(l.synonyms, ' '), ' ')
        FROM vocabulary_themelabel l WHERE l.theme_id = ANY (d.themes)), '')), 'B')
    || setweight(to_tsvector('english', coalesce((
        SELECT string_agg(t.summary || ' ' || t.results, ' ')
        FROM projects_projecttext t WHERE t.project_id = p.id), '')), 'C')
    || setweight(to_tsvector('english', coalesce((
        SELECT string_agg(o.name, ' ') FROM projects_partnership s JOIN vocabulary_organisation o
            ON o.id = s.organisation_id WHERE s.project_id = p.id), '')), 'D') AS words
FROM projects_projectdocument d JOIN projects_project p ON p.id = d.project_id WHERE d.is_public;
ALTER TABLE bench_textbook ADD PRIMARY KEY (id);
CREATE INDEX ON bench_textbook USING gin (words);
CREATE INDEX ON bench_textbook USING gin (regions);
CREATE INDEX ON bench_textbook USING gin (themes);
CREATE INDEX ON bench_textbook (period);
CREATE INDEX ON bench_textbook (programme);
CREATE INDEX ON bench_textbook (published_at DESC, id DESC);
VACUUM ANALYZE bench_textbook;
"""

_STATEMENT = """
WITH hits AS MATERIALIZED (
    SELECT id, published_at, regions, themes, period, programme, {rank} AS rank
    FROM bench_textbook {asked} {where}
), best AS (
    SELECT id, rank, published_at FROM hits ORDER BY rank DESC, published_at DESC, id DESC LIMIT 20 OFFSET %(offset)s
)
SELECT
    (SELECT count(*) FROM hits),
    (SELECT json_agg(json_build_array(b.slug, b.acronym, b.title, b.summary) ORDER BY best.rank DESC,
        best.published_at DESC, best.id DESC) FROM best JOIN bench_textbook b ON b.id = best.id),
    (SELECT json_object_agg(value, found) FROM (
        SELECT value, count(*) AS found FROM hits, unnest(regions) AS value GROUP BY value) AS counted),
    (SELECT json_object_agg(value, found) FROM (
        SELECT value, count(*) AS found FROM hits, unnest(themes) AS value GROUP BY value) AS counted),
    (SELECT json_object_agg(period, found) FROM (
        SELECT period, count(*) AS found FROM hits WHERE period IS NOT NULL GROUP BY period) AS counted),
    (SELECT json_object_agg(programme, found) FROM (
        SELECT programme, count(*) AS found FROM hits WHERE programme IS NOT NULL GROUP BY programme) AS counted)
"""
_FILTERS = {
    "region": "regions && %(region)s::bigint[]",
    "theme": "themes && %(theme)s::bigint[]",
    "period": "period = ANY (%(period)s)",
    "programme": "programme = ANY (%(programme)s)",
}


def statement(words: str, filters: Mapping[str, Sequence[int]], page: int) -> tuple[str, dict[str, Any]]:
    """The statement of one search with its parameters; `filters` hold keys of the lists."""
    conditions = [_FILTERS[name] for name in filters]
    if words:
        conditions.append("words @@ query")
    sql = _STATEMENT.format(
        rank="ts_rank(words, query)" if words else "0",
        asked=", plainto_tsquery('english', %(words)s) AS query" if words else "",
        where=f"WHERE {' AND '.join(conditions)}" if conditions else "",
    )
    return sql, {"words": words, "offset": (page - 1) * 20, **{name: list(keys) for name, keys in filters.items()}}
