"""The directory of centres: list, map, filters and totals."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import CentreConsortium, Claim
from centres.presentation import listing
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    OrganisationFactory,
    answered,
)
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = pytest.mark.django_db

BALTIC = ("DK", "EE", "FI", "DE", "LV", "LT", "PL", "SE")
QUERIES = 16


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def countries(html: str) -> list[str]:
    """The countries of the list of national centres, in order."""
    return re.findall(r'<section class="centre-country">\s*<h3><a href="[^"]*/countries/(\w\w)/"', html)


def names(html: str) -> list[str]:
    return re.findall(r'<h4><a href="/en/centres/([^/]+)/"', html)


def sea(*codes: str) -> None:
    region = MacroRegion.objects.create(slug="baltic-sea-region", acronym="EUSBSR")
    region.labels.create(language="en", label="Baltic Sea Region")
    region.countries.set([CountryFactory(code=code) for code in codes])


def test_baltic_sea_lists_exactly_its_eight_centres_and_the_european_one_apart(client: Client) -> None:
    for code in (*BALTIC, "PT", "AT"):
        CentreFactory(country=code, slug=f"centre-{code.lower()}")
    CentreFactory(country=None, slug="for-all", name_en="Centre for All")
    sea(*BALTIC)
    html = page(client, "/en/centres/?macro=baltic-sea-region")
    assert countries(html) == ["DK", "EE", "FI", "DE", "LV", "LT", "PL", "SE"]  # by their English names
    assert names(html) == [f"centre-{code.lower()}" for code in countries(html)] + ["for-all"]
    assert "For all countries" in html
    assert "8 national centres" in html
    assert countries(page(client, "/en/centres/")) == ["AT", "DK", "EE", "FI", "DE", "LV", "LT", "PL", "PT", "SE"]


def test_list_shows_own_name_with_its_language_and_the_english_one(client: Client) -> None:
    CentreFactory(
        country="SE",
        slug="sjon",
        name="Centrum vid sjön",
        name_language="sv",
        name_en="Centre at the Lake",
        languages=["sv", "en"],
        website="https://www.sjon.example.org/om",
    )
    html = page(client, "/en/centres/")
    assert '<h4><a href="/en/centres/sjon/" lang="sv">Centrum vid sjön</a>' in html
    assert '<p class="full">Centre at the Lake</p>' in html
    assert "Swedish, English" in html
    swedish = page(client, "/sv/centres/")
    assert '<h4><a href="/sv/centres/sjon/">Centrum vid sjön</a>' in swedish
    assert '<p class="full" lang="en">Centre at the Lake</p>' in swedish


def test_european_centre_stands_under_its_english_name_with_its_own_beneath(client: Client) -> None:
    CentreFactory(country=None, slug="for-all", name="Visų centras", name_language="lt", name_en="Centre for All")
    html = page(client, "/en/centres/")
    assert words(html.split("<h4>")[1].split("</h4>")[0]) == "Centre for All"
    assert '<p class="full" lang="lt">Visų centras</p>' in html
    swedish = page(client, "/sv/centres/for-all/")
    assert '<h1 lang="en">Centre for All</h1>' in swedish
    assert '<p class="also text-lead" lang="lt">Visų centras</p>' in swedish


def test_each_filter_keeps_what_fits_and_nothing_else(client: Client) -> None:
    fits = CentreFactory(country="SE", slug="fits", languages=["fi", "sv"])
    other = CentreFactory(country="LV", slug="other", languages=["lv"])
    hidden = ConsortiumFactory(acronym="HIDDEN", generation=3, state="draft")
    for centre, acronym, generation in ((fits, "LAKES", 2), (other, "PONDS", 1)):
        CentreConsortium.objects.create(
            centre=centre, consortium=ConsortiumFactory(acronym=acronym, generation=generation)
        )
    CentreConsortium.objects.create(centre=other, consortium=hidden)
    need = NeedFactory(slug="boats", label="Boats")
    answered(fits, need, "yes", level="planned")
    answered(other, need, "no")
    for query in ("consortium=lakes", "generation=2", "service=boats", "language=fi"):
        html = page(client, f"/en/centres/?{query}")
        assert names(html) == ["fits"], query
        assert '<meta name="robots" content="noindex, follow">' in html
        assert f'<link rel="canonical" href="http://testserver/en/centres/?{query}">' in html
    assert names(page(client, "/en/centres/?consortium=lakes&generation=1")) == []
    dropped = page(client, "/en/centres/?consortium=hidden&generation=3")
    assert names(dropped) == ["other", "fits"]
    assert "Consortium has no value “hidden”." in words(dropped)
    assert "Generation has no value “3”." in words(dropped)


def test_unknown_parameters_and_values_are_named_and_dropped(client: Client) -> None:
    CentreFactory(slug="known", languages=["sv"])
    html = page(client, "/en/centres/?colour=red&macro=moon&language=sv&language=xx&page=zero")
    said = words(html)
    for sentence in (
        "“colour” is not a filter of this list.",
        "Macro-region has no value “moon”.",
        "Language has no value “xx”.",
        "“zero” is not the number of a page.",
    ):
        assert sentence in said
    assert names(html) == ["known"]
    assert 'href="http://testserver/en/centres/?language=sv"' in html


def test_second_value_of_a_parameter_is_left_out_and_named(client: Client) -> None:
    CentreFactory(slug="known", languages=["sv", "fi"])
    html = page(client, "/en/centres/?language=sv&language=fi")
    assert "Language takes one value; “fi” was left out." in words(html)


def test_nul_is_refused_and_a_page_beyond_the_last_one_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/en/centres/?macro=a%00b").status_code == 400
    assert client.get("/en/centres/?a%00b=c").status_code == 400
    assert client.get("/en/centres/?page=2").status_code == 404
    assert client.get("/en/centres/?page=999999999999999999999").status_code == 404
    monkeypatch.setattr(listing, "PAGE", 2)
    for code in ("DK", "FI", "SE"):
        CentreFactory(country=code, slug=code.lower())
    assert names(page(client, "/en/centres/")) == ["dk", "fi"]
    second = page(client, "/en/centres/?page=2")
    assert names(second) == ["se"]
    assert 'href="http://testserver/en/centres/?page=2"' in second
    assert "3 national centres" in second


def test_countries_without_a_known_centre_lead_to_their_pages(client: Client) -> None:
    sea("SE", "NO")
    CountryFactory(code="PT")
    CentreFactory(country="SE")
    CentreFactory(country="NO", state="draft")
    html = page(client, "/en/centres/?macro=baltic-sea-region")
    assert re.findall(r'<a href="/en/centres/countries/(\w\w)/">[^<]*</a>', html.split('id="unknown"')[1]) == ["NO"]
    assert countries(html) == ["SE"]


def test_map_counts_centres_and_leads_to_countries(client: Client) -> None:
    CentreFactory(country="SE")
    html = page(client, "/en/centres/")
    assert 'aria-label="Map of Europe: competence centres by country"' in html
    assert '<a href="/en/centres/countries/SE/" aria-label="Sweden: 1 competence centre">' in html
    assert "project" not in html.split("<figure")[1].split("</figure>")[0]
    assert words(html.split('<ul class="legend"')[1].split("</ul>")[0]).endswith("1 national centre")


def test_totals_stand_beside_the_claimed_numbers(client: Client) -> None:
    ConsortiumFactory(acronym="LAKES", countries=["BG", "SE"], members=[OrganisationFactory()])
    ConsortiumFactory(acronym="PONDS", countries=["BG"])
    Claim.objects.create(
        generation=1, figure="organisations", value=148, source="https://example.org/claim", note="Counted elsewhere."
    )
    html = page(client, "/en/centres/")
    rows = re.findall(r'<tr[^>]*><th scope="row">([^<]*)</th><td[^>]*>(\d+)</td><td[^>]*>(.*?)</td>', html)
    assert [(label, number, re.sub(r"<[^>]+>", "", claimed)) for label, number, claimed in rows] == [
        ("consortia", "2", "no number published"),
        ("country entries", "3", "no number published"),
        ("different countries", "2", "no number published"),
        ("organisations", "1", "148"),
    ]
    assert "Bulgaria stands in 2 consortia: LAKES, PONDS." in html
    assert "Sweden stands in" not in html
    assert "Counted elsewhere." in html
    assert '<a href="https://example.org/claim" rel="external">example.org/claim</a>' in html


def test_draft_and_archived_centres_are_not_listed(client: Client) -> None:
    CentreFactory(slug="draft", state="draft")
    CentreFactory(slug="gone", state="archived")
    html = page(client, "/en/centres/")
    assert names(html) == []
    assert "0 national centres" in html


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_much_it_shows(client: Client, number: int) -> None:
    SiteSettings.load()
    sea("SE", "NO", "DK")
    need = NeedFactory()
    for code in ("SE", "LV", "PT")[:number]:
        consortium = ConsortiumFactory(countries=[code], members=[OrganisationFactory()])
        centre = CentreFactory(country=code, languages=["sv"])
        CentreConsortium.objects.create(centre=centre, consortium=consortium)
        answered(centre, need, "yes")
    CentreFactory(country=None)
    with CaptureQueriesContext(connection) as asked:
        page(client, "/en/centres/")
    assert len(asked) == QUERIES
