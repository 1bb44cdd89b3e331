"""An address without a language leads to the visitor's; no cookie decides."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.test import Client
from django.utils import formats, translation

from tests.factories import PublishedProjectFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("sv", "/sv/projects/?region=SE&q=a%20b"),
        ("de-AT,de;q=0.9,en;q=0.5", "/de/projects/?region=SE&q=a%20b"),
        ("fi,sv;q=0.8,en;q=0.5", "/sv/projects/?region=SE&q=a%20b"),
        ("fi", "/en/projects/?region=SE&q=a%20b"),
        ("*", "/en/projects/?region=SE&q=a%20b"),
        ("%%%;;q=,,", "/en/projects/?region=SE&q=a%20b"),
        ("", "/en/projects/?region=SE&q=a%20b"),
    ],
)
def test_address_without_language_keeps_the_query(client: Client, accepted: str, expected: str) -> None:
    response = client.get("/projects/?region=SE&q=a%20b", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


def test_home_and_address_without_slash_find_their_language(client: Client) -> None:
    assert client.get("/", headers={"Accept-Language": "sv"})["Location"] == "/sv/"
    assert client.get("/projects", headers={"Accept-Language": "sv"})["Location"] == "/sv/projects/"


def test_head_is_redirected_like_get(client: Client) -> None:
    response = client.head("/projects/", headers={"Accept-Language": "de"})
    assert (response.status_code, response["Location"]) == (302, "/de/projects/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_not_redirected(client: Client, method: str) -> None:
    response = getattr(client, method)("/projects/")
    assert response.status_code == (404 if method == "post" else 405)  # the last two are refused everywhere
    assert "Location" not in response


def test_language_nobody_offers_is_not_a_page(client: Client) -> None:
    assert client.get("/fr/projects/").status_code == 404


def test_address_in_a_language_is_never_redirected(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    response = client.get("/de/projects/lake/", headers={"Accept-Language": "sv"})
    assert response.status_code == 200
    assert response["Content-Language"] == "de"
    assert "Accept-Language" not in response.get("Vary", "")


def test_cookie_of_another_site_decides_nothing(client: Client) -> None:
    client.cookies["django_language"] = "sv"
    assert client.get("/projects/", headers={"Accept-Language": "de"})["Location"] == "/de/projects/"


def test_hidden_language_is_not_offered(client: Client) -> None:
    settings = SiteSettings.load()
    settings.languages = ["de", "en"]
    settings.save()
    assert client.get("/projects/", headers={"Accept-Language": "sv,de;q=0.5"})["Location"] == "/de/projects/"
    html = client.get("/en/").content.decode()
    assert 'hreflang="de"' in html
    assert 'hreflang="sv"' not in html


def test_missing_page_without_language_stays_missing(client: Client) -> None:
    assert client.get("/nothing-here/", headers={"Accept-Language": "sv"}).status_code == 404


def test_redirect_stays_on_this_host(client: Client) -> None:
    response = client.get("//evil.example/projects/", headers={"Accept-Language": "sv"})
    assert not response.get("Location", "/").startswith(("//", "http"))


def test_dates_in_english_are_british() -> None:
    moment = datetime(2026, 11, 10, 14, 5, tzinfo=UTC)
    with translation.override("en"):
        assert formats.date_format(moment, "SHORT_DATETIME_FORMAT") == "10 Nov 2026, 14:05"
        assert formats.date_format(moment, "DATE_FORMAT") == "10 November 2026"
        assert forms.DateField().clean("3/2/2026") == date(2026, 2, 3)
