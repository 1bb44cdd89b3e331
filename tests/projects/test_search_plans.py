"""No statement of a search walks through a table: each goes through an index, on a few thousand rows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.search import ProjectSearch, suggest
from tests.factories import OrganisationFactory, PublishedProjectFactory
from tests.projects.search_tools import search

ROWS = 3000
# Tables that grow with the directory.
LARGE = (
    "projects_project",
    "projects_projecttext",
    "projects_projectdocument",
    "projects_projectvector",
    "projects_projectcountry",
    "projects_projecttheme",
    "projects_projectplace",
    "projects_partnership",
    "projects_searchchange",
    "vocabulary_organisation",
)

FILL = """
INSERT INTO projects_project (
    acronym, slug, original_language, programme_id, start_precision, end_precision, total_budget_precision,
    eu_funding_precision, countries_partial, innovation_kinds, website, featured, source, notes, state, published_at,
    published_by_id, created_at, updated_at
)
SELECT 'FILL' || n, 'fill-' || n, 'en', programme_id, '', '', '', '', false, '{}', '', false, 'x', '', 'published',
       now() - n * interval '1 hour', published_by_id, now(), now()
FROM projects_project, generate_series(1, %(rows)s) AS n WHERE acronym = 'FIRST';
INSERT INTO projects_projecttext (
    project_id, language, title, summary, why, target_group, expected_results, results, effect, reusable, not_worked
)
SELECT id, 'en', 'Title ' || md5(id::text), 'common ' || md5(slug) || ' words', '', '', '', '', '', '', ''
FROM projects_project WHERE slug LIKE 'fill-%%';
INSERT INTO projects_projectcountry (project_id, country_id)
SELECT p.id, c.country_id FROM projects_project p, projects_projectcountry c WHERE p.slug LIKE 'fill-%%';
INSERT INTO projects_projecttheme (content_object_id, tag_id)
SELECT p.id, t.tag_id FROM projects_project p, projects_projecttheme t WHERE p.slug LIKE 'fill-%%';
INSERT INTO vocabulary_organisation (name, slug, sector, website, source)
SELECT 'Body ' || md5(n::text), 'body-' || n, '', '', '' FROM generate_series(1, %(rows)s) AS n;
INSERT INTO projects_partnership (project_id, organisation_id, role, remark)
SELECT p.id, o.id, 'lead', ''
FROM projects_project p JOIN vocabulary_organisation o ON o.slug = replace(p.slug, 'fill', 'body');
INSERT INTO projects_searchchange (project_id, xid) SELECT n, '3' FROM generate_series(1, %(rows)s) AS n;
SELECT si_settle();
SET CONSTRAINTS ALL IMMEDIATE;
"""


@pytest.fixture
def _large_directory(db: None) -> None:
    PublishedProjectFactory(acronym="FIRST", countries=["SE"], themes=["Ageing"], lead=OrganisationFactory())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('si.bulk', 'on', true)")
        cursor.execute(FILL, {"rows": ROWS})
        cursor.execute("SELECT set_config('si.bulk', 'off', true)")
        for table in LARGE:
            cursor.execute(f"ANALYZE {table}")


def walked(statements: list[str]) -> dict[str, str]:
    """Large tables that one of the statements can only read from end to end, with the statement."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # at this size reading all is often cheaper than an index
        for statement in statements:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            for table in re.findall(r"Seq Scan on (\w+)", plan):
                if table in LARGE:
                    found[table] = f"{statement}\n{plan}"
    return found


def statements_of(result: ProjectSearch) -> list[str]:
    """What a whole page of a search asks the database, without reading the copy."""
    result._snapshot  # noqa: B018  # read outside: a test's open transaction has no copy and reads all
    with CaptureQueriesContext(connection) as captured:
        assert result.hits
        assert result.facets
        assert result.neighbours(result.hits[0].project.pk).position
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.usefixtures("_large_directory")
def test_every_statement_uses_an_index() -> None:
    asked = [
        "",
        "q=common",
        f"q={'c4ca4238a0b923820dcc509a6f75849b'}",
        "q=common+words&region=SE",
        "q=FILL77",
        "page=100",
    ]
    for query in asked:
        assert walked(statements_of(search(query))) == {}, query


@pytest.mark.usefixtures("_large_directory")
def test_words_go_through_the_text_index() -> None:
    statement = next(sql for sql in statements_of(search("q=common")) if "int8send" in sql)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on project_words_all" in plan
    assert "Bitmap Index Scan on project_words_head" in plan


@pytest.mark.usefixtures("_large_directory")
def test_change_log_goes_through_its_index() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert search("").total == ROWS + 1
    look = [query["sql"] for query in captured.captured_queries if "projects_searchchange" in query["sql"]]
    assert len(look) == 1
    assert walked(look) == {}


@pytest.mark.usefixtures("_large_directory")
def test_suggestions_use_an_index() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert suggest("fill77", language="en")
    # A test's open transaction has no copy of the index and reads all of it.
    statements = [query["sql"] for query in captured.captured_queries if not query["sql"].endswith("WHERE d.is_public")]
    assert len(statements) == len(captured) - 1
    assert walked(statements) == {}
