"""What machines ask for first, and that nothing unpublished is in it."""

import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client

from projects import curation
from projects.models import Project
from siportal import discovery
from tests.factories import OrganisationFactory, ProjectFactory, PublishedProjectFactory, ReportFactory, ThemeFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client: Client, path: str) -> list[str]:
    root = ElementTree.fromstring(client.get(path).content)
    return [found.text or "" for found in root.findall(".//s:loc", NAMES)]


def whole_sitemap(client: Client) -> list[str]:
    files = [address.removeprefix("http://testserver") for address in locations(client, "/sitemap.xml")]
    return [address for file in files for address in locations(client, file)]


def test_robots_names_the_sitemap_and_keeps_machines_from_endless_filters(client: Client) -> None:
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /sv/projects/?"} <= set(lines)
    assert "Disallow: /en/projects/" not in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_security_txt_holds_what_the_standard_requires(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "http://testserver/en/about/imprint/"
    assert fields["Preferred-Languages"] == "en, de, sv"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=178) < expires - datetime.now(tz=UTC) < timedelta(days=181)


def test_security_txt_names_the_contact_of_the_site_settings(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_url": "https://operator.example/contact"})
    assert "Contact: https://operator.example/contact\n" in client.get("/.well-known/security.txt").content.decode()


def test_favicon_leads_to_the_mark(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (HTTPStatus.FOUND, "/static/img/favicon.svg")
    mark = client.get(response.headers["Location"])
    mark.close()
    assert mark.status_code == HTTPStatus.OK


def test_sitemap_lists_what_is_public_in_every_language_and_nothing_else(client: Client) -> None:
    lead, other = OrganisationFactory(name="Lake Office"), OrganisationFactory(name="Hidden Office")
    PublishedProjectFactory(acronym="LAKE", slug="lake", lead=lead)
    ProjectFactory(acronym="DRAFT", slug="draft-marker", lead=other)
    gone = PublishedProjectFactory(acronym="GONE", slug="gone-marker")
    curation.archive(gone, by=User.objects.create_user("somebody"))
    found = whole_sitemap(client)
    assert [address for address in found if "/projects/lake/" in address] == [
        f"http://testserver/{language}/projects/lake/" for language in ("en", "de", "sv")
    ]
    assert f"http://testserver/sv/organisations/{lead.slug}/" in found
    assert [address for address in found if "marker" in address or other.slug in address] == []
    assert len(found) == len(set(found))


def test_sitemap_lists_published_stories_but_no_example(client: Client) -> None:
    report = ReportFactory(slug="told")
    ReportFactory(slug="example-marker", is_example=True)
    ReportFactory(slug="draft-marker", state="draft", published_at=None)
    found = whole_sitemap(client)
    assert [address for address in found if f"/spotlight/{report.slug}/" in address] == [
        f"http://testserver/{language}/spotlight/told/" for language in ("en", "de", "sv")
    ]
    assert "http://testserver/sv/spotlight/why-fund/" in found
    assert [address for address in found if "marker" in address or "submit" in address] == []


def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    ThemeFactory(name="Ageing")
    PublishedProjectFactory(acronym="LAKE", lead=OrganisationFactory(name="Lake Office"), themes=["Ageing"])
    ReportFactory()
    found = whole_sitemap(client)
    assert len(found) >= 3 * (len(discovery.PAGES) + 4)
    statuses = {address: client.get(address.removeprefix("http://testserver")).status_code for address in found}
    assert set(statuses.values()) == {HTTPStatus.OK}


def test_sitemap_names_the_other_languages_of_each_page(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", slug="lake")
    path = f"/sitemap-projects-{project.pk // discovery.SITEMAP_BLOCK}.xml"
    root = ElementTree.fromstring(client.get(path).content)
    for entry in root.findall("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)}
        assert links == {
            **{code: f"http://testserver/{code}/projects/lake/" for code in ("en", "de", "sv")},
            "x-default": "http://testserver/en/projects/lake/",
        }
        changed = entry.find("s:lastmod", NAMES)
        assert changed is not None
        assert datetime.fromisoformat(changed.text or "") == project.updated_at


def test_sitemap_is_cut_into_blocks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = [PublishedProjectFactory(acronym=f"P{number}", slug=f"p{number}").slug for number in range(5)]
    monkeypatch.setattr(discovery, "SITEMAP_BLOCK", 2)
    files = [address for address in locations(client, "/sitemap.xml") if "projects-" in address]
    assert len(files) in (3, 4)
    found = [location for file in files for location in locations(client, file.removeprefix("http://testserver"))]
    assert sorted(found) == sorted(
        f"http://testserver/{code}/projects/{slug}/" for slug in slugs for code in ("en", "de", "sv")
    )
    assert client.get("/sitemap-projects-99999999.xml").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_sitemap_reads_each_file_with_one_query(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        PublishedProjectFactory(acronym=f"P{number}")
    block = (Project.objects.order_by("pk").last() or Project()).pk // discovery.SITEMAP_BLOCK
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1):
        response = client.get(f"/sitemap-projects-{block}.xml")
    assert len(re.findall("<url>", response.content.decode())) == 3 * rows
