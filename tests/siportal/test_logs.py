"""Log lines: one event one line, JSON in production, nothing of a person in them."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.test import RequestFactory

from siportal import logs


@pytest.fixture
def lines() -> Iterator:
    """Log with the production configuration into memory; returns the lines written so far, parsed."""
    before = logging.getLogger().handlers[:]
    configuration = logs.configuration(json=True, level="INFO")
    stream = io.StringIO()
    configuration["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger().handlers = before


def test_own_event_is_one_line_of_json_with_its_values(lines):
    structlog.get_logger("projects.curation").info("Published", project=7)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "Published", "project": 7, "level": "info", "logger": "projects.curation"}


def test_line_ends_in_input_cannot_forge_a_line(lines):
    structlog.get_logger("x").info("Sign-in refused", name='x\n{"event": "Signed in"}\r\x1b[2K\u2028\x00')
    logging.getLogger("library").warning("odd value %s", "a\nb")
    first, second = lines()
    assert first["name"] == 'x\\n{"event": "Signed in"}\\r\\x1b[2K\\u2028\\x00'
    assert second["event"] == "odd value a\\nb"


def test_endless_value_is_cut(lines):
    structlog.get_logger("x").info("Long", value="ä" * 5000)
    assert len(lines()[0]["value"]) == 2001


def test_failed_request_names_path_and_kind_but_no_query_no_person_no_text(lines):
    request = RequestFactory().get("/en/projects/", {"q": "secretsearch"}, REMOTE_ADDR="198.51.100.7")
    try:
        raise ValueError("person@person.example")
    except ValueError as error:
        failure = (type(error), error, error.__traceback__)
    logging.getLogger("django.request").error(
        "Internal Server Error: %s",
        request.get_full_path(),
        exc_info=failure,
        extra={"request": request, "status_code": 500},
    )
    (line,) = lines()
    del line["timestamp"]
    where = line.pop("where")
    assert "test_logs.py:" in where
    assert line == {
        "event": "Request failed",
        "level": "error",
        "logger": "django.request",
        "method": "GET",
        "path": "/en/projects/",
        "status": 500,
        "error": "builtins.ValueError",
    }


def test_own_exception_names_kind_and_place_only(lines):
    log = structlog.get_logger("outbox.worker")
    try:
        raise RuntimeError("person@person.example")
    except RuntimeError:
        log.exception("A duty failed", duty="outbox.try")
    (line,) = lines()
    assert (line["event"], line["duty"], line["error"]) == ("A duty failed", "outbox.try", "builtins.RuntimeError")
    assert "person@" not in json.dumps(line)


def test_refused_host_is_logged_without_the_host(lines, client, settings):
    settings.DEBUG = False
    client.get("/robots.txt?q=secretsearch", headers={"host": "evil.example\r\nforged"})
    found = [line for line in lines() if line["logger"].startswith("django.security")]
    assert [line["event"] for line in found] == ["Refused: DisallowedHost"]
    assert "evil" not in json.dumps(found)


def test_plain_lines_are_readable_and_single():
    assert logs._plain(None, "info", {"timestamp": "t", "level": "info", "event": "Published", "project": 7}) == (
        "INFO    Published  project=7"
    )
