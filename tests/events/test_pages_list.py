"""What is coming and the archive: order, filters, and what an address may hold."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from events.models import Series
from events.presentation import listing
from tests.factories import (
    CentreFactory,
    CountryFactory,
    EventFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    ThemeFactory,
    in_days,
)
from vocabulary.models import MacroRegion

pytestmark = pytest.mark.django_db

QUERIES = 12


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def shown(client: Client, path: str) -> list[str]:
    """The addresses of the events listed, in order."""
    return re.findall(r'<h3[^>]*><a href="/en/events/([\w-]+)/">', page(client, path))


def notices(html: str) -> list[str]:
    (found,) = re.findall(r'<div class="notice">(.*?)</div>', html, flags=re.DOTALL)
    return [words(each) for each in re.findall(r"<p>(.*?)</p>", found)]


@pytest.fixture
def events() -> None:
    sea = MacroRegion.objects.create(slug="lake-sea", acronym="LSR")
    ageing = ThemeFactory(name="Ageing")
    EventFactory(slug="next", title="Näste möte", first_day=in_days(5), themes=[ageing], country="SE")
    EventFactory(slug="later", title="Lake day", first_day=in_days(50), kind="conference", macro_regions=[sea])
    EventFactory(slug="off", title="Lake night", first_day=in_days(20), state="cancelled")
    EventFactory(slug="old", title="Old lake day", first_day=date(2021, 10, 28), regions=[CountryFactory(code="SE")])
    EventFactory(slug="older", title="Months", first_day=date(2020, 12, 1), precision="month", themes=[ageing])
    EventFactory(slug="turn", title="Turn", first_day=date(2020, 12, 30), last_day=date(2021, 1, 2), start_time=None)
    EventFactory(slug="draft", state="draft", themes=[ageing])
    EventFactory(slug="gone", state="archived", themes=[ageing])


@pytest.mark.usefixtures("events")
class TestLists:
    def test_what_is_coming_has_the_next_first(self, client: Client) -> None:
        assert shown(client, "/en/events/") == ["next", "off", "later"]

    def test_archive_has_the_latest_first(self, client: Client) -> None:
        assert shown(client, "/en/events/past/") == ["old", "turn", "older"]

    def test_cancelled_event_says_so_in_the_list(self, client: Client) -> None:
        html = page(client, "/en/events/")
        assert html.count('<li class="event-line off">') == 1
        assert '<span class="label off">cancelled</span>' in html

    def test_month_is_no_day_in_the_list(self, client: Client) -> None:
        text = words(page(client, "/en/events/past/"))
        assert "Dec 2020 Months December 2020 Workshop" in text
        assert "1 December 2020" not in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("theme=ageing", ["next"]),
            ("region=SE", ["next"]),
            ("macro=lake-sea", ["later"]),
            ("kind=conference", ["later"]),
            ("q=lake", ["off", "later"]),
            ("q=LAKE+day", ["later"]),
            ("q=naste+mote", ["next"]),
            ("q=ake", []),
            ("q=lake&kind=conference", ["later"]),
            ("q=%21%21", []),
        ],
    )
    def test_filters_of_what_is_coming(self, client: Client, query: str, found: list[str]) -> None:
        assert shown(client, f"/en/events/?{query}") == found

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("year=2021", ["old", "turn"]),
            ("year=2020", ["turn", "older"]),
            ("region=SE", ["old"]),
            ("theme=ageing", ["older"]),
            ("q=lake", ["old"]),
        ],
    )
    def test_filters_of_the_archive(self, client: Client, query: str, found: list[str]) -> None:
        assert shown(client, f"/en/events/past/?{query}") == found

    def test_only_values_of_public_events_are_offered(self, client: Client) -> None:
        ThemeFactory(name="Unused")
        html = page(client, "/en/events/")
        offered = {
            name: re.findall(r'<option value="([^"]+)"', box)
            for name, box in re.findall(r'<select name="(\w+)">(.*?)</select>', html, flags=re.DOTALL)
        }
        assert offered["theme"] == ["ageing"]
        assert offered["region"] == ["SE"]
        assert offered["kind"] == ["conference", "workshop"]
        assert offered["year"][-2:] == ["2021", "2020"]

    def test_what_is_chosen_can_be_taken_away(self, client: Client) -> None:
        html = page(client, "/en/events/?q=lake&kind=conference")
        assert re.findall(r'<a class="pill" href="([^"]+)"', html) == [
            "/en/events/?kind=conference",
            "/en/events/?q=lake",
        ]
        assert 'href="/en/events/past/?q=lake&amp;kind=conference"' in html

    def test_unknown_parameters_and_values_are_named_and_dropped(self, client: Client) -> None:
        html = page(
            client, "/en/events/?colour=red&theme=nothing&region=SE&region=DE&kind=workshop&kind=conference&page=x"
        )
        assert notices(html) == [
            "“colour” is not a filter of this list.",
            "Theme has no value “nothing”.",
            "Country has no value “DE”.",
            "Kind takes one value; “conference” was left out.",
            "“x” is not the number of a page.",
        ]
        assert '<link rel="canonical" href="http://testserver/en/events/?region=SE&amp;kind=workshop">' in html
        assert "colour=red" not in html.split("<main")[1]

    def test_long_words_are_cut_and_it_says_so(self, client: Client) -> None:
        html = page(client, f"/en/events/?q={'a' * 300}")
        assert notices(html) == ["Only the first 200 characters of the words were read."]

    @pytest.mark.parametrize("query", ["q=a%00b", "theme=%00", "a%00b=1"])
    @pytest.mark.parametrize("path", ["/en/events/", "/en/events/past/"])
    def test_nul_is_refused(self, client: Client, path: str, query: str) -> None:
        assert client.get(f"{path}?{query}").status_code == 400

    @pytest.mark.parametrize("number", ["2", "999999999999", "9" * 40])
    def test_page_beyond_the_end_is_not_found(self, client: Client, number: str) -> None:
        assert client.get(f"/en/events/?page={number}").status_code == 404

    def test_empty_result_leads_out(self, client: Client) -> None:
        html = page(client, "/en/events/?q=nothing")
        assert "No event fits all of this." in html
        assert '<a class="button quiet" href="/en/events/">Show all of them</a>' in html

    def test_posting_is_refused(self, client: Client) -> None:
        assert client.post("/en/events/").status_code == 405


def test_portal_without_events_says_so(client: Client) -> None:
    assert "No event is announced at the moment." in page(client, "/en/events/")
    assert "Nothing is in the archive yet." in page(client, "/en/events/past/")


def test_pages_hold_every_event_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "ORPHANS", 0)
    for number in range(5):
        EventFactory(slug=f"e{number}", first_day=in_days(10 + number))
    found = [slug for number in (1, 2, 3) for slug in shown(client, f"/en/events/?page={number}")]
    assert found == ["e0", "e1", "e2", "e3", "e4"]


def test_few_events_more_stand_on_the_last_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "ORPHANS", 1)
    for number in range(3):
        EventFactory(slug=f"e{number}", first_day=in_days(10 + number))
    assert shown(client, "/en/events/") == ["e0", "e1", "e2"]
    assert client.get("/en/events/?page=2").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_does_not_grow(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    client.get("/en/events/")
    for place in range(rows):
        EventFactory(
            themes=[ThemeFactory(name=f"Theme {place}")],
            country="SE",
            macro_regions=[MacroRegion.objects.create(slug=f"sea-{place}", acronym=f"S{place}")],
            series=Series.objects.create(slug=f"s{place}", name="Lakes"),
            organisers=[OrganisationFactory()],
        )
    with django_assert_num_queries(QUERIES):
        assert len(shown(client, "/en/events/")) == rows


class TestElsewhere:
    """Events on the pages of what they have to do with: only public ones, those to come first."""

    def test_pages_of_related_things_name_their_events(self, client: Client) -> None:
        project, centre = PublishedProjectFactory(slug="lake"), CentreFactory(slug="ezers", country="LV")
        network, body = NetworkFactory(slug="net"), OrganisationFactory(slug="club")
        theme = ThemeFactory(name="Ageing")
        need = NeedFactory(slug="bridges")
        together: dict[str, Any] = {
            "projects": [project],
            "centres": [centre],
            "networks": [network],
            "themes": [theme],
            "needs": [need],
            "regions": [CountryFactory(code="LV")],
            "organisers": [body],
        }
        EventFactory(slug="past", title="Past meeting", first_day=date(2022, 5, 6), **together)
        EventFactory(slug="coming", title="Coming meeting", **together)
        EventFactory(slug="hidden", title="Hidden meeting", state="draft", **together)
        EventFactory(slug="other", title="Other meeting")
        for path in (
            "/en/projects/lake/",
            "/en/centres/ezers/",
            "/en/centres/networks/net/",
            "/en/organisations/club/",
            "/en/themes/ageing/",
            "/en/centres/countries/LV/",
        ):
            found = re.findall(r'<li><a href="/en/events/(\w+)/">', page(client, path))
            assert found == ["coming", "past"], path
        matrix = page(client, "/en/centres/matrix/")
        assert re.findall(r'<li><a href="/en/events/(\w+)/">', matrix) == ["coming", "past"]

    def test_pages_without_events_say_nothing_of_them(self, client: Client) -> None:
        PublishedProjectFactory(slug="lake")
        assert 'id="events-head"' not in page(client, "/en/projects/lake/")

    def test_organisation_with_an_event_alone_has_a_page(self, client: Client) -> None:
        body = OrganisationFactory(slug="club")
        assert client.get("/en/organisations/club/").status_code == 404
        EventFactory(organisers=[body])
        html = page(client, "/en/organisations/club/")
        assert 'id="events-head"' in html
        assert "/en/organisations/club/" in client.get(f"/sitemap-organisations-{body.pk // 2000}.xml").content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_they_cost_the_same_however_many(self, client: Client, rows: int, django_assert_num_queries: Any) -> None:
        body = OrganisationFactory(slug="club")
        client.get("/en/organisations/club/")
        for _place in range(rows):
            EventFactory(organisers=[body], country="SE")
        with django_assert_num_queries(9):
            page(client, "/en/organisations/club/")

    def test_search_box_suggests_them(self, client: Client) -> None:
        EventFactory(slug="meet", title="Träff vid sjön", first_day=date(2040, 5, 6))
        EventFactory(slug="hidden", title="Träff i mörkret", state="draft")
        found = client.get("/en/projects/suggest/?q=traff", headers={"Accept": "application/json"}).json()
        assert [(each["kind"], each["label"], each["url"]) for each in found["suggestions"]] == [
            ("event", "Träff vid sjön", "/en/events/meet/")
        ]

    def test_sitemap_names_public_events_and_series_but_no_example(self, client: Client) -> None:
        series = Series.objects.create(slug="lakes", name="Lakes")
        event = EventFactory(slug="shown", series=series)
        EventFactory(slug="example", is_example=True)
        EventFactory(slug="draft", state="draft")
        block = client.get(f"/sitemap-events-{event.pk // 2000}.xml").content.decode()
        assert re.findall(r"<loc>http://testserver/en/events/(\w+)/</loc>", block) == ["shown"]
        pages = client.get("/sitemap-pages.xml").content.decode()
        assert "<loc>http://testserver/sv/events/series/lakes/</loc>" in pages
        assert "<loc>http://testserver/en/events/past/</loc>" in pages

    def test_menu_leads_to_them(self, client: Client) -> None:
        assert '<a href="/en/events/" aria-current="true">Events</a>' in page(client, "/en/events/past/")
