"""Consortia and networks, and where else centres are named: profiles, organisations, the search box."""

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import CentreConsortium, CentreOrganisation, ConsortiumItem, NetworkMilestone
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NetworkFactory,
    OrganisationFactory,
    PublishedProjectFactory,
)
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

COSTS = {"consortia/": 12, "consortia/lakes0/": 12, "networks/": 4, "networks/lakes0/": 8}


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def glance(html: str) -> dict[str, str]:
    rows = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html.split('class="glance"')[1], flags=re.DOTALL)
    return {words(term): words(said) for term, said in rows}


def test_consortium_shows_what_is_published_and_names_what_is_not(client: Client) -> None:
    ConsortiumFactory(
        acronym="LAKES",
        name="Lakes learn",
        fund="Lake Fund",
        start_date=date(2021, 5, 1),
        start_precision="month",
        total_budget=Decimal("1064413"),
        total_budget_precision="exact",
    )
    html = page(client, "/en/centres/consortia/lakes/")
    assert glance(html) == {
        "Fund": "Lake Fund",
        "Call": "not published",
        "Running time": "from May 2021, end not published",
        "Total budget": "€1.1 million 1,064,413 EUR",
        "EU funding": "not published",
        "Website": "not published",
    }
    assert "Generation 1" in html


def test_consortium_tells_countries_of_members_from_claimed_ones(client: Client) -> None:
    lead = OrganisationFactory(name="Lake Office", slug="lake-office", country=CountryFactory(code="SE"))
    partner = OrganisationFactory(name="A Pond Club", slug="a-pond-club", country=lead.country)
    consortium = ConsortiumFactory(acronym="LAKES", members=[lead, partner], countries=["SE", "LV"])
    ConsortiumItem.objects.create(
        consortium=consortium, kind="output", title="Map of lakes", on=date(2022, 1, 1), precision="year"
    )
    centre = CentreFactory(slug="centre", country="SE", name_en="Lake Centre")
    draft = CentreFactory(slug="draft", country="LV", name_en="Draft Centre", state="draft")
    for each in (centre, draft):
        CentreConsortium.objects.create(centre=each, consortium=consortium)
    html = page(client, "/en/centres/consortia/lakes/")
    by_country = html.split('class="by-country"')[1].split("</div>")[0]
    assert words(by_country.split("</h3>")[1].split("</section>")[0]) == (
        "A source names the country; no member from there is listed."
    )
    assert words(by_country.split("</h3>")[2].split("</section>")[0]) == "Lake Office , lead partner A Pond Club"
    assert "2022 Map of lakes" in words(html)
    assert "Lake Centre" in html
    assert "Draft Centre" not in html


def test_overview_lists_consortia_by_generation_with_totals(client: Client) -> None:
    ConsortiumFactory(acronym="SECOND", generation=2)
    ConsortiumFactory(acronym="FIRST", generation=1, members=[OrganisationFactory(name="Lake Office")])
    ConsortiumFactory(acronym="HIDDEN", state="draft")
    html = page(client, "/en/centres/consortia/")
    assert re.findall(r'<h3><a href="/en/centres/consortia/[^"]*">([^<]*)</a>', html) == ["FIRST", "SECOND"]
    assert re.findall(r'<h2 id="generation-\d">([^<]*)</h2>', html) == ["Generation 1", "Generation 2"]
    assert "led by Lake Office" in html
    assert "lead not published" in html
    assert html.count("running time not published") == 2
    assert html.count("counted here") == 2


def test_network_shows_aim_members_by_sector_and_milestones(client: Client) -> None:
    town = OrganisationFactory(name="Lake Town", sector="public")
    club = OrganisationFactory(name="Lake Club", sector="third")
    unknown = OrganisationFactory(name="Somebody", sector="")
    network = NetworkFactory(slug="lakes", name="Lakes together", members=[unknown, club, town], aim="Lakes talk.")
    NetworkMilestone.objects.create(network=network, title="Without a day")
    NetworkMilestone.objects.create(network=network, title="First meeting", on=date(2021, 6, 1), precision="month")
    NetworkFactory(slug="hidden", name="Hidden network", state="draft")
    html = page(client, "/en/centres/networks/lakes/")
    assert re.findall(r'<h3 class="sector">([^<]*)</h3>', html) == [
        "public sector",
        "third sector",
        "sector not stated",
    ]
    assert "Lakes talk." in html
    assert words(html).index("June 2021 First meeting") < words(html).index("Without a day")
    overview = page(client, "/en/centres/networks/")
    assert re.findall(r'<h2><a href="/en/centres/networks/([^/]*)/', overview) == ["lakes"]
    assert "3 members listed" in overview


