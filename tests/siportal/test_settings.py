"""Every missing or wrong variable is a sentence that says what to do; production is safe without asking."""

import re
import runpy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from siportal.environment import ELSEWHERE, Environment

PRODUCTION = {
    "SECRET_KEY": "an-example-of-a-secret-that-is-long-enough-0123456789",
    "DATABASE_URL": "postgresql://user:password@db.example:5432/portal",
    "SI_HOSTS": "portal.example",
    "EMAIL_URL": "submission://user:p%40ss@mail.example:587",
}


@pytest.fixture
def load(monkeypatch, repository):
    """Read the settings module under an environment; None leaves a variable out."""

    def read(**changes: str | None) -> dict[str, Any]:
        import os

        for name in list(os.environ):
            if name.startswith("SI_") or name in (*PRODUCTION, "CACHE_URL"):
                monkeypatch.delenv(name)
        monkeypatch.setenv("SI_ENV_FILE", os.devnull)
        for name, value in {**PRODUCTION, **changes}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(repository / "siportal" / "settings.py"))

    return read


def test_production_is_safe_with_the_four_required_variables(load):
    found = load()
    assert {name: found[name] for name in ("DEBUG", "DEMO", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT")} == {
        "DEBUG": False,
        "DEMO": False,
        "ALLOWED_HOSTS": ["portal.example"],
        "SECURE_SSL_REDIRECT": True,
    }
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)
    assert (found["CSRF_COOKIE_NAME"], found["CSRF_COOKIE_SECURE"]) == ("__Host-csrf", True)
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["DATABASES"]["default"]["HOST"] == "db.example"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]) == (
        "mail.example",
        587,
        "p@ss",
        True,
    )


def test_local_start_needs_no_host_and_no_mail_server(load):
    found = load(SI_HTTPS="0", SI_HOSTS=None, EMAIL_URL=None)
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["POST_OFFICE"]["BACKENDS"]["default"] == "outbox.mailbox.FolderBackend"
    assert found["MAIL_FOLDER"].name == "mails"
    assert found["SESSION_COOKIE_NAME"] == "session"


def test_local_portal_with_a_mail_server_sends_and_has_no_folder(load):
    found = load(SI_HTTPS="0", EMAIL_URL="smtp://mail.example:25")
    assert found["POST_OFFICE"]["BACKENDS"]["default"] == "django.core.mail.backends.smtp.EmailBackend"
    assert found["MAIL_FOLDER"] is None


def test_production_never_writes_to_the_folder(load):
    found = load(SI_MAIL_FOLDER="/srv/mails")
    assert found["POST_OFFICE"]["BACKENDS"]["default"] == "django.core.mail.backends.smtp.EmailBackend"
    assert found["MAIL_FOLDER"] is None


def test_socket_directory_reaches_the_database_driver(load):
    database = load(DATABASE_URL="postgresql://postgres@/portal?host=/run/postgresql")["DATABASES"]["default"]
    assert (database["NAME"], database["OPTIONS"]["host"]) == ("portal", "/run/postgresql")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set. Set it to at least 50 random characters"),
        ({"SECRET_KEY": "  "}, "SECRET_KEY is not set. Set it to at least 50 random characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short or too uniform to be a secret. Set it to"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY is too short or too uniform to be a secret. Set it to"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set. Set it to the address of a PostgreSQL server"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL does not begin with postgresql://. Set it to"),
        ({"DATABASE_URL": "postgresql://h:port/x"}, "DATABASE_URL is not understood. Set it to"),
        ({"DATABASE_URL": "postgresql://host"}, "DATABASE_URL names no database. Set it to"),
        ({"SI_HOSTS": None}, "SI_HOSTS is not set. Set it to the host names visitors use"),
        ({"SI_HOSTS": "*"}, "SI_HOSTS holds '*', which is not a host name. Set it to"),
        ({"SI_HOSTS": "https://portal.example"}, "SI_HOSTS holds 'https://portal.example', which is not a host name."),
        ({"SI_HOSTS": ","}, "SI_HOSTS names no host. Set it to the host names visitors use"),
        ({"EMAIL_URL": None}, "EMAIL_URL is not set. Set it to the mail server's address: submission://"),
        ({"EMAIL_URL": "dummy://"}, "EMAIL_URL names no mail server, so that every e-mail would be lost. Set it to"),
        ({"EMAIL_URL": "console://"}, "EMAIL_URL names no mail server, so that every e-mail would be lost. Set it to"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL is not understood. Set it to the mail server's address"),
        ({"CACHE_URL": "somewhere"}, "CACHE_URL is not understood. Leave it unset, or set it to"),
        ({"SI_DEBUG": "maybe"}, "SI_DEBUG is 'maybe'. Set it to 1 (yes) or 0 (no)."),
        ({"SI_STATIC_ROOT": "static"}, "SI_STATIC_ROOT is 'static'. Give the whole path, beginning with a slash."),
        ({"SI_TRUSTED_ORIGINS": "portal.example"}, "SI_TRUSTED_ORIGINS holds 'portal.example'. Write each origin with"),
        ({"SI_PROXIES": "proxy"}, "SI_PROXIES holds 'proxy'. Write the addresses or networks of the proxies"),
        ({"SI_MAIL_FROM": "nobody"}, "SI_MAIL_FROM is 'nobody'. Write an e-mail address: portal@portal.example"),
        ({"SI_HOST": "x"}, "SI_HOST is not a variable of SI Portal. Did you mean SI_HOSTS?"),
        ({"SI_QWERTZ": "x"}, "SI_QWERTZ is not a variable of SI Portal. See .env.example"),
    ],
)
def test_variable_wrong_or_missing_is_a_sentence(load, changes, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        load(**changes)
    assert str(refused.value).startswith(sentence)


def test_message_about_an_address_never_repeats_its_password(load):
    for name in ("DATABASE_URL", "EMAIL_URL", "CACHE_URL"):
        with pytest.raises(ImproperlyConfigured) as refused:
            load(**{name: "nonsense://user:verysecret@host:port/x"})
        assert "verysecret" not in str(refused.value)
        assert refused.value.__cause__ is None


def test_example_file_names_every_variable_and_no_other(load, repository):
    text = (repository / ".env.example").read_text()
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))
    processes = {"HOST", "PORT", "WEB_WORKERS", "WEB_THREADS"}
    environment: Environment = load()["env"]
    assert named == (environment.known - ELSEWHERE) | processes


def test_example_file_is_a_working_production_once_the_secret_is_set(load, repository):
    pairs = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.+)$", (repository / ".env.example").read_text(), re.MULTILINE)
    assert load(**{name: value for name, value in pairs if name != "SECRET_KEY"})["SECURE_SITE"] is True
