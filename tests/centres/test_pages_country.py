"""Who helps in a country, and the page of one centre."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import CentreConsortium, CentreOrganisation
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    OrganisationFactory,
    ProjectFactory,
    PublishedProjectFactory,
    ReportFactory,
    answered,
)
from vocabulary.models import Region, SiteSettings

pytestmark = pytest.mark.django_db

COUNTRY = CENTRE = 19


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def glance(html: str) -> dict[str, str]:
    """What the first screen says, by its headings."""
    rows = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html.split('class="glance"')[1], flags=re.DOTALL)
    return {words(term): words(said) for term, said in rows}


def test_country_page_answers_who_helps(client: Client) -> None:
    centre = CentreFactory(
        country="LV",
        slug="ezers",
        name="Ezera centrs",
        name_language="lv",
        name_en="Lake Centre",
        languages=["lv", "en"],
        website="https://www.ezers.example.org/",
        contact_email="hidden@example.org",
    )
    CentreFactory(country="SE", slug="other", name_en="Other Centre")
    consortium = ConsortiumFactory(acronym="LAKES", countries=["LV"])
    CentreConsortium.objects.create(centre=centre, consortium=consortium)
    answered(centre, NeedFactory(label="Boats"), "yes")
    answered(centre, NeedFactory(label="Bridges"), "yes", level="planned")
    PublishedProjectFactory(acronym="RIVER", countries=["LV"])
    PublishedProjectFactory(acronym="ELSEWHERE", countries=["SE"])
    ProjectFactory(acronym="SECRET", countries=["LV"])
    html = page(client, "/en/centres/countries/LV/")
    assert glance(html) == {
        "Centre": "Ezera centrs Lake Centre",
        "Languages": "Latvian, English",
        "Website": "ezers.example.org",
        "Contact": "Write to the centre with our form",
        "Offers": "2 services , 1 of them delivered",
        "Consortia": "LAKES",
    }
    assert '<a href="/en/centres/ezers/contact/">' in html
    assert '<a href="/en/projects/?region=LV">1 project of the directory</a>' in html
    for absent in ("hidden@example.org", "Other Centre", "SECRET", "ELSEWHERE", "not yet known"):
        assert absent not in html


def test_country_without_a_known_centre_leads_to_the_european_one_and_the_form(client: Client) -> None:
    CountryFactory(code="NO")
    CentreFactory(country="NO", state="draft", name_en="Draft Centre")
    CentreFactory(country=None, slug="for-all", name_en="Centre for All")
    html = page(client, "/en/centres/countries/NO/")
    assert "A national centre is not yet known; the European centre answers." in html
    assert '<a href="/en/centres/tell-us/?country=NO">Tell us of a centre</a>' in html
    assert glance(html)["Centre"] == "Centre for All"
    assert "Draft Centre" not in html


def test_any_country_has_a_page_and_nothing_else(client: Client) -> None:
    CountryFactory(code="MD")
    assert "A national centre is not yet known." in words(page(client, "/en/centres/countries/MD/"))
    lower = client.get("/en/centres/countries/md/")
    assert (lower.status_code, lower["Location"]) == (301, "/en/centres/countries/MD/")
    Region.objects.create(code="MD1", name="Somewhere", level=1, parent=Region.objects.get(code="MD"))
    for code in ("XX", "MD1", "europe"):
        assert client.get(f"/en/centres/countries/{code}/").status_code == 404


def test_centre_page_shows_names_host_organisations_text_and_sources(client: Client) -> None:
    centre = CentreFactory(
        slug="sjon",
        name="Centrum vid sjön",
        name_language="sv",
        name_en="Centre at the Lake",
        host_stated="Lakeside Club, with neighbours",
        texts={"sv": "Vi hjälper vid sjön."},
        remarks="The host changed once.",
        notes="internal-marker",
    )
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    CentreOrganisation.objects.create(centre=centre, organisation=body, role="host")
    CentreOrganisation.objects.create(centre=centre, organisation=OrganisationFactory(name="Shore Society"))
    html = page(client, "/en/centres/sjon/")
    assert words(html.split('<ul class="bodies">')[1].split("</ul>")[0]) == "Lakeside Club , host Shore Society"
    assert '<h1 lang="sv">Centrum vid sjön</h1>' in html
    assert '<p class="also text-lead">Centre at the Lake</p>' in html
    assert "This text is in Swedish." in html
    assert '<div class="flow measure" lang="sv"><p>Vi hjälper vid sjön.</p></div>' in html
    said = words(html)
    for part in ("Lakeside Club, with neighbours", "The host changed once.", "Lakeside Club , host", "national centre"):
        assert part in said
    assert "internal-marker" not in html
    assert '<a href="/en/centres/sjon/">Centre at the Lake</a>' in page(client, "/en/organisations/lakeside-club/")
    swedish = page(client, "/sv/centres/sjon/")
    assert "<h1>Centrum vid sjön</h1>" in swedish
    assert '<p class="also text-lead" lang="en">Centre at the Lake</p>' in swedish
    assert "This text is in" not in swedish


def test_services_say_their_level_in_words_with_evidence(client: Client) -> None:
    centre = CentreFactory(slug="lake")
    answered(
        centre,
        NeedFactory(label="Boats"),
        "yes",
        level="partial",
        url="https://example.org/boats",
        statement="Has two boats.",
        said_by="Lake Office",
    )
    answered(centre, NeedFactory(label="Bridges"), "no", url="https://example.org/bridges")
    NeedFactory(label="Towers")
    hidden = NeedFactory(label="Hidden need", state="draft")
    answered(centre, hidden, "yes")
    html = page(client, "/en/centres/lake/")
    offers = re.findall(r'<b>([^<]*)</b> <span class="level (\w*)">([^<]*)</span>', html)
    assert offers == [("Boats", "partial", "in part"), ("Bridges", "", "no")]
    assert '<a href="https://example.org/boats" rel="external">example.org/boats</a>' in html
    assert "Has two boats." in html
    assert "said by Lake Office" in html
    assert html.index("Not offered, with evidence") < html.index("Bridges</b>")
    assert "Of 1 more need it is not known whether the centre meets it." in html
    assert glance(html)["Offers"] == "1 service , 0 of them delivered"


def test_centre_page_leads_to_projects_and_stories_of_its_country(client: Client) -> None:
    CentreFactory(slug="lake", country="SE")
    told = PublishedProjectFactory(acronym="RIVER", countries=["SE"])
    elsewhere = PublishedProjectFactory(acronym="FAR", countries=["LV"])
    ReportFactory(slug="told", project=told, words={"headline": "Told at the lake"})
    ReportFactory(slug="far", project=elsewhere, words={"headline": "Told far away"})
    html = page(client, "/en/centres/lake/")
    assert '<a href="/en/projects/?region=SE">1 project of the directory</a>' in html
    assert "Told at the lake" in html
    assert "Told far away" not in html


def test_structured_data_says_what_the_page_says(client: Client) -> None:
    CentreFactory(
        slug="lake",
        country="SE",
        name_en="Lake </script> Centre",
        website="https://lake.example.org/",
        languages=["sv"],
        contact_email="hidden@example.org",
    )
    html = page(client, "/en/centres/lake/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    assert block is not None
    assert json.loads(block[1]) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": "http://testserver/en/centres/lake/",
        "name": "Lake </script> Centre",
        "mainEntityOfPage": "http://testserver/en/centres/lake/",
        "url": "https://lake.example.org/",
        "areaServed": [{"@type": "Country", "name": "Sweden"}],
        "knowsLanguage": ["sv"],
    }
    assert "hidden@example.org" not in html


def test_contact_shows_no_address_and_names_what_is_missing(client: Client) -> None:
    CentreFactory(slug="page", contact_url="https://lake.example.org/contact")
    CentreFactory(slug="site", website="https://lake.example.org/")
    CentreFactory(slug="nothing")
    assert glance(page(client, "/en/centres/page/"))["Contact"] == "lake.example.org/contact"
    assert glance(page(client, "/en/centres/site/"))["Contact"] == "through its website"
    assert glance(page(client, "/en/centres/nothing/"))["Contact"] == "no contact page published"
    assert glance(page(client, "/en/centres/nothing/"))["Languages"] == "not published"


def test_hidden_centre_is_not_there_and_an_archived_one_is_gone(client: Client) -> None:
    CentreFactory(slug="draft", state="draft", name_en="Draft Centre")
    CentreFactory(slug="gone", state="archived", name_en="Gone Centre")
    assert client.get("/en/centres/draft/").status_code == 404
    answer = client.get("/en/centres/gone/")
    assert answer.status_code == 410
    assert "Gone Centre" in answer.content.decode()
    assert client.get("/en/centres/missing/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("countries/SE/", COUNTRY), ("lake0/", CENTRE)])
def test_pages_cost_the_same_however_much_they_show(client: Client, number: int, path: str, queries: int) -> None:
    SiteSettings.load()
    for place in range(number):
        centre = CentreFactory(slug=f"lake{place}", country="SE", languages=["sv"], texts={"en": "Helps."})
        first = CentreFactory._meta.model.objects.get(slug="lake0")
        CentreConsortium.objects.create(centre=centre, consortium=ConsortiumFactory(countries=["SE"]))
        CentreOrganisation.objects.create(centre=first, organisation=OrganisationFactory())
        answered(first, NeedFactory(), "yes")
        PublishedProjectFactory(acronym=f"RIVER{place}", countries=["SE"], themes=["Water"])
    client.get(f"/en/centres/{path}")  # a process reads the lists once
    # The least of three: a transaction somebody else has open may make the search look twice.
    assert min(cost(client, f"/en/centres/{path}") for _ in range(3)) == queries


def cost(client: Client, path: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as asked:
        page(client, path)
    return len(asked)
