"""Alive needs nothing; ready needs exactly what serving needs."""

import pytest
from django.db import OperationalError

from siportal import health


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def test_alive_answers_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]


def test_alive_asks_no_query_even_with_one_at_hand(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_ready_answers_ready_and_looks_at_migrations_once(client, db, django_assert_num_queries):
    assert client.get("/healthz/ready").content == b"ready\n"
    with django_assert_num_queries(1):
        assert client.get("/healthz/ready").status_code == 200


def test_ready_says_database_when_it_does_not_answer(client, db, monkeypatch):
    def gone():
        raise OperationalError("connection to server at 10.1.2.3 failed")

    with monkeypatch.context() as patched:
        patched.setattr(health.connection, "cursor", gone)
        answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready: database\n")


def test_ready_says_migrations_while_some_are_missing(client, db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'outbox' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'outbox')"
        )
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready: migrations\n")


@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
def test_health_refuses_other_methods(client, db, path):
    assert client.post(path).status_code == 405


def test_health_answers_over_http_where_everything_else_goes_to_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz/ready").status_code == 200
    assert client.get("/robots.txt")["Location"] == "https://testserver/robots.txt"
