"""Between tests that commit, nothing is left: neither rows nor a copy of the search index."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import PublishedProjectFactory
from tests.projects.search_tools import found


def rows() -> dict[str, int]:
    held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            if count := cursor.fetchone()[0]:
                held[table] = count
    return held


def flush() -> None:
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)


@pytest.mark.django_db(transaction=True)
def test_flush_leaves_no_row_but_the_word_to_forget() -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"], themes=["Ageing"])
    assert rows()["projects_projectdocument"] == 1
    flush()
    assert list(rows()) == ["projects_searchchange"]


@pytest.mark.django_db(transaction=True)
def test_flush_is_seen_by_the_search_and_leaves_its_triggers_on() -> None:
    PublishedProjectFactory(acronym="LAKE")
    assert found() == ["LAKE"]
    flush()
    assert found() == []
    PublishedProjectFactory(acronym="POND")
    assert found() == ["POND"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


@pytest.mark.django_db(transaction=True)
def test_planner_forgets_what_it_counted() -> None:
    PublishedProjectFactory(acronym="LAKE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_project")
        flush()
        cursor.execute("SELECT reltuples, relpages FROM pg_class WHERE oid = 'projects_project'::regclass")
        assert cursor.fetchone() == (-1, 0)
