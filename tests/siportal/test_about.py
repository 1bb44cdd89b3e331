"""The pages about the site: in each language, with true contact data, and with what the law asks for."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from projects.presentation import wording
from siportal import about
from tests.factories import ProjectFactory, PublishedProjectFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db
PAGES = ("data", "accessibility", "privacy", "imprint")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.headings += tag == "h1"

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def words(client: Client, page: str, language: str = "en") -> str:
    response = client.get(f"/{language}/about/{page}/")
    assert response.status_code == 200
    parser = _Words()
    parser.feed(response.content.decode().split("<main")[1].split("</main>")[0])
    assert parser.headings == 1
    return " ".join("".join(parser.text).split())


@pytest.mark.parametrize("language", ["en", "de", "sv"])
@pytest.mark.parametrize("page", PAGES)
def test_page_stands_in_each_language(client: Client, page: str, language: str) -> None:
    assert f'<html lang="{language}"' in client.get(f"/{language}/about/{page}/").content.decode()
    assert len(words(client, page, language)) > 500


@pytest.mark.parametrize("page", PAGES)
def test_page_is_linked_from_the_foot_of_every_page(client: Client, page: str) -> None:
    foot = client.get("/en/about/data/").content.decode().split("<footer")[1]
    assert f'href="/en/about/{page}/"' in foot


@pytest.mark.parametrize(
    ("page", "day"), [("accessibility", about.ACCESSIBILITY_REVIEWED), ("privacy", about.PRIVACY_REVIEWED)]
)
def test_statement_carries_its_date(client: Client, page: str, day: date) -> None:
    for language in ("en", "de", "sv"):
        with translation.override(language):
            assert wording.day(day) in words(client, page, language)


def test_contact_is_that_of_the_site_settings_or_an_honest_sentence(client: Client) -> None:
    sentence = "has not entered a contact address yet"
    for page in ("accessibility", "imprint"):
        assert sentence in words(client, page)
    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_url": "https://operator.example/contact"})
    for page in ("accessibility", "imprint"):
        assert sentence not in words(client, page)
        assert 'href="https://operator.example/contact"' in client.get(f"/en/about/{page}/").content.decode()


def test_accessibility_statement_names_standard_limits_and_feedback(client: Client) -> None:
    text = words(client, "accessibility")
    for part in ("Web Content Accessibility Guidelines 2.2", "EN 301 549", "partially compliant", "Known limits"):
        assert part in text
    assert "2016/2102" in text


def test_privacy_says_how_long_mails_are_kept(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"mail_retention_days": 7})
    assert "are kept for 7 days and then deleted" in words(client, "privacy")
    SiteSettings.objects.update(mail_retention_days=1)
    assert "are kept for 1 day and then deleted" in words(client, "privacy")


def test_privacy_says_how_long_registrations_are_kept(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"event_days": 30})
    assert "is deleted 30 days after the event" in words(client, "privacy")
    SiteSettings.objects.update(event_days=1)
    assert "is deleted 1 day after the event" in words(client, "privacy")


def test_imprint_shows_a_funding_statement_only_when_there_is_one(client: Client) -> None:
    assert "Funding" not in words(client, "imprint")
    SiteSettings.objects.update_or_create(pk=1, defaults={"funding_statement": "Paid for by Example Foundation."})
    assert "Paid for by Example Foundation." in words(client, "imprint")


def test_data_page_counts_what_is_public(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    ProjectFactory(acronym="DRAFT")
    text = words(client, "data")
    assert "The directory holds 1 project." in text
    assert "No licence has been set yet" in text