@pytest.mark.parametrize(("factory", "path"), [(ConsortiumFactory, "consortia"), (NetworkFactory, "networks")])
def test_hidden_ones_are_not_there_and_archived_ones_are_gone(client: Client, factory: type, path: str) -> None:
    factory(slug="draft", state="draft")
    factory(slug="gone", state="archived")
    assert client.get(f"/en/centres/{path}/draft/").status_code == 404
    assert client.get(f"/en/centres/{path}/gone/").status_code == 410


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("path", COSTS)
def test_pages_cost_the_same_however_much_they_show(client: Client, number: int, path: str) -> None:
    SiteSettings.load()
    for place in range(number):
        bodies = [OrganisationFactory(country=CountryFactory(code=code)) for code in ("SE", "LV", "PT")[:number]]
        consortium = ConsortiumFactory(
            acronym=f"LAKES{place}", members=bodies, countries=[body.country.code for body in bodies]
        )
        ConsortiumItem.objects.create(consortium=consortium, kind="tool", title="Oars")
        CentreConsortium.objects.create(centre=CentreFactory(), consortium=consortium)
        network = NetworkFactory(slug=f"lakes{place}", members=bodies)
        NetworkMilestone.objects.create(network=network, title="Meeting")
    with CaptureQueriesContext(connection) as asked:
        page(client, f"/en/centres/{path}")
    assert len(asked) == COSTS[path]


def test_profile_names_the_centres_of_its_countries(client: Client) -> None:
    CentreFactory(country="LV", slug="ezers", name="Ezera centrs", name_language="lv", name_en="Lake Centre")
    CentreFactory(country="PT", slug="far", name_en="Far Centre")
    CentreFactory(country="SE", slug="draft", name_en="Draft Centre", state="draft")
    PublishedProjectFactory(acronym="RIVER", countries=["SE", "LV"])
    html = page(client, "/en/projects/river/")
    section = html.split('<h2 id="whom-to-ask">')[1].split("</section>")[0]
    assert words(section) == "Whom to ask in these countries Latvia Ezera centrs Sweden centre not yet known"
    assert '<a href="/en/centres/ezers/" lang="lv">' in section
    for absent in ("Far Centre", "Draft Centre"):
        assert absent not in html
    PublishedProjectFactory(acronym="NOWHERE", countries=["SE"])
    assert "Whom to ask in these countries" not in page(client, "/en/projects/nowhere/")


@pytest.mark.parametrize("number", [1, 3])
def test_profile_costs_the_same_however_many_centres_it_names(client: Client, number: int) -> None:
    SiteSettings.load()
    for code in ("SE", "LV", "PT")[:number]:
        CentreFactory(country=code)
    PublishedProjectFactory(acronym="RIVER", countries=["SE", "LV", "PT"][:number])
    client.get("/en/projects/river/")
    with CaptureQueriesContext(connection) as asked:
        page(client, "/en/projects/river/")
    assert len([query for query in asked if "centres_" in query["sql"]]) == 2


def test_organisation_shows_its_centre_consortium_and_network(client: Client) -> None:
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    CentreOrganisation.objects.create(centre=CentreFactory(name_en="Lake Centre"), organisation=body)
    hidden = CentreFactory(name_en="Draft Centre", state="draft")
    CentreOrganisation.objects.create(centre=hidden, organisation=body)
    ConsortiumFactory(acronym="LAKES", members=[body])
    NetworkFactory(name="Lakes together", members=[body])
    html = page(client, "/en/organisations/lakeside-club/")
    assert re.findall(r"<h2>([^<]*)</h2>\s*<ul class=\"links\"><li><a href=\"[^\"]*\">([^<]*)</a></li></ul>", html) == [
        ("Competence centres", "Lake Centre"),
        ("Consortia", "LAKES"),
        ("Networks", "Lakes together"),
    ]
    assert "Draft Centre" not in html
    lonely = OrganisationFactory(slug="lonely")
    CentreOrganisation.objects.create(centre=hidden, organisation=lonely)
    assert client.get("/en/organisations/lonely/").status_code == 404


def test_search_box_and_results_find_centres_by_name_and_country(client: Client) -> None:
    CentreFactory(country="LV", slug="ezers", name="Ezera centrs", name_language="lv", name_en="Lake Centre")
    CentreFactory(country="LV", slug="draft", name_en="Lake Draft", state="draft")
    PublishedProjectFactory(acronym="RIVER", countries=["SE"])
    for typed in ("ezera", "latvi", "lake cent", "Lettl"):
        language = "de" if typed == "Lettl" else "en"
        answer = client.get(f"/{language}/projects/suggest/", {"q": typed}, headers={"Accept": "application/json"})
        found = [(one["kind"], one["url"]) for one in json.loads(answer.content)["suggestions"]]
        assert found == [("centre", f"/{language}/centres/ezers/")], typed
    html = page(client, "/en/projects/?q=latvia")
    assert '<a href="/en/centres/ezers/">Lake Centre</a> <span class="soft">(Latvia)</span>' in html
    assert "also-found" not in page(client, "/en/projects/?q=river")
    assert "also-found" not in page(client, "/en/projects/")
